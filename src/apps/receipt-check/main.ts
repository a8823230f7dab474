import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { sm2, sm3 } from 'sm-crypto-v2'
import { VERDICT } from '#modules/reports/receipts/labels.ts'
import { elapsedWords, fromHex, secondsBetween, toHex } from '#modules/reports/receipts/rules.ts'
import {
  checkReceipt,
  isContentOf,
  readKeepsake,
  readKeys,
  type Checked,
  type Primitives,
  type ReceiptFacts,
} from '#modules/reports/receipts/text.ts'

/** A point off the curve, a number out of range: false, not an error. */
const calmly = (check: () => boolean) => {
  try {
    return check()
  } catch {
    return false
  }
}

const primitives: Primitives = {
  sha256,
  sm3: (bytes) => fromHex(sm3(bytes)) ?? new Uint8Array(),
  ed25519: (signature, message, publicKey) =>
    calmly(() => ed25519.verify(signature, message, publicKey, { zip215: false })),
  sm2: (signature, message, publicKey) =>
    calmly(() => sm2.doVerifySignature(message, toHex(signature), toHex(publicKey), { hash: true })),
}

const element = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`no ${id}`)
  return found
}

const verdict = element('verdict', HTMLElement)
const receipt = element('receipt', HTMLTextAreaElement)
const nonce = element('nonce', HTMLInputElement)
const content = element('content', HTMLTextAreaElement)
const publicKeys = element('public-keys', HTMLTextAreaElement)
const file = element('file', HTMLInputElement)

const clockWords = (text: string) => text.replace('T', ' ').replace('+08:00', '（北京时间）')

const rowsOf = (facts: ReceiptFacts): [string, string][] => [
  ['编号', facts.number],
  ['签发的县', facts.county],
  ['报告单位', facts.unit],
  ['报告人身份', facts.name ? `${facts.role} ${facts.name}` : facts.role],
  ['知悉时间', clockWords(facts.knownAt)],
  ['报告时间', clockWords(facts.reportedAt)],
  ['知悉到报告', elapsedWords(secondsBetween(facts.knownAt, facts.reportedAt))],
  ['接收机关', facts.office],
  ['审计链位置', facts.position],
  ['密钥', facts.keyId],
]

const add = <K extends keyof HTMLElementTagNameMap>(parent: HTMLElement, kind: K, text = '') => {
  const child = document.createElement(kind)
  child.textContent = text
  parent.append(child)
  return child
}

/** What nonce and content say, once the receipt itself is good. */
const proofWords = ({ verdict: outcome, facts }: Checked) => {
  if (outcome !== 'valid' || !facts || !(nonce.value.trim() || content.value.trim())) return undefined
  return isContentOf(primitives, facts, { nonce: nonce.value, content: content.value })
    ? '内容相符：当时报告的就是这份内容。'
    : '内容不符：证明码或报告内容与回执里的承诺对不上，请逐字核对。'
}

const show = (checked: Checked) => {
  const { label, says } = VERDICT[checked.verdict]
  verdict.replaceChildren()
  verdict.hidden = false
  verdict.dataset['verdict'] = checked.verdict
  add(verdict, 'h2', label)
  add(verdict, 'p', says)
  const proof = proofWords(checked)
  if (proof) add(verdict, 'p', proof)
  if (!checked.facts || checked.verdict === 'changed') return
  const list = add(verdict, 'dl')
  for (const [name, value] of rowsOf(checked.facts)) {
    add(list, 'dt', name)
    add(list, 'dd', value)
  }
}

const check = () => {
  const keys = readKeys(primitives.sha256, publicKeys.value)
  show(checkReceipt(primitives, receipt.value, keys, new Date()))
  verdict.scrollIntoView({ block: 'nearest' })
}

const take = async () => {
  const text = await file.files?.[0]?.text()
  if (text === undefined) return
  const kept = readKeepsake(text)
  receipt.value = kept?.receipt ?? text
  nonce.value = kept?.nonce ?? ''
  content.value = kept?.content ?? ''
  element('proof', HTMLDetailsElement).open = kept !== undefined
  check()
}

const embedded = element('keys', HTMLScriptElement).textContent?.trim() ?? ''
publicKeys.value = embedded
// Without keys of its own the page asks for them at once.
element('trusted', HTMLDetailsElement).open = embedded === ''
element('check', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  check()
})
file.addEventListener('change', () => void take())
