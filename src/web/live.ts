import { useEffect, useEffectEvent } from 'react'
import { useSession } from './session.tsx'

type Message =
  | { kind: 'tick'; topic: string }
  | { kind: 'counters'; counters: Record<string, number> }
  | { kind: 'beat' }
  | { kind: 'end' }

type Subscriber = { topic: string; refresh: () => void; count: ((found: number) => void) | undefined }

const POLL_MS = 60_000
const COME_AGAIN_MS = 60_000

/** Reads the stream of the server; a refused one (too many, signed out) is tried again after a minute. */
const readStream = (hear: (message: Message) => void): (() => void) => {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let wasLost = false
  const open = () => {
    source = new EventSource('/api/live')
    const on = (event: string, read: (data: string) => Message) =>
      source.addEventListener(event, ({ data }: MessageEvent<string>) => hear(read(data)))
    on('tick', (topic) => ({ kind: 'tick', topic }))
    on('counters', (text) => ({ kind: 'counters', counters: JSON.parse(text) as Record<string, number> }))
    on('beat', () => ({ kind: 'beat' }))
    on('end', () => ({ kind: 'end' }))
    source.addEventListener('end', () => {
      source.close()
      timer = setTimeout(open, COME_AGAIN_MS)
    })
    source.addEventListener('open', () => {
      // What happened in between was not heard.
      hear(wasLost ? { kind: 'tick', topic: 'all' } : { kind: 'beat' })
      wasLost = false
    })
    source.addEventListener('error', () => {
      wasLost = true
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, COME_AGAIN_MS)
    })
  }
  open()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

/**
 * A browser keeps six connections to one server, so its tabs share one stream: the tab that holds the lock reads it and tells the others.
 * Without locks (a page that did not come by https) each tab has its own while it is looked at.
 */
const readShared = (name: string, hear: (message: Message) => void): (() => void) => {
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => hear(data))
  const leaving = new AbortController()
  const ended = new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()))
  const lead = async () => {
    const stop = readStream((message) => {
      hear(message)
      channel.postMessage(message)
    })
    await ended
    stop()
    channel.close()
  }
  // A lock that is no longer waited for is refused, which is what was asked for.
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => channel.close())
  return () => leaving.abort()
}

const readWhileSeen = (hear: (message: Message) => void): (() => void) => {
  let stop: (() => void) | undefined
  const look = () => {
    if (document.visibilityState === 'visible') stop ??= readStream(hear)
    else {
      stop?.()
      stop = undefined
    }
  }
  document.addEventListener('visibilitychange', look)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    stop?.()
  }
}

const subscribers = new Set<Subscriber>()
let reading: { accountId: string; stop: () => void } | undefined

const tell = (message: Message) => {
  for (const { topic, refresh, count } of subscribers) {
    const found = message.kind === 'counters' ? message.counters[topic] : undefined
    if (found !== undefined) count?.(found)
    const isTold =
      message.kind === 'end' || (message.kind === 'tick' && ['all', topic].includes(message.topic))
    if (isTold) refresh()
  }
}

const start = (accountId: string) => {
  let heardAt = Date.now()
  const hear = (message: Message) => {
    heardAt = Date.now()
    tell(message)
  }
  const stop = 'locks' in navigator ? readShared(`shouwang-live:${accountId}`, hear) : readWhileSeen(hear)
  // Nothing heard for a minute, not even a beat: read anyway.
  const timer = setInterval(() => {
    if (Date.now() - heardAt >= POLL_MS) tell({ kind: 'tick', topic: 'all' })
  }, POLL_MS)
  return () => {
    clearInterval(timer)
    stop()
  }
}

/** One connection for all subscribers of this page; it ends with the last of them. */
const subscribe = (accountId: string, subscriber: Subscriber) => {
  if (reading?.accountId !== accountId) {
    reading?.stop()
    reading = { accountId, stop: start(accountId) }
  }
  subscribers.add(subscriber)
  return () => {
    subscribers.delete(subscriber)
    if (subscribers.size) return
    reading?.stop()
    reading = undefined
  }
}

/**
 * Calls `refresh` when the server says that something under `topic` changed for this person ('reports', 'tasks', 'notices'), and every
 * minute while the server cannot say so. `count` gets the number that comes with the topic, where there is one.
 */
export const useLive = (topic: string, refresh: () => void, count?: (found: number) => void): void => {
  const accountId = useSession().account?.id
  const tellRefresh = useEffectEvent(refresh)
  const tellCount = useEffectEvent((found: number) => count?.(found))
  useEffect(() => {
    if (!accountId) return undefined
    return subscribe(accountId, { topic, refresh: () => tellRefresh(), count: (found) => tellCount(found) })
  }, [accountId, topic])
}
