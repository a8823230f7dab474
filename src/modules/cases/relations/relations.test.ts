import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mintScope } from '#server/access.ts'
import { uuidv7 } from '#server/ids.ts'
import { inTransaction } from '#server/transaction.ts'
import { COUNTY, testApp } from '#tests/app.ts'
import { opened } from '#tests/loop.ts'
import { inDays, loopCounty, newChild } from '#tests/loop-county.ts'
import {
  endRelation,
  listRelations,
  recordRelation,
  RelationKind,
  type CasePerson,
  type Relation,
} from './contract.ts'
import { pictureOf } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { worker, supervisor, otherSupervisor, director, duty } = county

const story = async () => {
  const opening = await opened(app, county)
  const child = { as: 'child' as const, id: opening.child.id }
  return { ...opening, child: { ...opening.child, ...child } }
}

test('a suspected offender whom only the case names is drawn beside the child, sealed in the database, and ended, not deleted', async () => {
  const { caseId, child } = await story()
  const relation = {
    caseId,
    relationId: uuidv7(),
    who: { as: 'named' as const, id: uuidv7(), name: '邻村赵某', sex: 'male' as const },
    kind: 'suspected-offender' as const,
    whom: { as: 'child' as const, id: child.id },
    source: 'child' as const,
    fromDay: inDays(-30),
  }
  await worker(recordRelation, relation)
  const { people, relations } = await worker(listRelations, { caseId })
  expect(people).toMatchObject([
    { name: '邻村赵某', sex: 'male', isChild: false },
    { name: child.name, isChild: true, childId: child.id },
  ])
  expect(relations).toMatchObject([
    { kind: 'suspected-offender', source: 'child', recordedBy: '社工', toDay: null },
  ])
  const stored = await app.setUp((db) =>
    db
      .selectFrom('casePerson')
      .where('caseId', '=', caseId)
      .where('nameSealed', 'is not', null)
      .selectAll()
      .execute(),
  )
  expect(JSON.stringify(stored)).not.toContain('赵某')
  const end = { id: relation.relationId, toDay: inDays(0), reason: '公安查明不是他' }
  await expect(worker(endRelation, { ...end, toDay: inDays(-60) })).rejects.toMatchObject({ status: 422 })
  await expect(worker(endRelation, { ...end, toDay: inDays(1) })).rejects.toMatchObject({ status: 422 })
  await supervisor(endRelation, end)
  await expect(worker(endRelation, end)).rejects.toThrow('已经终止')
  expect((await duty(listRelations, { caseId })).relations).toMatchObject([
    { toDay: inDays(0), endedBy: '甲镇督导员', endReason: '公安查明不是他' },
  ])
  // What has ended may begin again.
  await worker(recordRelation, {
    ...relation,
    relationId: uuidv7(),
    who: { as: 'known', id: people[0]?.id ?? '' },
  })
  expect(JSON.stringify(await app.auditOf('relation.recorded'))).not.toContain('赵某')
})

test('the family in the register is offered, and a sibling stands in the picture with the own file', async () => {
  const { caseId, child } = await story()
  const sibling = await newChild(app)
  const mother = uuidv7()
  await app.setUp(async (db) => {
    await db.insertInto('person').values({ id: mother, name: '孙秀英', sex: 'female' }).execute()
    for (const childId of [child.id, sibling.id])
      await db
        .insertInto('childPerson')
        .values({ id: uuidv7(), childId, personId: mother, relation: 'mother', isGuardian: true })
        .execute()
  })
  const { family } = await worker(listRelations, { caseId })
  expect(family).toEqual([
    { as: 'person', id: mother, name: '孙秀英', is: 'mother' },
    { as: 'child', id: sibling.id, name: sibling.name, is: 'sibling' },
  ])
  const relate = (who: { as: 'child' | 'person'; id: string }, kind: 'parent' | 'sibling') =>
    worker(recordRelation, {
      caseId,
      relationId: uuidv7(),
      who,
      kind,
      whom: { as: 'child', id: child.id },
      source: 'register',
    })
  await relate({ as: 'person', id: mother }, 'parent')
  await relate({ as: 'child', id: sibling.id }, 'sibling')
  await expect(relate({ as: 'child', id: sibling.id }, 'sibling')).rejects.toThrow('已经记录过')
  await expect(relate({ as: 'person', id: uuidv7() }, 'parent')).rejects.toMatchObject({ status: 422 })
  await expect(relate({ as: 'child', id: child.id }, 'sibling')).rejects.toThrow('同一个人')
  const after = await worker(listRelations, { caseId })
  expect(after.family).toEqual([])
  expect(new Set(after.people.map(({ name }) => name))).toEqual(new Set([child.name, sibling.name, '孙秀英']))
})

test('whoever has no business with the case neither reads its people nor adds to them', async () => {
  const { caseId, child } = await story()
  const relation = {
    caseId,
    relationId: uuidv7(),
    who: { as: 'named' as const, id: uuidv7(), name: '赵某' },
    kind: 'witness' as const,
    whom: { as: 'child' as const, id: child.id },
    source: 'visit' as const,
  }
  await expect(otherSupervisor(listRelations, { caseId })).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(recordRelation, relation)).rejects.toMatchObject({ status: 404 })
  await expect(director(listRelations, { caseId })).rejects.toMatchObject({ status: 403 })
  await worker(recordRelation, relation)
  await expect(
    otherSupervisor(endRelation, { id: relation.relationId, toDay: inDays(0), reason: '试一试看' }),
  ).rejects.toMatchObject({ status: 404 })
})

test.each([
  ['with the policies alone', { more: { isApplicationWallOpen: true } }],
  [
    'with the application alone',
    {
      afterMigrate: async (owner: { query: (text: string) => Promise<unknown> }) => {
        await owner.query(`do $$ declare t record; begin
          for t in select c.oid::regclass as name from pg_class c
            where c.relnamespace = 'county_449821'::regnamespace and c.relkind = 'r' loop
            execute format('alter table %s disable row level security', t.name);
          end loop; end $$`)
      },
    },
  ],
])('%s the people of a case are its readers’ alone', async (_, options) => {
  const alone = await testApp(options)
  const people = await loopCounty(alone)
  const { caseId, child } = await opened(alone, people)
  const relationId = uuidv7()
  await people.worker(recordRelation, {
    caseId,
    relationId,
    who: { as: 'named', id: uuidv7(), name: '赵某' },
    kind: 'witness',
    whom: { as: 'child', id: child.id },
    source: 'visit',
  })
  for (const who of [people.otherSupervisor, people.otherOfficer, people.director]) {
    const isKept = expect.objectContaining({
      status: expect.toSatisfy((status) => status === 403 || status === 404),
    })
    await expect(who(listRelations, { caseId })).rejects.toEqual(isKept)
    await expect(who(endRelation, { id: relationId, toDay: inDays(0), reason: '试一试看' })).rejects.toEqual(
      isKept,
    )
  }
})

test('the database lets nobody rewrite who was what to whom', async () => {
  const { caseId, child } = await story()
  const relationId = uuidv7()
  await worker(recordRelation, {
    caseId,
    relationId,
    who: { as: 'named', id: uuidv7(), name: '赵某' },
    kind: 'suspected-offender',
    whom: { as: 'child', id: child.id },
    source: 'visit',
  })
  const scope = mintScope({
    county: COUNTY,
    accountId: worker.accountId,
    role: 'caseworker',
    low: `${COUNTY}000000`,
    high: '449822000000',
    unitId: null,
  })
  await expect(
    inTransaction(app.pool, scope, (db) =>
      db.updateTable('caseRelation').set({ kind: 'witness' }).where('id', '=', relationId).execute(),
    ),
  ).rejects.toThrow('permission denied')
})

test('in the picture nobody stands on another, nobody is cut off, and who has a running relation is there', () => {
  const world = fc.integer({ min: 1, max: 14 }).chain((count) =>
    fc
      .array(
        fc.record({
          who: fc.nat(count - 1),
          whom: fc.nat(count - 1),
          kind: fc.constantFrom(...RelationKind.options),
          isOver: fc.boolean(),
        }),
        { maxLength: 20 },
      )
      .map((links) => ({ count, links })),
  )
  fc.assert(
    fc.property(world, ({ count, links }) => {
      const people: CasePerson[] = Array.from({ length: count }, (_, nth) => ({
        id: `p${nth}`,
        name: `人${nth}`,
        sex: 'unknown',
        isChild: nth === 0,
        childId: null,
        place: null,
      }))
      const relations: Relation[] = links
        .filter(({ who, whom }) => who !== whom)
        .map(({ who, whom, kind, isOver }, nth) => ({
          id: `r${nth}`,
          whoId: `p${who}`,
          whomId: `p${whom}`,
          kind,
          source: 'visit',
          fromDay: null,
          toDay: isOver ? '2026-01-01' : null,
          recordedBy: '',
          recordedAt: '',
          endedBy: null,
          endReason: null,
        }))
      const picture = pictureOf(people, relations)
      const places = picture.people.map(({ x, y }) => `${x},${y}`)
      expect(new Set(places).size).toBe(places.length)
      const running = relations.filter(({ toDay }) => toDay === null)
      expect(picture.lines).toHaveLength(running.length)
      const named = new Set(['p0', ...running.flatMap(({ whoId, whomId }) => [whoId, whomId])])
      expect(new Set(picture.people.map(({ id }) => id))).toEqual(named)
      for (const { x, y } of picture.people) {
        expect(x).toBeGreaterThanOrEqual(60)
        expect(x).toBeLessThanOrEqual(picture.width - 60)
        expect(y).toBeLessThan(picture.height - 40)
      }
    }),
  )
})
