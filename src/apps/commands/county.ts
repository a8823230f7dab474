import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { parseDivisionsCsv } from '#modules/organisations/divisions/parse.ts'
import { addNewCounty } from '../new-county.ts'
import { table } from '../terminal.ts'

const add = new Command('add')
  .description('新建一个县：独立的 schema、区划网络（广东省已内置，其他省用 --divisions 给出）')
  .argument('<code>', '6 位县级区划代码，如 441821')
  .option('--divisions <file>', '区划 CSV（列：代码，名称；12 位代码）')
  .action(async (code: string, { divisions }: { divisions?: string }) => {
    const running = await openInstallation(readConfig())
    try {
      const data = divisions ? parseDivisionsCsv(readFileSync(divisions, 'utf8')) : loadDivisions(code)
      const { towns, villages } = await addNewCounty(running, data, { isDemonstration: false })
      console.log(`已建立 ${data.county.name}（${code}）：${towns} 个镇，${villages} 个村（居）`)
      console.log('下一步：shouwang user add 建立三名管理员')
    } finally {
      await running.stop()
    }
  })

const list = new Command('list').description('列出本安装的县').action(async () => {
  const running = await openInstallation(readConfig())
  const counties = await running.counties()
  console.log(
    table([
      ['代码', '名称', '用途'],
      ...counties.map((c) => [c.code, c.name, c.isDemonstration ? '演示' : '正式']),
    ]),
  )
  await running.stop()
})

export const countyCommand = new Command('county')
  .description('县：新建、列出')
  .addCommand(add)
  .addCommand(list)
