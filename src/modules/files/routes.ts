import { Readable } from 'node:stream'
import { found, Problem, refused } from '#kernel/problem.ts'
import { streamSealed, type Place } from '#server/blobs.ts'
import type { Mount } from '#server/http.ts'
import { route, type Context, type Download, type Route } from '#server/route.ts'
import { readPatches } from './checking/queries.ts'
import * as contract from './contract.ts'
import { OpensAs, Refusal, type FileRow } from './contract.ts'
import { createChecks, removeStrays, tendFiles } from './jobs.ts'
import * as queries from './queries.ts'
import type { Doors, FileFound } from './queries.ts'
import { opensAs, partOf } from './rules.ts'
import { uploadsWith } from './uploads/routes.ts'

const rowOf = (file: FileFound): FileRow => ({
  id: file.id,
  state: file.state,
  kind: file.kind,
  size: file.size,
  refusal: file.refusal === null ? null : Refusal.catch('file-broken').parse(file.refusal),
  isEvidence: file.isEvidence,
  isScanned: file.isScanned,
  sha256: file.isEvidence && file.sha256 ? file.sha256.toString('hex') : null,
  opensAs: file.state === 'ready' && file.kind ? opensAs(file.kind) : null,
  arrivedAt: file.arrivedAt?.toISOString() ?? null,
  openedCount: Number(file.openedCount ?? 0),
  lastOpenedAt: file.lastOpenedAt?.toISOString() ?? null,
})

const placeOf = ({ config, county }: Context, id: string): Place => ({
  dataFolder: config.dataFolder,
  county,
  id,
})

/** Nothing that stands in a file may run, nothing guess at what it is, nothing keep it. */
const CONTAINED = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'private, no-store',
  'accept-ranges': 'bytes',
  // Media are packed already; packing them once more would lose the lengths of parts.
  'content-encoding': 'identity',
}

const TYPE_SHOWN: Record<string, string> = { 'video/quicktime': 'video/mp4', 'video/3gpp': 'video/mp4' }

/** What is shown of a file, whole or the part that was asked for. */
const contentOf = (context: Context, file: FileFound, range: string | undefined): Download => {
  const { viewType, viewSize } = file
  if (viewType === null || viewSize === null) throw refused('这份附件不能在页面上打开')
  const part = partOf(range, viewSize)
  const type = TYPE_SHOWN[viewType] ?? viewType
  const base = { fileName: '附件', type }
  const headers = { ...CONTAINED, 'content-disposition': 'inline' }
  if (part === 'unsatisfiable')
    return {
      ...base,
      content: Buffer.alloc(0),
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${viewSize}` },
    }
  const { from, to } = part ?? { from: 0, to: viewSize }
  const key = context.keys.unwrap(file.keySealed, file.id)
  const isView = file.kind === 'image'
  const place = { ...placeOf(context, file.id), ...(isView && { part: 'view' as const }) }
  const patches = readPatches(key, file.blanksSealed)
  return {
    ...base,
    content: Readable.from(streamSealed(place, key, viewSize, { from, to, patches }), { objectMode: false }),
    status: part ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(to - from),
      ...(part && { 'content-range': `bytes ${from}-${to - 1}/${viewSize}` }),
    },
  }
}

const notScanned = () =>
  new Problem({
    status: 409,
    code: 'file-not-scanned',
    title: '这份原件还没有经过杀毒检查，不能取出。请系统管理员接好杀毒服务，检查通过后再取',
  })

/** `doors` say for each kind of record whether the caller may see it. */
export const routesWith = (doors: Doors): Route[] => {
  const fileFor = async ({ db, scope, now }: Context, id: string) =>
    found(await queries.findFile(db, scope, doors, id, now), '附件')

  return [
    route(contract.listFiles, async ({ db, scope, now }, { recordKind, recordId }) => {
      found(await doors[recordKind](db, scope, recordId, now), '记录')
      const files = await queries.listFilesOf(db, recordKind, recordId)
      return { items: files.map(rowOf) }
    }),

    route(contract.openFile, async (context, { id, reason }) => {
      const { db, actor, now, note } = context
      note({ kind: 'file', id, purpose: reason })
      const file = await fileFor(context, id)
      note({ divisionCode: file.divisionCode })
      if (file.state === 'checking') throw refused('这份附件正在检查，请过一会儿再打开')
      if (file.viewType === null || !file.kind) throw refused('这份附件不能在页面上打开')
      const opening = await queries.addOpening(db, { fileId: id, accountId: actor.accountId, now })
      return {
        openingId: opening.id,
        opensAs: OpensAs.parse(opensAs(file.kind)),
        mediaType: TYPE_SHOWN[file.viewType] ?? file.viewType,
        endsAt: opening.endsAt.toISOString(),
      }
    }),

    route(contract.readFile, async (context, { id, openingId, range }) => {
      const { db, actor, now } = context
      const file = await fileFor(context, id)
      const opening = { id: openingId, fileId: id, accountId: actor.accountId, now }
      if (!(await queries.isOpen(db, opening)))
        throw new Problem({
          status: 409,
          code: 'opening-ended',
          title: '打开的时间到了，请写明事由再打开一次',
        })
      return contentOf(context, file, range)
    }),

    route(contract.takeOriginal, async (context, { id, reason }) => {
      const { db, actor, now, keys, note } = context
      note({ kind: 'file', id, purpose: reason })
      const file = await fileFor(context, id)
      note({ divisionCode: file.divisionCode })
      if (!file.isEvidence || !file.sha256) throw refused('这份附件没有留存原件')
      if (!file.isScanned) throw notScanned()
      await queries.addOpening(db, { fileId: id, accountId: actor.accountId, now, isOriginal: true })
      const key = keys.unwrap(file.keySealed, id)
      const content = streamSealed(placeOf(context, id), key, file.size)
      return {
        fileName: `证据原件-${file.sha256.toString('hex').slice(0, 12)}.bin`,
        type: 'application/octet-stream',
        content: Readable.from(content, { objectMode: false }),
        headers: { ...CONTAINED, 'content-length': String(file.size) },
      }
    }),
  ]
}

const TEND_EVERY_MS = 3 * 60_000
const FIRST_TENDED_AFTER_MS = 10_000

/** Resumable uploads, and the checks and timed work behind them. */
export const mount: Mount = async (app, on, tokenOf) => {
  const fail = (error: unknown) => {
    const { name, code } = error as { name?: string; code?: string }
    app.log.error({ name, code }, 'file check failed')
  }
  const checks = createChecks(on, fail)
  let areStraysGone = false
  const tend = async () => {
    for (const { code } of await on.counties()) {
      await tendFiles(on, code, checks)
      if (!areStraysGone) await removeStrays(on, code)
    }
    areStraysGone = true
  }
  const first = setTimeout(() => void tend().catch(fail), FIRST_TENDED_AFTER_MS).unref()
  const timer = setInterval(() => void tend().catch(fail), TEND_EVERY_MS).unref()
  app.addHook('onClose', async () => {
    clearTimeout(first)
    clearInterval(timer)
    checks.stop()
    await checks.idle()
  })
  await uploadsWith(() => checks.add)(app, on, tokenOf)
}
