import type { InvestigationState, SpokenHow } from './contract.ts'

export const INVESTIGATION_STATE = {
  draft: '起草中',
  written: '等另一人复核',
  signed: '已签定',
} satisfies Record<InvestigationState, string>

export const SPOKEN_HOW = {
  home: '家访',
  school: '到校',
  office: '在办公室',
  telephone: '电话',
  video: '视频',
  other: '其他',
} satisfies Record<SpokenHow, string>
