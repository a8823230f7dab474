import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { receiptText } from '#modules/reports/receipts/text.ts'
import type { Role } from '#modules/identity/rules.ts'
import { long } from './around.ts'
import { mark, type Relation } from './marks.ts'

type Around = {
  db: Db
  relation: Relation
  unitId: string
  stranger: string
  reports: { fresh: string; triaged: string }
  /** Who may report for a unit, by role. */
  people: { role: Role; accountId: string }[]
}

const FACTS = {
  county: '449821 示范县',
  unit: '县公安局',
  role: '责任报告人',
  door: '强制报告',
  knownAt: '2026-11-01T08:00:00+08:00',
  reportedAt: '2026-11-01T08:30:00+08:00',
  elapsed: '1800 秒',
  office: '示范县未成年人救助保护中心',
  commitment: `sha256 ${'00'.repeat(32)}`,
  position: `0 ${'00'.repeat(32)}`,
  issuedAt: '2026-11-01T08:30:00+08:00',
  keyId: 'ed25519-1-0000000000000000',
}

/** Receipts of a set's unit: in the own set each reporter has one, elsewhere somebody else of that unit has. */
export const addReceipts = async ({ db, relation, unitId, stranger, reports, people }: Around) => {
  const reporterOf = (role: Role) =>
    relation === 'own' ? people.find((each) => each.role === role)?.accountId : undefined
  const receipt = async (reportId: string, key: string, reporterId = stranger) => {
    const id = uuidv7()
    const number = `${mark(relation, 'receipt')}${key}`
    const text = receiptText({ ...FACTS, number })
    await db
      .insertInto('dutyReceipt')
      .values({
        id,
        reportId,
        number,
        unitId,
        reporterId,
        knownAt: long(),
        reportedAt: long(),
        suite: 'ed25519',
        keyId: FACTS.keyId,
        text,
        signature: Buffer.alloc(64),
      })
      .execute()
    return id
  }
  return {
    'unit-reporter': await receipt(reports.fresh, '甲', reporterOf('unit-reporter')),
    'liaison-officer': await receipt(reports.triaged, '乙', reporterOf('liaison-officer')),
  }
}
export type Receipts = Awaited<ReturnType<typeof addReceipts>>
