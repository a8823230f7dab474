/** @jsxImportSource preact */
import { useId, useState } from 'preact/hooks'
import { Choice } from './kit.tsx'
import { type Attachment, type Attachments, MOST_FILES } from './use-attachments.ts'

const ACCEPTED = 'image/*,audio/*,video/*,application/pdf'

type RowProps = { attachment: Attachment; onRemove: () => void }

function Row({ attachment, onRemove }: RowProps) {
  const { name, state, uploading } = attachment
  const percent = Math.floor(state.share * 100)
  const isMoving = state.phase === 'sending' || state.phase === 'waiting'
  return (
    <li class="file">
      <p>
        {name}
        <br />
        <small class={state.phase === 'failed' ? 'trouble' : 'hint'}>
          {state.message}
          {isMoving && `，${percent}%`}
        </small>
      </p>
      {isMoving && <progress max={100} value={percent} aria-label={`${name}，已传 ${percent}%`} />}
      {state.phase === 'paused' && (
        <button type="button" class="link" onClick={uploading.resume}>
          继续<span class="unseen">：{name}</span>
        </button>
      )}{' '}
      <button type="button" class="link" onClick={onRemove}>
        去掉<span class="unseen">：{name}</span>
      </button>
    </li>
  )
}

/** Photos, recordings and films: they go on their way at once, while one goes on writing. */
export function Attach({ attachments }: { attachments: Attachments }) {
  const id = useId()
  const [isEvidence, setEvidence] = useState(false)
  const { list, add, remove } = attachments
  const take = (input: HTMLInputElement) => {
    add(Array.from(input.files ?? []), isEvidence)
    input.value = ''
  }
  return (
    <div class="field">
      <Choice
        label="原样保留，当证据用"
        hint="先点这里再选文件。照片里可能带着拍摄的地点和时间；不点，我们收到后会去掉。"
        isChosen={isEvidence}
        onTap={() => setEvidence(!isEvidence)}
      />
      <ul>
        {list.map((attachment) => (
          <Row
            key={attachment.uploading.file.id}
            attachment={attachment}
            onRemove={() => remove(attachment)}
          />
        ))}
      </ul>
      {list.length < MOST_FILES && (
        <>
          <input
            id={id}
            class="picker"
            type="file"
            accept={ACCEPTED}
            multiple
            onChange={({ currentTarget }) => take(currentTarget)}
          />
          <label class="button" htmlFor={id}>
            选照片、录音、录像
          </label>
        </>
      )}
    </div>
  )
}
