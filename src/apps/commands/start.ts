import { Command } from 'commander'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { demonstrationAccounts, loadDemonstration } from '../demonstration/load.ts'
import { createFirstRun } from '../first-run.ts'
import { startNotifier } from '../notifier-process.ts'
import { startSealer } from '../sealer-process.ts'
import { createServer } from '../server.ts'
import { table } from '../terminal.ts'

type Options = { empty?: boolean; minors?: string }

const announce = async (address: string, isDemonstration: boolean) => {
  console.log(`\n守望已就绪：${address}`)
  if (!isDemonstration) return
  const { rows, password } = await demonstrationAccounts()
  console.log('\n演示县：全部人员与事件均为虚构；不要录入真实信息。')
  console.log(`演示账号（口令均为 ${password}）：\n`)
  console.log(table([['登录名', '岗位', '姓名', '工作范围'], ...rows]))
}

const start = async ({ empty, minors }: Options) => {
  const began = Date.now()
  const config = readConfig()
  const running = await openInstallation(config)
  if (running.isMasterKeyNew)
    console.log(`已生成主密钥：${running.masterKeyPath}\n请另行妥善备份；丢失后，已加密的信息无法恢复。`)

  let counties = await running.counties()
  if (!counties.length && !empty) {
    await loadDemonstration(running, { minors: Number(minors ?? 80_216), today: new Date() })
    counties = await running.counties()
  }
  const sealer = startSealer(running)
  const notifier = startNotifier(running)
  const firstRun = counties.length ? undefined : createFirstRun(running)
  const server = await createServer(running, { ...(firstRun && { mountMore: firstRun.mount }) })
  const address = await server.listen({ host: config.host, port: config.port })
  await announce(
    config.publicOrigin ?? address,
    counties.some(({ isDemonstration }) => isDemonstration),
  )
  if (firstRun) console.log(`\n还没有县。请在浏览器打开 ${address}/first-run，输入设置码：${firstRun.code}`)
  console.log(`\n启动用时 ${((Date.now() - began) / 1_000).toFixed(1)} 秒。按 Ctrl+C 停止。`)

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    console.log('正在停止：等待进行中的请求结束……')
    await server.close()
    await notifier.stop()
    await sealer.stop()
    await running.stop()
    console.log('已停止')
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
}

export const startCommand = new Command('start')
  .description('启动服务；第一次启动会建立数据库并装入演示县（--empty 则留空，在浏览器里完成首次设置）')
  .option('--empty', '不装演示县，供一个县正式启用')
  .option('--minors <number>', '演示县的未成年人数（默认 80216）')
  .action(start)
