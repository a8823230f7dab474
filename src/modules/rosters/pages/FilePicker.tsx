import { FileExcelOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useId, useRef, useState, type DragEvent } from 'react'
import { sizeText } from './words.ts'

const ACCEPT = '.xlsx,.xls,.csv,.xlsm,.et'

type Props = {
  file: File | undefined
  isMissing: boolean
  isDisabled: boolean
  onPick: (file: File) => void
}

/** A place to drop a file, and a button for those who do not drag. What the file really is, the server tells. */
export function FilePicker({ file, isMissing, isDisabled, onPick }: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const pick = (files: FileList | null) => {
    const first = files?.[0]
    if (first && !isDisabled) onPick(first)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    pick(event.dataTransfer.files)
  }
  return (
    <div
      className={isOver ? 'roster-drop roster-drop-over' : 'roster-drop'}
      role="group"
      aria-labelledby={`${id}-label`}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPT}
        aria-label="名册文件"
        onChange={({ target }) => {
          pick(target.files)
          // The same file may be chosen again after it was mended.
          target.value = ''
        }}
      />
      <FileExcelOutlined className="roster-drop-icon" aria-hidden="true" />
      <p id={`${id}-label`} className="roster-drop-words">
        {file ? (
          <>
            <strong className="roster-file">{file.name}</strong>{' '}
            <span className="sw-quiet">{sizeText(file.size)}</span>
          </>
        ) : (
          '把名册文件拖到这里，或点按钮选择（.xlsx、.xls、.csv）'
        )}
      </p>
      <Button disabled={isDisabled} onClick={() => input.current?.click()}>
        {file ? '换一个文件' : '选择文件'}
      </Button>
      {isMissing && (
        <p role="alert" className="sw-field-error">
          请先选择名册文件
        </p>
      )}
    </div>
  )
}
