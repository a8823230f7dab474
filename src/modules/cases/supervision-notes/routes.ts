import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints } from '#server/route.ts'
import { notify } from '#modules/notifications/queries.ts'
import { finishTasks } from '#modules/tasks/queries.ts'
import { limitOn } from '#modules/tasks/rules.ts'
import { findCase } from '../queries.ts'
import { isOver } from '../rules.ts'
import { lockCase, openCaseTask } from '../steps/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const listSupervisionNotes = route(contract.listSupervisionNotes, async (context, { caseId }) => {
  const { db, scope, keys, actor, now, note } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, fields: ['supervision-notes'] })
  const key = keys.unwrap(kase.keySealed, kase.id)
  const rows = await queries.listNotes(db, caseId)
  return {
    isOwner: kase.ownerId === actor.accountId,
    items: rows.map((row) => ({
      id: row.id,
      by: { name: row.makerName, isMe: row.madeBy === actor.accountId },
      at: row.madeAt.toISOString(),
      advice: keys.open(key, 'advice', row.adviceSealed),
      todo: row.todoSealed && keys.open(key, 'advice-todo', row.todoSealed),
      dueDay: row.dueDay,
      answer: row.answerSealed && {
        by: row.answererName ?? '',
        at: row.answeredAt?.toISOString() ?? '',
        text: keys.open(key, 'advice-answer', row.answerSealed),
      },
    })),
  }
})

const writeSupervisionNote = route(contract.writeSupervisionNote, async (context, input) => {
  const { db, scope, keys, actor, now, note } = context
  const kase = found(await lockCase(db, scope, input.caseId, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode, fields: ['supervision-notes'] })
  if (kase.ownerId === actor.accountId) throw refused('自己负责的个案由别人督导')
  if (isOver(kase.state)) throw refused('个案已结案，不再督导')
  if (input.dueDay && input.dueDay < today(now)) {
    const message = '落实日期不能早于今天'
    throw invalid(message, [{ field: 'dueDay', message }])
  }
  const key = keys.unwrap(kase.keySealed, kase.id)
  await queries.insertNote(db, {
    id: input.noteId,
    caseId: kase.id,
    madeBy: actor.accountId,
    madeAt: now,
    adviceSealed: keys.seal(key, 'advice', input.advice),
    todoSealed: input.todo ? keys.seal(key, 'advice-todo', input.todo) : null,
    dueDay: input.dueDay ?? null,
  })
  const owner = { personId: kase.ownerId }
  if (input.dueDay) await openCaseTask(db, kase, 'answer-supervision', limitOn(input.dueDay), owner, now)
  else
    await notify(
      db,
      { kind: 'message', subjectKind: 'case', subjectId: kase.id, to: { accountIds: [kase.ownerId] } },
      now,
    )
  return done
})

const answerSupervisionNote = route(contract.answerSupervisionNote, async (context, input) => {
  const { db, scope, keys, actor, now, note } = context
  const kase = found(await lockCase(db, scope, input.caseId, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode, fields: ['supervision-notes'] })
  const notes = await queries.listNotes(db, kase.id)
  const asked = found(
    notes.find(({ id }) => id === input.noteId),
    '督导记录',
  )
  if (asked.answeredAt) throw refused('这条督导记录已经答复')
  if (kase.ownerId !== actor.accountId) throw refused('督导记录由个案负责人答复')
  if (asked.madeBy === actor.accountId) throw refused('自己写的督导记录由别人答复')
  const answerSealed = keys.seal(keys.unwrap(kase.keySealed, kase.id), 'advice-answer', input.answer)
  const answer = { answeredBy: actor.accountId, answeredAt: now, answerSealed }
  if (!(await queries.setAnswered(db, asked.id, answer))) throw refused('这条督导记录已经答复')
  const isLast = notes.every(({ id, dueDay, answeredAt }) => id === asked.id || !dueDay || answeredAt)
  if (isLast)
    await finishTasks(db, { subjectId: kase.id, kinds: ['answer-supervision'] }, actor.accountId, now)
  await notify(
    db,
    { kind: 'message', subjectKind: 'case', subjectId: kase.id, to: { accountIds: [asked.madeBy] } },
    now,
  )
  return done
})

export const routes = [listSupervisionNotes, writeSupervisionNote, answerSupervisionNote]

export const constraints: Constraints = {
  supervision_note_pkey: () => refused('这条督导记录已经保存过，请刷新后核对'),
}
