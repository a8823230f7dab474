import { bulkInsert } from '#server/bulk.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { hashPassword } from '#server/passwords.ts'
import type { Network } from './people.ts'

/** The one password of all demonstration accounts; the county holds nothing but inventions, and a banner says so. */
export const DEMONSTRATION_PASSWORD = 'shouwang-demo'

const sealedPhone = (keys: CountyKeys, id: string, phone: string) => {
  const { key, wrapped } = keys.newKey(id)
  return { key_sealed: wrapped, phone_sealed: keys.seal(key, 'phone', phone) }
}

/** Accounts by sign-in name and units by code, as they were made. */
export type Installed = { accountIds: Map<string, string>; unitIds: Map<string, string> }

const insertUnits = async (db: Db, { units }: Network) => {
  const rows = units.map(({ code, name, shortName, kind, divisionCode, joinedOn }) => ({
    id: uuidv7(),
    code,
    name,
    short_name: shortName,
    kind,
    division_code: divisionCode,
    joined_on: joinedOn,
  }))
  await bulkInsert(
    db,
    'unit',
    ['id', 'code', 'name', 'short_name', 'kind', 'division_code', 'joined_on'],
    rows,
  )
  return new Map(rows.map(({ code, id }) => [code, id]))
}

const insertAccounts = async (db: Db, { accounts }: Network, unitIds: Map<string, string>, now: Date) => {
  const hash = await hashPassword(DEMONSTRATION_PASSWORD, { cheap: true })
  const rows = accounts.map((account) => ({
    id: uuidv7(),
    sign_in_name: account.signInName,
    display_name: account.name,
    state: 'active',
    role: account.role,
    division_code: account.divisionCode ?? null,
    unit_id: (account.unitCode && unitIds.get(account.unitCode)) ?? null,
    must_change_password: false,
    approved_at: now,
  }))
  await bulkInsert(
    db,
    'account',
    [
      'id',
      'sign_in_name',
      'display_name',
      'state',
      'role',
      'division_code',
      'unit_id',
      'must_change_password',
      'approved_at',
    ],
    rows,
  )
  await bulkInsert(
    db,
    'account_secret',
    ['account_id', 'password_hash'],
    rows.map(({ id }) => ({ account_id: id, password_hash: hash })),
  )
  return new Map(rows.map(({ sign_in_name: name, id }) => [name, id]))
}

const insertSites = (db: Db, { sites }: Network) =>
  bulkInsert(
    db,
    'site',
    ['id', 'kind', 'name', 'division_code', 'set_up_on'],
    sites.map(({ kind, name, divisionCode, setUpOn }) => ({
      id: uuidv7(),
      kind,
      name,
      division_code: divisionCode,
      set_up_on: setUpOn,
    })),
  )

const HOLDING = [
  'id',
  'post_id',
  'holder_name',
  'account_id',
  'phone_sealed',
  'key_sealed',
  'from_day',
  'to_day',
  'end_reason',
] as const

const insertPosts = async (
  db: Db,
  keys: CountyKeys,
  { posts, accounts }: Network,
  accountIds: Map<string, string>,
) => {
  const rows = posts.map((post) => ({ ...post, id: uuidv7() }))
  await bulkInsert(
    db,
    'post',
    ['id', 'kind', 'division_code', 'set_up_on'],
    rows.map(({ id, kind, divisionCode, setUpOn }) => ({
      id,
      kind,
      division_code: divisionCode,
      set_up_on: setUpOn,
    })),
  )
  const byName = new Map(accounts.map((account) => [account.signInName, account]))
  const holdings = rows.flatMap(({ id: postId, holder, former }) => {
    const account = holder ? byName.get(holder) : undefined
    const held = []
    if (former) {
      const id = uuidv7()
      held.push({
        ...sealedPhone(keys, id, former.phone),
        id,
        post_id: postId,
        holder_name: former.name,
        account_id: null,
        from_day: former.from,
        to_day: former.to,
        end_reason: former.reason,
      })
    }
    if (account) {
      const id = uuidv7()
      held.push({
        ...sealedPhone(keys, id, account.phone),
        id,
        post_id: postId,
        holder_name: account.name,
        account_id: accountIds.get(account.signInName) ?? null,
        from_day: account.since,
        to_day: null,
        end_reason: null,
      })
    }
    return held
  })
  await bulkInsert(db, 'post_holding', HOLDING, holdings)
}

const insertOfficers = (
  db: Db,
  keys: CountyKeys,
  { accounts }: Network,
  { accountIds, unitIds }: Installed,
) =>
  bulkInsert(
    db,
    'liaison_officer',
    ['id', 'unit_id', 'name', 'title', 'is_head', 'account_id', 'phone_sealed', 'key_sealed', 'from_day'],
    accounts.flatMap((account) => {
      const unitId = account.unitCode && unitIds.get(account.unitCode)
      if (account.role !== 'liaison-officer' || !unitId) return []
      const id = uuidv7()
      return [
        {
          ...sealedPhone(keys, id, account.phone),
          id,
          unit_id: unitId,
          name: account.name,
          title: account.title,
          is_head: false,
          account_id: accountIds.get(account.signInName) ?? null,
          from_day: account.since,
        },
      ]
    }),
  )

/** Everybody who works for the county's minors, their posts, places and units. The divisions are there already. */
export const insertNetwork = async (
  db: Db,
  keys: CountyKeys,
  network: Network,
  now: Date,
): Promise<Installed> => {
  const unitIds = await insertUnits(db, network)
  const accountIds = await insertAccounts(db, network, unitIds, now)
  await insertSites(db, network)
  await insertPosts(db, keys, network, accountIds)
  await insertOfficers(db, keys, network, { accountIds, unitIds })
  return { accountIds, unitIds }
}
