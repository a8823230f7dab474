import { parseIdNumber } from '#kernel/id-number.ts'
import { isPhone } from '#kernel/phone.ts'
import { ageOn } from '#kernel/day.ts'
import { washCode, washWord } from './cleaned.ts'
import { cleanDay } from './days.ts'
import { fieldShape, FIELDS, type FieldName, type Subject, type ValueKind } from './fields.ts'
import { bareHeader, fieldOfHeader, IGNORED_HEADERS } from './header-words.ts'
import { cleanCategories, cleanSex, isRelationWord } from './words.ts'
import { personStateOf } from './states.ts'
import type { ParentStateKind } from '#modules/children/contract.ts'
import type { Header } from '../reading/header.ts'
import type { Cell, RosterRow } from '../reading/cells.ts'

/** One column of a roster and what it was taken for. */
export type ColumnMapping = {
  index: number
  /** The header's words. */
  label: string
  field: FieldName | 'ignore'
  /** 0–1; below 0.7 the user should look. */
  confidence: number
  /** In Chinese, for the user. */
  why: string
}

/** What a roster is about and which column holds which field. */
export type Mapping = {
  subject: Subject
  /** For rosters of grown-ups: what the roster says of everyone in it (服刑, 失联 …), read from its title. */
  state?: ParentStateKind
  columns: ColumnMapping[]
}

/** A user's own choice, one field a column in order; kept per department under `Header.fingerprint`. */
export type RememberedMapping = {
  subject: Subject
  state?: ParentStateKind
  fields: (FieldName | 'ignore')[]
}

/** `fileName` helps to tell what the roster is about; `today` (YYYY-MM-DD) tells children from grown-ups. */
export type MappingHints = { remembered?: RememberedMapping; fileName?: string; today: string }

const share = (values: Cell[], test: (cell: Cell) => boolean) =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

const columnValues = (rows: RosterRow[], index: number): Cell[] =>
  rows.flatMap(({ cells }) => {
    const cell = cells[index]
    return cell && cell.kind !== 'empty' ? [cell] : []
  })

const idOf = (cell: Cell) => /^\d{17}[\dX]/.exec(washCode(cell).text)?.[0]

const isIdLike = (cell: Cell) => /^\d{17}[\dX]$/.test(washCode(cell).text)

const isDayLike = (cell: Cell, today: string) =>
  cell.kind === 'date' ||
  (/\d{4}/.test(cell.text) && cleanDay(cell, today).value !== undefined && !/^\d{5}$/.test(cell.text))

/** What the values of a column look like, whatever its header says. */
const kindOfContent = (values: Cell[], today: string): ValueKind | 'relation-word' | undefined => {
  const most = (test: (cell: Cell) => boolean) => share(values, test) >= 0.6
  if (values.length === 0) return undefined
  if (most((cell) => /^\d{17}[\dX][1-7][1-4](B\d{1,2})?$/.test(washCode(cell).text))) return 'disability-card'
  if (most(isIdLike)) return 'id-number'
  if (most((cell) => cell.text.split(/[/、,\uff0c]/).some(isPhone))) return 'phone'
  if (most((cell) => isDayLike(cell, today))) return 'day'
  if (most((cell) => cleanSex(cell).value !== undefined && /^[男女]/.test(washWord(cell).text))) return 'sex'
  if (most((cell) => isRelationWord(washWord(cell).text))) return 'relation-word'
  if (most((cell) => cleanCategories(cell).problem === undefined && /儿童|孤儿|困境/.test(cell.text)))
    return 'categories'
  return undefined
}

/** Fields that content alone may claim, when no header has. */
const CLAIMS: Record<Subject, Partial<Record<ValueKind, FieldName>>> = {
  child: {
    'id-number': 'idNumber',
    'disability-card': 'disabilityCardNo',
    phone: 'phone',
    day: 'birthDay',
    sex: 'sex',
    categories: 'categories',
  },
  person: { 'id-number': 'personIdNumber', phone: 'phone', day: 'stateStartDay', sex: 'personSex' },
}

/** Kinds whose content is unmistakable: with these a header can be contradicted. */
const STRICT: ReadonlySet<ValueKind> = new Set(['id-number', 'disability-card', 'phone', 'day', 'sex'])

const subjectOf = (header: Header, rows: RosterRow[], hints: MappingHints): Subject => {
  const days = rows.flatMap(({ cells }) => {
    // Of several people in a row (child, father, mother) the youngest is the one a children's roster is about.
    const born = cells.flatMap((cell) => {
      const parsed = parseIdNumber(idOf(cell) ?? '')
      return parsed.ok ? [parsed.birthDay] : []
    })
    return born.length ? [born.toSorted().at(-1) ?? ''] : []
  })
  const grownUps = days.filter((day) => ageOn(day, hints.today) >= 18).length
  if (days.length > 0) return grownUps * 2 > days.length ? 'person' : 'child'
  const words = `${header.title}${hints.fileName ?? ''}${header.labels.join('')}`
  return /儿童|学生|未成年|孩子|幼儿/.test(words) || !personStateOf(words) ? 'child' : 'person'
}

const fromHeader = (label: string, index: number, subject: Subject): ColumnMapping => {
  const bare = bareHeader(label)
  const base = { index, label }
  if (bare === '') return { ...base, field: 'ignore', confidence: 0.5, why: '没有表头' }
  if (IGNORED_HEADERS.test(bare))
    return { ...base, field: 'ignore', confidence: 1, why: '序号、年龄一类，不需要保存' }
  const found = fieldOfHeader(label, subject)
  if (!found) return { ...base, field: 'ignore', confidence: 0.4, why: `不认识表头“${label}”` }
  const { label: name } = FIELDS[found.field]
  return {
    ...base,
    field: found.field,
    confidence: found.isExact ? 0.95 : 0.8,
    why: `表头“${label}”通常指${name}`,
  }
}

const KIND_WORDS: Partial<Record<ValueKind, string>> = {
  'id-number': '18 位身份证号',
  'disability-card': '20 位残疾人证号',
  phone: '电话号码',
  day: '日期',
  sex: '男、女',
  categories: '儿童类别',
}

/** Lets the values have their say: they confirm a header, name a column without one, or contradict it. */
const withContent = (
  column: ColumnMapping,
  values: Cell[],
  subject: Subject,
  today: string,
): ColumnMapping => {
  const kind = kindOfContent(values, today)
  if (column.field === 'carerName' && kind === 'relation-word')
    return {
      ...column,
      field: 'carerRelation',
      confidence: 0.9,
      why: `表头“${column.label}”下填的是祖父、姑姑等关系`,
    }
  if (!kind || kind === 'relation-word') return column
  const seen = `内容是${KIND_WORDS[kind] ?? kind}`
  if (column.field !== 'ignore') {
    const own = fieldShape(column.field).kind
    if (own === kind) return { ...column, confidence: 1, why: `${column.why},${seen}` }
    const isMistaken = STRICT.has(own) || own === 'name' || own === 'address'
    if (!isMistaken) return column
  } else if (column.confidence === 1) return column
  const field = CLAIMS[subject][kind]
  if (!field) return column
  return {
    ...column,
    field,
    confidence: 0.65,
    why: column.label ? `${seen}，与表头“${column.label}”不一致，请核对` : seen,
  }
}

/** A field is taken once: by the surest column, then the first. */
const withoutRepeats = (columns: ColumnMapping[]): ColumnMapping[] => {
  const best = new Map<FieldName, ColumnMapping>()
  for (const column of columns) {
    if (column.field === 'ignore') continue
    const known = best.get(column.field)
    if (!known || column.confidence > known.confidence) best.set(column.field, column)
  }
  return columns.map((column) => {
    const taken = column.field === 'ignore' ? column : best.get(column.field)
    if (!taken || taken === column) return column
    return { ...column, field: 'ignore', confidence: 0.5, why: `与“${taken.label}”重复，只取一列` }
  })
}

/**
 * Suggests what each column holds, by the words of its header, by what the sample rows look like, and first of all by what
 * the user chose for the same layout before. Columns with a confidence below 0.7 are worth a look.
 */
export const suggestMapping = (header: Header, sampleRows: RosterRow[], hints: MappingHints): Mapping => {
  const { remembered, today } = hints
  const subject = remembered?.subject ?? subjectOf(header, sampleRows, hints)
  const width = Math.max(header.labels.length, ...sampleRows.map(({ cells }) => cells.length))
  const columns = Array.from({ length: width }, (_, index): ColumnMapping => {
    const label = header.labels[index] ?? ''
    const chosen = remembered?.fields[index]
    if (chosen) return { index, label, field: chosen, confidence: 1, why: '沿用上次的对应' }
    return withContent(fromHeader(label, index, subject), columnValues(sampleRows, index), subject, today)
  })
  const state =
    remembered?.state ?? personStateOf(`${header.title}${hints.fileName ?? ''}${header.labels.join('')}`)
  return { subject, ...(subject === 'person' && state && { state }), columns: withoutRepeats(columns) }
}

/** What a user confirmed, in the form to remember under the layout's fingerprint. */
export const rememberMapping = (mapping: Mapping): RememberedMapping => ({
  subject: mapping.subject,
  ...(mapping.state && { state: mapping.state }),
  fields: mapping.columns.map(({ field }) => field),
})
