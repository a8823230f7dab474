import { buffer } from 'node:stream/consumers'
import { ageOn, minuteOf, today } from '#kernel/day.ts'
import { refused } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { XLSX, writeXlsx, type SheetColumn } from '#server/workbook.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import type { Role } from '#modules/identity/rules.ts'
import { COUNTED_TO } from '../contract.ts'
import { CATEGORY, CHILD_STATE, ID_NUMBER_STATE, RESIDENCE, SEX } from '../labels.ts'
import { listToExport } from '../queries.ts'
import * as contract from './contract.ts'

type Row = NonNullable<Awaited<ReturnType<typeof listToExport>>>[number]

const COLUMNS: (SheetColumn & { of: (row: Row, day: string) => string | number | null })[] = [
  { label: '姓名', width: 12, of: ({ name }) => name },
  { label: '性别', width: 6, of: ({ sex }) => SEX[sex] },
  { label: '出生日期', width: 12, of: ({ birthDay }) => birthDay },
  { label: '年龄', width: 6, of: ({ birthDay }, day) => ageOn(birthDay, day) },
  {
    label: '类别',
    width: 28,
    of: ({ categories }) => categories.map((kind) => CATEGORY[kind]).join('、'),
  },
  { label: '乡镇', width: 14, of: ({ townName }) => townName },
  { label: '负责的村（居）', width: 20, of: ({ divisionName }) => divisionName },
  { label: '居住', width: 14, of: ({ residence }) => RESIDENCE[residence] },
  { label: '身份证号', width: 12, of: ({ idNumberState }) => ID_NUMBER_STATE[idNumberState] },
  { label: '在册状态', width: 10, of: ({ state }) => CHILD_STATE[state] },
]

const exportChildren = route(contract.exportChildren, async (context, { reason, ...filter }) => {
  const { db, scope, actor, now, requestId, note } = context
  note({ kind: 'child', purpose: reason, divisionCode: filter.divisionCode ?? null })
  const day = today(now)
  const rows = await listToExport(db, scope, filter, day)
  if (!rows)
    throw refused(
      `一次最多导出 ${COUNTED_TO.toLocaleString('zh-CN')} 人，请先按乡镇、类别或年龄筛选，缩小范围后再导出`,
    )
  note({ count: rows.length })
  const number = `DC${day.replaceAll('-', '')}-${requestId.slice(-8).toUpperCase()}`
  const who = `${actor.displayName}（${ROLE_LABEL[actor.role as Role]}）`
  const foot = `共 ${rows.length} 人。${who}于 ${minuteOf(now)} 导出，编号 ${number}，事由：${reason}。内部资料，不得转发，用完即删。`
  const values = rows.map((row) => COLUMNS.map(({ of }) => of(row, day)))
  return {
    fileName: `儿童名单-${day}.xlsx`,
    type: XLSX,
    content: await buffer(writeXlsx(COLUMNS, values, '儿童名单', foot)),
  }
})

export const routes = [exportChildren]
