import { hash } from 'node:crypto'
import type { Subject } from './fields.ts'
import type { CleanedRow, RosterRecord, RowProblem } from './record.ts'

/** By number; without one by name, birth day and village, which two children seldom share. */
const keyOf = ({
  idNumber,
  personIdNumber,
  name,
  birthDay,
  residenceAddress,
  hukouAddress,
}: RosterRecord) => {
  const number = idNumber ?? personIdNumber
  if (number) return { key: number, isSure: true }
  const place = residenceAddress?.villageCode ?? hukouAddress?.villageCode ?? ''
  return name && birthDay ? { key: `${name}|${birthDay}|${place}`, isSure: false } : undefined
}

/**
 * Makes a function that takes the rows of one roster in order and answers the problem of those that stood there before.
 * It keeps a hash and a row number of each: about 20 MB for the 200,000 rows that a roster may have, and no number of anybody.
 */
export const findDuplicates = (subject: Subject): ((row: CleanedRow) => RowProblem | undefined) => {
  const firstRows = new Map<string, number>()
  return ({ rowNumber, record }) => {
    const found = keyOf(record)
    if (!found) return undefined
    const key = hash('sha1', found.key, 'base64')
    const first = firstRows.get(key)
    if (first === undefined) {
      firstRows.set(key, rowNumber)
      return undefined
    }
    const field = subject === 'person' ? 'personIdNumber' : found.isSure ? 'idNumber' : 'name'
    if (!found.isSure)
      return {
        field,
        code: 'duplicate',
        message: `与第 ${first} 行的姓名、出生日期相同，可能是同一个人，请核对`,
        severity: 'doubtful',
      }
    // A grown-up can be in prison twice, but a child has one row in a roster.
    const severity = subject === 'person' ? 'doubtful' : 'wrong'
    return {
      field,
      code: 'duplicate',
      message: `与第 ${first} 行的身份证号相同，请只留一行（内容不同时先合并）`,
      severity,
    }
  }
}
