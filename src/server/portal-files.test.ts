import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterEach, expect, test, vi } from 'vitest'
import { servePortal, type PortalFacts, type PortalSource } from './portal-files.ts'

const PAGE = [
  '<html data-county=""><body><!--county--><!--/county--><!--demonstration--><!--/demonstration-->',
  '<ul><!--numbers--><li>110 as built</li><!--/numbers--></ul><!--counties--><!--/counties-->',
  '<section id="online"></section></body></html>',
].join('')

const folder = mkdtempSync(join(tmpdir(), 'shouwang-portal-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), PAGE)
writeFileSync(join(folder, 'assets/a.js'), 'export {}')
writeFileSync(join(folder, 'koujue.html'), '<style>p{}</style><script>1</script>')

const facts = (code: string): PortalFacts => ({
  county: { code, name: `县 ${code}` },
  isDemonstration: false,
  numbers: [{ number: '0763-4280000', label: '县中心 <值守>', about: '全天' }],
})
const one = [{ code: '449821', name: '望川县' }]
const two = [...one, { code: '449822', name: '邻县' }]

const opened = (source: Partial<PortalSource>) => {
  const app = fastify()
  servePortal(app, folder, {
    counties: () => Promise.resolve(one),
    factsOf: (county) => Promise.resolve(facts(county)),
    ...source,
  })
  return app
}

afterEach(() => void vi.useRealTimers())

test('the first page shows the numbers that the county set, and its words are no markup', async () => {
  const page = await opened({}).inject('/portal/')
  expect(page.body).toContain('href="tel:0763-4280000"')
  expect(page.body).toContain('县中心 &lt;值守&gt;<small>全天</small>')
  expect(page.body).not.toContain('as built')
  expect(page.body).toContain('data-county="449821"')
})

test.each<[string, Partial<PortalSource>]>([
  ['its counties', { counties: () => Promise.reject(new Error('down')) }],
  ['its facts', { factsOf: () => Promise.reject(new Error('down')) }],
  ['an answer', { factsOf: () => new Promise(() => undefined) }],
])(
  'without a database to give %s, the page still comes, soon, with the numbers of the whole country',
  async (_, source) => {
    const app = opened(source)
    const began = Date.now()
    const page = await app.inject('/portal/')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('110 as built')
    expect(Date.now() - began).toBeLessThan(3_000)
  },
)

test('while the database is asked in vain, the numbers known last stay', async () => {
  let isUp = true
  const app = opened({
    factsOf: (county) => (isUp ? Promise.resolve(facts(county)) : Promise.reject(new Error())),
  })
  await app.inject('/portal/')
  isUp = false
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 })
  await app.inject('/portal/')
  expect((await app.inject('/portal/')).body).toContain('0763-4280000')
})

test('the facts of a county are asked for once, however many open the page', async () => {
  let asked = 0
  const app = opened({
    factsOf: (county) => {
      asked += 1
      return Promise.resolve(facts(county))
    },
  })
  await Promise.all(Array.from({ length: 50 }, () => app.inject('/portal/')))
  expect(asked).toBe(1)
})

test('where several counties are served one is chosen first, and made-up codes lead to the choice', async () => {
  const app = opened({ counties: () => Promise.resolve(two) })
  for (const address of ['/portal/', '/portal/?county=999999', '/portal/?county=449822&county=1']) {
    const { body } = await app.inject(address)
    expect(body).toContain('href="?county=449822"')
    expect(body).toContain('<section id="online" hidden>')
  }
  expect((await app.inject('/portal/?county=449822')).body).toContain('data-county="449822"')
})

test('no browser keeps anything of the portal, and nothing inline or foreign runs in it', async () => {
  const app = opened({})
  for (const address of ['/portal/', '/portal/assets/a.js']) {
    const { headers } = await app.inject(address)
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(headers['content-security-policy']).not.toContain('unsafe-inline')
    expect(headers['set-cookie']).toBeUndefined()
  }
  expect((await app.inject('/portal/assets/../index.html/none')).statusCode).toBe(404)
})

test('the neutral page takes what the browser kept, but not a village worker’s records', async () => {
  const { headers } = await opened({}).inject('/koujue')
  expect(headers['clear-site-data']).toBe('"cache"')
  expect(headers['content-security-policy']).toMatch(/script-src 'sha256-[^']+'; style-src 'sha256-/)
})
