import { z } from 'zod'

/** 危险等级, the colours of the trade: 红、黄、蓝、绿. The worst first. */
export const DangerLevel = z.enum(['immediate', 'high', 'medium', 'low'], '请选择危险等级')
export type DangerLevel = z.infer<typeof DangerLevel>

const place = (level: DangerLevel) => DangerLevel.options.indexOf(level)

export const isSafer = (one: DangerLevel, other: DangerLevel) => place(one) > place(other)

/** Of none: no danger that anybody knows of. */
export const worstOf = (levels: readonly DangerLevel[]): DangerLevel =>
  levels.reduce<DangerLevel>((worst, each) => (isSafer(worst, each) ? each : worst), 'low')
