import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { running, sent } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { ordersOf } from '#tests/orders.ts'
import * as oversight from '../oversight/contract.ts'
import { answerUrging, listOwed, listUrgings, urgeReferral } from '../oversight/urgings/contract.ts'
import * as contract from './contract.ts'
import { listVetted } from './register/contract.ts'
import * as unit from './unit/contract.ts'

/**
 * The same questions twice: with the application wall stubbed open (row-level security alone), and with row-level security off (the
 * application wall alone).
 */
const worlds = {
  'with the first wall open': await testApp({ more: { isApplicationWallOpen: true } }),
  'with row-level security off': await testApp({
    afterMigrate: async (owner) => {
      await owner.query(`do $$ declare t record; begin
        for t in select c.oid::regclass as name from pg_class c
          where c.relnamespace = 'county_449821'::regnamespace and c.relkind = 'r' loop
          execute format('alter table %s disable row level security', t.name);
        end loop; end $$`)
    },
  }),
}

for (const [title, app] of Object.entries(worlds)) {
  const county = await loopCounty(app)
  const { head, worker, director, supervisor, officer, otherOfficer, police } = county
  const leader = await app.as({ role: 'leader' })
  const admin = await app.as({ role: 'system-admin' })
  const { vetted, published, versionOf, claim, confirm, taken } = ordersOf(app, county)
  const sunny = await vetted('sunny')
  const other = await vetted('other')
  const isKept = expect.objectContaining({
    status: expect.toSatisfy((status) => status === 403 || status === 404 || status === 409),
  })
  const order = await taken(sunny)
  const sessions = { id: order.id, heldOn: inDays(0), hours: 1, note: '辅导一次' }
  await sunny.liaison(unit.recordSession, { ...sessions, sessionId: uuidv7() })

  test(`${title}, an order that was taken is nobody’s but the taker’s and the centre’s`, async () => {
    for (const who of [other.liaison, officer, otherOfficer, director, supervisor, leader, admin]) {
      await expect(who(unit.getUnitOrder, { id: order.id })).rejects.toEqual(isKept)
      await expect(who(contract.getOrder, { id: order.id })).rejects.toEqual(isKept)
      await expect(who(unit.recordSession, { ...sessions, sessionId: uuidv7() })).rejects.toEqual(isKept)
      await expect(
        who(unit.revealServed, { id: order.id, field: 'phone', reason: '试一试看' }),
      ).rejects.toEqual(isKept)
      const lists = [() => who(contract.listOrders), () => who(unit.listUnitOrders, { whose: 'own' })]
      for (const list of lists) {
        const { items } = await list().catch(() => ({ items: [] }))
        expect(items).toEqual([])
      }
    }
    for (const who of [director, supervisor, leader, admin, officer]) {
      const { items } = await who(listVetted).catch(() => ({ items: [] }))
      expect(items.filter(({ vetting }) => vetting)).toEqual([])
    }
  })

  test(`${title}, no organisation learns the child before the confirming nor after the end`, async () => {
    const fresh = await published()
    const seen = async () => JSON.stringify(await sunny.liaison(unit.getUnitOrder, { id: fresh.id }))
    const hidden = async () => {
      const text = await seen()
      for (const secret of [fresh.child.name, fresh.child.id, fresh.caseId, '村工作点'])
        expect(text).not.toContain(secret)
    }
    await hidden()
    await claim(sunny, fresh.id)
    await hidden()
    await confirm(fresh.id)
    expect(await seen()).toContain(fresh.child.name)
    await worker(contract.revokeOrder, {
      id: fresh.id,
      version: await versionOf(fresh.id),
      reason: '家长要求更换',
    })
    await hidden()
    await expect(
      sunny.liaison(unit.recordSession, { ...sessions, id: fresh.id, sessionId: uuidv7() }),
    ).rejects.toEqual(isKept)
  })

  test(`${title}, strangers see and do nothing about what is urged and overseen`, async () => {
    const story = await running(app, county)
    const referral = await sent(county, story)
    const orderId = uuidv7()
    const { id } = await head(oversight.proposeOversight, {
      orderId,
      unitId: police,
      referralIds: [referral.id],
      matter: '转介事项多次超期',
      requirement: '请说明原因并限期办结',
    })
    const strangers = [otherOfficer, other.liaison, director, supervisor, admin]
    // Not assigned yet: not even the unit's own.
    for (const who of [officer, ...strangers]) {
      await expect(who(oversight.getOversight, { id })).rejects.toEqual(isKept)
      await expect(who(oversight.signOversight, { id, version: 1 })).rejects.toEqual(isKept)
      await expect(who(oversight.assignOversight, { id, version: 1 })).rejects.toEqual(isKept)
      await expect(who(oversight.withdrawOversight, { id, version: 1, reason: '试一试看' })).rejects.toEqual(
        isKept,
      )
      const { items } = await who(oversight.listOversights).catch(() => ({ items: [] }))
      expect(items).toEqual([])
      expect((await who(listOwed, { all: true }).catch(() => ({ items: [] }))).items).toEqual([])
      await expect(
        who(urgeReferral, { id: referral.id, urgingId: uuidv7(), words: 'sign-now' }),
      ).rejects.toEqual(isKept)
      expect((await who(listUrgings, { id: referral.id }).catch(() => ({ items: [] }))).items).toEqual([])
      await expect(who(answerUrging, { id: referral.id, expectedDay: inDays(3) })).rejects.toEqual(isKept)
    }
    expect((await leader(listOwed, { all: true })).items.map((each) => each.id)).toContain(referral.id)
    expect(await leader(oversight.getOversight, { id })).toMatchObject({ state: 'proposed' })
  })

  test(`${title}, whoever is kept from a case learns neither its order nor its overseeing`, async () => {
    const story = await running(app, county)
    const referral = await sent(county, story)
    const { id } = await head(oversight.proposeOversight, {
      orderId: uuidv7(),
      unitId: police,
      referralIds: [referral.id],
      matter: '转介事项多次超期',
      requirement: '请说明原因并限期办结',
    })
    const kept = await app.as({ role: 'centre-head' })
    await app.setUp((db) =>
      db
        .insertInto('recordExclusion')
        .values(
          [story.caseId, order.caseId].map((recordId) => ({
            id: uuidv7(),
            recordKind: 'case',
            recordId,
            accountId: kept.accountId,
            madeAt: new Date(),
          })),
        )
        .execute(),
    )
    await expect(kept(oversight.getOversight, { id })).rejects.toEqual(isKept)
    await expect(kept(contract.getOrder, { id: order.id })).rejects.toEqual(isKept)
    expect((await kept(listOwed, { all: true, pageSize: 100 })).items.map((each) => each.id)).not.toContain(
      referral.id,
    )
    expect(
      (await kept(oversight.listOversights, { pageSize: 100 })).items.map((each) => each.id),
    ).not.toContain(id)
    expect((await kept(contract.listOrders, { pageSize: 100 })).items.map((each) => each.id)).not.toContain(
      order.id,
    )
  })
}
