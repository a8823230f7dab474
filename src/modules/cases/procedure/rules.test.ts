import { expect, test } from 'vitest'
import { ProcedureContent } from './content.ts'
import { complaintsOf, differencesOf, faultsOf, placeOf, wayOf } from './rules.ts'
import { SHIPPED_PROCEDURE } from './shipped.ts'

const shipped = SHIPPED_PROCEDURE.content
const names = {
  instruments: [
    { code: 'risk-screening', name: '风险筛查' },
    { code: 'guardianship', name: '监护评估' },
  ],
  units: [
    { code: 'civil-affairs', name: '县民政局' },
    { code: 'political-legal', name: '县委政法委' },
  ],
}

const immediate = (more: Partial<ProcedureContent['levels']['immediate']>): ProcedureContent => ({
  ...shipped,
  levels: { ...shipped.levels, immediate: { ...shipped.levels.immediate, ...more } },
})

const referrals = (more: Partial<ProcedureContent['referrals']>): ProcedureContent => ({
  ...shipped,
  referrals: { ...shipped.referrals, ...more },
})

const [first] = shipped.referrals.returnClauses
if (!first) throw new Error('no clause')

const DIFFERENCES: [string, ProcedureContent, string[]][] = [
  ['the same', shipped, []],
  [
    'look-backs',
    immediate({ lookBackDays: [30, 60, 90] }),
    ['红 · 紧急：回访从 30、90 天 改为 30、60、90 天'],
  ],
  [
    'approvers in another order',
    immediate({ planApprovers: ['supervisor', 'centre-head'] }),
    ['红 · 紧急：计划审批从 中心负责人 改为 乡镇儿童督导员 → 中心负责人'],
  ],
  [
    'an instrument less',
    immediate({ instruments: ['guardianship'] }),
    ['红 · 紧急：评估表从 风险筛查、监护评估 改为 监护评估'],
  ],
  ['a step dropped', immediate({ needsConference: false }), ['红 · 紧急：会商从 必须 改为 不要求']],
  ['a number', referrals({ unreadHours: 48 }), ['未读提醒从 24 小时 改为 48 小时']],
  [
    'another office',
    referrals({ officeUnit: 'political-legal' }),
    ['领导小组办公室从 县民政局 改为 县委政法委'],
  ],
  [
    'a clause less and one more',
    referrals({
      returnClauses: [
        ...shipped.referrals.returnClauses.slice(1),
        { code: 'new', text: '材料不全', source: '县细则第八条' },
      ],
    }),
    [`退回事由：新增“材料不全”`, `退回事由：删去“${first.text}”`],
  ],
  [
    'a clause with another source',
    referrals({
      returnClauses: shipped.referrals.returnClauses.map((each) =>
        each === first ? { ...each, source: '县细则第三条' } : each,
      ),
    }),
    [`退回事由：“${first.text}”从“${first.text}（${first.source}）”改为“${first.text}（县细则第三条）”`],
  ],
]

test.each(DIFFERENCES)('%s is told in words', (_, to, words) => {
  expect(differencesOf(shipped, to, names)).toEqual(words)
})

test('what is shipped has no fault, and every fault names its field', () => {
  expect(ProcedureContent.safeParse(shipped).success).toBe(true)
  expect(faultsOf(shipped, names)).toEqual([])
  expect(faultsOf(immediate({ followUpDays: 60 }), names)).toEqual(['红 · 紧急：跟踪的间隔不应长于黄 · 高'])
  expect(faultsOf(immediate({ planApprovers: ['centre-head', 'centre-head'] }), names)).toEqual([
    '红 · 紧急：计划审批里，中心负责人出现了两次',
  ])
})

const complaints = (content: unknown) => {
  const { error } = ProcedureContent.safeParse(content)
  return error ? complaintsOf(error) : []
}

test('what the schema refuses is told in Chinese, with its field', () => {
  expect(complaints(immediate({ lookBackDays: [90, 30] }))).toEqual([
    '红 · 紧急：回访：回访日应从近到远，不重复',
  ])
  expect(complaints(immediate({ followUpDays: Number.NaN }))).toEqual(['红 · 紧急：跟踪：请填写天数'])
  expect(complaints(immediate({ closingApprovers: [] }))).toEqual([
    '红 · 紧急：结案审批：结案至少要有一级审批',
  ])
  expect(complaints(referrals({ unreadHours: 9_999 }))).toEqual(['未读提醒：缺少，或者不是应有的内容'])
  expect(complaints(referrals({ returnClauses: [{ ...first, text: '' }] }))).toEqual([
    '退回事由：第 1 条文字：请填写退回事由',
  ])
  for (const broken of [null, 7, {}, { levels: 7 }])
    for (const words of complaints(broken)) expect(words).not.toMatch(/Invalid|expected|无效/)
})

test('the place of a field is found within a file and within a request', () => {
  expect(placeOf(['content', 'levels', 'low', 'weight'])).toBe('绿 · 低：工作量权重')
  expect(placeOf(['oversight', 'signWorkingDays'])).toBe('督办签收')
  expect(placeOf(['county'])).toBe('文件')
})

test('the picture shows which stations a level must pass, who approves and when', () => {
  const way = wayOf(shipped.levels.immediate, names)
  expect(way.map(({ label }) => label).join(' ')).toBe(
    '受理 分级 应急处置 调查评估 会商 计划 实施 跟踪 结案 回访',
  )
  expect(way.every(({ isNeeded }) => isNeeded)).toBe(true)
  expect(way.find(({ key }) => key === 'inquiry')?.notes).toEqual(['社会背景调查', '风险筛查', '监护评估'])
  expect(way.find(({ key }) => key === 'lookBack')?.notes).toEqual(['第 30、90 天'])
  const calm = wayOf(shipped.levels.low, names)
  expect(calm.filter(({ isNeeded }) => !isNeeded).map(({ label }) => label)).toEqual(['应急处置', '会商'])
  expect(calm.find(({ key }) => key === 'plan')?.notes).toEqual(['不经审批'])
})
