import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { answered } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { dispatched, giveBack, sentOf, twiceReturned, withOffice } from '#tests/referrals.ts'
import { getSentReferral } from '../contract.ts'
import { getOfficeReferral, nameOwner } from '../office/contract.ts'
import { getUnitReferral } from '../unit/contract.ts'
import { askAsUnit, replyAsOffice, replyAsSender } from './contract.ts'

const app = await testApp()
const county = await withOffice(app, await loopCounty(app))
const { worker, supervisor, director, officer, otherOfficer, officeOfficer, womenOfficer, education, women } =
  county

const QUESTION = '孩子的奶奶住在哪个村？'
const ask = (who: Caller, id: string, more: object = {}) =>
  who(askAsUnit, { id, messageId: uuidv7(), text: QUESTION, ...more })
const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)

test('a unit asks and the sender answers, sealed, while the clock goes on', async () => {
  const { referral, caseId } = await dispatched(app, county)
  const { id } = referral
  await ask(officer, id)
  expect(await kindsAbout(worker, id)).toEqual(['answer-query'])
  expect(await sentOf(worker, caseId, id)).toMatchObject({ isAsking: true, dueAt: referral.dueAt })
  await worker(replyAsSender, { id, messageId: uuidv7(), text: '住在西村三组' })
  expect(await kindsAbout(worker, id)).toEqual([])
  const read = await officer(getUnitReferral, { id })
  expect(read).toMatchObject({
    dueAt: referral.dueAt,
    messages: [
      { side: 'unit', by: '公安联络员', text: QUESTION },
      { side: 'sender', by: '社工', text: '住在西村三组' },
    ],
  })
  expect((await worker(getSentReferral, { id })).messages).toEqual(read.messages)
  const { rows } = await app.owner.query<{ row: string }>(
    `select to_jsonb(m)::text as row from county_449821.referral_message m`,
  )
  for (const { row } of rows) expect(row).not.toContain('奶奶')
  expect(JSON.stringify(await app.auditOf('referral.asked'))).not.toContain('奶奶')
})

test('a message that the browser sends twice stands once, and two questions are one task', async () => {
  const { referral } = await dispatched(app, county)
  const messageId = uuidv7()
  await ask(officer, referral.id, { messageId })
  await ask(officer, referral.id, { messageId })
  await ask(officer, referral.id)
  expect((await officer(getUnitReferral, { id: referral.id })).messages).toHaveLength(2)
  expect(await kindsAbout(worker, referral.id)).toEqual(['answer-query'])
})

test('strangers neither ask nor answer, and who has nothing to do with it reads nothing', async () => {
  const { referral } = await dispatched(app, county)
  const { id } = referral
  const reply = { id, messageId: uuidv7(), text: '假的回答' }
  await expect(ask(otherOfficer, id)).rejects.toMatchObject({ status: 404 })
  for (const who of [director, supervisor, officer])
    await expect(who(replyAsSender, reply)).rejects.toMatchObject({ status: 403 })
  await expect(officeOfficer(replyAsOffice, reply)).rejects.toMatchObject({ status: 404 })
  await expect(ask(officer, id, { text: ' ' })).rejects.toMatchObject({ status: 422 })
  await expect(ask(officer, id, { channel: 'office' })).rejects.toMatchObject({ code: 'refused' })
})

test('after the answer questions may still be cleared, after the return no more', async () => {
  const { referral } = await dispatched(app, county)
  await answered(county, referral.id)
  await ask(officer, referral.id)
  const returned = await dispatched(app, county)
  await giveBack(officer, returned.referral.id, education)
  const { id } = returned.referral
  await expect(ask(officer, id)).rejects.toMatchObject({ status: 404 })
  await expect(worker(replyAsSender, { id, messageId: uuidv7(), text: '迟来的回答' })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('whom the office named asks the office, which reads its own conversation and not the sender’s', async () => {
  const { second } = await twiceReturned(app, county)
  const { version } = await officeOfficer(getOfficeReferral, { id: second.id })
  const id = uuidv7()
  await officeOfficer(nameOwner, {
    id: second.id,
    version,
    referralId: id,
    unitId: women,
    basis: '分工第四条',
  })
  await ask(womenOfficer, id, { channel: 'office', text: '我们没有执法权，怎么办？' })
  await ask(womenOfficer, id)
  expect(await kindsAbout(officeOfficer, id)).toEqual(['answer-office-query'])
  const seen = await officeOfficer(getOfficeReferral, { id })
  expect(seen.messages.map(({ text }) => text)).toEqual(['我们没有执法权，怎么办？'])
  await officeOfficer(replyAsOffice, { id, messageId: uuidv7(), text: '公安局派员协助' })
  expect(await kindsAbout(officeOfficer, id)).toEqual([])
  const sender = await worker(getSentReferral, { id })
  expect(sender.messages.map(({ channel }) => channel).toSorted()).toEqual(['office', 'office', 'sender'])
})
