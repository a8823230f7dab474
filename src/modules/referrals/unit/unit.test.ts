import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { accepted } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { dispatched } from '#tests/referrals.ts'
import { getSentReferral } from '../contract.ts'
import { answerReferral, listUnitReferrals, recordMeasure, signReferral } from './contract.ts'
import { getUnitDesk, handToColleague, listUnitPast } from './people/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, worker, officer, otherOfficer } = county

test('the unit records what it did on which day; the sender reads it, and nobody rewrites it', async () => {
  const { referral } = await dispatched(app, county)
  const { id } = referral
  const measure = { id, measureId: uuidv7(), doneOn: inDays(0), text: '民警上门，见到孩子和奶奶' }
  await expect(officer(recordMeasure, { ...measure, version: 1 })).rejects.toMatchObject({ code: 'refused' })
  await officer(signReferral, { id, version: 1 })
  await expect(officer(recordMeasure, { ...measure, version: 2, doneOn: inDays(1) })).rejects.toMatchObject({
    fields: [{ field: 'doneOn' }],
  })
  await expect(otherOfficer(recordMeasure, { ...measure, version: 2 })).rejects.toMatchObject({ status: 404 })
  await officer(recordMeasure, { ...measure, version: 2 })
  await officer(recordMeasure, { ...measure, version: 2 })
  const read = await worker(getSentReferral, { id })
  expect(read.measures).toMatchObject([{ doneOn: inDays(0), by: '公安联络员', text: measure.text }])
  const change = (statement: string) =>
    app
      .setUp((db) => sql.raw(statement).execute(db))
      .then(
        () => 'changed',
        (error: Error) => error.message,
      )
  expect(await change('update referral_measure set done_on = done_on')).toContain('permission denied')
  expect(await change('update referral_handover set at = at')).toContain('permission denied')
  expect(await change(`update referral set due_at = due_at + interval '1 day' where id = '${id}'`)).toContain(
    'stays as it is',
  )
  expect(await change(`update referral set signed_at = now() where id = '${id}'`)).toContain('stays as it is')
})

test('a unit’s page: its people, who has what in hand, and its own record after access has ended', async () => {
  const { referral, caseId } = await dispatched(app, county)
  const colleague = await app.as({ role: 'liaison-officer', unitId: county.police, name: '公安联络员乙' })
  const { id } = referral
  await officer(signReferral, { id, version: 1 })
  const hand = (accountId: string, version: number) => officer(handToColleague, { id, version, accountId })
  await expect(hand(otherOfficer.accountId, 2)).rejects.toMatchObject({ fields: [{ field: 'accountId' }] })
  await hand(colleague.accountId, 2)
  await expect(hand(colleague.accountId, 2)).rejects.toMatchObject({ code: 'stale' })
  expect(await colleague(listUnitReferrals, { isMine: true })).toMatchObject({
    total: 1,
    items: [{ id, handler: '公安联络员乙' }],
  })
  const { people } = await officer(getUnitDesk)
  expect(people.find(({ name }) => name === '公安联络员乙')).toMatchObject({
    owed: 1,
    signed: 0,
    isMe: false,
  })
  await colleague(answerReferral, { id, version: 3, answer: '已核实' })
  await accepted(county, { caseId }, id)
  const past = (await officer(listUnitPast, { pageSize: 100 })).items.find((row) => row.id === id)
  expect(past).toMatchObject({ state: 'accepted', answeredBy: '公安联络员乙', isInTime: true })
  expect(Object.keys(past ?? {})).not.toContain('request')
  expect((await otherOfficer(listUnitPast, { pageSize: 100 })).items.map((row) => row.id)).not.toContain(id)
  for (const who of [worker, director, supervisor])
    await expect(who(getUnitDesk)).rejects.toMatchObject({ status: 403 })
})
