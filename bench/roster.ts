import { writeFileSync } from 'node:fs'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { generateCounty } from '#apps/demonstration/county.ts'
import { COUNTY, DAY } from './world.ts'

export const ROWS = 80_000
export const HEAD =
  '序号,姓名,性别,民族,公民身份号码,出生日期,户籍地址,父亲姓名,父亲公民身份号码,母亲姓名,母亲公民身份号码,联系电话'

/** The police's household roster as it comes: one line a child, both parents in it. */
export const writeRoster = (path: string) => {
  const divisions = loadDivisions(COUNTY)
  const towns = new Map(divisions.towns.map(({ code, name }) => [code, name]))
  const places = new Map(
    divisions.villages.map((v) => [v.code, `广东省佛冈县${towns.get(v.townCode)}${v.name}`]),
  )
  const lines = [HEAD]
  for (const { father, mother, children } of generateCounty({ seed: 7, minors: ROWS, today: DAY, divisions }))
    for (const child of children)
      lines.push(
        [
          lines.length,
          child.name,
          child.sex === 'male' ? '男' : '女',
          child.ethnicity,
          child.idNumber,
          child.bornOn.replaceAll('-', ''),
          `${places.get(child.hukou.villageCode)}${child.hukou.detail}`,
          father?.name ?? '',
          father?.idNumber ?? '',
          mother?.name ?? '',
          mother?.idNumber ?? '',
          mother?.phone ?? father?.phone ?? '',
        ].join(','),
      )
  writeFileSync(path, `${lines.join('\r\n')}\r\n`)
}
