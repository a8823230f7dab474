import type { Declared } from './contract.ts'

/** 《未成年人保护法》第二十二条 in short. */
export const DECLARED = {
  capable: '有照护能力',
  'no-harm': '没有侵害行为',
  'no-habit': '没有恶习',
  'no-neglect': '没有怠于照护',
  'no-other': '没有其他不适宜情形',
} satisfies Record<Declared, string>
