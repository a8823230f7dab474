import { existsSync } from 'node:fs'
import { uuidv7 } from '#server/ids.ts'
import { CHECK_PAGE } from '#modules/reports/receipts/check-page.ts'
import * as receipts from '#modules/reports/receipts/contract.ts'
import type { Role } from '#modules/identity/rules.ts'
import { line, type Row } from '../entry.ts'
import type { Person, RecordSet } from '../world.ts'

const REPORTERS: Role[] = ['liaison-officer', 'unit-reporter']
const receiptOf = ({ receipts: of }: RecordSet, { role }: Person) => ({
  id: role === 'liaison-officer' ? of['liaison-officer'] : of['unit-reporter'],
})

export const receiptLines: Row[] = [
  line(receipts.sendDutyReport, {
    about: 'nothing',
    writers: REPORTERS,
    input: () => ({ id: uuidv7(), nonce: '00'.repeat(16), narrative: '孩子说没人做饭' }),
  }),
  line(receipts.listMyReceipts, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { receipt: 'own-receipt' },
  }),
  line(receipts.getReceipt, { about: 'own-receipt', input: receiptOf, shows: { receipt: 'own-receipt' } }),
  line(receipts.printReceipt, { about: 'own-receipt', input: receiptOf }),
  line(receipts.listUnitReceipts, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { receipt: 'unit-receipt' },
  }),
  line(receipts.listReceiptKeys, { about: 'nothing' }),
  line(receipts.getCheckPage, {
    about: 'nothing',
    instead: () =>
      existsSync(CHECK_PAGE) ? undefined : { status: 503, code: 'not-built', why: '界面还没有构建' },
  }),
]
