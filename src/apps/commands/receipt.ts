import { readFileSync, writeFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { readConfig } from '#server/config.ts'
import { primitives } from '#server/crypto/signatures.ts'
import { openInstallation, type Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { checkPageWith } from '#modules/reports/receipts/check-page.ts'
import type { Verdict } from '#modules/reports/receipts/contract.ts'
import { publicKeysOf } from '#modules/reports/receipts/issuing.ts'
import { VERDICT } from '#modules/reports/receipts/labels.ts'
import { startGeneration } from '#modules/reports/receipts/queries.ts'
import {
  checkReceipt,
  isContentOf,
  keyLine,
  readKeepsake,
  readKeys,
  type Checked,
  type Keepsake,
} from '#modules/reports/receipts/text.ts'
import { CommandFailure, table } from '../terminal.ts'

/** What a script learns: 0 good, 1 the command itself failed, then one number for each way of not being good. */
const EXIT: Record<Verdict | 'other-content', number> = {
  valid: 0,
  changed: 2,
  'unknown-key': 3,
  'wrong-suite': 4,
  truncated: 5,
  'not-a-receipt': 6,
  future: 7,
  'other-content': 8,
}

const read = (name: string) => {
  try {
    return readFileSync(name === '-' ? 0 : name, 'utf8')
  } catch {
    return undefined
  }
}

/** A file, '-' for standard input, or the text itself: a receipt has line ends, its code a beginning of its own. */
const given = (what: string) => {
  const isText = what.includes('\n') || what.startsWith('SWR1:')
  const text = isText ? what : read(what)
  if (text === undefined) throw new CommandFailure(`读不到文件 ${what}`)
  return text
}

const ownKeys = async () => {
  const running = await openInstallation(readConfig())
  try {
    return await keysTextOf(running)
  } finally {
    await running.stop()
  }
}

const keysTextOf = async (running: Running, county?: string) => {
  const lines: string[] = []
  for (const { code } of await running.counties()) {
    if (county && county !== code) continue
    const keys = await inTransaction(running.pool, dutyScope(code, 'installer'), (db) =>
      publicKeysOf(db, running.keysOf(code), code),
    )
    lines.push(...keys.map(keyLine))
  }
  if (!lines.length)
    throw new CommandFailure(county ? `没有县 ${county}，用 shouwang county list 查看` : '本安装还没有县')
  return `${lines.join('\n')}\n`
}

const tell = ({ verdict, facts }: Checked) => {
  const { label, says } = VERDICT[verdict]
  console.log(`${label}：${says}`)
  if (!facts || verdict === 'changed') return
  console.log(
    table([
      ['编号', facts.number],
      ['县', facts.county],
      ['单位', facts.unit],
      ['知悉', facts.knownAt],
      ['报告', facts.reportedAt],
      ['接收', facts.office],
      ['密钥', facts.keyId],
    ]),
  )
}

const tellContent = ({ facts }: Checked, kept: Keepsake) => {
  const isSame = facts !== undefined && isContentOf(primitives, facts, kept)
  console.log(isSame ? '内容相符：当时报告的就是这份内容。' : '内容不符：证明码或内容与回执里的承诺对不上。')
  return isSame
}

const verify = new Command('verify')
  .description(
    '核验一份责任回执。退出码：0 有效，2 被改动，3 密钥不认识，4 密码算法不符，5 不完整，6 不是回执，7 日期在将来，8 内容不符',
  )
  .argument('<receipt>', '回执文件、报告留底文件、“-”（标准输入）或二维码扫出的文字')
  .addOption(
    new Option('--key <keys...>', '公钥文件或公钥行；不写则用本安装各县的公钥').argParser(
      (one: string, before: string[] | undefined) => [...(before ?? []), one],
    ),
  )
  .action(async (what: string, { key }: { key?: string[] }) => {
    const text = given(what)
    const kept = readKeepsake(text)
    const trusted = key ? key.map((each) => read(each) ?? each).join('\n') : await ownKeys()
    const keys = readKeys(primitives.sha256, trusted)
    if (key && !keys.length)
      throw new CommandFailure('--key 里没有完整的公钥，请用 shouwang receipt keys 打印的一行')
    const checked = checkReceipt(primitives, kept?.receipt ?? text, keys, new Date())
    tell(checked)
    const isOther = kept && checked.verdict === 'valid' && !tellContent(checked, kept)
    const code = EXIT[isOther ? 'other-content' : checked.verdict]
    // Not exitCode: the embedded database's exit hook would put it back to 0.
    if (code) process.exit(code)
  })

const keys = new Command('keys')
  .description('打印核验责任回执用的公钥，历代都在；可以公开，应当另行留存')
  .option('--county <code>', '只打印这个县的')
  .action(async ({ county }: { county?: string }) => {
    const running = await openInstallation(readConfig())
    try {
      process.stdout.write(await keysTextOf(running, county))
    } finally {
      await running.stop()
    }
  })

const rotate = new Command('rotate')
  .description('换一代签发密钥：新回执用新密钥，旧回执仍可核验')
  .requiredOption('--county <code>', '县代码')
  .action(async ({ county }: { county: string }) => {
    const running = await openInstallation(readConfig())
    try {
      if (!(await running.counties()).some(({ code }) => code === county))
        throw new CommandFailure(`没有县 ${county}，用 shouwang county list 查看`)
      const suite = running.config.cipherSuite === 'sm' ? 'sm2' : 'ed25519'
      const generation = await inTransaction(running.pool, dutyScope(county, 'installer'), (db) =>
        startGeneration(db, suite, new Date()),
      )
      console.log(`已换到第 ${generation} 代（${suite}）。请重新公布公钥：shouwang receipt keys`)
    } finally {
      await running.stop()
    }
  })

const page = new Command('page')
  .description('写出离线核验页（一个 HTML 文件，带各县公钥，断网可用）')
  .option('--out <file>', '写到哪里', '回执核验.html')
  .action(async ({ out }: { out: string }) => {
    writeFileSync(out, await checkPageWith(await ownKeys()))
    console.log(`已写出 ${out}`)
  })

export const receiptCommand = new Command('receipt')
  .description('强制报告责任回执：核验、公钥、换钥、离线核验页')
  .addCommand(verify)
  .addCommand(keys)
  .addCommand(rotate)
  .addCommand(page)
