import type { DetailedError, Upload } from 'tus-js-client'
import { newId } from './ids.ts'

/**
 * Sends one file so that a lost line, a locked screen or a restarted server costs nothing that had arrived. For every page of the product,
 * without a framework; the library is loaded with the first file. Nothing is kept in the browser: what is not bound to a record when the
 * page goes is lost to it.
 */
export type UploadPhase = 'sending' | 'waiting' | 'paused' | 'checking' | 'ready' | 'failed' | 'cancelled'

export type UploadState = {
  phase: UploadPhase
  /** Share that has arrived, 0–1. */
  share: number
  /** For the person: what is happening, and what they can do. */
  message: string
  /** Of a failure. */
  code?: string
}

export type Uploading = {
  /** What the form sends of the file. From 'checking' on it can be bound. */
  file: { id: string; secret: string }
  state: () => UploadState
  pause: () => void
  resume: () => void
  /** Stops, and has the server throw away what it has. */
  cancel: () => Promise<void>
  /** The last state: 'ready', 'failed' or 'cancelled'. Never rejects. */
  done: Promise<UploadState>
}

export type UploadOptions = {
  /** 'portal' for everybody, 'signed-in' for accounts. */
  door: 'portal' | 'signed-in'
  county?: string
  /** Keep the original, sealed, with place and device in it. */
  isEvidence?: boolean
  onState?: (state: UploadState) => void
  /** Elsewhere than this page's own server; tests only. */
  origin?: string
}

const PATHS = { portal: '/api/portal/uploads', 'signed-in': '/api/uploads' }
/** Small enough for a proxy that collects a body before it hands it on: what it loses with the line is no more than this. */
const PIECE = 512 * 1024
const RETRY_AFTER_MS = [1_000, 3_000, 5_000, 5_000]
const AGAIN_AFTER_MS = 5_000
const LOOK_EVERY_MS = 1_000

const MESSAGES: Record<Exclude<UploadPhase, 'failed'>, string> = {
  sending: '正在上传',
  waiting: '现在上传的人较多，正在排队，会自动继续',
  paused: '已暂停。网络恢复后会自动接着传，已经传好的不会丢',
  checking: '已经传完，正在检查',
  ready: '已经传好',
  cancelled: '已取消',
}

const secretOf = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const text = btoa(String.fromCharCode(...bytes))
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

/** What the browser takes the file for; the server looks for itself. */
const kindOf = (type: string) => {
  const family = /^(image|audio|video)\//.exec(type)?.[1]
  return family ?? (type === 'application/pdf' ? 'document' : undefined)
}

type Refusal = { status: number; code: string; title: string }

const refusalIn = (error: Error | DetailedError): Refusal | undefined => {
  const response = 'originalResponse' in error ? error.originalResponse : null
  if (!response) return undefined
  const status = response.getStatus()
  try {
    const { code, title } = JSON.parse(response.getBody()) as { code: string; title: string }
    return { status, code, title }
  } catch {
    // A proxy's answer, not the server's.
    return { status, code: 'gateway', title: `服务器暂时无法回应（${status}），请稍后再试` }
  }
}

/** A refusal of the file itself is final; a busy server, another tab and a place that has moved are not. */
const isPassing = ({ status, code }: Refusal) =>
  status >= 500 || status === 429 || status === 408 || code === 'upload-offset' || code === 'upload-elsewhere'

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Begins to send; `done` tells how it ended. */
export const uploadResumable = (content: Blob, options: UploadOptions): Uploading => {
  const { door, county, isEvidence = false, onState, origin = '' } = options
  const file = { id: newId(), secret: secretOf() }
  const headers = { 'upload-secret': file.secret, 'x-shouwang-request': '1' }
  let state: UploadState = { phase: 'sending', share: 0, message: MESSAGES.sending }
  let upload: Upload | undefined
  let isHeld = false
  let wake = () => {}
  let finish: (last: UploadState) => void = () => {}
  const done = new Promise<UploadState>((resolve) => {
    finish = resolve
  })
  const isOver = () => ['ready', 'failed', 'cancelled'].includes(state.phase)

  const tell = (next: Partial<UploadState> & { phase: UploadPhase }) => {
    if (isOver()) return
    const { phase } = next
    state = { ...state, ...(phase !== 'failed' && { message: MESSAGES[phase] }), ...next }
    onState?.(state)
    if (isOver()) finish(state)
  }

  const look = async (address: string) => {
    tell({ phase: 'checking', share: 1 })
    while (!isOver()) {
      const answer = await fetch(address, { headers, cache: 'no-store' }).catch(() => undefined)
      // Bound to its record meanwhile: it is no longer ours to ask for.
      if (answer?.status === 404) return tell({ phase: 'ready' })
      if (answer?.ok) {
        const told = (await answer.json()) as { state: string; code: string | null; title: string | null }
        if (told.state === 'ready') return tell({ phase: 'ready' })
        if (told.state === 'refused')
          return tell({ phase: 'failed', code: told.code ?? '', message: told.title ?? '这份文件没有收下' })
      }
      await sleep(LOOK_EVERY_MS)
    }
  }

  /** Until the browser says that the line is back, or some seconds have passed. */
  const untilBack = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      const { addEventListener } = globalThis as { addEventListener?: Window['addEventListener'] }
      addEventListener?.('online', () => resolve(), { once: true })
      setTimeout(resolve, AGAIN_AFTER_MS)
    })

  const goOn = async () => {
    do await untilBack()
    while (isHeld)
    if (isOver()) return
    tell({ phase: 'sending' })
    upload?.start()
  }

  const fail = (error: Error | DetailedError) => {
    const refusal = refusalIn(error)
    if (refusal && !isPassing(refusal))
      return tell({ phase: 'failed', code: refusal.code, message: refusal.title })
    tell({ phase: refusal?.status === 503 ? 'waiting' : 'paused' })
    return void goOn()
  }

  const begin = async () => {
    const { Upload: Sender } = await import('tus-js-client')
    if (isOver()) return
    const kind = kindOf(content.type)
    upload = new Sender(content, {
      endpoint: `${origin}${PATHS[door]}`,
      chunkSize: PIECE,
      headers,
      metadata: {
        id: file.id,
        ...(county && { county }),
        ...(kind && { kind }),
        ...(isEvidence && { evidence: '1' }),
      },
      retryDelays: RETRY_AFTER_MS,
      storeFingerprintForResuming: false,
      onShouldRetry: (error) => {
        const refusal = refusalIn(error)
        if (refusal && !isPassing(refusal)) return false
        tell({ phase: refusal?.status === 503 ? 'waiting' : 'paused' })
        return true
      },
      onChunkComplete: (_, sent, size) => tell({ phase: 'sending', share: size ? sent / size : 0 }),
      onProgress: (sent, size) => tell({ phase: 'sending', share: size ? sent / size : 0 }),
      onSuccess: () => void look(upload?.url ?? ''),
      onError: fail,
    })
    upload.start()
  }

  begin().catch(() =>
    tell({ phase: 'failed', code: 'offline', message: '网络不通，还没有开始上传。请检查网络后再试一次' }),
  )

  return {
    file,
    done,
    state: () => state,
    pause: () => {
      if (state.phase === 'checking' || isOver()) return
      isHeld = true
      void upload?.abort()
      tell({ phase: 'paused', message: '已暂停，点“继续”接着传' })
      void goOn()
    },
    resume: () => {
      isHeld = false
      wake()
    },
    cancel: async () => {
      if (isOver()) return
      isHeld = false
      tell({ phase: 'cancelled' })
      // What cannot be removed now goes by itself in a day.
      await upload?.abort(true).catch(() => undefined)
    },
  }
}
