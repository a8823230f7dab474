import type { Role } from './rules.ts'

export const ROLE_LABEL = {
  'child-director': '儿童主任',
  supervisor: '儿童督导员',
  'duty-officer': '值班员',
  caseworker: '个案社工',
  'centre-head': '中心负责人',
  'liaison-officer': '成员单位联络员',
  'unit-reporter': '责任报告人',
  leader: '领导小组',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
} satisfies Record<Role, string>
