import { dayOf, minuteOf } from '#kernel/day.ts'
import type { Context } from '#server/route.ts'
import { readApprovals } from '../../approvals/queries.ts'
import { APPROVAL_DECISION, APPROVAL_KIND } from '../../approvals/labels.ts'
import { Minutes } from '../../conferences/minutes/contract.ts'
import { CASE_STEP } from '../../labels.ts'
import { listSteps, type CaseFound } from '../../queries.ts'
import { listNotes } from '../../supervision-notes/queries.ts'
import type { BookDocument } from '../contract.ts'
import { closingDocuments, followUpDocuments, lookBackDocuments, tellingDocuments } from './after/queries.ts'
import {
  assessmentDocuments,
  emergencyDocuments,
  investigationDocuments,
  planDocuments,
} from './before/queries.ts'
import { named, said, type Dated } from './rules.ts'

type Reading = Pick<Context, 'db' | 'keys' | 'actor'>

/** Signed minutes only: a draft is no document. */
const minutesDocuments = async ({ db, keys }: Reading, kase: CaseFound): Promise<Dated[]> => {
  const rows = await db
    .selectFrom('conference')
    .where('caseId', '=', kase.id)
    .where('state', '=', 'signed')
    .select(['minutesNumber', 'minutesSealed', 'signedAt'])
    .execute()
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.flatMap(({ minutesSealed, signedAt }): Dated[] => {
    if (!minutesSealed || !signedAt) return []
    const minutes = Minutes.parse(JSON.parse(keys.open(key, 'minutes', minutesSealed)))
    return [
      {
        kind: 'conference',
        title: `会商纪要 ${minutes.number}`,
        at: signedAt.toISOString(),
        day: dayOf(signedAt),
        by: minutes.chair,
        // Minutes are kept word for word, names as they stood when they were signed.
        lines: [
          ...said('时间和地点', `${minutes.heldOn}，${minutes.place}`),
          ...said('主持', minutes.chair),
          ...said(
            '与会',
            minutes.attendees.map(({ organisation, name }) => `${organisation}${name}`).join('；'),
          ),
          ...said('议题', minutes.agenda.join('\n')),
          ...said('讨论', minutes.discussion),
          ...minutes.resolutions.flatMap(({ ordinal, text, owner, dueDay }) =>
            said(`决议 ${ordinal}`, `${text}（${owner}，${dueDay} 前）`),
          ),
          ...minutes.dissents.flatMap(({ who, text }) => said('不同意见', `${who}：${text}`)),
        ],
      },
    ]
  })
}

const approvalDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> =>
  (await readApprovals(reading, kase)).map((request) => ({
    kind: 'approval',
    title: `审批：${APPROVAL_KIND[request.kind]}`,
    at: request.requestedAt,
    day: dayOf(request.requestedAt),
    by: request.requestedBy,
    lines: [
      ...named('送审人', request.requestedBy),
      ...said('所批内容的摘要', request.mark),
      ...request.steps.flatMap(({ step, decision, decidedAt, decidedBy, note }) => [
        ...said(
          `第 ${step} 级`,
          decision ? `${APPROVAL_DECISION[decision]}，${decidedAt ? dayOf(decidedAt) : ''}` : '没有决定',
        ),
        ...said('意见', note),
        ...named('审批人', decidedBy),
      ]),
    ],
  }))

const supervisionDocuments = async ({ db, keys }: Reading, kase: CaseFound): Promise<Dated[]> => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  return (await listNotes(db, kase.id)).map((row) => ({
    kind: 'supervision',
    title: '督导记录',
    at: row.madeAt.toISOString(),
    day: dayOf(row.madeAt),
    by: row.makerName,
    lines: [
      ...said('督导意见', keys.open(key, 'advice', row.adviceSealed)),
      ...said('要落实什么', row.todoSealed && keys.open(key, 'advice-todo', row.todoSealed)),
      ...said('何时前', row.dueDay),
      ...said('答复', row.answerSealed && keys.open(key, 'advice-answer', row.answerSealed)),
      ...named('督导人', row.makerName),
      ...named('答复人', row.answererName),
    ],
  }))
}

/** 办理记录: every step but the archiving itself, which comes after the book is closed. */
const logDocument = async ({ db, keys }: Reading, kase: CaseFound): Promise<BookDocument> => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  const steps = (await listSteps(db, kase.id)).filter(({ command }) => command !== 'archive')
  return {
    kind: 'log',
    title: '办理记录',
    day: dayOf(steps.at(-1)?.at ?? kase.openedAt),
    by: kase.ownerName,
    lines: steps.flatMap(({ command, at, noteSealed, by }) => [
      ...said(
        minuteOf(at),
        `${CASE_STEP[command] ?? command}${noteSealed ? `（${keys.open(key, 'note', noteSealed)}）` : ''}`,
      ),
      ...named('', by),
    ]),
  }
}

/** Every document of a case that the caller has found, opened, in the order in which they came to be; the log stands last. */
export const readDocuments = async (reading: Reading, kase: CaseFound): Promise<BookDocument[]> => {
  const dated: Dated[] = []
  for (const read of [
    emergencyDocuments,
    investigationDocuments,
    assessmentDocuments,
    minutesDocuments,
    planDocuments,
    approvalDocuments,
    followUpDocuments,
    tellingDocuments,
    closingDocuments,
    lookBackDocuments,
    supervisionDocuments,
  ])
    dated.push(...(await read(reading, kase)))
  const ordered = dated.toSorted((one, other) => one.at.localeCompare(other.at))
  return [...ordered.map(({ at: _at, ...document }) => document), await logDocument(reading, kase)]
}
