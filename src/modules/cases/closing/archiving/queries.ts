import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import type { CaseFound } from '../../queries.ts'
import type { BookCheck } from '../contract.ts'

type Checks = {
  isAssessed: boolean
  isPlanned: boolean
  isAgreed: boolean
  isTold: boolean
  isLookedBack: boolean
  isAnswered: boolean
  isIdle: boolean
}

/** What the archive of a closed case must hold, and whether it is there; what lies with other modules shows by the tasks that it left. */
export const checkBook = async (db: Db, kase: Pick<CaseFound, 'id'>): Promise<BookCheck[]> => {
  const { rows } = await sql<Checks>`select
      exists (select from assessment where case_id = ${kase.id} and code is null and state = 'counted') as "isAssessed",
      exists (select from plan where case_id = ${kase.id}) as "isPlanned",
      exists (select from closing_request where case_id = ${kase.id} and decision = 'agreed') as "isAgreed",
      exists (select from closing_request where case_id = ${kase.id} and decision = 'agreed'
        and telling_id is not null) as "isTold",
      not exists (select from look_back where case_id = ${kase.id} and done_at is null
        and cancelled_at is null) as "isLookedBack",
      not exists (select from task where case_id = ${kase.id} and kind = 'tell-reporter'
        and done_at is null and cancelled_at is null) as "isAnswered",
      not exists (select from task where case_id = ${kase.id} and kind not in ('archive-case', 'look-back', 'tell-reporter')
        and done_at is null and cancelled_at is null) as "isIdle"`.execute(db)
  const [is] = rows
  return [
    { label: '评估结论', isThere: is?.isAssessed ?? false },
    { label: '帮扶计划', isThere: is?.isPlanned ?? false },
    { label: '结案申请和审批', isThere: is?.isAgreed ?? false },
    { label: '把结果告诉孩子或监护人的记录', isThere: is?.isTold ?? false },
    { label: '每一次回访', isThere: is?.isLookedBack ?? false },
    { label: '对报告人的答复', isThere: is?.isAnswered ?? false },
    { label: '没有未完成的待办', isThere: is?.isIdle ?? false },
  ]
}

export const missingInBook = async (db: Db, kase: Pick<CaseFound, 'id'>): Promise<string[]> =>
  (await checkBook(db, kase)).flatMap(({ label, isThere }) => (isThere ? [] : [label]))

type Kept = { bookHash: string; documents: number; pages: number }

export const insertArchive = async (
  { db, actor, now }: Pick<Context, 'db' | 'actor' | 'now'>,
  caseId: string,
  kept: Kept,
) => {
  await db
    .insertInto('caseArchive')
    .values({ caseId, ...kept, archivedAt: now, archivedBy: actor.accountId })
    .execute()
}

export const findArchive = (db: Db, caseId: string) =>
  db
    .selectFrom('caseArchive')
    .where('caseId', '=', caseId)
    .innerJoin('account', 'account.id', 'caseArchive.archivedBy')
    .selectAll('caseArchive')
    .select('account.displayName as archiverName')
    .executeTakeFirst()
