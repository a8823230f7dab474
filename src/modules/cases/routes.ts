import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { listTurnsOf } from '#modules/tasks/queries.ts'
import { ownerOf } from '#modules/tasks/rules.ts'
import { routes as approvals } from './approvals/routes.ts'
import { readAssessments } from './assessments/queries.ts'
import * as assessments from './assessments/routes.ts'
import { passOnCase } from './assigning/queries.ts'
import * as assigning from './assigning/routes.ts'
import { constraints as ofInstruments } from './assessments/versions/routes.ts'
import * as book from './book/routes.ts'
import { readLookBacks } from './closing/look-backs/queries.ts'
import * as families from './families/routes.ts'
import * as breakGlass from './break-glass/routes.ts'
import { readClosing } from './closing/queries.ts'
import * as closing from './closing/routes.ts'
import { constraints as ofConferences, routes as conferences } from './conferences/routes.ts'
import * as contract from './contract.ts'
import { routes as emergency } from './emergency/routes.ts'
import { routes as followUps } from './follow-ups/routes.ts'
import * as figures from './figures/routes.ts'
import { listColleagues, listUnits } from './helpers/queries.ts'
import * as investigation from './investigation/routes.ts'
import { readPlan } from './plans/queries.ts'
import * as plans from './plans/routes.ts'
import { constraints as ofProcedure, routes as procedure } from './procedure/routes.ts'
import * as queries from './queries.ts'
import * as supervision from './supervision-notes/routes.ts'
import * as relations from './relations/routes.ts'
import { checkVersion, gatherFacts, lockCase } from './steps/queries.ts'
import { routes as way } from './way/routes.ts'

type Turn = Awaited<ReturnType<typeof listTurnsOf>>[number]

const presentTurn = (turn: Turn | undefined, me: string) =>
  turn
    ? {
        kind: turn.kind,
        owner: { ...ownerOf(turn), isMe: turn.ownerId === me },
        since: turn.createdAt.toISOString(),
        dueAt: turn.dueAt.toISOString(),
        isDueCertain: turn.isDueCertain,
      }
    : null

const listCases = route(contract.listCases, async ({ db, scope, actor, now }, filter) => {
  const { rows, total } = await queries.listCases(db, scope, filter, now)
  const turns = await listTurnsOf(
    db,
    'caseId',
    rows.map(({ id }) => id),
  )
  const items = rows.map((row) => ({
    id: row.id,
    number: row.number,
    state: row.state,
    child: row.childName ? { id: row.childId, name: row.childName } : null,
    place: row.place,
    dangerLevel: row.dangerLevel,
    owner: { id: row.ownerId, name: row.ownerName, isMe: row.ownerId === actor.accountId },
    openedAt: row.openedAt.toISOString(),
    turn: presentTurn(
      turns.find(({ caseId }) => caseId === row.id),
      actor.accountId,
    ),
  }))
  return { items, total }
})

const readSteps = async ({ db, keys }: Context, kase: queries.CaseFound) => {
  const rows = await queries.listSteps(db, kase.id)
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map(({ noteSealed, at, ...step }) => ({
    ...step,
    at: at.toISOString(),
    note: noteSealed && keys.open(key, 'note', noteSealed),
  }))
}

const getCase = route(contract.getCase, async (context, { id }) => {
  const { db, scope, actor, now, note } = context
  const kase = found(await queries.findCase(db, scope, id, now), '个案')
  note({
    kind: 'case',
    id,
    divisionCode: kase.divisionCode,
    fields: ['assessment', 'plan', 'closing', 'look-back'],
  })
  const [turn] = await listTurnsOf(db, 'caseId', [id])
  const reports = await queries.listReportsOf(db, scope, id, now)
  return {
    id,
    number: kase.number,
    state: kase.state,
    version: kase.version,
    divisionCode: kase.divisionCode,
    isSealed: kase.label === 'sealed',
    child:
      kase.childName && kase.sex && kase.birthDay
        ? { id: kase.childId, name: kase.childName, sex: kase.sex, birthDay: kase.birthDay }
        : null,
    place: kase.place,
    dangerLevel: kase.dangerLevel,
    owner: { id: kase.ownerId, name: kase.ownerName, isMe: kase.ownerId === actor.accountId },
    openedAt: kase.openedAt.toISOString(),
    closedAt: kase.closedAt?.toISOString() ?? null,
    turn: presentTurn(turn, actor.accountId),
    reports: reports.map(({ receivedAt, toldAt, ...report }) => ({
      ...report,
      receivedAt: receivedAt.toISOString(),
      isTold: toldAt !== null,
    })),
    steps: await readSteps(context, kase),
    assessments: await readAssessments(context, kase),
    plan: await readPlan(context, kase),
    closing: (await readClosing(context, kase)) ?? null,
    lookBacks: await readLookBacks(context, kase),
    facts: await gatherFacts(context, kase),
  }
})

const handOverCase = route(contract.handOverCase, async (context, { id, version, ...to }) => {
  const { db, scope, now, note } = context
  const kase = found(await lockCase(db, scope, id, now), '个案')
  note({ kind: 'case', id, divisionCode: kase.divisionCode, purpose: to.reason })
  checkVersion(kase, version)
  await passOnCase(context, kase, to)
  return done
})

const listHelpers = route(contract.listHelpers, async ({ db }, { divisionCode }) => ({
  ...(await listColleagues(db, divisionCode)),
  units: await listUnits(db),
}))

export const routes: Route[] = [
  listCases,
  getCase,
  handOverCase,
  listHelpers,
  ...approvals,
  ...way,
  ...emergency,
  ...investigation.routes,
  ...assessments.routes,
  ...conferences,
  ...plans.routes,
  ...followUps,
  ...closing.routes,
  ...book.routes,
  ...figures.routes,
  ...procedure,
  ...relations.routes,
  ...assigning.routes,
  ...breakGlass.routes,
  ...families.routes,
  ...supervision.routes,
]

/** The same form twice at the same moment: the first one counts. */
const alreadySaved = () => refused('这一条已经保存过，请刷新后核对')

export const constraints: Constraints = {
  ...ofInstruments,
  ...investigation.constraints,
  ...assigning.constraints,
  ...ofConferences,
  ...relations.constraints,
  ...breakGlass.constraints,
  ...families.constraints,
  ...supervision.constraints,
  ...ofProcedure,
  approval_decided_once: () => refused('这一级已经审批过，请刷新后核对'),
  approval_in_order: () => refused('审批须按次序，每一级由不同的人'),
  approval_by_another: () => refused('送审人不能审批自己送的'),
  approval_by_role: () => refused('现在不由您的岗位审批'),
  assessment_pkey: alreadySaved,
  follow_up_pkey: alreadySaved,
  outcome_telling_pkey: alreadySaved,
  closing_decided_once: () => refused('这次结案已经审批过，请刷新后核对'),
  look_back_done_once: () => refused('这次回访已经记录过，请刷新后核对'),
  case_is_archived: () => refused('个案已归档，只能查阅'),
  case_file_one_running_per_child: () =>
    refused('这名儿童已有在办个案，请并入该案；如看不到该案，请联系中心负责人'),
}
