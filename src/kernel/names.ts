import { combineReadings, cutIntoSyllables, readingsOf, similarSoundOf, surnameReadingsOf } from './pinyin.ts'

const HAN = /\p{Script=Han}/u
/** Longer names are indexed by their first characters only: the number of substrings grows with the square. */
const MOST_UNITS = 20

/** Latin letters without tone marks, ü as v as it is typed. */
const plainLetters = (text: string) => text.normalize('NFD').replaceAll('u\u0308', 'v').replace(/\p{M}/gu, '')

/**
 * A name as it is kept: half-width, without spaces inside a Chinese name (张 伟 → 张伟), one kind of middle dot (·).
 * Traditional and rare characters stay as they are.
 */
export const cleanName = (text: string) => {
  const name = text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\u2060\ufeff]+/gu, ' ')
    .replace(/[•‧∙⋅・●]/gu, '·')
    .replace(/(?<=\p{Script=Han}) ?\. ?(?=\p{Script=Han})/gu, '·')
    .trim()
  return HAN.test(name) ? name.replaceAll(' ', '') : name
}

const COMPOUND_SURNAMES = new Set(
  `欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙
  慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷
  轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 完颜 耶律 淳于 单于 第五
  歐陽 東方 獨孤 南宮 萬俟 聞人 諸葛 尉遲 鍾離 長孫 司馬 公孫 軒轅 澹臺`.split(/\s+/),
)

/**
 * The surname of a Chinese name, compound ones (欧阳, 司徒) when a given name follows; empty for names with a middle dot
 * or in other letters, which have none in this sense.
 */
export const surnameOf = (name: string) => {
  const clean = cleanName(name)
  const [first, second, third] = clean
  if (!first || !HAN.test(first) || clean.includes('·')) return ''
  return second && third && COMPOUND_SURNAMES.has(first + second) ? first + second : first
}

/** What is compared: lower case, without dots and spaces; a run of Latin letters counts as one unit. */
const unitsOf = (name: string) =>
  plainLetters(cleanName(name).toLowerCase())
    .split(/[\s·]/u)
    .flatMap((part) => part.match(/[a-z]+|[^a-z]/gu) ?? [])

const isLetters = (unit: string) => /^[a-z]/.test(unit)

/** Per unit its syllables: Chinese by reading, the surname's first; letters as they stand. */
const readingsOfUnits = (units: readonly string[], surname: string) => {
  const ofSurname = surname ? surnameReadingsOf(surname) : []
  return units.map((unit, position) => ofSurname[position] ?? (isLetters(unit) ? [unit] : readingsOf(unit)))
}

const initialOf = (syllable: string) => syllable.charAt(0)

/** What is typed while the next syllable is only begun: its first letter, and zh, ch, sh. */
const beginningsOf = (syllable: string) =>
  /^[zcs]h/.test(syllable) ? [syllable.slice(0, 1), syllable.slice(0, 2)] : [initialOf(syllable)]

const addSounds = (tokens: Set<string>, syllables: readonly string[]) => {
  let typed = ''
  let initials = ''
  let similar = ''
  for (const syllable of syllables) {
    if (typed) for (const beginning of beginningsOf(syllable)) tokens.add(`q:${typed}${beginning}`)
    typed += syllable
    initials += initialOf(syllable)
    similar += similarSoundOf(syllable)
    tokens.add(`q:${typed}`)
  }
  if (!typed) return
  tokens.add(`p:${typed}`).add(`i:${initials}`).add(`f:${similar}`)
}

/**
 * Tokens of a name for an inverted index: `n:` the whole name, `x:` its beginnings, `s:` its substrings, `p:` pinyin without
 * tone for up to eight readings, `q:` beginnings of that, `i:` initials, `f:` pinyin as a southern ear hears it.
 */
export const nameTokens = (name: string): string[] => {
  const units = unitsOf(name)
  const tokens = new Set<string>()
  if (!units.length) return []
  tokens.add(`n:${units.join('')}`)
  const most = Math.min(units.length, MOST_UNITS)
  for (let start = 0; start < most; start += 1) {
    let part = ''
    for (let end = start; end < most; end += 1) {
      part += units[end]
      tokens.add(`s:${part}`)
      if (start === 0) tokens.add(`x:${part}`)
    }
  }
  for (const syllables of combineReadings(readingsOfUnits(units, surnameOf(name))))
    addSounds(tokens, syllables)
  return [...tokens]
}

export type MatchReason = 'exact' | 'same-sound' | 'contains' | 'prefix' | 'initials' | 'similar-sound'

/** Why a child was found, for the list. */
export const MATCH_LABELS: Record<MatchReason, string> = {
  exact: '姓名相同',
  prefix: '开头相同',
  contains: '姓名中含有',
  'same-sound': '读音相同',
  initials: '拼音首字母相同',
  'similar-sound': '读音相近',
}

/** A way to be found: all tokens must be there. Heavier ways go first; of several that fit, the heaviest counts. */
export type NameAlternative = { tokens: string[]; reason: MatchReason; weight: number }
export type NameQuery = { kind: 'name' | 'pinyin' | 'prefix'; alternatives: NameAlternative[] }

/** Who types characters wants these before others that sound alike; who types letters wants the whole sound first. */
const WEIGHTS: Record<NameQuery['kind'], Record<MatchReason, number>> = {
  name: { exact: 100, prefix: 85, contains: 75, 'same-sound': 70, initials: 50, 'similar-sound': 40 },
  pinyin: { exact: 100, 'same-sound': 90, prefix: 70, contains: 65, initials: 60, 'similar-sound': 40 },
  prefix: { exact: 100, prefix: 90, contains: 80, 'same-sound': 70, initials: 50, 'similar-sound': 40 },
}

/** Ways to be found with their weights; of two with the same tokens the later is dropped. */
const queryOf = (
  kind: NameQuery['kind'],
  ways: readonly (readonly [MatchReason, ...string[]])[],
): NameQuery => {
  const alternatives = new Map<string, NameAlternative>()
  for (const [reason, ...tokens] of ways) {
    const key = tokens.join(' ')
    if (!alternatives.has(key)) alternatives.set(key, { tokens, reason, weight: WEIGHTS[kind][reason] })
  }
  return { kind, alternatives: [...alternatives.values()] }
}

/** 张* and 张*伟: the star stands for any characters. */
const wildcardQuery = (text: string): NameQuery => {
  const [first = '', ...rest] = text.split('*').map((part) => unitsOf(part).join(''))
  const tokens = [...(first ? [`x:${first}`] : []), ...rest.filter(Boolean).map((part) => `s:${part}`)]
  return queryOf('prefix', tokens.length ? [[first ? 'prefix' : 'contains', ...tokens]] : [])
}

const similar = (syllables: readonly string[]) => syllables.map(similarSoundOf).join('')

const hanQuery = (units: readonly string[], name: string): NameQuery => {
  const whole = units.join('')
  const spoken = combineReadings(readingsOfUnits(units, surnameOf(name))).filter(({ length }) => length > 0)
  return queryOf('name', [
    ['exact', `n:${whole}`],
    ['prefix', `x:${whole}`],
    ['contains', `s:${whole}`],
    ...spoken.map((syllables) => ['same-sound', `p:${syllables.join('')}`] as const),
    ...spoken.map((syllables) => ['similar-sound', `f:${similar(syllables)}`] as const),
  ])
}

/** Letters, alone or beside characters (张w, 王xm): the characters must be there, the letters are their sound. */
const letterQuery = (units: readonly string[], name: string): NameQuery => {
  const surname = surnameOf(name)
  const written = units.flatMap((unit, at) => (isLetters(unit) ? [] : [`${at === 0 ? 'x' : 's'}:${unit}`]))
  const readings = readingsOfUnits(units, surname)
  const typed = combineReadings(readings).map((sounds) => sounds.join(''))
  const initials = combineReadings(
    readings.map((each, at) => (isLetters(units[at] ?? '') ? each : each.map(initialOf))),
  ).map((sounds) => sounds.join(''))
  const cuts = readings.map((each, at) =>
    isLetters(units[at] ?? '') ? cutIntoSyllables(units[at] ?? '').map(similar) : each.map(similarSoundOf),
  )
  const canBeCut = cuts.every(({ length }) => length > 0)
  return queryOf('pinyin', [
    ...typed.map((sound) => ['same-sound', ...written, `p:${sound}`] as const),
    ...typed.map((sound) => ['prefix', ...written, `q:${sound}`] as const),
    ...(written.length ? [] : typed.map((sound) => ['contains', `s:${sound}`] as const)),
    ...initials.map((each) => ['initials', ...written, `i:${each}`] as const),
    ...initials.map((each) => ['initials', ...written, `i:${each.replace(/([zcs])h/g, '$1')}`] as const),
    ...(canBeCut ? combineReadings(cuts) : []).map(
      (sounds) => ['similar-sound', ...written, `f:${sounds.join('')}`] as const,
    ),
  ])
}

/**
 * What a person typed, as ways to look it up in an index of `nameTokens`: 「张伟」「张 伟」「zhangwei」「zhang wei」「zw」「章玮」
 * 「张*」「小明」「张w」. Without alternatives when there is nothing to look for.
 */
export const queryTokens = (text: string): NameQuery => {
  const clean = cleanName(text)
  if (clean.includes('*')) return wildcardQuery(clean)
  const units = unitsOf(clean.replace(/(?<=\p{Script=Latin})[-'’](?=\p{Script=Latin})/gu, ''))
  if (!units.length) return { kind: 'name', alternatives: [] }
  return units.some(isLetters) ? letterQuery(units, clean) : hanQuery(units, clean)
}

/** The best way in which a name answers a query; for lists that are searched without an index (the phone). */
export const bestMatch = (tokens: ReadonlySet<string>, query: NameQuery) =>
  query.alternatives
    .filter((alternative) => alternative.tokens.every((token) => tokens.has(token)))
    .toSorted((one, other) => other.weight - one.weight)[0]
