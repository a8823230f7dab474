import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { investigated, opened } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { getCase } from '../contract.ts'
import {
  countersignInvestigation,
  listInvestigations,
  printInvestigation,
  returnInvestigation,
  saveInvestigation,
  signInvestigation,
  type InvestigationContent,
} from './contract.ts'
import { blankInvestigation, faultsOf, unknownParts } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherSupervisor, duty, worker, head, officer } = county

const whole = (): InvestigationContent => {
  const blank = blankInvestigation()
  return {
    ...blank,
    sections: blank.sections.map((section, index) =>
      index === 4 ? { ...section, isUnknown: true } : { ...section, text: '老师和邻居都这样说' },
    ),
    accounts: [{ who: '父亲', said: '只是偶尔晚回来' }],
    sources: [{ who: '班主任', relation: '老师', on: inDays(0), how: 'school' }],
    conclusion: '夜里没有大人照看',
  }
}

test('what must be written before signing', () => {
  expect(faultsOf(blankInvestigation())).toHaveLength(9)
  expect(faultsOf(whole())).toEqual([])
  expect(unknownParts(whole())).toEqual(['同伴'])
  expect(faultsOf({ ...whole(), sections: whole().sections.slice(1) })).toEqual(['缺少“家庭”部分'])
})

const draft = async (content = whole()) => {
  const { caseId } = await opened(app, county)
  const id = uuidv7()
  await worker(saveInvestigation, { id: caseId, investigationId: id, version: 0, content })
  return { caseId, id }
}
const kindsOf = async (who: typeof worker, caseId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.caseId === caseId)
    .map(({ kind }) => kind)

test('a draft is kept while it is incomplete, one at a time, and the second of two writers sees both texts', async () => {
  const { caseId, id } = await draft(blankInvestigation())
  await expect(
    worker(saveInvestigation, { id: caseId, investigationId: uuidv7(), version: 0, content: whole() }),
  ).rejects.toMatchObject({ code: 'refused' })
  expect(
    await duty(saveInvestigation, { id: caseId, investigationId: id, version: 1, content: whole() }),
  ).toEqual({ version: 2, faults: [] })
  await expect(
    worker(saveInvestigation, { id: caseId, investigationId: id, version: 1, content: blankInvestigation() }),
  ).rejects.toMatchObject({
    code: 'stale',
    detail: { theirs: { conclusion: '夜里没有大人照看' }, version: 2 },
  })
})

test('it is signed when it is whole, by two people, and then stands', async () => {
  const { caseId, id } = await draft(blankInvestigation())
  await expect(worker(signInvestigation, { id, version: 1 })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('“家庭”没有写'),
  })
  await worker(saveInvestigation, { id: caseId, investigationId: id, version: 1, content: whole() })
  await worker(signInvestigation, { id, version: 2 })
  expect(await kindsOf(head, caseId)).toEqual(['sign-investigation'])
  await expect(worker(countersignInvestigation, { id, version: 3 })).rejects.toMatchObject({
    message: expect.stringContaining('调查人以外的人'),
  })
  await expect(
    worker(saveInvestigation, { id: caseId, investigationId: id, version: 3, content: whole() }),
  ).rejects.toMatchObject({ code: 'stale' })
  await head(countersignInvestigation, { id, version: 3 })
  expect(await kindsOf(head, caseId)).toEqual([])
  const { items } = await worker(listInvestigations, { id: caseId })
  expect(items).toMatchObject([
    { state: 'signed', written: { by: '社工' }, signed: { by: '中心主任' }, isMine: true },
  ])
  for (const act of [signInvestigation, countersignInvestigation])
    await expect(head(act, { id, version: 4 })).rejects.toMatchObject({ code: 'refused' })
  await expect(
    app.setUp((db) =>
      db
        .updateTable('investigation')
        .set({ contentSealed: Buffer.from('x') })
        .where('id', '=', id)
        .execute(),
    ),
  ).rejects.toThrow('never edited')
  const { steps } = await worker(getCase, { id: caseId })
  expect(steps.map(({ command }) => command)).toEqual([
    'open',
    'investigation-written',
    'investigation-signed',
  ])
})

test('the second person gives it back with the reason, and it is written and signed anew', async () => {
  const { caseId, id } = await draft()
  await worker(signInvestigation, { id, version: 1 })
  await head(returnInvestigation, { id, version: 2, note: '请补问学校的说法' })
  expect(await kindsOf(worker, caseId)).toContain('investigate-case')
  expect((await worker(listInvestigations, { id: caseId })).items).toMatchObject([
    { state: 'draft', written: null, returnNote: '请补问学校的说法' },
  ])
  await worker(saveInvestigation, { id: caseId, investigationId: id, version: 3, content: whole() })
  await worker(signInvestigation, { id, version: 4 })
  await head(countersignInvestigation, { id, version: 5 })
})

test('the database keeps what the application keeps: not by one, not under a signature', async () => {
  const { id } = await draft()
  await worker(signInvestigation, { id, version: 1 })
  const change = (set: object) =>
    app.setUp((db) => db.updateTable('investigation').set(set).where('id', '=', id).execute())
  await expect(change({ contentSealed: Buffer.from('x') })).rejects.toThrow('under the signature')
  await expect(change({ state: 'signed', signedBy: worker.accountId, signedAt: new Date() })).rejects.toThrow(
    'investigation_by_two',
  )
})

test('print needs a reason, gives the watermark and is written down', async () => {
  const { caseId } = await opened(app, county)
  await investigated(county, caseId)
  const [signed] = (await worker(listInvestigations, { id: caseId })).items
  const id = signed?.id ?? ''
  const sheet = await worker(printInvestigation, { id, reason: '会商会议使用' })
  expect(sheet.watermark).toContain('社工')
  expect(sheet.content.sections).toHaveLength(7)
  const audit = JSON.stringify(await app.auditOf('investigation.printed'))
  expect(audit).toContain('会商会议使用')
  expect(audit).not.toContain('走访')
})

test('who works elsewhere or not on cases neither reads nor writes it', async () => {
  const { caseId, id } = await draft()
  const save = { id: caseId, investigationId: id, version: 1, content: whole() }
  for (const who of [director, officer]) {
    await expect(who(listInvestigations, { id: caseId })).rejects.toMatchObject({ status: 403 })
    await expect(who(saveInvestigation, save)).rejects.toMatchObject({ status: 403 })
  }
  await expect(otherSupervisor(listInvestigations, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(saveInvestigation, save)).rejects.toMatchObject({ status: 404 })
  for (const act of [signInvestigation, countersignInvestigation])
    await expect(otherSupervisor(act, { id, version: 1 })).rejects.toMatchObject({ status: 404 })
  await expect(
    otherSupervisor(returnInvestigation, { id, version: 1, note: '试一试看' }),
  ).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(printInvestigation, { id, reason: '试一试看' })).rejects.toMatchObject({
    status: 404,
  })
})
