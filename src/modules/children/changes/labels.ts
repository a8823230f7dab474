import type { RecordKind } from './contract.ts'

export const RECORD_KIND = {
  child: '基本信息',
  person: '家庭成员的信息',
  'child-person': '家庭关系',
  category: '类别',
  'parent-state': '父母状况',
  'delegated-care': '委托照护',
  schooling: '就学',
  health: '健康',
} satisfies Record<RecordKind, string>
