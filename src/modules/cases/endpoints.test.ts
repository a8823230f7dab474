import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import type { Route } from '#server/route.ts'
import { routes as referrals } from '#modules/referrals/routes.ts'
import { routes as reports } from '#modules/reports/routes.ts'
import { routes as tasks } from '#modules/tasks/routes.ts'
import { permits } from '#modules/identity/rules.ts'
import { testApp } from '#tests/app.ts'
import { closed, loopCounty, newChild, opened, TOWN, VILLAGE } from '#tests/loop.ts'
import { riskScreening } from './assessments/instruments/risk-screening.ts'
import { listCases, listHelpers } from './contract.ts'
import { routes as cases } from './routes.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, otherSupervisor, duty, worker, head, officer } = county
const routes: Route[] = [...reports, ...cases, ...referrals, ...tasks]
const callers = {
  'child-director': director,
  supervisor,
  'duty-officer': duty,
  'centre-head': head,
  'liaison-officer': officer,
  'system-admin': await app.as({ role: 'system-admin' }),
}

const someoneFor = (permission: string) =>
  Object.entries(callers).find(([role]) => permits(role, permission))?.[1] ?? head

const NONSENSE = {
  id: 'x',
  caseId: 'x',
  page: 'x',
  version: 'x',
  divisionCode: 'x',
  text: '',
  from: 'x',
  day: 'x',
}

test('every endpoint of the loop refuses what is not of its form, and says at which field', async () => {
  for (const { endpoint } of routes) {
    const isOpen = Object.keys(endpoint.input.shape).length === 0
    if (isOpen) continue
    const call = someoneFor(endpoint.can)(endpoint, NONSENSE)
    await expect(call, endpoint.path).rejects.toMatchObject({
      status: 422,
      code: 'invalid',
      fields: expect.arrayContaining([expect.objectContaining({ field: expect.any(String) })]),
    })
  }
})

test('at every endpoint of the loop a record that is not there is not found, and whoever asked is on record', async () => {
  const id = uuidv7()
  const withId = routes.filter(({ endpoint }) => /:(id|caseId)/.test(endpoint.path))
  expect(withId.length).toBeGreaterThan(20)
  for (const { endpoint } of withId) {
    const input = {
      id,
      caseId: id,
      version: 1,
      reason: '核对情况需要',
      note: '核对情况需要',
      to: '县公安局',
      how: 'telephone',
      said: '已处理',
      field: 'phone',
      danger: {},
      dangerLevel: 'immediate',
      ownerId: worker.accountId,
      assessmentId: uuidv7(),
      versionId: uuidv7(),
      fromId: uuidv7(),
      code: 'risk-screening',
      answers: {},
      content: riskScreening,
      guardianship: 'adequate',
      harm: '没有',
      childView: '没有',
      goal: '目标',
      childOpinion: '愿意',
      items: [{ itemId: uuidv7(), title: '看望', ownerId: worker.accountId, dueDay: '2099-01-01' }],
      item: { itemId: uuidv7(), title: '看望', ownerId: worker.accountId, dueDay: '2099-01-01' },
      result: '已办结',
      summary: '已办结了',
      isBetter: true,
      finding: '已好转',
      referralId: uuidv7(),
      planItemId: uuidv7(),
      unitId: county.police,
      subject: '核实',
      request: '核实',
      fields: ['name'],
      accessEndsOn: '2099-01-01',
      answer: '已核实',
      callId: uuidv7(),
      called: '110',
      why: '已经在派出所',
      firstId: uuidv7(),
      messageId: uuidv7(),
      contactId: uuidv7(),
      text: '请再说一说',
      kind: 'accepted',
      stage: 'filed',
      eventDay: '2026-01-01',
    }
    const call = someoneFor(endpoint.can)(endpoint, input)
    await expect(call, endpoint.path).rejects.toMatchObject({ status: 404, code: 'not-found' })
    const entries = await app.auditOf(endpoint.audit ?? `${endpoint.method} ${endpoint.path}`)
    expect(entries.at(-1), endpoint.path).toMatchObject({ result: 'refused', code: 'not-found' })
  }
})

test('each step of a whole story stands in the audit with its record, and none holds a word of it', async () => {
  const story = await closed(app, county)
  const actions = [
    'report.taken',
    'report.triaged',
    'report.accepted',
    'assessment.recorded',
    'plan.made',
    'plan.started',
    'referral.dispatched',
    'referral.read',
    'referral.signed',
    'referral.answered',
    'referral.accepted',
    'plan-item.done',
    'closing.requested',
    'closing.agreed',
    'case.read',
  ]
  const subjects = new Set([story.caseId, story.reportId, story.referralId, story.own])
  for (const action of actions) {
    const entries = (await app.auditOf(action)).filter(
      (entry) => entry['result'] === 'done' && subjects.has(String(entry['subject_id'])),
    )
    expect(entries.length, action).toBeGreaterThan(0)
    for (const entry of entries) expect(entry).toMatchObject({ subject_kind: expect.any(String) })
    for (const words of ['夜间', '奶奶', '孩子', '哭', story.child.name, story.child.phone])
      expect(JSON.stringify(entries)).not.toContain(words)
  }
})

test('helpers are those who work where the child is, and the units that have not left', async () => {
  const { owners, people, units } = await worker(listHelpers, { divisionCode: VILLAGE })
  expect(owners.map(({ name }) => name).toSorted()).toEqual(['中心主任', '值班员', '社工'].toSorted())
  expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(['东村主任', '甲镇督导员', '社工']))
  expect(people.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['西村主任']))
  expect(units).toMatchObject([{ hasOfficer: true }, { hasOfficer: true }])
  await expect(director(listHelpers, { divisionCode: TOWN })).rejects.toMatchObject({ status: 403 })
})

test('a list of cases is filtered by state, owner and child, within the territory', async () => {
  const { caseId, child } = await opened(app, county)
  const other = await newChild(app)
  const ids = async (who: typeof duty, filter: object) =>
    (await who(listCases, { pageSize: 100, ...filter })).items.map(({ id }) => id)
  expect(await ids(worker, { mine: true, running: true, state: 'opened' })).toContain(caseId)
  expect(await ids(duty, { mine: true })).not.toContain(caseId)
  expect(await ids(supervisor, { childId: child.id })).toEqual([caseId])
  expect(await ids(otherSupervisor, {})).toEqual([])
  expect(await ids(worker, { childId: other.id })).toEqual([])
  expect(await ids(worker, { state: 'closed' })).not.toContain(caseId)
})
