import { beforeAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { applied, csvOf, handIn, HOUSEHOLD, imported, previewed, household, PEOPLE } from '#tests/rosters.ts'
import { getChild } from '#modules/children/file/contract.ts'
import { listChanges } from '#modules/children/changes/contract.ts'
import { searchChildren } from '#modules/children/search/contract.ts'
import { getMapping, saveMapping } from './intake/contract.ts'
import { getRow } from './preview/contract.ts'

const app = await testApp()
app.clock.now = new Date('2026-11-23T08:00:00+08:00')
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
const head = await app.as({ role: 'centre-head', divisionCode: PLACES.county })

const { father: FATHER, first: FIRST, second: SECOND } = PEOPLE

beforeAll(() => addPlaces(app))

test('a household roster makes the register, parents as persons of their own', async () => {
  const received = await handIn(app, caseworker, household(), { fileName: '户籍.csv' })
  expect(received).toMatchObject({
    state: 'received',
    subject: 'child',
    purpose: 'register',
    asOfDay: '2026-11-01',
  })
  const ready = await previewed(caseworker, received)
  expect(ready).toMatchObject({
    state: 'previewed',
    failure: null,
    counts: { rows: 3, verdicts: { new: 3 } },
  })
  // Nothing is on file before it is applied.
  expect((await caseworker(searchChildren, { text: '张伟' })).items).toEqual([])
  const done = await applied(caseworker, ready)
  expect(done).toMatchObject({
    state: 'applied',
    counts: { written: { child: 3, person: 2, 'child-person': 3 } },
  })
  const [found] = (await caseworker(searchChildren, { text: FIRST })).items
  const file = await caseworker(getChild, { id: found?.id ?? '' })
  expect(file).toMatchObject({
    name: '张伟',
    birthDay: '2015-06-01',
    divisionCode: PLACES.wallVillage,
    state: 'active',
    sources: {
      '*': { kind: 'roster', department: '公安局', day: '2026-11-01', row: 2, rosterId: received.id },
    },
  })
  expect(
    file.family.map(({ relation, person }) => [relation, person.name, person.otherChildren.length]),
  ).toEqual([['father', '张大山', 1]])
})

test('the second import of the same file changes nothing', async () => {
  const again = await previewed(
    caseworker,
    await handIn(app, caseworker, household(), { fileName: '户籍.csv' }),
  )
  expect(again.counts?.verdicts).toMatchObject({ same: 3, new: 0, changed: 0, doubtful: 0, wrong: 0 })
})

test('the same bytes handed in twice are told', async () => {
  const second = await handIn(app, caseworker, household(), { fileName: '又一份.csv' })
  expect(second.sameFile?.id).not.toBe(second.id)
  expect(second.sameFile).not.toBeNull()
})

const schoolHeader =
  '学校,年级,班级,学生姓名,性别,身份证件号,出生日期,家庭住址,家长姓名,家长电话,是否寄宿,是否留守'

test('a school roster adds schooling and a parent’s phone, and keeps who the child is', async () => {
  const rows = csvOf(schoolHeader, [
    [
      '围镇小学',
      '三年级',
      '2班',
      '张韦',
      '男',
      FIRST,
      '2015-06-01',
      '石角镇围镇村5组',
      '张大山',
      '19900000009',
      '是',
      '否',
    ],
  ])
  const roster = await imported(app, caseworker, rows, { department: '教育局', asOfDay: '2026-11-10' })
  expect(roster.counts).toMatchObject({
    verdicts: { changed: 1 },
    changes: { schooling: 1, parentPhone: 1, residence: 1, residenceAddress: 1 },
  })
  const id = (await caseworker(searchChildren, { text: FIRST })).items[0]?.id ?? ''
  const file = await caseworker(getChild, { id })
  expect(file).toMatchObject({ name: '张伟', residence: 'same-as-hukou' })
  expect(file.schooling).toMatchObject([
    { schoolName: '围镇小学', grade: '3', className: '2班', isBoarding: true, toDay: null },
  ])
  const history = await caseworker(listChanges, { id })
  expect(history.items.map(({ recordKind, reason }) => [recordKind, reason])).toContainEqual([
    'schooling',
    '教育局名册（2026-11-10）',
  ])
  const row = await caseworker(getRow, { id: roster.id, rowNumber: 2 })
  expect(row.problems).toContainEqual(
    expect.objectContaining({ field: 'name', code: 'kept-register', severity: 'note' }),
  )
})

test('a fact of an older day does not overwrite a newer one', async () => {
  const rows = csvOf(HOUSEHOLD, [
    [
      '1',
      '张伟',
      '男',
      '汉族',
      FIRST,
      '20150601',
      '示范县石角镇东二村委会9组',
      '',
      '',
      '',
      '',
      '19900000077',
    ],
  ])
  const older = await previewed(caseworker, await handIn(app, caseworker, rows, { asOfDay: '2026-10-01' }))
  expect(older.counts?.verdicts).toMatchObject({ same: 1, changed: 0 })
  expect(older.counts?.problems.map(({ code }) => code)).toContain('kept-newer')
  const newer = await previewed(caseworker, await handIn(app, caseworker, rows, { asOfDay: '2026-11-20' }))
  expect(newer.counts?.changes).toMatchObject({ hukouAddress: 1, hukouDivisionCode: 1, phone: 1 })
})

test('a roster of convicts becomes the state of a parent, and strangers on it are not kept', async () => {
  const stranger = idNumberOf('1979-09-09', 'male')
  const rows = csvOf('序号,姓名,性别,身份证号,刑期(月),入监日期', [
    ['1', '张大山', '男', FATHER, '12', '2026-03-01'],
    ['2', '陌生人', '男', stranger, '24', '2026-01-01'],
  ])
  const roster = await imported(app, caseworker, rows, {
    fileName: '司法_服刑人员.csv',
    department: '司法局',
  })
  expect(roster).toMatchObject({
    subject: 'person',
    parentState: 'imprisoned',
    counts: { verdicts: { changed: 1, skipped: 1 } },
  })
  const stranger3 = await app.setUp((db) =>
    db
      .selectFrom('rosterRow')
      .where('rosterId', '=', roster.id)
      .where('rowNumber', '=', 3)
      .select(['recordSealed', 'numberIndex'])
      .executeTakeFirst(),
  )
  expect(stranger3).toEqual({ recordSealed: null, numberIndex: null })
  const id = (await caseworker(searchChildren, { text: SECOND })).items[0]?.id ?? ''
  const file = await caseworker(getChild, { id })
  expect(file.family[0]?.person.states).toMatchObject([
    { kind: 'imprisoned', fromDay: '2026-03-01', toDay: '2027-02-28' },
  ])
  const again = await previewed(
    caseworker,
    await handIn(app, caseworker, rows, { fileName: '司法_服刑人员.csv', department: '司法局' }),
  )
  expect(again.counts?.verdicts).toMatchObject({ same: 1, changed: 0 })
})

test('a ledger adds categories; who is not on file yet waits for confirmation', async () => {
  const unknown = idNumberOf('2016-08-08', 'female')
  const rows = csvOf('所在镇村,儿童姓名,性别,身份证号码,出生年月,困境类型,监护人,与儿童关系', [
    ['石角镇围镇村', '张小芳', '女', SECOND, '2017-02-03', '残疾儿童、低保家庭儿童', '张大山', '父女'],
    ['石角镇东二村', '陈新', '女', unknown, '2016-08-08', '孤儿', '陈奶奶', '祖母'],
  ])
  const roster = await imported(app, caseworker, rows, { department: '民政局', asOfDay: '2026-11-05' })
  expect(roster.counts).toMatchObject({ verdicts: { changed: 1, new: 1 } })
  const known = (await caseworker(searchChildren, { text: SECOND })).items[0]
  expect(known?.categories.toSorted()).toEqual(['poor-family', 'severely-disabled-or-ill'])
  const fresh = (await caseworker(searchChildren, { text: unknown })).items[0]
  expect(fresh).toMatchObject({
    state: 'candidate',
    categories: ['orphan'],
    divisionCode: PLACES.eastVillage,
  })
})

test('the mapping that a person corrected is remembered for the department and layout', async () => {
  const header = '姓名,号码,出生,住哪里'
  const rows = csvOf(header, [['周一', idNumberOf('2014-01-01', 'male'), '2014-01-01', '围镇村']])
  const first = await handIn(app, caseworker, rows, { department: '妇联' })
  const seen = await caseworker(getMapping, { id: first.id })
  expect(seen.isRemembered).toBe(false)
  // Samples show their form and no person.
  expect(JSON.stringify(seen.columns)).not.toMatch(/周一|2014-01-01|\d{17}/)
  const given = {
    id: first.id,
    version: seen.version,
    department: '妇联',
    asOfDay: '2026-11-02',
    purpose: 'register' as const,
    subject: 'child' as const,
    parentState: null,
    fields: ['name', 'idNumber', 'birthDay', 'residenceAddress'] as (
      | 'name'
      | 'idNumber'
      | 'birthDay'
      | 'residenceAddress'
    )[],
  }
  await expect(
    caseworker(saveMapping, { ...given, fields: ['name', 'ignore', 'ignore', 'ignore'] }),
  ).rejects.toMatchObject({ status: 422, message: expect.stringContaining('无法认定是谁') })
  await expect(caseworker(saveMapping, { ...given, asOfDay: '2027-01-01' })).rejects.toMatchObject({
    status: 422,
  })
  const saved = await caseworker(saveMapping, given)
  expect(saved).toMatchObject({ purpose: 'register', asOfDay: '2026-11-02' })
  await expect(caseworker(saveMapping, given)).rejects.toMatchObject({ status: 409, code: 'stale' })
  const second = await handIn(
    app,
    head,
    csvOf(header, [['周二', idNumberOf('2014-01-02', 'male'), '2014-01-02', '东二村']]),
    {
      department: '妇联',
    },
  )
  const remembered = await head(getMapping, { id: second.id })
  expect(remembered).toMatchObject({ isRemembered: true, purpose: 'register' })
  expect(remembered.columns.map(({ field }) => field)).toEqual(given.fields)
})

test('every step names its act in the audit, and no entry holds a value', async () => {
  for (const action of [
    'roster.received',
    'roster.preview-started',
    'roster.previewed',
    'roster.application-started',
    'roster.applied',
  ]) {
    const entries = await app.auditOf(action)
    expect(entries.length, action).toBeGreaterThan(0)
    expect(JSON.stringify(entries)).not.toMatch(/张|449821\d{12}|1990000/)
  }
})
