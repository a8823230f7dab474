import * as XLSX from '@e965/xlsx'
import { beforeAll, expect, test } from 'vitest'
import type { InputOf } from '#kernel/endpoint.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { textOfWorkbook } from '#tests/access/download.ts'
import { exportChildren } from './contract.ts'

const app = await testApp()
app.clock.now = new Date('2026-11-23T17:05:00+08:00')
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
const duty = await app.as({ role: 'duty-officer', divisionCode: PLACES.county })
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
const number = idNumberOf('2012-01-01', 'male')

beforeAll(async () => {
  await addPlaces(app)
  await addChildren(
    app,
    { name: '=HYPERLINK("http://example.invalid")', birthDay: '2012-01-01', idNumber: number },
    { name: '围二', birthDay: '2015-03-01', categories: [{ kind: 'orphan', from: '2020-01-01' }] },
    { name: '围退', state: 'exited' },
    { name: '东一', divisionCode: PLACES.eastVillage },
    {
      name: '龙一',
      divisionCode: PLACES.hillVillage,
      categories: [{ kind: 'hiv-affected', from: '2024-01-01' }],
    },
  )
})

const reason = '核对冬季救助名单'
const workbookOf = async (by: typeof director, filter: Omit<InputOf<typeof exportChildren>, 'reason'> = {}) =>
  // A download answers bytes where the type says what a page gets.
  (await by(exportChildren, { ...filter, reason })) as unknown as Buffer
const linesOf = (workbook: Buffer) => {
  const sheet = XLSX.read(workbook).Sheets['儿童名单']
  return XLSX.utils.sheet_to_json<string[]>(sheet ?? {}, { header: 1 })
}
const namesOf = async (...given: Parameters<typeof workbookOf>) =>
  linesOf(await workbookOf(...given))
    .slice(1)
    .flatMap((line) => (line.length > 1 ? [line[0]] : []))

test('each tier takes away the list that it sees, as it is filtered', async () => {
  const formula = `'=HYPERLINK("http://example.invalid")`
  expect(await namesOf(director)).toEqual([formula, '围二'])
  expect(await namesOf(supervisor)).toEqual([formula, '围二', '东一'])
  expect(await namesOf(supervisor, { category: 'orphan' })).toEqual(['围二'])
  expect(await namesOf(duty, { divisionCode: PLACES.hillTown })).toEqual(['龙一'])
  expect(await namesOf(director, { divisionCode: PLACES.hillTown })).toEqual([])
  expect(await namesOf(director, { state: 'exited' })).toEqual(['围退'])
})

test('a workbook holds no number, says who took it, when and why, and runs nothing', async () => {
  const workbook = await workbookOf(director)
  const text = await textOfWorkbook(workbook)
  expect(text).not.toContain(number)
  expect(text).not.toContain('<f>')
  expect(text).toContain('<oddFooter>')
  const lines = linesOf(workbook)
  expect(lines[1]?.[8]).toBe('已登记')
  expect(lines.at(-1)?.[0]).toMatch(
    /^共 2 人。.+（.+）于 2026-11-23 17:05 导出，编号 DC20261123-[0-9A-F]{8}，事由：核对冬季救助名单。/,
  )
})

test('a category that few may know stays within the system for all others', async () => {
  const textFor = async (by: typeof duty) => textOfWorkbook(await workbookOf(by))
  expect(await textFor(duty)).not.toContain('艾滋')
  expect(await textFor(caseworker)).toContain('艾滋')
})

test('an export asks for the password again and is witnessed with its reason and its number of children', async () => {
  const later = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
  await app.setUp((db) =>
    db.updateTable('session').set({ provedAt: null }).where('accountId', '=', later.accountId).execute(),
  )
  await expect(later(exportChildren, { reason })).rejects.toMatchObject({ code: 'reauthenticate' })
  await workbookOf(supervisor, { category: 'orphan' })
  expect(await app.auditOf('child.list-exported')).toContainEqual(
    expect.objectContaining({
      actor_id: supervisor.accountId,
      result: 'done',
      count: 1,
      purpose: reason,
      subject_kind: 'child',
    }),
  )
  await expect(director(exportChildren, { reason: '' })).rejects.toMatchObject({ status: 422 })
  for (const role of ['leader', 'liaison-officer', 'system-admin'] as const)
    await expect((await app.as({ role }))(exportChildren, { reason })).rejects.toMatchObject({ status: 403 })
})
