import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What stands on the first page for everybody; nothing of any person. */
export type PortalFacts = {
  county: { code: string; name: string }
  isDemonstration: boolean
  numbers: { number: string; label: string; about: string }[]
}

export type PortalSource = {
  counties: () => Promise<{ code: string; name: string }[]>
  factsOf: (county: string) => Promise<PortalFacts>
}

const FRESH_MS = 60_000
const RETRY_MS = 5_000
const PATIENCE_MS = 800

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

// Argon2id is WebAssembly; nothing else may be made into code, and nothing inline runs.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Ready to go out, packed once: under a flood the first page costs next to nothing. */
type Sheet = { type: string; plain: Buffer; packed: Buffer }

const sheetOf = (extension: string, content: Buffer | string): Sheet => {
  const plain = Buffer.from(content)
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    plain,
    packed: gzipSync(plain, { level: 9 }),
  }
}

/** Nothing of the portal is kept by any browser: a cached file would tell who was here. */
const sendSheet = (request: FastifyRequest, reply: FastifyReply, sheet: Sheet, policy = POLICY) => {
  const mayPack = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  void reply
    .type(sheet.type)
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-encoding')
  if (mayPack) void reply.header('content-encoding', 'gzip')
  return reply.send(mayPack ? sheet.packed : sheet.plain)
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)

const filled = (page: string, name: string, html: string) =>
  page.replace(new RegExp(`<!--${name}-->[^]*?<!--/${name}-->`), () => html)

const numberLine = ({ number, label, about }: PortalFacts['numbers'][number]) =>
  `<li><a href="tel:${escaped(number)}"><b>${escaped(number)}</b><span>${escaped(label)}` +
  `${about ? `<small>${escaped(about)}</small>` : ''}</span></a></li>`

/** The first page of one county; without facts it stays as it was built, with the numbers of the whole country. */
export const pageOf = (page: string, facts: PortalFacts | undefined) => {
  if (!facts) return page
  const { county, isDemonstration, numbers } = facts
  let own = page.replace('data-county=""', `data-county="${escaped(county.code)}"`)
  own = filled(own, 'county', `<small>${escaped(county.name)}</small>`)
  if (isDemonstration)
    own = filled(
      own,
      'demonstration',
      '<aside class="notice" aria-label="演示">演示县：这里没有真人值守。遇到真事请打 110、12345。</aside>',
    )
  return numbers.length ? filled(own, 'numbers', numbers.map(numberLine).join('')) : own
}

const chooserOf = (page: string, counties: { code: string; name: string }[]) => {
  const links = counties.map(
    ({ code, name }) =>
      `<li><a class="door" href="?county=${escaped(code)}"><b>${escaped(name)}</b></a></li>`,
  )
  const chooser = `<section aria-labelledby="which"><h2 id="which">先选您所在的县</h2><ul class="doors">${links.join('')}</ul></section>`
  return filled(page, 'counties', chooser).replace('<section id="online"', '<section id="online" hidden')
}

/** What `load` answered last: asked again after a minute, never waited for longer than a moment, kept while asking fails. */
const remembered = <T>(load: () => Promise<T>) => {
  let last: T | undefined
  let askAfter = 0
  let asking: Promise<void> | undefined
  return async () => {
    if (Date.now() >= askAfter)
      asking ??= load()
        .then((answer) => {
          last = answer
          askAfter = Date.now() + FRESH_MS
        })
        .catch(() => {
          askAfter = Date.now() + RETRY_MS
        })
        .finally(() => {
          asking = undefined
        })
    if (last === undefined && asking) await Promise.race([asking, setTimeout(PATIENCE_MS)])
    return last
  }
}

/** Chooses and keeps the ready first pages, one a county. */
const firstPages = (page: string, { counties, factsOf }: PortalSource) => {
  const bare = sheetOf('.html', pageOf(page, undefined))
  const knownCounties = remembered(counties)
  const facts = new Map<string, () => Promise<PortalFacts | undefined>>()
  const sheets = new WeakMap<object, Sheet>()
  const keep = (key: object, make: () => string) => {
    const sheet = sheets.get(key) ?? sheetOf('.html', make())
    sheets.set(key, sheet)
    return sheet
  }
  return async (wanted: string | undefined) => {
    const known = await knownCounties()
    const county = known?.length === 1 ? known[0] : known?.find(({ code }) => code === wanted)
    if (!county) return known && known.length > 1 ? keep(known, () => chooserOf(page, known)) : bare
    const read = facts.get(county.code) ?? remembered(() => factsOf(county.code))
    facts.set(county.code, read)
    const own = await read()
    return own ? keep(own, () => pageOf(page, own)) : bare
  }
}

const hashOf = (page: string, tag: string) => {
  const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? ''
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

const filesIn = (folder: string, prefix = ''): string[] =>
  readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  )

/**
 * The pages for everybody, at /portal/. They are served from memory, also when the database is down; then with the numbers of the
 * whole country.
 */
export const servePortal = (app: FastifyInstance, folder: string, source: PortalSource) => {
  if (!existsSync(join(folder, 'index.html'))) return
  const sheets = new Map(
    filesIn(folder).map((name) => [name, sheetOf(extname(name), readFileSync(join(folder, name)))]),
  )
  const firstPage = firstPages(readFileSync(join(folder, 'index.html'), 'utf8'), source)
  app.get('/portal', (_, reply) => reply.redirect('/portal/'))
  // Its public keys are read from the database: an endpoint like any other.
  app.get('/portal/receipt-check.html', (_, reply) => reply.redirect('/api/receipt-check'))
  app.get<{ Querystring: { county?: unknown } }>('/portal/', async (request, reply) => {
    const { county } = request.query
    return sendSheet(request, reply, await firstPage(typeof county === 'string' ? county : undefined))
  })
  app.get<{ Params: { '*': string } }>('/portal/*', (request, reply) => {
    const sheet = sheets.get(request.params['*'])
    return sheet ? sendSheet(request, reply, sheet) : reply.callNotFound()
  })
  const neutral = readFileSync(join(folder, 'koujue.html'), 'utf8')
  const neutralPolicy = `default-src 'none'; script-src ${hashOf(neutral, 'script')}; style-src ${hashOf(neutral, 'style')}; img-src data:; base-uri 'none'; frame-ancestors 'none'`
  const neutralSheet = sheetOf('.html', neutral)
  // Not "storage": the portal keeps none, and the same browser may hold a village worker's records that wait to be sent.
  app.get('/koujue', (request, reply) =>
    sendSheet(request, reply.header('clear-site-data', '"cache"'), neutralSheet, neutralPolicy),
  )
}
