import { addDays, ageOn, birthdayAt } from '#kernel/day.ts'
import { invalid, refused, stale } from '#kernel/problem.ts'

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
export const HIDDEN = '（已隐藏）'

export const withoutSecrets = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      isSecretField(field) && value !== null && value !== undefined ? HIDDEN : value,
    ]),
  )

/**
 * Whether a running record (a category, a relation …) may end so; throws the problem otherwise: 409 with both values when somebody
 * saved first, 409 when it has ended, 422 when the day cannot be right.
 */
export const checkEnding = (
  row: { version: number; fromDay: string | null; toDay: string | null; endReason?: string | null },
  ending: { version: number; to: string; reason: string },
  day: string,
): void => {
  if (row.version !== ending.version)
    throw stale({
      yours: { to: ending.to, endReason: ending.reason },
      theirs: { to: row.toDay, endReason: row.endReason ?? null },
      version: row.version,
    })
  if (row.toDay && row.toDay <= day) throw refused(`已在 ${row.toDay} 结束，不用再次登记`)
  const problem =
    ending.to > day
      ? '结束日期不能晚于今天'
      : row.fromDay && ending.to < row.fromDay
        ? `结束日期不能早于开始日期 ${row.fromDay}`
        : undefined
  if (problem) throw invalid(problem, [{ field: 'to', message: problem }])
}

/** A day on which something began cannot lie ahead, nor before the child was born. */
export const checkBeginning = (
  from: string | undefined,
  day: string,
  birthDay?: string,
  field = 'from',
): void => {
  const problem =
    from && from > day
      ? '日期不能晚于今天'
      : from && birthDay && from < birthDay
        ? `日期不能早于儿童的出生日期 ${birthDay}`
        : undefined
  if (problem) throw invalid(problem, [{ field, message: problem }])
}

/** A correction that changes nothing is a slip of the hand: it would only wake the others' conflict view. */
export const checkChanges = (changes: Record<string, unknown>): void => {
  if (!Object.keys(changes).length) throw invalid('没有改动任何内容，不用保存')
}
