import { done } from '#kernel/fields.ts'
import { found, invalid, refused, stale } from '#kernel/problem.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { findSetting, keepSetting } from '#modules/organisations/settings/queries.ts'
import { faultsOf } from '../editing/rules.ts'
import { tryOn } from '../editing/trial.ts'
import { listPastAnswers } from '../filling/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const present = (row: queries.VersionFound, me: string) => ({
  id: row.id,
  code: row.code,
  number: row.number,
  state: row.state,
  title: row.content.title,
  isShipped: row.edition !== null,
  changedAt: row.changedAt.toISOString(),
  changedBy: row.changerName,
  publishedAt: row.publishedAt?.toISOString() ?? null,
  publishedBy: row.publisherName,
  isMine: row.changedBy === me,
  version: row.version,
})

const listInstruments = route(contract.listInstruments, async ({ db, actor }) => {
  const rows = await queries.listVersions(db)
  const { required, version } = await queries.requiredInstruments(db)
  const published = await queries.listPublished(db)
  return {
    items: published.map(({ code, content }) => ({
      code,
      title: content.title,
      purpose: content.purpose,
      isUnconfirmed: content.isUnconfirmed,
      source: content.source,
      versions: rows.filter((row) => row.code === code).map((row) => present(row, actor.accountId)),
    })),
    required,
    requiredVersion: version,
  }
})

const getInstrumentVersion = route(contract.getInstrumentVersion, async ({ db, actor }, { id }) => {
  const row = found(await queries.findVersion(db, id), '评估表')
  return { ...present(row, actor.accountId), content: row.content, faults: faultsOf(row.content) }
})

const draftInstrument = route(contract.draftInstrument, async ({ db, actor, now, note }, { id, fromId }) => {
  const from = found(await queries.findVersion(db, fromId), '评估表')
  note({ kind: 'instrument', id })
  await queries.insertDraft(db, { id, from, by: actor.accountId, at: now })
  return done
})

/** A draft in the version that the caller has seen. */
const seenDraft = async ({ db, note }: Context, { id, version }: { id: string; version: number }) => {
  const draft = found(await queries.findVersion(db, id), '评估表')
  note({ kind: 'instrument', id })
  if (draft.state !== 'draft') throw refused('已经发布的评估表不能改动：请从它起草一个新版')
  if (draft.version !== version)
    throw stale({ yours: {}, theirs: { changedBy: draft.changerName }, version: draft.version })
  return draft
}

const saveInstrument = route(contract.saveInstrument, async (context, { id, version, content }) => {
  const { db, actor, now } = context
  const draft = await seenDraft(context, { id, version })
  if (content.code !== draft.code)
    throw invalid('评估表的代号不能改', [{ field: 'content', message: '代号不能改' }])
  const change = { id, version, content, by: actor.accountId, at: now }
  if (!(await queries.changeDraft(db, change))) throw stale({ yours: {}, theirs: {}, version: version + 1 })
  return { version: version + 1, faults: faultsOf(content) }
})

const discardInstrument = route(contract.discardInstrument, async (context, seen) => {
  const { id } = await seenDraft(context, seen)
  await queries.removeDraft(context.db, id)
  return done
})

const publishInstrument = route(contract.publishInstrument, async (context, seen) => {
  const { db, actor, now } = context
  const draft = await seenDraft(context, seen)
  if (draft.changedBy === actor.accountId) throw refused('须由最后修改人以外的另一人发布')
  const faults = faultsOf(draft.content)
  if (faults.length) throw refused(`还不能发布：${faults.join('；')}`, { faults })
  await queries.publish(db, draft, actor.accountId, now)
  return done
})

/** So many of the newest: enough to see what a change does, soon enough to wait for. */
const TRIED_AT_MOST = 1_000

const tryInstrument = route(contract.tryInstrument, async (context, { id }) => {
  const draft = found(await queries.findVersion(context.db, id), '评估表')
  const past = await listPastAnswers(context, draft.code, TRIED_AT_MOST)
  context.note({ kind: 'instrument', id, count: past.length })
  return tryOn(draft.content, past)
})

const setRequired = route(contract.setRequiredInstruments, async (context, { required, version }) => {
  const { db, actor, now, note } = context
  note({ kind: 'setting', fields: [queries.REQUIRED_INSTRUMENTS] })
  const known = new Set((await queries.listPublished(db)).map(({ code }) => code))
  const strangers = [...new Set(Object.values(required).flat())].filter((code) => !known.has(code))
  if (strangers.length)
    throw invalid('有不认识的评估表', [{ field: 'required', message: `没有 ${strangers.join('、')}` }])
  const key = queries.REQUIRED_INSTRUMENTS
  if (await keepSetting(db, { key, value: required, version, by: actor.accountId, at: now })) return done
  const theirs = await findSetting(db, key)
  throw stale({ yours: required, theirs: theirs?.value, version: theirs?.version ?? 0 })
})

export const routes = [
  listInstruments,
  getInstrumentVersion,
  draftInstrument,
  saveInstrument,
  discardInstrument,
  publishInstrument,
  tryInstrument,
  setRequired,
]

export const constraints: Constraints = {
  instrument_version_one_draft: () => refused('这份评估表已有一个草稿：请接着改它，或先把它丢弃'),
  instrument_version_by_two: () => refused('须由最后修改人以外的另一人发布'),
}
