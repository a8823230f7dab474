import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { addressOf } from '#kernel/endpoint.ts'
import { readConfig } from '#server/config.ts'
import { uuidv7 } from '#server/ids.ts'
import { COUNTY, testApp } from '../../../../tests/app.ts'
import { TEST_KEY } from '../../../../tests/global-setup.ts'
import { loopCounty, VILLAGE } from '../../../../tests/loop.ts'
import { NARRATIVE, quickSecrets, stranger } from '../../../../tests/portal.ts'
import { listReports } from '../contract.ts'
import { claimOf, codeKeysOf } from '../codes/keys.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { openReturn, sendReport } from './contract.ts'

const lines: string[] = []
const app = await testApp({
  more: {
    config: { ...readConfig({ SHOUWANG_LOG_LEVEL: 'trace' }), masterKey: TEST_KEY },
    logStream: new Writable({
      write: (line: Buffer, _, next) => {
        lines.push(line.toString())
        next()
      },
    }),
  },
})
const county = await loopCounty(app)
const outside = stranger(app)

const rowOf = (id: string) =>
  app.setUp((db) => db.selectFrom('report').where('id', '=', id).selectAll().executeTakeFirstOrThrow())

const opened = async (id: string) => {
  const row = await rowOf(id)
  const key = app.keys.unwrap(row.keySealed, id)
  const read = (field: string, sealed: Buffer | null) => sealed && app.keys.open(key, field, sealed)
  return {
    narrative: read('narrative', row.narrativeSealed),
    reporter: read('reporter', row.reporterSealed),
    child: read('child', row.childSealed),
    accused: read('accused', row.accusedSealed),
  }
}

test('the pages for everybody show numbers, places and workplaces, the emergency numbers first, and no person', async () => {
  const facts = await outside.facts()
  expect(facts.county).toEqual({ code: COUNTY, name: '示范县' })
  expect(facts.numbers.slice(0, 2).map(({ number }) => number)).toEqual(['110', '120'])
  for (const number of ['12345', '12355', '12309', '12338'])
    expect(facts.numbers.map((each) => each.number)).toContain(number)
  expect(facts.places).toContainEqual({ code: VILLAGE, name: '东村', town: '甲镇' })
  expect(facts.workplaces.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['县未成年人救助保护中心', '县公安局']),
  )
  expect(Buffer.from(facts.codeSalt, 'base64')).toHaveLength(16)
  expect(JSON.stringify(facts)).not.toContain('值班员')
})

test('an anonymous report reaches the desk with its deadline, and keeps neither name nor number even if they were sent', async () => {
  const { id, answer } = await outside.report({
    divisionCode: VILLAGE,
    reporterName: '李邻居',
    reporterPhone: '13900000001',
    safeContact: '晚上八点以后',
    isOwn: true,
    danger: { isHurtNow: 'yes' },
  })
  expect(answer).toMatchObject({ isTaken: true, missingFiles: [] })
  expect(Date.parse(answer.seenBy) - Date.now()).toBeLessThan(2 * 3_600_000 + 1_000)
  const row = await rowOf(id)
  expect(row).toMatchObject({
    door: 'anonymous',
    source: 'portal',
    receivedBy: null,
    isAnonymous: true,
    hasCode: true,
    divisionCode: VILLAGE,
    dangerLevel: 'immediate',
    routedTo: 'desk',
  })
  const { narrative, reporter } = await opened(id)
  expect(narrative).toBe(NARRATIVE)
  expect(JSON.parse(reporter ?? '')).toEqual({ safeContact: '晚上八点以后', isOwn: true })
  const { items } = await county.duty(listReports, { pageSize: 100 })
  expect(items.map((each) => each.id)).toContain(id)
  const tasks = await county.duty(listMyTasks, { pageSize: 100 })
  expect(tasks.items.filter(({ subjectId }) => subjectId === id).map(({ kind }) => kind)).toEqual([
    'triage-report',
  ])
})

test('a named reporter is kept with the report, a place of another county counts as the whole of this one', async () => {
  const { id } = await outside.report({
    door: 'confidential',
    reporterName: '李邻居',
    reporterPhone: '13900000001',
    divisionCode: '449822100001',
    childName: '小花',
  })
  const { reporter, child } = await opened(id)
  expect(JSON.parse(reporter ?? '')).toMatchObject({ name: '李邻居', phone: '13900000001' })
  expect(JSON.parse(child ?? '')).toMatchObject({ name: '小花' })
  expect((await rowOf(id)).divisionCode).toBe('449821000000')
})

test('what is sealed has the size of its bucket', async () => {
  const [short, long] = [await outside.report({ narrative: '他打我' }), await outside.report()]
  const [one, other] = [await rowOf(short.id), await rowOf(long.id)]
  expect(one.narrativeSealed.length).toBe(other.narrativeSealed.length)
})

test('a report sent twice is taken once and answered alike, at the same moment too', async () => {
  const secrets = await quickSecrets()
  const first = await outside.report({}, secrets)
  const again = await outside.call(sendReport, first.report)
  const anew = await outside.call(sendReport, { ...first.report, work: await outside.work() })
  expect([again, anew]).toEqual([first.answer, first.answer])
  const id = uuidv7()
  const code = codeKeysOf(await quickSecrets())
  const both = await Promise.all([1, 2].map(async () => outside.report({ id, code })))
  expect(both.map(({ answer }) => answer.isTaken)).toEqual([true, true])
  const tasks = await app.setUp((db) =>
    db.selectFrom('task').where('subjectId', 'in', [id, first.id]).select('id').execute(),
  )
  expect(tasks).toHaveLength(2)
})

test('other words under a known id are not written; only whoever holds the code is told', async () => {
  const { report, id, answer } = await outside.report()
  const others = codeKeysOf(await quickSecrets())
  const work = await outside.work()
  expect(
    await outside.call(sendReport, { ...report, narrative: '别的话', code: others, work }),
  ).toMatchObject({ isTaken: true, seenBy: answer.seenBy })
  await expect(
    outside.call(sendReport, { ...report, narrative: '改过的话', work: await outside.work() }),
  ).rejects.toMatchObject({ status: 409, code: 'refused' })
  expect((await opened(id)).narrative).toBe(NARRATIVE)
})

test('without work, or with work that was used, nothing is taken', async () => {
  const { report } = await outside.report()
  const fresh = async () => ({ ...report, id: uuidv7(), code: codeKeysOf(await quickSecrets()) })
  await expect(outside.call(sendReport, await fresh())).rejects.toMatchObject({ code: 'work-again' })
  await expect(
    outside.call(sendReport, { ...(await fresh()), work: { challenge: 'x', nonce: '1' } }),
  ).rejects.toMatchObject({ status: 409, code: 'work-again' })
})

test('the code opens how far the report has come and the words of both sides, and nothing else does', async () => {
  const secrets = await outside.freshSecrets()
  const { id } = await outside.report({}, secrets)
  expect(await outside.open(secrets)).toMatchObject({ state: 'received', messages: [], isCut: false })
  await outside.say(secrets, '他今天又打人了')
  const messageId = uuidv7()
  await outside.say(secrets, '我明天在学校', messageId)
  await outside.say(secrets, '我明天在学校', messageId)
  const answer = await outside.open(secrets)
  expect(answer?.messages.map(({ text }) => text)).toEqual(['他今天又打人了', '我明天在学校'])
  expect(JSON.stringify(answer)).not.toContain(NARRATIVE)
  const tasks = await county.duty(listMyTasks, { pageSize: 100 })
  const asked = tasks.items.filter((each) => each.subjectId === id && each.kind === 'answer-message')
  expect(asked).toHaveLength(1)
  expect(await outside.open(await quickSecrets())).toBeUndefined()
  expect(await outside.open({ ...secrets, proof: new Uint8Array(32) })).toBeUndefined()
  await app.setUp((db) =>
    db.updateTable('reportCode').set({ endedAt: new Date() }).where('reportId', '=', id).execute(),
  )
  expect(await outside.open(secrets)).toBeUndefined()
})

test('many long messages are cut from the oldest, and the answer keeps its size', async () => {
  const secrets = await quickSecrets()
  await outside.report({}, secrets)
  for (let nth = 0; nth < 9; nth += 1) await outside.say(secrets, `${nth}${'很'.repeat(1_500)}`)
  const { sealed } = await outside.call(openReturn, { county: COUNTY, ...claimOf(secrets) })
  expect(Buffer.from(sealed, 'base64')).toHaveLength(16_384)
  const answer = await outside.open(secrets)
  expect(answer?.isCut).toBe(true)
  expect(answer?.messages.at(-1)?.text.startsWith('8')).toBe(true)
})

test('a message to a made-up code is answered alike, and written nowhere', async () => {
  const count = () =>
    app.setUp(async (db) => (await db.selectFrom('reportMessage').select('id').execute()).length)
  const before = await count()
  expect(await outside.say(await quickSecrets(), '有人吗')).toEqual({ isTaken: true })
  expect(await count()).toBe(before)
})

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

test('known, ended and made-up codes are answered alike in status, headers, size and time', async () => {
  const known = await quickSecrets()
  const ended = await quickSecrets()
  await outside.report({}, known)
  await outside.say(known, '我在学校')
  const { id } = await outside.report({}, ended)
  await app.setUp((db) =>
    db.updateTable('reportCode').set({ endedAt: new Date() }).where('reportId', '=', id).execute(),
  )
  const codes = { known, ended, madeUp: await quickSecrets() }
  const times = { known: [] as number[], ended: [] as number[], madeUp: [] as number[] }
  const shapes = new Set<string>()
  const names = ['known', 'ended', 'madeUp'] as const
  for (let turn = 0; turn < 230; turn += 1)
    for (const name of turn % 2 ? names : names.toReversed()) {
      const { url, body } = addressOf(openReturn, { county: COUNTY, ...claimOf(codes[name]) })
      const began = performance.now()
      const response = await app.server.inject({
        method: 'POST',
        url,
        headers: { 'x-shouwang-request': '1', 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      })
      const took = performance.now() - began
      // The first ones warm the machine.
      if (turn >= 30) times[name].push(took)
      const headers = Object.keys(response.headers).toSorted().join()
      shapes.add(`${response.statusCode} ${headers} ${response.payload.length}`)
    }
  expect([...shapes]).toHaveLength(1)
  const middles = names.map((name) => median(times[name]))
  // Far below what a network's own jitter hides; a missing statement or decryption would show above it.
  expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(0.15 * Math.min(...middles) + 0.05)
}, 180_000)

test('the log of these routes holds nothing, not even their requests, and the audit no session and no request', async () => {
  lines.length = 0
  const { report, secrets } = await outside.report()
  await outside.open(secrets)
  await outside.call(sendReport, { ...report, id: uuidv7() }).catch(() => undefined)
  expect(lines).toEqual([])
  await county.duty(listReports, {})
  expect(lines.length).toBeGreaterThan(0)
  const entries = await app.auditOf('report.sent')
  expect(entries.length).toBeGreaterThan(0)
  for (const entry of [...entries, ...(await app.auditOf('report.code-tried'))])
    expect(entry).toMatchObject({ request_id: '-', session_id: null, actor_id: null, actor_role: 'nobody' })
  expect((await app.auditOf('report.code-tried')).every((entry) => entry['subject_id'] === null)).toBe(true)
})

test('a desk’s own session sends a report as a stranger', async () => {
  const { report } = await outside.report()
  const id = uuidv7()
  const own = { ...report, id, code: codeKeysOf(await quickSecrets()), work: await outside.work() }
  await app.send(sendReport, own, county.duty.token)
  expect((await rowOf(id)).receivedBy).toBeNull()
  const entries = await app.auditOf('report.sent')
  expect(entries.find((entry) => entry['subject_id'] === id)).toMatchObject({ actor_id: null })
})
