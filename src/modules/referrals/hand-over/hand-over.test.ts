import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { build } from 'vite'
import { sql } from 'kysely'
import type { InputOf } from '#kernel/endpoint.ts'
import { primitives } from '#server/crypto/signatures.ts'
import { uuidv7 } from '#server/ids.ts'
import { parseCode, plainDigitsOf } from '#modules/reports/codes/rules.ts'
import { fromHex } from '#modules/reports/receipts/rules.ts'
import { readKeys } from '#modules/reports/receipts/text.ts'
import { acceptAnswer, listCaseReferrals } from '../contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { running, sent } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { onePage } from '../../../../vite.one-page.ts'
import { sealBox } from './boxes.ts'
import {
  adoptAnswer,
  bringAnswer,
  listHandOvers,
  makeHandOver,
  setAnswerAside,
  withdrawHandOver,
} from './contract.ts'
import { boxPurpose, type AnswerContent, type Content } from './format.ts'
import { NOT_TAKEN } from './labels.ts'
import { HAND_OVER_PAGE } from './page-file.ts'
import { checkParcel, open } from './sealing.ts'

if (!existsSync(HAND_OVER_PAGE)) await build({ ...onePage('hand-over'), logLevel: 'silent' })
const app = await testApp()
const county = await loopCounty(app)
const { worker, head, supervisor, otherSupervisor, director, officer } = county
const leader = await app.as({ role: 'leader' })
const story = await running(app, county)
const referral = await sent(county, story)

type Input = InputOf<typeof makeHandOver>
const input = (more: Partial<Input> = {}): Input => ({
  caseId: story.caseId,
  id: uuidv7(),
  referralId: referral.id,
  recipient: '县公安局某派出所',
  fields: ['name', 'phone'],
  reason: '派出所还没有系统账号',
  endsOn: inDays(20),
  ...more,
})

const scriptIn = (page: string, id: string) =>
  page.match(new RegExp(`<script type="text/plain" id="${id}">([^<]*)</script>`))?.[1]?.trim() ?? ''

/** What the page does: judges the parcel by its keys, and opens it by the words. */
const opened = async ({ page, words }: { page: string; words: string[] }) => {
  const keys = readKeys(primitives.sha256, scriptIn(page, 'keys'))
  const checked = await checkParcel(scriptIn(page, 'parcel'), keys, primitives, new Date())
  if (!checked.ok) throw new Error(checked.why)
  const parsed = parseCode(words.join(' '))
  if (!parsed.ok) throw new Error(parsed.message)
  const content = await open(checked, plainDigitsOf(parsed.code))
  if (!content) throw new Error('not opened')
  return { head: checked.head, content }
}

type Opened = { head: { id: string; answerKey: string }; content: Content }

const answerTo = ({ head: { id, answerKey }, content }: Opened, more: Partial<AnswerContent> = {}) => {
  const answer: AnswerContent = {
    id,
    token: content.token,
    writtenAt: new Date().toISOString(),
    name: '王警官',
    office: '某派出所 社区民警',
    phone: '',
    isDone: true,
    answer: '已上门核实，夜里由外婆照看。',
    ...more,
  }
  const box = sealBox(
    fromHex(answerKey) ?? new Uint8Array(),
    Buffer.from(JSON.stringify(answer)),
    boxPurpose(id),
  )
  return JSON.stringify({
    format: 'shouwang-hand-over-answer',
    formatVersion: 1,
    id,
    box: Buffer.from(box).toString('base64'),
  })
}

const made = async (more: Partial<Input> = {}, who: Caller = worker) => {
  const asked = input(more)
  const out = await who(makeHandOver, asked)
  return { id: asked.id, out, opened: await opened(out) }
}

const fileOf = async (id: string) => {
  const { items } = await worker(listHandOvers, { caseId: story.caseId })
  return items.find((each) => each.id === id)
}

test('a file holds the referral and what was granted for it, in full, for whoever has the passphrase', async () => {
  const { out, opened: read } = await made()
  expect(out.fileName).toBe(`交接文件-${referral.number}.html`)
  expect(out.words).toHaveLength(6)
  expect(read.head).toMatchObject({ recipient: '县公安局某派出所', endsOn: inDays(20) })
  expect(read.content).toMatchObject({
    number: referral.number,
    subject: '请核实家庭情况',
    request: '请上门核实夜间看护情况并告知结果',
    sender: '社工',
    child: [
      { label: '姓名', value: story.child.name },
      { label: '儿童电话', value: story.child.phone },
    ],
  })
  for (const secret of [story.child.name, story.child.phone, read.content.token, '核实夜间看护'])
    expect(out.page).not.toContain(secret)
  expect(out.page).toContain("default-src 'none'")
  expect(out.page).not.toMatch(/(?:src|href)\s*=\s*["']?(?:https?:)?\/\//)
})

test('neither the passphrase nor the file stays with the server, its log of acts or its rows', async () => {
  const { id, out } = await made()
  const rows = await app.setUp((db) =>
    db.selectFrom('handOverFile').where('id', '=', id).selectAll().execute(),
  )
  const entries = await app.auditOf('hand-over.made')
  const all = JSON.stringify([rows, entries, await fileOf(id)])
  for (const secret of [...out.words, out.digits, story.child.name, story.child.phone])
    expect(all).not.toContain(secret)
  expect(entries.find((entry) => entry['subject_id'] === id)).toMatchObject({
    result: 'done',
    subject_kind: 'hand-over',
    fields: ['name', 'phone'],
    purpose: '派出所还没有系统账号',
  })
})

test('no more goes out than the referral granted, and no longer', async () => {
  await expect(made({ fields: ['name', 'address'] })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'fields' }],
  })
  await expect(made({ endsOn: inDays(59) })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'endsOn' }],
  })
  await expect(made({ endsOn: inDays(-1) })).rejects.toMatchObject({ status: 422 })
  const asked = input()
  await worker(makeHandOver, asked)
  await expect(worker(makeHandOver, asked)).rejects.toMatchObject({
    message: expect.stringContaining('口令只显示一次'),
  })
})

test('who may make, see and take in', async () => {
  const { id, opened: read } = await made()
  for (const who of [officer, director, supervisor, leader]) {
    await expect(who(makeHandOver, input())).rejects.toMatchObject({ status: 403 })
    await expect(who(bringAnswer, { id, answerId: uuidv7(), text: answerTo(read) })).rejects.toMatchObject({
      status: 403,
    })
  }
  expect((await supervisor(listHandOvers, { caseId: story.caseId })).items.length).toBeGreaterThan(0)
  await expect(otherSupervisor(listHandOvers, { caseId: story.caseId })).rejects.toMatchObject({
    status: 404,
  })
  await expect(officer(listHandOvers, { caseId: story.caseId })).rejects.toMatchObject({ status: 403 })
  await expect(worker(bringAnswer, { id: uuidv7(), answerId: uuidv7(), text: '{}' })).rejects.toMatchObject({
    status: 404,
  })
})

test('a foreign, changed or repeated answer is not taken, and says which it is', async () => {
  const one = await made()
  const other = await made()
  const bring = (text: string, id = one.id) => worker(bringAnswer, { id, answerId: uuidv7(), text })
  const good = answerTo(one.opened)
  const wrong: [string, keyof typeof NOT_TAKEN][] = [
    ['不是回件', 'no-answer'],
    [good.slice(0, -20), 'no-answer'],
    [answerTo(other.opened), 'other-file'],
    [good.replace(/"box":"../, '"box":"AC'), 'changed'],
    [answerTo(one.opened, { token: 'ab'.repeat(32) }), 'changed'],
    ['x'.repeat(50_000), 'too-large'],
  ]
  for (const [text, why] of wrong)
    await expect(bring(text), why).rejects.toMatchObject({ code: 'refused', message: NOT_TAKEN[why] })
  await bring(good)
  await expect(bring(good)).rejects.toMatchObject({ message: NOT_TAKEN.repeated })
  expect((await fileOf(one.id))?.answers).toMatchObject([
    { name: '王警官', answer: '已上门核实，夜里由外婆照看。', decision: null, cameBy: '社工' },
  ])
})

test('a withdrawn file takes no answer any more', async () => {
  const { id, opened: read } = await made()
  await worker(withdrawHandOver, { id, reason: '交错了单位' })
  await expect(worker(withdrawHandOver, { id, reason: '交错了单位' })).rejects.toMatchObject({ status: 409 })
  await expect(worker(bringAnswer, { id, answerId: uuidv7(), text: answerTo(read) })).rejects.toMatchObject({
    message: NOT_TAKEN.withdrawn,
  })
})

test('an answer is set aside with a reason, another is adopted and becomes the referral’s, once', async () => {
  const { id, opened: read } = await made()
  const bring = async (answer: string) => {
    const answerId = uuidv7()
    await worker(bringAnswer, { id, answerId, text: answerTo(read, { answer }) })
    return answerId
  }
  const first = await bring('写错了，以下一份为准')
  const second = await bring('已上门，情况属实')
  await worker(setAnswerAside, { id: first, reason: '对方说以第二份为准' })
  await expect(worker(adoptAnswer, { id: first, version: 1 })).rejects.toMatchObject({ status: 409 })
  const version = async () => (await fileOf(id))?.referral?.version
  await expect(worker(adoptAnswer, { id: second, version: 99 })).rejects.toMatchObject({ code: 'stale' })
  await worker(adoptAnswer, { id: second, version: await version() })
  const { items } = await worker(listCaseReferrals, { caseId: story.caseId })
  const now = items.find((each) => each.id === referral.id)
  expect(now).toMatchObject({ state: 'answered' })
  expect(now?.answer).toContain('已上门，情况属实')
  expect(now?.answer).toContain('某派出所 社区民警 王警官')
  await expect(bring('再补一份')).rejects.toMatchObject({ message: NOT_TAKEN.settled })
  await expect(made()).resolves.toBeDefined()
  await worker(acceptAnswer, { id: referral.id, version: now?.version ?? 0, result: '派出所已核实' })
  await expect(made()).rejects.toMatchObject({ code: 'refused' })
  expect((await app.auditOf('hand-over.adopted')).at(-1)).toMatchObject({ result: 'done' })
})

test('a case goes to another county with what its sender chose, and the answer is kept with the case', async () => {
  const over = { fields: ['name' as const, 'address' as const], recipient: '邻县未成年人救助保护中心' }
  const asked = { ...input(over), referralId: undefined, request: '孩子已随母亲迁往贵县，请接续帮扶' }
  await expect(head(makeHandOver, { ...asked, request: undefined })).rejects.toMatchObject({
    fields: [{ field: 'request' }],
  })
  const read = await opened(await head(makeHandOver, asked))
  expect(read.content).toMatchObject({
    subject: '移交个案',
    request: '孩子已随母亲迁往贵县，请接续帮扶',
    dueAt: null,
    child: [{ value: story.child.name }, { label: '详细住址' }],
  })
  const answerId = uuidv7()
  await worker(bringAnswer, { id: asked.id, answerId, text: answerTo(read, { answer: '已接收' }) })
  await worker(adoptAnswer, { id: answerId })
  expect(await fileOf(asked.id)).toMatchObject({
    referral: null,
    answers: [{ decision: 'adopted', decidedBy: '社工' }],
  })
})

test('what was made and what was decided is rewritten by nobody, not even past the application', async () => {
  const { items } = await worker(listHandOvers, { caseId: story.caseId })
  const adopted = items.flatMap(({ answers }) => answers).find(({ decision }) => decision === 'adopted')
  for (const write of [
    sql`update hand_over_file set ends_on = '2030-01-01' where id = ${items[0]?.id}`,
    sql`update hand_over_answer set decision = 'set-aside', decision_reason = '改' where id = ${adopted?.id}`,
  ])
    await expect(app.setUp((db) => write.execute(db))).rejects.toMatchObject({
      constraint: 'hand_over_stays',
    })
})

test('without the application’s predicate the database shows them to nobody who may not see the case', async () => {
  const countAs = (role: string, low: string, high: string) =>
    app.setUp(async (db) => {
      await sql`select set_config('shouwang.role', ${role}, true), set_config('shouwang.actor', ${uuidv7()}, true),
        set_config('shouwang.low', ${low}, true), set_config('shouwang.high', ${high}, true)`.execute(db)
      return (await db.selectFrom('handOverFile').select('id').execute()).length
    })
  expect(await countAs('caseworker', '449821000000', '449822000000')).toBeGreaterThan(0)
  expect(await countAs('supervisor', '449821101000', '449821102000')).toBe(0)
  expect(await countAs('system-admin', '449821000000', '449822000000')).toBe(0)
})
