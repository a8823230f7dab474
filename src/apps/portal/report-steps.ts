import { DUTY_KINDS, type DutyKind } from '#modules/reports/duty-kinds/labels.ts'
import { Accused } from './steps/Accused.tsx'
import { Child } from './steps/Child.tsx'
import { DANGERS, IN_DANGER, InDanger } from './steps/InDanger.tsx'
import { Files } from './steps/Files.tsx'
import { Happened } from './steps/Happened.tsx'
import { Named } from './steps/Named.tsx'
import { Place, placeName } from './steps/Place.tsx'
import { narrativeOf, workplacesOf } from './draft.ts'
import type { Step } from './step.ts'

const list = (...parts: (string | undefined)[]) => parts.filter((part) => part?.trim()).join('；')

export const DANGER_STEP: Step = {
  name: 'danger',
  label: '现在有没有危险',
  Screen: InDanger,
  shown: ({ isInDanger, dangers }) =>
    list(isInDanger && IN_DANGER[isInDanger], ...dangers.map((name) => DANGERS[name])),
}

export const PLACE_STEP: Step = {
  name: 'place',
  label: '在哪个村、社区',
  Screen: Place,
  shown: ({ divisionCode, placeText }, facts) => placeName(facts, divisionCode) || placeText.trim(),
}

export const FILES_STEP: Step = {
  name: 'files',
  label: '照片、录音、录像',
  Screen: Files,
  shown: (_draft, _facts, { list }) => list.map(({ name }) => name).join('、'),
}

/** Danger first; after that only what helps to find the child and to keep the report from the wrong people. */
export const REPORT_STEPS: Step[] = [
  DANGER_STEP,
  {
    name: 'happened',
    label: '发生了什么',
    Screen: Happened,
    shown: (draft) =>
      // The guide gives these names.
      list(narrativeOf(draft), ...draft.dutyKinds.map((kind) => DUTY_KINDS[kind as DutyKind].text)),
  },
  {
    name: 'child',
    label: '是哪个孩子',
    Screen: Child,
    shown: ({ childName, childAbout }) => list(childName, childAbout),
  },
  PLACE_STEP,
  {
    name: 'accused',
    label: '是谁做的，在哪里工作',
    Screen: Accused,
    shown: (draft) => {
      const workplaces = workplacesOf(draft).map(({ name }) => name)
      return list(draft.accusedName, workplaces.length ? `工作单位：${workplaces.join('、')}` : '')
    },
  },
  FILES_STEP,
  {
    name: 'named',
    label: '留不留姓名',
    Screen: Named,
    shown: ({ isNamed, reporterName, reporterPhone, reporterRelation, safeContact }) =>
      isNamed
        ? list('留姓名，请保密', reporterName, reporterPhone, reporterRelation, safeContact)
        : '不留姓名',
  },
]
