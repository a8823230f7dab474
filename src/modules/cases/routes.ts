import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { handOverTasks, listTurnsOf } from '#modules/tasks/queries.ts'
import { ownerOf } from '#modules/tasks/rules.ts'
import { readAssessments } from './assessments/queries.ts'
import * as assessments from './assessments/routes.ts'
import { constraints as ofInstruments } from './assessments/versions/routes.ts'
import { readClosing, readLookBacks } from './closing/queries.ts'
import * as closing from './closing/routes.ts'
import * as contract from './contract.ts'
import { insertGrant } from './grants/queries.ts'
import { checkCaseOwner, listColleagues, listUnits } from './helpers/queries.ts'
import { readPlan } from './plans/queries.ts'
import * as plans from './plans/routes.ts'
import * as queries from './queries.ts'
import { checkVersion, gatherFacts, lockCase, setOwner, writeStep } from './steps/queries.ts'

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
    facts: await gatherFacts(db, kase, actor.accountId),
  }
})

const A_YEAR_MS = 366 * 86_400_000

const handOverCase = route(contract.handOverCase, async (context, { id, version, ownerId, reason }) => {
  const { db, scope, actor, now, note } = context
  const kase = found(await lockCase(db, scope, id, now), '个案')
  note({ kind: 'case', id, divisionCode: kase.divisionCode, purpose: reason })
  checkVersion(kase, version)
  if (kase.state === 'closed') throw refused('个案已结案，不再更换负责人')
  if (kase.ownerId === ownerId) throw refused('这位同事已经是本案负责人')
  await checkCaseOwner(db, ownerId)
  if (kase.label === 'sealed')
    await insertGrant(
      db,
      {
        recordKind: 'case',
        recordId: id,
        to: { accountId: ownerId },
        fields: [],
        reason: '个案负责人',
        endsAt: new Date(now.getTime() + A_YEAR_MS),
      },
      actor.accountId,
      now,
    )
  await setOwner(db, id, ownerId)
  await handOverTasks(db, id, kase.ownerId, ownerId)
  await writeStep(context, kase, { command: 'hand-over', to: kase.state, note: reason })
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
  ...assessments.routes,
  ...plans.routes,
  ...closing.routes,
]

/** The same form twice at the same moment: the first one counts. */
const alreadySaved = () => refused('这一条已经保存过，请刷新后核对')

export const constraints: Constraints = {
  ...ofInstruments,
  assessment_pkey: alreadySaved,
  case_file_one_running_per_child: () =>
    refused('这名儿童已有在办个案，请并入该案；如看不到该案，请联系中心负责人'),
}
