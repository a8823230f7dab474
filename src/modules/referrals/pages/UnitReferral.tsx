import { Input } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { next } from '#kernel/state-machine.ts'
import { dueTag, dueText } from '#modules/tasks/rules.ts'
import { keyOf, useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Masked } from '#web/kit/Masked.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant, instantText } from '#web/kit/times.tsx'
import { GRANTED_FIELD } from '../labels.ts'
import { REFERRAL_MACHINE, type ReferralCommand } from '../rules.ts'
import {
  answerReferral,
  getUnitReferral,
  listUnitReferrals,
  returnReferral,
  revealGranted,
  signReferral,
} from '../unit/contract.ts'
import { ForUnit } from './UnitInbox.tsx'
import './referrals.css'

type Received = OutputOf<typeof getUnitReferral>

const reasonAgainst = ({ state }: Received, command: ReferralCommand) => {
  const step = next(REFERRAL_MACHINE, state, command, { isOfUnit: true, isOfDesk: false })
  return step.ok ? undefined : step.reason
}

const untilText = (value: string) => {
  const text = dueText(value)
  return text.length === 10 ? text : instantText(text)
}

function Child({ referral }: { referral: Received }) {
  return (
    <Section title="孩子的信息（本次授权）">
      {referral.child.length === 0 && <p className="sw-quiet">授权已经结束，信息不再显示。</p>}
      <Facts
        columns={2}
        items={referral.child.map(({ field, value, isSecret }) => ({
          label: GRANTED_FIELD[field],
          value: isSecret ? (
            <Masked
              label={GRANTED_FIELD[field]}
              masked={value}
              endpoint={revealGranted}
              input={{ id: referral.id, field }}
              pick={(out) => out.value}
            />
          ) : (
            (value ?? '没有登记')
          ),
        }))}
      />
      <p className="sw-quiet sw-grant">
        用途：{referral.reason}。授权到 {untilText(referral.accessEndsAt)} 为止；谁在何时看过都有记录。
      </p>
    </Section>
  )
}

function Answer({ referral, onMoved }: { referral: Received; onMoved: () => void }) {
  const command = useCommand(answerReferral, {
    refreshes: [getUnitReferral, listUnitReferrals],
    success: '已答复，县未保中心会审看',
  })
  if (referral.answer)
    return (
      <Section title="答复">
        <p className="sw-answer">{referral.answer}</p>
        <Instant value={referral.answeredAt} />
      </Section>
    )
  const against = reasonAgainst(referral, 'answer')
  return (
    <Section title="答复">
      {against ? (
        <p className="sw-quiet">签收后在这里答复办理情况。</p>
      ) : (
        <RecordForm
          endpoint={answerReferral}
          command={command}
          fixed={{ id: referral.id, version: referral.version }}
          submit="提交答复"
          onDone={onMoved}
        >
          <FormField name="answer" label="办理情况和结果">
            <Input.TextArea rows={4} maxLength={4000} />
          </FormField>
        </RecordForm>
      )}
    </Section>
  )
}

function Steps({ referral, onMoved }: { referral: Received; onMoved: () => void }) {
  const navigate = useNavigate()
  const refreshes = [getUnitReferral, listUnitReferrals]
  const sign = useCommand(signReferral, { refreshes, success: '已签收，请在期限内答复' })
  const giveBack = useCommand(returnReferral, {
    refreshes: [listUnitReferrals],
    success: '已退回县未保中心，本单位不再看到孩子的信息',
    onDone: () => void navigate('/unit-referrals'),
  })
  const seen = { id: referral.id, version: referral.version }
  return (
    <>
      <ActionButton
        needs={signReferral}
        type={referral.state === 'dispatched' ? 'primary' : 'default'}
        disabledReason={reasonAgainst(referral, 'sign')}
        isRunning={sign.isRunning}
        onClick={() => void sign.run(seen).then((out) => out ?? onMoved())}
      >
        签收
      </ActionButton>
      <ConfirmDanger
        needs={returnReferral}
        title="退回"
        record={`${referral.number} ${referral.subject}`}
        consequence="请写明为什么不由本单位办理、建议由谁办理。退回后本单位立即看不到这一项和孩子的信息。"
        disabledReason={reasonAgainst(referral, 'giveBack')}
        asksReason
        onConfirm={(reason) => giveBack.run({ ...seen, reason })}
      />
    </>
  )
}

/** The task for the unit and nothing else: what is asked, the granted fields, until when. */
export function UnitReferral() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const query = useEndpoint(getUnitReferral, { id })
  const referral = query.data
  const breadcrumbs = [{ title: '收到的转介', to: '/unit-referrals' }, { title: referral?.number ?? '' }]
  if (query.error)
    return (
      <Page title="转介" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!referral) return <Loading rows={8} />
  const onMoved = () => void client.invalidateQueries({ queryKey: keyOf(getUnitReferral) })
  return (
    <Page
      title={
        <>
          {referral.subject} <ForUnit state={referral.state} />
        </>
      }
      tabTitle={referral.number}
      breadcrumbs={breadcrumbs}
      lede={referral.state !== 'answered' && <DeadlineTag {...dueTag(referral)} />}
      actions={<Steps referral={referral} onMoved={onMoved} />}
    >
      <Section title="请你单位">
        <p className="sw-answer">{referral.request}</p>
        <Facts
          columns={3}
          items={[
            { label: '编号', value: referral.number },
            { label: '发出人', value: referral.from },
            { label: '发出', value: <Instant value={referral.dispatchedAt} /> },
            ...(referral.signedAt
              ? [
                  {
                    label: '签收',
                    value: (
                      <>
                        {referral.signedBy} <Instant value={referral.signedAt} />
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <Child referral={referral} />
      <Answer referral={referral} onMoved={onMoved} />
    </Page>
  )
}
