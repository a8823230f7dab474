import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { adoptAnswer, bringAnswer, listHandOvers, setAnswerAside, type Made } from '../contract.ts'
import { ANSWER_DECISION } from '../labels.ts'
import './hand-over.css'

type Answer = Made['answers'][number]

function One({ file, answer }: { file: Made; answer: Answer }) {
  const adopt = useCommand(adoptAnswer, {
    refreshes: 'all',
    success: file.referral ? '已采纳为这份转介的答复，请到个案页核对并采纳结果' : '已采纳',
  })
  const setAside = useCommand(setAnswerAside, { refreshes: [listHandOvers], success: '已搁置' })
  return (
    <div className="hov-answer">
      <p>
        <strong>{answer.isDone ? '已办理' : '没有办成，或者不属于对方职责'}</strong>{' '}
        {answer.decision && (
          <StateTag tone={answer.decision === 'adopted' ? 'good' : 'neutral'}>
            {ANSWER_DECISION[answer.decision]}
          </StateTag>
        )}
      </p>
      <p className="hov-text">{answer.answer}</p>
      <p className="sw-quiet">
        {answer.office} {answer.name}
        {answer.phone && `，电话 ${answer.phone}`}，写于 <Instant value={answer.writtenAt} />；{answer.cameBy}{' '}
        <Instant value={answer.cameAt} /> 收
        {answer.decidedAt && (
          <>
            ；{answer.decidedBy} <Instant value={answer.decidedAt} /> 处理
          </>
        )}
        {answer.decisionReason && `：${answer.decisionReason}`}
      </p>
      {!answer.decision && (
        <div className="sw-actions">
          <ActionButton
            needs={adoptAnswer}
            type="primary"
            isRunning={adopt.isRunning}
            onClick={() =>
              void adopt.run({ id: answer.id, ...(file.referral && { version: file.referral.version }) })
            }
          >
            {file.referral ? '采纳为转介答复' : '采纳'}
          </ActionButton>
          <ConfirmDanger
            needs={setAnswerAside}
            title="搁置"
            record={`${answer.office} ${answer.name} 的回件`}
            consequence="这份回件不作数，仍留在这里；可以再收对方的另一份。"
            asksReason
            onConfirm={(reason) => setAside.run({ id: answer.id, reason })}
          />
        </div>
      )}
    </div>
  )
}

/** The answers that came back for one file, and the door for another. */
export function Answers({ file }: { file: Made }) {
  const picker = useRef<HTMLInputElement>(null)
  const [answerId, setAnswerId] = useState(newId)
  const bring = useCommand(bringAnswer, {
    refreshes: [listHandOvers],
    success: '回件已收下，核对无误：请看内容，再决定是否采纳',
    onDone: () => setAnswerId(newId()),
  })
  const take = async (chosen: File | undefined) => {
    if (picker.current) picker.current.value = ''
    if (chosen) await bring.run({ id: file.id, answerId, text: await chosen.text() })
  }
  const isSettled = file.answers.some(({ decision }) => decision === 'adopted')
  return (
    <>
      {file.answers.map((answer) => (
        <One key={answer.id} file={file} answer={answer} />
      ))}
      {!file.withdrawnAt && !isSettled && (
        <div className="hov-come">
          <input
            ref={picker}
            type="file"
            accept=".json,application/json"
            hidden
            aria-label="选择回件文件"
            onChange={({ target }) => void take(target.files?.[0])}
          />
          <Button loading={bring.isRunning} onClick={() => picker.current?.click()}>
            收回件
          </Button>
        </div>
      )}
    </>
  )
}
