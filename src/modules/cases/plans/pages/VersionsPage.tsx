import { useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant } from '#web/kit/times.tsx'
import { BestInterestsFacts } from '../../best-interests/pages/BestInterests.tsx'
import { HEARING_WAY, NO_GUARDIAN_REASON, PLAN_ITEM_KIND } from '../kinds/labels.ts'
import { listPlanVersions, type PlanSubject, type PlanVersionRecord } from '../versions/contract.ts'

type Heard = Pick<
  PlanSubject,
  'childWay' | 'childAsked' | 'childOpinion' | 'noChildOpinionReason' | 'guardianOpinion' | 'noGuardianReason'
>

/** What child and guardian said, or why they were not asked. */
export function HeardFacts({ said }: { said: Heard }) {
  const way = said.childWay && HEARING_WAY[said.childWay]
  const noGuardian = said.noGuardianReason && `没有征求：${NO_GUARDIAN_REASON[said.noGuardianReason]}`
  return (
    <Facts
      columns={2}
      items={[
        {
          label: '孩子的意见',
          value: (
            <span className="sw-text">
              {said.childOpinion ?? `没有听取：${said.noChildOpinionReason ?? ''}`}
            </span>
          ),
        },
        ...(said.childOpinion
          ? [{ label: '怎样听取', value: [way, said.childAsked].filter(Boolean).join('；') }]
          : []),
        {
          label: '监护人的意见',
          value: <span className="sw-text">{said.guardianOpinion ?? noGuardian}</span>,
        },
      ]}
    />
  )
}

export function GoalList({ goals }: Pick<PlanSubject, 'goals'>) {
  return (
    <ol className="sw-log">
      {goals.map(({ text, sign }, at) => (
        <li key={text}>
          {at + 1}. {text}
          {sign && <span className="sw-quiet">（怎样看出达到：{sign}）</span>}
        </li>
      ))}
    </ol>
  )
}

function Version({ version: { content, changes, ...version } }: { version: PlanVersionRecord }) {
  return (
    <Section
      title={
        <>
          第 {version.number} 版 <Instant value={version.madeAt} />
        </>
      }
    >
      <p className="sw-quiet">
        {version.madeBy}，内容摘要 <span className="sw-number">{version.mark}</span>
        {version.why && `，修订原因：${version.why}`}
      </p>
      {changes.length > 0 && (
        <>
          <h3 className="asm-head">改了什么</h3>
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>看全文</summary>
        <GoalList goals={content.goals} />
        <ol className="sw-log">
          {content.items.map(({ id, ordinal, kind, title, owner, dueDay, isDropped }) => (
            <li key={id}>
              第 {ordinal} 项（{PLAN_ITEM_KIND[kind]}）{title}，{owner.name}，{dueDay} 前
              {isDropped && '（已取消）'}
            </li>
          ))}
        </ol>
        <HeardFacts said={content} />
        {content.bestInterests && <BestInterestsFacts value={content.bestInterests} />}
      </details>
    </Section>
  )
}

/** Every version as it was, with what changed and why. */
export function VersionsPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(listPlanVersions, { id })
  return (
    <Page
      title="计划的各版"
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        { title: query.data?.number ?? '个案', to: `/cases/${id}` },
      ]}
      lede={query.data?.isChangedSince ? '计划在最新一版之后又改过，还没有送审或实施。' : undefined}
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!query.data && !query.error && <Loading rows={8} />}
      {query.data?.items.length === 0 && (
        <p className="sw-quiet">还没有送审或实施过，计划只有正在写的这一份。</p>
      )}
      {query.data?.items.map((version) => (
        <Version key={version.number} version={version} />
      ))}
    </Page>
  )
}
