import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createPool } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { sealBatch } from '#server/sealer.ts'
import { COUNTY, NEIGHBOUR_COUNTY, signedOut, testApp } from '#tests/app.ts'
import { disableAccount, listAccounts, proposeAccount } from '#modules/identity/accounts/contract.ts'
import {
  comparePrintedHead,
  getRecordTrail,
  listAuditActions,
  listAuditEntries,
  listChainHeads,
  verifyAudit,
} from './contract.ts'
import { SUBJECT_LABEL } from './labels.ts'

const MODULES = join(import.meta.dirname, '..')
const app = await testApp()
const sealer = createPool(app.running.sealerUrl, 1)
afterAll(() => sealer.end())
const seal = () => sealBatch(sealer, COUNTY)

const auditor = await app.as({ role: 'audit-admin', name: '审计管理员甲' })
const system = await app.as({ role: 'system-admin', name: '系统管理员甲' })
const security = await app.as({ role: 'security-admin', name: '安全管理员甲' })
const accountId = uuidv7()
const reason = '调离岗位'

await system(proposeAccount, { id: accountId, signInName: 'someone', displayName: '某某人' })
await security(disableAccount, { id: accountId, version: 1, reason })
await security(disableAccount, { id: accountId, version: 2, reason }).catch(() => undefined)

test('who did what to one record is listed, the newest first, with reasons and refusals but without values', async () => {
  const { items, total } = await auditor(listAuditEntries, { subjectId: accountId })
  expect(items.map(({ action, result, actorName, purpose }) => [action, result, actorName, purpose])).toEqual(
    [
      ['account.disabled', 'refused', '安全管理员甲', reason],
      ['account.disabled', 'done', '安全管理员甲', reason],
      ['account.proposed', 'done', '系统管理员甲', null],
    ],
  )
  expect(total).toBe(3)
  expect(items[0]?.subjectName).toBe('某某人')
  const [row] = (await app.auditOf('account.disabled')).slice(-1)
  expect(JSON.stringify(row)).not.toMatch(/someone|某某人/)
})

test('who opened a record is answered by person and act, with the last reason', async () => {
  const { items, subjectKind } = await auditor(getRecordTrail, { id: accountId })
  expect(subjectKind).toBe('account')
  const lines = items.map(({ actorName, action, result, count, lastPurpose }) => [
    actorName,
    action,
    result,
    count,
    lastPurpose,
  ])
  expect(lines).toContainEqual(['安全管理员甲', 'account.disabled', 'refused', 1, reason])
  expect(lines).toContainEqual(['系统管理员甲', 'account.proposed', 'done', 1, null])
  expect((await auditor(getRecordTrail, { id: uuidv7() })).items).toEqual([])
  const duty = await app.as({ role: 'duty-officer' })
  await expect(duty(getRecordTrail, { id: accountId })).rejects.toMatchObject({ code: 'forbidden' })
})

test('entries are found by person, act, result and day', async () => {
  const count = async (filter: Parameters<typeof auditor<typeof listAuditEntries>>[1]) =>
    (await auditor(listAuditEntries, filter)).total
  expect(await count({ actorId: system.accountId })).toBe(1)
  expect(await count({ action: 'account.disabled', result: 'refused' })).toBe(1)
  expect(await count({ action: 'account.disabled', result: 'refused', actorId: system.accountId })).toBe(0)
  app.clock.now = new Date('2026-03-08T15:59:59.999Z')
  await (
    await app.as({ role: 'audit-admin' })
  )(listAccounts, { words: 'x' })
  app.clock.now = new Date('2026-03-08T16:00:00.000Z')
  await (
    await app.as({ role: 'audit-admin' })
  )(listAccounts, { words: 'x' })
  app.clock.now = undefined
  const listed = { action: 'accounts.listed' }
  expect(await count({ ...listed, from: '2026-03-08', to: '2026-03-08' })).toBe(1)
  expect(await count({ ...listed, from: '2026-03-09', to: '2026-03-09' })).toBe(1)
  expect(await count({ ...listed, to: '2026-03-09' })).toBe(2)
  expect(await count({ ...listed, from: '2026-03-10' })).toBe(0)
})

test('the list is paged, and reading it is itself witnessed', async () => {
  const first = await auditor(listAuditEntries, { pageSize: 2 })
  const second = await auditor(listAuditEntries, { pageSize: 2, page: 2 })
  expect(first.items).toHaveLength(2)
  expect(second.items[0]?.action).toBe('audit.read')
  expect(second.items[0]?.actorId).toBe(auditor.accountId)
})

test('nobody but the audit administrator reads, verifies or compares', async () => {
  for (const role of ['system-admin', 'security-admin', 'centre-head', 'leader'] as const) {
    const other = await app.as({ role })
    await expect(other(listAuditEntries, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(other(listAuditActions, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(other(verifyAudit, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(other(listChainHeads, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(other(comparePrintedHead, { seq: 1, hash: 'a'.repeat(64) })).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
  await expect(signedOut(app)(listAuditEntries, {})).rejects.toMatchObject({ status: 401 })
  const [entry] = await app.auditOf('audit.verified')
  expect(entry).toMatchObject({ result: 'refused', code: 'forbidden', actor_role: 'system-admin' })
})

test('the neighbouring county’s audit administrator sees nothing of it', async () => {
  const neighbour = await app.as({ role: 'audit-admin', county: NEIGHBOUR_COUNTY })
  expect(await neighbour(listAuditEntries, { subjectId: accountId })).toMatchObject({ items: [], total: 0 })
})

test('every audited act of the product has a name in words', async () => {
  const { items } = await auditor(listAuditActions)
  expect(items).toContainEqual({ action: 'account.disabled', label: '停用账号并让它立即退出登录' })
  const known = items.map(({ action }) => action)
  const { items: entries } = await auditor(listAuditEntries, { pageSize: 100 })
  for (const { action } of entries) expect(known).toContain(action)
  for (const { label } of items) expect(label).toMatch(/\p{Script=Han}/u)
  const sources = readdirSync(MODULES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(MODULES, path), 'utf8'))
    .join('\n')
  const noted = (pattern: RegExp) => [...sources.matchAll(pattern)].map(([, word = '']) => word)
  const worked = noted(/\baction: '([a-z-]+\.[a-z-]+)'/g)
  expect(worked).toContain('roster.undone')
  expect(worked.filter((action) => !known.includes(action))).toEqual([])
  const kinds = noted(/\bnote\(\{\s*kind: '([a-z-]+)'/g)
  expect(kinds).toContain('child')
  expect(kinds.filter((kind) => !(kind in SUBJECT_LABEL))).toEqual([])
})

test('the chain is verified in parts, and a printed head still stands in it', async () => {
  await seal()
  const whole = await auditor(verifyAudit, {})
  expect(whole).toMatchObject({ isAtEnd: true, broken: null, late: null })
  expect(whole.head.seq).toBe(whole.total)
  const rest = await auditor(verifyAudit, { after: whole.head })
  expect(rest).toMatchObject({ isAtEnd: true, broken: null, head: whole.head })

  const [printed] = (await auditor(listChainHeads)).items
  expect(printed).toMatchObject(whole.head)
  const { seq, hash } = whole.head
  const spaced = hash
    .slice(0, 16)
    .replace(/(.{4})/g, '$1 ')
    .toUpperCase()
  expect(await auditor(comparePrintedHead, { seq, hash: spaced })).toEqual({ isSame: true })
  expect(await auditor(comparePrintedHead, { seq: 1, hash })).toEqual({ isSame: false })
  expect(await auditor(comparePrintedHead, { seq: 99_999, hash })).toEqual({ isSame: false })
})

test('an edited entry and a sealer that stands still are reported', async () => {
  app.clock.now = new Date(Date.now() + 10_000)
  const later = await app.as({ role: 'audit-admin' })
  expect(await later(verifyAudit, {})).toMatchObject({
    broken: null,
    late: { count: expect.any(Number) as number },
  })
  app.clock.now = undefined
  await seal()
  await app.owner.query(`set search_path = county_${COUNTY}`)
  await app.owner.query('alter table audit_entry disable trigger user')
  await app.owner.query('alter table audit_entry no force row level security')
  await app.owner.query(`update audit_entry set actor_role = 'nobody' where seq = 2`)
  expect(await auditor(verifyAudit, {})).toMatchObject({
    broken: { kind: 'changed', seq: 2 },
    isAtEnd: false,
  })
})

test.each([
  [listAuditEntries, { from: '2026-02-30' }, 'from'],
  [listAuditEntries, { actorId: 'x' }, 'actorId'],
  [verifyAudit, { after: { seq: 1, hash: 'zz' } }, 'after.hash'],
  [comparePrintedHead, { seq: 1, hash: 'abc' }, 'hash'],
] as const)('wrong input is refused at its field', async (endpoint, input, field) => {
  await expect(auditor(endpoint, input as never)).rejects.toMatchObject({ status: 422, fields: [{ field }] })
})
