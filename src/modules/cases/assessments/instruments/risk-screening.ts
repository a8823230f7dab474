import type { InstrumentContent } from '../scoring/content.ts'
import { riskChild } from './risk-child.ts'
import { riskFamily } from './risk-family.ts'
import { riskSurroundings } from './risk-surroundings.ts'
import { DANGER_LEVELS, WORKERS } from './write.ts'

/** 风险筛查: three classes, thirty indicators, four levels; it sets the level of the case. */
export const riskScreening: InstrumentContent = {
  code: 'risk-screening',
  title: '风险筛查',
  purpose: '每个个案都做：三类三十项，得出个案的危险等级。情况变了、到了再评日子，再做一次，和上次对照。',
  asked: 'worker',
  roles: WORKERS,
  setsCaseLevel: true,
  source:
    '条目与措辞为本平台自拟，所涉职责见各题所注法条；分类、三十项、四级的做法参考宁波鄞州“鄞领护苗”的公开报道；分值与起点分没有标准依据，由县里核定',
  isUnconfirmed: true,
  sections: [riskChild, riskFamily, riskSurroundings],
  levels: DANGER_LEVELS({ immediate: 60, high: 30, medium: 12 }),
  unknownAtLeast: 'medium',
}
