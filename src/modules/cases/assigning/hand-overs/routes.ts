import { done } from '#kernel/fields.ts'
import { forbidden, found, invalid, refused } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { permits } from '#modules/identity/rules.ts'
import { notify } from '#modules/notifications/queries.ts'
import { cancelTasks, finishTasks, limitOfReview, openTask } from '#modules/tasks/queries.ts'
import { checkCaseOwner } from '../../helpers/queries.ts'
import { lockCase } from '../../steps/queries.ts'
import { checkAssignee } from '../conflicts/queries.ts'
import { openTo, passOnCase } from '../queries.ts'
import * as contract from './contract.ts'
import { PartState } from './contract.ts'
import * as queries from './queries.ts'
import { maskedChild, partsProblem } from './rules.ts'

type CaseRow = Awaited<ReturnType<typeof queries.listCasesOf>>[number]

const presentCase = ({ id, number, childName, place, dangerLevel, state }: CaseRow) => ({
  id,
  number,
  child: maskedChild(childName),
  place,
  dangerLevel,
  state,
})

/** One's own work, or as the head that of another. */
const findGiver = async ({ db, actor }: Context, giverId: string) => {
  if (giverId !== actor.accountId && !permits(actor.role, 'cases.oversee'))
    throw forbidden('只有本人，或由中心主任代为移交')
  return found(await queries.findPerson(db, giverId), '同事')
}

const previewHandOver = route(contract.previewHandOver, async (context, { giverId }) => {
  const { db, scope, actor, now } = context
  const giver = await findGiver(context, giverId)
  const people = await queries.listPeople(db)
  return {
    giver: {
      id: giver.id,
      name: giver.name,
      isMe: giver.id === actor.accountId,
      isGone: giver.state !== 'active',
    },
    cases: (await queries.listCasesOf(db, scope, giverId, now)).map(presentCase),
    owned: await queries.countOwned(db, giverId),
    reviews: await queries.countReviews(db, giverId),
    people: people.flatMap(({ id, name, role }) =>
      role && id !== giverId
        ? [{ id, name, role: ROLE_LABEL[role], ownsCases: permits(role, 'referrals.send') }]
        : [],
    ),
  }
})

const listHandOvers = route(contract.listHandOvers, async ({ db, scope }) => {
  const rows = await queries.listHandOvers(db, scope)
  const parts = rows.length
    ? await queries.listParts(
        db,
        rows.map(({ id }) => id),
      )
    : []
  return {
    items: rows.map((row) => ({
      ...presentHead(row),
      parts: parts
        .filter(({ handOverId }) => handOverId === row.id)
        .map(({ receiverName, state, lines }) => ({
          receiver: receiverName,
          state: PartState.parse(state),
          cases: lines,
        })),
    })),
    leavers: permits(scope.role, 'cases.oversee') ? await queries.listLeavers(db) : [],
  }
})

type Row = NonNullable<Awaited<ReturnType<typeof queries.findHandOver>>>

const presentHead = (row: Row) => ({
  id: row.id,
  giver: { id: row.giverId, name: row.giverName },
  isGiverGone: row.isGiverGone,
  drawnUpBy: row.drawerName,
  drawnUpAt: row.drawnUpAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
})

const getHandOver = route(contract.getHandOver, async ({ db, scope, keys, actor, now, note }, { id }) => {
  const row = found(await queries.findHandOver(db, scope, id), '工作移交')
  note({ kind: 'departure', id: row.id })
  const key = keys.unwrap(row.keySealed, row.id)
  const cases = await queries.listHandedCases(db, scope, row.id, now)
  const parts = await queries.listParts(db, [row.id])
  return {
    ...presentHead(row),
    parts: parts.map((part) => {
      const lines = cases.filter(({ partId }) => partId === part.id)
      return {
        id: part.id,
        receiver: {
          id: part.receiverId,
          name: part.receiverName,
          isMe: part.receiverId === actor.accountId,
        },
        takesRest: part.takesRest,
        state: PartState.parse(part.state),
        signedAt: part.signedAt?.toISOString() ?? null,
        words: part.wordsSealed && keys.open(key, 'words', part.wordsSealed),
        lines: lines.map((line) => ({ ...presentCase(line), note: keys.open(key, 'note', line.noteSealed) })),
        hidden: part.lines - lines.length,
      }
    }),
  }
})

type Input = Parameters<Parameters<typeof route<typeof contract.drawUpHandOver>>[1]>[1]
type NewPart = Input['parts'][number]

const writePart = async (context: Context, handOver: { id: string; key: Buffer }, part: NewPart) => {
  const { db, scope, keys, now } = context
  const partId = uuidv7(now.getTime())
  const { receiverId, takesRest } = part
  found(await queries.findPerson(db, receiverId), '接收人')
  await queries.insertPart(db, { id: partId, handOverId: handOver.id, receiverId, takesRest })
  if (part.lines.length) await checkCaseOwner(db, receiverId)
  for (const { caseId, note, despite } of part.lines) {
    const kase = found(await lockCase(db, scope, caseId, now), '个案')
    await checkAssignee(context, kase, receiverId, {
      part: 'owner',
      despite,
      field: 'parts',
      isKept: false,
    })
    // What is to be signed for may be read first.
    await openTo(context, kase, receiverId)
    await queries.insertLine(db, {
      id: uuidv7(now.getTime()),
      handOverId: handOver.id,
      partId,
      caseId,
      noteSealed: keys.seal(handOver.key, 'note', note),
      despiteSealed: despite ? keys.seal(handOver.key, 'despite', despite) : null,
    })
  }
  await openTask(
    db,
    {
      ...(await limitOfReview(db, now)),
      kind: 'take-over-cases',
      subjectKind: 'hand-over',
      subjectId: partId,
      number: part.lines.length ? `（${part.lines.length} 件个案）` : '',
      // Where the giver works: nobody writes a task for elsewhere.
      divisionCode: scope.low,
      owner: { personId: receiverId },
    },
    now,
  )
}

const drawUpHandOver = route(contract.drawUpHandOver, async (context, { id, giverId, parts }) => {
  const { db, scope, keys, actor, now, note } = context
  note({ kind: 'departure', id, count: parts.flatMap(({ lines }) => lines).length })
  const giver = await findGiver(context, giverId)
  const isGiverGone = giver.state !== 'active'
  if (giverId !== actor.accountId && !isGiverGone)
    throw refused('本人还在岗：请由本人提出移交；本人已经离岗的，先停用账号再代为移交')
  const cases = await queries.listCasesOf(db, scope, giverId, now)
  const { items, tasks } = await queries.countOwned(db, giverId)
  const message = partsProblem(parts, {
    giverId,
    caseIds: cases.map((each) => each.id),
    hasRest: items + tasks > 0,
  })
  if (message) throw invalid(message, [{ field: 'parts', message }])
  const { key, wrapped } = keys.newKey(id)
  await queries.insertHandOver(db, {
    id,
    giverId,
    isGiverGone,
    receiverIds: parts.map(({ receiverId }) => receiverId),
    drawnUpBy: actor.accountId,
    drawnUpAt: now,
    keySealed: wrapped,
  })
  for (const part of parts) await writePart(context, { id, key }, part)
  return done
})

const findMyPart = async ({ db, scope, actor, note }: Context, id: string) => {
  const row = found(await queries.findHandOver(db, scope, id), '工作移交')
  note({ kind: 'departure', id: row.id })
  const parts = await queries.listParts(db, [row.id])
  const part = found(
    parts.find(({ receiverId }) => receiverId === actor.accountId),
    '移交给您的部分',
  )
  if (part.state !== 'awaiting') throw refused('这一部分已经签收或退回')
  return { row, part }
}

/** The receiver's part as a whole or not at all: one case that cannot go stops the others too. */
const signHandOver = route(contract.signHandOver, async (context, { id }) => {
  const { db, scope, keys, actor, now } = context
  const { row, part } = await findMyPart(context, id)
  const key = keys.unwrap(row.keySealed, row.id)
  const lines = await queries.listLines(db, part.id)
  for (const line of lines) {
    const kase = found(await lockCase(db, scope, line.caseId, now), '个案')
    if (kase.ownerId !== row.giverId)
      throw refused(`${kase.number} 已经不由移交人负责，请退回，由移交人重新提出`)
    const despite = line.despiteSealed ? keys.open(key, 'despite', line.despiteSealed) : undefined
    await passOnCase(context, kase, { ownerId: actor.accountId, reason: '工作移交', despite })
  }
  const rest = part.takesRest ? await queries.takeRest(db, part.id) : 0
  await queries.setSigned(db, { id: part.id, handOverId: row.id }, { state: 'taken', signedAt: now })
  await finishTasks(db, { subjectId: part.id, kinds: ['take-over-cases'] }, actor.accountId, now)
  return { cases: lines.length, rest }
})

const declineHandOver = route(contract.declineHandOver, async (context, { id, reason }) => {
  const { db, keys, now } = context
  const { row, part } = await findMyPart(context, id)
  const wordsSealed = keys.seal(keys.unwrap(row.keySealed, row.id), 'words', reason)
  await queries.setSigned(
    db,
    { id: part.id, handOverId: row.id },
    { state: 'declined', signedAt: now, wordsSealed },
  )
  await cancelTasks(db, { subjectId: part.id, kinds: ['take-over-cases'] }, now)
  // The drawer is told where the page says what is left to be given to another.
  await notify(
    db,
    { kind: 'message', subjectKind: 'hand-over', subjectId: row.id, to: { accountIds: [row.drawnUpBy] } },
    now,
  )
  return done
})

export const routes = [
  previewHandOver,
  listHandOvers,
  getHandOver,
  drawUpHandOver,
  signHandOver,
  declineHandOver,
]

export const constraints: Constraints = {
  hand_over_one_open: () => refused('这位同事已有一次移交等着签收'),
  hand_over_pkey: () => refused('这次移交已经提出过'),
}
