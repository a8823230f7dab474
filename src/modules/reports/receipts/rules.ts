import type { CoarseState, DangerAnswers, ReportState } from '../contract.ts'
import { DUTY_KINDS, type DutyKind } from '../duty-kinds/labels.ts'
import type { NewDutyReport, Suite } from './contract.ts'

/** The nine kinds that say by themselves what the desk's danger questions ask. */
const IMPLIED: Partial<Record<DutyKind, keyof DangerAnswers>> = {
  'private-parts-injury': 'isSexualHarmSuspected',
  'girl-under-14': 'isSexualHarmSuspected',
  'girl-over-14': 'isSexualHarmSuspected',
  abandoned: 'isUnattended',
  'missing-trafficked': 'isMissing',
}

/** What a mandatory report answers of the danger questions; what it does not say stays unknown, which is never safe. */
export const dangerOf = ({
  kinds,
  isInDanger,
}: Pick<NewDutyReport, 'kinds' | 'isInDanger'>): DangerAnswers => {
  const danger: DangerAnswers = isInDanger === 'yes' ? { isHurtNow: 'yes' } : {}
  for (const kind of kinds) {
    const question = IMPLIED[kind]
    if (question) danger[question] = 'yes'
  }
  return danger
}

/**
 * What was reported, as the commitment of the receipt covers it: JSON with these keys in this order, two spaces to a level, LF.
 * Whoever kept it, with the nonce, can prove later what was reported (ADR 0025).
 */
export const contentOf = (report: NewDutyReport): string =>
  JSON.stringify(
    {
      文种: '守望强制报告 v1',
      编码: report.id,
      知悉: report.knownAt ?? '报告时',
      情形: report.kinds.map((kind) => DUTY_KINDS[kind].text),
      发生了什么: report.narrative,
      儿童: report.childName ?? null,
      怎么找到儿童: report.childAbout ?? null,
      区划: report.divisionCode ?? null,
      现在有危险: report.isInDanger,
      已告知公安: report.policeToldAt ?? null,
      已采取措施: report.firstSteps ?? null,
      第二知情人: report.witness ?? null,
      被反映的人在本单位: report.isAboutOwnUnit,
      附件: report.files.length,
    },
    null,
    2,
  )

const NONCE_BYTES = 16

/** Bytes as lower-case hexadecimal. */
export const toHex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Undefined when the text is no lower-case hexadecimal of whole bytes. */
export const fromHex = (text: string): Uint8Array | undefined =>
  /^(?:[0-9a-f]{2})*$/.test(text)
    ? Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    : undefined

const join = (...parts: Uint8Array[]) => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const bytesOf = (text: string) => new TextEncoder().encode(text)

/** What a hash of the suite's kind does; sha256 with Ed25519, SM3 with SM2. */
export type Hash = (bytes: Uint8Array) => Uint8Array

/**
 * Commitment to the content: hash(16-byte nonce ‖ content in UTF-8), in hexadecimal. The nonce keeps anybody from guessing the
 * content out of the receipt. Throws RangeError on a nonce that is none.
 */
export const commitmentOf = (hash: Hash, nonce: string, content: string): string => {
  const bytes = fromHex(nonce)
  if (bytes?.length !== NONCE_BYTES) throw new RangeError('a nonce has 16 bytes')
  return toHex(hash(join(bytes, bytesOf(content))))
}

export const HASH_OF = { ed25519: 'sha256', sm2: 'sm3' } as const satisfies Record<Suite, string>

/** An instant in China's time to the second, as receipts write it: 2026-11-23T14:05:31+08:00. */
export const clockText = (at: Date) =>
  `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

/** “立即” is shown as the time that passed, never as a limit (MR-01). */
export const elapsedWords = (seconds: number): string => {
  if (seconds < 1) return '当即'
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3_600)
  const minutes = Math.floor((seconds % 3_600) / 60)
  const parts = [
    days ? `${days} 天` : '',
    hours ? `${hours} 小时` : '',
    minutes && !days ? `${minutes} 分` : '',
    seconds % 60 && !days && !hours ? `${seconds % 60} 秒` : '',
  ]
  return parts.filter(Boolean).join(' ') || '不到 1 分'
}

export const secondsBetween = (from: Date | string, to: Date | string) =>
  Math.floor((new Date(to).getTime() - new Date(from).getTime()) / 1_000)

/** Whoever reported learns how far it has come, and nothing of what was done. */
export const coarseOf = (state: ReportState): CoarseState => {
  if (state === 'received') return 'waiting'
  return state === 'answered' || state === 'set-aside' ? 'ended' : 'in-hand'
}

/** What the desk reads: the sender's words, and under them what else a mandatory report says. */
export const narrativeOf = (report: NewDutyReport, unit: string, knownAt: Date): string => {
  const kinds = report.kinds.map((kind) => DUTY_KINDS[kind].text)
  const told = report.policeToldAt && `已拨打 110 或告知公安（${clockText(new Date(report.policeToldAt))}）`
  const parts: [string, string | undefined][] = [
    ['单位', unit],
    ['知悉', clockText(knownAt)],
    ['对得上的情形', kinds.join('；') || undefined],
    ['现在有危险', { yes: '是', no: '否', unknown: '不清楚' }[report.isInDanger]],
    ['报警', told ?? '报告时还没有报警'],
    ['已采取的措施', report.firstSteps],
    ['单位内另一知情人', report.witness],
    ['回避', report.isAboutOwnUnit ? '被反映的人在报告单位工作，不得向该单位透露' : undefined],
  ]
  const lines = parts.flatMap(([label, value]) => (value ? [`【${label}】${value}`] : []))
  return [report.narrative, '', ...lines].join('\n')
}
