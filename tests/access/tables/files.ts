import * as files from '#modules/files/contract.ts'
import { line, REASON, type Row } from '../entry.ts'

export const fileLines: Row[] = [
  line(files.listFiles, {
    about: 'report',
    input: (set) => ({ recordKind: 'report', recordId: set.reports.triaged }),
  }),
  line(files.openFile, {
    about: 'report',
    input: (set) => ({ id: set.file.id, reason: REASON }),
  }),
  line(files.readFile, {
    about: 'report',
    input: (set, me) => ({ id: set.file.id, openingId: set.file.openingOf(me.accountId) }),
    shows: { attachment: 'report' },
  }),
  line(files.takeOriginal, {
    about: 'report',
    input: (set) => ({ id: set.file.id, reason: REASON }),
    shows: { attachment: 'report' },
  }),
]
