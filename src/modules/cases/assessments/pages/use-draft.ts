import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { call, keyOf } from '#web/api.ts'
import { openForm, saveDraft } from '../filling/contract.ts'
import type { Answers } from '../scoring/content.ts'

/** Soon enough that little is lost, seldom enough that typing is not a stream of requests. */
const SAVE_AFTER_MS = 1_500

export type Saving = 'untouched' | 'waiting' | 'saved' | 'failed'

type Form = { caseId: string; code: string; versionId: string }

/** Keeps what is being filled in on the server, a moment after each change and when the page is left. */
export const useDraft = (
  { caseId, code, versionId }: Form,
  answers: Answers,
  savedBefore: string | undefined,
) => {
  const client = useQueryClient()
  const [saving, setSaving] = useState<Saving>('untouched')
  const [savedAt, setSavedAt] = useState(savedBefore)
  const kept = useRef(answers)
  const isOver = useRef(false)

  const save = async (now: Answers) => {
    if (kept.current === now || isOver.current) return
    const before = kept.current
    kept.current = now
    try {
      const out = await call(saveDraft, { caseId, versionId, answers: now })
      client.setQueryData<OutputOf<typeof openForm>>(
        keyOf(openForm, { caseId, code }),
        (form) => form && { ...form, draft: { answers: now, savedAt: out.savedAt } },
      )
      setSavedAt(out.savedAt)
      setSaving('saved')
    } catch {
      // Tried again with the next change; the page says so.
      kept.current = before
      setSaving('failed')
    }
  }

  const saveNow = useEffectEvent(() => void save(answers))
  useEffect(() => {
    if (kept.current === answers) return
    setSaving('waiting')
    const timer = setTimeout(saveNow, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [answers])

  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && saveNow()
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      saveNow()
    }
  }, [])

  return {
    saving,
    savedAt,
    again: () => void save(answers),
    /** It is recorded: nothing is left to keep. */
    end: () => {
      isOver.current = true
    },
  }
}
