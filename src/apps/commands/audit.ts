import { Command } from 'commander'
import pg from 'pg'
import { countSealed, verifyChain } from '#server/audit-chain.ts'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { BREAK_LABEL } from '#modules/audit/labels.ts'
import { CommandFailure, showProgress } from '../terminal.ts'

const verify = new Command('verify')
  .description('从头核对审计链：有改动、缺失或乱序时指出第一处，退出码 1')
  .option('--county <code>', '只核对这个县')
  .action(async ({ county }: { county?: string }) => {
    const running = await openInstallation(readConfig())
    const client = new pg.Client({ connectionString: running.sealerUrl })
    let isSound = true
    try {
      await client.connect()
      for (const { code, name } of await running.counties()) {
        if (county && county !== code) continue
        const bar = showProgress(`核对 ${name}`, await countSealed(client, code))
        const report = await verifyChain(client, code, { onProgress: (seq) => bar.to(seq) })
        bar.end()
        isSound &&= report.isSound
        const head = `${report.head.seq} ${report.head.hash.toString('hex').slice(0, 16)}`
        if (report.broken)
          console.log(`${name}：第 ${report.broken.seq} 条起不可信——${BREAK_LABEL[report.broken.kind]}`)
        else console.log(`${name}:${report.head.seq} 条完整，链头 ${head}`)
        if (report.late) console.log(`${name}:${report.late.count} 条超过 5 秒仍未封存，请检查封存进程`)
      }
    } finally {
      await client.end()
      await running.stop()
    }
    if (!isSound) throw new CommandFailure('审计链没有通过核对')
  })

export const auditCommand = new Command('audit').description('审计：核对散列链').addCommand(verify)
