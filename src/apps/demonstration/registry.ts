import { daysBetween } from '#kernel/day.ts'
import { checkDigit } from '#kernel/id-number.ts'
import type { Sex } from './names.ts'
import type { Random } from './random.ts'

/** No division has this code, so no identity number made here can be a person's. */
export const DEMONSTRATION_PREFIX = '449821'

const FIRST_DAY = '1900-01-01'
const PER_DAY_AND_SEX = 500
/** Coprime to 500, so the sequence visits every number once and does not look counted. */
const STEP = 137

export type Registry = {
  /** A citizen number that nobody else of this county has (GB 11643: odd for men). RangeError when a day is full. */
  idNumber: (bornOn: string, sex: Sex) => string
  /** A mobile number: 154 is allotted to no operator (as far as known), so nobody's telephone rings. */
  phone: () => string
}

/** What must be unique in the county. Remembers one counter for each day and sex, not the people. */
export const createRegistry = (random: Random, today: string): Registry => {
  const issued = new Uint16Array(2 * (daysBetween(FIRST_DAY, today) + 1))
  const offset = random.int(0, PER_DAY_AND_SEX - 1)
  return {
    idNumber: (bornOn, sex) => {
      const day = daysBetween(FIRST_DAY, bornOn)
      const slot = 2 * day + (sex === 'male' ? 1 : 0)
      const count = issued[slot] ?? PER_DAY_AND_SEX
      if (count >= PER_DAY_AND_SEX) throw new RangeError('no identity number is left for this day of birth')
      issued[slot] = count + 1
      const sequence = 2 * ((offset + day * 31 + count * STEP) % PER_DAY_AND_SEX) + (sex === 'male' ? 1 : 0)
      const body = DEMONSTRATION_PREFIX + bornOn.replaceAll('-', '') + String(sequence).padStart(3, '0')
      return body + checkDigit(body)
    },
    phone: () => `154${String(random.int(0, 99_999_999)).padStart(8, '0')}`,
  }
}
