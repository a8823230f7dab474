import { Button, Modal } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { useSession } from '#web/session.tsx'

const IDLE_MS = 15 * 60_000
const WARN_MS = 60_000
/** The server counts from the last request, people from the last key: while somebody types, it is told so. */
const TELL_EVERY_MS = 5 * 60_000
/** Shared by the tabs of this browser; holds a time only. */
const KEPT_AS = 'shouwang.last-input'
const INPUTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

const lastInput = () => Number(localStorage.getItem(KEPT_AS)) || Date.now()

/** Warns a minute before 15 idle minutes are over, then signs out, so that a desk left alone shows nothing. */
export function IdleWatch() {
  const { signOut, refresh } = useSession()
  const [secondsLeft, setSecondsLeft] = useState<number>()
  const leave = useEffectEvent(() => void signOut().catch(() => window.location.assign('/')))
  const tell = useEffectEvent(() => void refresh())

  useEffect(() => {
    let toldAt = Date.now()
    let isLeaving = false
    const note = () => localStorage.setItem(KEPT_AS, String(Date.now()))
    const look = () => {
      const idle = Date.now() - lastInput()
      if (idle >= IDLE_MS && !isLeaving) {
        isLeaving = true
        leave()
      }
      if (idle < TELL_EVERY_MS && Date.now() - toldAt > TELL_EVERY_MS) {
        toldAt = Date.now()
        tell()
      }
      setSecondsLeft(idle > IDLE_MS - WARN_MS ? Math.max(0, Math.ceil((IDLE_MS - idle) / 1_000)) : undefined)
    }
    note()
    for (const input of INPUTS) window.addEventListener(input, note, { passive: true })
    const timer = setInterval(look, 1_000)
    return () => {
      clearInterval(timer)
      for (const input of INPUTS) window.removeEventListener(input, note)
    }
  }, [])

  const stay = () => {
    localStorage.setItem(KEPT_AS, String(Date.now()))
    setSecondsLeft(undefined)
    void refresh()
  }

  return (
    <Modal
      open={secondsLeft !== undefined}
      title="您有一会儿没有操作了"
      closable={false}
      footer={
        <Button type="primary" onClick={stay}>
          继续使用
        </Button>
      }
    >
      <p role="timer">为保护孩子们的信息，{secondsLeft ?? 0} 秒后将自动退出登录。还没保存的内容会丢失。</p>
    </Modal>
  )
}
