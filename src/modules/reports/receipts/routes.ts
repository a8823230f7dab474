import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { bindFiles } from '#modules/files/queries.ts'
import { takeIn } from '../intake/queries.ts'
import { triageLimit } from '../queries.ts'
import { checkPageWith } from './check-page.ts'
import * as contract from './contract.ts'
import { Suite, type NewDutyReport } from './contract.ts'
import { issueReceipt, publicKeysOf } from './issuing.ts'
import * as queries from './queries.ts'
import { coarseOf, dangerOf, narrativeOf } from './rules.ts'
import { keyLine, receiptCode, withSignature } from './text.ts'

const SOURCE = { school: 'school', hospital: 'hospital' } as const
const sourceOf = (kind: string) => (kind === 'school' || kind === 'hospital' ? SOURCE[kind] : 'other')

type OwnReports = Awaited<ReturnType<typeof queries.ownReports>>

const shown = (row: queries.ReceiptFound, reports: OwnReports) => ({
  id: row.id,
  number: row.number,
  unit: row.unit,
  knownAt: row.knownAt.toISOString(),
  reportedAt: row.reportedAt.toISOString(),
  state: coarseOf(reports.get(row.reportId)?.state ?? 'received'),
  suite: Suite.parse(row.suite),
  keyId: row.keyId,
  text: withSignature(row.text, row.signature),
  code: receiptCode(row.text, row.signature),
})

const refuseFuture = (report: NewDutyReport, now: Date) => {
  const says = { knownAt: '知悉的时间不能晚于现在', policeToldAt: '报警的时间不能晚于现在' } as const
  for (const field of ['knownAt', 'policeToldAt'] as const) {
    const at = report[field]
    if (at && Date.parse(at) > now.getTime())
      throw invalid(says[field], [{ field, message: `${says[field]}，请核对日期和钟点` }])
  }
}

const workplaceOf = async ({ db, actor }: Context) => {
  const unit = actor.accountId ? await queries.findUnitOf(db, actor.accountId) : undefined
  if (!unit) throw refused('您的单位已退出名单，不能以单位名义报告。情况紧急请直接拨打 110')
  return unit
}

const takeOnce = async (context: Context, report: NewDutyReport) => {
  const { db, county, actor, keys, now, note } = context
  refuseFuture(report, now)
  const unit = await workplaceOf(context)
  // This door ends at the centre; whom it concerns must not be the one who reads it.
  if (report.isAboutOwnUnit && unit.kind === 'protection-centre')
    throw refused(
      '这里的报告由您所在的中心接收。反映本中心的人，请改用对外页面的实名报告，会转上一级或检察院办理；危险请先拨 110',
    )
  const knownAt = report.knownAt ? new Date(report.knownAt) : now
  const wanted = report.divisionCode ?? unit.divisionCode ?? `${county}000000`
  // A child of another county is this desk's to pass on: the place is in the description.
  const divisionCode = wanted.startsWith(county) ? wanted : `${county}000000`
  await takeIn(context, {
    id: report.id,
    source: sourceOf(unit.kind),
    narrative: narrativeOf(report, unit.name, knownAt),
    described: { name: report.childName, about: report.childAbout, divisionCode: report.divisionCode },
    reporter: { name: actor.displayName, phone: report.phone, relation: unit.name },
    danger: dangerOf(report),
    divisionCode,
    more: { door: 'mandatory', unitId: unit.id, knownAt, dutyKinds: report.kinds },
  })
  // Before the unit is kept from the report, its sender among them: who sees the report no longer hands anything to it.
  const { missing } = await bindFiles(db, keys, {
    recordKind: 'report',
    recordId: report.id,
    files: report.files,
    now,
  })
  if (report.isAboutOwnUnit) await queries.keepFromUnit(db, report.id, unit.id, now)
  await issueReceipt(context, { unit, knownAt, report })
  note({ divisionCode })
  return missing
}

const sendDutyReport = route(contract.sendDutyReport, async (context, report) => {
  const { db, scope, note } = context
  note({ kind: 'report', id: report.id })
  const isTaken = (await queries.findReceiptOf(db, scope, report.id)) !== undefined
  const missingFiles = isTaken ? [] : await takeOnce(context, report)
  const receipt = found(await queries.findReceiptOf(db, scope, report.id), '回执')
  const reports = await queries.ownReports(db, [report.id])
  const taken = found(reports.get(report.id), '报告')
  const isEmergency = taken.dangerLevel === 'immediate'
  const { dueAt } = await triageLimit(db, isEmergency, receipt.reportedAt)
  return {
    receipt: shown(receipt, reports),
    reportNumber: taken.number,
    isEmergency,
    seenBy: dueAt.toISOString(),
    missingFiles,
  }
})

const listMyReceipts = route(contract.listMyReceipts, async ({ db, scope }, page) => {
  const { rows, total } = await queries.listMine(db, scope, page)
  const reports = await queries.ownReports(
    db,
    rows.map(({ reportId }) => reportId),
  )
  return { items: rows.map((row) => shown(row, reports)), total }
})

const getReceipt = route(contract.getReceipt, async ({ db, scope, note }, { id }) => {
  note({ kind: 'receipt', id })
  const receipt = found(await queries.findReceipt(db, scope, id), '回执')
  return shown(receipt, await queries.ownReports(db, [receipt.reportId]))
})

const printReceipt = route(contract.printReceipt, async ({ db, scope, note }, { id }) => {
  note({ kind: 'receipt', id })
  const { number, text, signature } = found(await queries.findReceipt(db, scope, id), '回执')
  // Loaded with the first receipt that is printed: the drawing library and the font are not what a start should wait for.
  const { drawReceipt } = await import('./paper.ts')
  return {
    fileName: `责任回执 ${number}.pdf`,
    type: 'application/pdf',
    content: await drawReceipt({ number, text, signature }),
  }
})

const listUnitReceipts = route(contract.listUnitReceipts, async (context, page) => {
  const { db, scope } = context
  const { rows, total } = await queries.listOfUnit(db, scope, page)
  const items = rows.map(({ number, knownAt, reportedAt }) => ({
    number,
    knownAt: knownAt.toISOString(),
    reportedAt: reportedAt.toISOString(),
  }))
  return { items, total, unit: (await workplaceOf(context)).name }
})

const keysText = async ({ db, keys, county }: Context) =>
  (await publicKeysOf(db, keys, county)).map((key) => `${keyLine(key)}\n`).join('')

const listReceiptKeys = route(contract.listReceiptKeys, async (context) => ({
  text: await keysText(context),
}))

const getCheckPage = route(contract.getCheckPage, async (context) => ({
  fileName: '回执核验.html',
  type: 'text/html; charset=utf-8',
  content: await checkPageWith(await keysText(context)),
}))

export const routes: Route[] = [
  sendDutyReport,
  listMyReceipts,
  getReceipt,
  printReceipt,
  listUnitReceipts,
  listReceiptKeys,
  getCheckPage,
]

/** The same form twice at the same moment: the first one counts. */
export const constraints: Constraints = {
  duty_receipt_one_per_report: () => refused('这份报告已经收到，请到“我的回执”查看'),
}
