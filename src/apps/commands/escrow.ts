import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { Problem } from '#kernel/problem.ts'
import { readConfig } from '#server/config.ts'
import { openInstallation, type Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { makeEscrow, openByEscrow } from '#modules/reports/escrow/queries.ts'
import { CommandFailure } from '../terminal.ts'

const KEEPERS = ['县领导', '审计管理员', '检察官']

const withInstallation = async (work: (running: Running) => Promise<void>) => {
  const running = await openInstallation(readConfig())
  try {
    await work(running)
  } catch (error) {
    throw error instanceof Problem ? new CommandFailure(error.message) : error
  } finally {
    await running.stop()
  }
}

const make = new Command('make')
  .description('制作本县的托管密钥：打印三份，任意两份能打开报告；这里不留底')
  .requiredOption('--county <code>', '县代码')
  .option('--replace', '已有一套时另做一套；旧的三份仍用来打开旧报告', false)
  .action(({ county, replace }: { county: string; replace: boolean }) =>
    withInstallation(async ({ pool }) => {
      const { fingerprint, shares } = await inTransaction(pool, dutyScope(county, 'installer'), (db) =>
        makeEscrow(db, { isReplacing: replace, now: new Date() }),
      )
      console.log(
        `托管密钥已做好，指纹 ${fingerprint}。以下三份只显示这一次，请分别抄写或打印，由三人分开保管：\n`,
      )
      shares.forEach((share, at) =>
        console.log(`第 ${at + 1} 份（${KEEPERS[at]}） 指纹 ${fingerprint}\n${share}\n`),
      )
      console.log('做完请演练一次：shouwang escrow open')
    }),
  )

const ask = async (questions: string[]): Promise<string[]> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answers: string[] = []
  for (const question of questions) answers.push(await terminal.question(question))
  terminal.close()
  return answers
}

const open = new Command('open')
  .description('两位保管人到场，用两份托管份打开一份报告；写入审计')
  .requiredOption('--county <code>', '县代码')
  .requiredOption('--number <number>', '报告编号，如 报〔2026〕0001号')
  .requiredOption('--reason <text>', '事由，写入审计')
  .action(({ county, number, reason }: { county: string; number: string; reason: string }) =>
    withInstallation(async ({ pool, keysOf }) => {
      if (reason.trim().length < 4) throw new CommandFailure('请写明事由，至少 4 个字')
      // Typed, not given as an option: what stands in a command line is seen by other users of the machine.
      const shares = await ask(['请输入第一份托管份：', '请输入第二份托管份：'])
      const content = await inTransaction(pool, dutyScope(county, 'installer'), (db) =>
        openByEscrow(db, keysOf(county), { number, shares, reason, now: new Date() }),
      )
      console.log(JSON.stringify(content, null, 2))
    }),
  )

export const escrowCommand = new Command('escrow')
  .description('托管：三人分持的报告密钥，任意两份可以打开')
  .addCommand(make)
  .addCommand(open)
