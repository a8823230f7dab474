import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { finishTasks, limitOfReview, openTask } from '#modules/tasks/queries.ts'
import { findCase, type CaseFound } from '../../queries.ts'
import { checkVersion, lockCase } from '../../steps/queries.ts'
import { listLoads, passOnCase } from '../queries.ts'
import { suggestionOf } from '../rules.ts'
import * as contract from './contract.ts'
import { ConflictWarning } from './contract.ts'
import * as queries from './queries.ts'

const listAssignees = route(contract.listAssignees, async (context, { caseId }) => {
  const { db, scope, now } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  const { fullLoad, loads } = await listLoads(context)
  const verdicts = await queries.judgeAll(
    context,
    kase,
    loads.map(({ person }) => person.id),
  )
  const choices = loads.map(({ person, ...load }) => ({
    ...person,
    ...load,
    isOwner: person.id === kase.ownerId,
    ...(verdicts.get(person.id) ?? { isOut: false, warnings: [] }),
  }))
  const suggested = suggestionOf(choices)
  return {
    fullLoad,
    items: choices.map((choice) => ({ ...choice, isSuggested: choice.id === suggested })),
  }
})

const opener = ({ keys }: Pick<Context, 'keys'>, kase: CaseFound) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  return (field: string, sealed: Buffer) => keys.open(key, field, sealed)
}

// The column's check allows no other words.
type Decision = 'accepted' | 'declined' | null
type Part = queries.Part

const listRecusals = route(contract.listRecusals, async (context, { caseId }) => {
  const { db, scope, actor, now } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  const open = opener(context, kase)
  const rows = await queries.listRecusals(db, caseId)
  const overrides = await queries.listOverrides(db, caseId)
  return {
    items: rows.map((row) => ({
      id: row.id,
      person: {
        id: row.accountId,
        name: row.name,
        isMe: row.accountId === actor.accountId,
        isOwner: row.accountId === kase.ownerId,
      },
      reason: open('recusal', row.reasonSealed),
      declaredAt: row.declaredAt.toISOString(),
      decision: row.decision as Decision,
      decidedBy: row.deciderName,
      decidedAt: row.decidedAt?.toISOString() ?? null,
      note: row.noteSealed && open('recusal-note', row.noteSealed),
    })),
    overrides: overrides.map((row) => ({
      id: row.id,
      name: row.name,
      part: row.part as Part,
      warnings: row.warnings.map((each) => ConflictWarning.parse(each)),
      reason: open('despite', row.reasonSealed),
      by: row.makerName,
      at: row.madeAt.toISOString(),
    })),
  }
})

/** The head decides; what the head declares, the duty desk. */
const deciderOf = (role: string) =>
  role === 'centre-head' ? ({ role: 'duty-officer' } as const) : ({ role: 'centre-head' } as const)

const declareRecusal = route(contract.declareRecusal, async (context, { caseId, recusalId, reason }) => {
  const { db, scope, keys, actor, now, note } = context
  const kase = found(await lockCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, fields: ['recusal'] })
  await queries.insertRecusal(db, {
    id: recusalId,
    caseId,
    accountId: actor.accountId,
    reasonSealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'recusal', reason),
    declaredAt: now,
  })
  await openTask(
    db,
    {
      ...(await limitOfReview(db, now)),
      kind: 'decide-recusal',
      subjectKind: 'case',
      subjectId: caseId,
      caseId,
      number: kase.number,
      divisionCode: kase.divisionCode,
      owner: deciderOf(actor.role),
    },
    now,
  )
  return done
})

const decideRecusal = route(contract.decideRecusal, async (context, input) => {
  const { db, scope, keys, actor, now, note } = context
  const kase = found(await lockCase(db, scope, input.caseId, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode, fields: ['recusal'] })
  const rows = await queries.listRecusals(db, kase.id)
  const recusal = found(
    rows.find(({ id }) => id === input.recusalId),
    '回避申请',
  )
  if (recusal.decidedAt) throw refused('这份回避申请已经有决定')
  if (recusal.accountId === actor.accountId) throw refused('自己申请的回避，须由另一人决定')
  checkVersion(kase, input.version)
  const isOwnerLeaving = input.decision === 'accepted' && recusal.accountId === kase.ownerId
  if (isOwnerLeaving && !input.ownerId) {
    const message = '负责人回避，请同时指定新的负责人'
    throw invalid(message, [{ field: 'ownerId', message }])
  }
  const { decision, note: words } = input
  const noteSealed = keys.seal(keys.unwrap(kase.keySealed, kase.id), 'recusal-note', words)
  await queries.setDecision(db, recusal.id, {
    decision,
    decidedBy: actor.accountId,
    decidedAt: now,
    noteSealed,
  })
  if (isOwnerLeaving && input.ownerId)
    await passOnCase(context, kase, {
      ownerId: input.ownerId,
      reason: '原负责人回避',
      despite: input.despite,
    })
  const isLast = rows.every(({ id, decidedAt }) => id === recusal.id || decidedAt)
  if (isLast) await finishTasks(db, { subjectId: kase.id, kinds: ['decide-recusal'] }, actor.accountId, now)
  return done
})

export const routes = [listAssignees, listRecusals, declareRecusal, decideRecusal]

export const constraints: Constraints = {
  recusal_one_open: () => refused('您已经申请过回避，正在等待决定'),
  recusal_pkey: () => refused('您已经申请过回避，正在等待决定'),
}
