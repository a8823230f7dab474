import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { at, factsOf, lineOf, WHOLE_WAY } from '#tests/figures.ts'
import { loopCounty, OTHER_VILLAGE, TOWN } from '#tests/loop-county.ts'
import type { Measure } from './contract.ts'
import {
  exportLoopFigures,
  getLoopFigures,
  getLoopSums,
  getUnitFigures,
  listFigureCases,
} from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { caseWith, referred } = factsOf(app, county)
const { supervisor, otherSupervisor, head, worker, director, officer, otherOfficer } = county
const leader = await app.as({ role: 'leader' })
app.clock.now = new Date('2026-11-23T04:00:00Z')

const YEAR = { from: '2026-01-01', to: '2026-12-31' }
const figure = async (who: Caller, measure: Measure, asked: object = YEAR) =>
  lineOf((await who(getLoopFigures, asked)).lines, measure)

for (let made = 0; made < 7; made += 1) {
  const kase = await caseWith(WHOLE_WAY)
  await referred(kase, {
    on: '2026-03-02',
    due: '2026-03-09',
    answered: made < 3 ? '2026-03-05' : '2026-03-12',
  })
}
await caseWith(WHOLE_WAY, { place: OTHER_VILLAGE })

test('a town sees its own; a sealed case and one that the reader is kept from is in no number and no list', async () => {
  const before = { head: await figure(head, 'opened'), town: await figure(supervisor, 'opened') }
  const elsewhere = await figure(otherSupervisor, 'opened')
  await caseWith(WHOLE_WAY, { label: 'sealed' })
  const kept = await caseWith(WHOLE_WAY)
  await app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values({
        id: uuidv7(),
        recordKind: 'case',
        recordId: kept.id,
        accountId: supervisor.accountId,
        madeAt: at('2026-11-01'),
      })
      .execute(),
  )
  expect(await figure(head, 'opened')).toBe(Number(before.head) + 1)
  expect(await figure(supervisor, 'opened')).toBe(before.town)
  expect(await figure(otherSupervisor, 'opened')).toBe(elsewhere)
  expect(await figure(head, 'opened', { ...YEAR, town: TOWN })).toBe(Number(before.town) + 1)
  expect(await figure(otherSupervisor, 'opened', { ...YEAR, town: TOWN })).toBe(0)
  const { items, total } = await supervisor(listFigureCases, { measure: 'opened', ...YEAR, pageSize: 100 })
  expect(total).toBe(before.town)
  expect(items.map(({ caseId }) => caseId)).not.toContain(kept.id)
})

test('the leader has whole periods with small numbers hidden, a unit its own, and neither a list', async () => {
  const mine = await leader(getLoopSums, YEAR)
  expect(mine.suppressedBelow).toBe(5)
  for (const { count: each, good } of [
    ...mine.lines,
    ...mine.towns.flatMap(({ lines }) => lines),
    ...mine.units.flatMap(({ lines }) => lines),
  ]) {
    if (each !== null) expect(each === 0 || each >= 5).toBe(true)
    if (good) expect(good).toBeGreaterThanOrEqual(5)
  }
  expect(lineOf(mine.lines, 'opened')).toBe(await figure(head, 'opened'))
  await expect(leader(getLoopSums, { from: '2026-01-01', to: '2026-11-22' })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'from' }],
  })
  const own = await officer(getUnitFigures, YEAR)
  expect(own.lines.map(({ measure }) => measure)).not.toContain('opened')
  expect(lineOf(own.lines, 'dispatched')).toBe(7)
  expect(lineOf((await otherOfficer(getUnitFigures, YEAR)).lines, 'dispatched')).toBe(0)
  for (const who of [leader, officer, director, worker]) {
    await expect(who(listFigureCases, { measure: 'opened' })).rejects.toMatchObject({ status: 403 })
    await expect(who(getLoopFigures)).rejects.toMatchObject({ status: 403 })
  }
  await expect(head(getLoopSums)).rejects.toMatchObject({ status: 403 })
  await expect(head(getLoopFigures, { from: '2026-02-01', to: '2026-01-01' })).rejects.toMatchObject({
    status: 422,
  })
})

test('the database gives numbers and rows to nobody else, whatever the query asks', async () => {
  const { rows } = await app.owner.query<{ count: string }>(
    `select count(*) from county_449821.loop_sums('-infinity', 'infinity', now(), '', '9999999999999')`,
  )
  expect(rows).toEqual([{ count: '0' }])
})

test('the head exports what is on the page, with a reason that the audit keeps', async () => {
  const file = (await head(exportLoopFigures, {
    ...YEAR,
    format: 'csv',
    reason: '向领导小组汇报',
  })) as unknown as Buffer
  const text = file.toString('utf8')
  expect(text).toContain(`全部,,立案,${String(await figure(head, 'opened'))},`)
  expect(text).toContain('向领导小组汇报')
  expect(await app.auditOf('loop-figures.exported')).toMatchObject([{ purpose: '向领导小组汇报' }])
  const book = (await head(exportLoopFigures, {
    ...YEAR,
    format: 'xlsx',
    reason: '向领导小组汇报',
  })) as unknown as Buffer
  expect(book.subarray(0, 2).toString()).toBe('PK')
  await expect(supervisor(exportLoopFigures, { format: 'csv', reason: '向领导汇报' })).rejects.toMatchObject({
    status: 403,
  })
  await expect(head(exportLoopFigures, { format: 'csv', reason: '' })).rejects.toMatchObject({ status: 422 })
})
