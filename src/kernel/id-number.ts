import { isDay } from './day.ts'

/** Why a text is no citizen's number, in the order in which it is looked at. */
export type IdNumberReason = 'length' | 'characters' | 'birth-day' | 'checksum'

export type ParsedIdNumber =
  | {
      ok: true
      /** The number as it is kept: eighteen characters, X upper case. */
      value: string
      /** County where it was first issued (GB/T 2260), six digits. */
      divisionPrefix: string
      birthDay: string
      sex: 'male' | 'female'
    }
  | { ok: false; reason: IdNumberReason }

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'

/** The eighteenth character for seventeen digits (GB 11643-1999, ISO 7064 MOD 11-2). RangeError for anything else. */
export const checkDigit = (seventeen: string) => {
  if (!/^\d{17}$/.test(seventeen)) throw new RangeError('check digit needs exactly 17 digits')
  const sum = WEIGHTS.reduce((total, weight, position) => total + weight * Number(seventeen[position]), 0)
  return CHECK_DIGITS.charAt(sum % 11)
}

const isPossibleBirthDay = (day: string, latest: string) => isDay(day) && day >= '1900-01-01' && day <= latest

/**
 * Reads a citizen's number (公民身份号码, GB 11643-1999). Spaces around it are dropped and x becomes X.
 * @param latest the last day on which the person can have been born; hand in today where it is known
 */
export const parseIdNumber = (text: string, latest = '9999-12-31'): ParsedIdNumber => {
  const value = text.trim().toUpperCase()
  if (value.length !== 18) return { ok: false, reason: 'length' }
  if (!/^\d{17}[\dX]$/.test(value)) return { ok: false, reason: 'characters' }
  const birthDay = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`
  if (!isPossibleBirthDay(birthDay, latest)) return { ok: false, reason: 'birth-day' }
  if (checkDigit(value.slice(0, 17)) !== value.charAt(17)) return { ok: false, reason: 'checksum' }
  const sex = Number(value[16]) % 2 ? 'male' : 'female'
  return { ok: true, value, divisionPrefix: value.slice(0, 6), birthDay, sex }
}

const PROBLEMS: Record<IdNumberReason, string> = {
  length: '身份证号应为 18 位，请核对是否漏填或多填',
  characters: '身份证号前 17 位应为数字，最后一位为数字或 X',
  'birth-day': '身份证号第 7 至 14 位不是一个可能的出生日期，请核对',
  checksum: '身份证号校验位不符，通常是其中一位数字填错，请对照证件核对',
}

export const idNumberProblem = (reason: IdNumberReason) => PROBLEMS[reason]
