import { useState } from 'react'
import { next } from '#kernel/state-machine.ts'
import { useCommand } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { ConferencePageRecord } from '../contract.ts'
import { SIGNED_AS } from '../labels.ts'
import { signMinutes, takeBackMinutes, takeMinutes } from '../minutes/contract.ts'
import { CONFERENCE_MACHINE } from '../rules.ts'
import { useConferenceCommand } from './use-conference-command.ts'

type Props = { conference: ConferencePageRecord }

function Take({ conference: { id } }: Props) {
  const [isAsking, setIsAsking] = useState(false)
  const command = useCommand(takeMinutes)
  return (
    <>
      <ActionButton needs={takeMinutes} isRunning={command.isRunning} onClick={() => setIsAsking(true)}>
        下载 Word 纪要
      </ActionButton>
      <ReasonDialog
        isOpen={isAsking}
        title="下载会商纪要"
        confirm="下载"
        suggestions={['送主持人签字', '印发参会单位', '交卷归档']}
        onClose={() => setIsAsking(false)}
        onReason={async (reason) => (await command.run({ id, reason })) !== undefined}
      >
        纪要含未成年人个人信息。谁在什么时间、为什么下载，会印在纸上并留下记录。
      </ReasonDialog>
    </>
  )
}

function Sign({ conference }: Props) {
  const { id, version, minutesHash, state, facts, number } = conference
  const sign = useConferenceCommand(signMinutes, {
    success: ({ isSigned }) =>
      isSigned ? '纪要已签发，决议可以列入计划' : '已签。主持人和另一人都签过才算签发',
  })
  const takeBack = useConferenceCommand(takeBackMinutes, { success: '已退回修改，原有签名作废' })
  const step = next(CONFERENCE_MACHINE, state, 'sign', facts)
  return (
    <>
      <ActionButton
        needs={signMinutes}
        type="primary"
        disabledReason={step.ok ? undefined : step.reason}
        isRunning={sign.isRunning}
        onClick={() => void sign.run({ id, version, hash: minutesHash ?? '' })}
      >
        {facts.isChair ? '签发（主持人）' : '签发（另一人）'}
      </ActionButton>
      <ConfirmDanger
        needs={takeBackMinutes}
        title="退回修改"
        record={number}
        consequence="纪要回到记录状态，已有的签名作废，改好后重新签发。"
        asksReason
        onConfirm={(reason) => takeBack.run({ id, version, reason })}
      />
    </>
  )
}

/** The text stands; the chair and another person sign it. */
export function Minutes({ conference }: Props) {
  const { minutesNumber, minutesHash, signatures, draftedBy, state } = conference
  if (state !== 'minutes-drafted' && state !== 'signed') return null
  return (
    <Section
      title={`会议纪要 ${minutesNumber ?? ''}`}
      extra={
        <>
          <Take conference={conference} />
          {state === 'minutes-drafted' && <Sign conference={conference} />}
        </>
      }
    >
      <ul className="cnf-lines">
        <li>由 {draftedBy} 整理。</li>
        {signatures.map(({ signedAs, by, at }) => (
          <li key={signedAs}>
            {SIGNED_AS[signedAs]} {by}，<Instant value={at} />
          </li>
        ))}
        <li className="cnf-hash sw-quiet">
          正文校验值（SHA-256）：<span className="sw-number">{minutesHash}</span>
        </li>
      </ul>
      {state === 'signed' && <p className="sw-quiet">纪要已签发，内容不再改动。</p>}
    </Section>
  )
}
