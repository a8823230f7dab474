import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateSteps } from '#web/kit/StateSteps.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { getRoster, type Roster } from '../contract.ts'
import { getMapping } from '../intake/contract.ts'
import { PURPOSE } from '../labels.ts'
import { MappingSection } from './MappingSection.tsx'
import { ResultSection } from './ResultSection.tsx'
import { RosterActions } from './RosterActions.tsx'
import { RosterStateTag } from './RosterList.tsx'
import { isWorking, sizeText, stepOf } from './words.ts'
import { WorkSection } from './WorkSection.tsx'
import './rosters.css'

const STEPS = [
  { key: 'received', label: '收到' },
  { key: 'mapping', label: '对应列' },
  { key: 'preview', label: '预览' },
  { key: 'apply', label: '应用' },
]

function About({ roster }: { roster: Roster }) {
  const { department, asOfDay, fileSize, format, sheetName, sheets, purpose } = roster
  const sheet = sheets.length > 1 && sheetName ? `，工作表“${sheetName}”` : ''
  return (
    <Section>
      <StateSteps
        steps={STEPS}
        current={stepOf(roster.state)}
        isEnded={roster.state === 'applied' || roster.state === 'undone'}
      />
      <div className="roster-about">
        <Facts
          columns={3}
          items={[
            { label: '部门', value: department },
            { label: '截至', value: <DayText value={asOfDay} /> },
            { label: '文件', value: `${format}，${sizeText(fileSize)}${sheet}` },
            {
              label: '交来',
              value: (
                <>
                  {roster.uploadedBy ?? '命令行'} <Instant value={roster.uploadedAt} />
                </>
              ),
            },
            ...(roster.appliedAt
              ? [
                  {
                    label: '应用',
                    value: (
                      <>
                        {roster.appliedBy ?? '命令行'} <Instant value={roster.appliedAt} />
                      </>
                    ),
                  },
                ]
              : []),
            ...(purpose ? [{ label: '用途', value: PURPOSE[purpose], isWide: true }] : []),
            ...(roster.undoneAt
              ? [
                  {
                    label: '撤销',
                    isWide: true,
                    value: (
                      <>
                        {roster.undoneBy ?? '命令行'} <Instant value={roster.undoneAt} />
                        {roster.undoReason && `，事由：${roster.undoReason}`}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
    </Section>
  )
}

/** What this step asks of the person. */
function Stage({ roster }: { roster: Roster }) {
  const mayMap = useCan(getMapping)
  const [isMapping, setIsMapping] = useState(false)
  const { state, counts } = roster
  if (isWorking(state)) return <WorkSection roster={roster} />
  if (state === 'discarded')
    return (
      <Section title="已作废">
        <p>文件和各行内容都已删除，只留下谁在什么时候交来过。需要时请重新交一份。</p>
      </Section>
    )
  const isMapped = state === 'received' || state === 'failed' || isMapping
  if (isMapped && !mayMap)
    return (
      <Section title="等待预览">
        <p>县未保中心核对各列并预览之后，这里会显示各行的判定。</p>
      </Section>
    )
  if (isMapped) return <MappingSection roster={roster} onStarted={() => setIsMapping(false)} />
  return (
    counts && (
      <ResultSection
        roster={roster}
        counts={counts}
        extra={
          state === 'previewed' && mayMap && <Button onClick={() => setIsMapping(true)}>修改对应列</Button>
        }
      />
    )
  )
}

/** The roster that brought the same bytes before, as the page of handing in hands it over. */
const sameFileIn = (state: unknown) =>
  typeof state === 'object' && state !== null && 'sameFile' in state && typeof state.sameFile === 'string'
    ? state.sameFile
    : undefined

export function RosterPage() {
  const { id = '' } = useParams()
  const sameFile = sameFileIn(useLocation().state)
  const query = useEndpoint(getRoster, { id })
  const roster = query.data
  const breadcrumbs = [{ title: '部门名册', to: '/rosters' }, { title: roster?.fileName ?? '名册' }]
  if (query.error && !roster)
    return (
      <Page title="名册" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!roster) return <Loading rows={10} />
  return (
    <Page
      title={
        <>
          <span className="roster-file">{roster.fileName}</span> <RosterStateTag state={roster.state} />
        </>
      }
      tabTitle="名册"
      breadcrumbs={breadcrumbs}
      actions={<RosterActions roster={roster} />}
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {roster.failure && <Alert type="error" showIcon role="alert" title={roster.failure} />}
      {sameFile && sameFile !== id && (
        <Alert
          type="warning"
          showIcon
          title={
            <>
              同样内容的文件以前交过：<Link to={`/rosters/${sameFile}`}>看那一份</Link>
              。再次应用不会重复建档，用不着时可以放弃这一份。
            </>
          }
        />
      )}
      <About roster={roster} />
      <Stage roster={roster} />
    </Page>
  )
}
