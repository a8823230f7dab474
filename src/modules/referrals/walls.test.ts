import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { accepted, answered } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { dispatched, giveBack, sentOf, twiceReturned, withOffice } from '#tests/referrals.ts'
import { getSentReferral, listSentReferrals, withdrawReferral } from './contract.ts'
import { askAsUnit } from './messages/contract.ts'
import { getOfficeReferral, listOfficeReferrals, nameOwner } from './office/contract.ts'
import { redirectReferral } from './returns/contract.ts'
import { getUnitReferral, listUnitReferrals, signReferral } from './unit/contract.ts'
import { listUnitPast } from './unit/people/contract.ts'

/** The same questions twice: with the application wall stubbed open, and with row-level security off. */
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
  const county = await withOffice(app, await loopCounty(app))
  const { worker, officer, otherOfficer, officeOfficer, womenOfficer, otherSupervisor, education, women } =
    county
  const isKept = expect.objectContaining({
    status: expect.toSatisfy((status) => status === 403 || status === 404),
  })

  test(`${title}, access ends on return, on withdrawal, on acceptance and on redirection`, async () => {
    const returned = await dispatched(app, county)
    await giveBack(officer, returned.referral.id, education)
    const withdrawn = await dispatched(app, county)
    await worker(withdrawReferral, { id: withdrawn.referral.id, version: 1, reason: '情况已经变化' })
    const over = await dispatched(app, county)
    await answered(county, over.referral.id)
    await accepted(county, over, over.referral.id)
    for (const { referral } of [returned, withdrawn, over])
      await expect(officer(getUnitReferral, { id: referral.id })).rejects.toEqual(isKept)
    const { version } = await sentOf(worker, returned.caseId, returned.referral.id)
    const next = await worker(redirectReferral, {
      id: returned.referral.id,
      version,
      referralId: uuidv7(),
    })
    await expect(officer(getUnitReferral, { id: next.id })).rejects.toEqual(isKept)
    await expect(officer(signReferral, { id: next.id, version: 1 })).rejects.toEqual(isKept)
    expect(await otherOfficer(getUnitReferral, { id: next.id })).toMatchObject({ state: 'dispatched' })
    const left = (await officer(listUnitReferrals, { pageSize: 100 })).items.map(({ id }) => id)
    for (const { referral } of [returned, withdrawn, over]) expect(left).not.toContain(referral.id)
  })

  test(`${title}, access ends by its day while nobody does anything`, async () => {
    const { referral } = await dispatched(app, county)
    const { id } = referral
    await app.setUp((db) =>
      db
        .updateTable('accessGrant')
        .set({ endsAt: new Date(Date.now() + 1_500) })
        .where((eb) =>
          eb.or([
            eb('recordId', '=', id),
            eb('id', 'in', eb.selectFrom('referral').where('id', '=', id).select('grantId')),
          ]),
        )
        .execute(),
    )
    expect(await officer(getUnitReferral, { id })).toMatchObject({ child: [{}, {}] })
    await setTimeout(1_800)
    await expect(officer(getUnitReferral, { id })).rejects.toEqual(isKept)
    await expect(officer(askAsUnit, { id, messageId: uuidv7(), text: '还能看到吗' })).rejects.toEqual(isKept)
  })

  test(`${title}, the office’s matters are nobody else’s, and the office has no child`, async () => {
    const { second, child, referral } = await twiceReturned(app, county)
    for (const who of [officer, otherOfficer, womenOfficer]) {
      await expect(who(getOfficeReferral, { id: second.id })).rejects.toEqual(isKept)
      const named = { id: second.id, version: 2, referralId: uuidv7(), unitId: women, basis: '假的依据' }
      await expect(who(nameOwner, named)).rejects.toEqual(isKept)
    }
    const matter = await officeOfficer(getOfficeReferral, { id: second.id })
    expect(JSON.stringify(matter)).not.toContain(child.name)
    await expect(officeOfficer(getOfficeReferral, { id: referral.id })).rejects.toEqual(isKept)
    const office = (await officeOfficer(listOfficeReferrals)).items.map(({ id }) => id)
    expect(office).toContain(second.id)
    expect(office).not.toContain(referral.id)
  })

  test(`${title}, strangers read neither the sender’s page, its list, nor another unit’s record`, async () => {
    const { referral } = await dispatched(app, county)
    for (const who of [otherSupervisor, otherOfficer, officer])
      await expect(who(getSentReferral, { id: referral.id })).rejects.toEqual(isKept)
    expect((await otherSupervisor(listSentReferrals)).items).toEqual([])
    await answered(county, referral.id)
    expect((await officer(listUnitPast, { pageSize: 100 })).items.map(({ id }) => id)).toContain(referral.id)
    expect((await womenOfficer(listUnitPast, { pageSize: 100 })).items).toEqual([])
  })
}
