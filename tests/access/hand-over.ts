import { newPair, sealBox } from '#server/crypto/boxes.ts'
import { uuidv7 } from '#server/ids.ts'
import { boxPurpose } from '#modules/referrals/hand-over/format.ts'
import { farDay, long, type Around } from './around.ts'
import { mark, PLACE } from './marks.ts'

const TOKEN = 'ab'.repeat(32)

/** A file of the running case that went to another county, with an answer that nobody has decided on and one that is still outside. */
export const addHandOver = async ({ db, keys, relation, stranger }: Around, caseId: string) => {
  const id = uuidv7()
  const answerId = uuidv7()
  const { key, wrapped } = keys.newKey(id)
  const pair = newPair()
  const secret = { privateKey: pair.privateKey.toString('hex'), token: TOKEN }
  const content = {
    id,
    token: TOKEN,
    writtenAt: '2026-03-05T01:00:00Z',
    name: '某人',
    office: '邻县中心',
    phone: '',
    isDone: true,
    answer: mark(relation, 'case'),
  }
  await db
    .insertInto('handOverFile')
    .values({
      id,
      caseId,
      divisionCode: PLACE[relation],
      recipient: `邻县${mark(relation, 'case')}`,
      fields: ['name'],
      reason: '移交',
      endsOn: farDay(),
      headerHash: '00'.repeat(32),
      keyId: 'ed25519-1-0000000000000000',
      keySealed: wrapped,
      secretSealed: keys.seal(key, 'hand-over-secret', JSON.stringify(secret)),
      madeAt: long(),
      madeBy: stranger,
    })
    .execute()
  await db
    .insertInto('handOverAnswer')
    .values({
      id: answerId,
      fileId: id,
      caseId,
      contentHash: answerId.replaceAll('-', '').padEnd(64, '0'),
      contentSealed: keys.seal(key, 'hand-over-answer', JSON.stringify(content)),
      cameAt: long(),
      cameBy: stranger,
    })
    .execute()
  const box = sealBox(pair.publicKey, Buffer.from(JSON.stringify(content)), boxPurpose(id))
  const outside = { format: 'shouwang-hand-over-answer', formatVersion: 1, id, box: box.toString('base64') }
  return { file: id, answer: answerId, outside: JSON.stringify(outside) }
}
