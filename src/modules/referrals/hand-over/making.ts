import { randomBytes } from 'node:crypto'
import { addDays, endOfDay, today } from '#kernel/day.ts'
import type { InputOf } from '#kernel/endpoint.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { newPair } from '#server/crypto/boxes.ts'
import { primitives } from '#server/crypto/signatures.ts'
import type { Context } from '#server/route.ts'
import type { CaseFound } from '#modules/cases/queries.ts'
import { makeCode, digitsOf, plainDigitsOf, wordsOf } from '#modules/reports/codes/rules.ts'
import { publicKeysOf } from '#modules/reports/receipts/issuing.ts'
import { findCentre, generationOf, signerFor } from '#modules/reports/receipts/queries.ts'
import { clockText, toHex } from '#modules/reports/receipts/rules.ts'
import { keyIdOf, keyLine } from '#modules/reports/receipts/text.ts'
import { findSent } from '../queries.ts'
import { isWithUnit, LONGEST_ACCESS_DAYS } from '../rules.ts'
import type { makeHandOver } from './contract.ts'
import { pageWith } from './page-file.ts'
import * as queries from './queries.ts'
import { seal } from './sealing.ts'

type Input = InputOf<typeof makeHandOver>

const wrong = (field: string, message: string) => invalid(message, [{ field, message }])

/** What of a referral goes along: its own words, and not a field more than it granted. */
const ofReferral = async (
  { db, scope, keys, now }: Context,
  kase: CaseFound,
  input: Input & { referralId: string },
) => {
  const referral = found(await findSent(db, scope, input.referralId, now), '转介')
  if (referral.caseId !== kase.id) throw refused('这份转介不属于本案')
  if (!isWithUnit(referral.state) || referral.endedAt) throw refused('这份转介已经结束，不能再做成交接文件')
  const strange = input.fields.filter((field) => !referral.fields.includes(field))
  if (strange.length) throw wrong('fields', '只能带上这份转介授权的信息')
  if (endOfDay(input.endsOn) > referral.endsAt) throw wrong('endsOn', '截止日不能晚于这份转介的授权截止日')
  const key = keys.unwrap(referral.keySealed, referral.id)
  return {
    number: referral.number,
    subject: referral.subject,
    request: keys.open(key, 'request', referral.requestSealed),
    dueAt: referral.dueAt.toISOString(),
  }
}

const ofCase = (kase: CaseFound, { request }: Input) => {
  if (!request) throw wrong('request', '请写明移交的情况和请对方做什么')
  return { number: kase.number, subject: '移交个案', request, dueAt: null }
}

const checkDays = ({ now }: Context, { endsOn }: Input) => {
  const first = today(now)
  if (endsOn < first) throw wrong('endsOn', '截止日已经过了')
  if (endsOn > addDays(first, LONGEST_ACCESS_DAYS)) throw wrong('endsOn', '截止日最多一年')
}

/** The county's key that signs now: the same as for duty receipts, over a text that begins differently. */
const signerOf = async ({ db, keys, config }: Context) => {
  const suite = config.cipherSuite === 'sm' ? 'sm2' : 'ed25519'
  const generation = await generationOf(db, suite)
  const signer = signerFor(keys, suite, generation)
  return { signer, keyId: keyIdOf(primitives.sha256, suite, generation, signer.publicKey) }
}

/** Seals what the recipient needs into a page; nothing of it but the means to judge the answer stays here. */
export const make = async (context: Context, kase: CaseFound, input: Input) => {
  const { db, scope, keys, county, counties, actor, now } = context
  const { id, recipient, fields, reason, endsOn, referralId } = input
  checkDays(context, input)
  if (kase.label === 'sealed') throw refused('密封的个案不做成离线文件，请由两地负责人当面交接')
  const told = referralId ? await ofReferral(context, kase, { ...input, referralId }) : ofCase(kase, input)
  const child = await queries.readForFile(db, scope, keys, kase.childId, fields)
  if (!child) throw refused('您看不到这个孩子的档案，不能带上他的信息')
  const countyName = (await counties()).find(({ code }) => code === county)?.name ?? ''
  const { signer, keyId } = await signerOf(context)
  const code = makeCode()
  const pair = newPair()
  const token = randomBytes(32).toString('hex')
  const parcel = await seal({
    head: {
      id,
      county: `${county} ${countyName}`,
      office: (await findCentre(db))?.name ?? `${countyName}未成年人救助保护中心`,
      recipient,
      madeAt: clockText(now),
      endsOn,
      answerKey: toHex(pair.publicKey),
      keyId,
    },
    content: { ...told, reason, sender: actor.displayName, child, token },
    passphrase: plainDigitsOf(code),
    sign: (message) => signer.sign(Buffer.from(message)),
  })
  const publicKeys = await publicKeysOf(db, keys, county)
  const page = await pageWith(parcel, publicKeys.map(keyLine).join('\n'))
  const { key, wrapped } = keys.newKey(id)
  const secret = JSON.stringify({ privateKey: pair.privateKey.toString('hex'), token })
  await queries.insertFile(db, {
    id,
    caseId: kase.id,
    referralId: referralId ?? null,
    divisionCode: kase.divisionCode,
    recipient,
    fields,
    reason,
    endsOn,
    headerHash: toHex(primitives.sha256(Buffer.from(parcel.head))),
    keyId,
    keySealed: wrapped,
    secretSealed: keys.seal(key, 'hand-over-secret', secret),
    madeAt: now,
    madeBy: actor.accountId,
  })
  return { fileName: `交接文件-${told.number}.html`, page, words: wordsOf(code), digits: digitsOf(code) }
}
