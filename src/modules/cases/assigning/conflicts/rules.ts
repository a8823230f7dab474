import { cleanName, surnameOf } from '#kernel/names.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import type { ConflictWarning } from './contract.ts'
import { CONFLICT_WARNING } from './labels.ts'

/** Somebody who might get work on a case. */
export type Candidate = {
  name: string
  unitId: string | null
  /** Village or town of the post; null at the county's centre and in units. */
  divisionCode: string | null
  /** The record is kept from the person (record_exclusion). */
  isKeptOut: boolean
  /** Declared, and not declined. */
  hasRecused: boolean
  /** Office telephone numbers, as blind indexes in hex. */
  phones: string[]
}

type Named = { name: string; unitId: string | null; divisionCode: string | null }

/** What of a case is compared with a candidate. */
export type Compared = {
  divisionCode: string
  offenders: Named[]
  guardians: Named[]
  /** Everybody whom the case or the child's family names. */
  people: Named[]
  /** Of the child and its family, as blind indexes in hex. */
  phones: string[]
}

export type Verdict = { isOut: boolean; warnings: ConflictWarning[] }

const isSameName = (one: string, other: string) => one !== '' && cleanName(one) === cleanName(other)

const townOf = (code: string) => code.slice(0, 9)

/** Works in the child's village, or in its town. */
const isLocal = (candidate: Candidate, about: Compared) =>
  candidate.divisionCode !== null && townOf(candidate.divisionCode) === townOf(about.divisionCode)

/**
 * 回避 (the idea of 公务员法第七十六条, 监察法第五十八条; which bonds count is the county's practice [D] 待核实). Out: kept from the record,
 * stepped aside, a suspected offender by name, a colleague of one in the same unit, or somebody whose office telephone stands in the
 * family's file. To think about: a namesake, the office in the offender's village, the offender's or a guardian's surname where one works.
 */
export const judgeConflict = (candidate: Candidate, about: Compared): Verdict => {
  const isOut =
    candidate.isKeptOut ||
    candidate.hasRecused ||
    about.offenders.some(
      ({ name, unitId }) =>
        isSameName(name, candidate.name) || (unitId !== null && unitId === candidate.unitId),
    ) ||
    candidate.phones.some((phone) => about.phones.includes(phone))
  const surname = surnameOf(candidate.name)
  const warnings: ConflictWarning[] = []
  if (about.people.some(({ name }) => isSameName(name, candidate.name))) warnings.push('same-name')
  if (
    candidate.divisionCode !== null &&
    about.offenders.some(({ divisionCode }) => divisionCode === candidate.divisionCode)
  )
    warnings.push('same-village')
  if (
    surname !== '' &&
    isLocal(candidate, about) &&
    [...about.offenders, ...about.guardians].some(({ name }) => surnameOf(name) === surname)
  )
    warnings.push('same-surname')
  return isOut ? { isOut, warnings: [] } : { isOut, warnings }
}

/** The same words whatever the conflict is: whoever reads them learns nothing of what the case holds against a colleague. */
export const OUT = '这位同事不宜承办本案，请另选'

/** Refuses a conflict; a warning passes with a reason. `field` is where the person was chosen. */
export const checkVerdict = ({ isOut, warnings }: Verdict, despite: string | undefined, field: string) => {
  if (isOut) throw invalid(OUT, [{ field, message: OUT }])
  if (!warnings.length || despite) return
  const words = warnings.map((each) => CONFLICT_WARNING[each]).join('；')
  throw new Problem({
    status: 409,
    code: 'conflict-of-interest',
    title: `请先想一想是否应当回避：这位同事${words}。仍要由其承办的，请写明理由`,
    fields: [{ field: 'despite', message: '请写明为什么仍由这位同事承办' }],
    detail: { warnings },
  })
}
