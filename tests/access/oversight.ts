import { uuidv7 } from '#server/ids.ts'
import type { Db } from '#server/database.ts'
import { addDays, endOfDay, today } from '#kernel/day.ts'
import { currentPromise } from '#modules/referrals/orders/rules.ts'
import { farDay, HOUR, long, type Around } from './around.ts'
import { mark, PLACE } from './marks.ts'

type Of = { caseId: string; itemId: string; referralId: string }

const daysAgo = (count: number) => addDays(today(new Date()), -count)

/** One order of oversight in each state that somebody acts on. */
const addOverseen = async ({ db, relation, stranger, unitId }: Around, { caseId, referralId }: Of) => {
  const ids = { proposed: '', assigned: '', signed: '', handling: '', 'fed-back': '', reviewed: '' }
  for (const [state, marksOf] of [
    ['proposed', {}],
    ['assigned', {}],
    ['signed', { signedAt: long() }],
    ['handling', { signedAt: long() }],
    ['fed-back', { signedAt: long() }],
    ['reviewed', { signedAt: long(), reviewedAt: long(), reviewedBy: stranger }],
  ] as const) {
    const id = uuidv7()
    ids[state] = id
    await db
      .insertInto('oversightOrder')
      .values({
        id,
        number: `督${relation}${state}`,
        state,
        unitId,
        divisionCode: `${PLACE[relation].slice(0, 6)}000000`,
        matter: `超期${mark(relation, 'oversight')}`,
        requirement: '限期办结',
        reason: 'person',
        proposedAt: long(),
        proposedBy: stranger,
        ...(state !== 'proposed' && { assignedAt: long(), dueAt: endOfDay(farDay()) }),
        ...marksOf,
      })
      .execute()
    await db
      .insertInto('oversightItem')
      .values({ orderId: id, referralId, caseId, number: `转${relation}` })
      .execute()
    await db
      .insertInto('oversightStep')
      .values({
        id: uuidv7(),
        orderId: id,
        command: 'propose',
        toState: 'proposed',
        at: long(),
        by: stranger,
      })
      .execute()
  }
  return ids
}

/** The unit is on the register with one worker, whom it may send. */
const addVetting = async (db: Db, unitId: string, stranger: string) => {
  await db
    .insertInto('vettedOrganisation')
    .values({
      unitId,
      kinds: '{tutoring}' as never,
      qualification: '社会工作师',
      documents: '登记证书',
      approvedOn: daysAgo(30),
      approvedBy: stranger,
      validUntil: addDays(farDay(), 90),
    })
    .onConflict((conflict) => conflict.column('unitId').doNothing())
    .execute()
  const workerId = uuidv7()
  await db
    .insertInto('vettedWorker')
    .values({
      id: workerId,
      unitId,
      name: '周社工',
      qualification: '社工',
      entryQueryOn: daysAgo(10),
      entryQueryAt: '公安局回执第 8 号',
      recordedBy: stranger,
      recordedAt: long(),
    })
    .execute()
  return workerId
}

/** One service order in each state that somebody acts on; what is public of it bears no mark. */
const addOrders = async (around: Around, { caseId, itemId }: Of) => {
  const { db, keys, relation, stranger, unitId, children } = around
  const workerId = await addVetting(db, unitId, stranger)
  const ids = { open: '', claimed: '', taken: '', reported: '', returned: '', workerId }
  for (const state of ['open', 'claimed', 'taken', 'reported', 'returned'] as const) {
    const id = uuidv7()
    ids[state] = id
    const { key, wrapped } = keys.newKey(id)
    const seal = (field: string) => keys.seal(key, field, mark(relation, 'service'))
    const isKnown = state === 'taken' || state === 'reported'
    const grantId = uuidv7()
    if (isKnown)
      await db
        .insertInto('accessGrant')
        .values({
          id: grantId,
          recordKind: 'child',
          recordId: children.running,
          unitId,
          fields: ['name', 'phone'],
          reason: '服务需要',
          endsAt: relation === 'expired' ? new Date(Date.now() - HOUR) : endOfDay(farDay()),
          endedAt: relation === 'expired' ? long() : null,
        })
        .execute()
    await db
      .insertInto('serviceOrder')
      .values({
        id,
        number: `服${relation}${state}`,
        state,
        kind: 'tutoring',
        age: '7-12',
        divisionCode: `${PLACE[relation].slice(0, 9)}000`,
        hours: '20',
        qualification: '社工',
        content: '每周课业辅导',
        startsOn: daysAgo(5),
        endsOn: farDay(),
        takeBy: addDays(today(new Date()), 5),
        publishedAt: long(),
        publishedBy: stranger,
        ...(state !== 'open' && { unitId, workerId }),
        ...(isKnown && { confirmedAt: long(), confirmedBy: stranger }),
        ...(state === 'reported' && { reportedAt: long(), resultSealed: seal('result') }),
      })
      .execute()
    await db
      .insertInto('serviceOrderSubject')
      .values({
        orderId: id,
        caseId,
        planItemId: itemId,
        childId: children.running,
        keySealed: wrapped,
        detailSealed: seal('detail'),
        fields: isKnown ? ['name', 'phone'] : [],
        grantId: isKnown ? grantId : null,
      })
      .execute()
    await db
      .insertInto('serviceOrderStep')
      .values({ id: uuidv7(), orderId: id, command: 'publish', toState: 'open', at: long(), by: stranger })
      .execute()
    if (state !== 'open')
      await db
        .insertInto('dataPromise')
        .values({
          id: uuidv7(),
          orderId: id,
          unitId,
          edition: currentPromise().edition,
          textHash: 'a'.repeat(64),
          promisedBy: '周负责',
          acceptedBy: stranger,
          acceptedAt: long(),
        })
        .execute()
    if (isKnown)
      await db
        .insertInto('serviceSession')
        .values({
          id: uuidv7(),
          orderId: id,
          workerId,
          heldOn: daysAgo(1),
          hours: '2',
          noteSealed: seal('session'),
          recordedBy: stranger,
          recordedAt: long(),
        })
        .execute()
  }
  return ids
}

/** What is urged, overseen and served about a set's running case. */
export const addOversight = async (around: Around, of: Of & { urgedId: string }) => {
  const { db, relation, stranger, unitId } = around
  await db
    .insertInto('urging')
    .values({
      id: uuidv7(),
      referralId: of.urgedId,
      caseId: of.caseId,
      unitId,
      divisionCode: PLACE[relation],
      words: 'answer-soon',
      urgedOn: daysAgo(10),
      urgedAt: long(),
      urgedBy: stranger,
    })
    .execute()
  return { overseen: await addOverseen(around, of), services: await addOrders(around, of) }
}
