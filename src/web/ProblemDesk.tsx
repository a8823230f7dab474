import { App } from 'antd'
import { useMemo, useState, type ReactNode } from 'react'
import type { Endpoint } from '#kernel/endpoint.ts'
import type { Problem } from '#kernel/problem.ts'
import type { z } from 'zod'
import { DeskContext, type Conflict, type Desk, type Verdict } from './desk.ts'
import { ConflictDialog } from './kit/ConflictDialog.tsx'
import { PasswordDialog } from './kit/PasswordDialog.tsx'
import { useSession } from './session.tsx'

type Question = {
  kind: 'password' | 'conflict'
  problem: Problem
  conflict: Conflict | undefined
  answer: (verdict: Verdict) => void
}

type Props = {
  proveAgain: Endpoint<z.ZodObject<{ password: z.ZodString }>>
  children: ReactNode
}

const STOP: Verdict = { next: 'stop' }

/**
 * The one translator of problems: signed out → the shell shows the sign-in page and keeps the way back; password needed →
 * dialog, then again; somebody saved first → both values side by side; everything else → its text.
 */
export function ProblemDesk({ proveAgain, children }: Props) {
  const { message } = App.useApp()
  const { refresh } = useSession()
  const [question, setQuestion] = useState<Question>()

  const desk = useMemo<Desk>(() => {
    const ask = (kind: Question['kind'], problem: Problem, conflict?: Conflict) =>
      new Promise<Verdict>((resolve) => {
        const answer = (verdict: Verdict) => {
          setQuestion(undefined)
          resolve(verdict)
        }
        setQuestion({ kind, problem, conflict, answer })
      })
    return {
      say: (text) => void message.success(text),
      settle: async (problem, { isInline, conflict }) => {
        if (problem.code === 'stopped') return STOP
        if (problem.code === 'reauthenticate') return ask('password', problem)
        if (problem.code === 'stale') return ask('conflict', problem, conflict)
        if (problem.code === 'signed-out') await refresh()
        if (!isInline || problem.code === 'signed-out')
          void message.error({ content: problem.message, duration: 8 })
        return STOP
      },
    }
  }, [message, refresh])

  return (
    <DeskContext value={desk}>
      {children}
      {question?.kind === 'password' && (
        <PasswordDialog
          proveAgain={proveAgain}
          title={question.problem.message}
          onProved={() => question.answer({ next: 'repeat' })}
          onClose={() => question.answer(STOP)}
        />
      )}
      {question?.kind === 'conflict' && (
        <ConflictDialog
          problem={question.problem}
          conflict={question.conflict}
          onKeepMine={(version) => question.answer({ next: 'repeat', version })}
          onClose={() => question.answer(STOP)}
        />
      )}
    </DeskContext>
  )
}
