import { found } from '#kernel/problem.ts'
import { covers } from '#server/access.ts'
import { route, type Context } from '#server/route.ts'
import { findChild } from '#modules/children/queries.ts'
import { takeReport, type NewReport, type Reporter } from '../contract.ts'
import { permits } from '#modules/identity/rules.ts'
import { openFor } from '../decisions/queries.ts'
import { findTaken, triageLimit } from '../queries.ts'
import { takeIn } from './queries.ts'

const reporterOf = ({ isAnonymous, reporterName, reporterPhone, reporterRelation }: NewReport): Reporter => ({
  // Who wishes to stay unknown is not written down, also when the caller's number showed.
  ...(!isAnonymous && { name: reporterName, phone: reporterPhone }),
  relation: reporterRelation,
})

type OrderOf = { id: string; number: string; divisionCode: string }

/** The clock of the office that sent the order, whatever ours says. */
const openOrderTask = (context: Context, report: OrderOf, dueAt: string) =>
  openFor(context, report, 'answer-outside-order', {
    dueAt: new Date(dueAt),
    isDueCertain: true,
    ruleCode: null,
  })

const takeOnce = async (context: Context, report: NewReport) => {
  const { db, scope, actor, now, county } = context
  const child = report.childId ? found(await findChild(db, scope, report.childId), '儿童') : undefined
  const wanted = child?.divisionCode ?? report.divisionCode ?? `${county}000000`
  // Nobody's report is refused for lying in another village: it is filed where it was taken, the place is in the description.
  const divisionCode = covers(scope, wanted) ? wanted : scope.low
  const { id, number, isEmergency, dueAt } = await takeIn(context, {
    id: report.id,
    source: report.source,
    narrative: report.narrative,
    childId: child?.id ?? null,
    described: { name: report.childName, about: report.childAbout, divisionCode: report.divisionCode },
    reporter: reporterOf(report),
    danger: report.danger,
    isAnonymous: report.isAnonymous,
    divisionCode,
    more: {
      outsideNumber: report.outsideNumber ?? null,
      outsideDueAt: report.outsideDueAt ? new Date(report.outsideDueAt) : null,
      // Whoever answers the telephone at the desk has looked at it.
      ...(permits(actor.role, 'reports.triage') && { firstSeenAt: now, firstSeenBy: actor.accountId }),
    },
  })
  if (report.outsideDueAt) await openOrderTask(context, { id, number, divisionCode }, report.outsideDueAt)
  return { id, number, isEmergency, dueAt, divisionCode }
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
