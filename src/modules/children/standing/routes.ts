import { today } from '#kernel/day.ts'
import { invalid, refused, stale } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { covers } from '#server/access.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { getChildToWrite, type Doing } from '../queries.ts'
import * as contract from './contract.ts'
import { LEAVING } from './labels.ts'
import { writeStanding } from './queries.ts'
import { dayProblemOf, STANDING } from './rules.ts'

type Asked = { id: string; version: number; on: string; reason: string; kind?: contract.LeavingKind }

const change = async (doing: Doing, command: keyof typeof STANDING.commands, asked: Asked) => {
  const { db, scope, actor, now, note } = doing
  note({ fields: ['state'], purpose: asked.reason })
  const row = await getChildToWrite(doing, asked.id)
  const { state, stateReason, stateDay } = row
  if (row.version !== asked.version)
    throw stale({
      yours: { stateDay: asked.on },
      theirs: { state, stateReason, stateDay },
      version: row.version,
    })
  if (!covers(scope, row.divisionCode))
    throw refused('这名儿童不由您的辖区负责，请由负责的乡镇或县未成年人救助保护中心办理')
  const step = next(STANDING, state, command, {})
  if (!step.ok) throw refused(step.reason)
  const problem = dayProblemOf(asked, { birthDay: row.birthDay, since: stateDay }, today(now))
  if (problem) throw invalid(problem, [{ field: 'on', message: problem }])
  const after = { state: step.to, stateReason: asked.kind ? LEAVING[asked.kind] : null, stateDay: asked.on }
  const title =
    command === 'leave'
      ? `退出名册：${after.stateReason ?? ''}`
      : state === 'candidate'
        ? '核实后列入在册'
        : '恢复在册'
  await recordChange(doing, {
    childId: row.id,
    recordKind: 'child',
    recordId: row.id,
    before: { state, stateReason, stateDay },
    after,
    reason: asked.reason,
  })
  await noteOnTimeline(db, { childId: row.id, at: now, kind: 'standing', title, by: actor.accountId })
  return writeStanding(doing, row, after)
}

export const routes = [
  route(contract.leaveRegister, (context, asked) => change(context, 'leave', asked)),
  route(contract.returnToRegister, (context, asked) => change(context, 'comeBack', asked)),
]
