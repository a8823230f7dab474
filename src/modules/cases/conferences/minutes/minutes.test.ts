import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { ATTENDEES, confersOf } from '#tests/conferences.ts'
import { opened, running, seen as seenCase } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { getCase } from '../../contract.ts'
import { adoptResolution } from '../../plans/contract.ts'
import { openPlanForm } from '../../plans/drafts/contract.ts'
import * as conferences from '../contract.ts'
import { isConferenceSigned } from '../queries.ts'
import * as minutes from './contract.ts'
import { chineseDay, chineseNumber, documentNumber } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { supervisor, worker, head } = county
const { seen, resolution, recorded } = confersOf(county)

test('numbers and days stand in a document as the standard writes them', () => {
  expect(documentNumber('纪〔2026〕0007号')).toBe('未保纪〔2026〕7号')
  expect([1, 10, 11, 20, 35].map(chineseNumber)).toEqual(['一', '十', '十一', '二十', '三十五'])
  expect(chineseDay('2026-03-05')).toBe('2026年3月5日')
})

test('minutes want two who came, a discussion, and for each resolution somebody and a day', async () => {
  const { caseId } = await opened(app, county)
  const { id } = await recorded(caseId, [resolution({ ownerId: undefined })])
  const draft = worker(minutes.draftMinutes, { id, version: await seen(id) })
  await expect(draft).rejects.toMatchObject({ message: expect.stringContaining('（第 1 项）') })
})

test('minutes are signed by the chair and by another person; from then on nothing changes', async () => {
  const { caseId } = await opened(app, county)
  const { id, resolutions } = await recorded(caseId)
  const { number } = await worker(minutes.draftMinutes, { id, version: await seen(id) })
  expect(number).toMatch(/^未保纪〔\d{4}〕[1-9]\d*号$/)
  const drafted = await worker(conferences.getConference, { id })
  const hash = drafted.minutesHash ?? ''
  const wrong = { id, version: drafted.version, hash: '0'.repeat(64) }
  await expect(head(minutes.signMinutes, wrong)).rejects.toMatchObject({ code: 'refused' })
  expect(await head(minutes.signMinutes, { id, version: drafted.version, hash })).toEqual({ isSigned: false })
  await expect(head(minutes.signMinutes, { id, version: await seen(id), hash })).rejects.toMatchObject({
    message: expect.stringContaining('另一人'),
  })
  expect(await app.setUp((db) => isConferenceSigned(db, caseId))).toBe(false)
  expect(await supervisor(minutes.signMinutes, { id, version: await seen(id), hash })).toEqual({
    isSigned: true,
  })
  expect(await app.setUp((db) => isConferenceSigned(db, caseId))).toBe(true)
  const signed = await worker(conferences.getConference, { id })
  expect(signed).toMatchObject({
    state: 'signed',
    minutesHash: hash,
    signatures: [{ signedAs: 'chair' }, { signedAs: 'second' }],
  })
  const record = { attendees: [], discussion: '改一改', dissents: [], resolutions: [] }
  await expect(
    worker(conferences.recordConference, { id, version: signed.version, ...record }),
  ).rejects.toMatchObject({ code: 'refused' })
  await expect(
    worker(minutes.takeBackMinutes, { id, version: signed.version, reason: '再改一改' }),
  ).rejects.toMatchObject({ code: 'refused' })
  // The database says the same, whoever asks and however.
  const touched = await app.setUp(async (db) => [
    (await db.updateTable('conference').set({ state: 'held' }).where('id', '=', id).executeTakeFirst())
      .numUpdatedRows,
    (await db.deleteFrom('conferenceResolution').where('conferenceId', '=', id).executeTakeFirst())
      .numDeletedRows,
    (
      await db
        .updateTable('conferenceSignature')
        .set({ signedAs: 'second' })
        .where('conferenceId', '=', id)
        .executeTakeFirst()
    ).numUpdatedRows,
  ])
  expect(touched).toEqual([0n, 0n, 0n])
  const more = app.setUp((db) =>
    db
      .insertInto('conferenceResolution')
      .values({
        id: uuidv7(),
        conferenceId: id,
        caseId,
        ordinal: 9,
        kind: 'own',
        textSealed: Buffer.from('x'),
      })
      .execute(),
  )
  await expect(more).rejects.toThrow('row-level security')
  expect((await worker(conferences.getConference, { id })).resolutions.map((each) => each.id)).toEqual(
    resolutions.map((each) => each.id),
  )
})

test('minutes that are mended have to be signed anew', async () => {
  const { caseId } = await opened(app, county)
  const { id, resolutions } = await recorded(caseId)
  await worker(minutes.draftMinutes, { id, version: await seen(id) })
  const first = await worker(conferences.getConference, { id })
  await head(minutes.signMinutes, { id, version: first.version, hash: first.minutesHash ?? '' })
  await worker(minutes.takeBackMinutes, { id, version: await seen(id), reason: '公安补充了意见' })
  const record = {
    attendees: ATTENDEES,
    discussion: '补充：父亲已被训诫。',
    dissents: [{ who: '县公安局 陈警官', text: '建议先观察两周' }],
  }
  await worker(conferences.recordConference, { id, version: await seen(id), ...record, resolutions })
  const again = await worker(minutes.draftMinutes, { id, version: await seen(id) })
  expect(again.number).toBe(first.minutesNumber)
  const second = await worker(conferences.getConference, { id })
  expect(second.minutesHash).not.toBe(first.minutesHash)
  expect(second.signatures).toEqual([])
})

test('the minutes go out as a Word document with a reason, and the audit knows who took them', async () => {
  const { caseId, child } = await opened(app, county)
  const { id } = await recorded(caseId)
  await expect(worker(minutes.takeMinutes, { id, reason: '存档备查用' })).rejects.toMatchObject({
    code: 'refused',
  })
  await worker(minutes.draftMinutes, { id, version: await seen(id) })
  const file: unknown = await worker(minutes.takeMinutes, { id, reason: '存档备查用' })
  if (!Buffer.isBuffer(file)) throw new Error('no bytes')
  expect(file.subarray(0, 2).toString()).toBe('PK')
  expect(file.length).toBeGreaterThan(5_000)
  const [entry] = (await app.auditOf('conference.minutes-taken')).filter(({ result }) => result === 'done')
  expect(entry).toMatchObject({ purpose: '存档备查用' })
  expect(JSON.stringify(entry)).not.toContain(child.name)
})

test('with one press a resolution becomes an item of the running plan, and each leads to the other', async () => {
  const { caseId } = await running(app, county)
  const { id, resolutions } = await recorded(caseId)
  await worker(minutes.draftMinutes, { id, version: await seen(id) })
  const hash = (await worker(conferences.getConference, { id })).minutesHash ?? ''
  const [first, second] = resolutions
  const adopt = async (resolutionId: string) =>
    worker(adoptResolution, {
      id: caseId,
      version: await seenCase(worker, caseId),
      itemId: uuidv7(),
      resolutionId,
    })
  await expect(adopt(first?.id ?? '')).rejects.toMatchObject({ status: 404 })
  for (const who of [head, supervisor]) await who(minutes.signMinutes, { id, version: await seen(id), hash })
  const mine = async () =>
    (await worker(listMyTasks, { pageSize: 100 })).items.filter(({ subjectId }) => subjectId === id)
  expect(await mine()).toMatchObject([{ kind: 'adopt-resolutions' }])
  const { ordinal } = await adopt(first?.id ?? '')
  const { plan } = await worker(getCase, { id: caseId })
  const item = plan?.items.find((each) => each.ordinal === ordinal)
  expect(item).toMatchObject({ kind: 'visit', title: first?.text, resolutionId: first?.id })
  const { resolutions: shown } = await worker(conferences.getConference, { id })
  expect(shown[0]?.planItem).toMatchObject({ id: item?.id, ordinal })
  await expect(adopt(first?.id ?? '')).rejects.toMatchObject({ status: 404 })
  expect((await worker(openPlanForm, { id: caseId })).resolutions).toMatchObject([{ id: second?.id }])
  await adopt(second?.id ?? '')
  expect(await mine()).toEqual([])
})
