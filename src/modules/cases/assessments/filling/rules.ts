import { isSafer, worstOf, type DangerLevel } from '../scoring/danger.ts'

/** The last counted result of each instrument; those that say nothing about danger have none. */
export type Standing = { code: string; danger: DangerLevel | null }

const dangersOf = (standing: readonly Standing[]) => standing.flatMap(({ danger }) => danger ?? [])

/** What the counted results say together: no day is better than its worst. */
export const levelOf = (standing: readonly Standing[]): DangerLevel => worstOf(dangersOf(standing))

export type Weighing = {
  code: string
  danger: DangerLevel | null
  setsCaseLevel: boolean
  /** Of the case at present. */
  caseLevel: DangerLevel
  /** The case has been assessed as a whole; before that its conclusion decides. */
  isConcluded: boolean
  standing: readonly Standing[]
}

/** What the case's level would become if this result counted; unchanged where it has no say. */
export const levelAfter = ({
  code,
  danger,
  setsCaseLevel,
  caseLevel,
  isConcluded,
  standing,
}: Weighing): DangerLevel => {
  if (danger === null) return caseLevel
  if (setsCaseLevel && isConcluded)
    return levelOf([...standing.filter((each) => each.code !== code), { code, danger }])
  return worstOf([caseLevel, danger])
}

/** A lower result than the last of its kind, or one that would lower the case, does not count by one person's word. */
export const isLowering = (weighing: Weighing): boolean => {
  const { code, danger, standing, caseLevel } = weighing
  if (danger === null) return false
  const before = standing.find((each) => each.code === code)?.danger
  return (before && isSafer(danger, before)) || isSafer(levelAfter(weighing), caseLevel)
}
