import type { Context } from '#server/route.ts'
import { finishTasks, limitOfReview } from '#modules/tasks/queries.ts'
import { writeHandover } from '../handovers/queries.ts'
import { writeReferral } from '../queries.ts'
import { beginAsSender, openSenderTask } from '../steps/queries.ts'
import type { AnswerContent } from './format.ts'

/** What stands as the unit's answer: its words, and who signed them. */
export const answerText = ({ isDone, answer, name, office, phone, writtenAt }: AnswerContent): string =>
  [
    answer,
    '',
    `【结果】${isDone ? '已办理' : '没有办成，或者不属于本单位职责'}`,
    `【答复人】${office} ${name}${phone ? `，电话 ${phone}` : ''}`,
    `【来源】离线交接文件的回件，写于 ${writtenAt}`,
  ].join('\n')

/** The answer that came as a file becomes the referral's, and its sender's to accept or not, like any other. */
export const adoptForReferral = async (
  context: Context,
  seen: { id: string; version: number },
  content: AnswerContent,
): Promise<void> => {
  const { db, actor, keys, now } = context
  const { referral, to } = await beginAsSender(context, seen, 'answerByFile')
  const key = keys.unwrap(referral.keySealed, referral.id)
  await writeReferral(db, referral.id, {
    state: to,
    answeredAt: now,
    answeredBy: actor.accountId,
    answerSealed: keys.seal(key, 'answer', answerText(content)),
  })
  const kinds = ['sign-referral' as const, 'answer-referral' as const]
  await finishTasks(db, { subjectId: referral.id, kinds }, actor.accountId, now)
  await writeHandover(db, { kind: 'answered', referral, by: actor.accountId, at: now })
  await openSenderTask(db, referral, 'review-answer', await limitOfReview(db, now), now)
}
