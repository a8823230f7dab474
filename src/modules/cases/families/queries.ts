import { sql, type SqlBool } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { childName, isCaseSeen, type CaseFound } from '../queries.ts'
import type { LinkKind } from './contract.ts'

const linkedCase = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('caseFile')
    .where(isCaseSeen(scope, now))
    .innerJoin('account as owner', 'owner.id', 'caseFile.ownerId')
    .leftJoin('child', 'child.id', 'caseFile.childId')
    .select(['caseFile.id', 'caseFile.number', 'caseFile.state', 'owner.displayName as owner'])
    .select(childName(scope, now).as('child'))

/** Links of a case that the caller has found, where the other case is seen too. */
export const listLinks = (db: Db, scope: Scope, caseId: string, now: Date) =>
  linkedCase(db, scope, now)
    .innerJoin('caseLink', (join) =>
      join.on(
        sql<SqlBool>`((case_link.one_id = ${caseId} and case_link.other_id = case_file.id)
          or (case_link.other_id = ${caseId} and case_link.one_id = case_file.id))`,
      ),
    )
    .innerJoin('account as maker', 'maker.id', 'caseLink.madeBy')
    .leftJoin('account as ender', 'ender.id', 'caseLink.endedBy')
    .select(['caseLink.id as linkId', 'caseLink.kind', 'caseLink.keySealed', 'caseLink.reasonSealed'])
    .select(['caseLink.madeAt', 'caseLink.endedAt', 'caseLink.endReasonSealed'])
    .select(['maker.displayName as makerName', 'ender.displayName as enderName'])
    .orderBy(sql`case_link.ended_at is not null`)
    .orderBy('caseLink.madeAt')
    .orderBy('caseLink.id')
    .execute()

export const findByNumber = (db: Db, scope: Scope, number: string, now: Date) =>
  linkedCase(db, scope, now).where('caseFile.number', '=', number).executeTakeFirst()

/** Cases of children who have a grown-up of the register in common with the case's child. */
export const listOfSiblings = (db: Db, scope: Scope, kase: CaseFound, now: Date) =>
  linkedCase(db, scope, now)
    .where('caseFile.id', '<>', kase.id)
    .where('caseFile.childId', '<>', kase.childId)
    .where(({ selectFrom, eb }) =>
      eb(
        'caseFile.childId',
        'in',
        selectFrom('childPerson as mine')
          .innerJoin('childPerson as theirs', 'theirs.personId', 'mine.personId')
          .where('mine.childId', '=', kase.childId)
          .select('theirs.childId'),
      ),
    )
    .orderBy('caseFile.openedAt', 'desc')
    .orderBy('caseFile.id')
    .limit(20)
    .execute()

type NewLink = {
  id: string
  oneId: string
  otherId: string
  kind: LinkKind
  keySealed: Buffer
  reasonSealed: Buffer
  madeBy: string
  madeAt: Date
}

export const insertLink = (db: Db, link: NewLink) => db.insertInto('caseLink').values(link).execute()

/** False when somebody ended it first. */
export const setEnded = async (
  db: Db,
  id: string,
  ended: { endedBy: string; endedAt: Date; endReasonSealed: Buffer },
) => {
  const { numUpdatedRows } = await db
    .updateTable('caseLink')
    .set(ended)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
