import { sql } from 'kysely'
import { asWorker } from '#server/elevate.ts'
import { covers, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { findChildren, findParents } from '#modules/children/updates/finding/queries.ts'
import { openFiles, type FileNow } from '#modules/children/updates/files/queries.ts'
import { PARENT_STATE } from '#modules/children/labels.ts'
import { linkRow, type RowToWrite } from '../applying/queries.ts'
import { newRecordOf, registerRows, stateRows, updateRows, type Applying } from '../applying/writing.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import type { RowDecision } from '../contract.ts'
import type { Candidate, ComparedValue, RowDetail } from '../preview/contract.ts'
import { findRow, toRows, type FoundRow } from '../preview/queries.ts'
import { openRow } from '../preview/staging.ts'
import type { StoredProblem } from '../matching/verdict.ts'
import type { StoredMapping } from '../queries.ts'
import { keyOfRoster, type Clerk } from '../works/queries.ts'
import { compareChild, shownRules, shownValues } from './compare.ts'

type Reading = Pick<Applying, 'db' | 'scope' | 'keys'>

const ALL_PARTS = { family: true, schooling: true }

const divisionNames = async (db: Db, codes: readonly string[]) => {
  const rows = await db
    .selectFrom('division as village')
    .leftJoin('division as town', 'town.code', 'village.parentCode')
    .where(sql<boolean>`village.code = any (${codes}::text[])`)
    .select(['village.code', 'village.name', 'town.name as town', 'village.level'])
    .execute()
  return new Map(
    rows.map(({ code, name, town, level }) => [code, level === 'village' ? `${town ?? ''}${name}` : name]),
  )
}

/** The children beside whom the row is to be seen: its own, else those it may be. */
const childIdsOf = ({ childId, candidates }: FoundRow) => [
  ...new Set([...(childId ? [childId] : []), ...candidates]),
]

const villagesToChoose = ({ residenceAddress, hukouAddress }: RosterRecord) => [
  ...new Set([residenceAddress, hukouAddress].flatMap((address) => address?.candidates ?? [])),
]

const placesOf = (record: RosterRecord, files: Iterable<FileNow>) => [
  ...[record.residenceAddress, record.hukouAddress].flatMap((address) => address?.villageCode ?? []),
  ...[...files].flatMap(({ divisionCode, hukouDivisionCode }) => [
    divisionCode,
    hukouDivisionCode ?? divisionCode,
  ]),
]

const compareParent = async (on: Reading, row: FoundRow, record: RosterRecord): Promise<Candidate[]> => {
  const parent =
    row.numberIndex && (await findParents(on, [row.numberIndex])).get(row.numberIndex.toString('base64'))
  const [child] = parent ? parent.children : []
  if (!parent || !child) return []
  const line = (field: string, roster: string | null, file: string | null): ComparedValue => ({
    field,
    roster,
    file,
    relation: roster === file ? 'same' : file === null ? 'roster-only' : 'differs',
    hint: null,
  })
  const states = parent.states.map(({ kind, fromDay, acceptedDay }) =>
    [PARENT_STATE[kind], fromDay ?? acceptedDay].filter(Boolean).join(' '),
  )
  return [
    {
      childId: child.id,
      name: parent.name,
      values: [
        line('personName', record.personName ?? null, parent.name),
        { ...line('personIdNumber', '已填写', '已登记'), relation: 'same', hint: '完全一致' },
        line('parentState', record.stateStartDay ?? null, states.join(';') || null),
      ],
    },
  ]
}

const compareChildren = (
  on: Reading,
  record: RosterRecord,
  files: Iterable<FileNow>,
  names: Map<string, string>,
) =>
  [...files].map((file): Candidate => ({
    childId: file.id,
    name: file.name,
    values: compareChild(record, file, {
      divisionName: (code) => names.get(code),
      indexOf: (field, value) => on.keys.index(field, value),
    }),
  }))

/** The row and the children that it may be, side by side; 404 outside the territory. */
export const getRowDetail = async (
  on: Reading,
  target: { id: string; rowNumber: number },
): Promise<RowDetail> => {
  const { db, scope, keys } = on
  const row = found(await findRow(db, scope, target), '名册行')
  const { record, rules } = openRow(
    keys,
    keyOfRoster(keys, { id: row.rosterId, keySealed: row.keySealed }),
    row.recordSealed,
  )
  const { subject } = row.mapping as StoredMapping
  const files = await openFiles(on, childIdsOf(row), ALL_PARTS)
  const villages = villagesToChoose(record)
  const names = await divisionNames(db, [...placesOf(record, files.values()), ...villages])
  const [item] = await toRows(db, scope, keys, [row])
  return {
    ...found(item, '名册行'),
    version: row.version,
    subject,
    department: row.department,
    asOfDay: row.asOfDay,
    values: shownValues(record),
    rules: shownRules(rules),
    compared:
      subject === 'person'
        ? await compareParent(on, row, record)
        : compareChildren(on, record, files.values(), names),
    hiddenCandidates: row.candidates.filter((id) => !files.has(id)).length,
    villages: villages.map((code) => ({ code, name: names.get(code) ?? code })),
    isWritten: row.writtenAt !== null,
  }
}

type Decision = { decision: RowDecision; childId?: string | undefined; divisionCode?: string | undefined }

/** Nobody may be written into twice by one roster. */
const refuseTaken = async (db: Db, row: FoundRow, childId: string) => {
  const other = await db
    .selectFrom('rosterRow')
    .where('rosterId', '=', row.rosterId)
    .where('childId', '=', childId)
    .where('rowNumber', '<>', row.rowNumber)
    .where(({ or, eb }) =>
      or([eb('verdict', 'in', ['new', 'changed', 'same']), eb('decision', '=', 'same-child')]),
    )
    .select('rowNumber')
    .executeTakeFirst()
  if (other)
    throw refused(`第 ${other.rowNumber} 行已经认定为这名儿童；确属同一人时，本行请选“不处理”，或先改那一行`)
}

const checkSame = async (on: Reading, row: FoundRow, { childId }: Decision): Promise<string | null> => {
  if ((row.mapping as StoredMapping).subject === 'person') {
    if (!row.personId) throw refused('这一行对不上在册儿童的家长')
    return row.childId
  }
  if (!childId) throw invalid('请选择是哪一名儿童', [{ field: 'childId', message: '请选择是哪一名儿童' }])
  const files = await openFiles(on, [childId], {})
  if (!files.has(childId))
    throw invalid('没有找到这名儿童，可能不在您的工作范围内', [
      { field: 'childId', message: '请从候选里选择' },
    ])
  await refuseTaken(on.db, row, childId)
  return childId
}

const checkNew = async (
  on: Reading,
  row: FoundRow,
  record: RosterRecord,
  { divisionCode }: Decision,
): Promise<string | null> => {
  if ((row.mapping as StoredMapping).subject === 'person') throw refused('成年人名册不建立儿童档案')
  if (!record.name || !record.birthDay) throw refused('这一行没有姓名或出生日期，不能建档；请退回部门补齐')
  const village = divisionCode ?? record.residenceAddress?.villageCode ?? record.hukouAddress?.villageCode
  const message = '请选定由哪个村（居）负责'
  if (!village) throw invalid(message, [{ field: 'divisionCode', message }])
  const known = await on.db
    .selectFrom('division')
    .where('code', '=', village)
    .where('level', '=', 'village')
    .where('validTo', 'is', null)
    .select('code')
    .executeTakeFirst()
  if (!known || !covers(on.scope, village))
    throw invalid('请选择您负责范围内的村（居）', [{ field: 'divisionCode', message }])
  if (row.numberIndex && (await findChildren(on.db, [row.numberIndex])).size)
    throw refused('这个身份证号已经建过档，请选“是同一个人”')
  return divisionCode ?? null
}

/** Carries a decision out in the files, as a part of the roster that was applied before. */
const carryOut = async (on: Applying, row: RowToWrite, subject: 'child' | 'person') => {
  if (row.decision === 'same-child') {
    await (subject === 'child' ? updateRows : stateRows)(on, [row], {})
    return
  }
  const child = newRecordOf(on, row)
  if (!child) throw refused('这一行缺少建档必需的内容')
  const { rowNumber } = row
  // bulkRegister takes many; here it is one.
  await registerRows(
    on,
    (async function* one() {
      yield { rowNumber, child }
    })(),
    {},
  )
  await linkRow(on.db, on.rosterId, rowNumber, child.id)
}

/**
 * Keeps a decision about a doubtful row and, when the roster is applied, carries it out. The row is written under the caller's own
 * scope first; what follows in the roster's own records (its effects) is the worker's duty.
 */
export const decide = async (
  on: Reading & { clerk: Clerk; roster: { id: string; keySealed: Buffer | null; state: string } },
  target: { id: string; rowNumber: number },
  decision: Decision,
): Promise<void> => {
  const { db, scope, keys, clerk, roster } = on
  const row = found(await findRow(db, scope, target, true), '名册行')
  if (row.verdict !== 'doubtful') throw refused('这一行没有疑问，不需要决定')
  if (row.writtenAt) throw refused('这一行的决定已经写入档案，不能再改；需要时请在档案里更正')
  const key = keyOfRoster(keys, roster)
  const { record } = openRow(keys, key, row.recordSealed)
  const childId = decision.decision === 'same-child' ? await checkSame(on, row, decision) : null
  const decidedDivisionCode =
    decision.decision === 'new-child' ? await checkNew(on, row, record, decision) : null
  const isNow = roster.state === 'applied' && decision.decision !== 'leave-out'
  const now = clerk.now()
  await db
    .updateTable('rosterRow')
    .set({
      decision: decision.decision,
      decidedBy: clerk.actorId,
      decidedAt: now,
      decidedDivisionCode,
      childId,
      ...(isNow && { writtenAt: now }),
    })
    .where('rosterId', '=', target.id)
    .where('rowNumber', '=', target.rowNumber)
    .execute()
  if (!isNow) return
  const mapping = row.mapping as StoredMapping
  const toWrite: RowToWrite = {
    rowNumber: row.rowNumber,
    childId,
    personId: row.personId,
    numberIndex: row.numberIndex,
    recordSealed: row.recordSealed,
    problems: row.problems as StoredProblem[],
    decision: decision.decision,
    decidedDivisionCode,
  }
  const { department, asOfDay } = row
  const { actorId } = clerk
  await asWorker(db, scope, (workerDb, workerScope: Scope) =>
    carryOut(
      {
        db: workerDb,
        scope: workerScope,
        keys,
        key,
        rosterId: target.id,
        department,
        asOfDay,
        mapping,
        actorId,
        now,
      },
      toWrite,
      mapping.subject,
    ),
  )
}
