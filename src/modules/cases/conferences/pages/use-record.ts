import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { call, keyOf } from '#web/api.ts'
import { toProblem } from '#web/transport.ts'
import {
  getConference,
  recordConference,
  type Attendee,
  type ConferencePageRecord,
  type Dissent,
  type NewResolution,
} from '../contract.ts'

/** Soon enough that little is lost, seldom enough that typing is not a stream of requests. */
const SAVE_AFTER_MS = 1_500

/** What is written down, rows that are still blank included. */
export type Draft = {
  attendees: Attendee[]
  discussion: string
  dissents: Dissent[]
  resolutions: NewResolution[]
}

export const draftOf = ({ record, resolutions }: ConferencePageRecord): Draft => ({
  ...record,
  resolutions: resolutions.map(({ id, kind, text, owner, dueDay }) => ({
    id,
    kind,
    text,
    ...(owner?.kind === 'person' && { ownerId: owner.id }),
    ...(owner?.kind === 'unit' && { unitId: owner.id }),
    ...(dueDay && { dueDay }),
  })),
})

const isFilled = (...texts: string[]) => texts.every((text) => text.trim() !== '')

/** Rows without their first words are not sent yet. */
const whole = (draft: Draft): Draft => ({
  ...draft,
  attendees: draft.attendees.filter(({ organisation, name }) => isFilled(organisation, name)),
  dissents: draft.dissents.filter(({ who, text }) => isFilled(who, text)),
  resolutions: draft.resolutions.filter(({ text }) => isFilled(text)),
})

export type Saving = 'untouched' | 'waiting' | 'saved' | 'failed' | 'overtaken'

/** Keeps the record on the server a moment after each change; says so when somebody else wrote meanwhile. */
export const useRecord = (conference: ConferencePageRecord) => {
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(conference))
  const [saving, setSaving] = useState<Saving>('untouched')
  const [reason, setReason] = useState('')
  const version = useRef(conference.version)
  const kept = useRef(draft)
  const running = useRef(Promise.resolve())
  const key = keyOf(getConference, { id: conference.id })

  const save = async (now: Draft) => {
    if (kept.current === now) return
    const before = kept.current
    kept.current = now
    try {
      const out = await call(recordConference, { id: conference.id, version: version.current, ...whole(now) })
      version.current = out.version
      setSaving('saved')
      client.setQueryData<OutputOf<typeof getConference>>(
        key,
        (old) => old && { ...old, version: out.version },
      )
    } catch (error) {
      kept.current = before
      const problem = toProblem(error)
      setReason(problem.message)
      setSaving(problem.code === 'stale' ? 'overtaken' : 'failed')
    }
  }

  /** One after the other: each save needs the version that the one before brought. */
  const queue = (now: Draft) => {
    running.current = running.current.then(() => save(now))
    return running.current
  }

  const saveNow = useEffectEvent(() => void queue(draft))
  useEffect(() => {
    if (kept.current === draft) return
    setSaving('waiting')
    const timer = setTimeout(saveNow, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [draft])

  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && saveNow()
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return
      event.preventDefault()
      saveNow()
    }
    document.addEventListener('visibilitychange', hidden)
    document.addEventListener('keydown', keys)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      document.removeEventListener('keydown', keys)
      saveNow()
    }
  }, [])

  return {
    draft,
    saving,
    reason,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    /** Before the minutes are drawn up: true when everything is on the server. */
    settle: async () => {
      await queue(draft)
      return kept.current === draft
    },
    version: () => version.current,
    /** Mine counts: written over what somebody else saved. */
    insist: async () => {
      const newest = await call(getConference, { id: conference.id })
      version.current = newest.version
      await queue({ ...draft })
    },
    again: () => void queue(draft),
  }
}
export type Recording = ReturnType<typeof useRecord>
