import { uuidv7 } from '#server/ids.ts'
import { addTask, long, type Around } from './around.ts'
import { mark, PLACE } from './marks.ts'
import { ALL_NO } from './reports.ts'

const addOne = async ({ db, keys, relation }: Around, key: string, more: object) => {
  const id = uuidv7()
  const { key: reportKey, wrapped } = keys.newKey(id, 'leading-group')
  await db
    .insertInto('report')
    .values({
      id,
      number: `报${mark(relation, 'above')}${key}`,
      source: 'portal',
      door: 'anonymous',
      hasCode: true,
      routedTo: 'leading-group',
      receivedAt: long(),
      receivedBy: null,
      divisionCode: `${PLACE[relation].slice(0, 6)}000000`,
      keySealed: wrapped,
      narrativeSealed: keys.sealPadded(reportKey, 'narrative', mark(relation, 'above')),
      dangerAnswers: JSON.stringify(ALL_NO),
      ...more,
    })
    .execute()
  return id
}

/** Reports that the desk must know nothing of: the leading group works on them. Their task names them by the same mark. */
export const addAbove = async (around: Around) => {
  const received = await addOne(around, 'received', {})
  const passedOn = await addOne(around, 'passed-on', { state: 'passed-on', passedTo: '本级' })
  const title = `研判报告 ${mark(around.relation, 'above')}`
  await addTask(around, {
    kind: 'triage-report',
    subjectKind: 'report',
    subjectId: received,
    ownerRole: 'leader',
    title,
  })
  return { received, passedOn }
}
