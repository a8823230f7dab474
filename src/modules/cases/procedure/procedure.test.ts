import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { COUNTY, NEIGHBOUR_COUNTY, testApp, type Caller } from '#tests/app.ts'
import { opened } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { ProcedureContent } from './content.ts'
import {
  discardProcedure,
  draftProcedure,
  exportProcedure,
  getProcedure,
  getProcedureVersion,
  listProcedureVersions,
  ProcedureFile,
  publishProcedure,
  saveProcedure,
  tryProcedure,
} from './contract.ts'
import { countTrial, installProcedure, procedureOf } from './queries.ts'
import { differencesOf } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { worker, head, director, officer } = county
const system = await app.as({ role: 'system-admin', name: '系统管理员' })
const security = await app.as({ role: 'security-admin', name: '安全管理员' })
const auditor = await app.as({ role: 'audit-admin', name: '审计管理员' })
const prepare = async (db: Db) => {
  await db
    .insertInto('unit')
    .values({
      id: uuidv7(),
      code: 'civil-affairs',
      name: '县民政局',
      shortName: '民政局',
      kind: 'member-unit',
      joinedOn: '2021-09-01',
    })
    .execute()
  await installProcedure(db, new Date())
}
await app.setUp(prepare)
await app.setUp(prepare, NEIGHBOUR_COUNTY)

const drafted = async (who: Caller) => {
  const id = uuidv7()
  await who(draftProcedure, { id, fromId: (await who(getProcedure)).id })
  return who(getProcedureVersion, { id })
}

const withHigh = (content: ProcedureContent, more: Partial<ProcedureContent['levels']['high']>) => ({
  ...content,
  levels: { ...content.levels, high: { ...content.levels.high, ...more } },
})

test('what is shipped holds in every county and may be published as it is', async () => {
  const shipped = await worker(getProcedure)
  expect(shipped).toMatchObject({ number: 1, state: 'published', isShipped: true, faults: [] })
  for (const who of [director, officer, head, system])
    expect((await who(getProcedure)).content).toEqual(shipped.content)
  await expect(auditor(getProcedure)).rejects.toMatchObject({ status: 403 })
})

test('one administrator drafts, another publishes; running cases go on under their version', async () => {
  const { caseId } = await opened(app, county)
  const draft = await drafted(security)
  const content = withHigh(draft.content, { lookBackDays: [30, 60, 90] })
  const { version, faults } = await security(saveProcedure, { id: draft.id, version: draft.version, content })
  expect(faults).toEqual([])
  for (const who of [worker, head, director])
    await expect(who(getProcedureVersion, { id: draft.id })).rejects.toMatchObject({ status: 404 })
  expect((await worker(listProcedureVersions)).items).toHaveLength(1)
  await expect(security(publishProcedure, { id: draft.id, version })).rejects.toMatchObject({
    message: expect.stringContaining('另一名管理员'),
  })
  await expect(system(publishProcedure, { id: draft.id, version: draft.version })).rejects.toMatchObject({
    code: 'stale',
  })
  await system(publishProcedure, { id: draft.id, version })
  expect((await worker(listProcedureVersions)).items).toMatchObject([
    { number: 2, state: 'published', changedBy: '安全管理员', publishedBy: '系统管理员' },
    { number: 1, state: 'retired' },
  ])
  const kase = await app.setUp((db) =>
    db
      .selectFrom('caseFile')
      .where('id', '=', caseId)
      .select(['procedureId', 'dangerLevel'])
      .executeTakeFirstOrThrow(),
  )
  const own = await app.setUp((db) => procedureOf(db, kase))
  expect(own.levels.high.lookBackDays).toEqual([30, 90])
  const now = await worker(getProcedure)
  expect(now.content.levels.high.lookBackDays).toEqual([30, 60, 90])
  expect(differencesOf(own, now.content, now.names)).toEqual(['黄 · 高：回访从 30、90 天 改为 30、60、90 天'])
  expect(await app.auditOf('procedure.published')).toMatchObject([
    { result: 'refused' },
    { result: 'refused' },
    { result: 'done', subject_kind: 'procedure', subject_id: draft.id },
  ])
})

test('a published version is changed by nobody, not even past the application', async () => {
  const { id, version, content } = await system(getProcedure)
  await expect(system(saveProcedure, { id, version, content })).rejects.toMatchObject({
    message: expect.stringContaining('不能改动'),
  })
  await expect(
    app.setUp((db) =>
      db
        .updateTable('procedureVersion')
        .set({ content: JSON.stringify(withHigh(content, { weight: 9 })) })
        .where('id', '=', id)
        .execute(),
    ),
  ).rejects.toMatchObject({ constraint: 'procedure_version_stays' })
})

test('one draft at a time, kept while it is broken, and thrown away by either administrator', async () => {
  const draft = await drafted(system)
  await expect(drafted(security)).rejects.toMatchObject({ message: expect.stringContaining('已有一个草稿') })
  const broken = {
    ...withHigh(draft.content, { instruments: ['horoscope'], weight: 0.5 }),
    referrals: { ...draft.content.referrals, officeUnit: 'nowhere' },
  }
  const { faults, version } = await system(saveProcedure, { id: draft.id, version: 1, content: broken })
  expect(faults).toEqual([
    '黄 · 高：评估表里的 horoscope 不是使用中的评估表',
    '黄 · 高：工作量权重不应轻于蓝 · 中',
    '领导小组办公室：本县没有代号为 nowhere 的成员单位',
  ])
  await expect(security(publishProcedure, { id: draft.id, version })).rejects.toMatchObject({
    code: 'refused',
    detail: { faults },
  })
  await expect(
    system(saveProcedure, { id: draft.id, version, content: withHigh(broken, { closingApprovers: [] }) }),
  ).rejects.toMatchObject({ status: 422, fields: [{ message: '结案至少要有一级审批' }] })
  await security(discardProcedure, { id: draft.id, version })
  await expect(system(getProcedureVersion, { id: draft.id })).rejects.toMatchObject({ status: 404 })
})

test('nobody but the two administrators drafts, changes, tries or publishes', async () => {
  const { id, content } = await head(getProcedure)
  for (const who of [head, worker, director, officer, auditor]) {
    await expect(who(draftProcedure, { id: uuidv7(), fromId: id })).rejects.toMatchObject({ status: 403 })
    await expect(who(saveProcedure, { id, version: 1, content })).rejects.toMatchObject({ status: 403 })
    await expect(who(tryProcedure, { id })).rejects.toMatchObject({ status: 403 })
    await expect(who(publishProcedure, { id, version: 1 })).rejects.toMatchObject({ status: 403 })
  }
})

test('the file of another county is checked and becomes a draft', async () => {
  const current = await worker(getProcedure)
  const bytes = await worker(exportProcedure, { id: current.id })
  const file = ProcedureFile.parse(JSON.parse(String(bytes)))
  expect(file).toMatchObject({ county: COUNTY, number: current.number, content: current.content })
  const theirs = withHigh(file.content, { followUpDays: 3 })
  const id = uuidv7()
  await system(draftProcedure, { id, fromId: current.id, content: theirs })
  const draft = await system(getProcedureVersion, { id })
  expect(differencesOf(current.content, draft.content, draft.names)).toEqual([
    '黄 · 高：跟踪从 至少每 7 天一次 改为 至少每 3 天一次',
  ])
  await system(discardProcedure, { id, version: draft.version })
})

test('a draft is tried on the running cases: counts alone, and none that could be about one child', async () => {
  const before = await drafted(system)
  const wanted = {
    ...before.content,
    levels: {
      ...before.content.levels,
      medium: {
        ...before.content.levels.medium,
        planApprovers: ['supervisor' as const, 'centre-head' as const],
      },
    },
  }
  const { version } = await system(saveProcedure, { id: before.id, version: 1, content: wanted })
  const lineOf = async (what: string) =>
    (await security(tryProcedure, { id: before.id })).lines.find((line) => line.what === what)
  expect(await lineOf('plan-approver:centre-head')).toMatchObject({
    text: '计划还没实施，要新增审批：中心负责人',
    county: null,
    levels: { medium: null, high: 0 },
  })
  for (let count = 0; count < 4; count += 1) await opened(app, county)
  expect(await lineOf('cases')).toMatchObject({ county: 5, levels: { medium: 5, immediate: 0 } })
  expect(await lineOf('plan-approver:supervisor')).toMatchObject({ county: 5, levels: { medium: 5 } })
  expect(await lineOf('instrument:risk-screening')).toMatchObject({ county: 5 })
  expect(await lineOf('closing-approver:centre-head')).toBeUndefined()
  const one = await opened(app, county)
  await app.setUp((db) =>
    db.updateTable('caseFile').set({ dangerLevel: 'high' }).where('id', '=', one.caseId).execute(),
  )
  // One alone in its level would be the total less the other: both are hidden.
  expect(await lineOf('cases')).toMatchObject({ county: 6, levels: { high: null, medium: null, low: 0 } })
  await system(discardProcedure, { id: before.id, version })
})

test('the function behind the trial answers nobody but the two administrators', async () => {
  const { content } = await head(getProcedure)
  for (const who of ['centre-head', 'audit-admin', 'leader']) {
    const rows = await app.setUp(async (db) => {
      await sql`select set_config('shouwang.role', ${who}, true)`.execute(db)
      return countTrial(db, content.levels, new Date())
    })
    expect(rows).toEqual([])
  }
})

test('a draft is hidden by the database too', async () => {
  const draft = await drafted(system)
  const rows = await app.setUp(async (db) => {
    await sql`select set_config('shouwang.role', 'centre-head', true), set_config('shouwang.actor', ${head.accountId}, true)`.execute(
      db,
    )
    return db.selectFrom('procedureVersion').select('state').execute()
  })
  expect(rows.map(({ state }) => state).toSorted()).toEqual(['published', 'retired'])
  await system(discardProcedure, { id: draft.id, version: draft.version })
})

test('a second county has its own rules, and neither learns of the other’s', async () => {
  const of = (role: 'system-admin' | 'security-admin' | 'caseworker') =>
    app.as({ role, county: NEIGHBOUR_COUNTY })
  const ours = (await worker(getProcedure)).content
  const there = await of('system-admin')
  const draft = await drafted(there)
  const content = withHigh(draft.content, {
    planApprovers: ['supervisor', 'centre-head'],
    lookBackDays: [15, 45],
  })
  const { version } = await there(saveProcedure, { id: draft.id, version: draft.version, content })
  await (
    await of('security-admin')
  )(publishProcedure, { id: draft.id, version })
  expect((await (await of('caseworker'))(getProcedure)).content.levels.high).toMatchObject({
    planApprovers: ['supervisor', 'centre-head'],
    lookBackDays: [15, 45],
  })
  expect((await worker(getProcedure)).content).toEqual(ours)
  await expect(worker(getProcedureVersion, { id: draft.id })).rejects.toMatchObject({ status: 404 })
})
