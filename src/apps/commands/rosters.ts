import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Command } from 'commander'
import { isDay } from '#kernel/day.ts'
import { Problem } from '#kernel/problem.ts'
import { readConfig } from '#server/config.ts'
import { uuidv7 } from '#server/ids.ts'
import { openInstallation, type Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import type { Roster } from '#modules/rosters/contract.ts'
import { importRoster } from '#modules/rosters/jobs.ts'
import { PHASE, ROW_VERDICT } from '#modules/rosters/labels.ts'
import type { Clerk } from '#modules/rosters/works/queries.ts'
import { CommandFailure, showProgress, table } from '../terminal.ts'

type Options = { county: string; department: string; asOf?: string; apply?: boolean }

/** The person at the server's own terminal works under the installer's duty; the audit says so. */
const clerkAt = (running: Running, county: string): Clerk => {
  const scope = dutyScope(county, 'installer')
  return {
    county,
    scope,
    keys: running.keysOf(county),
    actorId: null,
    actorRole: 'installer',
    sessionId: null,
    requestId: uuidv7(),
    dataFolder: running.config.dataFolder,
    now: () => new Date(),
    transaction: (work) => inTransaction(running.pool, scope, work),
  }
}

const summary = ({ counts, state }: Roster) => {
  const rows = Object.entries(counts?.verdicts ?? {}).map(([verdict, count]) => [
    ROW_VERDICT[verdict as keyof typeof ROW_VERDICT],
    String(count),
  ])
  const problems = (counts?.problems ?? [])
    .slice(0, 10)
    .map(({ message, count }) => [`  ${message}`, String(count)])
  const next = state === 'applied' ? '已应用。' : '还没有应用：请在页面上核对后应用，或加 --apply 再次导入。'
  return `${table([...rows, ...problems])}\n${next}`
}

const startBar = () => {
  let bar: ReturnType<typeof showProgress> | undefined
  let phase = ''
  return {
    on: (progress: { phase: keyof typeof PHASE; done: number; total: number | null }) => {
      if (progress.phase === 'waiting') return
      if (progress.phase !== phase) {
        bar?.end()
        phase = progress.phase
        bar = showProgress(PHASE[progress.phase], progress.total ?? 0)
      }
      bar?.to(progress.done)
    },
    end: () => bar?.end(),
  }
}

const importFile = new Command('import')
  .description(
    '导入一份部门名册（.xlsx、.xls、.csv）:读取、清洗、核对；--apply 则整份写入，要么全部成功，要么什么都不写',
  )
  .argument('<file>', '名册文件')
  .requiredOption('--county <code>', '所在县代码')
  .requiredOption('--department <name>', '交来名册的部门，如 公安局')
  .option('--as-of <day>', '名册所说的日期 YYYY-MM-DD；不写则取表上的统计截止日期，没有则为今天')
  .option('--apply', '预览之后直接应用')
  .action(async (file: string, { county, department, asOf, apply }: Options) => {
    if (asOf && !isDay(asOf)) throw new CommandFailure('--as-of 应为 2026-01-31 这样的日期')
    const running = await openInstallation(readConfig())
    const bar = startBar()
    try {
      if (!(await running.counties()).some(({ code }) => code === county))
        throw new CommandFailure(`没有县 ${county}，用 shouwang county list 查看`)
      const roster = await importRoster(clerkAt(running, county), {
        fileName: basename(file),
        department,
        ...(asOf && { asOfDay: asOf }),
        body: createReadStream(file),
        isApplied: apply ?? false,
        onProgress: bar.on,
      })
      bar.end()
      console.log(summary(roster))
    } catch (error) {
      if (error instanceof Problem) throw new CommandFailure(error.message)
      if ((error as { code?: string }).code === 'ENOENT') throw new CommandFailure(`没有文件 ${file}`)
      throw error
    } finally {
      bar.end()
      await running.stop()
    }
  })

export const rostersCommand = new Command('rosters').description('部门名册：导入').addCommand(importFile)
