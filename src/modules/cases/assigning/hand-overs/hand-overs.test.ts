import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { countWork } from '#modules/identity/accounts/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { opened, running } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { getCase } from '../../contract.ts'
import { OUT } from '../conflicts/rules.ts'
import {
  declineHandOver,
  drawUpHandOver,
  getHandOver,
  listHandOvers,
  previewHandOver,
  signHandOver,
} from './contract.ts'
import { maskedChild, partsProblem } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { duty, worker, head, director, supervisor, otherSupervisor } = county
const security = await app.as({ role: 'security-admin', name: '安全员' })
const second = await app.as({ role: 'caseworker', name: '社工二' })

const ownerOf = async (caseId: string) => (await head(getCase, { id: caseId })).owner.id

test('a worker who leaves hands everything over in one go; each receiver signs for a part and owns it from then on', async () => {
  const first = await running(app, county)
  const other = await opened(app, county)
  const preview = await worker(previewHandOver, { giverId: worker.accountId })
  expect(preview.cases.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b))).toEqual(
    [first.caseId, other.caseId].toSorted((a, b) => a.localeCompare(b)),
  )
  expect(JSON.stringify(preview)).not.toContain(first.child.name)
  const id = uuidv7()
  const line = (caseId: string) => ({ caseId, note: '奶奶耳背，请上门说话' })
  const parts = [
    { receiverId: duty.accountId, takesRest: true, lines: [line(first.caseId)] },
    { receiverId: second.accountId, takesRest: false, lines: [line(other.caseId)] },
  ]
  await expect(
    worker(drawUpHandOver, { id, giverId: worker.accountId, parts: parts.slice(0, 1) }),
  ).rejects.toMatchObject({ status: 422, message: '还有 1 件个案没有指定接收人' })
  await worker(drawUpHandOver, { id, giverId: worker.accountId, parts })
  expect(await ownerOf(first.caseId)).toBe(worker.accountId)
  await expect(worker(signHandOver, { id })).rejects.toMatchObject({ status: 404 })
  const task = (await duty(listMyTasks, { pageSize: 100 })).items.find(
    ({ kind }) => kind === 'take-over-cases',
  )
  expect((await duty(getHandOver, { id: task?.subjectId ?? '' })).id).toBe(id)
  expect(await duty(signHandOver, { id })).toMatchObject({ cases: 1 })
  expect(await ownerOf(first.caseId)).toBe(duty.accountId)
  expect(await ownerOf(other.caseId)).toBe(worker.accountId)
  await expect(duty(signHandOver, { id })).rejects.toThrow('已经签收')
  await second(signHandOver, { id })
  expect(await ownerOf(other.caseId)).toBe(second.accountId)
  const left = await worker(previewHandOver, { giverId: worker.accountId })
  expect(left).toMatchObject({ cases: [], owned: { cases: 0, items: 0, tasks: 0 } })
  const handOver = await head(getHandOver, { id })
  expect(handOver.endedAt).not.toBeNull()
  expect(handOver.parts.map(({ state }) => state)).toEqual(['taken', 'taken'])
  expect(JSON.stringify(await app.auditOf('hand-over.drawn-up'))).not.toContain('奶奶')
})

test('what is declined stays with its giver, and may be given to another', async () => {
  const { caseId } = await opened(app, county)
  const draw = (receiverId: string) => {
    const id = uuidv7()
    const parts = [{ receiverId, takesRest: true, lines: [{ caseId, note: '请尽快家访' }] }]
    return worker(drawUpHandOver, { id, giverId: worker.accountId, parts }).then(() => id)
  }
  const id = await draw(second.accountId)
  await expect(draw(duty.accountId)).rejects.toThrow('已有一次移交')
  await second(declineHandOver, { id, reason: '手上的个案已经太多' })
  expect(await ownerOf(caseId)).toBe(worker.accountId)
  expect(await worker(getHandOver, { id })).toMatchObject({
    parts: [{ state: 'declined', words: '手上的个案已经太多' }],
  })
  await duty(signHandOver, { id: await draw(duty.accountId) })
  expect(await ownerOf(caseId)).toBe(duty.accountId)
})

test('one case that cannot go stops the whole part', async () => {
  const [one, two] = [await opened(app, county), await opened(app, county)]
  const id = uuidv7()
  const lines = [one, two].map(({ caseId }) => ({ caseId, note: '请尽快家访' }))
  await worker(drawUpHandOver, {
    id,
    giverId: worker.accountId,
    parts: [{ receiverId: second.accountId, takesRest: true, lines }],
  })
  await app.setUp((db) =>
    db
      .insertInto('recusal')
      .values({
        id: uuidv7(),
        caseId: two.caseId,
        accountId: second.accountId,
        reasonSealed: Buffer.from('x'),
        declaredAt: new Date(),
      })
      .execute(),
  )
  await expect(second(signHandOver, { id })).rejects.toThrow(OUT)
  expect(await ownerOf(one.caseId)).toBe(worker.accountId)
  expect(await ownerOf(two.caseId)).toBe(worker.accountId)
  await second(declineHandOver, { id, reason: '其中一件须回避' })
})

test('for whoever is gone the head hands over; for whoever is there nobody else does', async () => {
  const leaver = await app.as({ role: 'caseworker', name: '离岗社工' })
  const { caseId } = await opened(app, county)
  await app.setUp((db) =>
    db.updateTable('caseFile').set({ ownerId: leaver.accountId }).where('id', '=', caseId).execute(),
  )
  const parts = [{ receiverId: second.accountId, takesRest: true, lines: [{ caseId, note: '接着办' }] }]
  const draw = { id: uuidv7(), giverId: leaver.accountId, parts }
  await expect(head(drawUpHandOver, draw)).rejects.toThrow('本人还在岗')
  await expect(duty(drawUpHandOver, draw)).rejects.toMatchObject({ status: 403 })
  expect(await security(countWork, { id: leaver.accountId })).toMatchObject({ cases: 1 })
  await app.setUp((db) =>
    db.updateTable('account').set({ state: 'disabled' }).where('id', '=', leaver.accountId).execute(),
  )
  expect((await head(listHandOvers)).leavers).toMatchObject([{ name: '离岗社工', cases: 1 }])
  expect((await duty(listHandOvers)).leavers).toEqual([])
  await head(drawUpHandOver, draw)
  await second(signHandOver, { id: draw.id })
  expect(await ownerOf(caseId)).toBe(second.accountId)
  expect((await head(listHandOvers)).leavers).toEqual([])
})

test('the director of a village hands items to the supervisor of the town; strangers read nothing of it', async () => {
  await running(app, county)
  const before = await director(previewHandOver, { giverId: director.accountId })
  expect(before.owned.items).toBeGreaterThan(0)
  const id = uuidv7()
  const parts = [{ receiverId: supervisor.accountId, takesRest: true, lines: [] }]
  await director(drawUpHandOver, { id, giverId: director.accountId, parts })
  await expect(otherSupervisor(getHandOver, { id })).rejects.toMatchObject({ status: 404 })
  expect((await otherSupervisor(listHandOvers)).items).toEqual([])
  expect((await supervisor(signHandOver, { id })).rest).toBeGreaterThan(0)
  expect((await director(previewHandOver, { giverId: director.accountId })).owned).toMatchObject({
    items: 0,
    tasks: 0,
  })
})

test('however work is divided, nothing is left over and nothing goes twice', () => {
  const ids = ['a', 'b', 'c']
  const part = fc.record({
    receiverId: fc.constantFrom('x', 'y', 'giver'),
    takesRest: fc.boolean(),
    lines: fc.array(fc.record({ caseId: fc.constantFrom('a', 'b', 'c', 'strange') }), { maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean(), (parts, hasRest) => {
      if (partsProblem(parts, { caseIds: ids, hasRest, giverId: 'giver' }) !== undefined) return
      const given = parts.flatMap(({ lines }) => lines.map(({ caseId }) => caseId))
      expect(given.toSorted((a, b) => a.localeCompare(b))).toEqual(ids)
      expect(parts.filter(({ takesRest }) => takesRest).length).toBeLessThanOrEqual(1)
      if (hasRest) expect(parts.some(({ takesRest }) => takesRest)).toBe(true)
      expect(parts.map(({ receiverId }) => receiverId)).not.toContain('giver')
    }),
  )
})

test('a list that is printed shows the surname alone', () => {
  expect([maskedChild('张小明'), maskedChild('欧阳小明'), maskedChild(null)]).toEqual([
    '张某',
    '欧阳某',
    '（密封）',
  ])
})
