/** 村(居): one village or community, the ground that a child director works on. */
export type Village = {
  /** 12 digits (统计用区划代码). */
  code: string
  /** As published: 围镇村委会, 城东社区居委会. */
  name: string
  /** As people say it: 围镇村, 城东社区. Not unique: 佛冈's 新联村 stands in two towns. */
  shortName: string
  /** 12 digits, ends in 000. */
  townCode: string
  kind: 'village' | 'community'
}

/** 乡镇(街道). `code` has 12 digits and ends in 000, so that a range over codes covers its villages. */
export type Town = { code: string; name: string }

/** Everything that one county is made of, from one dated list. */
export type Divisions = {
  /** `code` has 6 digits. */
  county: { code: string; name: string; city: string; province: string }
  towns: Town[]
  villages: Village[]
  /** Rows of the list that are no village or town for our work, each with the reason in words. */
  excluded: { code: string; name: string; reason: string }[]
}

const COMMITTEE = /(?:社区)?(?:居民委员会|居委会)$|(?:村民委员会|村委会)$|社区$|(?<=.村)村$/

/** 围镇 of 围镇村委会, 城东 of 城东社区居委会, 大村 of 大村村委会. A name without such an ending stays whole. */
export const stemOf = (name: string) => name.replace(COMMITTEE, '') || name

/**
 * 类似居委会 have 001–199 and 400–499 as last three digits, 类似村委会 200–399 and 500–599
 * (国家统计局《统计用区划代码和城乡划分代码编制规则》; checked against all 26,842 rows of Guangdong).
 */
export const kindOf = (code: string): Village['kind'] => {
  const last = Number(code.slice(9))
  return last < 200 || (last >= 400 && last < 500) ? 'community' : 'village'
}

export const shortNameOf = (name: string, kind: Village['kind']) => {
  const stem = stemOf(name)
  if (stem === name) return name
  return kind === 'community' ? `${stem}社区` : `${stem}村`
}

/** Ways in which departments write a village when the town stands elsewhere; the bare stem comes last. */
export const aliasesOf = (village: Village): string[] => {
  const stem = stemOf(village.name)
  const endings =
    village.kind === 'community'
      ? ['社区居民委员会', '社区居委会', '居民委员会', '居委会', '社区']
      : ['村民委员会', '村委会', '村']
  const spoken = stem === village.name ? [] : [...endings.map((ending) => stem + ending), stem]
  return [...new Set([village.name, village.shortName, ...spoken])]
}

/**
 * Alias → the villages it may mean, alone (新联村) and after the town with or without 镇 (高岗镇新联村, 高岗新联).
 * More than one village means that the roster's words do not decide: ask a person.
 */
export const villagesByAlias = ({ towns, villages }: Divisions): Map<string, Village[]> => {
  const townNames = new Map(towns.map(({ code, name }) => [code, name]))
  const byAlias = new Map<string, Village[]>()
  for (const village of villages) {
    const town = townNames.get(village.townCode) ?? ''
    const prefixes = new Set(['', town, town.replace(/(街道办事处|街道|镇|乡)$/, '')])
    for (const prefix of prefixes)
      for (const alias of aliasesOf(village)) {
        const known = byAlias.get(prefix + alias)
        if (!known) byAlias.set(prefix + alias, [village])
        else if (!known.includes(village)) known.push(village)
      }
  }
  return byAlias
}
