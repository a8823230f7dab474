import type {
  BulkEffect,
  NewCategoryRecord,
  NewHealthRecord,
  NewMemberRecord,
  NewParentStateRecord,
  NewSchoolingRecord,
} from '../bulk/contract.ts'
import type { Source } from '../contract.ts'

/** One value of a record that changes: as it is on file, as it will be. Values as people know them, secrets in clear. */
export type FieldChange = { field: string; from: unknown; to: unknown }

/** A record of the file that stays, with what changes in it. */
export type RecordChange = { id: string; fields: FieldChange[] }

/**
 * What one row of a roster writes into a file that is there. Everything in it comes from one source. Records are named by the ids that
 * `openFiles` gave; a new schooling ends the one that runs.
 */
export type FileUpdate = {
  childId: string
  source: Source
  /** Of the child's own data. */
  fields: FieldChange[]
  links: RecordChange[]
  persons: RecordChange[]
  categories: RecordChange[]
  newMembers: NewMemberRecord[]
  newCategories: NewCategoryRecord[]
  newSchooling?: NewSchoolingRecord
  newHealth: NewHealthRecord[]
}

/** What one row of a roster says of a grown-up: it stands in the history of each of the children. */
export type StateUpdate = {
  personId: string
  /** The person's key, if there is one. */
  key: () => Buffer | undefined
  childIds: string[]
  source: Source
  state: NewParentStateRecord
}

/** What was written to a record, with all that is needed to take it back. */
export type WrittenEffect = {
  kind: BulkEffect['kind']
  id: string
  childId: string | null
  action: 'inserted' | 'changed' | 'ended'
  versionAfter: number
  /** The whole row as it was, by column; for 'changed' and 'ended'. */
  before?: Record<string, unknown>
}
