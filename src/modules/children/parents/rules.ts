import { addMonths } from '#kernel/day.ts'
import type { FieldError } from '#kernel/problem.ts'
import type { ParentStateKind } from '../contract.ts'

/** Kinds that end only by a correction. */
const FINAL: readonly ParentStateKind[] = ['deceased']

type State = {
  kind: ParentStateKind
  from?: string | null | undefined
  to?: string | null | undefined
  acceptedOn?: string | null | undefined
}

/** What does not fit together in a parent's state; empty when all is well. */
export const stateProblemsOf = ({ kind, from, to, acceptedOn }: State, day: string): FieldError[] => {
  const problems: FieldError[] = []
  if (from && from > day) problems.push({ field: 'from', message: '开始日期不能晚于今天' })
  if (from && to && to < from) problems.push({ field: 'to', message: '结束日期不能早于开始日期' })
  if (to && FINAL.includes(kind)) problems.push({ field: 'to', message: '死亡没有结束日期' })
  if (acceptedOn && kind !== 'out-of-contact')
    problems.push({ field: 'acceptedOn', message: '只有失联需要公安受理报案的日期' })
  if (acceptedOn && acceptedOn > day) problems.push({ field: 'acceptedOn', message: '受理日期不能晚于今天' })
  return problems
}

/**
 * 失联 counts only after six months from the police accepting the report (民发〔2019〕62号); the day from which it counts,
 * undefined while nobody has told the police.
 */
export const outOfContactCountsFrom = (acceptedOn: string | null | undefined) =>
  acceptedOn ? addMonths(acceptedOn, 6) : undefined
