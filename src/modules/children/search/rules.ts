import { idNumberProblem, parseIdNumber } from '#kernel/id-number.ts'
import { nameTokens, queryTokens, type MatchReason } from '#kernel/names.ts'
import { isPhone, normalisePhone } from '#kernel/phone.ts'
import type { FoundBy } from './contract.ts'

/** Kinds of name token by which the family is found: a child is rarely sought by half a grandmother's name. */
const FAMILY_KINDS = /^[npif]:/

/** Token of a place, `v:` a village, `t:` a town; the index takes them from the columns (migration 0022). */
export const placeToken = (code: string) => (code.endsWith('000') ? `t:${code.slice(0, 9)}` : `v:${code}`)

/** By what one child is found: its name and its family's, these with `g` before them. */
export const childTokens = (child: { name: string; family: string[] }): string[] => [
  ...new Set([
    ...nameTokens(child.name),
    ...child.family.flatMap((name) =>
      nameTokens(name)
        .filter((token) => FAMILY_KINDS.test(token))
        .map((token) => `g${token}`),
    ),
  ]),
]

/** A division as the search knows it. */
export type Place = { code: string; name: string; aliases: string[] }

const ENDINGS = /(?:社区)?(?:居民委员会|居委会)$|(?:村民委员会|村委会)$|社区$|(?:街道办事处|街道|镇|乡)$|村$/

const spokenNames = ({ name, aliases }: Place) =>
  [name, ...aliases].flatMap((each) => {
    const stem = each.replace(ENDINGS, '')
    return stem.length > 1 ? [each, stem, `${stem}村`, `${stem}社区`] : [each]
  })

/** Places that a word names, alone: 围镇, 围镇村, 围镇村委会. One name may stand in two towns. */
const placesNamed = (places: readonly Place[], word: string) =>
  places.filter((place) => spokenNames(place).includes(word)).map(({ code }) => code)

/** One way to look: all tokens must be there. Heavier ways go first. */
export type Way = { tokens: string[]; foundBy: FoundBy; weight: number }

export type Sought =
  | { kind: 'id-number'; value: string; hint: string | null }
  | { kind: 'phone'; value: string; hint: null }
  | { kind: 'words'; ways: Way[]; hint: string | null }

/** A guardian of that name comes after children who bear or sound like it, before those who only share its initials. */
const FAMILY_REASON: Partial<Record<MatchReason, { foundBy: FoundBy; weight: number }>> = {
  exact: { foundBy: 'guardian-exact', weight: 65 },
  'same-sound': { foundBy: 'guardian-same-sound', weight: 60 },
  initials: { foundBy: 'guardian-initials', weight: 30 },
  'similar-sound': { foundBy: 'guardian-similar-sound', weight: 25 },
}

/** Letters that spell the whole name are as good as the name; what they only begin with comes after. */
const BY_LETTERS: Partial<Record<MatchReason, { foundBy: FoundBy; weight: number }>> = {
  'same-sound': { foundBy: 'pinyin', weight: 95 },
  prefix: { foundBy: 'pinyin-prefix', weight: 80 },
}

const waysByName = (text: string, also: string[]): Way[] => {
  const { kind, alternatives } = queryTokens(text)
  return alternatives.flatMap(({ tokens, reason, weight }) => {
    const named = (kind === 'pinyin' && BY_LETTERS[reason]) || { foundBy: reason, weight }
    const own: Way = { ...named, tokens: [...tokens, ...also] }
    const family = FAMILY_REASON[reason]
    const isKept = family && tokens.every((token) => FAMILY_KINDS.test(token))
    return isKept ? [own, { ...family, tokens: [...tokens.map((token) => `g${token}`), ...also] }] : [own]
  })
}

/** One letter or one character alone says too little to look through the families for it. */
const isLong = (text: string) => Array.from(text.replace(/[\s*]/g, '')).length > 1

/**
 * What a person typed, as ways to look it up. A word that names a village or town narrows the others; alone it lists who belongs
 * there, after those whose own name it is.
 */
export const soughtBy = (typed: string, places: readonly Place[]): Sought => {
  const text = typed.normalize('NFKC').trim()
  const bare = text.replace(/[\s\u200b-\u200d\ufeff']/g, '').toUpperCase()
  if (/^\d{14,17}[\dX]$/.test(bare)) {
    const parsed = parseIdNumber(bare)
    return { kind: 'id-number', value: bare, hint: parsed.ok ? null : idNumberProblem(parsed.reason) }
  }
  if (isPhone(text)) return { kind: 'phone', value: normalisePhone(text), hint: null }
  const words = text.split(/[\s,、;]+/u).filter(Boolean)
  const named = words.map((word) => placesNamed(places, word))
  const rest = words.filter((_, at) => !named[at]?.length).join(' ')
  const scopes = named.filter((codes) => codes.length)
  const ways: Way[] = []
  if (!scopes.length) ways.push(...waysByName(text, []))
  else {
    const combined = scopes.reduce<string[][]>(
      (done, codes) => done.flatMap((tokens) => codes.map((code) => [...tokens, placeToken(code)])),
      [[]],
    )
    for (const tokens of combined) {
      if (rest) ways.push(...waysByName(rest, tokens))
      else ways.push({ tokens, foundBy: 'place', weight: 10 })
    }
    // 「龙山」 is a town and may be a name.
    if (!rest) ways.push(...waysByName(text, []))
  }
  const isLongEnough = isLong(rest || text)
  const kept = isLongEnough ? ways : ways.filter(({ foundBy }) => !foundBy.startsWith('guardian'))
  const hint = /^[a-z]$/i.test(rest) || /^[a-z]$/i.test(text) ? '一个字母太少，请再多输入一些' : null
  return { kind: 'words', ways: kept.toSorted((one, other) => other.weight - one.weight), hint }
}
