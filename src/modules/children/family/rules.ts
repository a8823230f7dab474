import { parseIdNumber } from '#kernel/id-number.ts'
import type { FieldError } from '#kernel/problem.ts'
import type { Sex } from '../contract.ts'

type Base = { birthDay?: string | null | undefined; sex: Sex; idNumber?: string | null | undefined }

/** Birth day and sex as an adult's identity number says, where the form left them open. */
export const completed = <P extends Base>(person: P): P => {
  const parsed = person.idNumber ? parseIdNumber(person.idNumber) : undefined
  if (!parsed?.ok) return person
  return {
    ...person,
    birthDay: person.birthDay ?? parsed.birthDay,
    sex: person.sex === 'unknown' ? parsed.sex : person.sex,
  }
}

/** What does not fit together in an adult's data on a day. */
export const personProblemsOf = ({ birthDay, sex, idNumber }: Base, day: string): FieldError[] => {
  const parsed = idNumber ? parseIdNumber(idNumber) : undefined
  const problems: FieldError[] = []
  if (birthDay && birthDay > day) problems.push({ field: 'birthDay', message: '出生日期不能晚于今天' })
  if (!parsed?.ok) return problems
  if (birthDay && parsed.birthDay !== birthDay)
    problems.push({ field: 'birthDay', message: `与身份证号里的出生日期 ${parsed.birthDay} 不一致` })
  if (sex !== 'unknown' && parsed.sex !== sex)
    problems.push({ field: 'sex', message: '与身份证号里的性别不一致' })
  return problems
}
