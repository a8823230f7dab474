import { expect, test } from 'vitest'
import { addWorkingDays, isWorkingDay, publishedCalendar } from '#kernel/calendar.ts'
import { dueAt } from '#kernel/deadline-rules.ts'
import { testApp } from '#tests/app.ts'
import { calendarOf, overridesOf } from '../queries.ts'
import {
  getCalendar,
  getEmergencyNumbers,
  importHolidays,
  listDeadlineRules,
  resetDeadline,
  setDeadline,
  setEmergencyNumbers,
} from './contract.ts'
import { holidayProblems, readHolidayNotice } from './rules.ts'

const app = await testApp()
const system = await app.as({ role: 'system-admin', name: '系统管理员甲' })
const duty = await app.as({ role: 'duty-officer' })
const basis = '示民发〔2026〕5号第三条'

/** 《国务院办公厅关于2025年部分节假日安排的通知》(国办发明电〔2024〕12号). */
const NOTICE_2025 = `一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。`

/** Made after the pattern of the notices; no such notice exists yet. */
const NOTICE_2031 = `一、元旦：2030年12月31日（周二）至2031年1月2日（周四）放假调休，共3天。1月5日（周日）上班。
二、春节：1月22日至28日放假调休，共7天。1月19日（周日）、2月1日（周六）上班。
三、清明节：4月5日（周六）放假。四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。
五、国庆节、中秋节：10月1日（周三）至7日（周二）放假调休，共7天。9月28日（周日）上班。`

test('the text of the State Council’s notice gives the same working days as the published calendar', () => {
  const { holidays, workdays, problems } = readHolidayNotice(NOTICE_2025, 2025)
  expect(problems).toEqual([])
  const table = { holidays: new Set(holidays), workdays: new Set(workdays) }
  for (let day = Date.parse('2025-01-01'); day <= Date.parse('2025-12-31'); day += 86_400_000) {
    const text = new Date(day).toISOString().slice(0, 10)
    const weekday = new Date(day).getUTCDay()
    const works = table.workdays.has(text) || (!table.holidays.has(text) && weekday !== 0 && weekday !== 6)
    expect([text, works]).toEqual([text, isWorkingDay(text, publishedCalendar)])
  }
})

test('a notice that reaches into the year before is read with its year', () => {
  const { holidays, workdays, problems } = readHolidayNotice(NOTICE_2031, 2031)
  expect(problems).toEqual([])
  expect(holidays.slice(0, 4)).toEqual(['2030-12-31', '2031-01-01', '2031-01-02', '2031-01-22'])
  expect(workdays).toEqual(['2031-01-05', '2031-01-19', '2031-02-01', '2031-09-28'])
})

test.each([
  ['another year', '10月1日（周三）至7日（周二）放假', 2025, /只读到/],
  ['nothing', '', 2025, /国庆节/],
  ['a day that is none', '2月30日放假。10月1日放假', 2025, /读不懂/],
  ['a span that is too long', '1月1日至3月1日放假。10月1日放假', 2025, /读不懂/],
])('a notice with %s says what is wrong', (_, text, year, problem) => {
  expect(readHolidayNotice(text, year).problems.join('\n')).toMatch(problem)
})

test('a table that cannot be is refused in words', () => {
  const whole = {
    holidays: Array.from({ length: 11 }, (_, index) => `2031-10-${String(index + 1).padStart(2, '0')}`),
    workdays: [],
  }
  expect(holidayProblems(whole, 2031)).toEqual([])
  expect(holidayProblems({ ...whole, workdays: ['2031-10-01'] }, 2031).join()).toMatch(/既放假又上班/)
  expect(holidayProblems({ ...whole, workdays: ['2031-10-15'] }, 2031).join()).toMatch(/周六或周日/)
  expect(holidayProblems({ ...whole, workdays: ['2032-01-04'] }, 2031).join()).toMatch(/不在 2031 年内/)
})

test('working days of a year that nobody has imported are refused, and counted after the import', async () => {
  const before = await app.setUp(calendarOf)
  expect(() => addWorkingDays('2031-01-18', 5, before)).toThrow(/还没有导入/)
  expect(await duty(getCalendar, { year: 2031 })).toMatchObject({
    isKnown: false,
    holidays: [],
    imported: null,
    version: 0,
  })
  const { holidays, workdays } = readHolidayNotice(NOTICE_2031, 2031)
  const table = { year: 2031, holidays, workdays, documentNo: '国办发明电〔2030〕9号', version: 0 }
  await system(importHolidays, table)
  const after = await app.setUp(calendarOf)
  expect(addWorkingDays('2031-01-18', 5, after)).toBe('2031-01-30')
  expect(await duty(getCalendar, { year: 2031 })).toMatchObject({
    isKnown: true,
    imported: { documentNo: '国办发明电〔2030〕9号', changedBy: '系统管理员甲' },
    version: 1,
  })
  await expect(system(importHolidays, table)).rejects.toMatchObject({ code: 'stale' })
  await system(importHolidays, { ...table, version: 1, documentNo: '国办发明电〔2030〕10号' })
  const [entry] = await app.auditOf('holidays.imported')
  expect(entry).toMatchObject({
    actor_id: system.accountId,
    subject_kind: 'setting',
    fields: ['holidays:2031'],
  })
})

test('the published calendar is shown with the year until which it reaches', async () => {
  app.clock.now = new Date('2026-03-09T02:00:00Z')
  const person = await app.as({ role: 'duty-officer' })
  expect(await person(getCalendar, { year: 2025 })).toMatchObject({
    isKnown: true,
    imported: null,
    knownUntil: 2026,
  })
  app.clock.now = undefined
})

test('a county sets its own limit with its document, deadlines follow it, and the law’s comes back', async () => {
  const ruleOf = async () => (await duty(listDeadlineRules)).items.find(({ code }) => code === 'AL-06')
  const law = await ruleOf()
  expect(law).toMatchObject({ limit: 10, unit: 'working-day', override: null, version: 0, canOverride: true })
  await system(setDeadline, { code: 'AL-06', limit: 7, unit: 'working-day', basis, version: 0 })
  expect(await ruleOf()).toMatchObject({
    limit: 10,
    override: { limit: 7, unit: 'working-day', basis, changedBy: '系统管理员甲' },
    version: 1,
  })
  const from = new Date('2026-03-02T01:00:00Z')
  const own = dueAt('AL-06', from, publishedCalendar, await app.setUp(overridesOf))
  expect(own.dueAt.toISOString()).toBe('2026-03-11T16:00:00.000Z')
  expect(own.rule).toMatchObject({ limit: 7, source: basis, confidence: 'C' })
  await expect(
    system(setDeadline, { code: 'AL-06', limit: 8, unit: 'working-day', basis, version: 0 }),
  ).rejects.toMatchObject({
    code: 'stale',
  })
  await system(resetDeadline, { code: 'AL-06', version: 1 })
  expect(await app.setUp(overridesOf)).toEqual({})
  expect(await ruleOf()).toMatchObject({ override: null, version: 2 })
  await system(setDeadline, { code: 'AL-06', limit: 5, unit: 'calendar-day', basis, version: 2 })
  const [entry] = await app.auditOf('deadline.set')
  expect(entry).toMatchObject({ fields: ['deadline:AL-06'], result: 'done' })
})

test('every rule shows its source, and marks what nobody has confirmed', async () => {
  const { items } = await duty(listDeadlineRules)
  expect(items.length).toBeGreaterThan(30)
  for (const { citation, needsVerification } of items) {
    expect(citation.length).toBeGreaterThan(4)
    expect(citation.includes('待核实')).toBe(needsVerification)
  }
  expect(items.find(({ code }) => code === 'MR-01')).toMatchObject({
    limit: null,
    unit: 'instant',
    canOverride: false,
  })
})

test.each([
  ['a rule without number', { code: 'MR-01' }, { status: 422 }],
  ['a rule that is none', { code: 'ZZ-99' }, { status: 404 }],
  ['no basis', { basis: '' }, { fields: [{ field: 'basis' }] }],
  ['a limit of zero', { limit: 0 }, { fields: [{ field: 'limit' }] }],
])('a setting for %s is refused', async (_, wrong, expected) => {
  const whole = { code: 'AL-01', limit: 7, unit: 'working-day' as const, basis, version: 0 }
  await expect(system(setDeadline, { ...whole, ...wrong })).rejects.toMatchObject(expected)
})

test('emergency numbers begin with those of the country and are read by everyone', async () => {
  const first = await duty(getEmergencyNumbers)
  expect(first.items).toContainEqual(expect.objectContaining({ name: '公安报警', phone: '110' }))
  const items = [...first.items, { name: '县未保热线', phone: '0763-4280000', note: '全天有人接听' }]
  await system(setEmergencyNumbers, { items, version: 0 })
  expect(await duty(getEmergencyNumbers)).toEqual({ items, version: 1 })
  await expect(system(setEmergencyNumbers, { items: [], version: 1 })).rejects.toMatchObject({ status: 422 })
  await expect(system(setEmergencyNumbers, { items, version: 0 })).rejects.toMatchObject({ code: 'stale' })
})

test('who may not change settings, and who may not read the rules', async () => {
  const rule = { code: 'AL-01', limit: 7, unit: 'working-day' as const, basis, version: 0 }
  for (const role of ['duty-officer', 'audit-admin', 'leader', 'centre-head'] as const)
    await expect((await app.as({ role }))(setDeadline, rule)).rejects.toMatchObject({ code: 'forbidden' })
  const director = await app.as({ role: 'child-director', divisionCode: '449821100201' })
  await expect(director(listDeadlineRules)).rejects.toMatchObject({ code: 'forbidden' })
})
