import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Endpoint, InputOf, OutputOf } from '#kernel/endpoint.ts'
import type { Problem } from '#kernel/problem.ts'
import { keyOf } from './api.ts'
import { useDesk } from './desk.ts'
import { toProblem, upload } from './transport.ts'

type Options<E extends Endpoint> = { onDone?: (out: OutputOf<E>) => void; refreshes?: Endpoint[] }

/** Sends a file with its progress (`share` 0–1; at 1 the server is still at work); it can be stopped. */
export const useUpload = <E extends Endpoint>(endpoint: E, options: Options<E> = {}) => {
  const client = useQueryClient()
  const desk = useDesk()
  const controller = useRef<AbortController>(undefined)
  const [share, setShare] = useState<number>()
  const [problem, setProblem] = useState<Problem>()

  const send = async (input: InputOf<E>, file: Blob): Promise<OutputOf<E> | undefined> => {
    controller.current = new AbortController()
    setProblem(undefined)
    setShare(0)
    try {
      const out = await upload(endpoint, input, file, setShare, controller.current.signal)
      for (const each of options.refreshes ?? []) void client.invalidateQueries({ queryKey: keyOf(each) })
      options.onDone?.(out)
      return out
    } catch (error) {
      const failure = toProblem(error)
      const verdict = await desk.settle(failure, { isInline: true })
      if (verdict.next === 'repeat') return await send(input, file)
      setProblem(failure)
      return undefined
    } finally {
      setShare(undefined)
    }
  }

  return { send, share, isRunning: share !== undefined, problem, stop: () => controller.current?.abort() }
}
