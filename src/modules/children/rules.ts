import { addDays, ageOn, birthdayAt } from '#kernel/day.ts'

/** Ages at which the law changes what holds for a child; computed from the birth day, never stored. */
export const THRESHOLDS = {
  /** 不满十四周岁: all personal information is sensitive (《个人信息保护法》第二十八条). */
  fourteen: 14,
  /** 不满十六周岁: may not live alone (《未成年人保护法》第二十一条); the age of left-behind and migrant children. */
  sixteen: 16,
  /** 《未成年人保护法》第二条. */
  eighteen: 18,
} as const

export const AGE_BANDS = ['under-3', '3-5', '6-13', '14-15', '16-17', 'adult'] as const
export type AgeBand = (typeof AGE_BANDS)[number]

const BAND_AGES: Record<AgeBand, { from: number; below: number | undefined }> = {
  'under-3': { from: 0, below: 3 },
  '3-5': { from: 3, below: 6 },
  '6-13': { from: 6, below: 14 },
  '14-15': { from: 14, below: 16 },
  '16-17': { from: 16, below: 18 },
  adult: { from: 18, below: undefined },
}

/** First day on which someone can have been born to be younger than `age` on a day; agrees with `ageOn` for 02-29. */
const bornSince = (age: number, day: string) => {
  const start = birthdayAt(day, -age)
  return ageOn(start, day) >= age ? addDays(start, 1) : start
}

/** Birth days of a band on a day: from `since` to `until`, both included; open where undefined. */
export const birthDaysOf = (band: AgeBand, day: string) => {
  const { from, below } = BAND_AGES[band]
  return {
    since: below === undefined ? undefined : bornSince(below, day),
    until: from === 0 ? undefined : addDays(bornSince(from, day), -1),
  }
}

/** The next age at which something changes, and the day; undefined for adults. */
export const nextThreshold = (birthDay: string, day: string) => {
  const age = ageOn(birthDay, day)
  const next = Object.values(THRESHOLDS).find((threshold) => threshold > age)
  return next === undefined ? undefined : { age: next, day: birthdayAt(birthDay, next) }
}

/** Fields whose values are C3: sealed at rest, masked in answers, revealed with a reason. */
export const SECRET_FIELDS = [
  'idNumber',
  'phone',
  'hukouAddress',
  'residenceAddress',
  'proofNo',
  'detail',
] as const
export type SecretField = (typeof SECRET_FIELDS)[number]

export const isSecretField = (field: string): field is SecretField =>
  (SECRET_FIELDS as readonly string[]).includes(field)

/** What stands in place of a secret in histories and conflicts. */
export const HIDDEN = '(已隐藏)'

export const withoutSecrets = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      isSecretField(field) && value !== null && value !== undefined ? HIDDEN : value,
    ]),
  )
