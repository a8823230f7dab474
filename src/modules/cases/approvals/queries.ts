import { createHash } from 'node:crypto'
import { sql, type SqlBool } from 'kysely'
import { refused } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { cancelTasks, finishTasks, limitOfReview, openTask } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import type { ApproverRole } from '../procedure/content.ts'
import type { CaseFound } from '../queries.ts'
import type { ApprovalDecision, ApprovalKind } from './contract.ts'
import { approversFor, canonicalText, isApproved, mayDecide, pendingStep } from './rules.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

/** SHA-256 of the canonical text of what is put before an approver: 64 hexadecimal signs. */
export const hashOf = (subject: unknown): string =>
  createHash('sha256').update(canonicalText(subject)).digest('hex')

const TASK_OF = {
  plan: 'approve-plan',
  closing: 'approve-closing',
  late: 'approve-late',
} as const satisfies Record<ApprovalKind, TaskKind>

/** The steps of the newest submission of one kind, of a case that the caller has found; empty when nothing was submitted. */
export const latestRequest = async (db: Db, caseId: string, kind: ApprovalKind) => {
  const rows = await db
    .selectFrom('approval')
    .where('caseId', '=', caseId)
    .where('kind', '=', kind)
    .selectAll()
    .orderBy('requestedAt', 'desc')
    .orderBy('requestId', 'desc')
    .orderBy('step')
    // Of the newest submission there are three steps at most.
    .limit(3)
    .execute()
  return (
    rows
      .filter(({ requestId }) => requestId === rows[0]?.requestId)
      // The column's check allows no other words.
      .map((row) => ({ ...row, decision: row.decision as ApprovalDecision | null }))
  )
}
export type StepFound = Awaited<ReturnType<typeof latestRequest>>[number]

/** How many people of each role could decide on this case: active, at work where it lies, not the requester, not kept from it. */
const countFree = async (db: Db, kase: CaseFound, requesterId: string) => {
  const town = `${kase.divisionCode.slice(0, 9)}000`
  const rows = await db
    .selectFrom('account')
    .where('state', '=', 'active')
    .where('id', '<>', requesterId)
    .where((eb) =>
      eb.or([
        eb('role', 'in', ['centre-head', 'caseworker']),
        eb.and([eb('role', '=', 'supervisor'), eb('divisionCode', '=', town)]),
      ]),
    )
    .where(
      sql<SqlBool>`not exists (select from record_exclusion x where x.record_kind = 'case' and x.record_id = ${kase.id}
        and (x.account_id = account.id or x.unit_id = account.unit_id or x.division_code = account.division_code))`,
    )
    .select('role')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .groupBy('role')
    .execute()
  const of = (role: ApproverRole) => Number(rows.find((row) => row.role === role)?.count ?? 0)
  return { 'centre-head': of('centre-head'), supervisor: of('supervisor'), caseworker: of('caseworker') }
}

const askStep = async (
  { db, now }: Acting,
  kase: CaseFound,
  kind: ApprovalKind,
  role: ApproverRole,
  limit?: Limit,
) =>
  openTask(
    db,
    {
      ...(limit ?? (await limitOfReview(db, now))),
      kind: TASK_OF[kind],
      subjectKind: 'case',
      subjectId: kase.id,
      caseId: kase.id,
      number: kase.number,
      divisionCode: kase.divisionCode,
      owner: { role },
    },
    now,
  )

/** What waits is called off: its subject changed. Decided steps stand as they are; the hash tells that they were about something else. */
export const voidApprovals = async (
  { db, actor, now }: Acting,
  kase: CaseFound,
  kind: ApprovalKind,
): Promise<void> => {
  await db
    .updateTable('approval')
    .set({ decision: 'void', decidedBy: actor.accountId, decidedAt: now })
    .where('caseId', '=', kase.id)
    .where('kind', '=', kind)
    .where('decision', 'is', null)
    .execute()
  await cancelTasks(db, { subjectId: kase.id, kinds: [TASK_OF[kind]] }, now)
}

type NewRequest = {
  kind: ApprovalKind
  /** `hashOf` what is submitted. */
  hash: string
  /** In order, from the county's procedure at the case's level; at least one. */
  approvers: readonly ApproverRole[]
  /** Of the first step; two working days when nothing else is said. */
  limit?: Limit
}

/**
 * Puts something before its approvers: lays down all steps, calls off an older submission of the kind, and gives the first one the task.
 * Refuses when there is nobody but the requester who could decide.
 */
export const requestApproval = async (
  acting: Acting,
  kase: CaseFound,
  request: NewRequest,
): Promise<void> => {
  const { db, actor, now } = acting
  const { kind, hash, limit } = request
  await voidApprovals(acting, kase, kind)
  const approvers = approversFor(request.approvers, await countFree(db, kase, actor.accountId))
  const [first] = approvers ?? []
  if (!approvers || !first)
    throw refused('除送审人以外没有可以审批的人。请先由系统管理员补齐中心负责人或督导员账号')
  const requestId = uuidv7(now.getTime())
  await db
    .insertInto('approval')
    .values(
      approvers.map((approverRole, index) => ({
        id: uuidv7(now.getTime()),
        caseId: kase.id,
        requestId,
        kind,
        step: index + 1,
        approverRole,
        subjectHash: hash,
        requestedBy: actor.accountId,
        requestedAt: now,
      })),
    )
    .execute()
  await askStep(acting, kase, kind, first, limit)
}

type Decision = { kind: ApprovalKind; hash: string } & (
  | { decision: 'agreed'; note?: string }
  | { decision: 'sent-back'; note: string }
)

/**
 * Decides the step that waits. `hash` is of the subject as it stands now: what changed since it was submitted is agreed to by nobody.
 * `isComplete` when the last step agreed; otherwise the next one has the task. Refuses the requester, an earlier step's decider, another
 * role, and what is not waiting; the database refuses the same.
 */
export const decideApproval = async (
  acting: Acting,
  kase: CaseFound,
  { kind, hash, decision, note }: Decision,
): Promise<{ isComplete: boolean }> => {
  const { db, keys, actor, now } = acting
  const steps = await latestRequest(db, kase.id, kind)
  const pending = pendingStep(steps)
  if (!pending) throw refused('没有在等审批的事项')
  if (!mayDecide(pending, steps, actor))
    throw refused('现在不由您审批：送审人和前一级的审批人都不能批，其余按规程的岗位和次序')
  if (decision === 'agreed' && pending.subjectHash !== hash)
    throw refused('送审之后内容又有改动，请退回后重新送审')
  await db
    .updateTable('approval')
    .set({
      decision,
      decidedBy: actor.accountId,
      decidedAt: now,
      noteSealed: note ? keys.seal(keys.unwrap(kase.keySealed, kase.id), 'approval', note) : null,
    })
    .where('id', '=', pending.id)
    .execute()
  await finishTasks(db, { subjectId: kase.id, kinds: [TASK_OF[kind]] }, actor.accountId, now)
  if (decision === 'sent-back') {
    // Later steps have nothing to decide any more.
    await voidApprovals(acting, kase, kind)
    return { isComplete: false }
  }
  const following = steps.find(({ step }) => step === pending.step + 1)
  if (!following) return { isComplete: true }
  // The column is of the wider type of all roles; `requestApproval` writes approvers only.
  await askStep(acting, kase, kind, following.approverRole as ApproverRole)
  return { isComplete: false }
}

/** What guards ask about one kind: complete for this content, unchanged since it was submitted, the reader's turn. */
export const approvalFacts = async (
  { db, actor }: Pick<Acting, 'db' | 'actor'>,
  caseId: string,
  kind: ApprovalKind,
  hash: string,
) => {
  const steps = await latestRequest(db, caseId, kind)
  const pending = pendingStep(steps)
  return {
    wasRequested: steps.length > 0,
    isApproved: isApproved(steps, hash),
    isUnchanged: pending?.subjectHash === hash,
    isMine: pending !== undefined && mayDecide(pending, steps, actor),
    /** Every step agreed to, whatever became of the subject since. */
    isAgreed: steps.length > 0 && steps.every(({ decision }) => decision === 'agreed'),
  }
}

/** All submissions of a case that the caller has found, the newest first, with the words of the deciders opened. */
export const readApprovals = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, kase: CaseFound) => {
  const rows = await db
    .selectFrom('approval')
    .where('caseId', '=', kase.id)
    .innerJoin('account as asker', 'asker.id', 'approval.requestedBy')
    .leftJoin('account as decider', 'decider.id', 'approval.decidedBy')
    .selectAll('approval')
    .select(['asker.displayName as askerName', 'decider.displayName as deciderName'])
    .orderBy('requestedAt', 'desc')
    .orderBy('requestId', 'desc')
    .orderBy('step')
    .execute()
  const key = keys.unwrap(kase.keySealed, kase.id)
  return [...Map.groupBy(rows, ({ requestId }) => requestId)].flatMap(([id, steps]) => {
    const [first] = steps
    if (!first) return []
    return [
      {
        id,
        // The columns' checks allow no other words.
        kind: first.kind as ApprovalKind,
        requestedBy: first.askerName,
        requestedAt: first.requestedAt.toISOString(),
        mark: first.subjectHash.slice(0, 8),
        steps: steps.map((row) => ({
          step: row.step,
          role: row.approverRole as ApproverRole,
          decision: row.decision as ApprovalDecision | null,
          decidedBy: row.deciderName,
          decidedAt: row.decidedAt?.toISOString() ?? null,
          note: row.noteSealed && keys.open(key, 'approval', row.noteSealed),
        })),
      },
    ]
  })
}
