import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { keyOf, useEndpoint } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { listReports } from '../contract.ts'
import { countInbox } from '../desk/contract.ts'

/** Two short notes, made here: no file is fetched. */
const ring = () => {
  const audio = new AudioContext()
  const note = (hertz: number, from: number) => {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.15, audio.currentTime + from)
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + from + 0.25)
    tone.connect(volume).connect(audio.destination)
    tone.start(audio.currentTime + from)
    tone.stop(audio.currentTime + from + 0.3)
  }
  note(880, 0)
  note(1_175, 0.2)
  setTimeout(() => void audio.close(), 1_000)
}

const KEPT_AS = 'shouwang.inbox-sound'

/** Whether this browser rings when something new comes; off until somebody switches it on. */
export const useSound = () => {
  const [isOn, setIsOn] = useState(() => localStorage.getItem(KEPT_AS) === 'on')
  return {
    isOn,
    set: (next: boolean) => {
      localStorage.setItem(KEPT_AS, next ? 'on' : 'off')
      setIsOn(next)
      // Heard at once, so that one knows it, and the browser knows that it was wished.
      if (next) ring()
    },
  }
}

/** The counts of the inbox, read again whenever the server says that something changed; rings when more waits than before. */
export const useInboxLive = (isRinging: boolean) => {
  const client = useQueryClient()
  const counts = useEndpoint(countInbox, {})
  useLive('reports', () => {
    for (const each of [countInbox, listReports]) void client.invalidateQueries({ queryKey: keyOf(each) })
  })
  const waiting = counts.data && counts.data.unseen + counts.data.unread
  const before = useRef<number>(undefined)
  useEffect(() => {
    if (waiting === undefined) return
    if (isRinging && before.current !== undefined && waiting > before.current) ring()
    before.current = waiting
  }, [waiting, isRinging])
  return counts
}
