import { QueryCache, QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'
import { Problem } from '#kernel/problem.ts'
import { keyOf } from './api.ts'
import { call } from './transport.ts'

/** Who is signed in and what they may do; the shape that `GET /session` answers. */
export type Session = {
  stage: 'password-change' | 'second-factor' | 'enrolment' | 'full' | null
  county: { code: string; name: string; isDemonstration: boolean } | null
  counties: { code: string; name: string }[]
  account: {
    id: string
    displayName: string
    role: string
    divisionCode: string | null
    divisionName: string | null
    unitId: string | null
    unitName: string | null
  } | null
  permissions: string[]
}

type SessionEndpoints = {
  getSession: Endpoint<z.ZodObject, z.ZodType<Session>>
  signOut: Endpoint
}

type SessionHere = Session & {
  /** The installation has no county yet. */
  isFirstRun: boolean
  /** Reads the session again, after a step of signing in. */
  refresh: () => Promise<void>
  /** Ends the session and forgets everything the browser holds of it. */
  signOut: () => Promise<void>
}

const SessionContext = createContext<SessionHere | undefined>(undefined)

const NOBODY: Session = { stage: null, county: null, counties: [], account: null, permissions: [] }

const isWorthRepeating = (count: number, error: Error) =>
  error instanceof Problem &&
  (error.status === 0 || error.status >= 502) &&
  error.code !== 'stopped' &&
  count < 2

const createClient = (getSession: Endpoint) => {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        retry: isWorthRepeating,
        staleTime: 10_000,
        // Reading a child's file is audited: it is not read again whenever somebody changes windows.
        refetchOnWindowFocus: false,
        // A lost network is told, not waited for.
        networkMode: 'always',
      },
    },
    queryCache: new QueryCache({
      // A read that finds the session gone has it read anew; the shell then shows the sign-in page.
      onError: (error) => {
        if (error instanceof Problem && error.code === 'signed-out')
          void client.invalidateQueries({ queryKey: keyOf(getSession) })
      },
    }),
  })
  return client
}

type Props = {
  endpoints: SessionEndpoints
  waiting: ReactNode
  failed: (problem: Problem, retry: () => void) => ReactNode
  children: ReactNode
}

function SessionGate({ endpoints, waiting, failed, children }: Props) {
  const client = useQueryClient()
  const { getSession, signOut } = endpoints
  /** What one person read is not left for the next. */
  const forget = () => client.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== getSession.path })
  const query = useQuery<Session & { isFirstRun: boolean }, Problem>({
    queryKey: keyOf(getSession),
    queryFn: async ({ signal }) => {
      try {
        const fresh = { ...(await call(getSession, {}, signal)), isFirstRun: false }
        const before = client.getQueryData<Session>(keyOf(getSession))
        if (before && before.account?.id !== fresh.account?.id) forget()
        return fresh
      } catch (error) {
        if (error instanceof Problem && error.code === 'first-run') return { ...NOBODY, isFirstRun: true }
        throw error
      }
    },
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  })
  const value = useMemo(
    () =>
      query.data && {
        ...query.data,
        refresh: () => client.invalidateQueries({ queryKey: keyOf(getSession) }),
        signOut: async () => {
          await call(signOut, {})
          await client.invalidateQueries({ queryKey: keyOf(getSession) })
        },
      },
    [query.data, client, getSession, signOut],
  )
  if (!value) return query.error ? failed(query.error, () => void query.refetch()) : waiting
  return <SessionContext value={value}>{children}</SessionContext>
}

/** Reads the session and holds the kept answers; `waiting` and `failed` show until the first answer. */
export function SessionProvider(props: Props) {
  const [client] = useState(() => createClient(props.endpoints.getSession))
  return (
    <QueryClientProvider client={client}>
      <SessionGate {...props} />
    </QueryClientProvider>
  )
}

export const useSession = (): SessionHere => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('SessionProvider is missing above this component')
  return session
}

/** Whether this person's post may call the endpoint; the server decides again, also about territory. */
export const mayCall = ({ stage, permissions }: Session, { can }: Endpoint): boolean =>
  can === 'anyone' || (can === 'signed-in' ? stage === 'full' : permissions.includes(can))

export const useCan = (endpoint: Endpoint): boolean => mayCall(useSession(), endpoint)
