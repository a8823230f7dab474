import type { Db } from './database.ts'
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

/** Adds the entry in the caller's transaction: the act and its witness commit together or not at all. */
export const writeAudit = async (db: Db, entry: AuditEntry): Promise<void> => {
  await db
    .insertInto('auditEntry')
    .values({
      id: uuidv7(entry.at.getTime()),
      at: entry.at,
      action: entry.action,
      result: entry.result,
      actorId: entry.actorId || null,
      actorRole: entry.actorRole,
      sessionId: entry.sessionId || null,
      requestId: entry.requestId,
      subjectKind: entry.kind ?? null,
      subjectId: entry.id ?? null,
      divisionCode: entry.divisionCode ?? null,
      fields: entry.fields ?? null,
      count: entry.count ?? null,
      purpose: entry.purpose ?? null,
      code: entry.code ?? null,
    })
    .execute()
}
