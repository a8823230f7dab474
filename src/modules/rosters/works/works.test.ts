import { addDays } from '#kernel/day.ts'
import { checkDigit } from '#kernel/id-number.ts'
import { beforeAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { addPlaces, PLACES } from '#tests/children.ts'
import { csvOf, factsOf, handIn, HOUSEHOLD, previewed, settled, household } from '#tests/rosters.ts'
import { applyRoster } from '../applying/contract.ts'
import { discardRoster, getRoster, type RosterState } from '../contract.ts'
import { getMapping } from '../intake/contract.ts'
import { listRows, startPreview, stopPreview } from '../preview/contract.ts'

const app = await testApp()
app.clock.now = new Date('2026-11-23T08:00:00+08:00')
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

/** As the database is, past the walls. */
const setRoster = (id: string, values: { state: RosterState; beatAt: Date | null }) =>
  app.setUp((db) => db.updateTable('roster').set(values).where('id', '=', id).execute())

const numberOf = (at: number) => {
  const day = addDays('2012-01-01', at % 4_000).replaceAll('-', '')
  const seventeen = `449821${day}001`
  return seventeen + checkDigit(seventeen)
}

beforeAll(() => addPlaces(app))

test('a work that died without a word is shown as failed and can be begun again', async () => {
  const { id, version } = await handIn(app, caseworker, household())
  const longAgo = new Date(Date.now() - 60_000)
  await setRoster(id, { state: 'reading', beatAt: longAgo })
  const dead = await caseworker(getRoster, { id })
  expect(dead).toMatchObject({ state: 'failed', failure: expect.stringContaining('再来一次') })
  expect(await previewed(caseworker, { id, version })).toMatchObject({ state: 'previewed', failure: null })
  await setRoster(id, { state: 'applying', beatAt: longAgo })
  expect(await caseworker(getRoster, { id })).toMatchObject({
    state: 'previewed',
    failure: expect.stringContaining('没有写入任何内容'),
  })
})

test('a roster that is being read cannot be applied, mapped or discarded', async () => {
  const { id, version } = await handIn(app, caseworker, household())
  await setRoster(id, { state: 'reading', beatAt: new Date() })
  await expect(caseworker(applyRoster, { id, version })).rejects.toMatchObject({ code: 'refused' })
  await expect(caseworker(getMapping, { id })).rejects.toMatchObject({ code: 'refused' })
  await expect(caseworker(discardRoster, { id, version, reason: '不要了吧' })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('reading can be stopped and leaves nothing', async () => {
  const many = Array.from({ length: 30_000 }, (_, at) => {
    const day = `2015-${String((at % 12) + 1).padStart(2, '0')}-${String((at % 28) + 1).padStart(2, '0')}`
    return [String(at), '孩子', '男', '汉族', '', day, '石角镇围镇村', '', '', '', '', '']
  })
  const received = await handIn(app, caseworker, csvOf(HOUSEHOLD, many))
  await caseworker(startPreview, { id: received.id, version: received.version })
  const running = await caseworker(stopPreview, { id: received.id })
  expect(running.state).toBe('reading')
  const stopped = await settled(caseworker, received.id)
  expect(stopped).toMatchObject({ state: 'received', counts: null, failure: null })
  expect((await caseworker(listRows, { id: received.id })).total).toBe(0)
})

test('applying can be stopped and leaves nothing', async () => {
  const rows = Array.from({ length: 4_000 }, (_, at) => [
    String(at),
    '停下',
    '男',
    '汉族',
    numberOf(at),
    '',
    '石角镇围镇村',
    '',
    '',
    '',
    '',
    '',
  ])
  const ready = await previewed(caseworker, await handIn(app, caseworker, csvOf(HOUSEHOLD, rows)))
  expect(ready.counts?.verdicts.new).toBe(4_000)
  const before = await factsOf(app)
  await app.owner.query(`
    create function county_449821.linger() returns trigger language plpgsql as $$ begin perform pg_sleep(0.001); return new; end $$;
    create trigger linger before insert on county_449821.child for each row execute function county_449821.linger()`)
  await caseworker(applyRoster, { id: ready.id, version: ready.version })
  await caseworker(stopPreview, { id: ready.id })
  const stopped = await settled(caseworker, ready.id)
  expect(stopped).toMatchObject({ state: 'previewed', failure: null, appliedAt: null })
  expect(await factsOf(app)).toEqual(before)
})
