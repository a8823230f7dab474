import { useEffect, useRef, useState } from 'preact/hooks'
import type { OutputOf } from '#kernel/endpoint.ts'
import { Problem } from '#kernel/problem.ts'
import type { sendReport } from '#modules/reports/portal/contract.ts'
import { call, wordsOf } from './call.ts'
import { type Draft, inputOf } from './draft.ts'
import { labour, prepareLabour } from './labour.ts'
import type { Keys } from './labours.ts'
import type { Attachments } from './use-attachments.ts'
import type { FactsHere } from './use-facts.ts'

/** `isOlder`: what was changed last did not go along. */
export type Sent = OutputOf<typeof sendReport> & { isOlder: boolean }

export type Sending = {
  isBusy: boolean
  /** What is being done, for whoever waits. */
  progress: string | undefined
  trouble: string | undefined
  /** Answers undefined when it did not go through; it may be called again and is still the same report. */
  send: () => Promise<Sent | undefined>
}

const MOST_TASKS = 3

type Given = {
  id: string
  code: bigint
  draft: Draft
  attachments: Attachments
  facts: FactsHere
  isNearEnd: boolean
}
type Input = ReturnType<typeof inputOf> & { files: ReturnType<Attachments['sent']> }

const isRefusedAs = (error: unknown, code: string) => error instanceof Problem && error.code === code

/**
 * Asks for a task, does it and sends. A task is good for ten minutes and one use: what was too late is worked for again, unseen.
 */
export const sendWorked = async <T>(
  tell: (progress: string) => void,
  send: (work: { challenge: string; nonce: string }) => Promise<T>,
): Promise<T> => {
  for (let nth = 1; ; nth += 1) {
    tell('正在准备')
    const { challenge, bits } = await call('askChallenge', {})
    const expected = 2 ** bits
    const nonce = await labour<'work'>({ kind: 'work', challenge, bits }, (tries) =>
      tell(`正在准备，已完成约 ${Math.min(95, Math.round((tries / (tries + expected)) * 200))}%`),
    )
    tell('正在交出去')
    try {
      return await send({ challenge, nonce })
    } catch (error) {
      if (nth === MOST_TASKS || !isRefusedAs(error, 'work-again')) throw error
    }
  }
}

export const useSending = ({ id, code, draft, attachments, facts, isNearEnd }: Given): Sending => {
  const [progress, setProgress] = useState<string>()
  const [trouble, setTrouble] = useState<string>()
  const isRunningRef = useRef(false)
  const triedRef = useRef<Input[]>([])
  const keysRef = useRef<Promise<Keys> | undefined>(undefined)

  const deriveKeys = (salt: string) => {
    keysRef.current ??= labour<'keys'>({ kind: 'keys', code, salt }).catch((error: unknown) => {
      keysRef.current = undefined
      throw error
    })
    return keysRef.current
  }
  useEffect(prepareLabour, [])
  // A second or two of sums, done while the last question is being read.
  const salt = facts.value?.codeSalt
  useEffect(() => {
    if (isNearEnd && salt) void deriveKeys(salt).catch(() => undefined)
  })

  const sendInput = (input: Input, { forReport }: Keys) =>
    sendWorked(setProgress, (work) => call('sendReport', { ...input, id, code: forReport, work }))

  const attempt = async (): Promise<Sent> => {
    setProgress('正在准备')
    const { codeSalt } = await facts.get()
    const keys = await deriveKeys(codeSalt)
    const input = { ...inputOf(draft), files: attachments.sent() }
    try {
      return { ...(await sendInput(input, keys)), isOlder: false }
    } catch (error) {
      // The answer to an earlier try was lost, and the words were changed since: what arrived is what was sent then.
      if (isRefusedAs(error, 'refused'))
        for (const earlier of triedRef.current.splice(0)) {
          const sent = await sendInput(earlier, keys).catch(() => undefined)
          if (sent) return { ...sent, isOlder: true }
        }
      triedRef.current.push(input)
      throw error
    }
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
