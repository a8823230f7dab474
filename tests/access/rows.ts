import { COUNTY } from '#tests/app.ts'
import { mintScope } from '#server/access.ts'
import { clientOf } from '#server/database.ts'
import { inTransaction, schemaOf } from '#server/transaction.ts'
import { rangeOf } from '#modules/identity/queries.ts'
import { opensForUnit, type Role } from '#modules/identity/rules.ts'
import type { stage } from './drive.ts'
import { RELATIONS, type Relation } from './marks.ts'
import { SHOWN_BY_POLICY, type Reach } from './reach.ts'
import { placeOf, type Person, type RecordSet, type World } from './world.ts'

type Stage = Awaited<ReturnType<typeof stage>>

const DESK: readonly Role[] = ['duty-officer', 'caseworker', 'centre-head']
const {
  name,
  file,
  health,
  report,
  case: kase,
  item,
  referral,
  receipt,
  number,
  audit,
  roster,
} = SHOWN_BY_POLICY
const everybody: Reach = () => true
const nobody: Reach = () => false
/** Who hands out grants sees them all; others see those to themselves and to their unit. */
const grant: Reach = (role, relation) =>
  DESK.includes(role) || role === 'supervisor' || ['own', 'granted', 'expired', 'named'].includes(relation)
const deskAndTowns: Reach = (role) => DESK.includes(role) || role === 'supervisor'
/** What the desk writes about a report is not for whoever took it in a village. */
const deskOfReport: Reach = (role, relation) => DESK.includes(role) && report(role, relation)
const importers: Reach = (role) => role === 'caseworker' || role === 'centre-head'

/** Whose rows of each table the policies show; no caller's own account is among the sets. */
const TABLES: Record<string, Reach> = {
  access_grant: grant,
  account: everybody,
  account_secret: nobody,
  session: nobody,
  sign_in_delay: nobody,
  notice: nobody,
  notice_choice: nobody,
  notice_delivery: nobody,
  push_subscription: nobody,
  audit_entry: audit,
  audit_head: nobody,
  division: everybody,
  division_change: everybody,
  site: everybody,
  post: everybody,
  post_holding: everybody,
  unit: everybody,
  liaison_officer: everybody,
  county_setting: everybody,
  number_series: everybody,
  child: name,
  person: file,
  child_person: file,
  parent_state: file,
  child_category: file,
  delegated_care: file,
  schooling: file,
  health_record: health,
  child_change: file,
  timeline_entry: file,
  child_search: name,
  report,
  duty_receipt: receipt,
  receipt_generation: everybody,
  report_code: nobody,
  report_key: nobody,
  report_message: report,
  report_opening: deskOfReport,
  emergency_call: deskOfReport,
  pass_on: deskOfReport,
  report_contact: deskOfReport,
  police_feedback: deskOfReport,
  duty_shift: everybody,
  file: report,
  file_opening: report,
  record_exclusion: (...asked) => report(...asked) || kase(...asked),
  case_file: kase,
  case_step: kase,
  assessment: kase,
  // Nobody's but its writer's, and none of the callers has begun one.
  assessment_draft: nobody,
  instrument_version: everybody,
  plan: kase,
  plan_item: item,
  closing_request: kase,
  look_back: kase,
  referral,
  task: number,
  roster: deskAndTowns,
  roster_row: roster,
  roster_effect: importers,
  roster_layout: (role) => DESK.includes(role),
}

/** Every set has rows in these, so that what may be shown must be; a unit's grant is on one child and its referrals alone. */
const isProof = (table: string, role: Role) => {
  const reach = TABLES[table]
  const isWhole = reach === name || reach === file || reach === health || reach === report || reach === kase
  return isWhole && table !== 'child_search' && role !== 'liaison-officer'
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Which set a record belongs to, by its id. */
const ownersOf = (sets: RecordSet[]) => {
  const owners = new Map<string, Relation>()
  for (const { relation, children, reports, cases, items, referrals, file: sent, ...set } of sets) {
    const ids = [children, reports, cases, items, referrals].flatMap((each) => Object.values(each))
    const parts = [
      sent.id,
      set.linkId,
      set.personId,
      set.categoryId,
      set.stateId,
      set.careId,
      set.schoolingId,
      set.healthId,
    ]
    for (const id of [...ids, ...parts]) owners.set(id, relation)
  }
  return owners
}

const scopeOf = ({ role, accountId }: Person, { unit }: World) =>
  mintScope({
    county: COUNTY,
    accountId,
    role,
    ...rangeOf(role, placeOf(role, unit).divisionCode ?? null, COUNTY),
    unitId: opensForUnit(role) ? unit : null,
  })

/** What is wrong with the rows that one caller's policies show, asked of each table without any condition. */
const faultsFor = ({ app, world }: Stage, me: Person, tables: string[]) => {
  const owners = ownersOf(world.sets)
  return inTransaction(app.pool, scopeOf(me, world), async (db) => {
    const faults: string[] = []
    for (const table of tables) {
      const { rows } = await clientOf(db).query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t`,
      )
      const seen = new Set(
        rows.flatMap(({ row }) => (row.match(UUID) ?? []).flatMap((id) => owners.get(id) ?? [])),
      )
      for (const relation of RELATIONS) {
        const may = TABLES[table]?.(me.role, relation) ?? false
        if (seen.has(relation) && !may)
          faults.push(`${table} · ${me.role}: shows rows of the set ${relation}`)
        if (!seen.has(relation) && may && isProof(table, me.role))
          faults.push(`${table} · ${me.role}: does not show the rows of the set ${relation}`)
      }
    }
    return faults
  })
}

/** Every table × role: the rows that the policies show to a statement without any condition. */
export const rowFaults = async (on: Stage) => {
  const { rows } = await on.app.owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' order by relname`,
    [schemaOf(COUNTY)],
  )
  const tables = rows.map(({ name }) => name)
  const faults = tables
    .filter((name) => !(name in TABLES))
    .map((name) => `${name}: say in tests/access/rows.ts whose rows the policies show`)
  const known = tables.filter((name) => name in TABLES)
  for (const me of on.world.people) faults.push(...(await faultsFor(on, me, known)))
  return faults
}
