import { ageOn, minuteOf, today } from '#kernel/day.ts'
import { found } from '#kernel/problem.ts'
import { covers, type Scope } from '#server/access.ts'
import { route, type Context } from '#server/route.ts'
import { listCategories } from '../categories/queries.ts'
import { Declared } from '../care/contract.ts'
import { listCare } from '../care/queries.ts'
import { listMembers, listOtherChildren } from '../family/queries.ts'
import { listHealth } from '../health/queries.ts'
import { listStates } from '../parents/queries.ts'
import { listSchooling } from '../schooling/queries.ts'
import { keyOfChild, openDetail } from '../secrets/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { sourceIn, sourcesIn } from './queries.ts'

const withSource = <T extends { sources: unknown }>({ sources, ...row }: T) => ({
  ...row,
  source: sourceIn(sources),
})

const familyOf = async ({ db, scope, now }: Context, childId: string) => {
  const members = await listMembers(db, childId)
  const personIds = [...new Set(members.map(({ personId }) => personId))]
  const states = personIds.length ? await listStates(db, personIds) : []
  const others = personIds.length ? await listOtherChildren(db, scope, childId, personIds) : []
  const statesOf = Map.groupBy(states, ({ personId }) => personId)
  const othersOf = Map.groupBy(others, ({ personId }) => personId)
  return members.map(
    ({
      personId,
      personVersion,
      personSources,
      name,
      sex,
      birthDay,
      idNumberState,
      whereabouts,
      hasPhone,
      ...link
    }) => ({
      ...withSource(link),
      person: {
        id: personId,
        version: personVersion,
        name,
        sex,
        birthDay,
        age: birthDay === null ? null : ageOn(birthDay, today(now)),
        idNumberState,
        hasPhone: Boolean(hasPhone),
        whereabouts,
        sources: sourcesIn(personSources),
        states: (statesOf.get(personId) ?? []).map((state) => ({
          ...withSource(state),
          hasProofNo: Boolean(state.hasProofNo),
          hasDetail: Boolean(state.hasDetail),
        })),
        otherChildren: (othersOf.get(personId) ?? []).map((child) => ({ id: child.id, name: child.name })),
      },
    }),
  )
}

const healthOf = async ({ db, keys }: Context, childId: string) => {
  const rows = await listHealth(db, childId)
  if (!rows.length) return []
  const key = await keyOfChild(db, keys, childId)
  return rows.map(({ detailSealed, ...row }) => ({
    ...withSource(row),
    kind: openDetail(keys, key, detailSealed).kind,
  }))
}

const mayWrite = (scope: Scope, child: { divisionCode: string; hukouDivisionCode: string | null }) =>
  covers(scope, child.divisionCode) ||
  (child.hukouDivisionCode !== null && covers(scope, child.hukouDivisionCode))

/** The whole file of one child, secrets left out. */
const readFile = async (context: Context, id: string) => {
  const { db, scope, now, note } = context
  note({ kind: 'child', id })
  const base = found(await queries.findBase(db, scope, id), '儿童')
  note({ divisionCode: base.divisionCode })
  return {
    ...base,
    age: ageOn(base.birthDay, today(now)),
    hasPhone: Boolean(base.hasPhone),
    hasHukouAddress: Boolean(base.hasHukouAddress),
    hasResidenceAddress: Boolean(base.hasResidenceAddress),
    sources: sourcesIn(base.sources),
    createdAt: base.createdAt.toISOString(),
    updatedAt: base.updatedAt.toISOString(),
    isEditable: mayWrite(scope, base),
    categories: (await listCategories(db, scope, id)).map((row) => ({
      ...withSource(row),
      hasProofNo: Boolean(row.hasProofNo),
    })),
    family: await familyOf(context, id),
    care: (await listCare(db, id)).map((row) => ({
      ...withSource(row),
      declared: Declared.array().parse(row.declared),
    })),
    schooling: (await listSchooling(db, id)).map(withSource),
    health: await healthOf(context, id),
  }
}

const getChild = route(contract.getChild, (context, { id }) => readFile(context, id))

const printChild = route(contract.printChild, async (context, { id, reason }) => {
  const { actor, now, requestId, note } = context
  note({ kind: 'child', id, purpose: reason })
  const file = await readFile(context, id)
  const number = `DY${today(now).replaceAll('-', '')}-${requestId.slice(-8).toUpperCase()}`
  return {
    file,
    printedAt: now.toISOString(),
    printedBy: actor.displayName,
    number,
    reason,
    watermark: `${actor.displayName} ${minuteOf(now)} ${number}`,
  }
})

export const routes = [getChild, printChild]
