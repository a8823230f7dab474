import { ADMINISTRATORS, WORKPLACE, type Role } from '../rules.ts'

export type Place = { level: 'county' | 'town' | 'village'; isEnded: boolean }

export type Grant = { role: Role; place: Place | undefined; hasUnit: boolean; hasDivision: boolean }

const isAdministrator = (role: Role | null) => role !== null && (ADMINISTRATORS as string[]).includes(role)

/** Which field of a grant is wrong and why; undefined when it may be made. */
export const grantProblem = (grant: Grant): { field: string; message: string } | undefined => {
  const { role, place, hasDivision, hasUnit } = grant
  const needs = WORKPLACE[role]
  const isPlace = needs === 'village' || needs === 'town'
  if (isPlace && !hasDivision)
    return { field: 'divisionCode', message: needs === 'village' ? '请选择村（居）' : '请选择镇（街道）' }
  if (!isPlace && hasDivision) return { field: 'divisionCode', message: '这个岗位不按村镇划范围，请不要选' }
  if (isPlace && place?.level !== needs)
    return {
      field: 'divisionCode',
      message: needs === 'village' ? '请选择到村（居）' : '请选择镇（街道）一级',
    }
  if (isPlace && place?.isEnded) return { field: 'divisionCode', message: '这个村镇已撤并，请选择承接的村镇' }
  if (needs === 'unit' && !hasUnit) return { field: 'unitId', message: '请选择单位' }
  if (needs !== 'unit' && hasUnit) return { field: 'unitId', message: '这个岗位不属于单位，请不要选' }
  return undefined
}

/**
 * The three administrators are three accounts (三员分立): one that holds or held another power never becomes an administrator,
 * nor an administrator anything else, because what it did in one power could then be hidden by the other.
 */
export const mixesPowers = (held: Role | null, wanted: Role): boolean =>
  held !== null && held !== wanted && (isAdministrator(held) || isAdministrator(wanted))
