import { checkDigit, idNumberProblem, parseIdNumber } from '#kernel/id-number.ts'
import { normalisePhone, phoneProblem } from '#kernel/phone.ts'
import {
  blank,
  blanked,
  clean,
  doubtful,
  isPlaceholder,
  notAValue,
  washCode,
  wrong,
  type Cleaned,
  type CleaningRule,
} from './cleaned.ts'
import type { Cell } from '../reading/cells.ts'

const LOST = '身份证号被 Excel 当成数字，后几位已经丢失，请把这一列设为“文本”格式后重新填写'

/** 4.49821E+17: digits that Excel threw away when it saved text. */
const isScientific = (text: string) => /^\d(\.\d+)?E\+?\d{1,2}$/i.test(text)

const otherDocument = (text: string) =>
  /^([HM]\d{8,10}|[A-Z]{1,2}\d{7,8}|\d{8}|[A-Z]{3}\d{12}|9\d{17})$/.test(text)

/** Old numbers of fifteen digits: 19 before the year, check digit behind (GB 11643-1999). */
const upgraded = (text: string, rules: CleaningRule[]): Cleaned<string> => {
  const seventeen = `${text.slice(0, 6)}19${text.slice(6)}`
  const value = seventeen + checkDigit(seventeen)
  if (!parseIdNumber(value).ok) return wrong('id-length', idNumberProblem('length'), rules)
  const rule = { code: 'id-15', label: '15 位旧身份证号换算成 18 位', from: text, to: value }
  return doubtful('id-15', '这是 15 位旧身份证号，已换算成 18 位，请对照证件核对', [...rules, rule], value)
}

/**
 * A citizen's number of eighteen characters (GB 11643-1999).
 * @param today nobody is born after it
 */
export const cleanIdNumber = (cell: Cell, today?: string): Cleaned<string> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washCode(cell)
  if (text === '') return blank(rules)
  if (isPlaceholder(text)) return blanked(text, rules)
  if ((cell.kind === 'number' && text.length > 15) || isScientific(text))
    return wrong('id-precision-lost', LOST, rules)
  const parsed = parseIdNumber(text, today)
  if (parsed.ok) return clean(parsed.value, rules)
  if (/^\d{15}$/.test(text)) return upgraded(text, rules)
  if (/^\d{15}000$/.test(text) && parsed.reason === 'checksum') return wrong('id-precision-lost', LOST, rules)
  if (otherDocument(text))
    return doubtful('id-other-document', '不是居民身份证号（像港澳台或外国证件），请人工核对', rules)
  return wrong(`id-${parsed.reason}`, idNumberProblem(parsed.reason), rules)
}

/**
 * The first fifteen digits of a number that Excel rounded: they are exact (it keeps fifteen digits), and hold county, birth
 * day and one digit of the sequence, which is enough to look for the child. Undefined when even they cannot be right.
 */
export const knownPrefix = (cell: Cell): string | undefined => {
  const { text } = washCode(cell)
  if (!/^\d{18}$/.test(text)) return undefined
  const probe = `${text.slice(0, 15)}00`
  return parseIdNumber(probe + checkDigit(probe)).ok ? text.slice(0, 15) : undefined
}

/** Telephone numbers, several in one cell; each of digits only. */
export const cleanPhones = (cell: Cell): Cleaned<string[]> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const text = cell.text.trim()
  if (text === '') return blank()
  if (isPlaceholder(text)) return blanked(text, [])
  if (isScientific(text))
    return doubtful('phone-precision-lost', '电话被 Excel 当成数字，后几位已经丢失，请重新填写')
  const parts = text
    .split(/[/、,\uff0c;\uff1b\uff0f|\n]|或/)
    .map(normalisePhone)
    .filter(Boolean)
  const phones = [...new Set(parts)]
  const to = phones.join('、')
  const label = phones.length > 1 ? '一格里的几个电话分开' : '电话只留数字'
  const rules =
    to === text ? [] : [{ code: phones.length > 1 ? 'phone-several' : 'phone', label, from: text, to }]
  const problem = phones.map(phoneProblem).find(Boolean)
  const valid = phones.filter((phone) => phoneProblem(phone) === undefined)
  if (problem) return doubtful('phone-odd', problem, rules, valid.length ? valid : undefined)
  return phones.length ? clean(phones, rules) : blank(rules)
}

/** 残疾人证号: identity number (18), class (1–7), grade (1–4), and B1, B2 … where the card was issued again. */
export type DisabilityCard = {
  number: string
  idNumber: string
  classCode: number
  grade: number
  reissue?: number
}

/** A disability card's number of twenty characters, with or without the mark of a re-issue (GB/T 26341-2010). */
export const cleanDisabilityCard = (cell: Cell, today?: string): Cleaned<DisabilityCard> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washCode(cell)
  if (text === '') return blank(rules)
  if (isPlaceholder(text)) return blanked(text, rules)
  if ((cell.kind === 'number' && text.length > 15) || isScientific(text))
    return wrong('card-precision-lost', LOST.replace('身份证号', '残疾人证号'), rules)
  const match = /^(\d{17}[\dX])([1-7])([1-4])(?:B(\d{1,2}))?$/.exec(text)
  if (!match) {
    const message = '残疾人证号应为 20 位（身份证号加残疾类别、等级各一位），补发的后面加 B1，请核对'
    return wrong('card-form', message, rules)
  }
  const [, id = '', classCode, grade, reissue] = match
  const parsed = parseIdNumber(id, today)
  if (!parsed.ok)
    return wrong(`card-id-${parsed.reason}`, `残疾人证号里的${idNumberProblem(parsed.reason)}`, rules)
  const number = id + classCode + grade
  const suffix = reissue && { code: 'card-reissue', label: '补发标记单独记', from: text, to: number }
  const card = { number, idNumber: id, classCode: Number(classCode), grade: Number(grade) }
  return clean({ ...card, ...(reissue && { reissue: Number(reissue) }) }, suffix ? [...rules, suffix] : rules)
}

/** A document's or proof's number: only washed, for every office numbers in its own way. */
export const cleanCode = (cell: Cell): Cleaned<string> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washCode(cell)
  if (text === '') return blank(rules)
  return isPlaceholder(text) ? blanked(text, rules) : clean(text, rules)
}

/** A term in months: 24, 24个月, 2年, 1年6个月. */
export const cleanMonths = (cell: Cell): Cleaned<number> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washCode(cell)
  if (text === '') return blank(rules)
  if (isPlaceholder(text)) return blanked(text, rules)
  const match = /^(?:(\d{1,2})年)?(?:零?(\d{1,3})(?:个?月)?)?$/.exec(text)
  const months = match ? Number(match[1] ?? 0) * 12 + Number(match[2] ?? 0) : 0
  if (!months || months > 600) return doubtful('months-odd', '期限看不懂，请填月数，例如 18', rules)
  const rule = { code: 'months', label: '期限换算成月', from: text, to: String(months) }
  return clean(months, String(months) === text ? rules : [...rules, rule])
}
