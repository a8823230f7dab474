import { createHash } from 'node:crypto'
import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { findCase } from '#modules/cases/queries.ts'
import { GrantedField } from '../contract.ts'
import { adoptForReferral } from './adopting.ts'
import * as contract from './contract.ts'
import { AnswerContent } from './format.ts'
import { make } from './making.ts'
import * as queries from './queries.ts'
import { notTaken, takeAnswer } from './taking.ts'

const makeHandOver = route(contract.makeHandOver, async (context, input) => {
  const { db, scope, now, note } = context
  const { caseId, fields, reason } = input
  note({ kind: 'case', id: caseId, fields, purpose: reason })
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  note({ kind: 'hand-over', id: input.id, divisionCode: kase.divisionCode })
  return make(context, kase, input)
})

const contentOf = (
  { keys }: Context,
  file: queries.FileFound,
  answer: queries.AnswerFound,
): AnswerContent => {
  const key = keys.unwrap(file.keySealed, file.id)
  return AnswerContent.parse(JSON.parse(keys.open(key, 'hand-over-answer', answer.contentSealed)))
}

/** The column holds one of these words or none. */
const decisionOf = ({ decision }: queries.AnswerFound): 'adopted' | 'set-aside' | null =>
  decision === 'adopted' || decision === 'set-aside' ? decision : null

const presentAnswer = (context: Context, file: queries.FileFound, answer: queries.AnswerFound) => {
  const { writtenAt, name, office, phone, isDone, answer: text } = contentOf(context, file, answer)
  return {
    id: answer.id,
    cameAt: answer.cameAt.toISOString(),
    cameBy: answer.bringerName ?? '',
    writtenAt,
    name,
    office,
    phone,
    isDone,
    answer: text,
    decision: decisionOf(answer),
    decidedBy: answer.deciderName,
    decidedAt: answer.decidedAt?.toISOString() ?? null,
    decisionReason: answer.decisionReason,
  }
}

const listHandOvers = route(contract.listHandOvers, async (context, { caseId }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  const files = await queries.listFiles(db, scope, caseId, now)
  const answers = await queries.listAnswers(db, scope, caseId, now)
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, count: files.length })
  return {
    isSealed: kase.label === 'sealed',
    items: files.map((file) => ({
      id: file.id,
      referral:
        file.referralId && file.referralNumber && file.referralVersion
          ? { id: file.referralId, number: file.referralNumber, version: file.referralVersion }
          : null,
      recipient: file.recipient,
      fields: GrantedField.options.filter((field) => file.fields.includes(field)),
      reason: file.reason,
      endsOn: file.endsOn,
      madeAt: file.madeAt.toISOString(),
      madeBy: file.makerName ?? '',
      withdrawnAt: file.withdrawnAt?.toISOString() ?? null,
      answers: answers
        .filter(({ fileId }) => fileId === file.id)
        .map((answer) => presentAnswer(context, file, answer)),
    })),
  }
})

/** A file that still stands. */
const lockFile = async ({ db, scope, now, note }: Context, id: string) => {
  const file = found(await queries.lockFile(db, scope, id, now), '交接文件')
  note({ kind: 'hand-over', id, divisionCode: file.divisionCode })
  return file
}

const bringAnswer = route(contract.bringAnswer, async (context, { id, answerId, text }) => {
  const { db, keys, actor, now } = context
  const file = await lockFile(context, id)
  if (file.withdrawnAt) throw notTaken('withdrawn')
  if (await queries.isSettled(db, id)) throw notTaken('settled')
  const taken = takeAnswer(keys, file, text)
  if (!taken.ok) throw notTaken(taken.why)
  const contentHash = createHash('sha256').update(taken.box).digest('hex')
  if (await queries.hasAnswer(db, contentHash)) throw notTaken('repeated')
  const key = keys.unwrap(file.keySealed, file.id)
  await queries.insertAnswer(db, {
    id: answerId,
    fileId: id,
    caseId: file.caseId,
    contentHash,
    contentSealed: keys.seal(key, 'hand-over-answer', JSON.stringify(taken.content)),
    cameAt: now,
    cameBy: actor.accountId,
  })
  return done
})

/** An answer that nobody has decided on, with its file held. */
const openAnswer = async (context: Context, id: string) => {
  const { db, scope, now } = context
  const seen = found(await queries.findAnswer(db, scope, id, now), '回件')
  const file = await lockFile(context, seen.fileId)
  const answer = found(await queries.findAnswer(db, scope, id, now), '回件')
  if (answer.decision) throw refused('这份回件已经有人处理过，请刷新后核对')
  return { file, answer }
}

const adoptAnswer = route(contract.adoptAnswer, async (context, { id, version }) => {
  const { db, actor, now } = context
  const { file, answer } = await openAnswer(context, id)
  await queries.decideAnswer(db, id, { decision: 'adopted', by: actor.accountId, at: now })
  if (file.referralId)
    await adoptForReferral(
      context,
      { id: file.referralId, version: version ?? 0 },
      contentOf(context, file, answer),
    )
  return done
})

const setAnswerAside = route(contract.setAnswerAside, async (context, { id, reason }) => {
  const { db, actor, now, note } = context
  await openAnswer(context, id)
  note({ purpose: reason })
  await queries.decideAnswer(db, id, { decision: 'set-aside', reason, by: actor.accountId, at: now })
  return done
})

const withdrawHandOver = route(contract.withdrawHandOver, async (context, { id, reason }) => {
  const { db, actor, now, note } = context
  const file = await lockFile(context, id)
  note({ purpose: reason })
  if (file.withdrawnAt) throw refused('这份交接文件已经作废')
  await queries.setWithdrawn(db, id, actor.accountId, now)
  return done
})

export const routes = [
  makeHandOver,
  listHandOvers,
  bringAnswer,
  adoptAnswer,
  setAnswerAside,
  withdrawHandOver,
]

export const constraints: Constraints = {
  hand_over_file_pkey: () => refused('这份交接文件已经做好了；口令只显示一次，没有记下就请作废后重做'),
  hand_over_answer_once: () => notTaken('repeated'),
  hand_over_answer_pkey: () => notTaken('repeated'),
  hand_over_answer_one_adopted: () => refused('这份交接文件的回件已经采纳过一份'),
  hand_over_stays: () => refused('交接文件和回件做成以后不再改动'),
}
