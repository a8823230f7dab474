import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { CaseFound } from '../../queries.ts'
import { hashOfSubject, planSubject } from '../hash.ts'
import { findPlan, readPlan } from '../queries.ts'
import { PlanSubject } from './contract.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

/** Of a case that the caller has found, the newest first. */
export const listVersions = (db: Db, caseId: string) =>
  db
    .selectFrom('planVersion')
    .where('caseId', '=', caseId)
    .innerJoin('account', 'account.id', 'planVersion.madeBy')
    .selectAll('planVersion')
    .select('account.displayName as madeByName')
    .orderBy('number', 'desc')
    .execute()

/** Keeps the plan as it stands, unless the newest version is the same; answers with its number. */
export const keepVersion = async (acting: Acting, kase: CaseFound, why?: string): Promise<number> => {
  const { db, keys, actor, now } = acting
  const plan = await readPlan(acting, kase)
  const row = await findPlan(db, kase.id)
  if (!plan || !row) return 0
  const subject = planSubject(plan)
  const hash = hashOfSubject(subject)
  const [newest] = await listVersions(db, kase.id)
  if (newest?.subjectHash === hash) return newest.number
  const number = (newest?.number ?? 0) + 1
  const key = keys.unwrap(kase.keySealed, kase.id)
  await db
    .insertInto('planVersion')
    .values({
      id: uuidv7(now.getTime()),
      planId: row.id,
      caseId: kase.id,
      number,
      madeAt: now,
      madeBy: actor.accountId,
      subjectHash: hash,
      contentSealed: keys.seal(key, 'plan-version', JSON.stringify(subject)),
      whySealed: why ? keys.seal(key, 'plan-why', why) : null,
    })
    .execute()
  return number
}

/** Every version, opened. */
export const readVersions = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, kase: CaseFound) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  return (await listVersions(db, kase.id)).map((row) => ({
    number: row.number,
    madeAt: row.madeAt.toISOString(),
    madeBy: row.madeByName,
    hash: row.subjectHash,
    why: row.whySealed && keys.open(key, 'plan-why', row.whySealed),
    content: PlanSubject.parse(JSON.parse(keys.open(key, 'plan-version', row.contentSealed))),
  }))
}
