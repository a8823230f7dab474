import { expect, test } from 'vitest'
import { endOfDay } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { getCase } from '#modules/cases/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { accepted, answered } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { dispatched, sentOf } from '#tests/referrals.ts'
import { getSentReferral } from '../contract.ts'
import { getUnitReferral } from '../unit/contract.ts'
import { reopenReferral, sayEffect } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { worker, supervisor, officer } = county

const acceptedOne = async () => {
  const story = await dispatched(app, county)
  await answered(county, story.referral.id)
  await accepted(county, story, story.referral.id)
  const { version } = await sentOf(worker, story.caseId, story.referral.id)
  return { ...story, id: story.referral.id, version }
}
const aboutEffect = async (id: string) =>
  (await worker(listMyTasks, { pageSize: 100 })).items.filter(
    (task) => task.subjectId === id && task.kind === 'say-effect',
  )

test('thirty days after the answer was accepted its sender says whether it helped and what the child says, once', async () => {
  const { id, version } = await acceptedOne()
  expect(await aboutEffect(id)).toMatchObject([{ dueAt: endOfDay(inDays(30)).toISOString() }])
  const said = { id, version, effect: 'partly', words: '父亲喝酒少了', childWords: '晚上不那么怕了' } as const
  await expect(supervisor(sayEffect, said)).rejects.toMatchObject({ status: 403 })
  await expect(worker(sayEffect, { ...said, words: ' ' })).rejects.toMatchObject({ status: 422 })
  await worker(sayEffect, said)
  expect(await aboutEffect(id)).toEqual([])
  expect(await worker(getSentReferral, { id })).toMatchObject({
    effect: { effect: 'partly', words: '父亲喝酒少了', childWords: '晚上不那么怕了', saidBy: '社工' },
  })
  await expect(worker(sayEffect, said)).rejects.toMatchObject({ code: 'refused' })
  expect(JSON.stringify(await app.auditOf('referral.effect-said'))).not.toContain('喝酒')
})

test('before the answer is accepted there is no effect to speak of', async () => {
  const { referral, caseId } = await dispatched(app, county)
  const { version } = await sentOf(worker, caseId, referral.id)
  await expect(
    worker(sayEffect, { id: referral.id, version, effect: 'helped', words: '很好' }),
  ).rejects.toMatchObject({ code: 'refused' })
})

test('what did not help goes to the same unit again, as part of the same matter and a new item of the plan', async () => {
  const { id, version, caseId, referral } = await acceptedOne()
  expect(await worker(getSentReferral, { id })).toMatchObject({ canReopen: true })
  const input = { id, version, referralId: uuidv7(), itemId: uuidv7(), request: '请再次上门训诫' }
  const again = await worker(reopenReferral, input)
  expect(again.number).toBe(`${referral.number}-2`)
  expect(await worker(reopenReferral, input)).toEqual(again)
  const received = await officer(getUnitReferral, { id: again.id })
  expect(received).toMatchObject({
    request: '请再次上门训诫',
    child: [{ field: 'name' }, { field: 'phone' }],
  })
  expect(received.handovers.map(({ kind }) => kind)).toContain('reopened')
  const { plan } = await worker(getCase, { id: caseId })
  expect(plan?.items.find((item) => item.id === input.itemId)).toMatchObject({
    state: 'open',
    owner: { name: '公安局' },
    hasRunningReferral: true,
  })
  await expect(
    worker(reopenReferral, { ...input, referralId: uuidv7(), itemId: uuidv7() }),
  ).rejects.toMatchObject({ code: 'refused' })
  expect(await worker(getSentReferral, { id })).toMatchObject({ canReopen: false })
})
