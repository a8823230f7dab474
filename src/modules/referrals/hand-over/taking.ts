import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { refused } from '#kernel/problem.ts'
import { openBox } from '#server/crypto/boxes.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { AnswerContent, AnswerFile, boxPurpose, LARGEST_ANSWER } from './format.ts'
import { NOT_TAKEN, type NotTaken } from './labels.ts'
import { fromBase64 } from './sealing.ts'

const Secret = z.object({ privateKey: z.string(), token: z.string() })

type Out = { id: string; keySealed: Buffer; secretSealed: Buffer }

type Taken = { ok: true; box: Buffer; content: AnswerContent } | { ok: false; why: NotTaken }

const no = (why: NotTaken) => ({ ok: false as const, why })

const readFile = (text: string): { id: string; box: Buffer } | undefined => {
  try {
    const file = AnswerFile.parse(JSON.parse(text.replace(/^\uFEFF/, '')))
    return { id: file.id, box: Buffer.from(fromBase64(file.box)) }
  } catch {
    return undefined
  }
}

const sameToken = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** Opens and judges an answer file. Whatever it is, it answers and does not throw. */
export const takeAnswer = (keys: CountyKeys, file: Out, text: string): Taken => {
  if (Buffer.byteLength(text) > LARGEST_ANSWER) return no('too-large')
  const given = readFile(text)
  if (!given) return no('no-answer')
  if (given.id !== file.id) return no('other-file')
  const key = keys.unwrap(file.keySealed, file.id)
  const secret = Secret.parse(JSON.parse(keys.open(key, 'hand-over-secret', file.secretSealed)))
  try {
    const plain = openBox(Buffer.from(secret.privateKey, 'hex'), given.box, boxPurpose(file.id))
    const content = AnswerContent.parse(JSON.parse(plain.toString()))
    return content.id === file.id && sameToken(content.token, secret.token)
      ? { ok: true, box: given.box, content }
      : no('changed')
  } catch {
    return no('changed')
  }
}

export const notTaken = (why: NotTaken) => refused(NOT_TAKEN[why], { why })
