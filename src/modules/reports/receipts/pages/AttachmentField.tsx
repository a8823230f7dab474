import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { UploadedFile } from '#modules/files/contract.ts'
import { uploadResumable, type Uploading, type UploadState } from '#web/upload-resumable.ts'

type Props = { onChange?: (files: UploadedFile[]) => void }
type Sending = { uploading: Uploading; name: string; state: UploadState }

const MOST = 10

/** What may come with the report: begun and not given up. What has not arrived whole when the report goes is named afterwards. */
const filesOf = (list: Sending[]) =>
  list
    .filter(({ state }) => state.phase !== 'failed' && state.phase !== 'cancelled')
    .map(({ uploading }) => uploading.file)

/** Photos and other proof, sent while the rest is being written; nothing of them stays in the browser. */
export function AttachmentField({ onChange }: Props) {
  const [list, setList] = useState<Sending[]>([])
  /** The newest list, for what uploads tell in between. */
  const newest = useRef<Sending[]>([])
  const picker = useRef<HTMLInputElement>(null)
  // What is still on its way when the page goes is thrown away by the server too; what was bound is no longer ours.
  useEffect(() => () => newest.current.forEach(({ uploading }) => void uploading.cancel()), [])

  const show = (next: Sending[]) => {
    newest.current = next
    setList(next)
    onChange?.(filesOf(next))
  }
  const begin = (file: File): Sending => {
    const uploading = uploadResumable(file, {
      door: 'signed-in',
      isEvidence: true,
      onState: (state) =>
        show(newest.current.map((each) => (each.uploading === uploading ? { ...each, state } : each))),
    })
    return { uploading, name: file.name, state: uploading.state() }
  }
  const add = (files: FileList | null) => {
    const chosen = Array.from(files ?? []).slice(0, MOST - newest.current.length)
    show([...newest.current, ...chosen.map(begin)])
    if (picker.current) picker.current.value = ''
  }
  const remove = ({ uploading }: Sending) => {
    void uploading.cancel()
    show(newest.current.filter((each) => each.uploading !== uploading))
  }

  return (
    <div>
      <input
        ref={picker}
        type="file"
        multiple
        // The form library's sheet shows every file field within a form, hidden or not.
        style={{ display: 'none' }}
        accept="image/*,audio/*,video/*,application/pdf"
        aria-label="选择照片、录音、录像"
        onChange={({ target }) => add(target.files)}
      />
      <Button disabled={list.length >= MOST} onClick={() => picker.current?.click()}>
        添加照片、录音、录像
      </Button>
      <ul className="sw-duty-files">
        {list.map((each) => (
          <li key={each.uploading.file.id}>
            <span>{each.name}</span>
            <span className="sw-quiet" role="status">
              {each.state.message}
              {each.state.phase === 'sending' && ` ${Math.round(each.state.share * 100)}%`}
            </span>
            <Button size="small" type="link" aria-label={`去掉 ${each.name}`} onClick={() => remove(each)}>
              去掉
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
