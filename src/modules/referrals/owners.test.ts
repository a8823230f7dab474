import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { COUNTY, testApp, type Caller } from '#tests/app.ts'
import { running, sent } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { withOffice } from '#tests/referrals.ts'
import { addCoUnit } from './co-units/contract.ts'
import { acceptAnswer, listCaseReferrals, withdrawReferral } from './contract.ts'
import { watchReferrals } from './jobs.ts'
import { askAsUnit } from './messages/contract.ts'
import { nameOwner } from './office/contract.ts'
import { redirectReferral, resendReferral, returnReferral } from './returns/contract.ts'
import { RUNNING } from './rules.ts'
import { answerReferral, signReferral } from './unit/contract.ts'

const app = await testApp()
const county = await withOffice(app, await loopCounty(app))
const { worker, officer, otherOfficer, officeOfficer, womenOfficer } = county
const { police, education, women, office } = county

type Row = Awaited<ReturnType<typeof rowsOf>>[number]
const rowsOf = (caseId: string) =>
  app.setUp((db) =>
    db.selectFrom('referral').where('caseId', '=', caseId).selectAll().orderBy('id').execute(),
  )

const people: Record<string, Caller> = { officer, otherOfficer, officeOfficer, womenOfficer }
const unitOf = (who: string) =>
  ({ officer: police, otherOfficer: education, officeOfficer: office, womenOfficer: women })[who] ?? police
const UNITS = [police, education, women, office]
const CLAUSES = ['not-our-duty', 'other-organ-first', 'already-handled']

type Act = (row: Row, who: Caller, dice: number) => Promise<unknown>
const seen = ({ id, version }: Row) => ({ id, version })
const acts: Record<string, Act> = {
  sign: (row, who) => who(signReferral, seen(row)),
  answer: (row, who) => who(answerReferral, { ...seen(row), answer: '已经核实', summary: '已核实' }),
  giveBack: (row, who, dice) =>
    who(returnReferral, {
      ...seen(row),
      clause: CLAUSES[dice % 3] ?? '',
      citation: '职责分工第三条',
      proposedUnitId: UNITS[dice % 4] ?? police,
    }),
  ask: (row, who) => who(askAsUnit, { id: row.id, messageId: uuidv7(), text: '请问住在哪里' }),
  redirect: (row) => worker(redirectReferral, { ...seen(row), referralId: uuidv7() }),
  resend: (row) =>
    worker(resendReferral, { ...seen(row), referralId: uuidv7(), explanation: '职责分工写明由你单位办理' }),
  withdraw: (row) => worker(withdrawReferral, { ...seen(row), reason: '情况已经变化' }),
  accept: (row) => worker(acceptAnswer, { ...seen(row), result: '已核实' }),
  name: (row, _, dice) =>
    officeOfficer(nameOwner, {
      ...seen(row),
      referralId: uuidv7(),
      unitId: UNITS[dice % 4] ?? police,
      basis: '职责分工第四条',
    }),
  join: (row, _, dice) =>
    worker(addCoUnit, {
      ...seen(row),
      referralId: uuidv7(),
      unitId: UNITS[dice % 4] ?? women,
      request: '请协助',
      fields: ['name'],
      reason: '协助需要',
    }),
  lapse: async (row) => {
    await app.setUp((db) =>
      db
        .updateTable('accessGrant')
        .set({ endsAt: new Date(Date.now() - 1_000) })
        .where((eb) => eb.or([eb('recordId', '=', row.id), eb('id', '=', row.grantId)]))
        .execute(),
    )
    await watchReferrals({ pool: app.pool, county: COUNTY }, new Date())
  },
}

const grantsOf = (row: Row) =>
  app.setUp((db) =>
    db
      .selectFrom('accessGrant')
      .where((eb) =>
        eb.or([
          eb.and([eb('recordKind', '=', 'referral'), eb('recordId', '=', row.id)]),
          eb('id', '=', row.grantId),
        ]),
      )
      .where('endedAt', 'is', null)
      .where('endsAt', '>', new Date())
      .select(['recordKind', 'unitId'])
      .execute(),
  )
const tasksOf = (row: Row) =>
  app.setUp((db) =>
    db
      .selectFrom('task')
      .where('subjectId', '=', row.id)
      .where('doneAt', 'is', null)
      .where('cancelledAt', 'is', null)
      .select(['kind', 'unitId', 'ownerId'])
      .execute(),
  )

/** Whose the next step is: named by an open task, and the only one with access to the child. */
const checkOwned = async (row: Row) => {
  const tasks = await tasksOf(row)
  const grants = await grantsOf(row)
  const toChild = grants.filter(({ recordKind }) => recordKind === 'child')
  const has = (kind: string, owner: object) =>
    expect(tasks).toContainEqual(expect.objectContaining({ kind, ...owner }))
  switch (row.state) {
    case 'dispatched':
    case 'signed':
      has('answer-referral', { unitId: row.unitId })
      expect(toChild).toEqual([{ recordKind: 'child', unitId: row.unitId }])
      break
    case 'answered':
      has('review-answer', { ownerId: worker.accountId })
      break
    case 'returned':
      has('decide-return', { ownerId: worker.accountId })
      expect(grants).toEqual([])
      break
    case 'with-office':
      has('name-owner', { unitId: office })
      expect(grants).toEqual([{ recordKind: 'referral', unitId: office }])
      break
    default:
      expect(tasks.filter(({ kind }) => kind !== 'say-effect')).toEqual([])
      expect(grants).toEqual([])
  }
}

/** What its owner would do next, so that walks come far. */
const sensible: Record<string, string[]> = {
  dispatched: ['giveBack', 'sign', 'giveBack', 'join'],
  signed: ['giveBack', 'answer'],
  answered: ['accept'],
  returned: ['redirect', 'resend', 'redirect'],
  'with-office': ['name'],
}

const walk = fc.array(
  fc.record({
    act: fc.constantFrom(...Object.keys(acts)),
    which: fc.nat(20),
    isOwn: fc.boolean(),
    isSensible: fc.integer({ min: 0, max: 3 }).map((one) => one > 0),
    who: fc.constantFrom(...Object.keys(people)),
    dice: fc.nat(11),
  }),
  { minLength: 6, maxLength: 14 },
)

test(
  'no sequence of acts leaves a matter without an owner, or two with one',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(walk, async (steps) => {
        const story = await running(app, county)
        await sent(county, story)
        for (const { act, which, isOwn, isSensible, who, dice } of steps) {
          const rows = await rowsOf(story.caseId)
          const live = rows.filter(({ state }) => RUNNING.includes(state))
          const row = (live.length ? live : rows)[which % (live.length || rows.length)]
          if (!row) continue
          const own = Object.keys(people).find((name) => unitOf(name) === row.unitId) ?? who
          const caller = people[isOwn || isSensible ? own : who] ?? officer
          const ways = sensible[row.state] ?? []
          const next = (isSensible && ways[dice % ways.length]) || act
          // What is refused changes nothing; anything but a refusal is a fault.
          await acts[next]?.(row, caller, dice).catch((error: unknown) => {
            if (!(error instanceof Problem) || error.status >= 500) throw error
          })
          const now = await rowsOf(story.caseId)
          for (const each of now) await checkOwned(each)
          const leads = now.filter(({ part }) => part === 'lead')
          const running = leads.filter(({ state }) => RUNNING.includes(state))
          const last = leads.at(-1)
          expect(running.length).toBeLessThanOrEqual(1)
          // A matter that nobody has any more was accepted or taken back.
          if (!running.length) expect(['accepted', 'withdrawn']).toContain(last?.state)
          expect((await worker(listCaseReferrals, { caseId: story.caseId })).items).toHaveLength(now.length)
        }
      }),
      { numRuns: Number(process.env['WALKS'] ?? 5) },
    )
  },
)
