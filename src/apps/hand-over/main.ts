import { parseCode, plainDigitsOf } from '#modules/reports/codes/rules.ts'
import { fromHex } from '#modules/reports/receipts/rules.ts'
import { readKeys } from '#modules/reports/receipts/text.ts'
import { sealBox } from '#modules/referrals/hand-over/boxes.ts'
import {
  AnswerContent,
  boxPurpose,
  type AnswerFile,
  type Content,
  type Head,
} from '#modules/referrals/hand-over/format.ts'
import { NOT_OPENED, type NotOpened } from '#modules/referrals/hand-over/labels.ts'
import { base64Of, checkParcel, open } from '#modules/referrals/hand-over/sealing.ts'
import { primitives } from '../receipt-check/primitives.ts'

const element = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`no ${id}`)
  return found
}

const embedded = (id: string) => element(id, HTMLScriptElement).textContent?.trim() ?? ''
const trouble = element('trouble', HTMLElement)
const passphrase = element('passphrase', HTMLInputElement)
const unlock = element('unlock', HTMLFormElement)
const matter = element('matter', HTMLElement)
const made = element('made', HTMLElement)

const say = (words: string) => {
  trouble.hidden = words === ''
  const [text] = trouble.children
  if (text) text.textContent = words
}

const list = (into: Element | null, rows: readonly (readonly [string, string])[]) => {
  into?.replaceChildren(
    ...rows.flatMap(([label, value]) => {
      const [term, detail] = [document.createElement('dt'), document.createElement('dd')]
      term.textContent = label
      detail.textContent = value
      return [term, detail]
    }),
  )
}

const clockWords = (text: string) => text.replace('T', ' ').replace('+08:00', '（北京时间）')

const showHead = (head: Head) =>
  list(document.querySelector('#about dl'), [
    ['交给', head.recipient],
    ['发出', `${head.county.replace(/^\d{6} /, '')} ${head.office}`],
    ['制作', clockWords(head.madeAt)],
    ['打开的截止日', `${head.endsOn}（含当天）`],
    ['签名密钥', head.keyId],
  ])

const dueWords = (instant: string) =>
  `${new Date(instant).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'short' })}（北京时间）`

const write = (id: string, text: string) => {
  element(id, HTMLElement).textContent = text
}

const showMatter = (content: Content) => {
  write('subject', content.subject)
  write('request', content.request)
  write('reason', `提供的理由：${content.reason}。只列出办理所必需的信息。`)
  list(element('facts', HTMLElement), [
    ['编号', content.number],
    ['发出人', content.sender],
    ...(content.dueAt ? [['答复期限', dueWords(content.dueAt)] as const] : []),
  ])
  list(
    element('child', HTMLElement),
    content.child.map(({ label, value }) => [label, value ?? '未登记'] as const),
  )
  unlock.hidden = true
  matter.hidden = false
  element('subject', HTMLElement).scrollIntoView({ block: 'nearest' })
}

const field = (id: string) => {
  const found = document.getElementById(id)
  return found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement ? found.value : ''
}

const answerOf = (head: Head, { token }: Content) =>
  AnswerContent.safeParse({
    id: head.id,
    token,
    writtenAt: new Date().toISOString(),
    name: field('name'),
    office: field('office'),
    phone: field('phone'),
    isDone: document.querySelector<HTMLInputElement>('input[name=done]:checked')?.value === 'yes',
    answer: field('text'),
  })

const offer = (name: string, text: string) => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
}

const giveAnswer = (head: Head, content: Content) => {
  const answer = answerOf(head, content)
  const key = fromHex(head.answerKey)
  if (!answer.success || !key) {
    made.textContent = answer.error?.issues[0]?.message ?? NOT_OPENED.damaged
    return
  }
  const box = sealBox(key, new TextEncoder().encode(JSON.stringify(answer.data)), boxPurpose(head.id))
  const file: AnswerFile = {
    format: 'shouwang-hand-over-answer',
    formatVersion: 1,
    id: head.id,
    box: base64Of(box),
  }
  const name = `回件-${content.number}.json`
  offer(name, `${JSON.stringify(file)}\n`)
  made.textContent = `已生成“${name}”，在浏览器的下载文件夹里。请把它发回给发出人。`
}

type Parcel = { head: Head; content: Uint8Array<ArrayBuffer> }

const tryPassphrase = async (parcel: Parcel) => {
  const parsed = parseCode(passphrase.value)
  // The same form of words as a return code, which its reader calls by its own name.
  if (!parsed.ok) return say(parsed.message.replaceAll('回访码', '口令'))
  const button = unlock.querySelector('button')
  button?.setAttribute('disabled', '')
  say('')
  const content = await open(parcel, plainDigitsOf(parsed.code))
  button?.removeAttribute('disabled')
  if (!content) return say(NOT_OPENED['wrong-passphrase'])
  passphrase.value = ''
  showMatter(content)
  element('answer', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    giveAnswer(parcel.head, content)
  })
}

const refuse = (why: NotOpened) => {
  unlock.hidden = true
  say(NOT_OPENED[why])
}

const begin = async () => {
  // `subtle` is missing in old browsers; a file from a disk counts as a secure context in the present ones.
  if (!('subtle' in crypto)) return refuse('old-browser')
  const keys = readKeys(primitives.sha256, embedded('keys'))
  const checked = await checkParcel(embedded('parcel'), keys, primitives, new Date())
  if (!checked.ok) return refuse(checked.why)
  showHead(checked.head)
  unlock.addEventListener('submit', (event) => {
    event.preventDefault()
    void tryPassphrase(checked)
  })
  element('print', HTMLButtonElement).addEventListener('click', () => window.print())
}

void begin()
