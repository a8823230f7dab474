import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { findChildren, listBornOn, type BornThen } from '#modules/children/updates/finding/queries.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import { isNearName, isSameName } from './names.ts'
import { possibleNumbers } from './possible-numbers.ts'

/** Who a row may be. Candidates of 'several' may also be one, when the sign is too weak to go by without a person. */
export type Match =
  | { kind: 'number' | 'prefix' | 'name'; childId: string }
  | { kind: 'several'; candidates: string[]; why: 'alike' | 'other-number' }
  | { kind: 'none' }

type Reading = { db: Db; scope: Scope; keys: CountyKeys }

const MOST_CANDIDATES = 5

const indexOf = (keys: CountyKeys, number: string) => keys.index('id-number', number)
const text = (index: Buffer) => index.toString('base64')

/** Villages that a row may mean; more than one where its words do not decide. */
const villagesOf = ({ residenceAddress, hukouAddress }: RosterRecord) =>
  [residenceAddress, hukouAddress].flatMap((address) =>
    address ? (address.villageCode ? [address.villageCode] : (address.candidates ?? [])) : [],
  )

const livesIn = (child: BornThen, villages: readonly string[]) =>
  villages.includes(child.divisionCode) ||
  (child.hukouDivisionCode !== null && villages.includes(child.hukouDivisionCode))

/** By name, birth day and village when that is exactly one (design of the import); else who comes near. */
const byName = (record: RosterRecord, sameDay: readonly BornThen[]): Match => {
  const { name } = record
  if (!name) return { kind: 'none' }
  const villages = villagesOf(record)
  const namesakes = sameDay.filter((child) => isSameName(child.name, name))
  const neighbours = namesakes.filter((child) => livesIn(child, villages))
  const [only] = neighbours
  if (record.idNumber) {
    // A good number that is not on file: a file without a number is completed, one with another number is for a person.
    if (!only) return { kind: 'none' }
    if (neighbours.length === 1 && only.idNumberState !== 'valid') return { kind: 'name', childId: only.id }
    return { kind: 'several', candidates: neighbours.map(({ id }) => id), why: 'other-number' }
  }
  if (only && neighbours.length === 1) return { kind: 'name', childId: only.id }
  const near = namesakes.length
    ? namesakes
    : sameDay.filter((child) => livesIn(child, villages) && isNearName(child.name, name))
  if (!near.length) return { kind: 'none' }
  return { kind: 'several', candidates: near.slice(0, MOST_CANDIDATES).map(({ id }) => id), why: 'alike' }
}

/** The child among those whose number begins alike, if the name says so too. */
const byPrefix = (
  keys: CountyKeys,
  record: RosterRecord,
  found: ReadonlyMap<string, string>,
  sameDay: readonly BornThen[],
): Match | undefined => {
  const { idNumberPrefix: prefix, name } = record
  if (!prefix || !name) return undefined
  const ids = new Set(
    possibleNumbers(prefix, record.sex).flatMap((number) => found.get(text(indexOf(keys, number))) ?? []),
  )
  const fitting = sameDay.filter((child) => ids.has(child.id) && isNearName(child.name, name))
  const [only] = fitting
  return only && fitting.length === 1 ? { kind: 'prefix', childId: only.id } : undefined
}

/** A row's values with the blind index of its identity number, which costs too much to make twice. */
export type IndexedRecord = { record: RosterRecord; numberIndex: Buffer | null }

const indexesOf = (keys: CountyKeys, { record, numberIndex }: IndexedRecord): Buffer[] => {
  if (numberIndex) return [numberIndex]
  const { idNumberPrefix: prefix, sex } = record
  return prefix ? possibleNumbers(prefix, sex).map((number) => indexOf(keys, number)) : []
}

/**
 * Finds the children of many rows with two statements: all identity numbers at once, then everybody who was born on the days of the
 * rows that are left. Comparing whole rosters by probability, with a person's yes or no, belongs to module `matching`; it can begin
 * from the rows that come out here as 'several' and 'none'.
 */
export const matchChildren = async (
  { db, scope, keys }: Reading,
  rows: readonly IndexedRecord[],
): Promise<Match[]> => {
  const found = await findChildren(
    db,
    rows.flatMap((row) => indexesOf(keys, row)),
  )
  const byNumber = rows.map(({ numberIndex }) => numberIndex && found.get(text(numberIndex)))
  const days = new Set(
    rows.flatMap(({ record: { birthDay, name } }, at) =>
      byNumber[at] || !birthDay || !name ? [] : [birthDay],
    ),
  )
  const born = days.size ? await listBornOn(db, scope, [...days]) : []
  const byDay = Map.groupBy(born, ({ birthDay }) => birthDay)
  return rows.map(({ record }, at): Match => {
    const childId = byNumber[at]
    if (childId) return { kind: 'number', childId }
    const sameDay = byDay.get(record.birthDay ?? '') ?? []
    return byPrefix(keys, record, found, sameDay) ?? byName(record, sameDay)
  })
}
