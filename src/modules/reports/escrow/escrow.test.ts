import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countyKeys } from '#server/crypto/keys.ts'
import { newPair } from '#server/crypto/boxes.ts'
import { COUNTY, testApp } from '../../../../tests/app.ts'
import { loopCounty } from '../../../../tests/loop.ts'
import { NARRATIVE, stranger } from '../../../../tests/portal.ts'
import { makeEscrow, openByEscrow } from './queries.ts'
import { joinShares, readShare, sharesOf } from './shares.ts'

const app = await testApp()
await loopCounty(app)
const outside = stranger(app)
const now = new Date()

const make = (isReplacing = false) => app.setUp((db) => makeEscrow(db, { isReplacing, now }))

const open = (number: string, shares: string[], keys = app.keys) =>
  app.setUp((db) => openByEscrow(db, keys, { number, shares, reason: '每年演练', now }))

const numberOf = (id: string) =>
  app.setUp(async (db) => {
    const row = db.selectFrom('report').where('id', '=', id).select('number')
    return (await row.executeTakeFirstOrThrow()).number
  })

test('any two of three shares give the key back, one does not, and a mistyped one is found', async () => {
  const { privateKey, publicKey } = newPair()
  const texts = await sharesOf(privateKey, publicKey)
  const shares = texts.map((text) => readShare(text.toLowerCase().replaceAll(' ', '-'))!)
  for (const pair of [
    [0, 1],
    [0, 2],
    [2, 1],
  ])
    expect(await joinShares(pair.map((at) => shares[at]!))).toEqual(privateKey)
  expect(texts[0]).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){15}[0-9A-HJKMNP-TV-Z]{4}$/)
  fc.assert(
    fc.property(
      fc.nat(63),
      fc.constantFrom(...Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
      (at, letter) => {
        const text = texts[0]!.replaceAll(' ', '')
        if (text[at] === letter) return
        expect(readShare(text.slice(0, at) + letter + text.slice(at + 1))).toBeUndefined()
      },
    ),
  )
})

test('the drill: two keepers open a report past every role and without the master key, and it is on record', async () => {
  const before = await outside.report()
  const { shares } = await make()
  const { id } = await outside.report({ childName: '小花' })
  const number = await numberOf(id)
  // The text is sealed by the report's own key alone: another master key does as well.
  const withoutMaster = countyKeys(Buffer.alloc(32, 9), COUNTY)
  expect(await open(number, [shares[2]!, shares[0]!], withoutMaster)).toMatchObject({
    narrative: NARRATIVE,
    child: { name: '小花' },
  })
  expect(await app.auditOf('escrow.opened')).toMatchObject([{ subject_id: id, purpose: '每年演练' }])
  await expect(open(await numberOf(before.id), shares.slice(0, 2))).rejects.toMatchObject({ status: 404 })
})

test('the same share twice, shares of two makings and mistyped ones open nothing', async () => {
  const { id } = await outside.report()
  const number = await numberOf(id)
  await expect(make()).rejects.toMatchObject({ code: 'refused' })
  const { shares } = await make(true)
  const other = (await make(true)).shares
  const [one = '', two = ''] = shares
  await expect(open(number, [one, one])).rejects.toMatchObject({ code: 'invalid' })
  await expect(open(number, [one, other[1] ?? ''])).rejects.toMatchObject({ code: 'invalid' })
  await expect(open(number, [one, two.slice(4)])).rejects.toMatchObject({ code: 'invalid' })
  // Of another making than the report.
  await expect(open(number, [one, two])).rejects.toMatchObject({ code: 'invalid' })
})
