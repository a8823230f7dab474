import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { serveConsole } from './console-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'console-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<!doctype html><style nonce="__NONCE__"></style>')
const app = fastify()
await serveConsole(app, folder, readConfig({}))
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

test.each([
  ['a browser at any address of the console', '/children/1', BROWSER, 200],
  ['curl, which takes anything', '/', '*/*', 200],
  ['a checker of links at a page below', '/network?on=2026-01-01', '*/*', 200],
  ['a browser that looks for an icon', '/favicon.ico', 'image/avif,image/*,*/*;q=0.8', 404],
  ['a script that is no longer there', '/assets/gone.js', '*/*', 404],
  ['a caller of the API who mistook the address', '/api/nothing', '*/*', 404],
  ['whoever wants data', '/children', 'application/json', 404],
])('%s gets the page or nothing', async (_, url, accept, status) => {
  const response = await app.inject({ url, headers: { accept } })
  expect(response.statusCode).toBe(status)
  expect(response.headers['content-type']?.startsWith('text/html') ?? false).toBe(status === 200)
})
