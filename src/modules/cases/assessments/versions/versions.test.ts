import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { fill, loopCounty, opened } from '#tests/loop.ts'
import { getFilled, openForm, fillIn } from '../filling/contract.ts'
import type { InstrumentContent } from '../scoring/content.ts'
import { getCase } from '../../contract.ts'
import {
  discardInstrument,
  draftInstrument,
  getInstrumentVersion,
  listInstruments,
  publishInstrument,
  saveInstrument,
  setRequiredInstruments,
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
  const { items, required } = await head(listInstruments)
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
  expect(required.low).toEqual(['risk-screening'])
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

test('a county names its own instruments for each level, from then on', async () => {
  const { caseId } = await opened(app, county)
  const { required, requiredVersion } = await head(listInstruments)
  await expect(
    head(setRequiredInstruments, { required: { ...required, low: ['horoscope'] }, version: requiredVersion }),
  ).rejects.toMatchObject({ status: 422 })
  await head(setRequiredInstruments, {
    required: { ...required, medium: ['risk-screening', 'strengths'] },
    version: requiredVersion,
  })
  expect((await worker(getCase, { id: caseId })).facts.missingInstruments).toEqual(['风险筛查', '优势与资源'])
  await expect(head(setRequiredInstruments, { required, version: requiredVersion })).rejects.toMatchObject({
    code: 'stale',
  })
})

test('who reads instruments, and who changes them', async () => {
  const id = shippedId('risk-screening', 1)
  await supervisor(getInstrumentVersion, { id })
  await expect(director(listInstruments)).rejects.toMatchObject({ status: 403 })
  for (const who of [worker, supervisor])
    await expect(who(draftInstrument, { id: uuidv7(), fromId: id })).rejects.toMatchObject({ status: 403 })
})
