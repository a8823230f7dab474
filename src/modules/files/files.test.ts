import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { addPlaces, PLACES } from '#tests/children.ts'
import { newUpload, photo, sendFile, sha256, tus, untilChecked, type Sent } from '#tests/files.ts'
import { mintScope } from '#server/access.ts'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { addressOf } from '#kernel/endpoint.ts'
import { takeReport } from '#modules/reports/contract.ts'
import { listFiles, openFile, readFile, takeOriginal } from './contract.ts'
import { bindFiles } from './queries.ts'

const app = await testApp()
const dataFolder = mkdtempSync(join(tmpdir(), 'files-'))
app.running.config.dataFolder = dataFolder
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))
beforeAll(() => addPlaces(app))

const duty = await app.as({ role: 'duty-officer', divisionCode: PLACES.county })
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
const REASON = '核实伤情照片'

const lying = () =>
  readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const bind = (recordId: string, files: Sent[]) =>
  inTransaction(app.pool, dutyScope('449821', 'portal'), (db) =>
    bindFiles(db, app.keys, { recordKind: 'report', recordId, files, now: new Date() }),
  )

const reportWith = async (...files: Sent[]) => {
  const { id } = await duty(takeReport, { id: uuidv7(), narrative: '邻居听见孩子哭' })
  const { bound, missing } = await bind(id, files)
  expect([bound.toSorted(), missing]).toEqual([files.map((file) => file.id).toSorted(), []])
  return id
}

const contentOf = (id: string, openingId: string, headers: Record<string, string> = {}, token = duty.token) =>
  app.server.inject({
    url: addressOf(readFile, { id, openingId }).url,
    headers,
    cookies: { shouwang: token },
  })

test('a photo sent from outside is seen by the desk as a picture without place and device, after a reason', async () => {
  const sent = await sendFile(app, await photo(), { kind: 'image' })
  expect(sent).toMatchObject({ state: 'ready', code: null })
  const recordId = await reportWith(sent)
  const { items } = await duty(listFiles, { recordKind: 'report', recordId })
  expect(items).toEqual([
    expect.objectContaining({
      id: sent.id,
      state: 'ready',
      kind: 'image',
      opensAs: 'picture',
      sha256: null,
      openedCount: 0,
    }),
  ])
  const { openingId, mediaType } = await duty(openFile, { id: sent.id, reason: REASON })
  const shown = await contentOf(sent.id, openingId)
  expect([shown.statusCode, shown.headers['content-type'], mediaType]).toEqual([
    200,
    'image/webp',
    'image/webp',
  ])
  const { exif, width } = await sharp(shown.rawPayload).metadata()
  expect([exif, width]).toEqual([undefined, 640])
  expect(shown.headers).toMatchObject({
    'content-disposition': 'inline',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'content-security-policy': expect.stringContaining('sandbox'),
  })
  expect((await app.auditOf('file.opened')).at(-1)).toMatchObject({
    result: 'done',
    subject_id: sent.id,
    purpose: REASON,
    actor_id: duty.accountId,
  })
  expect((await duty(listFiles, { recordKind: 'report', recordId })).items[0]).toMatchObject({
    openedCount: 1,
  })
})

test('without a reason nothing opens, and an opening is good for its opener, its file and half an hour only', async () => {
  const first = await sendFile(app, await photo(), { kind: 'image' })
  const second = await sendFile(app, await photo(), { kind: 'image' })
  await reportWith(first, second)
  await expect(duty(openFile, { id: first.id, reason: '' })).rejects.toMatchObject({ status: 422 })
  const { openingId } = await duty(openFile, { id: first.id, reason: REASON })
  expect((await contentOf(second.id, openingId)).statusCode).toBe(409)
  expect((await contentOf(first.id, openingId, {}, caseworker.token)).statusCode).toBe(409)
  expect((await contentOf(first.id, uuidv7())).json()).toMatchObject({ code: 'opening-ended' })
  expect((await contentOf(first.id, openingId)).statusCode).toBe(200)
  app.clock.now = new Date(Date.now() + 31 * 60_000)
  const later = await app.as({ role: 'duty-officer', divisionCode: PLACES.county })
  expect((await contentOf(first.id, openingId, {}, later.token)).statusCode).toBe(409)
  app.clock.now = undefined
})

test('kept as evidence the original stays with its hash; otherwise it is gone', async () => {
  const original = await photo()
  const kept = await sendFile(app, original, { kind: 'image', isEvidence: true })
  const plain = await sendFile(app, original, { kind: 'image' })
  const recordId = await reportWith(kept, plain)
  const names = lying().map((path) => path.split('/').at(-1))
  expect(names).toEqual(expect.arrayContaining([kept.id, `${kept.id}.view`, `${plain.id}.view`]))
  expect(names).not.toContain(plain.id)
  const { items } = await duty(listFiles, { recordKind: 'report', recordId })
  expect(items.map((item) => item.sha256)).toEqual([sha256(original), null])
})

test('an original that no malware scan has seen is not handed out, and a duty officer never gets one', async () => {
  const kept = await sendFile(app, await photo(), { kind: 'image', isEvidence: true })
  await reportWith(kept)
  await expect(caseworker(takeOriginal, { id: kept.id, reason: '移交公安' })).rejects.toMatchObject({
    status: 409,
    code: 'file-not-scanned',
  })
  await expect(duty(takeOriginal, { id: kept.id, reason: '移交公安' })).rejects.toMatchObject({ status: 403 })
})

test('unknown and unfinished uploads, and those with a wrong secret, are answered as missing and refuse nothing', async () => {
  const whole = await sendFile(app, await photo(), { kind: 'image' })
  const half = newUpload()
  await tus(app, half).create(1_000)
  const unknown = newUpload()
  const { id } = await duty(takeReport, { id: uuidv7(), narrative: '孩子身上有伤' })
  const wrong = { id: whole.id, secret: unknown.secret }
  expect(await bind(id, [wrong])).toEqual({ bound: [], missing: [whole.id] })
  const files = [half, whole, unknown]
  const once = await bind(id, files)
  expect(once).toEqual({ bound: [whole.id], missing: [half.id, unknown.id] })
  // The report was sent twice: the answer is the same, and the upload cannot go to another report.
  expect(await bind(id, files)).toEqual(once)
  const { id: other } = await duty(takeReport, { id: uuidv7(), narrative: '另一件事' })
  expect(await bind(other, [whole])).toEqual({ bound: [], missing: [whole.id] })
})

test('who may not see the report sees none of its files', async () => {
  const sent = await sendFile(app, await photo(), { kind: 'image' })
  const recordId = await reportWith(sent)
  const { openingId } = await duty(openFile, { id: sent.id, reason: REASON })
  const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
  await expect(supervisor(listFiles, { recordKind: 'report', recordId })).rejects.toMatchObject({
    status: 403,
  })
  const elsewhere = await app.as({ role: 'caseworker', divisionCode: PLACES.county, county: '449822' })
  await expect(elsewhere(listFiles, { recordKind: 'report', recordId })).rejects.toMatchObject({
    status: 404,
  })
  await expect(elsewhere(openFile, { id: sent.id, reason: REASON })).rejects.toMatchObject({ status: 404 })
  expect((await contentOf(sent.id, openingId, {}, supervisor.token)).statusCode).toBe(403)
  expect((await contentOf(sent.id, openingId, {}, 'x')).statusCode).toBe(401)
})

test('nothing of an original lies on the disk in clear, while it comes, while it is checked, or afterwards', async () => {
  const canary = 'PLANTED-CANARY-449821'
  const plain = await photo(1_200, 900)
  // Whatever stands behind the end of a JPEG is carried along by telephones, too.
  const content = Buffer.concat([plain, Buffer.alloc(700_000, canary)])
  const upload = newUpload()
  const wire = tus(app, upload, { kind: 'image', isEvidence: true })
  await wire.create(content.length)
  await wire.patch(0, content.subarray(0, 300_000))
  const holds = (path: string) => {
    const bytes = readFileSync(path)
    return (
      bytes.includes(canary) || bytes.includes('PLANTED-DEVICE') || bytes.includes(plain.subarray(400, 440))
    )
  }
  expect(lying().filter((path) => path.includes(upload.id)).length).toBe(2)
  expect(lying().filter(holds)).toEqual([])
  await wire.patch(300_000, content.subarray(300_000))
  expect((await untilChecked(wire)).state).toBe('ready')
  expect(lying().filter(holds)).toEqual([])
})

const scopeOf = (accountId: string) =>
  mintScope({
    county: '449821',
    accountId,
    role: 'duty-officer',
    low: '449821000000',
    high: '449822000000',
    unitId: null,
  })

test('the policies let whoever sent a file hand it to a report that they see, and nobody else', async () => {
  const sent = await sendFile(app, await photo(), { kind: 'image', token: duty.token })
  const { id: recordId } = await duty(takeReport, { id: uuidv7(), narrative: '照片随电话之后收到' })
  const bindAs = (accountId: string, file: Sent) =>
    inTransaction(app.pool, scopeOf(accountId), (db) =>
      bindFiles(db, app.keys, { recordKind: 'report', recordId, files: [file], now: new Date() }),
    )
  expect((await bindAs(caseworker.accountId, sent)).bound).toEqual([])
  expect((await bindAs(duty.accountId, sent)).bound).toEqual([sent.id])
  const fromOutside = await sendFile(app, await photo(), { kind: 'image' })
  expect((await bindAs(duty.accountId, fromOutside)).missing).toEqual([fromOutside.id])
})

test('who is signed in sends through the other door, and binds what they sent to a report of theirs', async () => {
  const sent = await sendFile(app, await photo(), { kind: 'image', token: duty.token })
  expect(sent.state).toBe('ready')
  expect((await tus(app, sent).tell()).code).toBe('upload-unknown')
  expect((await tus(app, sent, { token: caseworker.token }).tell()).code).toBe('upload-unknown')
  const { id } = await duty(takeReport, { id: uuidv7(), narrative: '电话里说的，照片随后收到' })
  const session = await app.setUp((db) =>
    db.selectFrom('file').where('id', '=', sent.id).select('uploadedBy').executeTakeFirstOrThrow(),
  )
  expect(session.uploadedBy).toBe(duty.accountId)
  expect(await bind(id, [sent])).toEqual({ bound: [sent.id], missing: [] })
  const admin = await app.as({ role: 'system-admin' })
  expect((await tus(app, newUpload(), { token: admin.token }).create(10)).statusCode).toBe(403)
})
