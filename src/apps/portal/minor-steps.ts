import { narrativeOf, workplacesOf } from './draft.ts'
import { PLACE_STEP } from './report-steps.ts'
import type { Step } from './step.ts'
import { MinorHappened } from './steps/MinorHappened.tsx'
import { MinorSafe, SAFE } from './steps/MinorSafe.tsx'
import { MinorSelf } from './steps/MinorSelf.tsx'
import { MinorWho } from './steps/MinorWho.tsx'

/** For a child of eight: few words, tapped answers, everything but one may be skipped. */
export const MINOR_STEPS: Step[] = [
  {
    name: 'safe',
    label: '现在安全吗',
    Screen: MinorSafe,
    shown: ({ isInDanger }) => (isInDanger ? SAFE[isInDanger] : ''),
  },
  { name: 'happened', label: '发生了什么', Screen: MinorHappened, shown: narrativeOf },
  {
    name: 'who',
    label: '是谁',
    Screen: MinorWho,
    shown: (draft) =>
      [draft.accusedName, ...workplacesOf(draft).map(({ name }) => name)].filter(Boolean).join('，'),
  },
  { ...PLACE_STEP, label: '住在哪里' },
  {
    name: 'self',
    label: '你的名字，怎么找你',
    Screen: MinorSelf,
    shown: ({ childName, childAbout, safeContact }) =>
      [childName, childAbout, safeContact].filter((part) => part?.trim()).join('；'),
  },
]
