import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { Problem, type ProblemBody } from '#kernel/problem.ts'
import type * as contract from '#modules/reports/portal/contract.ts'

/**
 * Where the endpoints of the portal's contract stand. Only their types come from the contract: with its schemas the page
 * would weigh twice as much. `call.test.ts` holds the two together.
 */
export const ADDRESSES = {
  getPortal: ['GET', '/portal'],
  askChallenge: ['GET', '/portal/challenge'],
  sendReport: ['POST', '/portal/reports'],
  openReturn: ['POST', '/portal/returns'],
  sendMessage: ['POST', '/portal/messages'],
} as const

type Name = keyof typeof ADDRESSES
type Contract = typeof contract

const PATIENCE_MS = 45_000

const lost = () =>
  new Problem({ status: 0, code: 'offline', title: '没有网络，还没有交出去。您写的都还在，请再点一次。' })

const isProblemBody = (body: unknown): body is ProblemBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body

const problemIn = (status: number, text: string) => {
  try {
    const body: unknown = JSON.parse(text)
    if (isProblemBody(body)) return new Problem(body)
  } catch {
    // A proxy's answer, not our server's.
  }
  return new Problem({
    status,
    code: 'gateway',
    title: '现在连不上，还没有交出去。您写的都还在，请过一会儿再点一次。',
  })
}

/** The county of this page; empty when the installation serves only one. */
const county = () => document.documentElement.dataset['county'] || undefined

const send = async (method: string, path: string, input: object, signal: AbortSignal) => {
  const whole = { ...input, ...(county() && { county: county() }) }
  const query = method === 'GET' && county() ? `?county=${county()}` : ''
  const response = await fetch(`/api${path}${query}`, {
    method,
    headers: {
      'x-shouwang-request': '1',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' && { body: JSON.stringify(whole) }),
    credentials: 'omit',
    cache: 'no-store',
    signal,
  })
  const text = await response.text()
  if (!response.ok) throw problemIn(response.status, text)
  return JSON.parse(text) as unknown
}

/** Calls an endpoint of the portal without any cookie; throws a Problem, also for a lost network. */
export const call = async <N extends Name>(
  name: N,
  input: Omit<InputOf<Contract[N]>, 'county'>,
): Promise<OutputOf<Contract[N]>> => {
  const [method, path] = ADDRESSES[name]
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  try {
    // The server answers exactly what the contract's output schema let through.
    return (await send(method, path, input, patience.signal)) as OutputOf<Contract[N]>
  } catch (error) {
    throw error instanceof Problem ? error : lost()
  } finally {
    clearTimeout(timer)
  }
}

/** What to say of a failure. */
export const wordsOf = (error: unknown) => (error instanceof Problem ? error.message : lost().message)
