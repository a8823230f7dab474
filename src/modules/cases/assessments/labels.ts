import type { AssessmentState } from './contract.ts'
import type { InstrumentState } from './versions/contract.ts'
import type { InstrumentContent, Question } from './scoring/content.ts'

export const ASSESSMENT_STATE = {
  counted: '有效',
  awaiting: '等另一人确认',
  refused: '未获确认，不作数',
  replaced: '等待中又做了新的，不作数',
} satisfies Record<AssessmentState, string>

export const INSTRUMENT_STATE = {
  draft: '草稿',
  published: '使用中',
  retired: '旧版',
} satisfies Record<InstrumentState, string>

export const ASKED = {
  worker: '工作人员填写',
  guardian: '与监护人谈',
  child: '听孩子说',
} satisfies Record<InstrumentContent['asked'], string>

export const QUESTION_KIND = {
  choice: '单选',
  several: '多选',
  scale: '刻度',
  number: '数字',
  text: '文字',
  day: '日期',
} satisfies Record<Question['kind'], string>
