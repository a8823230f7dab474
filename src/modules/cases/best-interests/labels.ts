import type { Demand } from './contract.ts'

/** The words of the article. */
export const DEMAND = {
  priority: '给予未成年人特殊、优先保护',
  dignity: '尊重未成年人人格尊严',
  privacy: '保护未成年人隐私权和个人信息',
  development: '适应未成年人身心健康发展的规律和特点',
  views: '听取未成年人的意见',
  education: '保护与教育相结合',
} satisfies Record<Demand, string>

/** What to think of when answering. */
export const DEMAND_HINT = {
  priority: '孩子的安全和需要排在第几位，哪些事先办。',
  dignity: '做法会不会让孩子难堪、被贴标签，谁来做、在哪里做更合适。',
  privacy: '谁需要知道、知道到哪一步，材料怎样保管。',
  development: '是否合乎孩子的年龄、上学和身体情况。',
  views: '孩子怎么说，采纳了什么；没有采纳的，怎样向孩子说明。',
  education: '孩子和监护人需要哪些教育、指导和支持。',
} satisfies Record<Demand, string>
