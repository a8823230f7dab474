import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from './config.ts'

/** Headers of every answer. The policy for pages is set with the page, since it carries a nonce. */
export const strictHeaders = (config: Config): Record<string, string> => ({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  ...(config.publicOrigin?.startsWith('https:') && {
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
  }),
})

const pagePolicy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Whoever takes anything (a checker of links, curl) gets the page too; not in place of a file that is missing. */
const wantsPage = ({ url, headers: { accept = '' } }: Pick<FastifyRequest, 'url' | 'headers'>) => {
  const [path = ''] = url.split('?')
  if (path.startsWith('/api/')) return false
  return accept.includes('text/html') || (accept.includes('*/*') && !/\.\w+$/.test(path))
}

/** The built console: hashed assets for a year, and one page for every other address, with a fresh style nonce. */
export const serveConsole = async (app: FastifyInstance, folder: string, _config: Config) => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
    decorateReply: false,
  })
  // A service worker serves the folder that it comes from: it must stand at the root.
  const worker = join(folder, 'push-worker.js')
  if (existsSync(worker)) {
    const script = readFileSync(worker, 'utf8')
    app.get('/push-worker.js', (_, reply) =>
      reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(script),
    )
  }
  const answerPage = (nonce: string) => page.replaceAll('__NONCE__', nonce)
  app.get('/*', (request, reply) => {
    if (!wantsPage(request)) return reply.callNotFound()
    const nonce = randomBytes(16).toString('base64')
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy(nonce))
      .header('cache-control', 'no-store')
      .send(answerPage(nonce))
  })
}
