import { Command } from 'commander'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { loadDemonstration } from '../demonstration/load.ts'
import { CommandFailure } from '../terminal.ts'

export const demoCommand = new Command('demo')
  .description('在一个尚无此县的安装里装入演示县（全部虚构）')
  .option('--minors <number>', '未成年人数', '80216')
  .option('--county <code>', '用哪个县的区划', '441821')
  .action(async ({ minors, county }: { minors: string; county: string }) => {
    const running = await openInstallation(readConfig())
    try {
      if ((await running.counties()).some(({ code }) => code === county))
        throw new CommandFailure(
          `县 ${county} 已存在，演示数据只装入新县。请用 --county 换一个县或另设 SHOUWANG_DATA`,
        )
      await loadDemonstration(running, { minors: Number(minors), today: new Date(), county })
      console.log('演示县已装入')
    } finally {
      await running.stop()
    }
  })
