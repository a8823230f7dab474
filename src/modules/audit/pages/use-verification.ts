import { useRef, useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import type { Problem } from '#kernel/problem.ts'
import { call } from '#web/api.ts'
import { toProblem } from '#web/transport.ts'
import { verifyAudit } from '../contract.ts'

export type Verification = {
  state: 'running' | 'stopped' | 'finished' | 'failed'
  last?: OutputOf<typeof verifyAudit>
  problem?: Problem
  finishedAt?: Date
}

/** Verifies part after part until the end or the first break; can be stopped in between. */
export const useVerification = () => {
  const [verification, setVerification] = useState<Verification>()
  const isStopped = useRef(false)

  const run = async () => {
    isStopped.current = false
    setVerification({ state: 'running' })
    let last: Verification['last']
    try {
      while (!isStopped.current && !last?.isAtEnd && !last?.broken) {
        last = await call(verifyAudit, last ? { after: last.head } : {})
        setVerification({ state: 'running', last })
      }
      const isOver = last?.isAtEnd || last?.broken
      setVerification({
        state: isOver ? 'finished' : 'stopped',
        ...(last && { last }),
        finishedAt: new Date(),
      })
    } catch (error) {
      setVerification({ state: 'failed', problem: toProblem(error), ...(last && { last }) })
    }
  }
  return {
    verification,
    run,
    stop: () => {
      isStopped.current = true
    },
  }
}
