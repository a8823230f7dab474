import { z } from 'zod'
import { invalid, notFound, refused } from '#kernel/problem.ts'
import { writeAudit } from '#server/audit.ts'
import { newPair, openBox } from '#server/crypto/boxes.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { findSetting, keepSetting } from '#modules/organisations/settings/queries.ts'
import { DescribedChild, Reporter } from '../contract.ts'
import { fingerprintOf, joinShares, readShare, sharesOf } from './shares.ts'

/** Key of county_setting: the public half of the county's escrow. */
export const ESCROW = 'reports:escrow'
export const Escrow = z.object({ publicKey: z.base64(), fingerprint: z.string() })

/** 托管: the county's public key under which each report's key is wrapped once more, so that two of three keepers can open it. */
export const escrowKeyOf = async (db: Db): Promise<Buffer | undefined> => {
  const setting = await findSetting(db, ESCROW)
  const escrow = setting?.value ? Escrow.parse(setting.value) : undefined
  return escrow && Buffer.from(escrow.publicKey, 'base64')
}

const witness = (db: Db, action: string, now: Date, more: object) =>
  writeAudit(db, {
    action,
    at: now,
    result: 'done',
    actorId: null,
    actorRole: 'installer',
    sessionId: null,
    requestId: 'cli',
    ...more,
  })

/**
 * Makes the county's escrow and gives its three shares, which nothing keeps. Reports that were wrapped under an older one are opened with
 * the shares of that one.
 */
export const makeEscrow = async (
  db: Db,
  { isReplacing, now }: { isReplacing: boolean; now: Date },
): Promise<{ fingerprint: string; shares: string[] }> => {
  const known = await findSetting(db, ESCROW)
  if (known && !isReplacing) throw refused('本县已经有托管密钥；确要另做一套，请加 --replace')
  const { privateKey, publicKey } = newPair()
  const fingerprint = fingerprintOf(publicKey)
  const value = { publicKey: publicKey.toString('base64'), fingerprint }
  const version = known?.version ?? 0
  // Nobody signed in makes it: the setting is the installer's.
  await keepSetting(db, { key: ESCROW, value, version, by: null, at: now })
  await witness(db, 'escrow.made', now, { kind: 'setting', fields: [ESCROW] })
  return { fingerprint, shares: await sharesOf(privateKey, publicKey) }
}

const privateKeyFrom = async (texts: string[]): Promise<Buffer> => {
  const shares = texts.map((text, at) => {
    const share = readShare(text)
    if (!share) throw invalid(`第 ${at + 1} 份抄写有误，请对照纸上再核对一遍`)
    return share
  })
  if (new Set(shares.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size < 2)
    throw invalid('需要两份不同的托管份')
  if (new Set(shares.map(({ fingerprint }) => fingerprint)).size > 1)
    throw invalid('这两份不是同一次制作的，请核对纸上的指纹')
  return joinShares(shares)
}

/** What a report says, opened by two of the three keepers past every role and the master key. */
export const openByEscrow = async (
  db: Db,
  keys: CountyKeys,
  { number, shares, reason, now }: { number: string; shares: string[]; reason: string; now: Date },
) => {
  const report = await db
    .selectFrom('report')
    .innerJoin('reportKey', 'reportKey.reportId', 'report.id')
    .where('number', '=', number)
    .where('reader', '=', 'escrow')
    .select(['report.id', 'narrativeSealed', 'childSealed', 'reporterSealed', 'wrapped'])
    .executeTakeFirst()
  if (!report) throw notFound('这份报告，或它当时没有托管份')
  const privateKey = await privateKeyFrom(shares)
  let key: Buffer
  try {
    key = openBox(privateKey, report.wrapped, `report-key:${report.id}`)
  } catch {
    throw invalid('这两份托管份打不开这份报告：它可能是用另一套托管密钥封存的')
  }
  const read = (field: string, sealed: Buffer | null): unknown =>
    sealed && JSON.parse(keys.open(key, field, sealed))
  await witness(db, 'escrow.opened', now, { kind: 'report', id: report.id, purpose: reason })
  return {
    narrative: keys.open(key, 'narrative', report.narrativeSealed),
    child: DescribedChild.nullable().parse(read('child', report.childSealed)),
    reporter: Reporter.nullable().parse(read('reporter', report.reporterSealed)),
  }
}
