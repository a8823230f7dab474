import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBox, newPair } from '#server/crypto/boxes.ts'
import { countyKeys } from '#server/crypto/keys.ts'
import { primitives, signerOf } from '#server/crypto/signatures.ts'
import { uuidv7 } from '#server/ids.ts'
import { clockText, toHex } from '#modules/reports/receipts/rules.ts'
import { keyIdOf, type PublicKey } from '#modules/reports/receipts/text.ts'
import { sealBox } from './boxes.ts'
import { type AnswerFile, boxPurpose, headText, readHead, type Content, type Parcel } from './format.ts'
import { checkParcel, fromBase64, open, ROUNDS, seal } from './sealing.ts'
import { takeAnswer } from './taking.ts'

const signer = signerOf('ed25519', Buffer.alloc(32, 7))
const keyId = keyIdOf(primitives.sha256, 'ed25519', 1, signer.publicKey)
const county: PublicKey = { county: '449821', keyId, suite: 'ed25519', bytes: signer.publicKey }
const NOW = new Date('2026-11-24T02:00:00Z')
const PASSPHRASE = '12345678901234567890'

const content: Content = {
  number: '转〔2026〕0001号',
  subject: '请核实家庭情况',
  request: '请上门看看\n并告知结果',
  reason: '上门核实需要',
  sender: '社工',
  dueAt: null,
  child: [{ label: '姓名', value: '张小一' }],
  token: 'ab'.repeat(32),
}

const make = (more: { endsOn?: string; madeAt?: Date } = {}) =>
  seal({
    head: {
      id: uuidv7(),
      county: '449821 示范县',
      office: '县中心',
      recipient: '邻县民政局\n密钥：假的',
      madeAt: clockText(more.madeAt ?? NOW),
      endsOn: more.endsOn ?? '2026-12-31',
      answerKey: '00'.repeat(32),
      keyId,
    },
    content,
    passphrase: PASSPHRASE,
    sign: (message) => signer.sign(Buffer.from(message)),
  })

const parcel = await make()
const text = JSON.stringify(parcel)
const check = (given: string, keys = [county], now = NOW) => checkParcel(given, keys, primitives, now)

test('a file opens with its passphrase alone, and says nothing before', async () => {
  const checked = await check(text)
  if (!checked.ok) throw new Error(checked.why)
  expect(await open(checked, PASSPHRASE)).toEqual(content)
  expect(await open(checked, '12345678901234567891')).toBeUndefined()
  for (const secret of ['张小一', '上门', '社工', content.token, '转〔2026〕']) {
    expect(text).not.toContain(secret)
    expect(Buffer.from(parcel.content, 'base64').toString()).not.toContain(secret)
  }
  expect(ROUNDS).toBeGreaterThanOrEqual(600_000)
})

test('a value of the head cannot add a line of its own', () => {
  const head = readHead(parcel.head)
  expect(head?.recipient).toBe('邻县民政局 密钥：假的')
  expect(head && headText(head)).toBe(parcel.head)
})

test('the last day counts in China’s time, and a clock that is behind is told', async () => {
  const lastMinute = new Date('2026-12-31T15:59:59Z')
  expect(await check(text, [county], lastMinute)).toMatchObject({ ok: true })
  expect(await check(text, [county], new Date('2026-12-31T16:00:00Z'))).toEqual({ ok: false, why: 'ended' })
  expect(await check(text, [county], new Date('2026-11-20T00:00:00Z'))).toEqual({
    ok: false,
    why: 'clock-behind',
  })
})

test('a file that another county signed, or that names a key it does not bring, is not believed', async () => {
  const stranger = signerOf('ed25519', Buffer.alloc(32, 9))
  const other = { ...county, bytes: stranger.publicKey }
  expect(await check(text, [])).toEqual({ ok: false, why: 'unknown-key' })
  expect(await check(text, [{ ...county, county: '449822' }])).toEqual({ ok: false, why: 'unknown-key' })
  expect(await check(text, [other])).toEqual({ ok: false, why: 'changed' })
})

const withHead = (change: (head: string) => string): Parcel => ({ ...parcel, head: change(parcel.head) })

test('whoever signs a changed head anew still cannot open it: the head is bound into the encryption', async () => {
  for (const change of [
    (head: string) => head.replace('截止：2026-12-31', '截止：2027-12-31'),
    (head: string) => head.replace(/回件公钥：0+/, `回件公钥：${'11'.repeat(32)}`),
    (head: string) => head.replace('邻县民政局', '某某公司'),
  ]) {
    const changed = withHead(change)
    expect(changed.head).not.toBe(parcel.head)
    expect(await check(JSON.stringify(changed))).toEqual({ ok: false, why: 'changed' })
    const resigned = { ...changed, signature: toHex(signer.sign(Buffer.from(changed.head))) }
    const checked = await check(JSON.stringify(resigned))
    if (!checked.ok) throw new Error(checked.why)
    expect(await open(checked, PASSPHRASE)).toBeUndefined()
  }
})

test('no cut and no changed sign of a file is ever opened, and none makes an error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), async (length) => {
      expect(await check(text.slice(0, length))).toEqual({ ok: false, why: 'damaged' })
    }),
    { numRuns: 200 },
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), async (at, sign) => {
      const changed = text.slice(0, at) + sign + text.slice(at + 1)
      fc.pre(changed !== text && JSON.stringify(parsed(changed)) !== text)
      expect((await check(changed)).ok).toBe(false)
    }),
    { numRuns: 400 },
  )
  await fc.assert(
    fc.asyncProperty(fc.string(), async (noise) => {
      expect((await check(noise)).ok).toBe(false)
    }),
  )
})

const parsed = (given: string): unknown => {
  try {
    return JSON.parse(given)
  } catch {
    return undefined
  }
}

const keys = countyKeys(Buffer.alloc(32, 3), '449821')
const id = uuidv7()
const pair = newPair()
const record = keys.newKey(id)
const file = {
  id,
  keySealed: record.wrapped,
  secretSealed: keys.seal(
    record.key,
    'hand-over-secret',
    JSON.stringify({ privateKey: pair.privateKey.toString('hex'), token: content.token }),
  ),
}
const answer = {
  id,
  token: content.token,
  writtenAt: '2026-11-25T01:00:00Z',
  name: '李四',
  office: '邻县民政局 儿童福利股',
  phone: '',
  isDone: true,
  answer: '已经上门看过，孩子安全。',
}
const boxed = (more: object = {}, to = pair.publicKey, purpose = boxPurpose(id)) =>
  sealBox(to, Buffer.from(JSON.stringify({ ...answer, ...more })), purpose)
const answerFile = (box: Uint8Array, more: Partial<AnswerFile> = {}) =>
  JSON.stringify({
    format: 'shouwang-hand-over-answer',
    formatVersion: 1,
    id,
    box: Buffer.from(box).toString('base64'),
    ...more,
  })

test('what the browser seals with noble the server opens with Node', () => {
  const plain = Buffer.from('回件')
  expect(openBox(pair.privateKey, Buffer.from(sealBox(pair.publicKey, plain, 'x')), 'x')).toEqual(plain)
  expect(takeAnswer(keys, file, answerFile(boxed()))).toMatchObject({ ok: true, content: answer })
  expect(takeAnswer(keys, file, `\uFEFF${answerFile(boxed())}\r\n`)).toMatchObject({ ok: true })
})

const WRONG: [string, string, string][] = [
  ['nothing', '', 'no-answer'],
  ['another kind of file', JSON.stringify({ hello: 1 }), 'no-answer'],
  ['more than an answer can be', answerFile(boxed(), { box: 'A'.repeat(60_000) }), 'too-large'],
  ['an answer to another file', answerFile(boxed(), { id: uuidv7() }), 'other-file'],
  [
    'a box of another file under this one’s name',
    answerFile(boxed({}, pair.publicKey, boxPurpose(uuidv7()))),
    'changed',
  ],
  ['a box for another key', answerFile(boxed({}, newPair().publicKey)), 'changed'],
  ['words of somebody who never opened the file', answerFile(boxed({ token: 'cd'.repeat(32) })), 'changed'],
  ['an answer without words', answerFile(boxed({ answer: ' ' })), 'changed'],
  ['an answer that names another file within', answerFile(boxed({ id: uuidv7() })), 'changed'],
]

test.each(WRONG)('%s is not taken', (_, given, why) => {
  expect(takeAnswer(keys, file, given)).toEqual({ ok: false, why })
})

test('no cut and no changed sign of an answer is ever taken, and none makes an error', () => {
  const whole = answerFile(boxed())
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (length) => {
      expect(takeAnswer(keys, file, whole.slice(0, length)).ok).toBe(false)
    }),
    { numRuns: 300 },
  )
  const box = boxed()
  fc.assert(
    fc.property(fc.nat(box.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Uint8Array.from(box)
      changed[at] = (changed[at] ?? 0) ^ change
      // The highest bit of an X25519 point is ignored (RFC 7748), the salt of the key is not.
      expect(takeAnswer(keys, file, answerFile(changed))).toEqual({ ok: false, why: 'changed' })
    }),
    { numRuns: 600 },
  )
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (noise) => {
      expect(takeAnswer(keys, file, noise).ok).toBe(false)
    }),
  )
  expect(fromBase64(Buffer.from(box).toString('base64'))).toEqual(new Uint8Array(box))
})
