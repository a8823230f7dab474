import { sql, type SqlBool } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import { findCase, isCaseSeen, isCaseWorkedBy, type CaseFound } from '../../queries.ts'
import { fittingAnswers } from '../scoring/answers.ts'
import { Answers, InstrumentContent } from '../scoring/content.ts'
import type { DangerLevel } from '../scoring/danger.ts'
import { driverText, score, type Score } from '../scoring/rules.ts'
import { listPublished, requiredInstruments, type VersionFound } from '../versions/queries.ts'
import type { Standing } from './rules.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

/** A case that the caller may take steps on; finding it locks nothing. */
export const findWorkedCase = async (db: Db, scope: Scope, id: string, now: Date) => {
  const worked = await db
    .selectFrom('caseFile')
    .where(isCaseSeen(scope, now))
    .where(isCaseWorkedBy(scope))
    .where('id', '=', id)
    .select('id')
    .executeTakeFirst()
  return worked && findCase(db, scope, id, now)
}

const filled = (db: Db) =>
  db
    .selectFrom('assessment')
    .innerJoin('instrumentVersion as version', 'version.id', 'assessment.instrumentVersionId')
    .innerJoin('account as maker', 'maker.id', 'assessment.madeBy')
    .leftJoin('account as decider', 'decider.id', 'assessment.decidedBy')
    .selectAll('assessment')
    .select(['version.number', 'version.content', 'maker.displayName as makerName'])
    .select('decider.displayName as deciderName')

/** Instruments filled in for a case that the caller has found, the newest first. */
export const listFilled = (db: Db, caseId: string) =>
  filled(db)
    .where('assessment.caseId', '=', caseId)
    .orderBy('assessment.madeAt', 'desc')
    .orderBy('assessment.id', 'desc')
    .execute()
export type FilledFound = Awaited<ReturnType<typeof listFilled>>[number]

export const findFilled = (db: Db, scope: Scope, id: string, now: Date) =>
  filled(db)
    .where('assessment.id', '=', id)
    .where(
      sql<SqlBool>`exists (select from case_file where case_file.id = assessment.case_id and ${isCaseSeen(scope, now)})`,
    )
    .executeTakeFirst()

/** The case of an assessment, conclusions included, that the caller may decide on. */
export const findCaseOf = (db: Db, scope: Scope, id: string, now: Date) =>
  db
    .selectFrom('assessment')
    .innerJoin('caseFile', 'caseFile.id', 'assessment.caseId')
    .where(isCaseSeen(scope, now))
    .where(isCaseWorkedBy(scope))
    .where('assessment.id', '=', id)
    .select(['assessment.caseId'])
    .executeTakeFirst()

export const findAssessment = (db: Db, id: string) =>
  db
    .selectFrom('assessment')
    .where('id', '=', id)
    .select(['id', 'code', 'dangerLevel', 'state', 'madeBy', 'instrumentVersionId'])
    .executeTakeFirst()

/** Answers with what they come to by the version that was filled in. */
export const openFilled = ({ keys }: Pick<Context, 'keys'>, kase: CaseFound, row: FilledFound) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  const content = InstrumentContent.parse(row.content)
  const answers = Answers.parse(JSON.parse(keys.open(key, 'answers', row.contentSealed)))
  return {
    content,
    answers,
    result: score(content, answers),
    note: row.decisionSealed && keys.open(key, 'decision', row.decisionSealed),
  }
}

export const presentFilled = (row: FilledFound, opened: ReturnType<typeof openFilled>, me: string) => {
  const { content, result, note } = opened
  return {
    id: row.id,
    code: content.code,
    title: content.title,
    number: row.number,
    madeAt: row.madeAt.toISOString(),
    madeBy: row.makerName,
    isMine: row.madeBy === me,
    level: { code: result.level.code, label: result.level.label },
    danger: row.dangerLevel,
    points: result.points,
    most: result.most,
    sections: result.sections.map(({ id, title, points, most }) => ({ id, title, points, most })),
    drivers: result.drivers.map((driver) => driverText(driver, result.level.label)),
    // The column's check allows no other words.
    state: row.state as 'counted' | 'awaiting' | 'refused' | 'replaced',
    decision:
      row.decidedAt && row.deciderName
        ? { by: row.deciderName, at: row.decidedAt.toISOString(), note: note ?? null }
        : null,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
    isNextDueCertain: row.isNextDueCertain,
  }
}

/** The last counted result of each instrument of a case. */
export const standingOf = async (db: Db, caseId: string): Promise<(Standing & { id: string })[]> => {
  const rows = await db
    .selectFrom('assessment')
    .distinctOn('code')
    .where('caseId', '=', caseId)
    .where('code', 'is not', null)
    .where('state', '=', 'counted')
    .select(['id', 'code', 'dangerLevel as danger'])
    .orderBy('code')
    .orderBy('madeAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ id, code, danger }) => ({ id, code: code ?? '', danger }))
}

/** What was filled in since the case was opened, or taken up again; also what waits for a second person. */
export const doneInRound = async (db: Db, caseId: string): Promise<Set<string>> => {
  const rows = await db
    .selectFrom('assessment')
    .where('caseId', '=', caseId)
    .where('code', 'is not', null)
    .where('state', 'in', ['counted', 'awaiting'])
    .where(
      'madeAt',
      '>=',
      sql<Date>`(select max(s.at) from case_step s where s.case_id = ${caseId} and s.command in ('open', 'reopen'))`,
    )
    .select('code')
    .distinct()
    .execute()
  return new Set(rows.flatMap(({ code }) => code ?? []))
}

/** Titles of what the county's rules ask for at a danger level and nobody has filled in yet. */
export const missingInstruments = async (db: Db, caseId: string, level: DangerLevel): Promise<string[]> => {
  const { required } = await requiredInstruments(db)
  const done = await doneInRound(db, caseId)
  const wanted = required[level].filter((code) => !done.has(code))
  if (!wanted.length) return []
  return (await listPublished(db))
    .filter(({ code }) => wanted.includes(code))
    .map(({ content }) => content.title)
}

/** The newest unfinished one of the caller, of whatever version: its answers go along into the newest. */
export const findDraft = async ({ db, keys, actor }: Acting, kase: CaseFound, code: string) => {
  const row = await db
    .selectFrom('assessmentDraft')
    .innerJoin('instrumentVersion as version', 'version.id', 'assessmentDraft.instrumentVersionId')
    .where('assessmentDraft.caseId', '=', kase.id)
    .where('assessmentDraft.madeBy', '=', actor.accountId)
    .where('version.code', '=', code)
    .select(['answersSealed', 'savedAt'])
    .orderBy('savedAt', 'desc')
    .executeTakeFirst()
  if (!row) return undefined
  const opened = keys.open(keys.unwrap(kase.keySealed, kase.id), 'draft', row.answersSealed)
  return { answers: Answers.parse(JSON.parse(opened)), savedAt: row.savedAt.toISOString() }
}

/** When the caller last saved an unfinished one, by the code of the instrument. */
export const draftTimes = async ({ db, actor }: Acting, caseId: string) => {
  const rows = await db
    .selectFrom('assessmentDraft')
    .innerJoin('instrumentVersion as version', 'version.id', 'assessmentDraft.instrumentVersionId')
    .where('assessmentDraft.caseId', '=', caseId)
    .where('assessmentDraft.madeBy', '=', actor.accountId)
    .select(['version.code', 'savedAt'])
    .orderBy('savedAt')
    .execute()
  return new Map(rows.map(({ code, savedAt }) => [code, savedAt]))
}

export const keepDraft = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  versionId: string,
  answers: Answers,
) => {
  const answersSealed = keys.seal(keys.unwrap(kase.keySealed, kase.id), 'draft', JSON.stringify(answers))
  await db
    .insertInto('assessmentDraft')
    .values({
      id: uuidv7(now.getTime()),
      caseId: kase.id,
      instrumentVersionId: versionId,
      madeBy: actor.accountId,
      begunAt: now,
      savedAt: now,
      answersSealed,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['caseId', 'instrumentVersionId', 'madeBy'])
        .doUpdateSet({ answersSealed, savedAt: now }),
    )
    .execute()
}

export const removeDrafts = (db: Db, caseId: string, code: string, by: string) =>
  db
    .deleteFrom('assessmentDraft')
    .where('caseId', '=', caseId)
    .where('madeBy', '=', by)
    .where('instrumentVersionId', 'in', (eb) =>
      eb.selectFrom('instrumentVersion').where('code', '=', code).select('id'),
    )
    .execute()

type NewFilled = {
  id: string
  version: VersionFound
  answers: Answers
  result: Score
  isAwaiting: boolean
  supersedes: string | undefined
  next: { dueAt: Date; isDueCertain: boolean } | undefined
}

export const insertFilled = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  { id, version, answers, result, isAwaiting, supersedes, next }: NewFilled,
) => {
  const kept = JSON.stringify(fittingAnswers(version.content, answers))
  await db
    .insertInto('assessment')
    .values({
      id,
      caseId: kase.id,
      madeAt: now,
      madeBy: actor.accountId,
      dangerLevel: result.level.danger,
      contentSealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'answers', kept),
      instrumentVersionId: version.id,
      code: version.code,
      level: result.level.code,
      points: result.points,
      state: isAwaiting ? 'awaiting' : 'counted',
      supersedes: supersedes ?? null,
      nextDueAt: next?.dueAt ?? null,
      isNextDueCertain: next?.isDueCertain ?? true,
    })
    .execute()
}

/** What waits of the same kind is no longer asked about: a newer one stands beside it. */
export const replaceAwaiting = (db: Db, caseId: string, code: string | null) =>
  db
    .updateTable('assessment')
    .set({ state: 'replaced' })
    .where('caseId', '=', caseId)
    .where('code', code === null ? 'is' : '=', code)
    .where('state', '=', 'awaiting')
    .execute()

export const isAnyAwaiting = async (db: Db, caseId: string) =>
  Boolean(
    await db
      .selectFrom('assessment')
      .where('caseId', '=', caseId)
      .where('state', '=', 'awaiting')
      .select('id')
      .executeTakeFirst(),
  )

export const decide = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  id: string,
  { state, note }: { state: 'counted' | 'refused'; note?: string },
) => {
  await db
    .updateTable('assessment')
    .set({
      state,
      decidedBy: actor.accountId,
      decidedAt: now,
      decisionSealed: note ? keys.seal(keys.unwrap(kase.keySealed, kase.id), 'decision', note) : null,
    })
    .where('id', '=', id)
    .execute()
}

export const setCaseLevel = (db: Db, caseId: string, dangerLevel: DangerLevel) =>
  db.updateTable('caseFile').set({ dangerLevel }).where('id', '=', caseId).execute()

/** Answers to an instrument that the caller may read, the newest first, for trying a draft on. */
export const listPastAnswers = async ({ db, scope, keys, now }: Context, code: string, most: number) => {
  const rows = await db
    .selectFrom('assessment')
    .innerJoin('caseFile', 'caseFile.id', 'assessment.caseId')
    .innerJoin('instrumentVersion as version', 'version.id', 'assessment.instrumentVersionId')
    .where(isCaseSeen(scope, now))
    .where('assessment.code', '=', code)
    .where('assessment.state', '=', 'counted')
    .select([
      'assessment.contentSealed',
      'assessment.caseId',
      'caseFile.keySealed',
      'version.id',
      'version.content',
    ])
    .orderBy('assessment.madeAt', 'desc')
    .orderBy('assessment.id')
    .limit(most)
    .execute()
  const contents = new Map<string, InstrumentContent>()
  return rows.map(({ contentSealed, caseId, keySealed, id, content }) => {
    const known = contents.get(id) ?? InstrumentContent.parse(content)
    contents.set(id, known)
    const opened = keys.open(keys.unwrap(keySealed, caseId), 'answers', contentSealed)
    return { content: known, answers: Answers.parse(JSON.parse(opened)) }
  })
}
