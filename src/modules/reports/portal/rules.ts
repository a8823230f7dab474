import type { ReportState } from '../contract.ts'
import { ReturnContent, type CodeState } from './contract.ts'

const STATES: Record<ReportState, CodeState> = {
  received: 'received',
  accepted: 'being-checked',
  'passed-on': 'passed-on',
  'turned-down': 'being-checked',
  joined: 'being-checked',
  'set-aside': 'closed',
  answered: 'closed',
}

/** How far it has come, and no more: a code can be forced out of somebody at home. */
export const codeStateOf = (state: ReportState, isSeen: boolean): CodeState =>
  state === 'received' && isSeen ? 'being-checked' : STATES[state]

const LENGTH_BYTES = 4

/**
 * The answer to a code in exactly so many bytes: length (4 bytes, big-endian), JSON, zeros. Messages are given the newest last; those
 * that do not fit are left out from the oldest.
 */
export const packReturn = (content: Omit<ReturnContent, 'isCut'>, size: number): Buffer => {
  const whole = { ...content, isCut: false }
  for (;;) {
    const text = Buffer.from(JSON.stringify(ReturnContent.parse(whole)))
    if (text.length + LENGTH_BYTES <= size) {
      const plain = Buffer.alloc(size)
      plain.writeUInt32BE(text.length)
      text.copy(plain, LENGTH_BYTES)
      return plain
    }
    whole.messages = whole.messages.slice(1)
    whole.isCut = true
  }
}
