import type { Problem } from '#kernel/problem.ts'
import { permits, type Role } from '#modules/identity/rules.ts'
import { at, isAsDeclared, type Answered } from './drive.ts'
import { ALL_MARKS, marksOf, RELATIONS, type Kind, type Relation } from './marks.ts'
import { CHANGED_BY_POLICY, reaches, SHOWN_BY_POLICY, type Thing } from './reach.ts'

type Expected = { status: number; code?: string }

const isOk = (status: number) => status >= 200 && status < 300
const codeIn = (body: string) => (JSON.parse(body) as Pick<Problem, 'code'>).code

/** What the permissions of the role and the policy in words let the call come to. */
export const expectedOf = ({ row, endpoint, role, relation }: Answered): Expected => {
  const { can } = endpoint
  if (role === 'signed-out' && can !== 'anyone') return { status: 401, code: 'signed-out' }
  if (role !== 'signed-out' && can !== 'anyone' && can !== 'signed-in' && !permits(role, can))
    return { status: 403, code: 'forbidden' }
  if (role !== 'signed-out' && !reaches(row.about, role, relation))
    return row.outside ?? { status: 404, code: 'not-found' }
  return row.instead?.(role, relation) ?? { status: 200 }
}

const statusFaults = (answered: Answered) => {
  const expected = expectedOf(answered)
  const code = isOk(answered.status) ? undefined : codeIn(answered.body)
  if (answered.status === expected.status && code === expected.code) return []
  return [
    at(
      answered,
      `expected ${expected.status} ${expected.code ?? ''}, got ${code ?? ''} ${answered.body.slice(0, 200)}`,
    ),
  ]
}

/** One entry for each audited act and for each refusal to somebody who is known. */
const auditsOf = ({ endpoint, role, status }: Answered) => {
  const action = endpoint.audit ?? nameOf(endpoint)
  if (isOk(status)) return endpoint.audit ? [{ action, result: 'done' }] : []
  const isKnown = role !== 'signed-out' && status !== 401
  const isWitnessed = isKnown && (status === 403 || status === 404 || endpoint.audit !== undefined)
  return isWitnessed ? [{ action, result: 'refused' }] : []
}
const nameOf = ({ method, path }: Answered['endpoint']) => `${method} ${path}`

const auditFaults = (answered: Answered) => {
  const expected = JSON.stringify(auditsOf(answered))
  const found = JSON.stringify(answered.traffic.audits)
  return found === expected ? [] : [at(answered, `audit ${found}, expected ${expected}`)]
}

type Seen = { kind: Kind; relation: Relation }

const seenIn = ({ body }: Answered): Seen[] => {
  const seen = new Map<string, Seen>()
  for (const { kind, relation, text } of ALL_MARKS)
    if (body.includes(text)) seen.set(`${kind} ${relation}`, { kind, relation })
  return [...seen.values()]
}

const leakFaults = (answered: Answered) => {
  const { row, role, status } = answered
  return seenIn(answered)
    .filter(({ kind, relation }) => {
      const thing = row.shows?.[kind] ?? row.mayShow?.[kind]
      return !thing || role === 'signed-out' || !isOk(status) || !reaches(thing, role, relation)
    })
    .map(({ kind, relation }) => at(answered, `shows ${kind} of the set ${relation}`))
}

/** A list that is empty leaks nothing and proves nothing: what is reached must be there. */
const missingFaults = (answered: Answered) => {
  const { row, role, status, body } = answered
  if (!isOk(status) || role === 'signed-out' || !row.shows) return []
  const isWhole = row.isWhole || (row.about === 'nothing' && !row.isForEach)
  const relations = isWhole ? RELATIONS : [answered.relation]
  return Object.entries(row.shows).flatMap(([kind, thing]: [string, Thing]) =>
    relations
      .filter((relation) => reaches(thing, role, relation))
      // Object.entries widens the keys of `shows`, which are kinds.
      .filter((relation) => !marksOf(relation, kind as Kind).some((text) => body.includes(text)))
      .map((relation) => at(answered, `does not show ${kind} of the set ${relation}`)),
  )
}

const shapeFaults = (answered: Answered) =>
  isOk(answered.status) && !isAsDeclared(answered)
    ? [at(answered, 'the answer is not as its contract says')]
    : []

/** Both walls, or the first alone: statuses, leaks, shapes and the witness. */
export const judgeFirstWall = (answered: Answered) => [
  ...statusFaults(answered),
  ...auditFaults(answered),
  ...leakFaults(answered),
  ...missingFaults(answered),
  ...shapeFaults(answered),
]

/** What anybody may write: counters, and what belongs to one's own sign-in. */
const NOBODYS = new Set(['number_series', 'sign_in_delay'])

const mayChange = ({ row, relation }: Answered, role: Role) => {
  const reach = CHANGED_BY_POLICY[row.about]
  if (reach) return reach(role, relation)
  return row.writers === 'anyone' || (row.writers?.includes(role) ?? false)
}

/** The second wall alone, the first one open: no row is shown or changed that the policies keep. */
export const judgeSecondWall = (answered: Answered) => {
  const { role, status, traffic } = answered
  if (role === 'signed-out')
    return seenIn(answered).map(({ kind, relation }) => at(answered, `shows ${kind} of the set ${relation}`))
  const shown = seenIn(answered)
    .filter(({ kind, relation }) => !SHOWN_BY_POLICY[kind](role, relation))
    .map(({ kind, relation }) => at(answered, `the policies show ${kind} of the set ${relation}`))
  const tables = [...traffic.written.keys()].filter((table) => !NOBODYS.has(table))
  const changed =
    isOk(status) && tables.length && !mayChange(answered, role)
      ? [at(answered, `the policies let it change ${tables.join(', ')}`)]
      : []
  return [...shown, ...changed]
}
