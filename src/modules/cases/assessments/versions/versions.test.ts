import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { fill, opened } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { getFilled, openForm, fillIn } from '../filling/contract.ts'
import type { InstrumentContent } from '../scoring/content.ts'
import { getCase } from '../../contract.ts'
import { SHIPPED_PROCEDURE } from '../../procedure/shipped.ts'
import {
  beginInstrument,
  discardInstrument,
  draftInstrument,
  getInstrumentVersion,
  listInstruments,
  publishInstrument,
  saveInstrument,
  tryInstrument,
} from './contract.ts'
import { installInstruments, shippedId } from './queries.ts'

const app = await testApp()
const county = await loopCounty(app)
const { worker, head, supervisor, director } = county
const guard = await app.as({ role: 'security-admin', name: '安全员' })
const otherHead = await app.as({ role: 'centre-head', name: '副主任' })

const versionsOf = async (code: string) => {
  const { items } = await head(listInstruments)
  return items.find((each) => each.code === code)?.versions ?? []
}

const draft = async (who: Caller, code: string) => {
  const id = uuidv7()
  const published = (await versionsOf(code)).find(({ state }) => state === 'published')
  await who(draftInstrument, { id, fromId: published?.id ?? '' })
  return who(getInstrumentVersion, { id })
}

const withLevels = (content: InstrumentContent, from: number): InstrumentContent => ({
  ...content,
  levels: content.levels.map((level) => (level.code === 'some' ? { ...level, from } : level)),
})

test('every county has what is shipped, once, however often it starts', async () => {
  await app.setUp((db) => installInstruments(db, new Date()))
  const { items } = await head(listInstruments)
  expect(items.map(({ code }) => code)).toEqual([
    'risk-screening',
    'danger-check',
    'guardianship',
    'child-view-under-8',
    'child-view-8-13',
    'child-view-14-17',
    'strengths',
  ])
  for (const { versions } of items)
    expect(versions).toMatchObject([{ number: 1, state: 'published', isShipped: true }])
})

test('a new version is drafted by one, tried on past answers, published by another, and old assessments keep theirs', async () => {
  const { caseId } = await opened(app, county)
  const old = await fill(worker, caseId, 'strengths', { teacher: 'none', friends: 'none' })
  expect(old.level).toBe('支撑较多')
  const { id, content, version } = await draft(guard, 'strengths')
  const { version: saved, faults } = await guard(saveInstrument, {
    id,
    version,
    content: withLevels(content, 3),
  })
  expect(faults).toEqual([])
  expect(await head(tryInstrument, { id })).toEqual({
    total: 1,
    same: 0,
    worse: 1,
    safer: 0,
    incomplete: 0,
    moves: [{ from: '支撑较多', to: '有一些支撑', count: 1 }],
  })
  await expect(guard(tryInstrument, { id })).rejects.toMatchObject({ status: 403 })
  await expect(guard(publishInstrument, { id, version: saved })).rejects.toMatchObject({
    message: expect.stringContaining('另一人'),
  })
  await head(publishInstrument, { id, version: saved })
  expect(await versionsOf('strengths')).toMatchObject([
    { number: 2, state: 'published', changedBy: '安全员', publishedBy: '中心主任' },
    { number: 1, state: 'retired' },
  ])
  expect(await worker(getFilled, { id: old.id })).toMatchObject({ number: 1, level: { label: '支撑较多' } })
  expect((await fill(worker, caseId, 'strengths', { teacher: 'none', friends: 'none' })).level).toBe(
    '有一些支撑',
  )
  await expect(guard(saveInstrument, { id, version: saved, content })).rejects.toMatchObject({
    message: expect.stringContaining('不能改动'),
  })
  await app.setUp((db) => installInstruments(db, new Date()))
  expect(await versionsOf('strengths')).toHaveLength(2)
})

test('a form that is open while a new version comes out is told so; the answers go along', async () => {
  const { caseId } = await opened(app, county)
  const { versionId, content } = await worker(openForm, { caseId, code: 'danger-check' })
  const next = await draft(otherHead, 'danger-check')
  await otherHead(saveInstrument, {
    id: next.id,
    version: 1,
    content: { ...next.content, title: '紧急危险核查二' },
  })
  await head(publishInstrument, { id: next.id, version: 2 })
  expect(content.title).toBe('紧急危险核查')
  await expect(worker(fillIn, { caseId, id: uuidv7(), versionId, answers: {} })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('新版'),
  })
})

test('what is broken is kept as a draft and says why it cannot be published', async () => {
  const { id, content } = await draft(head, 'guardianship')
  const broken = {
    ...content,
    levels: content.levels.map((level) => (level.from === 0 ? { ...level, from: 1 } : level)),
  }
  const { faults, version } = await head(saveInstrument, { id, version: 1, content: broken })
  expect(faults.join()).toContain('必须从 0 分起')
  await expect(otherHead(publishInstrument, { id, version })).rejects.toMatchObject({
    code: 'refused',
    detail: { faults },
  })
  await expect(head(draftInstrument, { id: uuidv7(), fromId: id })).rejects.toMatchObject({
    message: expect.stringContaining('已有一个草稿'),
  })
  await expect(head(saveInstrument, { id, version: 1, content })).rejects.toMatchObject({ code: 'stale' })
  await head(discardInstrument, { id, version })
  await expect(head(getInstrumentVersion, { id })).rejects.toMatchObject({ status: 404 })
})

test('a county names its own instruments for each level; a running case keeps the procedure that it was opened with', async () => {
  const before = await opened(app, county)
  const { levels, ...content } = SHIPPED_PROCEDURE.content
  const medium = { ...levels.medium, instruments: ['risk-screening', 'strengths'] }
  await app.setUp(async (db) => {
    await db.updateTable('procedureVersion').set({ state: 'retired' }).execute()
    await db
      .insertInto('procedureVersion')
      .values({
        id: uuidv7(),
        number: 2,
        state: 'published',
        content: JSON.stringify({ ...content, levels: { ...levels, medium } }),
        changedAt: new Date(),
        changedBy: head.accountId,
        publishedAt: new Date(),
        publishedBy: worker.accountId,
      })
      .execute()
  })
  const after = await opened(app, county)
  const missing = async (id: string) => (await worker(getCase, { id })).facts.missingInstruments
  expect(await missing(before.caseId)).toEqual(['风险筛查'])
  expect(await missing(after.caseId)).toEqual(['风险筛查', '优势与资源'])
})

test('a county begins an instrument of its own, which is used once another person published it', async () => {
  const { caseId } = await opened(app, county)
  const id = uuidv7()
  const about = { title: '心理状况', purpose: '看孩子近来的情绪', source: '本县自编', hasDanger: true }
  await expect(
    supervisor(beginInstrument, { ...about, id, asked: 'worker', roles: ['caseworker'] }),
  ).rejects.toMatchObject({ status: 403 })
  await head(beginInstrument, { ...about, id, asked: 'worker', roles: ['caseworker'] })
  const draft = await head(getInstrumentVersion, { id })
  expect(draft).toMatchObject({ code: 'own-1', number: 1, state: 'draft', faults: [] })
  expect(await versionsOf('own-1')).toMatchObject([{ state: 'draft' }])
  await expect(worker(openForm, { caseId, code: 'own-1' })).rejects.toMatchObject({ status: 404 })
  await guard(publishInstrument, { id, version: draft.version })
  expect((await fill(worker, caseId, 'own-1')).level).toBe('低')
  const second = { ...about, id: uuidv7(), asked: 'child' as const, roles: ['caseworker' as const] }
  await head(beginInstrument, second)
  expect(await head(getInstrumentVersion, { id: second.id })).toMatchObject({ code: 'own-2' })
  await head(discardInstrument, { id: second.id, version: 1 })
})

test('who reads instruments, and who changes them', async () => {
  const id = shippedId('risk-screening', 1)
  await supervisor(getInstrumentVersion, { id })
  await expect(director(listInstruments)).rejects.toMatchObject({ status: 403 })
  for (const who of [worker, supervisor])
    await expect(who(draftInstrument, { id: uuidv7(), fromId: id })).rejects.toMatchObject({ status: 403 })
})
