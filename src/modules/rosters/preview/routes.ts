import { buffer } from 'node:stream/consumers'
import { found, refused } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { XLSX } from '#server/workbook.ts'
import { orderPreview } from '../jobs.ts'
import { findRoster, type StoredHeader } from '../queries.ts'
import { getRowDetail } from '../review/queries.ts'
import { runWork } from '../works/jobs.ts'
import { askToStop, clerkOf, getRosterFor, keyOfRoster } from '../works/queries.ts'
import { writeBadRows } from '../writing.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const startPreview = route(contract.startPreview, async (context, target) => {
  const { db, scope, note, afterCommit } = context
  note({ kind: 'roster', id: target.id })
  const clerk = clerkOf(context)
  const work = await orderPreview(db, clerk, target)
  afterCommit(() => void runWork(clerk, work))
  return found(await findRoster(db, scope, target.id), '名册')
})

const stopPreview = route(contract.stopPreview, async ({ db, scope, now, note }, { id }) => {
  note({ kind: 'roster', id })
  await getRosterFor(db, 'stop', { id })
  await askToStop(db, id, now)
  return found(await findRoster(db, scope, id), '名册')
})

const listRows = route(contract.listRows, async ({ db, scope, keys, note }, filter) => {
  note({ kind: 'roster', id: filter.id })
  found(await findRoster(db, scope, filter.id), '名册')
  const list = await queries.listRows(db, scope, keys, filter)
  note({ count: list.items.length })
  return list
})

const getRow = route(contract.getRow, async ({ db, scope, keys, note }, target) => {
  note({ kind: 'roster', id: target.id })
  return getRowDetail({ db, scope, keys }, target)
})

/** The workbook is packed within the transaction that reads its rows; what is held is the packed file. */
const exportBadRows = route(contract.exportBadRows, async ({ db, scope, keys, note }, { id, reason }) => {
  note({ kind: 'roster', id, purpose: reason })
  const roster = found(await findRoster(db, scope, id), '名册')
  const count = roster.counts?.verdicts.wrong ?? 0
  if (!count) throw refused('这份名册没有有错的行')
  note({ count })
  const { header, keySealed } = await queries.getForExport(db, id)
  const { labels, title, rows, fingerprint } = header as StoredHeader
  const key = keyOfRoster(keys, { id, keySealed })
  const workbook = writeBadRows(
    { labels, title, rows, fingerprint, skipped: [] },
    queries.readBadRows(db, keys, { id, key }),
  )
  const name = roster.fileName.replace(/\.\w{1,5}$/, '')
  return { fileName: `${name}-需改正的行.xlsx`, type: XLSX, content: await buffer(workbook) }
})

export const routes = [startPreview, stopPreview, listRows, getRow, exportBadRows]
