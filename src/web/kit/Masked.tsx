import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { Endpoint, InputOf, OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '../api.ts'
import { useCan } from '../session.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

const SHOWN_FOR_MS = 30_000
const REASONS = ['核对身份信息', '联系监护人', '办理救助手续', '入户走访需要']

type Shown = { value: string; until: number; secondsLeft: number }

/** By the clock, not by counting: a browser slows the timers of a page in the background. */
const shownAt = (now: number, { value, until }: Omit<Shown, 'secondsLeft'>): Shown | undefined =>
  now < until ? { value, until, secondsLeft: Math.ceil((until - now) / 1_000) } : undefined

type Props<E extends Endpoint> = {
  label: string
  /** The value as the list gives it, e.g. 4498**********1234; nothing shows as 未填. */
  masked: string | null | undefined
  /** The audited command; its input holds `reason` besides this. */
  endpoint: E
  input: Omit<InputOf<E>, 'reason'>
  pick: (out: OutputOf<E>) => string | null | undefined
}

/** A C3 value: hidden until someone gives a reason, hidden again after 30 s. */
export function Masked<E extends Endpoint>({ label, masked, endpoint, input, pick }: Props<E>) {
  const mayReveal = useCan(endpoint)
  const command = useCommand(endpoint)
  const [isAsking, setIsAsking] = useState(false)
  const [shown, setShown] = useState<Shown>()

  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(shownAt(Date.now(), shown)), 1_000)
    return () => clearTimeout(timer)
  }, [shown])

  if (!masked) return <span className="sw-quiet">未填</span>

  const reveal = async (reason: string) => {
    // The contract's input is what the caller gave plus the reason asked here.
    const out = await command.run({ ...input, reason } as unknown as InputOf<E>)
    if (!out) return false
    const now = Date.now()
    setShown(shownAt(now, { value: pick(out) ?? '没有登记', until: now + SHOWN_FOR_MS }))
    return true
  }

  return (
    <span className="sw-masked">
      <span className="sw-number" aria-live="polite">
        {shown?.value ?? masked}
      </span>
      {shown && (
        <Button size="small" type="link" onClick={() => setShown(undefined)}>
          隐藏（{shown.secondsLeft} 秒）
        </Button>
      )}
      {!shown && mayReveal && (
        <Button size="small" type="link" aria-label={`查看${label}`} onClick={() => setIsAsking(true)}>
          查看
        </Button>
      )}
      <ReasonDialog
        isOpen={isAsking}
        title={`查看${label}`}
        confirm="查看 30 秒"
        suggestions={REASONS}
        onClose={() => setIsAsking(false)}
        onReason={reveal}
      >
        这是敏感信息。谁在什么时间、因为什么看过，都会留下记录。
      </ReasonDialog>
    </span>
  )
}
