import type { HearingWay, NoGuardianReason, PlanItemEffect } from '../contract.ts'
import type { PlanItemKind } from './contract.ts'

export const PLAN_ITEM_KIND = {
  own: '本中心办理',
  referral: '转介',
  service: '社会服务',
  allowance: '救助申请',
  visit: '走访',
  other: '其他',
} satisfies Record<PlanItemKind, string>

export const PLAN_ITEM_EFFECT = {
  helped: '帮到了',
  partly: '帮到一些',
  'not-helped': '没有帮到',
  'too-early': '还看不出',
} satisfies Record<PlanItemEffect, string>

export const HEARING_WAY = {
  talk: '单独谈话',
  play: '画画、游戏中聊',
  cards: '图片、表情卡片',
  questionnaire: '适合年龄的问卷',
  'trusted-person': '由孩子信任的人转述',
} satisfies Record<HearingWay, string>

export const NO_GUARDIAN_REASON = {
  'suspected-offender': '监护人是侵害嫌疑人',
  'endangers-child': '告诉监护人会使孩子处于危险',
  'not-reachable': '多次联系不上',
  'no-guardian': '没有监护人或正在确定',
  refused: '监护人拒绝表态',
} satisfies Record<NoGuardianReason, string>
