import { sql } from 'kysely'
import { invalid, refused } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import { openPhone } from '#modules/organisations/posts/queries.ts'
import type { CaseFound } from '../../queries.ts'
import { listPeople, listRelations, nameOf } from '../../relations/queries.ts'
import { checkVerdict, judgeConflict, OUT, type Candidate, type Compared, type Verdict } from './rules.ts'

/** Which of these accounts a record is kept from; what `reports` knows of exclusions, asked of the database. */
export const keptOut = async (
  db: Db,
  kind: 'report' | 'case',
  id: string,
  accountIds: string[],
): Promise<string[]> => {
  const { rows } = await sql<{ out: string[] }>`
    select kept_out(${kind}, ${id}, ${accountIds}::uuid[]) as out`.execute(db)
  return rows[0]?.out ?? []
}

/** Who has stepped aside from a case, or asked to and is not answered yet. */
export const listRecused = async (db: Db, caseId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('recusal')
    .where('caseId', '=', caseId)
    .where((eb) => eb.or([eb('decision', 'is', null), eb('decision', '=', 'accepted')]))
    .select('accountId')
    .execute()
  return rows.map(({ accountId }) => accountId)
}

const hex = (index: Buffer) => index.toString('hex')

/** Office telephones of colleagues: of the post they hold, and of the last duty. */
const phonesOf = async ({ db, keys }: Context, accountIds: string[]) => {
  const posts = await db
    .selectFrom('postHolding')
    .where('accountId', 'in', accountIds)
    .where('toDay', 'is', null)
    .select(['id', 'accountId', 'phoneSealed', 'keySealed'])
    .execute()
  const duties = await db
    .selectFrom('dutyShift')
    .distinctOn('accountId')
    .where('accountId', 'in', accountIds)
    .where('phoneSealed', 'is not', null)
    .select(['id', 'accountId', 'phoneSealed', 'keySealed'])
    .orderBy('accountId')
    .orderBy('day', 'desc')
    .execute()
  return [...posts, ...duties].flatMap((row) => {
    const phone = openPhone(keys, row)
    return phone ? [{ accountId: row.accountId, phone: hex(keys.index('phone', phone)) }] : []
  })
}

const registerOf = (db: Db, kase: CaseFound) =>
  db
    .selectFrom('childPerson as link')
    .innerJoin('person', 'person.id', 'link.personId')
    .where('link.childId', '=', kase.childId)
    .where('link.toDay', 'is', null)
    .select(['person.name', 'link.isGuardian'])
    .execute()

/** What the case and the child's file say of people, as far as the caller may read it. */
const comparedOf = async (context: Context, kase: CaseFound): Promise<Compared> => {
  const { db, scope, now } = context
  const people = await listPeople(db, scope, kase.id, now)
  const relations = (await listRelations(db, kase.id)).filter(({ endedAt }) => !endedAt)
  const named = people.map((person) => ({ ...person, name: nameOf(context, kase, person) ?? '' }))
  const inPart = (kind: string) =>
    named.filter(({ id }) => relations.some((each) => each.whoId === id && each.kind === kind))
  const family = (await registerOf(db, kase)).map((each) => ({ ...each, unitId: null, divisionCode: null }))
  const { rows } = await sql<{ phones: Buffer[] }>`select phones_of_case(${kase.id}) as phones`.execute(db)
  return {
    divisionCode: kase.divisionCode,
    offenders: inPart('suspected-offender'),
    guardians: [...inPart('guardian'), ...family.filter(({ isGuardian }) => isGuardian)],
    people: [...named, ...family],
    phones: (rows[0]?.phones ?? []).map(hex),
  }
}

/** Whether each of these colleagues may work on a case that the caller has found. */
export const judgeAll = async (
  context: Context,
  kase: CaseFound,
  accountIds: string[],
): Promise<Map<string, Verdict>> => {
  if (!accountIds.length) return new Map()
  const { db } = context
  const accounts = await db
    .selectFrom('account')
    .where('id', 'in', accountIds)
    .select(['id', 'displayName as name', 'unitId', 'divisionCode'])
    .execute()
  const about = await comparedOf(context, kase)
  const out = await keptOut(db, 'case', kase.id, accountIds)
  const recused = await listRecused(db, kase.id)
  const phones = await phonesOf(context, accountIds)
  return new Map(
    accounts.map(({ id, ...account }) => {
      const candidate: Candidate = {
        ...account,
        isKeptOut: out.includes(id),
        hasRecused: recused.includes(id),
        phones: phones.flatMap((each) => (each.accountId === id ? [each.phone] : [])),
      }
      return [id, judgeConflict(candidate, about)]
    }),
  )
}

export type Part = 'owner' | 'item' | 'approver' | 'guest'

type Asking = {
  part: Part
  despite?: string | undefined
  field?: string
  /** False when the work is only offered yet, so that the reason is kept once. */
  isKept?: boolean
}

/**
 * Before somebody gets work on a case: refuses a conflict with words that give nothing away; a warning needs a reason (`despite`), which
 * is kept. Problems: 422 `invalid` on `field`, 409 `conflict-of-interest`.
 */
export const checkAssignee = async (
  context: Context,
  kase: CaseFound,
  accountId: string,
  { part, despite, field = 'ownerId', isKept = true }: Asking,
): Promise<void> => {
  const verdict = (await judgeAll(context, kase, [accountId])).get(accountId)
  if (!verdict) return
  checkVerdict(verdict, despite, field)
  if (!verdict.warnings.length || !despite || !isKept) return
  const { db, keys, actor, now } = context
  await db
    .insertInto('assignmentOverride')
    .values({
      id: uuidv7(now.getTime()),
      caseId: kase.id,
      accountId,
      part,
      warnings: verdict.warnings,
      reasonSealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'despite', despite),
      madeBy: actor.accountId,
      madeAt: now,
    })
    .execute()
}

/** Units that a case is kept from, or in which a suspected offender of it works. */
const unitsOut = async (db: Db, caseId: string): Promise<string[]> => {
  const kept = await db
    .selectFrom('recordExclusion')
    .where('recordKind', '=', 'case')
    .where('recordId', '=', caseId)
    .where('unitId', 'is not', null)
    .select('unitId')
    .execute()
  const offenders = await db
    .selectFrom('casePerson')
    .innerJoin('caseRelation', 'caseRelation.whoId', 'casePerson.id')
    .where('casePerson.caseId', '=', caseId)
    .where('caseRelation.kind', '=', 'suspected-offender')
    .where('caseRelation.endedAt', 'is', null)
    .where('casePerson.unitId', 'is not', null)
    .select('casePerson.unitId')
    .execute()
  return [...kept, ...offenders].flatMap(({ unitId }) => unitId ?? [])
}

/** What can be told without the case's key, for several at once: the owners of a plan's items, guests of a conference. */
export const checkKeptOut = async (
  db: Db,
  caseId: string,
  accountIds: string[],
  unitIds: string[],
  field: string,
): Promise<void> => {
  const out = [...(await keptOut(db, 'case', caseId, accountIds)), ...(await listRecused(db, caseId))]
  if (accountIds.some((id) => out.includes(id))) throw invalid(OUT, [{ field, message: OUT }])
  if (!unitIds.length) return
  const units = await unitsOut(db, caseId)
  const message = '这个单位不宜承办本案，请另选'
  if (unitIds.some((id) => units.includes(id))) throw invalid(message, [{ field, message }])
}

export const listRecusals = (db: Db, caseId: string) =>
  db
    .selectFrom('recusal')
    .where('caseId', '=', caseId)
    .innerJoin('account', 'account.id', 'recusal.accountId')
    .leftJoin('account as decider', 'decider.id', 'recusal.decidedBy')
    .selectAll('recusal')
    .select(['account.displayName as name', 'decider.displayName as deciderName'])
    .orderBy('declaredAt', 'desc')
    .orderBy('recusal.id')
    .execute()

export const listOverrides = (db: Db, caseId: string) =>
  db
    .selectFrom('assignmentOverride')
    .where('caseId', '=', caseId)
    .innerJoin('account', 'account.id', 'assignmentOverride.accountId')
    .innerJoin('account as maker', 'maker.id', 'assignmentOverride.madeBy')
    .selectAll('assignmentOverride')
    .select(['account.displayName as name', 'maker.displayName as makerName'])
    .orderBy('madeAt', 'desc')
    .orderBy('assignmentOverride.id')
    .execute()

export const insertRecusal = (
  db: Db,
  recusal: { id: string; caseId: string; accountId: string; reasonSealed: Buffer; declaredAt: Date },
) => db.insertInto('recusal').values(recusal).execute()

export const setDecision = async (
  db: Db,
  id: string,
  decided: { decision: 'accepted' | 'declined'; decidedBy: string; decidedAt: Date; noteSealed: Buffer },
) => {
  const { numUpdatedRows } = await db
    .updateTable('recusal')
    .set(decided)
    .where('id', '=', id)
    .where('decidedAt', 'is', null)
    .executeTakeFirstOrThrow()
  if (!numUpdatedRows) throw refused('这份回避申请已经有决定')
}
