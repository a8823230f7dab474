import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Command } from 'commander'
import { isDay } from '#kernel/day.ts'
import { Problem } from '#kernel/problem.ts'
import { readConfig } from '#server/config.ts'
import { uuidv7 } from '#server/ids.ts'
import { openInstallation, type Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { RowVerdict, type Progress, type Roster } from '#modules/rosters/contract.ts'
import { importRoster } from '#modules/rosters/jobs.ts'
import { fieldLabel, PHASE, ROW_VERDICT } from '#modules/rosters/labels.ts'
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
  const verdicts = RowVerdict.options.map((verdict) => [
    ROW_VERDICT[verdict],
    String(counts?.verdicts[verdict] ?? 0),
  ])
  const problems = (counts?.problems ?? [])
    .filter(({ severity }) => severity !== 'note')
    .slice(0, 10)
    .map(({ field, message, count }) => [`  ${fieldLabel(field)}：${message}`, String(count)])
  const next = state === 'applied' ? '已应用。' : '还没有应用：请在页面上核对后应用，或加 --apply 再次导入。'
  return [table(verdicts), ...(problems.length ? ['例如：', table(problems)] : []), next].join('\n')
}

/** How many rows a file has is known at its end: until then they are only counted. */
const showCount = (title: string) => {
  const { isTTY } = process.stderr
  let count = 0
  return {
    to: (done: number) => {
      count = done
      if (isTTY) process.stderr.write(`\r${title} ${done} 行`)
    },
    end: () => process.stderr.write(`${isTTY ? '\r' : ''}${title} ${count} 行\n`),
  }
}

const startBar = () => {
  let bar: ReturnType<typeof showProgress> | undefined
  let phase = ''
  const end = () => {
    bar?.end()
    bar = undefined
  }
  return {
    on: ({ phase: next, done, total }: Progress) => {
      if (next === 'waiting') return
      if (next !== phase) {
        end()
        phase = next
        bar = total === null ? showCount(PHASE[next]) : showProgress(PHASE[next], total)
      }
      bar?.to(done)
    },
    end,
  }
}

/** Opened before anything else, so that a wrong name is told at once. */
const openFile = async (path: string) => {
  try {
    return await open(path)
  } catch {
    throw new CommandFailure(`读不到文件 ${path}`)
  }
}

const importFile = new Command('import')
  .description(
    '导入一份部门名册（.xlsx、.xls、.csv）：读取、清洗、核对；--apply 则整份写入，要么全部成功，要么什么都不写',
  )
  .argument('<file>', '名册文件')
  .requiredOption('--county <code>', '所在县代码')
  .requiredOption('--department <name>', '交来名册的部门，如 公安局')
  .option('--as-of <day>', '名册所说的日期 YYYY-MM-DD；不写则取表上的统计截止日期，没有则为今天')
  .option('--apply', '预览之后直接应用')
  .action(async (file: string, { county, department, asOf, apply }: Options) => {
    if (asOf && !isDay(asOf)) throw new CommandFailure('--as-of 应为 2026-01-31 这样的日期')
    const opened = await openFile(file)
    const running = await openInstallation(readConfig())
    const bar = startBar()
    try {
      if (!(await running.counties()).some(({ code }) => code === county))
        throw new CommandFailure(`没有县 ${county}，用 shouwang county list 查看`)
      const roster = await importRoster(clerkAt(running, county), {
        fileName: basename(file),
        department,
        ...(asOf && { asOfDay: asOf }),
        body: opened.createReadStream(),
        isApplied: apply ?? false,
        onProgress: bar.on,
      })
      bar.end()
      console.log(summary(roster))
    } catch (error) {
      if (error instanceof Problem) throw new CommandFailure(error.message)
      throw error
    } finally {
      bar.end()
      await running.stop()
    }
  })

export const rostersCommand = new Command('rosters').description('部门名册：导入').addCommand(importFile)
