import { today } from '#kernel/day.ts'
import { found } from '#kernel/problem.ts'
import { covers } from '#server/access.ts'
import { route, type Context } from '#server/route.ts'
import { findChild } from '#modules/children/queries.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { openTask } from '#modules/tasks/queries.ts'
import { takeReport, type DescribedChild, type NewReport, type Reporter } from '../contract.ts'
import { findTaken, insertReport, triageLimit } from '../queries.ts'
import { leastLevel } from '../rules.ts'

const isFilled = (value: object) => Object.values(value).some((each) => each !== undefined)

const reporterOf = ({ isAnonymous, reporterName, reporterPhone, reporterRelation }: NewReport): Reporter => ({
  // Who wishes to stay unknown is not written down, also when the caller's number showed.
  ...(!isAnonymous && { name: reporterName, phone: reporterPhone }),
  relation: reporterRelation,
})

const takeOnce = async (context: Context, report: NewReport) => {
  const { db, scope, actor, keys, now, county } = context
  const child = report.childId ? found(await findChild(db, scope, report.childId), '儿童') : undefined
  const wanted = child?.divisionCode ?? report.divisionCode ?? `${county}000000`
  // Nobody's report is refused for lying in another village: it is filed where it was taken, the place is in the description.
  const divisionCode = covers(scope, wanted) ? wanted : scope.low
  const described: DescribedChild = {
    name: report.childName,
    about: report.childAbout,
    divisionCode: report.divisionCode,
  }
  const reporter = reporterOf(report)
  const isEmergency = leastLevel(report.danger) === 'immediate'
  const number = await nextNumber(db, '报', today(now))
  const { key, wrapped } = keys.newKey(report.id)
  await insertReport(db, {
    id: report.id,
    number,
    source: report.source,
    receivedAt: now,
    receivedBy: actor.accountId,
    divisionCode,
    childId: child?.id ?? null,
    keySealed: wrapped,
    narrativeSealed: keys.seal(key, 'narrative', report.narrative),
    childSealed: isFilled(described) ? keys.seal(key, 'child', JSON.stringify(described)) : null,
    reporterSealed: isFilled(reporter) ? keys.seal(key, 'reporter', JSON.stringify(reporter)) : null,
    isAnonymous: report.isAnonymous,
    dangerAnswers: JSON.stringify(report.danger),
    dangerLevel: isEmergency ? 'immediate' : null,
  })
  const limit = await triageLimit(db, isEmergency, now)
  await openTask(
    db,
    {
      ...limit,
      kind: 'triage-report',
      subjectKind: 'report',
      subjectId: report.id,
      number,
      divisionCode,
      owner: { role: 'duty-officer' },
    },
    now,
  )
  return { id: report.id, number, isEmergency, dueAt: limit.dueAt.toISOString(), divisionCode }
}

const takeReportRoute = route(takeReport, async (context, report) => {
  const { db, scope, now, note } = context
  note({ kind: 'report', id: report.id })
  const taken = await findTaken(db, scope, report.id, now)
  if (taken) {
    const isEmergency = taken.dangerLevel === 'immediate'
    const { dueAt } = await triageLimit(db, isEmergency, taken.receivedAt)
    return { id: taken.id, number: taken.number, isEmergency, dueAt: dueAt.toISOString() }
  }
  const { divisionCode, ...written } = await takeOnce(context, report)
  note({ divisionCode })
  return written
})

export const routes = [takeReportRoute]
