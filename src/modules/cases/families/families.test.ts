import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { opened } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { endLink, linkCases, listLinks } from './contract.ts'

const sealOff = {
  afterMigrate: async (owner: { query: (text: string) => Promise<unknown> }) => {
    await owner.query(`do $$ declare t record; begin
      for t in select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'county_449821'::regnamespace and c.relkind = 'r' loop
        execute format('alter table %s disable row level security', t.name);
      end loop; end $$`)
  },
}

const app = await testApp()
const county = await loopCounty(app)
const { worker, duty, otherSupervisor, director } = county

const link = { kind: 'siblings' as const, reason: '同一位奶奶照看的姐弟' }

test('two cases of one family know of each other from both sides, until the link is ended with a reason', async () => {
  const [one, two] = [await opened(app, county), await opened(app, county)]
  const linkId = uuidv7()
  await worker(linkCases, { caseId: one.caseId, linkId, number: two.caseNumber, ...link })
  const both = [
    { caseId: one.caseId, other: two },
    { caseId: two.caseId, other: one },
  ]
  for (const { caseId, other } of both)
    expect((await duty(listLinks, { caseId })).items).toMatchObject([
      { id: linkId, ...link, other: { number: other.caseNumber, child: other.child.name }, ended: null },
    ])
  const again = { caseId: two.caseId, linkId: uuidv7(), number: one.caseNumber, ...link }
  await expect(worker(linkCases, again)).rejects.toThrow('已经关联')
  const end = { caseId: two.caseId, linkId, reason: '查明不是一家' }
  await duty(endLink, end)
  await expect(duty(endLink, end)).rejects.toThrow('已经解除')
  expect((await worker(listLinks, { caseId: one.caseId })).items).toMatchObject([
    { ended: { by: '值班员', reason: end.reason } },
  ])
  await worker(linkCases, again)
  expect(JSON.stringify(await app.auditOf('case-link.made'))).not.toContain('奶奶')
})

test('cases of brothers and sisters in the register are suggested', async () => {
  const [one, two] = [await opened(app, county), await opened(app, county)]
  const mother = uuidv7()
  await app.setUp(async (db) => {
    await db.insertInto('person').values({ id: mother, name: '孙秀英', sex: 'female' }).execute()
    for (const { child } of [one, two])
      await db
        .insertInto('childPerson')
        .values({ id: uuidv7(), childId: child.id, personId: mother, relation: 'mother' })
        .execute()
  })
  expect((await worker(listLinks, { caseId: one.caseId })).suggested).toMatchObject([{ id: two.caseId }])
})

test('a case is not linked with itself, nor with one that the worker does not see', async () => {
  const one = await opened(app, county)
  const input = { caseId: one.caseId, linkId: uuidv7(), ...link }
  await expect(worker(linkCases, { ...input, number: one.caseNumber })).rejects.toMatchObject({ status: 422 })
  await expect(worker(linkCases, { ...input, number: '个〔2026〕9999号' })).rejects.toMatchObject({
    status: 404,
  })
  await expect(otherSupervisor(listLinks, { caseId: one.caseId })).rejects.toMatchObject({ status: 404 })
  await expect(director(listLinks, { caseId: one.caseId })).rejects.toMatchObject({ status: 403 })
})

test.each([
  ['with both walls', {}],
  ['with the policies alone', { more: { isApplicationWallOpen: true } }],
  ['with the application alone', sealOff],
])('%s whoever sees one case only does not learn that it is linked with another', async (_, options) => {
  const alone = await testApp(options)
  const people = await loopCounty(alone)
  const [open, sealed] = [await opened(alone, people), await opened(alone, people)]
  await people.worker(linkCases, {
    caseId: open.caseId,
    linkId: uuidv7(),
    number: sealed.caseNumber,
    ...link,
  })
  await alone.setUp((db) =>
    db.updateTable('caseFile').set({ label: 'sealed' }).where('id', '=', sealed.caseId).execute(),
  )
  expect((await people.duty(listLinks, { caseId: open.caseId })).items).toEqual([])
  await expect(people.duty(listLinks, { caseId: sealed.caseId })).rejects.toMatchObject({ status: 404 })
})
