import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { getReport, listMyReports, listReports } from '#modules/reports/contract.ts'
import { tellReporter } from '#modules/reports/answers/contract.ts'
import { listCaseReferrals, withdrawReferral } from '#modules/referrals/contract.ts'
import {
  getUnitReferral,
  listUnitReferrals,
  revealGranted,
  signReferral,
} from '#modules/referrals/unit/contract.ts'
import { listMyTasks, listOverdue, listTeamTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { loopCounty, newChild, running, seen, sent } from '#tests/loop.ts'
import { getCase, handOverCase, listCases } from './contract.ts'
import { finishPlanItem, getPlanItem } from './plans/contract.ts'

/**
 * The same questions twice: with the application wall stubbed open (row-level security alone), and with row-level security off (the
 * application wall alone). Either must keep every row from whoever has no business with it.
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
  const { director, otherDirector, otherSupervisor, duty, worker, officer, otherOfficer } = county
  const leader = await app.as({ role: 'leader' })
  const admin = await app.as({ role: 'system-admin' })
  // A person of the town whose own things these are not; nobody of theirs is asked.
  const strangers = [otherDirector, otherSupervisor, otherOfficer, leader, admin]
  const story = await running(app, county)
  const referral = await sent(county, story)
  const isKept = expect.objectContaining({
    status: expect.toSatisfy((status) => status === 403 || status === 404),
  })

  test(`${title}, strangers open no report, case, item or referral`, async () => {
    for (const who of strangers) {
      await expect(who(getReport, { id: story.reportId })).rejects.toEqual(isKept)
      await expect(who(getCase, { id: story.caseId })).rejects.toEqual(isKept)
      await expect(who(getPlanItem, { id: story.own })).rejects.toEqual(isKept)
      await expect(who(listCaseReferrals, { caseId: story.caseId })).rejects.toEqual(isKept)
      await expect(who(getUnitReferral, { id: referral.id })).rejects.toEqual(isKept)
    }
    for (const who of [director, officer])
      await expect(who(getCase, { id: story.caseId })).rejects.toEqual(isKept)
  })

  test(`${title}, strangers change nothing`, async () => {
    const version = await seen(worker, story.caseId)
    for (const who of strangers) {
      const id = story.caseId
      await expect(
        who(handOverCase, { id, version, ownerId: duty.accountId, reason: '试一试看' }),
      ).rejects.toEqual(isKept)
      await expect(who(finishPlanItem, { id: story.own, version: 1, result: '假的' })).rejects.toEqual(isKept)
      await expect(who(signReferral, { id: referral.id, version: 1 })).rejects.toEqual(isKept)
      await expect(
        who(withdrawReferral, { id: referral.id, version: 1, reason: '试一试看' }),
      ).rejects.toEqual(isKept)
      await expect(
        who(revealGranted, { id: referral.id, field: 'phone', reason: '试一试看' }),
      ).rejects.toEqual(isKept)
      await expect(
        who(tellReporter, { id: story.reportId, version: 1, how: 'telephone', said: '假的' }),
      ).rejects.toEqual(isKept)
    }
    expect(await seen(worker, story.caseId)).toBe(version)
  })

  test(`${title}, lists of strangers hold nothing of it`, async () => {
    for (const who of strangers) {
      for (const list of [
        listReports,
        listMyReports,
        listCases,
        listUnitReferrals,
        listMyTasks,
        listTeamTasks,
      ]) {
        const answer = await who(list).catch(() => ({ items: [], total: 0 }))
        expect(answer).toMatchObject({ items: [], total: 0 })
      }
      expect(await who(listOverdue).catch(() => ({ items: [] }))).toEqual({ items: [] })
    }
  })

  test(`${title}, an expired grant and a returned task show nothing`, async () => {
    const second = await running(app, county)
    const { id } = await sent(county, second)
    expect(await officer(getUnitReferral, { id })).toMatchObject({ id })
    await app.setUp((db) =>
      db
        .updateTable('accessGrant')
        .set({ endsAt: new Date(Date.now() - 1_000) })
        .where('recordId', '=', id)
        .execute(),
    )
    await expect(officer(getUnitReferral, { id })).rejects.toEqual(isKept)
    const left = await officer(listUnitReferrals, { pageSize: 100 })
    expect(left.items.map((each) => each.id)).not.toContain(id)
  })

  test(`${title}, a grant on the child that has ended leaves the task without the child`, async () => {
    const third = await running(app, county)
    const { id } = await sent(county, third)
    await app.setUp((db) =>
      db
        .updateTable('accessGrant')
        .set({ endedAt: new Date() })
        .where('recordId', '=', third.child.id)
        .execute(),
    )
    expect(await officer(getUnitReferral, { id })).toMatchObject({ child: [] })
  })

  test(`${title}, a named reader reads a case of another town until the grant ends`, async () => {
    const grant = {
      id: uuidv7(),
      recordKind: 'case',
      recordId: story.caseId,
      accountId: otherSupervisor.accountId,
      reason: '协助办理',
    }
    const until = (endsAt: Date) =>
      app.setUp((db) =>
        db
          .insertInto('accessGrant')
          .values({ ...grant, endsAt })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ endsAt }))
          .execute(),
      )
    await until(new Date(Date.now() + 60_000))
    expect(await otherSupervisor(getCase, { id: story.caseId })).toMatchObject({ id: story.caseId })
    await until(new Date(Date.now() - 1_000))
    await expect(otherSupervisor(getCase, { id: story.caseId })).rejects.toEqual(isKept)
  })

  test(`${title}, a sealed child’s name stays unsaid to whoever is not named`, async () => {
    const child = await newChild(app)
    const open = await running(app, county)
    await app.setUp((db) =>
      db.updateTable('child').set({ label: 'sealed' }).where('id', '=', open.child.id).execute(),
    )
    const { items } = await worker(listCases, { childId: open.child.id })
    expect(items).toMatchObject([{ child: null }])
    expect((await worker(listCases, { childId: child.id })).total).toBe(0)
  })
}
