import { ageOn } from '#kernel/day.ts'
import { parseIdNumber } from '#kernel/id-number.ts'
import type { CleaningContext } from './clean-value.ts'
import type { CleanedRow, RowProblem } from './record.ts'
import type { Mapping } from './columns.ts'
import type { FieldName } from './fields.ts'

type Checked = Pick<CleanedRow, 'record' | 'rules' | 'problems'>

const add = (
  row: Checked,
  field: FieldName,
  code: string,
  message: string,
  severity: RowProblem['severity'],
) => row.problems.push({ field, code, message, severity })

/** The card carries the identity number, class and grade: it fills what the row lacks, and contradicts what differs. */
const fromCard = (row: Checked) => {
  const { record, rules } = row
  const card = record.disabilityCardNo
  if (!card) return
  if (!record.idNumber && !row.problems.some(({ field }) => field === 'idNumber')) {
    record.idNumber = card.idNumber
    rules.push({
      field: 'idNumber',
      code: 'id-from-card',
      label: '身份证号取自残疾人证号',
      from: card.number,
      to: card.idNumber,
    })
  }
  if (record.idNumber && record.idNumber !== card.idNumber)
    add(row, 'disabilityCardNo', 'card-id-differs', '残疾人证号前 18 位与身份证号不一致，请核对', 'doubtful')
  if (record.disabilityClass !== undefined && record.disabilityClass !== card.classCode)
    add(
      row,
      'disabilityClass',
      'card-class-differs',
      '残疾类别与残疾人证号第 19 位不一致，请核对',
      'doubtful',
    )
  if (record.disabilityGrade !== undefined && record.disabilityGrade !== card.grade)
    add(
      row,
      'disabilityGrade',
      'card-grade-differs',
      '残疾等级与残疾人证号第 20 位不一致，请核对',
      'doubtful',
    )
}

/** Birth day and sex are in the number: they fill blanks, and contradict what differs. */
const fromIdNumber = (
  row: Checked,
  fields: { idNumber: FieldName; birthDay: 'birthDay' | 'personBirthDay'; sex: 'sex' | 'personSex' },
) => {
  const { record, rules, problems } = row
  const number = fields.idNumber === 'idNumber' ? record.idNumber : record.personIdNumber
  const parsed = number ? parseIdNumber(number) : undefined
  if (!parsed?.ok) return
  const { birthDay, sex } = fields
  if (record[birthDay] === undefined) {
    // A formula such as =MID(…) in the birth day's column is answered by the number itself.
    const formula = problems.findIndex(({ field, code }) => field === birthDay && code === 'formula')
    if (formula >= 0) problems.splice(formula, 1)
    record[birthDay] = parsed.birthDay
    rules.push({
      field: birthDay,
      code: 'day-from-id',
      label: '出生日期取自身份证号',
      from: '',
      to: parsed.birthDay,
    })
  } else if (record[birthDay] !== parsed.birthDay)
    add(row, birthDay, 'day-differs', '出生日期与身份证号里的不一致，请核对', 'doubtful')
  if (record[sex] === undefined) record[sex] = parsed.sex
  else if (record[sex] !== parsed.sex)
    add(row, sex, 'sex-differs', '性别与身份证号不一致，请核对', 'doubtful')
}

const checkAge = (row: Checked, today: string) => {
  const { birthDay } = row.record
  if (!birthDay) return
  if (birthDay > today) return add(row, 'birthDay', 'day-future', '出生日期在今天之后，请核对', 'wrong')
  const age = ageOn(birthDay, today)
  // 《未成年人保护法》第二条
  if (age >= 18)
    add(row, 'birthDay', 'adult', `已满 18 周岁（${age} 岁），不是未成年人，请核对或从名单删去`, 'wrong')
}

/** Without a good number the row is looked for by name, birth day and village; without those it cannot be used. */
const checkIdentity = (row: Checked) => {
  const { record, problems } = row
  if (!record.name && !problems.some(({ field }) => field === 'name'))
    add(row, 'name', 'name-missing', '没有姓名，请补上', 'wrong')
  const canBeFound = Boolean(record.name && record.birthDay)
  const lost = problems.find(({ field, code }) => field === 'idNumber' && code === 'id-precision-lost')
  if (lost && canBeFound) {
    lost.severity = 'doubtful'
    lost.message += '；本行先按姓名、出生日期和村（居）核对'
  }
  if (record.idNumber || problems.some(({ field }) => field === 'idNumber' || field === 'disabilityCardNo'))
    return
  if (canBeFound)
    add(row, 'idNumber', 'id-missing', '没有身份证号，将按姓名、出生日期和村（居）核对', 'doubtful')
  else
    add(row, 'idNumber', 'id-missing', '没有身份证号，也没有出生日期，无法认定是谁，请补上身份证号', 'wrong')
}

const checkPerson = (row: Checked) => {
  const { record, problems } = row
  const has = (name: FieldName) => problems.some(({ field }) => field === name)
  if (!record.personName && !has('personName'))
    add(row, 'personName', 'name-missing', '没有姓名，请补上', 'wrong')
  if (!record.personIdNumber && !has('personIdNumber'))
    add(row, 'personIdNumber', 'id-missing', '没有身份证号，无法认定是谁，请补上身份证号', 'wrong')
  if (record.stateStartDay && record.stateEndDay && record.stateEndDay < record.stateStartDay)
    add(row, 'stateEndDay', 'end-before-start', '结束日期早于开始日期，请核对', 'doubtful')
}

/** Adds what only the row as a whole shows; changes the row in place. */
export const checkRecord = (row: Checked, mapping: Mapping, { today }: CleaningContext): void => {
  if (mapping.subject === 'person') {
    fromIdNumber(row, { idNumber: 'personIdNumber', birthDay: 'personBirthDay', sex: 'personSex' })
    return checkPerson(row)
  }
  fromCard(row)
  fromIdNumber(row, { idNumber: 'idNumber', birthDay: 'birthDay', sex: 'sex' })
  checkAge(row, today)
  checkIdentity(row)
}
