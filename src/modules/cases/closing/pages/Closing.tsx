import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant } from '#web/kit/times.tsx'
import { BestInterestsFacts } from '../../best-interests/pages/BestInterests.tsx'
import type { CaseRecord } from '../../contract.ts'
import { CONTACT_WAY } from '../../follow-ups/labels.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { everythingMissing, isOver, type CaseCommand } from '../../rules.ts'
import { agreeClosing, getClosing, requestClosing, sendBackClosing, tellOutcome } from '../contract.ts'
import { GOALS, TOLD_WHOM } from '../labels.ts'
import { Archive } from './Archive.tsx'
import { LookBacks } from './LookBacks.tsx'
import { RequestForm } from './RequestForm.tsx'
import { TellingForm } from './TellingForm.tsx'

type Ended = OutputOf<typeof getClosing>
type Props = { kase: CaseRecord; ended: Ended }

const reasonAgainst = ({ state, facts }: CaseRecord, command: CaseCommand) =>
  everythingMissing(command, state, facts).join('；') || undefined

function Decide({ kase }: { kase: CaseRecord }) {
  const agree = useCaseCommand(agreeClosing, {
    success: ({ isClosed }) =>
      isClosed ? '已批准结案；回访已排入待办，请答复报告人' : '已同意，转下一级审批',
  })
  const sendBack = useCaseCommand(sendBackClosing, { success: '已退回' })
  const seen = { id: kase.id, version: kase.version }
  return (
    <>
      <ActionButton
        needs={agreeClosing}
        type="primary"
        disabledReason={reasonAgainst(kase, 'agreeClosing')}
        isRunning={agree.isRunning}
        onClick={() => void agree.run(seen)}
      >
        批准结案
      </ActionButton>
      <ConfirmDanger
        needs={sendBackClosing}
        title="退回结案申请"
        record={kase.number}
        consequence="个案回到实施中，由负责人补办后重新申请。"
        disabledReason={reasonAgainst(kase, 'sendBackClosing')}
        asksReason
        onConfirm={(note) => sendBack.run({ ...seen, note })}
      />
    </>
  )
}

function Ask({ kase, ended }: Props) {
  const against = reasonAgainst(kase, 'tellOutcome')
  return (
    <>
      <FormDialog title="告知结果" needs={tellOutcome} disabledReason={against}>
        {(close) => <TellingForm kase={kase} texts={ended.outcomeTexts} onDone={close} />}
      </FormDialog>
      <FormDialog
        title="申请结案"
        needs={requestClosing}
        disabledReason={reasonAgainst(kase, 'requestClosing')}
        width={720}
      >
        {(close) => <RequestForm kase={kase} onDone={close} />}
      </FormDialog>
    </>
  )
}

/** All that is still missing, not the first thing. */
function Missing({ kase }: { kase: CaseRecord }) {
  const missing = everythingMissing('requestClosing', kase.state, kase.facts)
  if (kase.state !== 'in-progress' || !missing.length) return null
  return (
    <div className="sw-turn">
      <div>
        <p>申请结案还缺：</p>
        <ul>
          {missing.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

const told = ({ toldWhom, way, onDay }: Ended['tellings'][number]) =>
  toldWhom === 'nobody'
    ? `${onDay} 不能告知`
    : `${onDay} ${way ? CONTACT_WAY[way] : ''}告诉${TOLD_WHOM[toldWhom]}`

function Telling({ telling }: { telling: Ended['tellings'][number] }) {
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <strong>{told(telling)}</strong> <span className="sw-quiet">{telling.toldBy}</span>
      </div>
      {telling.reason ? (
        <p className="sw-text">{telling.reason}</p>
      ) : (
        <Facts
          columns={2}
          items={[
            { label: '说的话', value: <span className="sw-text">{telling.words}</span> },
            { label: '他们怎么说', value: <span className="sw-text">{telling.said}</span> },
          ]}
        />
      )}
    </li>
  )
}

const decisionOf = ({ decision, decidedBy, decisionNote }: Ended['closings'][number]) => {
  if (!decision) return '等待审批'
  return decision === 'agreed' ? `${decidedBy ?? ''} 批准` : `${decidedBy ?? ''} 退回：${decisionNote ?? ''}`
}

function Request({ closing }: { closing: Ended['closings'][number] }) {
  return (
    <li className="sw-item">
      <Facts
        columns={2}
        items={[
          {
            label: '申请',
            value: (
              <>
                {closing.requestedBy} <Instant value={closing.requestedAt} />
              </>
            ),
          },
          {
            label: '审批',
            value: (
              <>
                {decisionOf(closing)} {closing.decidedAt && <Instant value={closing.decidedAt} />}
              </>
            ),
          },
          ...(closing.goals ? [{ label: '目标', value: GOALS[closing.goals] }] : []),
          { label: '结案小结', value: <span className="sw-text">{closing.summary}</span>, isWide: true },
        ]}
      />
      {closing.bestInterests && (
        <details>
          <summary>最有利于未成年人：六项要求怎样做到</summary>
          <BestInterestsFacts value={closing.bestInterests} />
        </details>
      )}
    </li>
  )
}

/** 结案: the outcome told, the request with everything that it lacks, the decision; then look-backs and the archive. */
export function Closing({ kase }: { kase: CaseRecord }) {
  const query = useEndpoint(getClosing, { id: kase.id })
  const ended = query.data
  if (query.error) return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
  if (!ended) return null
  const isEmpty = !ended.tellings.length && !ended.closings.length
  return (
    <>
      <Section
        title="结案"
        extra={
          kase.state === 'closing-requested' ? (
            <Decide kase={kase} />
          ) : (
            !isOver(kase.state) && <Ask kase={kase} ended={ended} />
          )
        }
      >
        <Missing kase={kase} />
        {isEmpty && (
          <p className="sw-quiet">
            每个事项都有结果或写明取消的理由、结果告诉了孩子或监护人之后，由负责人申请，另一人审批。
          </p>
        )}
        <ul className="sw-items">
          {ended.closings.map((closing) => (
            <Request key={closing.id} closing={closing} />
          ))}
          {ended.tellings.map((telling) => (
            <Telling key={telling.id} telling={telling} />
          ))}
        </ul>
      </Section>
      <LookBacks kase={kase} ended={ended} />
      <Archive kase={kase} checks={ended.checks} />
    </>
  )
}
