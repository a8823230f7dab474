import type { Context } from '#server/route.ts'
import { finishTasks } from '#modules/tasks/queries.ts'
import type { CaseFound } from '../../queries.ts'
import { PlanItemKind } from '../../plans/kinds/contract.ts'

type Reading = Pick<Context, 'db' | 'keys'>

const signedOf = ({ db }: Reading, caseId: string) =>
  db
    .selectFrom('conferenceResolution as resolution')
    .innerJoin('conference', 'conference.id', 'resolution.conferenceId')
    .where('resolution.caseId', '=', caseId)
    .where('conference.state', '=', 'signed')
    .leftJoin('planItem', 'planItem.resolutionId', 'resolution.id')
    .leftJoin('account as owner', 'owner.id', 'resolution.ownerId')
    .leftJoin('unit', 'unit.id', 'resolution.unitId')

/** Resolutions of signed minutes that are no item of the plan yet, of a case that the caller has found, with their words. */
export const listOpenResolutions = async (reading: Reading, kase: Pick<CaseFound, 'id' | 'keySealed'>) => {
  const rows = await signedOf(reading, kase.id)
    .where('planItem.id', 'is', null)
    .selectAll('resolution')
    .select(['conference.number as conferenceNumber', 'owner.displayName as ownerName'])
    .select('unit.shortName as unitName')
    .orderBy('conference.signedAt')
    .orderBy('resolution.ordinal')
    .execute()
  const key = reading.keys.unwrap(kase.keySealed, kase.id)
  return rows.map((row) => ({
    id: row.id,
    conferenceId: row.conferenceId,
    conferenceNumber: row.conferenceNumber,
    ordinal: row.ordinal,
    kind: PlanItemKind.parse(row.kind),
    text: reading.keys.open(key, 'resolution', row.textSealed),
    owner: row.ownerId
      ? { kind: 'person' as const, id: row.ownerId, name: row.ownerName ?? '' }
      : row.unitId
        ? { kind: 'unit' as const, id: row.unitId, name: row.unitName ?? '' }
        : null,
    dueDay: row.dueDay,
  }))
}

/** Every resolution that asks for work is in the plan: whoever had to see to that is done. */
export const finishAdopting = async (
  { db, actor, now }: Pick<Context, 'db' | 'actor' | 'now'>,
  caseId: string,
): Promise<void> => {
  const rows = await db
    .selectFrom('conference')
    .where('conference.caseId', '=', caseId)
    .where('conference.state', '=', 'signed')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('conferenceResolution as resolution')
            .leftJoin('planItem', 'planItem.resolutionId', 'resolution.id')
            .whereRef('resolution.conferenceId', '=', 'conference.id')
            .where('resolution.kind', '<>', 'other')
            .where('planItem.id', 'is', null)
            .select('resolution.id'),
        ),
      ),
    )
    .select('conference.id')
    .execute()
  const about = { subjectId: rows.map(({ id }) => id), kinds: ['adopt-resolutions' as const] }
  if (rows.length) await finishTasks(db, about, actor.accountId, now)
}
