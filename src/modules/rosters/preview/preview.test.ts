import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { signedOut, testApp } from '#tests/app.ts'
import { addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { csvOf, handIn, HOUSEHOLD, imported, previewed, household } from '#tests/rosters.ts'
import { applyRoster } from '../applying/contract.ts'
import { discardRoster, getRoster, listRosters } from '../contract.ts'
import { chooseSheet, getMapping } from '../intake/contract.ts'
import { exportBadRows, getRow, listRows, startPreview, stopPreview } from './contract.ts'
import { listReview, decideRow } from '../review/contract.ts'
import { previewUndo, undoRoster } from '../undo/contract.ts'

const app = await testApp()
app.clock.now = new Date('2026-11-23T08:00:00+08:00')
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
const duty = await app.as({ role: 'duty-officer', divisionCode: PLACES.county })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
const farSupervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.hillTown })
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })

beforeAll(() => addPlaces(app))

test('wrong rows are left out and come back as a workbook with what to do', async () => {
  const rows = csvOf(HOUSEHOLD, [
    [
      '1',
      '好孩子',
      '男',
      '汉族',
      idNumberOf('2019-01-01', 'male'),
      '20190101',
      '石角镇围镇村',
      '',
      '',
      '',
      '',
      '',
    ],
    [
      '2',
      '成年人',
      '男',
      '汉族',
      idNumberOf('2001-01-01', 'male'),
      '20010101',
      '石角镇围镇村',
      '',
      '',
      '',
      '',
      '',
    ],
    ['3', '错号码', '男', '汉族', '449821201901010011', '20190101', '石角镇围镇村', '', '', '', '', ''],
    [
      '4',
      '错地方',
      '男',
      '汉族',
      idNumberOf('2019-01-03', 'male'),
      '20190103',
      '石角镇没有这个村',
      '',
      '',
      '',
      '',
      '',
    ],
    [
      '5',
      '=1+1',
      '男',
      '汉族',
      idNumberOf('2019-01-04', 'male'),
      '20190230',
      '石角镇围镇村',
      '',
      '',
      '',
      '',
      '',
    ],
  ])
  const roster = await imported(app, caseworker, rows)
  expect(roster.counts?.verdicts).toMatchObject({ new: 1, wrong: 4 })
  const wrong = await caseworker(listRows, { id: roster.id, verdict: 'wrong' })
  expect(
    wrong.items.map(({ rowNumber, problems }) => [rowNumber, problems[0]?.field, problems[0]?.message]),
  ).toEqual([
    [3, 'birthDay', expect.stringContaining('已满 18 周岁')],
    [4, 'idNumber', expect.stringContaining('校验位')],
    [5, 'hukouAddress', expect.stringContaining('没有这个村')],
    [6, expect.any(String), expect.any(String)],
  ])
  const reason = { id: roster.id, reason: '退回公安局改正' }
  const later = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
  await app.setUp((db) =>
    db.updateTable('session').set({ provedAt: null }).where('accountId', '=', later.accountId).execute(),
  )
  await expect(later(exportBadRows, reason)).rejects.toMatchObject({ code: 'reauthenticate' })
  const workbook = (await caseworker(exportBadRows, reason)) as unknown as Buffer
  expect(workbook.subarray(0, 2).toString()).toBe('PK')
  expect(await app.auditOf('roster.bad-rows-exported')).toContainEqual(
    expect.objectContaining({ result: 'done', count: 4, purpose: '退回公安局改正', subject_id: roster.id }),
  )
})

test('a discarded roster leaves no row, no file and no key', async () => {
  const received = await handIn(app, caseworker, household())
  const ready = await previewed(caseworker, received)
  await caseworker(discardRoster, { id: ready.id, version: ready.version, reason: '交错了文件' })
  expect(await caseworker(getRoster, { id: ready.id })).toMatchObject({ state: 'discarded' })
  const left = await app.setUp(async (db) => ({
    rows: await db.selectFrom('rosterRow').where('rosterId', '=', ready.id).select('rowNumber').execute(),
    roster: await db.selectFrom('roster').where('id', '=', ready.id).select('keySealed').executeTakeFirst(),
  }))
  expect(left).toEqual({ rows: [], roster: { keySealed: null } })
  expect(existsSync(join(app.running.config.dataFolder, 'uploads', `449821-${ready.id}.sealed`))).toBe(false)
  await expect(caseworker(startPreview, { id: ready.id, version: ready.version + 1 })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('what a role may not do with rosters is refused', async () => {
  const { id, version } = await handIn(app, caseworker, household())
  const reason = '试一试看'
  for (const person of [supervisor, duty]) {
    await expect(person(startPreview, { id, version })).rejects.toMatchObject({ status: 403 })
    await expect(person(applyRoster, { id, version })).rejects.toMatchObject({ status: 403 })
    await expect(person(undoRoster, { id, version, reason })).rejects.toMatchObject({ status: 403 })
    await expect(person(previewUndo, { id })).rejects.toMatchObject({ status: 403 })
    await expect(person(discardRoster, { id, version, reason })).rejects.toMatchObject({ status: 403 })
    await expect(person(getMapping, { id })).rejects.toMatchObject({ status: 403 })
    await expect(person(stopPreview, { id })).rejects.toMatchObject({ status: 403 })
    await expect(person(chooseSheet, { id, version, sheetName: 'a' })).rejects.toMatchObject({ status: 403 })
    await expect(person(exportBadRows, { id, reason })).rejects.toMatchObject({ status: 403 })
    await expect(handIn(app, person, household())).rejects.toMatchObject({ status: 403 })
    expect((await person(listRosters, {})).total).toBeGreaterThan(0)
  }
  await expect(director(listRosters)).rejects.toMatchObject({ status: 403 })
  await expect(director(getRoster, { id })).rejects.toMatchObject({ status: 403 })
  for (const person of [director, duty])
    await expect(person(listReview)).rejects.toMatchObject({ status: 403 })
  await expect(duty(decideRow, { id, rowNumber: 2, decision: 'leave-out' })).rejects.toMatchObject({
    status: 403,
  })
  await expect(signedOut(app)(listRosters)).rejects.toMatchObject({ status: 401 })
})

test('rows of another town are not listed and not opened', async () => {
  const ready = await previewed(caseworker, await handIn(app, caseworker, household()))
  const names = async (by: typeof supervisor) =>
    (await by(listRows, { id: ready.id })).items.map(({ name }) => name)
  expect(await names(caseworker)).toEqual(['张伟', '张小芳', '李明'])
  expect(await names(supervisor)).toEqual(['张伟', '张小芳'])
  expect(await names(farSupervisor)).toEqual(['李明'])
  await expect(farSupervisor(getRow, { id: ready.id, rowNumber: 2 })).rejects.toMatchObject({ status: 404 })
  expect((await farSupervisor(getRow, { id: ready.id, rowNumber: 4 })).name).toBe('李明')
})

test('a child of a sealed file is recognised, left alone and not named', async () => {
  const number = idNumberOf('2013-03-03', 'female')
  const rows = csvOf(HOUSEHOLD, [
    ['1', '密封', '女', '汉族', number, '20130303', '石角镇围镇村1组', '', '', '', '', ''],
  ])
  await imported(app, caseworker, rows)
  await app.setUp((db) =>
    db.updateTable('child').set({ label: 'sealed' }).where('name', '=', '密封').execute(),
  )
  const moved = csvOf(HOUSEHOLD, [
    ['1', '密封', '女', '汉族', number, '20130303', '石角镇东二村1组', '', '', '', '', ''],
  ])
  const again = await imported(app, caseworker, moved, { asOfDay: '2026-11-22' })
  expect(again).toMatchObject({ state: 'applied', counts: { verdicts: { same: 1, new: 0 } } })
  const [row] = (await caseworker(listRows, { id: again.id })).items
  expect(row?.childId).toBeNull()
})
