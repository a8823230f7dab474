import { ageOn } from '#kernel/day.ts'
import type { Places, SchoolKind } from './places.ts'
import type { Random } from './random.ts'
import type { Schooling } from './shapes.ts'

/** School years begin on 1 September; who is six by 31 August enters (《义务教育法》第十一条). */
const ageAtSchoolStart = (bornOn: string, today: string) => {
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '09-01' ? 1 : 0)
  return ageOn(bornOn, `${year}-08-31`)
}

const GRADES: readonly { kind: SchoolKind; fromAge: number; grades: readonly string[] }[] = [
  { kind: 'kindergarten', fromAge: 3, grades: ['小班', '中班', '大班'] },
  { kind: 'primary', fromAge: 6, grades: ['一年级', '二年级', '三年级', '四年级', '五年级', '六年级'] },
  { kind: 'junior', fromAge: 12, grades: ['七年级', '八年级', '九年级'] },
  { kind: 'senior', fromAge: 15, grades: ['高一', '高二', '高三'] },
]

const BOARDING: Record<SchoolKind, number> = {
  kindergarten: 0,
  primary: 0.04,
  junior: 0.28,
  senior: 0.7,
  vocational: 0.7,
  special: 0.4,
}

/** Share that is not in class though it should be: out of compulsory school, or away for illness. */
const statusOf = (random: Random, kind: SchoolKind, isIll: boolean): Schooling['status'] => {
  if (isIll && random.chance(0.25)) return 'suspended'
  if (kind === 'senior') return random.chance(0.06) ? 'left-school' : 'enrolled'
  if (kind === 'kindergarten') return random.chance(0.08) ? 'preschool' : 'enrolled'
  return random.chance(0.0008) ? 'dropped-out' : 'enrolled'
}

/** Where a child of this age learns. @param villageCode where it lives; undefined for those outside the county */
export const schoolingOf = (
  random: Random,
  { schoolFor }: Places,
  child: { bornOn: string; villageCode: string | undefined; isIll: boolean; isDisabled: boolean },
  today: string,
): Schooling => {
  const age = ageAtSchoolStart(child.bornOn, today)
  const step = GRADES.findLast(({ fromAge }) => age >= fromAge)
  if (!step) return { status: 'preschool' }
  const grade = step.grades[age - step.fromAge]
  if (!grade) return { status: 'left-school' }
  const status = statusOf(random, step.kind, child.isIll)
  if (status !== 'enrolled' && status !== 'suspended') return { status }
  if (!child.villageCode) return { status, schoolName: '县外学校', grade }
  const isSpecial = child.isDisabled && step.kind !== 'kindergarten' && random.chance(0.3)
  const kind = isSpecial ? 'special' : step.kind === 'senior' && random.chance(0.4) ? 'vocational' : step.kind
  const school = schoolFor(kind, child.villageCode)
  return {
    status,
    ...(school && { schoolCode: school.code, schoolName: school.name }),
    grade,
    className: `${random.int(1, kind === 'special' ? 2 : 8)}班`,
    isBoarding: random.chance(BOARDING[kind]),
  }
}
