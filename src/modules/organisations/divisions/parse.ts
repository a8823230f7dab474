import { CsvError, parse } from 'csv-parse/sync'
import { invalid, type FieldError } from '#kernel/problem.ts'
import { kindOf, shortNameOf, type Divisions } from './division.ts'

type Row = { line: number; code: string; name: string }

const LEVEL: Record<number, string> = { 2: '省', 4: '市', 6: '县', 9: '乡镇', 12: '村（居）' }
const MOST_ERRORS = 50

const recordsOf = (text: string): { record: string[]; line: number }[] => {
  const records: { record: string[]; line: number }[] = []
  try {
    parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        records.push({ record, line: lines })
        return null
      },
    })
  } catch (error) {
    // Quotes that never close are the one thing that the options above do not forgive.
    if (!(error instanceof CsvError)) throw error
    throw invalid('区划表不是有效的 CSV，请检查有没有不成对的双引号')
  }
  return records
}

/** Rows `code,name` of a list, with the line each stands on; comment lines begin with `#`. Errors go into `errors`. */
const rowsOf = (text: string, errors: FieldError[]): Row[] => {
  const rows: Row[] = []
  const seen = new Map<string, number>()
  for (const { record, line } of recordsOf(text)) {
    const [code = '', name = ''] = record
    if (rows.length === 0 && /^(code|代码|区划代码)$/i.test(code)) continue
    const row = { line, code: townAsNine(code), name }
    const message = complaintAbout(row, seen.get(row.code))
    if (message) errors.push({ field: `第 ${row.line} 行`, message })
    else {
      seen.set(row.code, row.line)
      rows.push(row)
    }
  }
  return rows
}

/** Official tables pad a town to 12 digits with 000; here it counts as the town it is. */
const townAsNine = (code: string) => (/^\d{9}000$/.test(code) ? code.slice(0, 9) : code)

const complaintAbout = ({ code, name }: Row, earlierLine: number | undefined): string | undefined => {
  if (!/^\d+$/.test(code)) return `代码「${code.slice(0, 20)}」应当全是数字（Excel 里请把这一列设为文本）`
  if (!LEVEL[code.length])
    return `代码「${code.slice(0, 20)}」是 ${code.length} 位，应为 2（省）、4（市）、6（县）、9（乡镇）或 12 位（村居）`
  if (!name) return `代码 ${code} 缺少名称`
  if (earlierLine) return `代码 ${code} 与第 ${earlierLine} 行重复`
  return undefined
}

/** The one row of a level, or a complaint. */
const theOnly = (rows: Row[], digits: number, errors: FieldError[]): Row | undefined => {
  const [first, second] = rows.filter(({ code }) => code.length === digits)
  if (!first) errors.push({ field: '全表', message: `缺少${LEVEL[digits]}级一行（${digits} 位代码和名称）` })
  if (second)
    errors.push({
      field: `第 ${second.line} 行`,
      message: `一张表只能有一个${LEVEL[digits]}，这里又有「${second.name}」`,
    })
  return first
}

/** Each code must begin with the code of what it lies in. */
const checkNesting = (rows: Row[], county: Row, errors: FieldError[]) => {
  const codes = new Set(rows.map(({ code }) => code))
  for (const { line, code, name } of rows) {
    const outside = code.length > 6 ? !code.startsWith(county.code) : !county.code.startsWith(code)
    const message = outside
      ? `「${name}」（${code}）不属于${county.name}（${county.code}）`
      : code.length === 12 && !codes.has(code.slice(0, 9))
        ? `「${name}」所在的乡镇 ${code.slice(0, 9)} 不在表中`
        : undefined
    if (message) errors.push({ field: `第 ${line} 行`, message })
  }
}

const refuseIfAny = (errors: FieldError[]) => {
  if (errors.length === 0) return
  const shown = errors.slice(0, MOST_ERRORS)
  const more = errors.length > shown.length ? `，下面列出前 ${shown.length} 处` : ''
  throw invalid(`区划表有 ${errors.length} 处问题${more}，请改好后重新提交`, shown)
}

/** 虚拟生活区 and 虚拟社区 exist so that statistics can book a forest farm or a bonded zone; nobody governs them. */
const isVirtual = ({ name }: Row) => name.includes('虚拟')

/**
 * One county's divisions from CSV text of two columns, code and name: one row each for the province (2 digits), city (4)
 * and county (6), then towns (9, or 12 ending in 000) and villages (12), in any order. Further columns are ignored.
 * Throws `invalid` with one field error per wrong row, named by its line.
 */
export const parseDivisionsCsv = (text: string): Divisions => {
  const errors: FieldError[] = []
  const rows = rowsOf(text, errors)
  refuseIfAny(errors)
  const [province, city, county] = [2, 4, 6].map((digits) => theOnly(rows, digits, errors))
  if (county) checkNesting(rows, county, errors)
  refuseIfAny(errors)
  if (!province || !city || !county) throw invalid('区划表缺少省、市或县一级')

  const villageRows = rows.filter(({ code }) => code.length === 12)
  const villages = villageRows.filter((row) => !isVirtual(row))
  const isEmptied = ({ code }: Row) =>
    villageRows.some((row) => row.code.startsWith(code)) && !villages.some((row) => row.code.startsWith(code))
  const townRows = rows.filter(({ code }) => code.length === 9)
  if (villages.length === 0) throw invalid('区划表里没有村（居）（12 位代码）')

  return {
    county: { code: county.code, name: county.name, city: city.name, province: province.name },
    towns: townRows.filter((row) => !isEmptied(row)).map(({ code, name }) => ({ code: `${code}000`, name })),
    villages: villages.map(({ code, name }) => ({
      code,
      name,
      shortName: shortNameOf(name, kindOf(code)),
      townCode: `${code.slice(0, 9)}000`,
      kind: kindOf(code),
    })),
    excluded: [
      ...townRows.filter(isEmptied).map(({ code, name }) => ({
        code: `${code}000`,
        name,
        reason: '不是乡镇（街道），下面只有虚拟区划',
      })),
      ...villageRows
        .filter(isVirtual)
        .map(({ code, name }) => ({ code, name, reason: '统计用的虚拟区划，没有村（居）委会' })),
    ],
  }
}
