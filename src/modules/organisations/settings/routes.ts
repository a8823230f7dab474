import { isKnownYear, publishedCalendar } from '#kernel/calendar.ts'
import {
  citationOf,
  deadlineCodes,
  needsVerification,
  ruleOf,
  type DeadlineCode,
} from '#kernel/deadline-rules.ts'
import { found, invalid } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { calendarOf, DEADLINE, HOLIDAYS } from '../queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { EMERGENCY_NUMBERS, holidayProblems } from './rules.ts'

/** Not counted, so there is nothing to set. */
const UNCOUNTED = new Set(['instant', 'event', 'per-term', 'persons'])
const NUMBERS = 'emergency-numbers'

const shownRule = (code: DeadlineCode, setting: queries.Setting | undefined) => {
  const rule = ruleOf(code)
  const own = setting?.value ? contract.DeadlineOverride.parse(setting.value) : undefined
  return {
    code,
    event: rule.event,
    action: rule.action,
    kind: rule.kind,
    limit: rule.limit,
    unit: rule.unit,
    citation: citationOf(rule),
    needsVerification: needsVerification(rule),
    canOverride: !UNCOUNTED.has(rule.unit),
    override:
      own && setting
        ? { ...own, changedAt: setting.changedAt.toISOString(), changedBy: setting.changedBy }
        : null,
    version: setting?.version ?? 0,
  }
}

const knownCode = (code: string) =>
  found(
    deadlineCodes.find((each) => each === code),
    '这条期限规则',
  )

const knownUntil = (isKnown: (year: number) => boolean, from: number) => {
  let year = from
  while (isKnown(year + 1)) year += 1
  return year
}

const getCalendar = route(contract.getCalendar, async ({ db, now }, { year }) => {
  const calendar = await calendarOf(db)
  const setting = await queries.findSetting(db, `${HOLIDAYS}${year}`)
  const table = setting && contract.HolidayTable.parse(setting.value)
  const marked = (mark: 'holiday' | 'workday') =>
    [...calendar.marks]
      .flatMap(([day, each]) => (each === mark && day.startsWith(`${year}-`) ? [day] : []))
      .toSorted()
  return {
    year,
    isKnown: isKnownYear(calendar, year),
    holidays: marked('holiday'),
    workdays: marked('workday'),
    imported:
      setting && table
        ? {
            documentNo: table.documentNo,
            changedAt: setting.changedAt.toISOString(),
            changedBy: setting.changedBy,
          }
        : null,
    version: setting?.version ?? 0,
    knownUntil: knownUntil(
      (each) => isKnownYear(calendar, each),
      Math.min(now.getFullYear(), Math.max(...publishedCalendar.knownYears)),
    ),
  }
})

export const routes = [
  route(contract.listDeadlineRules, async ({ db }) => {
    const own = await queries.settingsUnder(db, DEADLINE)
    const items = deadlineCodes.map((code) => shownRule(code, own.get(code)))
    return { items, total: items.length }
  }),

  route(contract.setDeadline, async (context, { code, version, ...override }) => {
    const rule = ruleOf(knownCode(code))
    if (UNCOUNTED.has(rule.unit)) throw invalid('这条规则不按时限计算，不能设定期限')
    return queries.changeSetting(context, { key: `${DEADLINE}${code}`, value: override, version })
  }),

  route(contract.resetDeadline, (context, { code, version }) =>
    queries.changeSetting(context, { key: `${DEADLINE}${knownCode(code)}`, value: null, version }),
  ),

  getCalendar,

  route(contract.importHolidays, (context, { year, version, ...table }) => {
    const [problem] = holidayProblems(table, year)
    if (problem) throw invalid(problem, [{ field: 'holidays', message: problem }])
    return queries.changeSetting(context, { key: `${HOLIDAYS}${year}`, value: table, version })
  }),

  route(contract.getEmergencyNumbers, async ({ db }) => {
    const setting = await queries.findSetting(db, NUMBERS)
    const items = setting
      ? contract.setEmergencyNumbers.input.shape.items.parse(setting.value)
      : [...EMERGENCY_NUMBERS]
    return { items, version: setting?.version ?? 0 }
  }),

  route(contract.setEmergencyNumbers, (context, { items, version }) =>
    queries.changeSetting(context, { key: NUMBERS, value: items, version }),
  ),
]
