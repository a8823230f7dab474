import { useState, type ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { CASE_STATE, DANGER_LEVEL } from '#modules/cases/labels.ts'
import { FileList } from '#modules/files/pages/FileList.tsx'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Facts, type Fact } from '#web/kit/Facts.tsx'
import { Masked } from '#web/kit/Masked.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { getReport, revealReporter, type ReportRecord } from '../contract.ts'
import { openReport } from '../desk/contract.ts'
import { DUTY_KINDS, DUTY_KIND_NAMES } from '../duty-kinds/labels.ts'
import { REPORT_DOOR, REPORT_SOURCE } from '../labels.ts'
import { AnswerSection } from './AnswerSection.tsx'
import { DecisionSection } from './DecisionSection.tsx'
import { EmergencySection } from './EmergencySection.tsx'
import { LinkedSection } from './LinkedSection.tsx'
import { OrderSection } from './OrderSection.tsx'
import { PassOnSection } from './PassOnSection.tsx'
import { PoliceSection } from './PoliceSection.tsx'
import { ReportStateTag } from './ReportList.tsx'
import { ContactSection, MessageSection } from './TalkSection.tsx'
import { TriageSection } from './TriageSection.tsx'
import { useReportCommand } from './use-report-command.ts'
import './reports.css'

const nameOf = (report: ReportRecord): ReactNode => {
  if (report.child) return <Link to={`/children/${report.child.id}`}>{report.child.name}</Link>
  const described = report.content?.describedChild?.name
  return described ? `${described}（报告人所说，还没有对上档案）` : '还没有确定'
}

function Reporter({ report: { id, content, isAnonymous } }: { report: ReportRecord }) {
  const reporter = content?.reporter
  const reveal = { endpoint: revealReporter, input: { id } } as const
  return (
    <Facts
      columns={3}
      items={[
        {
          label: '报告人',
          value: isAnonymous ? (
            '要求匿名'
          ) : (
            <Masked label="报告人姓名" masked={reporter?.name} {...reveal} pick={({ name }) => name} />
          ),
        },
        {
          label: '电话',
          value: isAnonymous ? (
            '未记录'
          ) : (
            <Masked label="报告人电话" masked={reporter?.phone} {...reveal} pick={({ phone }) => phone} />
          ),
        },
        { label: '和孩子的关系', value: reporter?.relation },
      ]}
    />
  )
}

const CONTENT_REASONS = ['值班研判', '跟进办理', '第二人复核']

/** What came from outside is opened by saying why. */
function Closed({ report }: { report: ReportRecord }) {
  const [isAsking, setIsAsking] = useState(false)
  const open = useReportCommand(openReport)
  return (
    <Section title="报告内容">
      <p>
        这份报告从网上来（{REPORT_DOOR[report.door]}
        ）。打开内容要写明事由，谁在什么时候、因为什么看过，都会留下记录。
      </p>
      <div className="sw-actions">
        <ActionButton needs={openReport} type="primary" onClick={() => setIsAsking(true)}>
          打开报告
        </ActionButton>
      </div>
      <ReasonDialog
        isOpen={isAsking}
        title="打开报告"
        confirm="打开"
        suggestions={CONTENT_REASONS}
        onClose={() => setIsAsking(false)}
        onReason={async (reason) => (await open.run({ id: report.id, reason })) !== undefined}
      >
        打开后，本班内可以继续查看。
      </ReasonDialog>
    </Section>
  )
}

const caseOf = ({ case: kase }: ReportRecord) =>
  kase
    ? [
        {
          label: '个案',
          value: (
            <>
              <Link to={`/cases/${kase.id}`}>{kase.number}</Link> {CASE_STATE[kase.state]}
            </>
          ),
        },
      ]
    : []

/** Whom it names, why it must be reported, and how it is safe to get in touch. */
const namedIn = ({ content, dutyKinds }: ReportRecord): Fact[] => {
  const accused = content?.accused
  const places = accused?.workplaces.flatMap(({ text }) => text ?? []).join('、')
  const kinds = DUTY_KIND_NAMES.filter((kind) => dutyKinds.includes(kind)).map(
    (kind) => DUTY_KINDS[kind].text,
  )
  return [
    ...(accused ? [{ label: '反映的人', value: [accused.name, places].filter(Boolean).join('，') }] : []),
    ...(content?.reporter?.isOwn ? [{ label: '谁报告的', value: '孩子自己' }] : []),
    ...(content?.reporter?.safeContact
      ? [{ label: '怎样联系才安全', value: content.reporter.safeContact, isWide: true }]
      : []),
    ...(kinds.length ? [{ label: '强制报告的情形', value: kinds.join('；'), isWide: true }] : []),
  ]
}

function WhatWasSaid({ report }: { report: ReportRecord }) {
  const described = report.content?.describedChild
  const divisions = useEndpoint(listDivisions, { level: 'village' }, { isEnabled: Boolean(described) })
  const place = divisions.data?.items.find(({ code }) => code === described?.divisionCode)
  if (!report.content) return <Closed report={report} />
  return (
    <Section title="报告内容">
      <p className="sw-narrative">{report.content.narrative}</p>
      <Facts
        columns={3}
        items={[
          { label: '孩子', value: nameOf(report) },
          { label: '地点', value: place ? `${place.parentName ?? ''} ${place.name}` : report.place },
          {
            label: '来源',
            value: report.door === 'desk' ? REPORT_SOURCE[report.source] : REPORT_DOOR[report.door],
          },
          ...(described?.about ? [{ label: '怎么找到', value: described.about, isWide: true }] : []),
          ...namedIn(report),
          { label: '收到', value: <Instant value={report.receivedAt} /> },
          { label: '登记人', value: report.receivedBy || '报告人自己' },
          { label: '第一次打开', value: report.firstSeenAt && <Instant value={report.firstSeenAt} /> },
          ...caseOf(report),
        ]}
      />
      <Reporter report={report} />
    </Section>
  )
}

/** One form at a time: first the look, then the decision, at last the answer. */
function Handling({ report }: { report: ReportRecord }) {
  const [isTriaging, setIsTriaging] = useState(!report.facts.isTriaged)
  const isReceived = report.state === 'received'
  const isOpen = isReceived && isTriaging
  return (
    <>
      <TriageSection report={report} isOpen={isOpen} onOpen={() => setIsTriaging(true)} />
      {!isOpen && <DecisionSection report={report} />}
      <PassOnSection report={report} />
      {report.hasCode && <MessageSection report={report} />}
      <ContactSection report={report} />
      <PoliceSection report={report} />
      {!isReceived && <AnswerSection report={report} />}
    </>
  )
}

export function ReportPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getReport, { id })
  const report = query.data
  const breadcrumbs = [{ title: '报告收件箱', to: '/reports' }, { title: report?.number ?? '' }]
  if (query.error)
    return (
      <Page title="报告" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!report) return <Loading rows={10} />
  return (
    <Page
      title={
        <>
          {report.number} <ReportStateTag state={report.state} />{' '}
          {report.dangerLevel && (
            <StateTag tone={report.isEmergency ? 'bad' : 'neutral'}>
              {DANGER_LEVEL[report.dangerLevel]}
            </StateTag>
          )}
        </>
      }
      tabTitle={report.number}
      breadcrumbs={breadcrumbs}
      lede={
        report.turn && (
          <>
            等 {report.turn.owner.name} 办理 <DeadlineTag {...dueTag(report.turn)} />
          </>
        )
      }
    >
      <EmergencySection report={report} />
      <WhatWasSaid report={report} />
      {report.content && report.door !== 'desk' && <FileList recordKind="report" recordId={report.id} />}
      <OrderSection report={report} />
      <LinkedSection report={report} />
      {report.content && <Handling key={report.version} report={report} />}
    </Page>
  )
}
