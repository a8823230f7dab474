import { useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DANGER_LEVEL } from '../../labels.ts'
import { DangerLevel } from '../../assessments/scoring/danger.ts'
import { getCaseload, type Load } from '../contract.ts'
import './assigning.css'

/** The bar ends where full load is; what is above it is told in words too. */
function Bar({ load, fullLoad }: { load: number; fullLoad: number }) {
  const share = Math.min(load / fullLoad, 1) * 100
  return (
    <svg className="asg-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="12" rx="2" fill="var(--ground)" />
      <rect width={share} height="12" rx="2" fill={load > fullLoad ? 'var(--ink)' : 'var(--pine)'} />
    </svg>
  )
}

const columnsFor = (fullLoad: number): Column<Load>[] => [
  {
    key: 'person',
    title: '谁',
    render: ({ person }) => (
      <>
        {person.name}
        <br />
        <span className="sw-quiet">{person.role}</span>
      </>
    ),
  },
  {
    key: 'load',
    title: `负荷（满 ${fullLoad}）`,
    phone: 'corner',
    render: ({ load, isOverloaded }) =>
      isOverloaded ? <StateTag tone="bad">{`${load} 超满负荷`}</StateTag> : `${load}`,
  },
  { key: 'bar', title: '', render: ({ load }) => <Bar load={load} fullLoad={fullLoad} /> },
  { key: 'cases', title: '在办', render: ({ cases }) => `${cases} 案` },
  ...DangerLevel.options.map((level) => ({
    key: level,
    title: DANGER_LEVEL[level],
    render: ({ byLevel }: Load) => byLevel[level],
  })),
  {
    key: 'late',
    title: '超期待办',
    render: ({ late }) => (late ? <StateTag tone="attention">{`${late} 件`}</StateTag> : '没有'),
  },
]

/** Who carries what, for the head: the most loaded first. */
export function Caseload() {
  const query = useEndpoint(getCaseload, {})
  const { fullLoad = 0, weights } = query.data ?? {}
  const items = query.data?.items ?? []
  return (
    <Page title="工作负荷">
      <Section>
        <p className="sw-quiet">
          每件在办个案按等级计权
          {weights &&
            `（${DangerLevel.options.map((each) => `${DANGER_LEVEL[each]} ${weights[each]}`).join('，')}）`}
          ；权重和满负荷由办案规程规定。密封个案只计数，不显示内容。
        </p>
        <RecordTable
          caption="谁手上有多少个案"
          listing={{ ...query, data: query.data && { items, total: items.length } }}
          columns={columnsFor(fullLoad)}
          keyOf={({ person }) => person.id}
          empty={{ title: '没有可以负责个案的工作人员' }}
        />
      </Section>
    </Page>
  )
}
