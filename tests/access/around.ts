import type { Insertable } from 'kysely'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { DB } from '#server/schema.ts'
import { addDays, today } from '#kernel/day.ts'
import type { ChildKey } from './children.ts'
import { mark, PLACE, type Relation } from './marks.ts'

/** Who and what a set's loop hangs on. */
export type Around = {
  db: Db
  keys: CountyKeys
  relation: Relation
  children: Record<ChildKey, string>
  /** Owns the cases, asks and decides where nobody else is named: none of the callers. */
  stranger: string
  /** The director of the set's village, when a caller is. */
  director: string | undefined
  unitId: string
}

export const HOUR = 3_600_000
export const long = () => new Date(Date.now() - 48 * HOUR)
export const soon = () => new Date(Date.now() + 48 * HOUR)
export const farDay = () => addDays(today(new Date()), 90)
export const labelOf = (relation: Relation) =>
  relation === 'sealed' || relation === 'named' ? ('sealed' as const) : ('normal' as const)
export const numberOf = (relation: Relation, series: string, key: string) =>
  `${series}${mark(relation, 'number')}${key}`

type NewTask = Pick<Insertable<DB['task']>, 'kind' | 'subjectKind' | 'subjectId'> &
  Partial<Pick<Insertable<DB['task']>, 'caseId' | 'ownerId' | 'ownerRole' | 'unitId' | 'title'>>

export const addTask = ({ db, relation }: Around, task: NewTask) =>
  db
    .insertInto('task')
    .values({
      title: `${task.kind} ${mark(relation, 'number')}`,
      ...task,
      id: uuidv7(),
      divisionCode: PLACE[relation],
      dueAt: soon(),
      createdAt: long(),
    })
    .execute()
