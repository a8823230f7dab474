import type { z } from 'zod'
import type { Context } from '#server/route.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import type { Db } from '#server/database.ts'
import { GrantedField, type SentReferral } from '../contract.ts'
import type { LaneBounds } from '../lights/rules.ts'
import { lightsOf } from '../lights/rules.ts'
import type { Sent } from '../queries.ts'

const text = (at: Date | null) => at?.toISOString() ?? null

/** The county's words for a ground of return; one that it has struck out since keeps its code. */
export const clauseWords = async (db: Db) => {
  const { returnClauses } = (await currentProcedure(db)).content.referrals
  return (code: string) => returnClauses.find((clause) => clause.code === code)?.text ?? code
}
export type ClauseWords = Awaited<ReturnType<typeof clauseWords>>

type Lit = Pick<Sent, 'id' | 'number' | 'state' | 'part' | 'lane' | 'subject'> &
  Pick<Sent, 'dispatchedAt' | 'dueAt' | 'isDueCertain' | 'firstReadAt' | 'signedAt' | 'answeredAt'>

/** What every list of the sender shows of a referral. */
export const presentLine = (row: Lit, bounds: LaneBounds) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  part: row.part,
  lane: row.lane,
  subject: row.subject,
  dispatchedAt: row.dispatchedAt.toISOString(),
  dueAt: row.dueAt.toISOString(),
  isDueCertain: row.isDueCertain,
  ...lightsOf(row, bounds),
  firstReadAt: text(row.firstReadAt),
  signedAt: text(row.signedAt),
  answeredAt: text(row.answeredAt),
})

type Returned = Pick<Sent, 'id' | 'returnClause' | 'returnCitation' | 'proposedUnitId' | 'proposedName'> &
  Pick<Sent, 'returnedAt' | 'returnNoteSealed'>

/** What the unit said when it returned the matter; null for one that was not, or whose access ended by its day. */
export const presentReturn = (row: Returned, key: Buffer, keys: Context['keys'], words: ClauseWords) =>
  row.returnClause && row.returnedAt
    ? {
        clause: words(row.returnClause),
        citation: row.returnCitation ?? '',
        proposedUnit: { id: row.proposedUnitId ?? '', name: row.proposedName ?? '' },
        note: row.returnNoteSealed && keys.open(key, 'return-note', row.returnNoteSealed),
        at: row.returnedAt.toISOString(),
      }
    : null

/** A referral in full, as its sender sees it. */
export const presentSent = (
  row: Sent,
  keys: Context['keys'],
  bounds: LaneBounds,
  words: ClauseWords,
): z.input<typeof SentReferral> => {
  const key = keys.unwrap(row.keySealed, row.id)
  return {
    ...presentLine(row, bounds),
    familyId: row.familyId,
    caseId: row.caseId,
    planItemId: row.planItemId,
    unit: { id: row.unitId, name: row.unitName },
    request: keys.open(key, 'request', row.requestSealed),
    explanation: row.explanationSealed && keys.open(key, 'explanation', row.explanationSealed),
    fields: fieldsOf(row),
    reason: row.reason,
    phonedWhom: row.phonedWhom,
    phonedAt: text(row.phonedAt),
    isBinding: row.isBinding,
    accessEndsAt: row.endsAt.toISOString(),
    accessEndedAt: text(row.endedAt),
    signedBy: row.signerName,
    answeredBy: row.answererName,
    answer: row.answerSealed && keys.open(key, 'answer', row.answerSealed),
    returned: presentReturn(row, key, keys, words),
    returnReason: row.returnReason,
    isAsking: row.isAsking,
    version: row.version,
  }
}

/** The column holds words of this enum only; what is none of them is granted to nobody. */
export const fieldsOf = ({ fields }: { fields: string[] }) =>
  GrantedField.options.filter((field) => fields.includes(field))
