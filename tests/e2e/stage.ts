import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import bundled from '@sparticuz/chromium'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { loadDemonstration } from '#apps/demonstration/load.ts'
import { DEMONSTRATION_COUNTY } from '#apps/demonstration/county.ts'
import { DEMONSTRATION_PASSWORD } from '#apps/demonstration/network.ts'
import { startNotifier } from '#apps/notifier-process.ts'
import { startSealer } from '#apps/sealer-process.ts'
import { createServer } from '#apps/server.ts'

const root = join(import.meta.dirname, '../..')
const PICTURES = join(root, 'test-results')

export const PASSWORD = DEMONSTRATION_PASSWORD

export type Size = 'desk' | 'phone'
const SIZES = {
  desk: { viewport: { width: 1366, height: 768 } },
  phone: { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true },
} satisfies Record<Size, object>

/** A child fits each of the demonstration's stories from about a thousand minors on. */
const MINORS = 1_200
const MINUTE_MS = 60_000

// The browser itself asks nobody anything, and no name but this machine's leads anywhere.
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/** An installation of its own with a small demonstration county and the real server on a free port. */
const openCounty = async (now: () => Date, settings: Record<string, string>) => {
  if (!existsSync(join(root, 'dist/console/index.html')))
    throw new Error('the console is not built: run `npm run build` first')
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-e2e-'))
  const config = readConfig({
    SHOUWANG_DATA: folder,
    SHOUWANG_LOG_LEVEL: 'error',
    SHOUWANG_PORT: '0',
    ...settings,
  })
  const running = await openInstallation(config)
  await loadDemonstration(running, { minors: MINORS, today: new Date() })
  const sealer = startSealer(running)
  const notifier = startNotifier(running)
  const server = await createServer(running, { now })
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const close = async () => {
    await server.close()
    await notifier.stop()
    await sealer.stop()
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { running, address, folder, close }
}

/** What a browser must never do on our pages, and what the server refused. */
type Notes = { faults: string[]; refusals: string[] }

const withoutIds = (path: string) => path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')

const watch = async (context: BrowserContext, address: string, { faults, refusals }: Notes) => {
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      console.error(`policy violated: ${violatedDirective} ${blockedURI} ${sourceFile}`),
    ),
  )
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !/^(data|blob|about):/.test(url)) faults.push(`request to ${url}`)
  })
  context.on('response', (response) => {
    const path = withoutIds(new URL(response.url()).pathname)
    if (response.status() >= 400) refusals.push(`${response.status()} ${response.request().method()} ${path}`)
  })
  context.on('console', (message) => {
    // A refused request is noted above, with its method.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`console: ${message.text().slice(0, 500)} at ${withoutIds(message.page()?.url() ?? '')}`)
  })
  context.on('weberror', (error) => faults.push(`uncaught: ${String(error.error())}`))
}

/** Signs in by the form that is on the page. */
export const signIn = async (page: Page, signInName: string, password = PASSWORD) => {
  await page.getByRole('textbox', { name: '登录名', exact: true }).fill(signInName)
  await page.getByRole('textbox', { name: '口令' }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor({ state: 'detached' })
}

const keepPictures = async (name: string, pages: Page[]) => {
  mkdirSync(PICTURES, { recursive: true })
  for (const [index, page] of pages.entries())
    if (!page.isClosed())
      await page.screenshot({
        path: join(PICTURES, `${name.replaceAll('/', '-').slice(0, 60)}-${index}.png`),
      })
}

/**
 * A county, a server and a browser for one test file. After each test nothing may have gone wrong in the browser, and the
 * server may have refused only what the test has asked for with `refusals()`.
 * @param settings environment variables besides those of every test, e.g. a mail server
 */
export const openStage = async (settings: Record<string, string> = {}) => {
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const county = await openCounty(now, settings)
  const browser = await chromium.launch({ executablePath: await bundled.executablePath(), args: FLAGS })
  const notes: Notes = { faults: [], refusals: [] }
  const pages: Page[] = []

  /** A browser of its own that nobody has signed in with. */
  const stranger = async (size: Size) => {
    const context = await browser.newContext({
      ...SIZES[size],
      baseURL: county.address,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(15_000)
    await watch(context, county.address, notes)
    if (ahead) await context.clock.setSystemTime(now())
    const page = await context.newPage()
    pages.push(page)
    return page
  }

  /** Somebody of the county in a browser of their own, on the page at `path`. */
  const as = async (signInName: string, size: Size = 'desk', path = '/') => {
    const page = await stranger(size)
    await page.goto(path)
    await signIn(page, signInName)
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
    return page
  }

  /** What the server refused since the last call, as `404 GET /api/children/:id`. */
  const refusals = () => notes.refusals.splice(0)

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(task.name, pages)
    for (const page of pages.splice(0)) await page.context().close()
    const faults = notes.faults.splice(0)
    expect({ faults, refusals: refusals() }).toEqual({ faults: [], refusals: [] })
  })
  afterAll(async () => {
    await browser.close()
    await county.close()
  })

  return {
    as,
    stranger,
    refusals,
    /** For files of a test; goes with the county. */
    folder: county.folder,
    /** Time goes on for the server and for every browser opened from now on. */
    letPass: ({ days = 0, minutes = 0 }) => {
      ahead += (days * 24 * 60 + minutes) * MINUTE_MS
    },
    /** Children of a place that nobody has reported yet, by name. */
    childrenOf: (divisionCode: string) =>
      inTransaction(county.running.pool, dutyScope(DEMONSTRATION_COUNTY, 'installer'), (db) =>
        db
          .selectFrom('child')
          .select(['id', 'name', 'sex', 'birthDay', 'divisionCode'])
          .where('divisionCode', '=', divisionCode)
          .where((eb) =>
            eb.not(
              eb.exists(eb.selectFrom('report').whereRef('report.childId', '=', 'child.id').select('id')),
            ),
          )
          .orderBy('id')
          .execute(),
      ),
  }
}
