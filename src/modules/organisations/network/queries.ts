import { sql, type Expression, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { daysBetween } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import type { listVacancies as vacancies, Holding, Post, Site } from './contract.ts'

/** In force on a day: an end day is the first on which it is no more. */
export const runsOn = (from: Expression<string>, to: Expression<string | null>, day: string) =>
  sql<SqlBool>`(${from} <= ${day}::date and (${to} is null or ${to} > ${day}::date))`

/** Divisions as they stood on a day, under the names of that day. */
export const divisionsOn = (db: Db, day: string) =>
  db
    .selectFrom('division')
    .where(({ eb, or }) => or([eb('validTo', 'is', null), eb('validTo', '>', day)]))
    // The bundled list is younger than the county: what it names stood before as well, unless a merger made it.
    .where(({ eb, or, exists, not, selectFrom }) =>
      or([
        eb('validFrom', '<=', day),
        not(
          exists(
            selectFrom('divisionChange')
              .whereRef('toCode', '=', 'division.code')
              .where('divisionChange.kind', '<>', 'rename')
              .select('id'),
          ),
        ),
      ]),
    )
    .select(({ fn, ref, selectFrom }) => [
      'code',
      fn
        .coalesce(
          selectFrom('divisionChange')
            .whereRef('fromCode', '=', 'division.code')
            .where('divisionChange.kind', '=', 'rename')
            .where('changedOn', '>', day)
            .select('oldName')
            .orderBy('changedOn')
            .limit(1),
          ref('name'),
        )
        .as('name'),
      'level',
      'kind',
      'parentCode',
      'source',
    ])
    .orderBy('code')
    .execute()

export const sitesOn = (db: Db, day: string): Promise<Site[]> =>
  db
    .selectFrom('site')
    .where(({ ref }) => runsOn(ref('setUpOn'), ref('closedOn'), day))
    .select([
      'id',
      'kind',
      'name',
      'divisionCode',
      'address',
      'phone',
      'setUpOn',
      'closedOn',
      'closeReason',
      'version',
    ])
    .orderBy('setUpOn')
    .orderBy('id')
    .execute()

const holdings = (db: Db) =>
  db
    .selectFrom('postHolding')
    .select([
      'postHolding.id',
      'postId',
      'holderName',
      'postHolding.accountId',
      sql<boolean>`phone_sealed is not null`.as('hasPhone'),
      'fromDay',
      'toDay',
      'endReason',
      'postHolding.version',
    ])

/** The holdings of one post, the newest first. */
export const holdingsOf = (db: Db, postId: string): Promise<Holding[]> =>
  holdings(db).where('postId', '=', postId).orderBy('fromDay', 'desc').orderBy('id', 'desc').execute()

/** Posts that stood on a day, with who held them then and since when nobody did. */
export const postsOn = async (db: Db, day: string): Promise<Post[]> => {
  const posts = await db
    .selectFrom('post')
    .where(({ ref }) => runsOn(ref('setUpOn'), ref('closedOn'), day))
    .select(['id', 'kind', 'divisionCode', 'setUpOn', 'closedOn'])
    .orderBy('setUpOn')
    .orderBy('id')
    .execute()
  const begun = await holdings(db)
    .where('fromDay', '<=', day)
    .orderBy('fromDay', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const latest = Map.groupBy(begun, ({ postId }) => postId)
  return posts.map((post) => {
    const [last] = latest.get(post.id) ?? []
    const isHeld = last && (last.toDay === null || last.toDay > day)
    if (isHeld) {
      const { postId: _, ...holding } = last
      return { ...post, holding, vacantSince: null }
    }
    return { ...post, holding: null, vacantSince: last?.toDay ?? post.setUpOn }
  })
}

export const memberUnitsOn = (db: Db, day: string) =>
  db
    .selectFrom('unit')
    .where('kind', '=', 'member-unit')
    .where(({ ref }) => runsOn(ref('joinedOn'), ref('leftOn'), day))
    .select(({ exists, selectFrom }) => [
      'id',
      'name',
      exists(
        selectFrom('liaisonOfficer')
          .whereRef('unitId', '=', 'unit.id')
          .where(({ ref }) => runsOn(ref('fromDay'), ref('toDay'), day))
          .select('liaisonOfficer.id'),
      ).as('hasLiaison'),
    ])
    .orderBy('name')
    .execute()

type VacancyFilter = z.output<(typeof vacancies)['input']>

export const listVacancies = async (db: Db, { kind, page, pageSize }: VacancyFilter, day: string) => {
  const open = db
    .selectFrom('post')
    .innerJoin('division', 'division.code', 'post.divisionCode')
    .leftJoin('division as town', (join) =>
      join.onRef('town.code', '=', 'division.parentCode').on('town.level', '=', 'town'),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('postHolding')
          .whereRef('postId', '=', 'post.id')
          .where('fromDay', '<=', day)
          .select(['holderName', 'toDay', 'endReason'])
          .orderBy('fromDay', 'desc')
          .orderBy('postHolding.id', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .where(({ ref }) => runsOn(ref('post.setUpOn'), ref('post.closedOn'), day))
    .where(({ eb, or }) => or([eb('last.holderName', 'is', null), eb('last.toDay', '<=', day)]))
    .$if(kind !== undefined, (query) => query.where('post.kind', '=', kind!))
  const rows = await open
    .select([
      'post.id as postId',
      'post.kind',
      'post.divisionCode',
      sql<string>`concat(town.name, division.name)`.as('divisionName'),
      sql<string>`coalesce(last.to_day, post.set_up_on)`.as('vacantSince'),
      'last.holderName as lastHolderName',
      'last.endReason',
    ])
    .orderBy('vacantSince')
    .orderBy('post.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await open.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map((row) => ({ ...row, days: daysBetween(row.vacantSince, day) })), total }
}
