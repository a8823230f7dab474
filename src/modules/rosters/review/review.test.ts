import { beforeAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { applied, csvOf, factsOf, handIn, imported, previewed, settled } from '#tests/rosters.ts'
import { getChild } from '#modules/children/file/contract.ts'
import { searchChildren } from '#modules/children/search/contract.ts'
import { getRow, listRows } from '../preview/contract.ts'
import { undoRoster } from '../undo/contract.ts'
import { decideRow, listReview } from './contract.ts'

const app = await testApp()
app.clock.now = new Date('2026-11-23T08:00:00+08:00')
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown, name: '镇督导员' })
const farSupervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.hillTown })

const NUMBER = idNumberOf('2014-02-02', 'female')
const HEADER = '所在镇村,儿童姓名,性别,身份证号码,出生年月,困境类型'
let ids: string[] = []

beforeAll(async () => {
  await addPlaces(app)
  ids = await addChildren(
    app,
    { name: '温雯', birthDay: '2014-02-02', sex: 'female', idNumber: NUMBER },
    { name: '章伟', birthDay: '2013-03-03', divisionCode: PLACES.hillVillage },
    { name: '同名', birthDay: '2012-01-01' },
    { name: '同名', birthDay: '2012-01-01' },
  )
})

const ledger = (rows: string[][]) => csvOf(HEADER, rows)
/** A homophone without a number, a number with another name, two of one name, and nobody. */
const DOUBTFUL = [
  ['石角镇围镇村', '温文', '女', '', '2014-02-02', '低保家庭儿童'],
  ['石角镇围镇村', '欧阳秀', '女', NUMBER, '2014-02-02', '低保家庭儿童'],
  ['石角镇围镇村', '同名', '男', '', '2012-01-01', '孤儿'],
  ['龙山镇龙塘村', '无人识', '男', '', '2011-01-01', '重病儿童'],
]

test('without a number a child is found by name, birth day and village when that is exactly one', async () => {
  const rows = ledger([['围镇村', '温雯', '女', '', '2014年2月2日', '低保家庭儿童']])
  const roster = await previewed(caseworker, await handIn(app, caseworker, rows, { department: '民政局' }))
  const [row] = (await caseworker(listRows, { id: roster.id })).items
  expect(row).toMatchObject({
    verdict: 'changed',
    childId: ids[0],
    changes: expect.arrayContaining(['category']),
  })
})

test('a number that Excel rounded leads to the child whose number begins so', async () => {
  const rows = ledger([['东二村', '温雯', '女', `${NUMBER.slice(0, 15)}000`, '2014/2/2', '低保家庭儿童']])
  const roster = await previewed(caseworker, await handIn(app, caseworker, rows, { department: '民政局' }))
  const [row] = (await caseworker(listRows, { id: roster.id })).items
  expect(row).toMatchObject({ verdict: 'changed', childId: ids[0] })
})

test('rows that fit nobody for sure wait for a person, with both records side by side', async () => {
  const roster = await previewed(
    caseworker,
    await handIn(app, caseworker, ledger(DOUBTFUL), { department: '民政局' }),
  )
  expect(roster).toMatchObject({ toReview: 4, counts: { verdicts: { doubtful: 4 } } })
  const homophone = await caseworker(getRow, { id: roster.id, rowNumber: 2 })
  expect(homophone.compared).toHaveLength(1)
  expect(homophone.compared[0]).toMatchObject({ childId: ids[0], name: '温雯' })
  expect(homophone.compared[0]?.values).toContainEqual(
    expect.objectContaining({
      field: 'birthDay',
      roster: '2014-02-02',
      file: '2014-02-02',
      relation: 'same',
    }),
  )
  const otherName = await caseworker(getRow, { id: roster.id, rowNumber: 3 })
  expect(otherName.compared[0]?.values).toContainEqual(
    expect.objectContaining({ field: 'idNumber', relation: 'same', hint: '完全一致' }),
  )
  expect((await caseworker(getRow, { id: roster.id, rowNumber: 4 })).compared).toHaveLength(2)
  // No digit of a number leaves, whoever compares.
  expect(JSON.stringify([homophone, otherName])).not.toContain(NUMBER)
})

test('a supervisor sees and decides the rows of the town, and none of another', async () => {
  const roster = await previewed(
    caseworker,
    await handIn(app, caseworker, ledger(DOUBTFUL), { department: '民政局' }),
  )
  const queue = await supervisor(listReview, { rosterId: roster.id })
  expect(queue.items.map(({ rowNumber }) => rowNumber)).toEqual([2, 3, 4])
  expect(
    (await farSupervisor(listReview, { rosterId: roster.id })).items.map(({ rowNumber }) => rowNumber),
  ).toEqual([5])
  const far = { id: roster.id, rowNumber: 2 }
  await expect(farSupervisor(getRow, far)).rejects.toMatchObject({ status: 404 })
  await expect(farSupervisor(decideRow, { ...far, decision: 'leave-out' })).rejects.toMatchObject({
    status: 404,
  })
  // Not a child of the town, though the row is.
  await expect(
    supervisor(decideRow, { ...far, decision: 'same-child', childId: ids[1] }),
  ).rejects.toMatchObject({ status: 422 })
  const decided = await supervisor(decideRow, { ...far, decision: 'same-child', childId: ids[0] })
  expect(decided).toMatchObject({ decision: 'same-child', decidedBy: '镇督导员', isWritten: false })
  expect((await supervisor(listReview, { rosterId: roster.id })).total).toBe(2)
  expect((await app.auditOf('roster.row-decided')).at(-1)).toMatchObject({
    result: 'done',
    fields: ['same-child'],
    subject_id: roster.id,
  })
})

test('what was decided before is applied with the roster, what is undecided is left out', async () => {
  const roster = await previewed(
    caseworker,
    await handIn(app, caseworker, ledger(DOUBTFUL), { department: '民政局', asOfDay: '2026-11-12' }),
  )
  await caseworker(decideRow, { id: roster.id, rowNumber: 2, decision: 'same-child', childId: ids[0] })
  await expect(
    caseworker(decideRow, { id: roster.id, rowNumber: 3, decision: 'same-child', childId: ids[0] }),
  ).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('第 2 行') })
  await caseworker(decideRow, { id: roster.id, rowNumber: 3, decision: 'leave-out' })
  await caseworker(decideRow, { id: roster.id, rowNumber: 5, decision: 'new-child' })
  const done = await applied(caseworker, roster)
  expect(done).toMatchObject({
    state: 'applied',
    toReview: 1,
    counts: { written: { child: 1, category: 2 } },
  })
  expect((await caseworker(getChild, { id: ids[0] ?? '' })).categories).toMatchObject([
    { kind: 'poor-family' },
  ])
  expect((await caseworker(searchChildren, { text: '无人识' })).items).toMatchObject([{ state: 'candidate' }])
})

test('a decision after applying is carried out at once, and undone with the roster', async () => {
  const rows = ledger([
    ['石角镇围镇村', '张小二', '男', idNumberOf('2015-01-01', 'male'), '2015-01-01', '孤儿'],
    ['石角镇围镇村', '同名', '男', '', '2012-01-01', '孤儿'],
    ['石角镇围镇村', '没人认识', '女', '', '2010-10-10', '重病儿童'],
  ])
  const before = await factsOf(app)
  const roster = await imported(app, caseworker, rows, { department: '民政局', asOfDay: '2026-11-13' })
  const same = { id: roster.id, rowNumber: 3 }
  const written = await supervisor(decideRow, { ...same, decision: 'same-child', childId: ids[2] })
  expect(written.isWritten).toBe(true)
  expect((await supervisor(getChild, { id: ids[2] ?? '' })).categories).toMatchObject([{ kind: 'orphan' }])
  await expect(supervisor(decideRow, { ...same, decision: 'leave-out' })).rejects.toMatchObject({
    code: 'refused',
  })
  const fresh = await supervisor(decideRow, { id: roster.id, rowNumber: 4, decision: 'new-child' })
  expect(fresh).toMatchObject({ isWritten: true, childId: expect.any(String) })
  expect((await supervisor(searchChildren, { text: '没人认识' })).items).toHaveLength(1)
  const { version } = await caseworker(getChild, { id: ids[2] ?? '' })
  expect(version).toBe(1)
  await caseworker(undoRoster, { id: roster.id, version: roster.version, reason: '整份交错了' })
  expect(await settled(caseworker, roster.id)).toMatchObject({ state: 'undone' })
  expect(await factsOf(app)).toEqual(before)
})

test('a new child needs a village of one’s own, chosen where the row leaves it open', async () => {
  const rows = ledger([['新联村', '两镇都有', '男', idNumberOf('2015-05-05', 'male'), '2015-05-05', '孤儿']])
  const roster = await previewed(caseworker, await handIn(app, caseworker, rows, { department: '民政局' }))
  const target = { id: roster.id, rowNumber: 2, decision: 'new-child' as const }
  const row = await caseworker(getRow, { id: roster.id, rowNumber: 2 })
  expect(row.villages.map(({ code }) => code).toSorted()).toEqual([
    PLACES.unitedVillage,
    PLACES.unitedHillVillage,
  ])
  await expect(caseworker(decideRow, target)).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'divisionCode' }],
  })
  await expect(caseworker(decideRow, { ...target, divisionCode: '449821999999' })).rejects.toMatchObject({
    status: 422,
  })
  await caseworker(decideRow, { ...target, divisionCode: PLACES.unitedHillVillage })
  const done = await applied(caseworker, roster)
  expect(done.counts?.written).toMatchObject({ child: 1 })
  expect((await caseworker(searchChildren, { text: '两镇都有' })).items[0]?.divisionCode).toBe(
    PLACES.unitedHillVillage,
  )
})

test('a row without doubt is not decided, nor one of a roster that was discarded or undone', async () => {
  const rows = ledger([['围镇村', '温雯', '女', NUMBER, '2014-02-02', '孤儿']])
  const roster = await imported(app, caseworker, rows, { department: '民政局', asOfDay: '2026-11-14' })
  const target = { id: roster.id, rowNumber: 2, decision: 'leave-out' as const }
  await expect(caseworker(decideRow, target)).rejects.toMatchObject({ code: 'refused' })
  await caseworker(undoRoster, { id: roster.id, version: roster.version, reason: '不要这份了' })
  await settled(caseworker, roster.id)
  await expect(caseworker(decideRow, target)).rejects.toMatchObject({ code: 'refused' })
})

test('a parent under another name waits for a person, and is written once that is settled', async () => {
  const father = idNumberOf('1980-08-08', 'male')
  const [child = ''] = await addChildren(app, {
    name: '有父',
    family: [{ relation: 'father', isGuardian: true, person: { name: '温大河', idNumber: father } }],
  })
  const rows = csvOf('姓名,性别,身份证号,死亡日期', [['王二小', '男', father, '2026-05-05']])
  const roster = await imported(app, caseworker, rows, {
    fileName: '民政_死亡登记.csv',
    department: '民政局',
  })
  expect(roster).toMatchObject({ subject: 'person', counts: { verdicts: { doubtful: 1 } }, toReview: 1 })
  const target = { id: roster.id, rowNumber: 2 }
  const row = await supervisor(getRow, target)
  expect(row.compared).toMatchObject([{ childId: child, name: '温大河' }])
  await expect(supervisor(decideRow, { ...target, decision: 'new-child' })).rejects.toMatchObject({
    code: 'refused',
  })
  await supervisor(decideRow, { ...target, decision: 'same-child' })
  const file = await supervisor(getChild, { id: child })
  expect(file.family[0]?.person.states).toMatchObject([{ kind: 'deceased', fromDay: '2026-05-05' }])
})
