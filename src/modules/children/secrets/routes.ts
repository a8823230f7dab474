import { found, invalid } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { findCategory } from '../categories/queries.ts'
import { findPersonOf } from '../family/queries.ts'
import { findHealth } from '../health/queries.ts'
import { findChild, type Doing } from '../queries.ts'
import * as contract from './contract.ts'
import { healthText } from './labels.ts'
import {
  keyOfChild,
  keyOfPerson,
  open,
  openDetail,
  sealedOfCategory,
  sealedOfChild,
  sealedOfHealth,
  sealedOfPerson,
  sealedOfState,
} from './queries.ts'

const SEALED_AS = {
  idNumber: 'id-number',
  phone: 'phone',
  hukouAddress: 'hukou-address',
  residenceAddress: 'residence-address',
  proofNo: 'proof-no',
} as const
type Field = keyof typeof SEALED_AS

const notOfThis = () => invalid('没有这一项', [{ field: 'field', message: '没有这一项' }])

type Asked = { id: string; subject: string; subjectId: string; field: Field }

/** The sealed bytes of one field and the key that opens them; every record is looked up through the child. */
const findSealed = async ({ db, scope, keys }: Doing, { id, subject, subjectId, field }: Asked) => {
  const none = null
  if (subject === 'child') {
    const row = found(subjectId === id ? await sealedOfChild(db, id) : undefined, '儿童')
    if (field === 'proofNo') throw notOfThis()
    return { sealed: row[field] ?? none, key: () => keyOfChild(db, keys, id) }
  }
  if (subject === 'category') {
    found(await findCategory(db, scope, id, subjectId), '类别')
    if (field !== 'proofNo') throw notOfThis()
    return { sealed: (await sealedOfCategory(db, subjectId)) ?? none, key: () => keyOfChild(db, keys, id) }
  }
  if (subject === 'person') {
    found(await findPersonOf(db, id, subjectId), '家庭成员')
    if (field !== 'idNumber' && field !== 'phone') throw notOfThis()
    const row = found(await sealedOfPerson(db, subjectId), '家庭成员')
    return { sealed: row[field] ?? none, key: () => keyOfPerson(db, keys, subjectId) }
  }
  const state = found(await sealedOfState(db, subjectId), '父母状况')
  found(await findPersonOf(db, id, state.personId), '父母状况')
  if (field !== 'proofNo') throw notOfThis()
  return { sealed: state.proofNo ?? none, key: () => keyOfPerson(db, keys, state.personId) }
}

const revealChildField = route(contract.revealChildField, async (context, input) => {
  const { db, scope, keys, note } = context
  const { id, subject, field, reason } = input
  note({ kind: 'child', id, fields: [subject === 'child' ? field : `${subject}.${field}`], purpose: reason })
  const child = found(await findChild(db, scope, id), '儿童')
  note({ divisionCode: child.divisionCode })
  const { sealed, key } = await findSealed(context, input)
  return { value: sealed ? open(keys, await key(), SEALED_AS[field], sealed) : null }
})

const revealHealth = route(contract.revealHealth, async (context, input) => {
  const { db, scope, keys, note } = context
  const { id, subject, subjectId, reason } = input
  note({ kind: 'child', id, fields: [`${subject}.detail`], purpose: reason })
  const child = found(await findChild(db, scope, id), '儿童')
  note({ divisionCode: child.divisionCode })
  if (subject === 'health') {
    found(await findHealth(db, id, subjectId), '健康记录')
    const sealed = found(await sealedOfHealth(db, subjectId), '健康记录')
    return { value: healthText(openDetail(keys, await keyOfChild(db, keys, id), sealed)) }
  }
  const state = found(await sealedOfState(db, subjectId), '父母状况')
  found(await findPersonOf(db, id, state.personId), '父母状况')
  if (!state.detail) return { value: null }
  return { value: healthText(openDetail(keys, await keyOfPerson(db, keys, state.personId), state.detail)) }
})

export const routes = [revealChildField, revealHealth]
