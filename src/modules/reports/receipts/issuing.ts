import { today } from '#kernel/day.ts'
import { genesisOf } from '#server/audit-chain.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { primitives } from '#server/crypto/signatures.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { ROLES } from '#modules/identity/rules.ts'
import { Suite, type NewDutyReport } from './contract.ts'
import * as queries from './queries.ts'
import { clockText, commitmentOf, contentOf, HASH_OF, secondsBetween } from './rules.ts'
import { keyIdOf, receiptText, type PublicKey } from './text.ts'

const positionText = async (db: Db, county: string) => {
  const { seq, hash } = (await queries.auditPosition(db)) ?? genesisOf(county)
  return `${seq} ${hash.toString('hex')}`
}

const roleText = (role: string) => {
  const known = ROLES.find((each) => each === role)
  return known ? ROLE_LABEL[known] : role
}

type Told = { unit: { id: string; name: string }; knownAt: Date; report: NewDutyReport }

/** Signs and writes the receipt of a report that was taken in the same transaction. */
export const issueReceipt = async (context: Context, { unit, knownAt, report }: Told): Promise<void> => {
  const { db, county, counties, actor, keys, now, config } = context
  const suite: Suite = config.cipherSuite === 'sm' ? 'sm2' : 'ed25519'
  const generation = await queries.generationOf(db, suite)
  const signer = queries.signerFor(keys, suite, generation)
  const keyId = keyIdOf(primitives.sha256, suite, generation, signer.publicKey)
  const countyName = (await counties()).find(({ code }) => code === county)?.name ?? ''
  const hash = HASH_OF[suite]
  const number = await nextNumber(db, '责', today(now))
  const text = receiptText({
    number,
    county: `${county} ${countyName}`,
    unit: unit.name,
    role: roleText(actor.role),
    name: report.isNamed ? actor.displayName : undefined,
    door: '强制报告',
    knownAt: clockText(knownAt),
    reportedAt: clockText(now),
    elapsed: `${secondsBetween(knownAt, now)} 秒`,
    office: (await queries.findCentre(db))?.name ?? `${countyName}未成年人救助保护中心`,
    commitment: `${hash} ${commitmentOf(primitives[hash], report.nonce, contentOf(report))}`,
    position: await positionText(db, county),
    issuedAt: clockText(now),
    keyId,
  })
  await queries.insertReceipt(db, {
    id: uuidv7(now.getTime()),
    reportId: report.id,
    number,
    unitId: unit.id,
    reporterId: actor.accountId,
    knownAt,
    reportedAt: now,
    suite,
    keyId,
    text,
    signature: signer.sign(Buffer.from(text)),
    isKeptFromUnit: report.isAboutOwnUnit,
  })
}

/** Every public key that the county has ever signed with, or would sign with under the other suite. */
export const publicKeysOf = async (db: Db, keys: CountyKeys, county: string): Promise<PublicKey[]> => {
  const found: PublicKey[] = []
  for (const suite of Suite.options)
    for (let generation = await queries.generationOf(db, suite); generation > 0; generation -= 1) {
      const bytes = queries.signerFor(keys, suite, generation).publicKey
      found.push({ county, keyId: keyIdOf(primitives.sha256, suite, generation, bytes), suite, bytes })
    }
  return found
}
