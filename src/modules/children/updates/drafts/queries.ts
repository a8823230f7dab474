import { addDays } from '#kernel/day.ts'
import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { BulkEffect, NewMemberRecord } from '../../bulk/contract.ts'
import type { Sources } from '../../contract.ts'
import { keyOfChild, keyOfPerson } from '../../secrets/queries.ts'
import type { FieldChange, FileUpdate, StateUpdate } from '../contract.ts'
import type { FileNow } from '../files/queries.ts'
import { columnsOf } from '../patches/columns.ts'
import type { Patch, PatchedKind } from '../patches/queries.ts'
import * as rows from '../rows/queries.ts'

/** `reason` stands in the history of changes, `title` on the timeline: kinds of facts, never what was said. */
export type Updating = {
  db: Db
  scope: Scope
  keys: CountyKeys
  actorId: string | null
  now: Date
  reason: string
  title: string
  /** The record that caused the change, e.g. a roster. */
  cause: { kind: string; id: string }
}

export const INSERTED = {
  person: 'person',
  'child-person': 'child_person',
  category: 'child_category',
  schooling: 'schooling',
  health: 'health_record',
  'parent-state': 'parent_state',
} as const satisfies Partial<Record<BulkEffect['kind'], string>>
export type InsertedKind = keyof typeof INSERTED

/** What one call will write, gathered before the first statement. */
export type Draft = {
  inserts: Record<InsertedKind, { row: rows.Row; childId: string | null }[]>
  patches: Record<PatchedKind, Map<string, Patch>>
  history: rows.Row[]
  timeline: rows.Row[]
  /** Adults of this call by identity number: a parent of two children is one person. */
  people: Map<string, string>
  /** Children who will be found by other words. */
  searched: Set<string>
}

export const noDraft = (): Draft => ({
  inserts: { person: [], 'child-person': [], category: [], schooling: [], health: [], 'parent-state': [] },
  patches: {
    child: new Map(),
    person: new Map(),
    'child-person': new Map(),
    category: new Map(),
    schooling: new Map(),
  },
  history: [],
  timeline: [],
  people: new Map(),
  searched: new Set(),
})

const FOUND_BY = ['name', 'divisionCode', 'hukouDivisionCode']

const valuesOf = (fields: readonly FieldChange[], side: 'from' | 'to') =>
  Object.fromEntries(fields.map((change) => [change.field, change[side] ?? null]))

type Changed = {
  kind: PatchedKind
  id: string
  version: number
  fields: readonly FieldChange[]
  sources: Sources
  key: Buffer
}

/** Two rows may speak of the same adult: the later word stands. */
const addPatch = (draft: Draft, on: Updating, update: FileUpdate, childKey: Buffer, changed: Changed) => {
  const { kind, id, version, fields, sources, key } = changed
  if (!fields.length) return
  const known = draft.patches[kind].get(id)
  const authored = kind === 'child' || kind === 'person' ? { updated_at: on.now, updated_by: on.actorId } : {}
  const values = { ...columnsOf(on.keys, key, fields, sources, update.source), ...authored }
  draft.patches[kind].set(id, {
    id,
    version,
    childId: update.childId,
    values: { ...known?.values, ...values },
  })
  if (kind === 'child' && fields.some(({ field }) => FOUND_BY.includes(field)))
    draft.searched.add(update.childId)
  draft.history.push(
    rows.changeRow(on, {
      childId: update.childId,
      key: childKey,
      recordKind: kind,
      recordId: id,
      before: valuesOf(fields, 'from'),
      after: valuesOf(fields, 'to'),
      reason: on.reason,
    }),
  )
}

const addInserted = (
  draft: Draft,
  on: Updating,
  { childId }: FileUpdate,
  childKey: Buffer,
  kind: InsertedKind,
  row: rows.Row,
  after: Record<string, unknown>,
) => {
  draft.inserts[kind].push({ row, childId })
  draft.history.push(
    rows.changeRow(on, {
      childId,
      key: childKey,
      recordKind: kind,
      recordId: row.id,
      after,
      reason: on.reason,
    }),
  )
}

const addMember = (
  draft: Draft,
  on: Updating,
  update: FileUpdate,
  childKey: Buffer,
  member: NewMemberRecord,
) => {
  const { person } = member
  const known = person.idNumber && draft.people.get(person.idNumber)
  const personId = known || uuidv7(on.now.getTime())
  const source = member.source ?? update.source
  if (!known) {
    if (person.idNumber) draft.people.set(person.idNumber, personId)
    draft.inserts.person.push({
      row: rows.personRow(on, personId, person, source),
      childId: update.childId,
    })
  }
  const { relation, isGuardian } = member
  addInserted(
    draft,
    on,
    update,
    childKey,
    'child-person',
    rows.linkRow(on, update.childId, personId, member, source),
    { name: person.name, relation, isGuardian: isGuardian ?? false },
  )
  draft.searched.add(update.childId)
}

const addSchooling = (draft: Draft, on: Updating, file: FileNow, update: FileUpdate, childKey: Buffer) => {
  const { newSchooling } = update
  if (!newSchooling) return
  const { schooling: running } = file
  if (running) {
    const dayBefore = addDays(newSchooling.from ?? update.source.day, -1)
    const toDay = running.fromDay && running.fromDay > dayBefore ? running.fromDay : dayBefore
    draft.patches.schooling.set(running.id, {
      id: running.id,
      version: running.version,
      childId: file.id,
      values: { to_day: toDay },
      isEnding: true,
    })
  }
  const { source: _, ...after } = newSchooling
  addInserted(
    draft,
    on,
    update,
    childKey,
    'schooling',
    rows.schoolingRow(on, file.id, newSchooling, update.source),
    after,
  )
}

const addFacts = (draft: Draft, on: Updating, file: FileNow, update: FileUpdate, key: Buffer) => {
  const { source } = update
  for (const category of update.newCategories)
    addInserted(
      draft,
      on,
      update,
      key,
      'category',
      rows.categoryRow(on, file.id, key, category, category.source ?? source),
      { kind: category.kind, detail: category.detail ?? null, from: category.from },
    )
  for (const health of update.newHealth)
    addInserted(draft, on, update, key, 'health', rows.healthRow(on, file.id, key, health, source), {
      detail: health.detail,
    })
  addSchooling(draft, on, file, update, key)
}

/** Adds all that one row writes into one file. */
export const addUpdate = async (draft: Draft, on: Updating, file: FileNow, update: FileUpdate) => {
  const { db, keys } = on
  const key = file.key() ?? (await keyOfChild(db, keys, file.id))
  addPatch(draft, on, update, key, {
    kind: 'child',
    id: file.id,
    version: file.version,
    fields: update.fields,
    sources: file.sources,
    key,
  })
  for (const { id, fields } of update.links) {
    const member = file.family.find(({ linkId }) => linkId === id)
    if (member)
      addPatch(draft, on, update, key, {
        kind: 'child-person',
        id,
        version: member.linkVersion,
        fields,
        sources: member.linkSources,
        key,
      })
  }
  for (const { id, fields } of update.persons) {
    const member = file.family.find(({ personId }) => personId === id)
    if (!member) continue
    const personKey = member.key() ?? (await keyOfPerson(db, keys, id))
    const { personVersion: version, sources } = member
    addPatch(draft, on, update, key, { kind: 'person', id, version, fields, sources, key: personKey })
    if (fields.some(({ field }) => field === 'name')) draft.searched.add(file.id)
  }
  for (const { id, fields } of update.categories) {
    const category = file.categories.find((one) => one.id === id)
    if (category) addPatch(draft, on, update, key, { ...category, kind: 'category', fields, key })
  }
  for (const member of update.newMembers) addMember(draft, on, update, key, member)
  addFacts(draft, on, file, update, key)
  draft.timeline.push(
    rows.timelineRow(on, {
      childId: file.id,
      kind: on.cause.kind,
      title: on.title,
      subjectKind: on.cause.kind,
      subjectId: on.cause.id,
    }),
  )
}

/** Adds what is said of a grown-up; `files` are the children's. */
export const addState = async (
  draft: Draft,
  on: Updating,
  files: readonly FileNow[],
  { personId, source, state }: StateUpdate,
  personKey: Buffer,
) => {
  const row = rows.stateRow(on, personId, personKey, state, source)
  draft.inserts['parent-state'].push({ row, childId: files[0]?.id ?? null })
  const { kind, from, to, acceptedOn, detail } = state
  for (const file of files) {
    draft.history.push(
      rows.changeRow(on, {
        childId: file.id,
        key: file.key() ?? (await keyOfChild(on.db, on.keys, file.id)),
        recordKind: 'parent-state',
        recordId: row.id,
        after: {
          kind,
          from: from ?? null,
          to: to ?? null,
          acceptedOn: acceptedOn ?? null,
          ...(detail && { detail }),
        },
        reason: on.reason,
      }),
    )
    draft.timeline.push(
      rows.timelineRow(on, {
        childId: file.id,
        kind: 'parent-state',
        title: '父母状况有变动',
        subjectKind: 'parent-state',
        subjectId: row.id,
      }),
    )
  }
}
