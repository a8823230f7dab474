import { Link } from 'react-router'
import { next } from '#kernel/state-machine.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { ReportRecord } from '../contract.ts'
import { listLikely } from '../desk/contract.ts'
import { LIKELY_REASON } from '../desk/labels.ts'
import { joinReport, separateReport } from '../joining/contract.ts'
import { REPORT_SOURCE, REPORT_STATE } from '../labels.ts'
import { REPORT_MACHINE } from '../rules.ts'
import { useReportCommand } from './use-report-command.ts'

type Props = { report: ReportRecord }

/** Other reports that may tell of the same event, each with a button that joins this one to it. */
function Likely({ report }: Props) {
  const likely = useEndpoint(listLikely, { id: report.id })
  const join = useReportCommand(joinReport, { success: '已并入，两位报告人都会得到答复' })
  const items = likely.data?.items ?? []
  if (!items.length) return null
  const step = next(REPORT_MACHINE, report.state, 'join', report.facts)
  return (
    <Section title="可能是同一件事">
      <ul className="sw-talks">
        {items.map((other) => (
          <li key={other.id}>
            <Link to={`/reports/${other.id}`}>{other.number}</Link>
            <span>{other.why.map((why) => LIKELY_REASON[why]).join('、')}</span>
            <span className="sw-quiet">
              {REPORT_STATE[other.state]} · {REPORT_SOURCE[other.source]} · {other.place ?? '地点不详'} ·{' '}
              <Instant value={other.receivedAt} />
            </span>
            <ActionButton
              needs={joinReport}
              size="small"
              disabledReason={step.ok ? undefined : step.reason}
              isRunning={join.isRunning}
              onClick={() =>
                void join.run({ id: report.id, version: report.version, firstId: other.joinsId })
              }
            >
              并入 {other.number}
            </ActionButton>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What tells of the same event: the one that this follows, those that follow it, or those that may. */
export function LinkedSection({ report }: Props) {
  const separate = useReportCommand(separateReport, { success: '已分开，重新研判' })
  const { joinedTo, joined } = report
  if (joinedTo)
    return (
      <Section
        title="同一件事"
        extra={
          <ConfirmDanger
            needs={separateReport}
            title="分开另办"
            record={report.number}
            consequence="这份报告回到收件箱，由值班员重新研判。"
            asksReason
            disabledReason={report.state === 'joined' ? undefined : '已经答复'}
            onConfirm={(reason) => separate.run({ id: report.id, version: report.version, reason })}
          />
        }
      >
        <p>
          已并入 <Link to={`/reports/${joinedTo.id}`}>{joinedTo.number}</Link>（{REPORT_STATE[joinedTo.state]}
          ）。那一份有了结果，这位报告人也要得到答复。
        </p>
      </Section>
    )
  return (
    <>
      {joined.length > 0 && (
        <Section title="并入这一份的报告">
          <ul className="sw-talks">
            {joined.map(({ id, number, state }) => (
              <li key={id}>
                <Link to={`/reports/${id}`}>{number}</Link>
                <span className="sw-quiet">{state === 'answered' ? '已答复' : '还没答复'}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {report.state === 'received' && report.content && <Likely report={report} />}
    </>
  )
}
