import type { ParentStateKind } from '#modules/children/contract.ts'

/** Order matters: the narrower word comes first. */
const WORDS: [pattern: RegExp, state: ParentStateKind][] = [
  [/宣告失踪/, 'declared-missing'],
  [/失联|失踪报案|下落不明/, 'out-of-contact'],
  [/强制隔离戒毒|强戒|戒毒/, 'compulsory-detox'],
  [/服刑|在押|入监|监狱/, 'imprisoned'],
  [/死亡|亡故|火化|殡葬/, 'deceased'],
  [/撤销监护/, 'guardianship-revoked'],
  [/遣送|驱逐出境/, 'deported'],
  [/残疾/, 'severe-disability'],
  [/重特大疾病|重病|大病|病种/, 'severe-illness'],
  [/限制人身自由|拘役|拘留/, 'other-restriction'],
]

/** What a roster of grown-ups says of everyone in it, by its title, file name and headers. */
export const personStateOf = (words: string): ParentStateKind | undefined =>
  WORDS.find(([pattern]) => pattern.test(words))?.[1]
