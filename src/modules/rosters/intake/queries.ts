import { basename } from 'node:path'
import { dayOf } from '#kernel/day.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import type { ParentStateKind } from '#modules/children/contract.ts'
import { listWithFile, type StoredHeader, type StoredMapping } from '../queries.ts'
import type { Clerk } from '../works/queries.ts'
import { asOfDayOf } from '../cleaning/as-of-day.ts'
import { suggestMapping, type ColumnMapping } from '../cleaning/columns.ts'
import { fieldsFor, type FieldName, type Subject } from '../cleaning/fields.ts'
import type { Purpose } from '../contract.ts'
import { findLayout } from '../layouts/queries.ts'
import type { RosterRow } from '../reading/cells.ts'
import { inspectRoster } from '../reading/roster.ts'
import { openTable } from '../reading/table.ts'
import { maskSample } from './masks.ts'
import { receiveSealed, removeSealed, sweepUploads, withClearCopy, type Place } from './sealed-file.ts'

const SAMPLES_SHOWN = 3

const samplesOf = ({ index, field }: ColumnMapping, rows: readonly RosterRow[]) =>
  [...new Set(rows.flatMap(({ cells }) => cells[index]?.text.trim() || []))]
    .slice(0, SAMPLES_SHOWN)
    .map((text) => maskSample(field, text))

/** Only the police's roster of households says where everybody is registered: it makes the register. */
const purposeOf = (subject: Subject, columns: readonly ColumnMapping[]): Purpose =>
  subject === 'child' && columns.some(({ field }) => field === 'hukouAddress') ? 'register' : 'supplement'

type Read = {
  format: string
  asOfDay: string | undefined
  header: StoredHeader
  mapping: StoredMapping
  sheetName: string | null
}

const NOT_THIS_SHEET = ['roster-no-header', 'roster-empty']

/** The sheet that was named, else the first that holds a table: many a workbook begins with a sheet of instructions. */
const openSheet = async (path: string, fileName: string, wanted: string | undefined, sheets: string[]) => {
  let refusal: unknown
  for (const sheet of wanted ? [wanted] : sheets.length ? sheets : [undefined])
    try {
      const table = await openTable(path, { fileName, ...(sheet && { sheet }) })
      await table.close()
      return { table, sheetName: sheet ?? null }
    } catch (error) {
      if (!(error instanceof Problem && NOT_THIS_SHEET.includes(error.code))) throw error
      refusal ??= error
    }
  throw refusal
}

/** What stands above the rows, and what the columns seem to hold. */
export const readHead = async (
  db: Db,
  path: string,
  of: { fileName: string; department: string; sheetName?: string | undefined; today: string },
): Promise<Read> => {
  const { fileName, department, today } = of
  const file = await inspectRoster(path, { fileName })
  const sheets = file.sheets.filter(({ isHidden }) => !isHidden).map(({ name }) => name)
  const { table, sheetName } = await openSheet(path, fileName, of.sheetName, sheets)
  const { header, samples } = table
  const remembered = await findLayout(db, department, header.fingerprint)
  const mapping = suggestMapping(header, samples, { fileName, today, ...(remembered && { remembered }) })
  return {
    format: file.format,
    asOfDay: asOfDayOf(header),
    sheetName,
    header: {
      rows: header.rows,
      labels: header.labels,
      title: header.title.slice(0, 200),
      fingerprint: header.fingerprint,
      skippedAbove: header.skipped.length,
      sheets,
    },
    mapping: {
      subject: mapping.subject,
      ...(mapping.state && { state: mapping.state }),
      purpose: remembered?.purpose ?? purposeOf(mapping.subject, mapping.columns),
      isRemembered: remembered !== undefined,
      columns: mapping.columns.map((column) => ({ ...column, samples: samplesOf(column, samples) })),
    },
  }
}

/** Browsers of old send whole paths. */
const plainName = (fileName: string) => basename(fileName.replaceAll('\\', '/')).slice(0, 200)

export type Handing = {
  id: string
  fileName: string
  department: string
  asOfDay?: string | undefined
  body: Parameters<typeof receiveSealed>[2]
}

/** Stores the body sealed, reads its head and puts the roster on the list; on refusal nothing remains. */
export const receive = async (db: Db, clerk: Clerk, handing: Handing): Promise<{ sha256: Buffer }> => {
  const { county, keys, dataFolder } = clerk
  const { id, department, body } = handing
  const now = clerk.now()
  const place: Place = { dataFolder, county, id }
  const { key, wrapped } = keys.newKey(id)
  await sweepUploads(place, await listWithFile(db), now)
  const { bytes, sha256 } = await receiveSealed(place, { keys, key }, body)
  try {
    const fileName = plainName(handing.fileName)
    const today = dayOf(now)
    const head = await withClearCopy(place, { keys, key }, (path) =>
      readHead(db, path, { fileName, department, today }),
    )
    await db
      .insertInto('roster')
      .values({
        id,
        department,
        fileName,
        fileSha256: sha256,
        fileSize: bytes,
        format: head.format,
        asOfDay: handing.asOfDay ?? head.asOfDay ?? today,
        sheetName: head.sheetName,
        headerRow: head.header.rows[0] ?? null,
        header: JSON.stringify(head.header),
        layout: head.header.fingerprint,
        mapping: JSON.stringify(head.mapping),
        keySealed: wrapped,
        uploadedBy: clerk.actorId,
        uploadedAt: now,
      })
      .execute()
    return { sha256 }
  } catch (error) {
    await removeSealed(place)
    throw error
  }
}

/** The last roster of the same bytes, if any was handed in before. */
export const findSameFile = (db: Db, sha256: Buffer, exceptId: string) =>
  db
    .selectFrom('roster')
    .where('fileSha256', '=', sha256)
    .where('id', '<>', exceptId)
    .where('state', 'not in', ['discarded'])
    .select(['id', 'state', 'uploadedAt'])
    .orderBy('uploadedAt', 'desc')
    .limit(1)
    .executeTakeFirst()

/** What keeps a mapping from being used, in words; undefined when it can be. */
export const mappingProblem = (
  subject: Subject,
  parentState: string | null | undefined,
  fields: readonly (FieldName | 'ignore')[],
): string | undefined => {
  const taken = fields.filter((field) => field !== 'ignore')
  const repeated = taken.find((field, at) => taken.indexOf(field) !== at)
  if (repeated) return '同一项内容选了两列，请只留一列'
  const foreign = taken.find((field) => !fieldsFor(subject).includes(field))
  if (foreign) return subject === 'child' ? '儿童名册里选了成年人的项目' : '成年人名册里选了儿童的项目'
  const has = (field: FieldName) => taken.includes(field)
  if (subject === 'person') {
    if (!has('personName') || !has('personIdNumber')) return '成年人名册至少要有姓名和身份证号两列'
    return parentState ? undefined : '请选择这份名册说明的是哪一种情况（服刑、失联等）'
  }
  if (!has('name')) return '请指出哪一列是儿童姓名'
  const canBeFound = has('idNumber') || has('disabilityCardNo') || has('birthDay')
  return canBeFound ? undefined : '至少要有身份证号、残疾人证号、出生日期中的一列，否则无法认定是谁'
}

export const checkMapping = (...given: Parameters<typeof mappingProblem>): void => {
  const problem = mappingProblem(...given)
  if (problem) throw invalid(problem, [{ field: 'fields', message: problem }])
}

/** Rows of an earlier preview go with the mapping that made them. */
const FRESH = { state: 'received', counts: '{}', failure: null } as const

export const clearRows = (db: Db, id: string) =>
  db.deleteFrom('rosterRow').where('rosterId', '=', id).execute()

/** Another sheet of the same file. */
export const writeHead = async (db: Db, id: string, head: Read): Promise<void> => {
  await clearRows(db, id)
  await db
    .updateTable('roster')
    .set(({ eb }) => ({
      ...FRESH,
      sheetName: head.sheetName,
      headerRow: head.header.rows[0] ?? null,
      header: JSON.stringify(head.header),
      layout: head.header.fingerprint,
      mapping: JSON.stringify(head.mapping),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

type Given = {
  department: string
  asOfDay: string
  purpose: Purpose
  subject: Subject
  parentState: ParentStateKind | null
  fields: (FieldName | 'ignore')[]
}

/** The mapping as a person confirmed it. */
export const writeMapping = async (
  db: Db,
  roster: { id: string; mapping: unknown },
  { department, asOfDay, purpose, subject, parentState, fields }: Given,
): Promise<void> => {
  checkMapping(subject, parentState, fields)
  const { columns } = roster.mapping as StoredMapping
  if (fields.length !== columns.length) throw invalid('列数与文件不符，请刷新页面后重试')
  const mapping: StoredMapping = {
    subject,
    purpose,
    ...(subject === 'person' && parentState && { state: parentState }),
    isRemembered: false,
    columns: columns.map((column, at) => {
      const field = fields[at] ?? 'ignore'
      return field === column.field ? column : { ...column, field, confidence: 1, why: '由人选定' }
    }),
  }
  await clearRows(db, roster.id)
  await db
    .updateTable('roster')
    .set(({ eb }) => ({
      ...FRESH,
      department,
      asOfDay,
      mapping: JSON.stringify(mapping),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', roster.id)
    .execute()
}
