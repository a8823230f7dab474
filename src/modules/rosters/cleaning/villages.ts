import {
  blank,
  clean,
  doubtful,
  isPlaceholder,
  notAValue,
  STEPS,
  applySteps,
  wrong,
  type Cleaned,
  type CleaningRule,
} from './cleaned.ts'
import type { Cell } from '../reading/cells.ts'

/** A village or community of the county: 12-digit code, official name (围镇村委会), name of its town (汤塘镇). */
export type Division = { code: string; name: string; town: string }

/** The county whose rosters are read; its names are what people write before the town. */
export type CountyNames = { province: string; city: string; county: string }

/** An address of which the village has been recognised, or not. `text` is the address as it will be kept. */
export type Address = {
  text: string
  villageCode?: string
  /** What stood behind the village: 4组, 12号. */
  detail?: string
  /** Codes of the villages that it may be, when the words do not decide. */
  candidates?: string[]
  /** It lies in another county. */
  isOutside?: true
}

export type VillageIndex = {
  byCode: ReadonlyMap<string, Division>
  /** Town → ways to write a village → codes; '' stands for all towns. */
  byTown: ReadonlyMap<string, ReadonlyMap<string, string[]>>
  towns: { name: string; short: string }[]
  prefixes: string[]
  longest: number
}

/** Ordinary signs that are typed for the rare ones of place names: 清水径 for 清水迳. */
const LOOK_ALIKE: Record<string, string> = { 径: '迳', 逕: '迳', 朗: '塱', 堂: '坣', 岡: '冈', 崗: '岗' }

const folded = (text: string) => text.replace(/[径逕朗堂岡崗]/g, (sign) => LOOK_ALIKE[sign] ?? sign)

const COMMUNITY = /(社区)?(居民委员会|居委会)$|社区$/
const VILLAGE = /(村民委员会|村委会)$|(?<=.)村$/

const ENDINGS = {
  community: ['社区居民委员会', '社区居委会', '社区居委', '居民委员会', '居委会', '居委', '社区', ''],
  village: ['村村民委员会', '村村委会', '村民委员会', '村委会', '村委', '村', ''],
}

const variantsOf = (name: string): string[] => {
  const isCommunity = COMMUNITY.test(name)
  const stem = name.replace(isCommunity ? COMMUNITY : VILLAGE, '') || name
  return [name, ...ENDINGS[isCommunity ? 'community' : 'village'].map((ending) => stem + ending)].map(folded)
}

const shortTown = (name: string) => name.replace(/(街道办事处|街道|镇|乡)$/, '') || name

const shortPlace = (name: string) => name.replace(/(自治区|省|自治州|市|县|区)$/, '')

/** Prepares the county's villages for `resolveAddress`; made once for an import. */
export const buildVillageIndex = (divisions: readonly Division[], county?: CountyNames): VillageIndex => {
  const byTown = new Map<string, Map<string, string[]>>([['', new Map()]])
  const add = (town: string, variant: string, code: string) => {
    const variants = byTown.get(town) ?? new Map<string, string[]>()
    byTown.set(town, variants.set(variant, [...(variants.get(variant) ?? []), code]))
  }
  for (const { code, name, town } of divisions)
    for (const variant of new Set(variantsOf(name))) {
      add('', variant, code)
      add(town, variant, code)
    }
  const names = county ? [county.province, county.city, county.county] : []
  return {
    byCode: new Map(divisions.map((division) => [division.code, division])),
    byTown,
    towns: [...new Set(divisions.map(({ town }) => town))].map((name) => ({ name, short: shortTown(name) })),
    prefixes: names.flatMap((name) => [name, shortPlace(name)]).filter((name) => name.length > 1),
    longest: Math.max(0, ...[...(byTown.get('')?.keys() ?? [])].map(({ length }) => length)),
  }
}

type Reading = { codes: string[]; detail: string; isBare: boolean; town: string }

const GROUP = /^第?[\d一二三四五六七八九十]+(村民小?组|村?小组|组|队|社|号|巷|路|街|栋|幢)/

/** The longest way to write a village at the start of the text. */
const readAt = (index: VillageIndex, town: string, text: string): Reading | undefined => {
  const variants = index.byTown.get(town)
  for (let length = Math.min(index.longest, text.length); length >= 2; length--) {
    const start = folded(text.slice(0, length))
    const codes = variants?.get(start)
    if (codes)
      return {
        codes,
        detail: text.slice(length),
        isBare: !/(村|社区|居委会?|委会|委员会|村委)$/.test(start),
        town,
      }
  }
  return undefined
}

const withoutCounty = (index: VillageIndex, text: string): string => {
  const prefix = index.prefixes.find((name) => text.startsWith(name) && readAt(index, '', text) === undefined)
  return prefix ? withoutCounty(index, text.slice(prefix.length)) : text
}

/** With the town's full name only that town counts; its short name counts when a village follows (高岗新联). */
const readingOf = (index: VillageIndex, text: string): Reading | 'town-only' | undefined => {
  const full = index.towns.find(({ name }) => text.startsWith(name))
  if (full) {
    const rest = text.slice(full.name.length)
    return rest === '' ? 'town-only' : readAt(index, full.name, rest)
  }
  const plain = readAt(index, '', text)
  const short = index.towns.find((town) => text.startsWith(town.short))
  const inTown =
    short && text.length > short.short.length
      ? readAt(index, short.name, text.slice(short.short.length))
      : undefined
  if (!inTown || !plain) return inTown ?? plain
  return inTown.detail.length < plain.detail.length ? inTown : plain
}

const ELSEWHERE =
  /^(?:.{2,8}?(?:省|自治区|特别行政区))?(?:.{2,8}?(?:市|自治州|盟))?.{0,8}?(?:县|区|旗|市|州)(?!社区)/

const fullName = (index: VillageIndex, code: string) => {
  const division = index.byCode.get(code)
  return division ? `${division.town}${division.name}` : code
}

const CHOOSE = '请对照档案选定，或在名单里写上镇名和“村”或“社区”'

const settled = (
  index: VillageIndex,
  text: string,
  rest: string,
  reading: Reading,
  rules: CleaningRule[],
): Cleaned<Address> => {
  const { codes, detail, isBare, town } = reading
  const names = codes.map((code) => fullName(index, code)).join('、')
  if (codes.length > 1)
    return doubtful('village-ambiguous', `写法对得上几个村（居）：${names}。${CHOOSE}`, rules, {
      text,
      candidates: codes,
    })
  const [code = ''] = codes
  const isTownName = isBare && town === '' && detail === '' && index.towns.some(({ short }) => short === rest)
  if (isTownName)
    return doubtful('village-or-town', `“${rest}”既是镇名又是村（居）名（${names}）。${CHOOSE}`, rules, {
      text,
      candidates: codes,
    })
  if (isBare && detail !== '' && !GROUP.test(detail))
    return doubtful('village-unsure', `像是 ${names}，但写法不完整。${CHOOSE}`, rules, {
      text,
      candidates: codes,
    })
  const address = { text, villageCode: code, ...(detail && { detail }) }
  return clean(address, [
    ...rules,
    { code: 'village', label: '认出所在村（居）', from: text, to: names + detail },
  ])
}

const inAnotherTown = (
  index: VillageIndex,
  text: string,
  codes: string[],
  rules: CleaningRule[],
): Cleaned<Address> => {
  const names = codes.map((code) => fullName(index, code)).join('、')
  return doubtful('village-other-town', `所写的镇没有这个村（居），像是 ${names}。${CHOOSE}`, rules, {
    text,
    candidates: codes,
  })
}

/** Finds the village in an address in any of the ways departments write it. The text stays as it was. */
export const resolveAddress = (
  index: VillageIndex,
  text: string,
  rules: CleaningRule[] = [],
): Cleaned<Address> => {
  const rest = withoutCounty(index, text)
  const reading = readingOf(index, rest)
  if (reading === 'town-only' || rest === '')
    return wrong('village-missing', `只写到${rest ? '镇' : '县'}，没有村（居），请补上村（居）名`, rules)
  if (reading) return settled(index, text, rest, reading, rules)
  const town = index.towns.find(({ name }) => rest.startsWith(name))
  const elsewhere = town && readAt(index, '', rest.slice(town.name.length))
  if (elsewhere) return inAnotherTown(index, text, elsewhere.codes, rules)
  if (!town && ELSEWHERE.test(rest)) return clean({ text, isOutside: true }, rules)
  return wrong('village-unknown', '本县没有这个村（居），请对照区划名称改正（例如“汤塘镇围镇村”）', rules)
}

/** An address in a cell. */
export const cleanAddress = (cell: Cell, index: VillageIndex): Cleaned<Address> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = applySteps(cell.text, [
    STEPS.invisible,
    STEPS.fullWidth,
    STEPS.quote,
    STEPS.trim,
    STEPS.spaces,
  ])
  if (text === '') return blank(rules)
  if (isPlaceholder(text))
    return blank([...rules, { code: 'placeholder', label: '“无”“/”等当作空白', from: text, to: '' }])
  return resolveAddress(index, text, rules)
}
