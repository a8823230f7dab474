import { useEffect, useRef, useState } from 'preact/hooks'
import type { OutputOf } from '#kernel/endpoint.ts'
import type { sendReport } from '#modules/reports/portal/contract.ts'
import { call, wordsOf } from './call.ts'
import { type Draft, inputOf } from './draft.ts'
import { labour } from './labour.ts'
import type { Keys } from './labours.ts'
import type { FactsHere } from './use-facts.ts'

export type Sent = OutputOf<typeof sendReport>

export type Sending = {
  isBusy: boolean
  /** What is being done, for whoever waits. */
  progress: string | undefined
  trouble: string | undefined
  /** Answers undefined when it did not go through; it may be called again and is still the same report. */
  send: () => Promise<Sent | undefined>
}

type Given = { id: string; code: bigint; draft: Draft; facts: FactsHere; isNearEnd: boolean }

/** Asks for work, does it, and answers what goes with the message. */
export const doWork = async (tell: (progress: string) => void) => {
  const { challenge, bits } = await call('askChallenge', {})
  const expected = 2 ** bits
  const nonce = await labour<'work'>({ kind: 'work', challenge, bits }, (tries) =>
    tell(`正在准备，已完成约 ${Math.min(95, Math.round((tries / (tries + expected)) * 200))}%`),
  )
  return { challenge, nonce }
}

export const useSending = ({ id, code, draft, facts, isNearEnd }: Given): Sending => {
  const [progress, setProgress] = useState<string>()
  const [trouble, setTrouble] = useState<string>()
  const isRunningRef = useRef(false)
  const keysRef = useRef<Promise<Keys> | undefined>(undefined)

  const deriveKeys = (salt: string) => {
    keysRef.current ??= labour<'keys'>({ kind: 'keys', code, salt }).catch((error: unknown) => {
      keysRef.current = undefined
      throw error
    })
    return keysRef.current
  }
  // A second or two of sums, done while the last question is being read.
  const salt = facts.value?.codeSalt
  useEffect(() => {
    if (isNearEnd && salt) void deriveKeys(salt).catch(() => undefined)
  })

  const attempt = async (): Promise<Sent> => {
    setProgress('正在准备')
    const { codeSalt } = await facts.get()
    const { forReport } = await deriveKeys(codeSalt)
    const work = await doWork(setProgress)
    setProgress('正在交出去')
    return call('sendReport', { ...inputOf(draft), id, code: forReport, work })
  }
  const send = async () => {
    if (isRunningRef.current) return undefined
    isRunningRef.current = true
    setTrouble(undefined)
    try {
      return await attempt()
    } catch (error) {
      setTrouble(wordsOf(error))
      return undefined
    } finally {
      isRunningRef.current = false
      setProgress(undefined)
    }
  }
  return { isBusy: progress !== undefined, progress, trouble, send }
}
