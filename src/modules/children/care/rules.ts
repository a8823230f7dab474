import type { Declared, DelegatedCare } from './contract.ts'

type Answers = Partial<
  Record<
    'isCapable' | 'hasHarmed' | 'hasBadHabit' | 'hasNeglected' | 'isOtherwiseUnfit',
    'yes' | 'no' | undefined
  >
>

/** The answer that clears a carer, what is then declared, and what excludes otherwise (《未成年人保护法》第二十二条第二款). */
const QUESTIONS = {
  isCapable: { clears: 'yes', declares: 'capable', excludes: '不具有完全的照护能力' },
  hasHarmed: {
    clears: 'no',
    declares: 'no-harm',
    excludes: '曾实施性侵害、虐待、遗弃、拐卖、暴力伤害等违法犯罪行为',
  },
  hasBadHabit: { clears: 'no', declares: 'no-habit', excludes: '有吸毒、酗酒、赌博等恶习' },
  hasNeglected: {
    clears: 'no',
    declares: 'no-neglect',
    excludes: '曾拒不履行或者长期怠于履行监护、照护职责',
  },
  isOtherwiseUnfit: { clears: 'no', declares: 'no-other', excludes: '有其他不适宜担任被委托人的情形' },
} as const satisfies Record<keyof Answers, { clears: 'yes' | 'no'; declares: Declared; excludes: string }>

/** What the answers declare, and what excludes the person from being a carer; what was not asked is neither. */
export const declaredBy = (answers: Answers): { declared: Declared[]; excluding: string[] } => {
  const declared: Declared[] = []
  const excluding: string[] = []
  for (const [question, { clears, declares, excludes }] of Object.entries(QUESTIONS)) {
    const answer = answers[question as keyof Answers]
    if (answer === clears) declared.push(declares)
    else if (answer) excluding.push(excludes)
  }
  return { declared, excluding }
}

const DECLARATIONS = Object.values(QUESTIONS).map(({ declares }) => declares)

/** What the law still asks for while a care runs, in words; empty when everything is there. */
export const missingOf = (
  care: Pick<DelegatedCare, 'declared' | 'villageToldOn' | 'schoolToldOn' | 'isChildHeard' | 'toDay'>,
  isAtSchool: boolean,
): string[] => {
  if (care.toDay) return []
  const missing: string[] = []
  if (DECLARATIONS.some((each) => !care.declared.includes(each))) missing.push('被委托人声明（第二十二条）')
  if (!care.isChildHeard) missing.push('听取儿童意见（第二十二条）')
  if (!care.villageToldOn) missing.push('书面告知村（居）委会（第二十三条）')
  if (isAtSchool && !care.schoolToldOn) missing.push('书面告知学校（第二十三条）')
  return missing
}
