import { done } from '#kernel/fields.ts'
import { found, refused, stale } from '#kernel/problem.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { permits } from '#modules/identity/rules.ts'
import type { DangerLevel } from '../assessments/scoring/danger.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { faultsOf, trialText } from './rules.ts'

const present = (row: queries.VersionRow, me: string) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  isShipped: row.edition !== null,
  changedAt: row.changedAt.toISOString(),
  changedBy: row.changerName,
  publishedAt: row.publishedAt?.toISOString() ?? null,
  publishedBy: row.publisherName,
  isMine: row.changedBy === me,
  version: row.version,
})

const isEditor = ({ actor }: Pick<Context, 'actor'>) => permits(actor.role, 'procedure.edit')

const show = async ({ db, actor }: Context, row: queries.VersionFound) => {
  const names = await queries.listNames(db)
  const { content } = row
  return { ...present(row, actor.accountId), content, names, faults: faultsOf(content, names) }
}

const getProcedure = route(contract.getProcedure, async (context) =>
  show(context, found(await queries.findPublished(context.db), '办案规程')),
)

const listVersions = route(contract.listProcedureVersions, async (context) => {
  const rows = await queries.listVersions(context.db, isEditor(context))
  return { items: rows.map((row) => present(row, context.actor.accountId)) }
})

const getVersion = route(contract.getProcedureVersion, async (context, { id }) =>
  show(context, found(await queries.findVersion(context.db, id, isEditor(context)), '办案规程')),
)

const exportProcedure = route(contract.exportProcedure, async (context, { id }) => {
  const { db, county, note } = context
  const row = found(await queries.findVersion(db, id, isEditor(context)), '办案规程')
  note({ kind: 'procedure', id })
  const file: contract.ProcedureFile = {
    format: 'shouwang-procedure',
    formatVersion: 1,
    county,
    number: row.number,
    content: row.content,
  }
  return {
    fileName: `办案规程-${county}-第${row.number}版.json`,
    type: 'application/json; charset=utf-8',
    content: `${JSON.stringify(file, null, 2)}\n`,
  }
})

const draftProcedure = route(contract.draftProcedure, async (context, { id, fromId, content }) => {
  const { db, actor, now, note } = context
  const from = found(await queries.findVersion(db, fromId, true), '办案规程')
  note({ kind: 'procedure', id })
  await queries.insertDraft(db, { id, content: content ?? from.content, by: actor.accountId, at: now })
  return done
})

/** A draft in the version that the caller has seen. */
const seenDraft = async ({ db, note }: Context, { id, version }: { id: string; version: number }) => {
  const draft = found(await queries.findVersion(db, id, true), '办案规程')
  note({ kind: 'procedure', id })
  if (draft.state !== 'draft') throw refused('已经发布的办案规程不能改动：请从它起草一个新版')
  if (draft.version !== version)
    throw stale({ yours: {}, theirs: { changedBy: draft.changerName }, version: draft.version })
  return draft
}

const saveProcedure = route(contract.saveProcedure, async (context, { id, version, content }) => {
  const { db, actor, now } = context
  await seenDraft(context, { id, version })
  const change = { id, version, content, by: actor.accountId, at: now }
  if (!(await queries.changeDraft(db, change))) throw stale({ yours: {}, theirs: {}, version: version + 1 })
  return { version: version + 1, faults: faultsOf(content, await queries.listNames(db)) }
})

const discardProcedure = route(contract.discardProcedure, async (context, seen) => {
  const { id } = await seenDraft(context, seen)
  await queries.removeDraft(context.db, id)
  return done
})

const publishProcedure = route(contract.publishProcedure, async (context, seen) => {
  const { db, actor, now } = context
  const draft = await seenDraft(context, seen)
  if (draft.changedBy === actor.accountId) throw refused('须由最后修改人以外的另一名管理员发布')
  const faults = faultsOf(draft.content, await queries.listNames(db))
  if (faults.length) throw refused(`还不能发布：${faults.join('；')}`, { faults })
  await queries.publish(db, draft.id, actor.accountId, now)
  return done
})

const tryProcedure = route(contract.tryProcedure, async ({ db, now, note }, { id }) => {
  const draft = found(await queries.findVersion(db, id, true), '办案规程')
  note({ kind: 'procedure', id })
  const counts = await queries.countTrial(db, draft.content.levels, now)
  const names = await queries.listNames(db)
  const of = (what: string, level: DangerLevel | null) =>
    counts.find((each) => each.what === what && each.dangerLevel === level)?.count ?? null
  return {
    below: await queries.trialBelow(db),
    lines: [...new Set(counts.map(({ what }) => what))].map((what) => ({
      what,
      text: trialText(what, names),
      county: of(what, null),
      levels: {
        immediate: of(what, 'immediate'),
        high: of(what, 'high'),
        medium: of(what, 'medium'),
        low: of(what, 'low'),
      },
    })),
  }
})

export const routes = [
  getProcedure,
  listVersions,
  getVersion,
  exportProcedure,
  draftProcedure,
  saveProcedure,
  discardProcedure,
  publishProcedure,
  tryProcedure,
]

export const constraints: Constraints = {
  procedure_version_one_draft: () => refused('办案规程已有一个草稿：请接着改它，或先把它丢弃'),
  procedure_version_by_two: () => refused('须由最后修改人以外的另一名管理员发布'),
  procedure_version_stays: () => refused('已经发布的办案规程不能改动：请从它起草一个新版'),
}
