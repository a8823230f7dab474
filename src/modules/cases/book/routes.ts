import { dayOf, minuteOf, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { cancelTasks, finishTasks } from '#modules/tasks/queries.ts'
import { hashOf } from '../approvals/queries.ts'
import { findArchive, insertArchive } from '../closing/archiving/queries.ts'
import { CASE_STATE, DANGER_LEVEL } from '../labels.ts'
import { findCase, type CaseFound } from '../queries.ts'
import { beginStep, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { EventKind } from './contract.ts'
import { readDocuments } from './documents/queries.ts'
import { listEvents } from './events/queries.ts'
import { contentOf, layOut } from './rules.ts'

const getTimeline = route(contract.getTimeline, async ({ db, scope, now, note }, filter) => {
  const kase = found(await findCase(db, scope, filter.id, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode, fields: ['timeline'] })
  const all = await listEvents(db, kase.id)
  const items = all.filter(
    ({ kind, at }) =>
      (!filter.kind || kind === filter.kind) &&
      (!filter.from || dayOf(at) >= filter.from) &&
      (!filter.to || dayOf(at) <= filter.to),
  )
  const counts = EventKind.options
    .map((kind) => ({ kind, count: all.filter((event) => event.kind === kind).length }))
    .filter(({ count }) => count > 0)
  return { items, counts }
})

/** The book as it stands now, laid out, with the hash of its content. */
const composeBook = async (context: Context, kase: CaseFound) => {
  const documents = await readDocuments(context, kase)
  return { ...layOut(documents), documents, hash: hashOf(contentOf(documents)) }
}

/** What was kept at archiving, and whether the book still is that book. */
const sealOf = async ({ db }: Context, kase: CaseFound, hash: string) => {
  const archive = await findArchive(db, kase.id)
  return archive
    ? {
        archivedAt: archive.archivedAt.toISOString(),
        archivedBy: archive.archiverName,
        bookHash: archive.bookHash,
        documents: archive.documents,
        pages: archive.pages,
        isUnchanged: archive.bookHash === hash,
      }
    : null
}

const getBook = route(contract.getBook, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  const { entries, pages, hash } = await composeBook(context, kase)
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['book'], count: entries.length })
  return { number: kase.number, entries, pages, archive: await sealOf(context, kase, hash) }
})

const printBook = route(contract.printBook, async (context, { id, reason }) => {
  const { db, scope, actor, now, requestId, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  const { entries, pages, sheets, hash } = await composeBook(context, kase)
  note({
    kind: 'case',
    id,
    divisionCode: kase.divisionCode,
    fields: ['book'],
    count: entries.length,
    purpose: reason,
  })
  const printNumber = `AJ${today(now).replaceAll('-', '')}-${requestId.slice(-8).toUpperCase()}`
  return {
    cover: {
      number: kase.number,
      state: CASE_STATE[kase.state],
      dangerLevel: DANGER_LEVEL[kase.dangerLevel],
      child: kase.childName,
      place: kase.place,
      owner: kase.ownerName,
      openedAt: kase.openedAt.toISOString(),
      closedAt: kase.closedAt?.toISOString() ?? null,
    },
    entries,
    pages,
    sheets,
    archive: await sealOf(context, kase, hash),
    hash,
    printedAt: now.toISOString(),
    printedBy: actor.displayName,
    printNumber,
    watermark: `${actor.displayName} ${minuteOf(now)} ${printNumber}`,
    reason,
  }
})

const archiveCase = route(contract.archiveCase, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'archive')
  const { entries, pages, hash } = await composeBook(context, kase)
  await insertArchive(context, kase.id, { bookHash: hash, documents: entries.length, pages })
  await finishTasks(db, { subjectId: kase.id, kinds: ['archive-case'] }, actor.accountId, now)
  await cancelTasks(db, { subjectId: kase.id, kinds: ['redo-assessment'] }, now)
  await writeStep(context, kase, { command: 'archive', to })
  return done
})

export const routes = [getTimeline, getBook, printBook, archiveCase]
