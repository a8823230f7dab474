import type { GoalsReached, ToldWhom, Usefulness } from './contract.ts'

export const GOALS = {
  all: '都达到了',
  some: '达到一部分',
  none: '没有达到',
} satisfies Record<GoalsReached, string>

export const TOLD_WHOM = {
  child: '孩子',
  guardian: '监护人',
  both: '孩子和监护人',
  nobody: '不能告知',
} satisfies Record<ToldWhom, string>

export const USEFUL = {
  yes: '有用',
  some: '有一点',
  no: '没用',
  unsaid: '不想说',
  'not-asked': '没有问',
} satisfies Record<Usefulness, string>
