import type { ZodError } from 'zod'
import { DangerLevel } from '../assessments/scoring/danger.ts'
import { DANGER_LEVEL } from '../labels.ts'
import type { ApproverRole, LevelProcedure, ProcedureContent } from './content.ts'
import type { ProcedureNames } from './contract.ts'
import {
  APPROVER,
  CASE_FIELDS,
  LEVEL_FIELDS,
  OVERSIGHT_FIELDS,
  REFERRAL_FIELDS,
  STATION,
  type FieldWords,
} from './labels.ts'

const GROUPS = { cases: CASE_FIELDS, referrals: REFERRAL_FIELDS, oversight: OVERSIGHT_FIELDS } as const
type Group = keyof typeof GROUPS

// Object.keys of a literal record gives its keys; TypeScript only says string.
export const levelKeys = Object.keys(LEVEL_FIELDS) as (keyof LevelProcedure)[]

const nameIn = (list: ProcedureNames['instruments'], code: string) =>
  list.find((each) => each.code === code)?.name ?? code

const quoted = (title: string) => `“${title}”`

const approversText = (roles: readonly ApproverRole[]) =>
  roles.length ? roles.map((role) => APPROVER[role]).join(' → ') : '不经审批'

/** The value of one field of a level, as people say it. */
export const levelText = (
  key: keyof LevelProcedure,
  level: LevelProcedure,
  names: ProcedureNames,
): string => {
  switch (key) {
    case 'needsEmergencyResponse':
    case 'needsInvestigation':
    case 'needsConference':
      return level[key] ? '必须' : '不要求'
    case 'instruments':
    case 'closingInstruments':
      return level[key].map((code) => nameIn(names.instruments, code)).join('、') || '不要求'
    case 'planApprovers':
    case 'closingApprovers':
      return approversText(level[key])
    case 'followUpDays':
      return `至少每 ${level.followUpDays} 天一次`
    case 'lookBackDays':
      return `${level.lookBackDays.join('、')} 天`
    case 'weight':
      return String(level.weight)
  }
}

const plainText = (words: FieldWords, value: unknown) =>
  `${String(value)}${words.unit ? ` ${words.unit}` : ''}`

export type FieldValue = { field: string; label: string; help: string; text: string }

/** The fields beside the levels that are one number or one name each, as people say them. */
export const fieldsOf = (content: ProcedureContent, names: ProcedureNames): Record<Group, FieldValue[]> => {
  const of = (group: Group) =>
    Object.entries<FieldWords>(GROUPS[group]).flatMap(([key, words]) => {
      const value: unknown = Object.entries(content[group]).find(([name]) => name === key)?.[1]
      if (Array.isArray(value)) return []
      const text = key === 'officeUnit' ? nameIn(names.units, String(value)) : plainText(words, value)
      return [{ field: `${group}.${key}`, label: words.label, help: words.help, text }]
    })
  return { cases: of('cases'), referrals: of('referrals'), oversight: of('oversight') }
}

const levelDifferences = (from: ProcedureContent, to: ProcedureContent, names: ProcedureNames) =>
  DangerLevel.options.flatMap((level) =>
    levelKeys.flatMap((key) => {
      const before = levelText(key, from.levels[level], names)
      const after = levelText(key, to.levels[level], names)
      return before === after
        ? []
        : [`${DANGER_LEVEL[level]}：${LEVEL_FIELDS[key].label}从 ${before} 改为 ${after}`]
    }),
  )

const plainDifferences = (from: ProcedureContent, to: ProcedureContent, names: ProcedureNames) => {
  const [before, after] = [fieldsOf(from, names), fieldsOf(to, names)]
  return (['cases', 'referrals', 'oversight'] as const).flatMap((group) =>
    after[group].flatMap(({ field, label, text }) => {
      const old = before[group].find((each) => each.field === field)
      return old?.text === text ? [] : [`${label}从 ${old?.text ?? '未定'} 改为 ${text}`]
    }),
  )
}

type Entry = { key: string; title: string; text: string }

const listDifferences = (label: string, from: readonly Entry[], to: readonly Entry[]) => [
  ...to
    .filter(({ key }) => !from.some((each) => each.key === key))
    .map(({ title }) => `${label}：新增${quoted(title)}`),
  ...from
    .filter(({ key }) => !to.some((each) => each.key === key))
    .map(({ title }) => `${label}：删去${quoted(title)}`),
  ...to.flatMap(({ key, title, text }) => {
    const old = from.find((each) => each.key === key)
    return old && old.text !== text
      ? [`${label}：${quoted(title)}从${quoted(old.text)}改为${quoted(text)}`]
      : []
  }),
]

const clauses = ({ referrals }: ProcedureContent): Entry[] =>
  referrals.returnClauses.map(({ code, text, source }) => ({
    key: code,
    title: text,
    text: `${text}（${source}）`,
  }))

const texts = ({ cases }: ProcedureContent): Entry[] =>
  cases.outcomeTexts.map(({ title, text }) => ({ key: title, title, text }))

/** What another version says differently, one sentence each. */
export const differencesOf = (
  from: ProcedureContent,
  to: ProcedureContent,
  names: ProcedureNames,
): string[] => [
  ...levelDifferences(from, to, names),
  ...plainDifferences(from, to, names),
  ...listDifferences(CASE_FIELDS.outcomeTexts.label, texts(from), texts(to)),
  ...listDifferences(REFERRAL_FIELDS.returnClauses.label, clauses(from), clauses(to)),
]

export type Station = { key: keyof typeof STATION; label: string; isNeeded: boolean; notes: string[] }

/** The way of a case of one level, as the picture draws it: which stations it must pass, who approves, after how many days. */
export const wayOf = (level: LevelProcedure, names: ProcedureNames): Station[] => {
  const titles = (codes: readonly string[]) => codes.map((code) => nameIn(names.instruments, code))
  const station = (key: Station['key'], notes: string[] = [], isNeeded = true) => ({
    key,
    label: STATION[key],
    isNeeded,
    notes: isNeeded ? notes : [],
  })
  const inquiry = [
    ...(level.needsInvestigation ? [LEVEL_FIELDS.needsInvestigation.label] : []),
    ...titles(level.instruments),
  ]
  return [
    station('accept'),
    station('grade'),
    station('emergency', [], level.needsEmergencyResponse),
    station('inquiry', inquiry),
    station('conference', ['纪要签认'], level.needsConference),
    station('plan', [approversText(level.planApprovers)]),
    station('work'),
    station('followUp', [levelText('followUpDays', level, names)]),
    station('closing', [...titles(level.closingInstruments), approversText(level.closingApprovers)]),
    station('lookBack', [`第 ${level.lookBackDays.join('、')} 天`]),
  ]
}

const doubles = (list: readonly string[]) => [
  ...new Set(list.filter((each, at) => list.indexOf(each) !== at)),
]

const levelFaults = (level: DangerLevel, own: LevelProcedure, names: ProcedureNames) => {
  const at = (key: keyof LevelProcedure) => `${DANGER_LEVEL[level]}：${LEVEL_FIELDS[key].label}`
  return [
    ...(['instruments', 'closingInstruments'] as const).flatMap((key) =>
      own[key]
        .filter((code) => !names.instruments.some((each) => each.code === code))
        .map((code) => `${at(key)}里的 ${code} 不是使用中的评估表`),
    ),
    ...(['planApprovers', 'closingApprovers'] as const).flatMap((key) =>
      doubles(own[key]).map((role) => `${at(key)}里，${APPROVER[role as ApproverRole]}出现了两次`),
    ),
  ]
}

/** From the most dangerous down: nothing may be looser than below it. */
const orderFaults = ({ levels }: ProcedureContent) =>
  DangerLevel.options.slice(1).flatMap((safer, at) => {
    const worse = DangerLevel.options[at] ?? safer
    const [high, low] = [levels[worse], levels[safer]]
    const says = (key: keyof LevelProcedure, how: string) =>
      `${DANGER_LEVEL[worse]}：${LEVEL_FIELDS[key].label}${how}${DANGER_LEVEL[safer]}`
    return [
      ...(high.followUpDays > low.followUpDays ? [says('followUpDays', '的间隔不应长于')] : []),
      ...(high.weight < low.weight ? [says('weight', '不应轻于')] : []),
      ...(high.closingApprovers.length < low.closingApprovers.length
        ? [says('closingApprovers', '的级数不应少于')]
        : []),
    ]
  })

/** What speaks against publishing, in words that name the field; empty when it may be published. */
export const faultsOf = (content: ProcedureContent, names: ProcedureNames): string[] => {
  const { officeUnit, returnClauses } = content.referrals
  return [
    ...DangerLevel.options.flatMap((level) => levelFaults(level, content.levels[level], names)),
    ...orderFaults(content),
    ...(names.units.some(({ code }) => code === officeUnit)
      ? []
      : [`${REFERRAL_FIELDS.officeUnit.label}：本县没有代号为 ${officeUnit} 的成员单位`]),
    ...doubles(returnClauses.map(({ code }) => code)).map(
      (code) => `${REFERRAL_FIELDS.returnClauses.label}：有两条的代号都是 ${code}`,
    ),
    ...doubles(content.cases.outcomeTexts.map(({ title }) => title)).map(
      (title) => `${CASE_FIELDS.outcomeTexts.label}：有两条都叫${quoted(title)}`,
    ),
  ]
}

const labelIn = (words: Record<string, FieldWords>, key: PropertyKey | undefined) =>
  words[String(key)]?.label ?? String(key ?? '')

/** Where in the procedure a path of its schema stands: 「红 · 紧急：回访」. */
export const placeOf = (path: readonly PropertyKey[]): string => {
  const [group, first, second, third] = path[0] === 'content' ? path.slice(1) : path
  if (group === 'levels') {
    const level = DangerLevel.safeParse(first)
    const words = second === undefined ? '' : labelIn(LEVEL_FIELDS, second)
    return level.success ? `${DANGER_LEVEL[level.data]}：${words}` : '等级'
  }
  if (group !== 'cases' && group !== 'referrals' && group !== 'oversight') return '文件'
  const nth = typeof second === 'number' ? `第 ${second + 1} 条` : ''
  const part = { text: '文字', source: '依据', title: '题目', code: '代号' }[String(third)] ?? ''
  return [labelIn(GROUPS[group], first), nth + part].filter(Boolean).join('：')
}

/** What a schema has against a procedure, each with its field in words. */
export const complaintsOf = (error: Pick<ZodError, 'issues'>): string[] => [
  ...new Set(
    error.issues.map(({ path, message }) => {
      // What zod says of itself speaks to programmers.
      const words = /^(无效|Invalid|Too|数值|未知)/.test(message) ? '缺少，或者不是应有的内容' : message
      return `${placeOf(path)}：${words}`
    }),
  ),
]

/** What a trial of a draft counts; the database function of migration 0137 names them alike. */
export const trialText = (what: string, names: ProcedureNames): string => {
  const [kind = '', code = ''] = what.split(':')
  const role = APPROVER[code as ApproverRole] ?? code
  const words: Record<string, string> = {
    cases: '在办个案',
    emergency: '还没写评估结论，缺应急处置（没有记下孩子现在安全）',
    investigation: '还没写评估结论，缺社会背景调查（双人签认）',
    instrument: `还没写评估结论，缺评估表：${nameIn(names.instruments, code)}`,
    conference: '计划还没送审，缺会商（纪要签认）',
    'plan-approver': `计划还没实施，要新增审批：${role}`,
    'closing-approver': `还没结案，要新增结案审批：${role}`,
    'follow-up': '实施中，按新的间隔已该跟踪',
  }
  return words[kind] ?? what
}
