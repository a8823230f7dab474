import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Endpoint, InputOf, OutputOf } from '#kernel/endpoint.ts'
import type { FieldError, Problem } from '#kernel/problem.ts'
import { useDesk, type Conflict } from './desk.ts'
import { call, download, toProblem, upload } from './transport.ts'

export { call, download, upload }

/** Where TanStack Query keeps the answers of an endpoint; without input: all of them. */
export const keyOf = (endpoint: Endpoint, input?: Record<string, unknown>) =>
  input === undefined ? [endpoint.method, endpoint.path] : [endpoint.method, endpoint.path, input]

/**
 * Reads an endpoint and keeps the answer. While another page of a list loads, the old one stays; a record's answer
 * (its address holds an id) never stands in for another record's.
 */
export const useEndpoint = <E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  options: { isEnabled?: boolean; refreshMs?: number } = {},
): UseQueryResult<OutputOf<E>, Problem> =>
  useQuery<OutputOf<E>, Problem>({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => call(endpoint, input, signal),
    enabled: options.isEnabled ?? true,
    ...(options.refreshMs && { refetchInterval: options.refreshMs }),
    ...(!endpoint.path.includes(':') && { placeholderData: keepPreviousData }),
  })

export type CommandOptions<E extends Endpoint> = {
  onDone?: (out: OutputOf<E>) => void
  /** Endpoints whose kept answers are out of date once this is done; the session is never among 'all'. */
  refreshes?: Endpoint[] | 'all'
  /** What happened and what comes next, shown for some seconds. */
  success?: string | ((out: OutputOf<E>) => string)
  /** Words for the fields when somebody else saved first. */
  conflict?: Conflict
}

export type Command<E extends Endpoint> = {
  /** Undefined when it failed or the person gave up; the problem is then in `problem`. */
  run: (input: InputOf<E>, show?: 'inline') => Promise<OutputOf<E> | undefined>
  isRunning: boolean
  problem: Problem | undefined
  fieldErrors: FieldError[]
  clear: () => void
}

const NO_ERRORS: FieldError[] = []

/** Runs a command; every failure passes the problem desk, which may have it repeated (password proved, conflict decided). */
export const useCommand = <E extends Endpoint>(endpoint: E, options: CommandOptions<E> = {}): Command<E> => {
  const client = useQueryClient()
  const desk = useDesk()
  const [isRunning, setIsRunning] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const refresh = () => {
    const { refreshes } = options
    if (refreshes === 'all')
      return client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== '/session' })
    return Promise.all((refreshes ?? []).map((each) => client.invalidateQueries({ queryKey: keyOf(each) })))
  }

  const attempt = (input: InputOf<E>): Promise<OutputOf<E>> =>
    endpoint.file === 'download'
      ? download(endpoint, input).then((fileName) => ({ fileName }) as OutputOf<E>)
      : call(endpoint, input)

  const runOnce = async (input: InputOf<E>, isInline: boolean): Promise<OutputOf<E> | undefined> => {
    try {
      const out = await attempt(input)
      void refresh()
      const { success } = options
      if (success) desk.say(typeof success === 'string' ? success : success(out))
      options.onDone?.(out)
      return out
    } catch (error) {
      const failure = toProblem(error)
      const verdict = await desk.settle(failure, {
        isInline,
        ...(options.conflict && { conflict: options.conflict }),
      })
      if (verdict.next === 'repeat')
        return runOnce(verdict.version ? { ...input, version: verdict.version } : input, isInline)
      setProblem(failure)
      return undefined
    }
  }

  const run = async (input: InputOf<E>, show?: 'inline') => {
    setIsRunning(true)
    setProblem(undefined)
    try {
      return await runOnce(input, show === 'inline')
    } finally {
      setIsRunning(false)
    }
  }

  return {
    run,
    isRunning,
    problem,
    fieldErrors: problem?.fields ?? NO_ERRORS,
    clear: () => setProblem(undefined),
  }
}
