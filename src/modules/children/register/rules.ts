import { isMinorOn } from '#kernel/day.ts'
import { parseIdNumber } from '#kernel/id-number.ts'
import type { FieldError } from '#kernel/problem.ts'
import type { Sex } from '../contract.ts'

type Base = { birthDay: string; sex: Sex; idNumber?: string | null | undefined }

/** What does not fit together in a child's base data on a day; empty when all is well. */
export const problemsOf = ({ birthDay, sex, idNumber }: Base, day: string): FieldError[] => {
  const problems: FieldError[] = []
  if (birthDay > day) problems.push({ field: 'birthDay', message: '出生日期不能晚于今天' })
  const parsed = idNumber ? parseIdNumber(idNumber) : undefined
  if (!parsed?.ok) return problems
  if (parsed.birthDay !== birthDay)
    problems.push({ field: 'birthDay', message: `与身份证号里的出生日期 ${parsed.birthDay} 不一致` })
  if (sex !== 'unknown' && parsed.sex !== sex)
    problems.push({ field: 'sex', message: '与身份证号里的性别不一致' })
  return problems
}

/** A new file is for a minor (《未成年人保护法》第二条). */
export const newFileProblemsOf = (base: Base, day: string): FieldError[] =>
  isMinorOn(base.birthDay, day)
    ? problemsOf(base, day)
    : [{ field: 'birthDay', message: '已满 18 周岁，不再建立未成年人档案' }]
