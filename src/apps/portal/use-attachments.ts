import { useEffect, useRef, useState } from 'preact/hooks'
import { type Uploading, type UploadState, uploadResumable } from '#web/upload-resumable.ts'

export type Attachment = { uploading: Uploading; name: string; state: UploadState }

export type Attachments = {
  list: Attachment[]
  add: (files: File[], isEvidence: boolean) => void
  remove: (attachment: Attachment) => void
  /** What goes with the words: whatever has arrived, and what may still arrive. */
  sent: () => { id: string; secret: string }[]
  isUnderWay: boolean
  /** They are part of something that was sent: the server keeps them. */
  keep: () => void
}

export const MOST_FILES = 10
const isLost = ({ state }: Attachment) => state.phase === 'failed' || state.phase === 'cancelled'
const isArrived = ({ state }: Attachment) => state.phase === 'ready' || state.phase === 'checking'

const county = () => document.documentElement.dataset['county'] || undefined

/** Files on their way beside what is being written. Whoever leaves without sending takes them back. */
export const useAttachments = (): Attachments => {
  const [list, setList] = useState<Attachment[]>([])
  const openRef = useRef<Uploading[]>([])
  useEffect(() => () => openRef.current.forEach((uploading) => void uploading.cancel()), [])

  const begin = (file: File, isEvidence: boolean): Attachment => {
    const own = county()
    const uploading = uploadResumable(file, {
      door: 'portal',
      isEvidence,
      ...(own && { county: own }),
      onState: (state) =>
        setList((before) => before.map((each) => (each.uploading === uploading ? { ...each, state } : each))),
    })
    openRef.current.push(uploading)
    return { uploading, name: file.name, state: uploading.state() }
  }
  return {
    list,
    add: (files, isEvidence) => {
      const begun = files.slice(0, MOST_FILES - list.length).map((file) => begin(file, isEvidence))
      setList((before) => [...before, ...begun])
    },
    remove: (attachment) => {
      void attachment.uploading.cancel()
      setList((before) => before.filter((each) => each.uploading !== attachment.uploading))
    },
    sent: () => list.filter((each) => !isLost(each)).map(({ uploading }) => uploading.file),
    isUnderWay: list.some((each) => !isLost(each) && !isArrived(each)),
    keep: () => {
      openRef.current = []
      setList([])
    },
  }
}
