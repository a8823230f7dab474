import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import type { InputOf } from '#kernel/endpoint.ts'
import { primitives } from '#server/crypto/signatures.ts'
import { uuidv7 } from '#server/ids.ts'
import { COUNTY, testApp, type Caller } from '#tests/app.ts'
import { newUpload, photo, sendFile } from '#tests/files.ts'
import { loopCounty } from '#tests/loop.ts'
import {
  getReceipt,
  listMyReceipts,
  listReceiptKeys,
  listUnitReceipts,
  NewDutyReport,
  printReceipt,
  sendDutyReport,
} from './contract.ts'
import { startGeneration } from './queries.ts'
import { contentOf } from './rules.ts'
import { checkReceipt, isContentOf, readKeys, readReceipt } from './text.ts'

const app = await testApp()
const { duty, director, officer } = await loopCounty(app)
const leader = await app.as({ role: 'leader' })
const systemAdmin = await app.as({ role: 'system-admin' })

const SCHOOL = {
  code: 'school-1',
  name: '第一小学',
  shortName: '第一小学',
  kind: 'school' as const,
  joinedOn: '2021-09-01',
}

const addUnit = (code: string, name: string, kind: 'school' | 'hospital') =>
  app.setUp(async (db) => {
    const id = uuidv7()
    await db
      .insertInto('unit')
      .values({ id, code, name, shortName: name, kind, joinedOn: '2021-09-01' })
      .execute()
    return id
  })
const school = await addUnit('school-1', '第一小学', 'school')
const hospital = await addUnit('hospital-1', '县人民医院', 'hospital')
const teacher = await app.as({ role: 'unit-reporter', unitId: school, name: '教师甲' })
const colleague = await app.as({ role: 'unit-reporter', unitId: school, name: '教师乙' })
const head = await app.as({ role: 'liaison-officer', unitId: school, name: '校长丙' })
const doctor = await app.as({ role: 'unit-reporter', unitId: hospital, name: '医生丁' })

const NONCE = '000102030405060708090a0b0c0d0e0f'
const CHILD = '欧阳守望'
const NARRATIVE = '孩子胳膊上有几处新伤，说是家里大人打的，不敢回家。'

type Input = InputOf<typeof sendDutyReport>
const said = (more: Partial<Input> = {}): Input => ({
  id: uuidv7(),
  nonce: NONCE,
  kinds: ['injury-neglect'],
  narrative: NARRATIVE,
  childName: CHILD,
  childAbout: '三年级二班',
  ...more,
})
const send = (who: Caller, more: Partial<Input> = {}) => who(sendDutyReport, said(more))
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

const keysOf = async () => readKeys(primitives.sha256, (await teacher(listReceiptKeys)).text)
const verdictOf = async (text: string, now = new Date()) =>
  checkReceipt(primitives, text, await keysOf(), now).verdict

test('a teacher reports and gets a receipt that anybody can check with the county’s public keys', async () => {
  const knownAt = minutesAgo(95)
  const { receipt, reportNumber, isEmergency } = await send(teacher, { knownAt })
  expect(receipt).toMatchObject({ unit: '第一小学', state: 'waiting', suite: 'ed25519' })
  expect(receipt.number).toMatch(/^责〔\d{4}〕\d{4}号$/)
  expect(reportNumber).toMatch(/^报〔/)
  expect(isEmergency).toBe(false)
  expect(await verdictOf(receipt.text)).toBe('valid')
  expect(await verdictOf(receipt.code)).toBe('valid')
  const read = readReceipt(receipt.text)
  const seconds = Number(typeof read === 'string' ? 0 : read.facts.elapsed.split(' ')[0])
  expect(seconds).toBeGreaterThanOrEqual(95 * 60)
  expect(seconds).toBeLessThan(96 * 60)
})

test('the desk reads the report with its door, unit, kinds and what the unit has done', async () => {
  const input = said({
    policeToldAt: minutesAgo(3),
    firstSteps: '已送校医处理，留在保健室',
    witness: '校医戊',
    phone: '13900000077',
  })
  await teacher(sendDutyReport, input)
  const row = await app.setUp((db) =>
    db.selectFrom('report').where('id', '=', input.id).selectAll().executeTakeFirstOrThrow(),
  )
  expect(row).toMatchObject({
    door: 'mandatory',
    source: 'school',
    unitId: school,
    dutyKinds: ['injury-neglect'],
  })
  const key = app.keys.unwrap(row.keySealed, row.id)
  const told = app.keys.open(key, 'narrative', row.narrativeSealed)
  for (const text of [NARRATIVE, '第一小学', '已拨打 110 或告知公安', '已送校医处理', '校医戊'])
    expect(told).toContain(text)
  expect(JSON.parse(app.keys.open(key, 'reporter', row.reporterSealed!))).toEqual({
    name: '教师甲',
    phone: '13900000077',
    relation: '第一小学',
  })
})

test('neither child nor story nor reporter stands in the receipt, its code, its row or the audit', async () => {
  const { receipt } = await send(teacher)
  const row = await app.setUp((db) =>
    db.selectFrom('dutyReceipt').where('id', '=', receipt.id).selectAll().executeTakeFirstOrThrow(),
  )
  const entries = [...(await app.auditOf('duty-report.sent')), ...(await app.auditOf('receipt.printed'))]
  const read = readReceipt(receipt.code)
  const all = JSON.stringify([receipt, row, entries, read])
  for (const secret of [CHILD, '三年级', '新伤', '教师甲', NONCE]) expect(all).not.toContain(secret)
})

test('at its most talkative the log holds nothing of what was sent, also when it is refused', async () => {
  const lines: string[] = []
  const logStream = new Writable({
    write: (chunk: Buffer, _, written) => {
      lines.push(chunk.toString())
      written()
    },
  })
  const loud = await testApp({ more: { logStream, config: { ...app.running.config, logLevel: 'trace' } } })
  await loud.setUp((db) =>
    db
      .insertInto('unit')
      .values({ ...SCHOOL, id: school })
      .execute(),
  )
  const there = await loud.as({ role: 'unit-reporter', unitId: school, name: '教师甲' })
  const { receipt } = await send(there)
  await there(printReceipt, { id: receipt.id })
  const later = new Date(Date.now() + 600_000).toISOString()
  await expect(send(there, { knownAt: later })).rejects.toMatchObject({ status: 422 })
  const log = lines.join('')
  expect(log).toContain('/api/duty-reports')
  for (const secret of [CHILD, '三年级', '新伤', '教师甲', NONCE, receipt.id, '第一小学'])
    expect(log).not.toContain(secret)
})

test('the reporter’s name stands on the receipt on the own wish alone', async () => {
  const { receipt } = await send(teacher, { isNamed: true })
  expect(receipt.text).toContain('姓名：教师甲\n')
  expect(await verdictOf(receipt.text)).toBe('valid')
})

test('the nonce and the content prove what was reported; another word or another nonce does not', async () => {
  const input = said()
  const { receipt } = await teacher(sendDutyReport, input)
  const read = readReceipt(receipt.text)
  if (typeof read === 'string') throw new Error(read)
  const content = contentOf(NewDutyReport.parse(input))
  expect(isContentOf(primitives, read.facts, { nonce: NONCE, content })).toBe(true)
  expect(
    isContentOf(primitives, read.facts, { nonce: NONCE, content: content.replace('几处', '一处') }),
  ).toBe(false)
  expect(isContentOf(primitives, read.facts, { nonce: NONCE.replace('0f', '0e'), content })).toBe(false)
})

test('a report that is sent twice is taken once and answered with the same receipt', async () => {
  const input = said()
  const first = await teacher(sendDutyReport, input)
  expect(await teacher(sendDutyReport, input)).toEqual(first)
  const both = await Promise.allSettled(
    [0, 1].map(() => teacher(sendDutyReport, { ...input, id: first.receipt.id })),
  )
  for (const one of both)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'refused' })
  const rows = await app.setUp((db) =>
    db.selectFrom('dutyReceipt').where('reportId', 'in', [input.id, first.receipt.id]).select('id').execute(),
  )
  expect(rows).toHaveLength(2)
  await expect(colleague(sendDutyReport, input)).rejects.toMatchObject({ status: 409 })
})

test('what the nine kinds say and a danger now make it an emergency of the desk', async () => {
  expect((await send(teacher, { isInDanger: 'yes' })).isEmergency).toBe(true)
  expect((await send(doctor, { kinds: ['girl-under-14'] })).isEmergency).toBe(true)
  expect((await send(teacher, { kinds: ['begging'], isInDanger: 'no' })).isEmergency).toBe(false)
})

test('photos that had arrived go with the report, and those that had not are named', async () => {
  const arrived = await sendFile(app, await photo(), { kind: 'image', token: teacher.token })
  const never = newUpload()
  const input = said({ files: [arrived, never], isAboutOwnUnit: true })
  const { missingFiles } = await teacher(sendDutyReport, input)
  expect(missingFiles).toEqual([never.id])
  const rows = await app.setUp((db) =>
    db.selectFrom('file').where('recordId', '=', input.id).select('id').execute(),
  )
  expect(rows).toEqual([{ id: arrived.id }])
})

test('a time in the future, an unknown kind, a story too long or no story is told at its field', async () => {
  const later = new Date(Date.now() + 600_000).toISOString()
  const wrong: [Partial<Record<keyof Input, unknown>>, string][] = [
    [{ knownAt: later }, 'knownAt'],
    [{ policeToldAt: later }, 'policeToldAt'],
    [{ kinds: ['bad-weather'] }, 'kinds.0'],
    [{ narrative: '长'.repeat(4001) }, 'narrative'],
    [{ narrative: '  ' }, 'narrative'],
    [{ nonce: 'zz' }, 'nonce'],
    [{ phone: '12' }, 'phone'],
  ]
  for (const [more, field] of wrong)
    await expect(send(teacher, more as Partial<Input>), field).rejects.toMatchObject({
      status: 422,
      fields: [{ field }],
    })
})

test('a receipt is its reporter’s alone; the head of the unit sees numbers and times, another unit nothing', async () => {
  const { receipt } = await send(teacher, { knownAt: minutesAgo(30) })
  expect((await teacher(getReceipt, { id: receipt.id })).text).toBe(receipt.text)
  expect((await teacher(listMyReceipts)).items.map(({ id }) => id)).toContain(receipt.id)
  for (const other of [colleague, doctor, head, officer]) {
    await expect(other(getReceipt, { id: receipt.id })).rejects.toMatchObject({ status: 404 })
    await expect(other(printReceipt, { id: receipt.id })).rejects.toMatchObject({ status: 404 })
    expect((await other(listMyReceipts)).items.map(({ id }) => id)).not.toContain(receipt.id)
  }
  const { items, unit } = await head(listUnitReceipts, { pageSize: 100 })
  expect(unit).toBe('第一小学')
  expect(items.find(({ number }) => number === receipt.number)).toEqual({
    number: receipt.number,
    knownAt: receipt.knownAt,
    reportedAt: receipt.reportedAt,
  })
  expect(await officer(listUnitReceipts)).toMatchObject({ items: [], total: 0 })
  for (const other of [teacher, doctor, duty, director, leader, systemAdmin])
    await expect(other(listUnitReceipts)).rejects.toMatchObject({ status: 403 })
})

test('a report about somebody of the own unit stays out of the unit’s list, and its reporter still sees how far it is', async () => {
  const input = said({ isAboutOwnUnit: true })
  const { receipt } = await teacher(sendDutyReport, input)
  const { items } = await head(listUnitReceipts, { pageSize: 100 })
  expect(items.map(({ number }) => number)).not.toContain(receipt.number)
  expect(await teacher(getReceipt, { id: receipt.id })).toMatchObject({ state: 'waiting' })
  const kept = await app.setUp((db) =>
    db.selectFrom('recordExclusion').where('recordId', '=', input.id).select('unitId').execute(),
  )
  expect(kept).toEqual([{ unitId: school }])
})

test('desk, villages, leaders and administrators have no such duty page; a liaison officer may report for the unit', async () => {
  for (const other of [duty, director, leader, systemAdmin])
    await expect(send(other)).rejects.toMatchObject({ status: 403 })
  const { receipt } = await send(head)
  expect(receipt.text).toContain('身份：成员单位联络员\n')
})

test('nobody of a unit that has left reports in its name', async () => {
  const gone = await addUnit('school-9', '撤并小学', 'school')
  const last = await app.as({ role: 'unit-reporter', unitId: gone })
  await app.setUp((db) =>
    db.updateTable('unit').set({ leftOn: '2024-08-31' }).where('id', '=', gone).execute(),
  )
  await expect(send(last)).rejects.toMatchObject({ status: 409, code: 'refused' })
})

test('sending and printing leave their witness, with ids alone', async () => {
  const input = said()
  const { receipt } = await teacher(sendDutyReport, input)
  await teacher(printReceipt, { id: receipt.id })
  const [sent] = (await app.auditOf('duty-report.sent')).filter((each) => each['subject_id'] === input.id)
  expect(sent).toMatchObject({ result: 'done', subject_kind: 'report', actor_role: 'unit-reporter' })
  const [printed] = (await app.auditOf('receipt.printed')).filter((each) => each['subject_id'] === receipt.id)
  expect(printed).toMatchObject({ result: 'done', subject_kind: 'receipt' })
})

test('a receipt names the end of the sealed audit chain at its time', async () => {
  const { receipt } = await send(teacher)
  expect(receipt.text).toMatch(/\n审计：0 [0-9a-f]{64}\n/)
})

test('after a change of key new receipts are signed by the new one and the old ones still check', async () => {
  const before = await send(teacher)
  await app.setUp((db) => startGeneration(db, 'ed25519', new Date()))
  const after = await send(teacher)
  expect(before.receipt.keyId).toMatch(/^ed25519-1-/)
  expect(after.receipt.keyId).toMatch(/^ed25519-2-/)
  for (const { receipt } of [before, after]) expect(await verdictOf(receipt.text)).toBe('valid')
  const names = (await keysOf()).map(({ keyId, county }) => `${county} ${keyId.replace(/-[^-]*$/, '')}`)
  expect(names).toEqual([`${COUNTY} ed25519-2`, `${COUNTY} ed25519-1`, `${COUNTY} sm2-1`])
})

test('with the SM suite a receipt is signed by SM2 and commits by SM3', async () => {
  app.running.config.cipherSuite = 'sm'
  const { receipt } = await send(teacher)
  app.running.config.cipherSuite = 'aes'
  expect(receipt).toMatchObject({ suite: 'sm2' })
  expect(receipt.text).toMatch(/\n承诺：sm3 [0-9a-f]{64}\n/)
  expect(await verdictOf(receipt.text)).toBe('valid')
  expect(await verdictOf(receipt.text.replace('第一小学', '第二小学'))).toBe('changed')
})

test('a receipt as PDF is small, on one page, and holds nothing of the child', async () => {
  const { receipt } = await send(teacher)
  const bytes = (await teacher(printReceipt, { id: receipt.id })) as unknown as Buffer
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(bytes.length).toBeLessThan(80_000)
  expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1)
})
