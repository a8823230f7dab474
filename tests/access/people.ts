import { uuidv7 } from '#server/ids.ts'
import { long, soon, type Around } from './around.ts'
import { mark } from './marks.ts'

/** Who belongs to a case, who stepped aside, what was advised, a broken glass, and a link between two cases of a set. */
export const addPeople = async (around: Around, cases: Record<'opened' | 'running', string>) => {
  const { db, keys, relation, stranger, children } = around
  const caseId = cases.opened
  const kase = await db
    .selectFrom('caseFile')
    .where('id', '=', caseId)
    .select('keySealed')
    .executeTakeFirstOrThrow()
  const key = keys.unwrap(kase.keySealed, caseId)
  const seal = (field: string) => keys.seal(key, field, mark(relation, 'case'))
  const ids = {
    person: uuidv7(),
    child: uuidv7(),
    relation: uuidv7(),
    recusal: uuidv7(),
    note: uuidv7(),
    glass: uuidv7(),
    link: uuidv7(),
  }
  const added = { caseId, addedBy: stranger, addedAt: long() }
  await db
    .insertInto('casePerson')
    .values([
      { ...added, id: ids.person, nameSealed: seal('person-name') },
      { ...added, id: ids.child, childId: children.opened },
    ])
    .execute()
  await db
    .insertInto('caseRelation')
    .values({
      id: ids.relation,
      caseId,
      whoId: ids.person,
      whomId: ids.child,
      kind: 'witness',
      source: 'visit',
      recordedBy: stranger,
      recordedAt: long(),
    })
    .execute()
  const { id: another } = await db
    .selectFrom('account')
    .where('id', '<>', stranger)
    .select('id')
    .executeTakeFirst()
    .then((row) => row ?? { id: stranger })
  await db
    .insertInto('recusal')
    .values({
      id: ids.recusal,
      caseId,
      accountId: stranger,
      reasonSealed: seal('recusal'),
      declaredAt: long(),
    })
    .execute()
  await db
    .insertInto('supervisionNote')
    .values({ id: ids.note, caseId, madeBy: another, madeAt: long(), adviceSealed: seal('advice') })
    .execute()
  // Whoever reviews it may not see the case: nothing of it stands here.
  const glass = keys.newKey(ids.glass)
  await db
    .insertInto('breakGlass')
    .values({
      id: ids.glass,
      caseId,
      childId: children.opened,
      number: '个〔2020〕0001号',
      openedBy: stranger,
      openedAt: long(),
      endsAt: soonAfter(long()),
      keySealed: glass.wrapped,
      reasonSealed: keys.seal(glass.key, 'reason', '夜间找监护人'),
    })
    .execute()
  const link = keys.newKey(ids.link)
  await db
    .insertInto('caseLink')
    .values({
      id: ids.link,
      oneId: caseId,
      otherId: cases.running,
      kind: 'same-household',
      keySealed: link.wrapped,
      reasonSealed: keys.seal(link.key, 'reason', mark(relation, 'case')),
      madeBy: stranger,
      madeAt: long(),
    })
    .execute()
  return ids
}

const soonAfter = (at: Date) => new Date(at.getTime() + (soon().getTime() - Date.now()) / 24)
