import type { HealthDetail } from '../contract.ts'
import { DISABILITY_CLASS, DISABILITY_GRADE, HEALTH } from '../labels.ts'

/** A health record in one line: 残疾 智力 二级;证号 …. */
export const healthText = (detail: HealthDetail): string =>
  [
    [
      HEALTH[detail.kind],
      detail.disabilityClass && DISABILITY_CLASS[detail.disabilityClass - 1],
      detail.disabilityGrade && DISABILITY_GRADE[detail.disabilityGrade - 1],
      detail.illness,
    ]
      .filter(Boolean)
      .join(' '),
    detail.cardNumber && `证号 ${detail.cardNumber}`,
    detail.note,
  ]
    .filter(Boolean)
    .join('；')
