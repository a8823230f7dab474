import { useState, type ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { CASE_STATE, DANGER_LEVEL } from '#modules/cases/labels.ts'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { getEmergencyNumbers } from '#modules/organisations/settings/contract.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Masked } from '#web/kit/Masked.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { getReport, revealReporter, type ReportRecord } from '../contract.ts'
import { REPORT_SOURCE } from '../labels.ts'
import { AnswerSection } from './AnswerSection.tsx'
import { DecisionSection } from './DecisionSection.tsx'
import { ReportStateTag } from './ReportList.tsx'
import { TriageSection } from './TriageSection.tsx'
import './reports.css'

/** Whom to call first, by the county's own list. */
function Emergency() {
  const numbers = useEndpoint(getEmergencyNumbers, {})
  return (
    <div className="sw-emergency" role="note">
      <strong>紧急：孩子可能正有危险。先保安全，再办手续。</strong>
      <ul className="sw-numbers">
        {numbers.data?.items.map(({ name, phone, note }) => (
          <li key={phone}>
            {name} <a href={`tel:${phone}`}>{phone}</a> <span className="sw-quiet">{note}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

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

function WhatWasSaid({ report }: { report: ReportRecord }) {
  const divisions = useEndpoint(
    listDivisions,
    { level: 'village' },
    { isEnabled: Boolean(report.content?.describedChild) },
  )
  const described = report.content?.describedChild
  const place = divisions.data?.items.find(({ code }) => code === described?.divisionCode)
  return (
    <Section title="报告内容">
      <p className="sw-narrative">{report.content?.narrative}</p>
      <Facts
        columns={3}
        items={[
          { label: '孩子', value: nameOf(report) },
          { label: '地点', value: place ? `${place.parentName ?? ''} ${place.name}` : report.place },
          { label: '来源', value: REPORT_SOURCE[report.source] },
          ...(described?.about ? [{ label: '怎么找到', value: described.about, isWide: true }] : []),
          { label: '收到', value: <Instant value={report.receivedAt} /> },
          { label: '登记人', value: report.receivedBy },
          ...(report.case
            ? [
                {
                  label: '个案',
                  value: (
                    <>
                      <Link to={`/cases/${report.case.id}`}>{report.case.number}</Link>{' '}
                      {CASE_STATE[report.case.state]}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Reporter report={report} />
    </Section>
  )
}

/** One form at a time: first the look, then the decision, at last the answer. */
function Handling({ report }: { report: ReportRecord }) {
  const [isTriaging, setIsTriaging] = useState(!report.facts.isTriaged)
  const isOpen = report.state === 'received' && isTriaging
  return (
    <>
      <TriageSection report={report} isOpen={isOpen} onOpen={() => setIsTriaging(true)} />
      {!isOpen && <DecisionSection report={report} />}
      {report.state !== 'received' && <AnswerSection report={report} />}
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
      {report.isEmergency && report.state === 'received' && <Emergency />}
      <WhatWasSaid report={report} />
      <Handling key={report.version} report={report} />
    </Page>
  )
}
