import { dayOf } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { cancelTasks, finishTasks, limitBy, openTask } from '#modules/tasks/queries.ts'
import { limitOn } from '#modules/tasks/rules.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import { roundBegan, type CaseFound } from '../queries.ts'
import { ContactContent, type Aloneness, type ContactWay } from './contract.ts'
import { nextContactDay } from './rules.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>
type ActingAs = Pick<Context, 'db' | 'actor' | 'now'>
type TaskCase = Pick<CaseFound, 'id' | 'number' | 'divisionCode' | 'ownerId'>

/** When the plan of this round began; undefined before it does, and after a case was taken up again. */
export const planBeganAt = async (db: Db, caseId: string): Promise<Date | undefined> => {
  const row = await db
    .selectFrom('caseStep')
    .where('caseId', '=', caseId)
    .where('command', 'in', ['startPlan', 'startUrgently'])
    .where('at', '>=', roundBegan(caseId))
    .select(({ fn }) => fn.max('at').as('at'))
    .executeTakeFirst()
  return row?.at ?? undefined
}

/** Contacts of a case that the caller has found, the newest first. */
export const listFollowUps = (db: Db, caseId: string) =>
  db
    .selectFrom('followUp')
    .where('caseId', '=', caseId)
    .innerJoin('account', 'account.id', 'followUp.madeBy')
    .selectAll('followUp')
    .select('account.displayName as makerName')
    .orderBy('onDay', 'desc')
    .orderBy('madeAt', 'desc')
    .orderBy('followUp.id')
    .execute()

/** The day of the last contact since the plan began. */
export const lastContactDay = async (db: Db, caseId: string): Promise<string | undefined> => {
  const began = await planBeganAt(db, caseId)
  if (!began) return undefined
  const row = await db
    .selectFrom('followUp')
    .where('caseId', '=', caseId)
    .where('onDay', '>=', dayOf(began))
    .select(({ fn }) => fn.max('onDay').as('onDay'))
    .executeTakeFirst()
  return row?.onDay ?? undefined
}

export const readFollowUps = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, kase: CaseFound) => {
  const rows = await listFollowUps(db, kase.id)
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map(({ contentSealed, ...row }) => ({
    ...ContactContent.parse(JSON.parse(keys.open(key, 'follow-up', contentSealed))),
    id: row.id,
    onDay: row.onDay,
    way: row.way,
    seen: row.seen,
    hasConcern: row.hasConcern,
    madeAt: row.madeAt.toISOString(),
    madeBy: row.makerName,
    madeById: row.madeBy,
  }))
}

type New = { id: string; onDay: string; way: ContactWay; seen: Aloneness; hasConcern: boolean }

export const insertFollowUp = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  followUp: New,
  content: ContactContent,
) => {
  const contentSealed = keys.seal(
    keys.unwrap(kase.keySealed, kase.id),
    'follow-up',
    JSON.stringify(ContactContent.parse(content)),
  )
  await db
    .insertInto('followUp')
    .values({ ...followUp, caseId: kase.id, contentSealed, madeAt: now, madeBy: actor.accountId })
    .execute()
}

const ofOwner = (kase: TaskCase) => ({
  subjectKind: 'case' as const,
  subjectId: kase.id,
  caseId: kase.id,
  number: kase.number,
  divisionCode: kase.divisionCode,
  owner: { personId: kase.ownerId },
})

/** The owner's next contact, so many days after the last one as the procedure says at the present level. */
export const planContact = async ({ db, actor, now }: ActingAs, kase: CaseFound, lastDay: string) => {
  const { followUpDays } = await levelProcedureOf(db, kase)
  await finishTasks(db, { subjectId: kase.id, kinds: ['contact-child'] }, actor.accountId, now)
  const limit = limitOn(nextContactDay(lastDay, followUpDays))
  await openTask(db, { ...ofOwner(kase), ...limit, kind: 'contact-child' }, now)
}

/** A new concern makes the screening due at once (CL-20); the owner is told whatever the hour. */
export const askForAssessment = async ({ db, actor, now }: ActingAs, kase: TaskCase) => {
  const limit = await limitBy(db, 'CL-20', now)
  await finishTasks(db, { subjectId: kase.id, kinds: ['redo-assessment'] }, actor.accountId, now)
  await openTask(db, { ...ofOwner(kase), ...limit, kind: 'redo-assessment', isUrgent: true }, now)
}

export const endContacts = (db: Db, caseId: string, now: Date) =>
  cancelTasks(db, { subjectId: caseId, kinds: ['contact-child'] }, now)
