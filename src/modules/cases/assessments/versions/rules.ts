import type { RequiredInstruments } from './contract.ts'

/** [D] Until the county decides otherwise: everybody is screened, and whoever is in high danger has the guardianship assessed. */
export const REQUIRED: RequiredInstruments = {
  immediate: ['risk-screening', 'guardianship'],
  high: ['risk-screening', 'guardianship'],
  medium: ['risk-screening'],
  low: ['risk-screening'],
}
