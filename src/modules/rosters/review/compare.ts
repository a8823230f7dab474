import { maskAddress } from '#kernel/mask.ts'
import { CATEGORY, DISABILITY_CLASS, DISABILITY_GRADE, SCHOOLING, SEX } from '#modules/children/labels.ts'
import type { FileNow } from '#modules/children/updates/files/queries.ts'
import { fieldShape, type FieldName, type ValueKind } from '../cleaning/fields.ts'
import type { RosterRecord, RowRule } from '../cleaning/record.ts'
import { villageOf } from '../proposing/child.ts'
import type { ComparedValue } from '../preview/contract.ts'

/** 已填写: a secret shows that it is there and nothing else. */
const FILLED = '已填写'
const SECRET: ReadonlySet<ValueKind> = new Set(['id-number', 'phone', 'code', 'disability-card'])

const isField = (field: string): field is FieldName =>
  field !== 'idNumberPrefix' && field !== 'idNumberAsWritten'

const wordOf = (record: RosterRecord, field: FieldName): string => {
  const kind = fieldShape(field).kind
  if (SECRET.has(kind)) return FILLED
  const value = record[field]
  switch (kind) {
    case 'sex':
      return SEX[value as keyof typeof SEX]
    case 'schooling':
      return SCHOOLING[value as keyof typeof SCHOOLING]
    case 'address':
      return maskAddress((value as { text: string }).text)
    case 'categories':
      return (value as { kind: keyof typeof CATEGORY; detail: string }[])
        .map(({ kind: category, detail }) => detail || CATEGORY[category])
        .join('、')
    case 'left-behind':
      return (value as { detail: string }).detail || CATEGORY['left-behind']
    case 'relation':
      return (value as { word: string }).word
    case 'yes-no':
      return value ? '是' : '否'
    case 'disability-class':
      return DISABILITY_CLASS[Number(value) - 1] ?? ''
    case 'disability-grade':
      return DISABILITY_GRADE[Number(value) - 1] ?? ''
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
}

/** The row's values for people; the shape of each follows from its field's kind. */
export const shownValues = (record: RosterRecord) =>
  Object.keys(record)
    .filter(isField)
    .map((field) => ({ field, value: wordOf(record, field) }))

/** What cleaning did; of secrets only that. */
export const shownRules = (rules: readonly RowRule[]) =>
  rules.map(({ field, label, from, to }) => {
    const { kind } = fieldShape(field)
    const show = (text: string) =>
      SECRET.has(kind) ? '' : kind === 'address' ? maskAddress(text) : text.slice(0, 60)
    return { field, label, from: show(from), to: show(to) }
  })

const differingPlaces = (one: string, other: string) =>
  Array.from(one).flatMap((sign, at) => (sign === other[at] ? [] : [at]))

/** In what two identity numbers differ, in words and without a digit. */
export const numberHint = (record: RosterRecord, onFile: string | null): string | null => {
  if (!onFile) return null
  const { idNumber, idNumberPrefix: prefix, idNumberAsWritten: written } = record
  if (prefix) return onFile.startsWith(prefix) ? '前 15 位一致，后 3 位被 Excel 抹掉' : '前 15 位不一致'
  const given = idNumber ?? written
  if (!given) return null
  if (given === onFile) return '完全一致'
  if (given.length !== onFile.length) return `名册上是 ${given.length} 位`
  const places = differingPlaces(given, onFile)
  const [first = 0, second = 0] = places
  const isSwapped =
    places.length === 2 &&
    second === first + 1 &&
    given[first] === onFile[second] &&
    given[second] === onFile[first]
  return isSwapped ? '相邻两位颠倒' : `有 ${places.length} 位不同`
}

const relationOf = (roster: unknown, file: unknown, isSame: boolean): ComparedValue['relation'] =>
  isSame ? 'same' : file === null ? 'roster-only' : roster === null ? 'file-only' : 'differs'

const open = (
  field: string,
  roster: string | null | undefined,
  file: string | null | undefined,
): ComparedValue => {
  const values = { roster: roster ?? null, file: file ?? null }
  return {
    field,
    ...values,
    relation: relationOf(values.roster, values.file, values.roster === values.file),
    hint: null,
  }
}

type Names = {
  divisionName: (code: string) => string | undefined
  indexOf: (field: 'id-number' | 'phone', value: string) => Buffer
}

const numberLine = (record: RosterRecord, file: FileNow): ComparedValue => {
  const onFile = file.idNumber.open()
  const roster = record.idNumber
    ? FILLED
    : record.idNumberPrefix
      ? '不完整'
      : record.idNumberAsWritten
        ? '有误'
        : null
  const hint = numberHint(record, onFile)
  const isSame = record.idNumber !== undefined && record.idNumber === onFile
  return {
    field: 'idNumber',
    roster,
    file: onFile ? '已登记' : null,
    relation: relationOf(roster, onFile, isSame),
    hint,
  }
}

const phoneLine = (record: RosterRecord, file: FileNow, { indexOf }: Names): ComparedValue => {
  const [phone] = record.phone ?? record.guardianPhone ?? []
  const known = [file.phone, ...file.family.map((member) => member.phone)].filter(
    ({ index }) => index !== null,
  )
  const isSame = phone !== undefined && known.some(({ index }) => index?.equals(indexOf('phone', phone)))
  const roster = phone ? FILLED : null
  const onFile = known.length ? '已登记' : null
  return { field: 'phone', roster, file: onFile, relation: relationOf(roster, onFile, isSame), hint: null }
}

const familyLines = (record: RosterRecord, file: FileNow): ComparedValue[] => {
  const nameOf = (relation: string) => file.family.find((member) => member.relation === relation)?.name
  const guardians = file.family.filter(({ isGuardian }) => isGuardian).map(({ name }) => name)
  const guardian = record.guardianName
  return [
    open('fatherName', record.fatherName, nameOf('father')),
    open('motherName', record.motherName, nameOf('mother')),
    ...(guardian
      ? [
          open(
            'guardianName',
            guardian,
            guardians.includes(guardian) ? guardian : guardians.join('、') || null,
          ),
        ]
      : []),
  ]
}

/** The row beside a child on file, line by line; lines that neither has are left out. */
export const compareChild = (record: RosterRecord, file: FileNow, names: Names): ComparedValue[] => {
  const village = villageOf(record)
  const address = record.residenceAddress ?? record.hukouAddress
  const here = village ? names.divisionName(village) : address && maskAddress(address.text)
  const there = [file.divisionCode, file.hukouDivisionCode].filter((code) => code !== null)
  const lives = village !== undefined && there.includes(village)
  return [
    open('name', record.name, file.name),
    open('sex', record.sex && SEX[record.sex], SEX[file.sex]),
    open('birthDay', record.birthDay, file.birthDay),
    numberLine(record, file),
    open('village', here, lives ? here : names.divisionName(file.divisionCode)),
    ...familyLines(record, file),
    phoneLine(record, file, names),
    open('school', record.school, file.schooling?.schoolName),
  ].filter(({ roster, file: onFile }) => roster !== null || onFile !== null)
}
