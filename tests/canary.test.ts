import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { addressOf, type Endpoint, type InputOf } from '#kernel/endpoint.ts'
import { checkDigit } from '#kernel/id-number.ts'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { bulkRegister } from '#modules/children/bulk/queries.ts'
import { registerChild } from '#modules/children/register/contract.ts'
import { searchChildren } from '#modules/children/search/contract.ts'
import { startSession } from '#modules/identity/queries.ts'
import { takeReport } from '#modules/reports/contract.ts'
import { addNewCounty } from '#apps/new-county.ts'
import { createServer } from '#apps/server.ts'

const COUNTY = '441821'
const VILLAGE = '441821100224'
const folder = mkdtempSync(join(tmpdir(), 'shouwang-canary-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const idNumber = (order: number) => {
  const body = `44982120150601${String(order).padStart(3, '0')}`
  return body + checkDigit(body)
}
/** Secrets that are planted; each occurs nowhere else. */
const planted = {
  bulkChild: idNumber(911),
  bulkMother: `44982119880214${'727'}${checkDigit('44982119880214727')}`,
  typedChild: idNumber(913),
  soughtOnly: idNumber(915),
  phone: '15490917261',
  motherPhone: '15490917262',
  address: '金丝雀巷七十二号三零一',
  narrative: '金丝雀听见邻居说夜里总有哭声',
  reporterPhone: '15490917263',
}

const filesUnder = (path: string): string[] =>
  readdirSync(path).flatMap((name) => {
    const full = join(path, name)
    return statSync(full).isDirectory() ? filesUnder(full) : [full]
  })

test('planted identity numbers, phones, addresses and narratives are found in no file of the database, its log, or the server log', async () => {
  const log: string[] = []
  const running = await openInstallation(readConfig({ SHOUWANG_DATA: folder, SHOUWANG_LOG_LEVEL: 'trace' }))
  const server = await createServer(running, {
    consoleFolder: '',
    logStream: new Writable({
      write: (chunk: Buffer, _, done) => {
        log.push(chunk.toString())
        done()
      },
    }),
  })
  try {
    const divisions = loadDivisions(COUNTY)
    await addNewCounty(running, divisions, { isDemonstration: false })
    const keys = running.keysOf(COUNTY)
    const accountId = uuidv7()
    const token = await inTransaction(running.pool, dutyScope(COUNTY, 'installer'), async (db) => {
      await bulkRegister(db, keys, [
        {
          name: '金小丝',
          sex: 'male',
          birthDay: '2015-06-01',
          idNumber: planted.bulkChild,
          divisionCode: VILLAGE,
          residenceAddress: planted.address,
          phone: planted.phone,
          source: { kind: 'roster', department: '公安', day: '2026-11-01' },
          family: [
            {
              person: {
                name: '金母',
                idNumber: planted.bulkMother,
                phone: planted.motherPhone,
                birthDay: '1988-02-14',
              },
              relation: 'mother',
              isGuardian: true,
            },
          ],
          categories: [],
          health: [],
        },
      ])
      await db
        .insertInto('account')
        .values({
          id: accountId,
          signInName: 'zhiban',
          displayName: '值班',
          state: 'active',
          role: 'duty-officer',
          mustChangePassword: false,
        })
        .execute()
      return startSession(db, { county: COUNTY, accountId, stage: 'full', device: '测试', now: new Date() })
    })
    const call = async <E extends Endpoint>(endpoint: E, input: InputOf<E>) => {
      const { url, body } = addressOf(endpoint, input)
      const response = await server.inject({
        method: endpoint.method,
        url,
        headers: { 'x-shouwang-request': '1' },
        cookies: { shouwang: token },
        ...(body && { payload: body }),
      })
      return { status: response.statusCode, body: response.body }
    }
    const registered = await call(registerChild, {
      id: uuidv7(),
      name: '金小雀',
      sex: 'male',
      birthDay: '2015-06-01',
      idNumber: planted.typedChild,
      divisionCode: VILLAGE,
      residence: 'same-as-hukou',
      hukouDivisionCode: VILLAGE,
    })
    expect(registered.status, registered.body).toBe(200)
    for (const text of [planted.soughtOnly, planted.bulkChild, planted.phone, '金小丝'])
      expect((await call(searchChildren, { text })).status).toBe(200)
    // Twice the same number: the refusal must not repeat it.
    const again = await call(registerChild, {
      id: uuidv7(),
      name: '金小雀',
      sex: 'male',
      birthDay: '2015-06-01',
      idNumber: planted.typedChild,
      divisionCode: VILLAGE,
      residence: 'same-as-hukou',
      hukouDivisionCode: VILLAGE,
    })
    expect(again.status).toBe(409)
    expect(again.body).not.toContain(planted.typedChild)
    const taken = await call(takeReport, {
      id: uuidv7(),
      narrative: planted.narrative,
      reporterName: '金丝雀报告人',
      reporterPhone: planted.reporterPhone,
      divisionCode: VILLAGE,
      childAbout: '不知姓名',
    })
    expect(taken.status, taken.body).toBe(200)
    // A statement that fails inside the database, with a secret among its values: the database's log must not keep it.
    await expect(running.pool.query('select $1::uuid', [planted.bulkChild])).rejects.toThrow()
  } finally {
    await server.close()
    await running.stop()
  }
  const secrets = Object.values(planted).map((text) => Buffer.from(text))
  const files = filesUnder(folder)
  // The search itself must be able to find something: a name is C2 and lies in clear.
  expect(files.some((path) => readFileSync(path).includes(Buffer.from('金小丝')))).toBe(true)
  const leaks = files.filter((path) => {
    const bytes = readFileSync(path)
    return secrets.some((secret) => bytes.includes(secret))
  })
  expect(leaks).toEqual([])
  const text = log.join('')
  expect(text.length).toBeGreaterThan(0)
  expect(Object.values(planted).filter((secret) => text.includes(secret))).toEqual([])
})
