import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql, type Insertable } from 'kysely'
import { BOX_OVERHEAD, newPair, sealBox } from '#server/crypto/boxes.ts'
import type { Audience, CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { escrowKeyOf } from '../escrow/queries.ts'
import type { CodeKeys } from './contract.ts'
import { codeStateOf, packReturn } from './rules.ts'

/** Two of the same report at the same moment: the second waits for the first to be done. */
export const awaitSame = async (db: Db, id: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(db)
}

/** A report under this id, whoever sent it. */
export const findSent = (db: Db, id: string) =>
  db
    .selectFrom('report')
    .leftJoin('reportCode', 'reportCode.reportId', 'report.id')
    .where('report.id', '=', id)
    .select(['report.id', 'receivedAt', 'dangerAnswers', 'keySealed', 'narrativeSealed', 'routedTo'])
    .select(['lookup', 'proof'])
    .executeTakeFirst()

/** What the server keeps of a code: keyed, so that a copy of the database alone lets nobody try codes. */
const lookupOf = (keys: CountyKeys, lookup: string) => keys.index('return-code', lookup)
const proofOf = (keys: CountyKeys, proof: string) =>
  createHmac('sha256', keys.derive('return-code-proof')).update(Buffer.from(proof, 'base64')).digest()

type Claim = Pick<CodeKeys, 'lookup' | 'proof'>

export const isHolder = (keys: CountyKeys, kept: { proof: Buffer | null }, claim: Claim): boolean => {
  const claimed = proofOf(keys, claim.proof)
  return timingSafeEqual(claimed, kept.proof ?? Buffer.alloc(claimed.length))
}

/** The code's part of a new report, and its key for whom else may open it. */
export const insertCode = async (
  db: Db,
  keys: CountyKeys,
  { reportId, key, code, now }: { reportId: string; key: Buffer; code: CodeKeys; now: Date },
): Promise<void> => {
  const publicKey = Buffer.from(code.publicKey, 'base64')
  await db
    .insertInto('reportCode')
    .values({
      reportId,
      lookup: lookupOf(keys, code.lookup),
      proof: proofOf(keys, code.proof),
      publicKey,
      isLowered: code.isLowered,
      madeAt: now,
    })
    .execute()
  const escrow = await escrowKeyOf(db)
  const wrapped: Insertable<DB['reportKey']>[] = [
    { reportId, reader: 'code', wrapped: sealBox(publicKey, key, `report-key:${reportId}`) },
    ...(escrow
      ? [{ reportId, reader: 'escrow', wrapped: sealBox(escrow, key, `report-key:${reportId}`) }]
      : []),
  ]
  await db.insertInto('reportKey').values(wrapped).execute()
}

/** What a code leads to, if its holder proves it and it has not been ended. */
export const findByCode = async (db: Db, keys: CountyKeys, claim: Claim) => {
  const row = await db
    .selectFrom('reportCode')
    .innerJoin('report', 'report.id', 'reportCode.reportId')
    .where('lookup', '=', lookupOf(keys, claim.lookup))
    .where('endedAt', 'is', null)
    .select(['report.id', 'report.number', 'report.state', 'report.receivedAt', 'report.firstSeenAt'])
    .select(['report.keySealed', 'report.routedTo', 'report.divisionCode', 'proof', 'publicKey'])
    .executeTakeFirst()
  return isHolder(keys, { proof: row?.proof ?? null }, claim) ? row : undefined
}
export type ByCode = NonNullable<Awaited<ReturnType<typeof findByCode>>>

export const keyOf = (
  keys: CountyKeys,
  report: { id: string; keySealed: Buffer; routedTo: Audience },
): Buffer => keys.unwrap(report.keySealed, report.id, report.routedTo)

const ANSWER_BYTES = 16 * 1024
/** As many are opened for every caller, whether there are any or not, so that the time tells nothing. */
const MOST_MESSAGES = 30
const NO_REPORT = '00000000-0000-0000-0000-000000000000'

const listMessages = (db: Db, reportId: string) =>
  db
    .selectFrom('reportMessage')
    .where('reportId', '=', reportId)
    .select(['id', 'isFromReporter', 'at', 'sealed'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_MESSAGES)
    .execute()

/**
 * The sealed answer to a code. Known or not, the same statements and the same sums are done: what is missing is made up, and the answer
 * of nothing is sealed to a key that nobody has.
 */
export const sealedReturn = async (
  db: Db,
  keys: CountyKeys,
  report: ByCode | undefined,
  now: Date,
): Promise<Buffer> => {
  const rows = (await listMessages(db, report?.id ?? NO_REPORT)).toReversed()
  const dummy = keys.newKey(NO_REPORT)
  const key = keyOf(keys, report ?? { id: NO_REPORT, keySealed: dummy.wrapped, routedTo: 'desk' })
  const filler = keys.sealPadded(key, 'message', '')
  for (let more = rows.length; more < MOST_MESSAGES; more += 1) keys.open(key, 'message', filler)
  const messages = rows.map(({ id, isFromReporter, at, sealed }) => ({
    id,
    isFromReporter,
    at: at.toISOString(),
    text: keys.open(key, 'message', sealed),
  }))
  const content = packReturn(
    {
      state: codeStateOf(report?.state ?? 'received', report?.firstSeenAt !== null),
      sentAt: (report?.receivedAt ?? now).toISOString(),
      messages,
    },
    ANSWER_BYTES - BOX_OVERHEAD,
  )
  const nobody = newPair().publicKey
  return sealBox(report?.publicKey ?? nobody, content, 'return')
}

/** False when it was sent before. */
export const insertWords = async (
  db: Db,
  message: Pick<Insertable<DB['reportMessage']>, 'id' | 'reportId' | 'sealed'>,
  now: Date,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('reportMessage')
    .values({ ...message, isFromReporter: true, at: now, by: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Whether somebody has been asked already to answer the reporter. */
export const isAnswerAsked = async (db: Db, reportId: string): Promise<boolean> =>
  Boolean(
    await db
      .selectFrom('task')
      .where('subjectId', '=', reportId)
      .where('kind', '=', 'answer-message')
      .where('doneAt', 'is', null)
      .where('cancelledAt', 'is', null)
      .select('id')
      .executeTakeFirst(),
  )
