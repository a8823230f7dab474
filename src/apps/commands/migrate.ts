import { Command } from 'commander'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'

export const migrateCommand = new Command('migrate')
  .description('把数据库结构升级到当前版本（启动时也会自动执行）；可重复执行')
  .action(async () => {
    const running = await openInstallation(readConfig())
    const counties = await running.counties()
    console.log(`数据库已是当前版本，共 ${counties.length} 个县`)
    await running.stop()
  })
