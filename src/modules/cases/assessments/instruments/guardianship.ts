import type { InstrumentContent } from '../scoring/content.ts'
import { capacity } from './guardianship-capacity.ts'
import { growth, safeguards } from './guardianship-child.ts'
import { WORKERS } from './write.ts'

/** 监护评估: how the child grows up, what the guardian can do, and what holds the family. */
export const guardianship: InstrumentContent = {
  code: 'guardianship',
  title: '监护评估',
  purpose: '等级为高、紧急的个案必做：看监护人尽没尽到责任、有没有能力、缺什么支持，得出监护状况。',
  asked: 'guardian',
  roles: WORKERS,
  source:
    '职责依据未成年人保护法第十六条至第二十四条；监护缺失、失当、不足、正常四种结果见湖北省《困境儿童家庭监护能力评估》（2023）的公开报道，条目与分值为本平台自拟',
  isUnconfirmed: true,
  sections: [growth, capacity, safeguards],
  levels: [
    {
      code: 'absent',
      label: '监护缺失',
      danger: 'immediate',
      from: null,
      advice:
        '没有人履行监护职责：依法临时监护（未成年人保护法第九十二条），查找监护人，研究变更或撤销监护人资格。',
    },
    {
      code: 'improper',
      label: '监护失当',
      danger: 'high',
      from: 34,
      advice: '监护人伤害或放任伤害：先保护孩子，训诫、家庭教育指导令，必要时申请人身安全保护令。',
    },
    {
      code: 'insufficient',
      label: '监护不足',
      danger: 'medium',
      from: 12,
      advice: '愿意管但管不好：补能力、补钱物、补人手，定期上门指导。',
    },
    {
      code: 'adequate',
      label: '监护正常',
      danger: 'low',
      from: 0,
      advice: '监护到位：保持联系，告诉家庭有困难找谁。',
    },
  ],
  unknownAtLeast: 'insufficient',
}
