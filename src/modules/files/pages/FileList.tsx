import { Button } from 'antd'
import { useState } from 'react'
import { addressOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { StateTag, type Tone } from '#web/kit/StateTag.tsx'
import { instantText } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { listFiles, openFile, readFile, takeOriginal, type FileRow, type RecordKind } from '../contract.ts'
import { FILE_KIND, FILE_STATE, OPENS_AS, REFUSAL } from '../labels.ts'
import './files.css'

const REASONS = ['核实报告内容', '研判危险程度', '评估孩子的情况', '移交办案单位前核对']
const LOOK_AGAIN_MS = 4_000

const TONE = {
  uploading: 'neutral',
  checking: 'active',
  ready: 'good',
  refused: 'bad',
} satisfies Record<FileRow['state'], Tone>

const sizeText = (bytes: number) =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const nameOf = (file: FileRow, index: number) => `${file.kind ? FILE_KIND[file.kind] : '文件'} ${index + 1}`

/** What is known of a file without opening it. */
const factsOf = ({ isEvidence, isScanned, sha256, openedCount, lastOpenedAt }: FileRow) =>
  [
    isEvidence && '按证据保存原件',
    isScanned ? '杀毒检查没有发现问题' : '没有经过杀毒检查',
    lastOpenedAt ? `打开过 ${openedCount} 次，最近 ${instantText(lastOpenedAt)}` : '还没有打开过',
    sha256 && `原件 SHA-256：${sha256}`,
  ]
    .filter(Boolean)
    .join('；')

function Shown({
  file,
  name,
  address,
  onEnd,
}: {
  file: FileRow
  name: string
  address: string
  onEnd: () => void
}) {
  if (file.kind === 'image') return <img src={address} alt={`报告附带的${name}`} onError={onEnd} />
  const player = {
    src: address,
    controls: true,
    controlsList: 'nodownload',
    onError: onEnd,
    'aria-label': name,
  }
  if (file.kind === 'audio') return <audio {...player} preload="metadata" />
  return <video {...player} preload="metadata" disablePictureInPicture playsInline />
}

type Asking = { file: FileRow; for: 'opening' | 'original' }
type RowProps = {
  file: FileRow
  index: number
  address: string | undefined
  isEnded: boolean
  isRunning: boolean
  onAsk: (what: Asking['for']) => void
  onClose: () => void
  onEnd: () => void
}

function FileItem({ file, index, address, isEnded, isRunning, onAsk, onClose, onEnd }: RowProps) {
  const name = nameOf(file, index)
  const mayTakeOriginal = useCan(takeOriginal)
  const canOpen = file.opensAs === 'picture' || file.opensAs === 'player'
  return (
    <li className="sw-file">
      <div className="sw-file-head">
        <strong>{name}</strong>
        <span className="sw-quiet">{sizeText(file.size)}</span>
        <StateTag tone={TONE[file.state]}>{FILE_STATE[file.state]}</StateTag>
        <div className="sw-actions">
          {canOpen && !address && (
            <Button
              size="small"
              loading={isRunning}
              aria-label={`${OPENS_AS[file.opensAs ?? 'picture']}：${name}`}
              onClick={() => onAsk('opening')}
            >
              {OPENS_AS[file.opensAs ?? 'picture']}
            </Button>
          )}
          {address && (
            <Button size="small" aria-label={`收起：${name}`} onClick={onClose}>
              收起
            </Button>
          )}
          {file.isEvidence && mayTakeOriginal && file.state !== 'checking' && (
            <ActionButton
              size="small"
              disabledReason={
                file.isScanned ? undefined : '还没有经过杀毒检查，不能取出。请系统管理员接好杀毒服务'
              }
              onClick={() => onAsk('original')}
            >
              取出原件
            </ActionButton>
          )}
        </div>
      </div>
      <p className="sw-file-facts sw-quiet">
        {file.refusal ? REFUSAL[file.refusal] : factsOf(file)}
        {file.opensAs === 'original' && '；文档不在页面上打开，只能取出原件'}
      </p>
      {isEnded && <p role="status">打开的时间到了，或者内容放不出来。需要时请再打开一次。</p>}
      {address && (
        <div className="sw-file-shown">
          <Shown file={file} name={name} address={address} onEnd={onEnd} />
        </div>
      )}
    </li>
  )
}

/**
 * The files of a record. Each opens after a reason; another one on the same visit opens for the same reason, and each is recorded. What is
 * shown is a picture encoded anew or a player, never the file itself.
 */
export function FileList({ recordKind, recordId }: { recordKind: RecordKind; recordId: string }) {
  const [asking, setAsking] = useState<Asking>()
  const [reason, setReason] = useState<string>()
  const [addresses, setAddresses] = useState<Record<string, string>>({})
  const [ended, setEnded] = useState<string>()
  const [isChecking, setIsChecking] = useState(false)
  const files = useEndpoint(
    listFiles,
    { recordKind, recordId },
    isChecking ? { refreshMs: LOOK_AGAIN_MS } : {},
  )
  const opening = useCommand(openFile, { refreshes: [listFiles] })
  const taking = useCommand(takeOriginal, { refreshes: [listFiles], success: '原件已取出，请按证据保管' })
  const items = files.data?.items ?? []
  const hasChecking = items.some(({ state }) => state === 'checking')
  if (hasChecking !== isChecking) setIsChecking(hasChecking)

  const close = (id: string) =>
    setAddresses((all) => Object.fromEntries(Object.entries(all).filter(([each]) => each !== id)))

  const open = async (file: FileRow, why: string) => {
    setEnded(undefined)
    const out = await opening.run({ id: file.id, reason: why })
    if (!out) return false
    const { url } = addressOf(readFile, { id: file.id, openingId: out.openingId })
    setAddresses((others) => ({ ...others, [file.id]: url }))
    setReason(why)
    return true
  }

  const ask = (file: FileRow, what: Asking['for']) => {
    if (what === 'opening' && reason) void open(file, reason)
    else setAsking({ file, for: what })
  }

  const answer = async (why: string) => {
    if (!asking) return false
    if (asking.for === 'opening') return open(asking.file, why)
    return (await taking.run({ id: asking.file.id, reason: why })) !== undefined
  }

  return (
    <Section title={items.length ? `附件（${items.length} 份）` : '附件'}>
      {files.error && <ProblemNotice problem={files.error} onRetry={() => void files.refetch()} />}
      {files.isPending && <Loading rows={2} />}
      {files.data && !items.length && (
        <EmptyState title="这份报告没有附件" hint="报告人凭回访码补充的照片、录音和视频也会出现在这里。" />
      )}
      {items.length > 0 && (
        <ul className="sw-files">
          {items.map((file, index) => (
            <FileItem
              key={file.id}
              file={file}
              index={index}
              address={addresses[file.id]}
              isEnded={ended === file.id}
              isRunning={opening.isRunning}
              onAsk={(what) => ask(file, what)}
              onClose={() => close(file.id)}
              onEnd={() => {
                close(file.id)
                setEnded(file.id)
              }}
            />
          ))}
        </ul>
      )}
      <ReasonDialog
        isOpen={asking !== undefined}
        title={asking?.for === 'original' ? '取出证据原件' : '打开附件'}
        confirm={asking?.for === 'original' ? '取出' : '打开'}
        suggestions={REASONS}
        onClose={() => setAsking(undefined)}
        onReason={answer}
      >
        {asking?.for === 'original'
          ? '原件含有拍摄的时间、地点和设备，未经任何处理。取出后由您负责保管和移交。'
          : '可能有孩子受到伤害的画面或声音。谁在什么时间、因为什么打开过，都会留下记录；这次再打开别的附件，会用同一个事由分别记录。'}
      </ReasonDialog>
    </Section>
  )
}
