import type { Db } from '#server/database.ts'

/** Of a case that the caller has found, the newest first. */
export const listNotes = (db: Db, caseId: string) =>
  db
    .selectFrom('supervisionNote')
    .where('caseId', '=', caseId)
    .innerJoin('account as maker', 'maker.id', 'supervisionNote.madeBy')
    .leftJoin('account as answerer', 'answerer.id', 'supervisionNote.answeredBy')
    .selectAll('supervisionNote')
    .select(['maker.displayName as makerName', 'answerer.displayName as answererName'])
    .orderBy('madeAt', 'desc')
    .orderBy('supervisionNote.id')
    .execute()

type NewNote = {
  id: string
  caseId: string
  madeBy: string
  madeAt: Date
  adviceSealed: Buffer
  todoSealed: Buffer | null
  dueDay: string | null
}

export const insertNote = (db: Db, note: NewNote) => db.insertInto('supervisionNote').values(note).execute()

/** False when it was answered already. */
export const setAnswered = async (
  db: Db,
  id: string,
  answer: { answeredBy: string; answeredAt: Date; answerSealed: Buffer },
) => {
  const { numUpdatedRows } = await db
    .updateTable('supervisionNote')
    .set(answer)
    .where('id', '=', id)
    .where('answeredAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
