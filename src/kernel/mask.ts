import { cleanName, surnameOf } from './names.ts'

/** `张*`, `欧阳*`: one star for any given name, so that its length says nothing. Names without a surname keep their first character. */
export const maskName = (name: string) => {
  const clean = cleanName(name)
  const shown = surnameOf(clean) || Array.from(clean)[0]
  return shown ? `${shown}*` : ''
}

/** What may stand in the name of a place: no digit, road or house, which would lead past the village. */
const PLACE = String.raw`(?:(?![路巷弄号栋幢座楼室])\p{Script=Han})`
const VILLAGE = String.raw`(?:(?!街)${PLACE}){1,8}?(?:村民委员会|居民委员会|村委会|居委会|社区|村)`
const TOWN = String.raw`^${PLACE}{1,24}?(?:镇|乡|街道)`
const TO_VILLAGE = new RegExp(`${TOWN}${VILLAGE}|^${VILLAGE}`, 'u')
const TO_TOWN = new RegExp(TOWN, 'u')

/**
 * An address down to the village or community; where none is recognised, to the town; else only that there is one.
 * Group, road and house number never show.
 */
export const maskAddress = (address: string) => {
  const clean = address.normalize('NFKC').replace(/\s+/gu, '')
  if (!clean) return ''
  const shown = TO_VILLAGE.exec(clean)?.[0] ?? TO_TOWN.exec(clean)?.[0]
  if (shown === clean) return clean
  return shown ? `${shown}****` : '已登记'
}

/** How far a citizen's number has been checked: not at all, by its check digit alone, or against the police register. */
export type IdNumberState = 'missing' | 'unverified' | 'verified'

const ID_NUMBER_STATES: Record<IdNumberState, string> = {
  missing: '未登记',
  unverified: '已登记（未核验）',
  verified: '已登记（已核验）',
}

/**
 * Shows no digit of a citizen's number. The customary masks (first six and last four, or the last four alone) hide the
 * place of issue and the birth day, and both stand beside them in a child's file: together they give the whole number. Who
 * needs it reveals it, with a reason that is kept.
 */
export const maskIdNumber = (state: IdNumberState) => ID_NUMBER_STATES[state]
