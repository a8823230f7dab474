import type { Hit } from '#modules/children/search/contract.ts'
import { newId } from '#web/ids.ts'

/** What somebody has written down so far, with the id under which it will be sent. */
export type ReportDraft = {
  id: string
  startedAt: number
  values: Record<string, unknown>
  child?: Hit | undefined
}

const fresh = (): ReportDraft => ({ id: newId(), startedAt: Date.now(), values: {} })

const drafts = new Map<string, ReportDraft>()

/**
 * Kept in this page's memory and nowhere else: it outlives a session that expired while the caller was speaking, is gone with the tab,
 * and is never another person's.
 */
export const draftOf = (accountId: string): ReportDraft => {
  for (const other of drafts.keys()) if (other !== accountId) drafts.delete(other)
  const draft = drafts.get(accountId) ?? fresh()
  drafts.set(accountId, draft)
  return draft
}

export const keepDraft = (accountId: string, change: Partial<ReportDraft>) =>
  drafts.set(accountId, { ...draftOf(accountId), ...change })

export const dropDraft = (accountId: string) => drafts.delete(accountId)

export const hasWords = ({ values }: ReportDraft) =>
  typeof values['narrative'] === 'string' && values['narrative'].trim() !== ''
