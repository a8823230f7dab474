import { Select } from 'antd'
import { useMemo } from 'react'
import { useParams } from 'react-router'
import { z } from 'zod'
import { dayOf } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ChartBox } from '#web/kit/ChartBox.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { instantText } from '#web/kit/times.tsx'
import { getFilled, listFilled, type Filled } from '../filling/contract.ts'
import { ASSESSMENT_STATE } from '../labels.ts'
import { answerText } from '../scoring/answers.ts'
import { questionsOf } from '../scoring/content.ts'
import { ResultTag } from './ResultBox.tsx'
import './assessments.css'

const Chosen = z.object({
  code: z.string().optional(),
  first: z.string().optional(),
  second: z.string().optional(),
})

type Read = OutputOf<typeof getFilled>

const dateText = ({ madeAt, level, state }: Filled) =>
  `${instantText(madeAt)} ${level.label}${state === 'counted' ? '' : `（${ASSESSMENT_STATE[state]}）`}`

/** Points by section over time, each date with its level. */
function OverTime({ items }: { items: Filled[] }) {
  const inOrder = useMemo(() => items.toReversed(), [items])
  const sections = useMemo(() => {
    const byId = new Map(
      inOrder.flatMap((each) =>
        each.sections.filter(({ most }) => most > 0).map(({ id, title }) => [id, title] as const),
      ),
    )
    return [...byId].map(([id, title]) => ({
      title,
      points: inOrder.map((each) => each.sections.find((section) => section.id === id)?.points ?? null),
    }))
  }, [inOrder])
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 24, top: 56, bottom: 8, containLabel: true },
      legend: { top: 0, type: 'scroll' },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: inOrder.map(({ madeAt, level }) => `${dayOf(madeAt)}\n${level.label}`),
        axisLabel: { lineHeight: 18 },
      },
      yAxis: { type: 'value', name: '分', minInterval: 1 },
      series: [
        ...sections.map(({ title, points }) => ({ name: title, type: 'line', data: points, symbolSize: 9 })),
        {
          name: '合计',
          type: 'line',
          lineStyle: { width: 3 },
          symbolSize: 11,
          data: inOrder.map(({ points }) => points),
        },
      ],
    }),
    [inOrder, sections],
  )
  return (
    <Section>
      <ChartBox
        title="各次的等级和分数"
        option={option}
        table={{
          head: ['日期', '等级', ...sections.map(({ title }) => title), '合计'],
          rows: inOrder.map((each, at) => [
            instantText(each.madeAt),
            each.level.label,
            ...sections.map(({ points }) => points[at] ?? '—'),
            each.points,
          ]),
        }}
      />
    </Section>
  )
}

/** Every question of either date, the changed ones first told apart by more than colour. */
const linesOf = (first: Read, second: Read) => {
  const [before, after] = [first, second].map(
    ({ content }) => new Map(questionsOf(content).map((question) => [question.id, question])),
  )
  const ids = [...new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])])]
  return ids.flatMap((id) => {
    const [old, fresh] = [before?.get(id), after?.get(id)]
    const question = fresh ?? old
    if (!question || (first.answers[id] === undefined && second.answers[id] === undefined)) return []
    const was = old ? answerText(old, first.answers[id]) : '（当时没有这一题）'
    const is = fresh ? answerText(fresh, second.answers[id]) : '（新版没有这一题）'
    return [{ id, text: question.text, was, is, isChanged: was !== is }]
  })
}

function SideBySide({ first, second }: { first: Read; second: Read }) {
  const lines = linesOf(first, second)
  const changed = lines.filter(({ isChanged }) => isChanged)
  // Of one day: told apart by the clock.
  const isOneDay = dayOf(first.madeAt) === dayOf(second.madeAt)
  const dateOf = ({ madeAt }: Read) => (isOneDay ? instantText(madeAt) : dayOf(madeAt))
  const head = (
    <thead>
      <tr>
        <th scope="col">题目</th>
        <th scope="col">{dateOf(first)}</th>
        <th scope="col">{dateOf(second)}</th>
      </tr>
    </thead>
  )
  const body = (shown: typeof lines) => (
    <tbody>
      {shown.map(({ id, text, was, is, isChanged }) => (
        <tr key={id} className={isChanged ? 'asm-changed' : undefined}>
          <th scope="row">{text}</th>
          <td>{was}</td>
          <td>{isChanged ? <strong>{is}</strong> : is}</td>
        </tr>
      ))}
    </tbody>
  )
  return (
    <>
      <Section title="两次的结果">
        <table className="sw-plain-table">
          {head}
          <tbody>
            <tr>
              <th scope="row">等级</th>
              {[first, second].map(({ id, level, danger }) => (
                <td key={id}>
                  <ResultTag label={level.label} danger={danger} />
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">合计</th>
              <td className="sw-number">{first.points}</td>
              <td className="sw-number">{second.points}</td>
            </tr>
            {second.sections
              .filter(({ most }) => most > 0)
              .map(({ id, title, points }) => (
                <tr key={id}>
                  <th scope="row">{title}</th>
                  <td className="sw-number">
                    {first.sections.find((each) => each.id === id)?.points ?? '—'}
                  </td>
                  <td className="sw-number">{points}</td>
                </tr>
              ))}
            <tr>
              <th scope="row">评估人</th>
              <td>{first.madeBy}</td>
              <td>{second.madeBy}</td>
            </tr>
          </tbody>
        </table>
      </Section>
      <Section title={`变了的回答（${changed.length} 题）`}>
        {changed.length ? (
          <div className="sw-scroll" tabIndex={0} role="region" aria-label="变了的回答">
            <table className="sw-plain-table">
              {head}
              {body(changed)}
            </table>
          </div>
        ) : (
          <p className="sw-quiet">两次的回答完全一样。</p>
        )}
      </Section>
      <Section>
        <details>
          <summary>没有变的回答（{lines.length - changed.length} 题）</summary>
          <div className="sw-scroll" tabIndex={0} role="region" aria-label="没有变的回答">
            <table className="sw-plain-table">
              {head}
              {body(lines.filter(({ isChanged }) => !isChanged))}
            </table>
          </div>
        </details>
      </Section>
    </>
  )
}

function Pair({ first, second }: { first: string; second: string }) {
  const one = useEndpoint(getFilled, { id: first })
  const other = useEndpoint(getFilled, { id: second })
  const problem = one.error ?? other.error
  if (problem) return <ProblemNotice problem={problem} />
  if (!one.data || !other.data) return <Loading rows={8} />
  return <SideBySide first={one.data} second={other.data} />
}

type DateProps = { label: string; items: Filled[]; value: string | undefined; onChange: (id: string) => void }

function DateSelect({ label, items, value, onChange }: DateProps) {
  return (
    <Select
      aria-label={label}
      className="sw-filter"
      popupMatchSelectWidth={false}
      value={value ?? null}
      onChange={(id) => id && onChange(id)}
      options={items.map((item) => ({ value: item.id, label: dateText(item) }))}
    />
  )
}

/** Two dates of one instrument side by side, and all dates as a picture. */
export function ComparePage() {
  const { id: caseId = '' } = useParams()
  const [{ code, first, second }, setChosen] = useFilters(Chosen)
  const list = useEndpoint(listFilled, { caseId })
  const all = list.data?.items ?? []
  const titles = new Map(all.map((item) => [item.code, item.title]))
  // What was filled in twice can be compared.
  const twice = all.find((item) => all.some((other) => other.id !== item.id && other.code === item.code))
  const here = code && titles.has(code) ? code : (twice ?? all[0])?.code
  const items = useMemo(
    () => (list.data?.items ?? []).filter((item) => item.code === here),
    [list.data, here],
  )
  const later = items.find(({ id }) => id === second) ?? items[0]
  const earlier =
    items.find(({ id }) => id === first) ??
    items.find(({ id, madeAt }) => id !== later?.id && madeAt <= (later?.madeAt ?? '')) ??
    items.find(({ id }) => id !== later?.id)
  return (
    <Page
      title="评估对照"
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        ...(list.data ? [{ title: list.data.number, to: `/cases/${caseId}` }] : []),
        { title: '评估对照' },
      ]}
      lede="同一种评估表的两次放在一起看：等级、分数、哪些回答变了。"
    >
      {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
      {!list.data && !list.error && <Loading rows={8} />}
      {list.data && (
        <FilterBar>
          <Select
            aria-label="评估表"
            className="sw-filter"
            popupMatchSelectWidth={false}
            value={here ?? null}
            onChange={(next) => setChosen({ code: next ?? undefined, first: undefined, second: undefined })}
            options={[...titles].map(([value, label]) => ({ value, label }))}
          />
          <DateSelect
            label="前一次"
            items={items}
            value={earlier?.id}
            onChange={(id) => setChosen({ first: id, second: later?.id })}
          />
          <DateSelect
            label="后一次"
            items={items}
            value={later?.id}
            onChange={(id) => setChosen({ first: earlier?.id, second: id })}
          />
        </FilterBar>
      )}
      {list.data && items.length < 2 && (
        <Section>
          <EmptyState title="还没有两次可以对照" hint="同一种评估表做过两次以后，这里显示有什么变化。" />
        </Section>
      )}
      {items.length > 1 && <OverTime items={items} />}
      {earlier && later && earlier.id !== later.id && <Pair first={earlier.id} second={later.id} />}
    </Page>
  )
}
