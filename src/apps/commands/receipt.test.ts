import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { primitives, signerOf } from '#server/crypto/signatures.ts'
import { uuidv7 } from '#server/ids.ts'
import { CHECK_PAGE } from '#modules/reports/receipts/check-page.ts'
import { NewDutyReport, sendDutyReport } from '#modules/reports/receipts/contract.ts'
import { contentOf } from '#modules/reports/receipts/rules.ts'
import { keepsakeText, keyIdOf, keyLine, readKeys } from '#modules/reports/receipts/text.ts'
import { COUNTY, testApp } from '#tests/app.ts'
import { TEST_KEY } from '#tests/global-setup.ts'

const app = await testApp()
const unitId = uuidv7()
await app.setUp((db) =>
  db
    .insertInto('unit')
    .values({
      id: unitId,
      code: 'school-1',
      name: '第一小学',
      shortName: '一小',
      kind: 'school',
      joinedOn: '2021-09-01',
    })
    .execute(),
)
const teacher = await app.as({ role: 'unit-reporter', unitId })
const NONCE = '000102030405060708090a0b0c0d0e0f'
const input = { id: uuidv7(), nonce: NONCE, narrative: '孩子不敢回家' }
const { receipt } = await teacher(sendDutyReport, input)
const folder = mkdtempSync(join(tmpdir(), 'shouwang-receipt-'))

const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** The command in a process of its own, on the test's database. */
const shouwang = (...args: string[]) =>
  new Promise<{ code: number; out: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, '../cli.ts'), 'receipt', ...args],
      {
        env: {
          PATH: process.env['PATH'],
          DATABASE_URL: app.url,
          SHOUWANG_MASTER_KEY: TEST_KEY.toString('base64'),
          SHOUWANG_DATA: folder,
        },
      },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
    )
  })

const ownKeys = (await shouwang('keys')).out
const keysFile = file('keys.txt', ownKeys)
const lines = ownKeys.trim().split('\n')

test('the public keys of every county are printed, one a line, and can be asked for one county', async () => {
  expect(readKeys(primitives.sha256, ownKeys)).toHaveLength(4)
  expect(lines).toHaveLength(4)
  const { out } = await shouwang('keys', '--county', COUNTY)
  expect(out.trim().split('\n')).toEqual(lines.filter((line) => line.startsWith(COUNTY)))
  expect(await shouwang('keys', '--county', '999999')).toMatchObject({ code: 1 })
})

const future = receipt.text.replace(/签发：\d{4}/, '签发：2999')
const signer = signerOf('ed25519', Buffer.alloc(32, 3))
const futureKeyId = keyIdOf(primitives.sha256, 'ed25519', 1, signer.publicKey)
const futureText = `${future.replace(/密钥：.*\n/, `密钥：${futureKeyId}\n`).split('签名：')[0]}`
const futureKey = keyLine({ county: COUNTY, keyId: futureKeyId, suite: 'ed25519', bytes: signer.publicKey })
const signedFuture = `${futureText}签名：${signer.sign(Buffer.from(futureText)).toString('hex')}\n`
const only = (suite: string) => lines.filter((line) => line.includes(suite)).join('\n')

test.each([
  ['有效', 0, receipt.text, keysFile],
  ['内容被改动', 2, receipt.text.replace('第一小学', '第二小学'), keysFile],
  ['密钥不认识', 3, receipt.text, futureKey],
  ['密码算法不符', 4, receipt.text, only('sm2')],
  ['不完整', 5, receipt.text.slice(0, -20), keysFile],
  ['不是回执', 6, '你好', keysFile],
  ['日期在将来', 7, signedFuture, futureKey],
])('a receipt is found %s, with exit code %i', async (words, code, text, keys) => {
  const answered = await shouwang('verify', file('receipt.txt', text), '--key', keys)
  expect(answered.out).toContain(words)
  expect(answered.code).toBe(code)
})

test('the code of the paper is checked as it was scanned, against the installation’s own keys', async () => {
  const answered = await shouwang('verify', receipt.code)
  expect(answered).toMatchObject({ code: 0 })
  expect(answered.out).toContain('第一小学')
})

test('a keepsake proves what was reported, and another content does not', async () => {
  const kept = { receipt: receipt.text, nonce: NONCE, content: contentOf(NewDutyReport.parse(input)) }
  const good = await shouwang('verify', file('kept.txt', keepsakeText(kept)), '--key', keysFile)
  expect(good).toMatchObject({ code: 0 })
  expect(good.out).toContain('内容相符')
  const other = { ...kept, content: kept.content.replace('不敢', '很想') }
  const bad = await shouwang('verify', file('kept.txt', keepsakeText(other)), '--key', keysFile)
  expect(bad).toMatchObject({ code: 8 })
  expect(bad.out).toContain('内容不符')
})

test('a file that is not there and a key that is none are told as what they are', async () => {
  expect(await shouwang('verify', join(folder, 'nowhere.txt'))).toMatchObject({ code: 1 })
  expect(await shouwang('verify', receipt.code, '--key', 'abc')).toMatchObject({ code: 1 })
})

test('a change of key is done at the terminal, and the old receipt still checks', async () => {
  expect((await shouwang('rotate', '--county', COUNTY)).out).toContain('第 2 代')
  expect((await shouwang('keys', '--county', COUNTY)).out).toContain(' ed25519-2-')
  expect(await shouwang('verify', receipt.code)).toMatchObject({ code: 0 })
})

test.runIf(existsSync(CHECK_PAGE))('the offline page is written with the keys in it', async () => {
  const path = join(folder, 'check.html')
  expect(await shouwang('page', '--out', path)).toMatchObject({ code: 0 })
  const page = readFileSync(path, 'utf8')
  expect(page).toContain(lines[0])
  expect(page).not.toMatch(/(?:src|href)="/)
})
