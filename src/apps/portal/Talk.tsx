/** @jsxImportSource preact */
import { useRef, useState } from 'preact/hooks'
import { newId } from '#web/ids.ts'
import type { CodeState } from '#modules/reports/portal/contract.ts'
import { Attach } from './Attach.tsx'
import { call, wordsOf } from './call.ts'
import { Field, Screen, Trouble } from './kit.tsx'
import { leave } from './leave.ts'
import { type Opened, readReturn } from './opening.ts'
import { useAttachments } from './use-attachments.ts'
import { sendWorked } from './use-sending.ts'
import { whenOf } from './when.ts'

const STATE: Record<CodeState, { title: string; about: string }> = {
  received: { title: '已经收到', about: '工作人员还没有处理完，请过一两天再来看。' },
  'being-checked': { title: '正在办', about: '已经有人在核实、在帮助。为了安全，这里不写细节。' },
  'passed-on': { title: '已经转给该管的部门', about: '我们会一直跟到有结果。' },
  closed: { title: '已经办完', about: '结果见下面的话。还有事，请在这里写，或者重新报告。' },
}

type Props = { opened: Opened; onClose: () => void }

/** How far it has come, in plain words, and the words that went to and fro. */
export function Talk({ opened, onClose }: Props) {
  const [{ keys, content }, setOpened] = useState(opened)
  const [text, setText] = useState('')
  const [progress, setProgress] = useState<string>()
  const [trouble, setTrouble] = useState<string>()
  const [isSent, setSent] = useState(false)
  const attachments = useAttachments()
  const messageIdRef = useRef(newId())
  const isRunningRef = useRef(false)
  const { title, about } = STATE[content.state]

  const attempt = async () => {
    await sendWorked(setProgress, (work) =>
      call('sendMessage', { ...keys.claim, id: messageIdRef.current, text, work, files: attachments.sent() }),
    )
    messageIdRef.current = newId()
    setText('')
    attachments.keep()
    setSent(true)
    const fresh = await readReturn(keys).catch(() => undefined)
    if (fresh) setOpened(fresh)
  }
  const send = async () => {
    if (isRunningRef.current || !text.trim()) return
    isRunningRef.current = true
    setTrouble(undefined)
    setSent(false)
    try {
      await attempt()
    } catch (error) {
      setTrouble(wordsOf(error))
    } finally {
      isRunningRef.current = false
      setProgress(undefined)
    }
  }

  return (
    <Screen title={title}>
      <p>{about}</p>
      <p class="hint">{whenOf(content.sentAt)}交来。</p>
      <h2>来回的话</h2>
      {content.isCut && <p class="hint">更早的话没有显示。</p>}
      {!content.messages.length && <p>还没有。</p>}
      <ul>
        {content.messages.map(({ id, isFromReporter, at, text: said }) => (
          <li key={id} class={isFromReporter ? 'said own' : 'said'}>
            <time dateTime={at}>
              {isFromReporter ? '您' : '工作人员'}，{whenOf(at)}
            </time>
            {said}
          </li>
        ))}
      </ul>
      <Field
        label="还想说什么，写在这里"
        hint="情况变了、想起什么、回答他们的问题，都可以。"
        isLong
        maxLength={2000}
        value={text}
        onInput={setText}
      />
      <details>
        <summary>加照片、录音、录像</summary>
        <Attach attachments={attachments} />
      </details>
      <Trouble text={trouble} />
      <p role="status">{progress ? `${progress}……` : isSent && '已经交给工作人员。'}</p>
      <div class="steps">
        <button
          type="button"
          class="main"
          disabled={progress !== undefined || !text.trim()}
          onClick={() => void send()}
        >
          {progress ? '请等一下' : '交给工作人员'}
        </button>
        <button type="button" onClick={() => void leave()}>
          看完了，离开
        </button>
        <button type="button" onClick={onClose}>
          回到首页
        </button>
      </div>
    </Screen>
  )
}
