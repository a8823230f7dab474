import pg from 'pg'
import { clientOf, type Db } from './database.ts'
import { uuidv7 } from './ids.ts'

/** What an act was about. Never holds values of a record: kinds, ids, field names, a purpose. */
export type AuditSubject = {
  kind?: string
  id?: string
  divisionCode?: string | null
  fields?: string[]
  /** How many records a list, export or import touched. */
  count?: number
  /** The reason that the person gave. */
  purpose?: string
}

export type AuditEntry = AuditSubject & {
  at: Date
  action: string
  result: 'done' | 'refused' | 'failed'
  /** Code of the refusal. */
  code?: string
  actorId: string | null
  actorRole: string
  sessionId: string | null
  requestId: string
}

const { escapeLiteral } = pg

const literal = (value: string | number | Date | string[] | null | undefined): string => {
  if (value === null || value === undefined || value === '') return 'null'
  if (value instanceof Date) return escapeLiteral(value.toISOString())
  if (Array.isArray(value))
    return value.length ? `array[${value.map((one) => escapeLiteral(one)).join(', ')}]` : 'null'
  return typeof value === 'number' ? String(Math.trunc(value)) : escapeLiteral(value)
}

const COLUMNS = [
  'id',
  'at',
  'action',
  'result',
  'actor_id',
  'actor_role',
  'session_id',
  'request_id',
  'subject_kind',
  'subject_id',
  'division_code',
  'fields',
  'count',
  'purpose',
  'code',
].join(', ')

/**
 * The entry as one statement of escaped literals, so that it travels with the commit in one round trip: the act and its witness
 * commit together or not at all.
 */
export const auditStatement = (entry: AuditEntry): string => {
  const values = [
    uuidv7(entry.at.getTime()),
    entry.at,
    entry.action,
    entry.result,
    entry.actorId,
    entry.actorRole,
    entry.sessionId,
    entry.requestId,
    entry.kind,
    entry.id,
    entry.divisionCode,
    entry.fields,
    entry.count,
    entry.purpose,
    entry.code,
  ]
  return `insert into audit_entry (${COLUMNS}) values (${values.map(literal).join(', ')})`
}

/** Adds the entry in the caller's transaction, for work outside a request (timed work, set-up). */
export const writeAudit = async (db: Db, entry: AuditEntry): Promise<void> => {
  await clientOf(db).query(auditStatement(entry))
}
