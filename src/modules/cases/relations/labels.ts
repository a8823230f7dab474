import type { RelationKind, RelationSource } from './contract.ts'

/** 「甲是乙的……」. */
export const RELATION_KIND = {
  parent: '父母',
  grandparent: '祖辈',
  sibling: '兄弟姐妹',
  spouse: '配偶或同居人',
  relative: '其他亲属',
  guardian: '监护人',
  'cares-for': '照护人',
  'suspected-offender': '涉嫌加害人',
  witness: '知情人',
  teacher: '老师',
  classmate: '同学或朋友',
  neighbour: '邻居',
  other: '其他关系人',
} satisfies Record<RelationKind, string>

export const RELATION_SOURCE = {
  register: '儿童档案',
  child: '孩子自己说',
  family: '家里人说',
  visit: '走访看到',
  report: '报告里写到',
  unit: '单位的材料',
  other: '其他',
} satisfies Record<RelationSource, string>
