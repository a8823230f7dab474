/**
 * SHA-256 (FIPS 180-4) for one thing only: trying many endings of one text. The blocks before the ending are hashed once and each try
 * is one block without any object made, five times as fast as a library's whole hash; on an old phone that is the difference
 * between four seconds and twenty. `proof-of-work.test.ts` compares it with Node's own.
 */
const ROUND = Int32Array.from(
  (
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 ' +
    '80deb1fe 9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d ' +
    'b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e ' +
    '92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 2748774c 34b0bcb5 ' +
    '391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2'
  ).split(' '),
  (hex) => Number.parseInt(hex, 16) | 0,
)
const START = Int32Array.from(
  '6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19'.split(' '),
  (hex) => Number.parseInt(hex, 16) | 0,
)

const BLOCK = 64
/** Digits of the counter, the mark after the text and its length in bits, at the most. */
const ENDING = 12 + 1 + 8

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by))

const schedule = new Int32Array(64)

/** One block of `bytes` into `state`. */
const compress = (state: Int32Array, bytes: DataView, at: number) => {
  for (let nth = 0; nth < 16; nth += 1) schedule[nth] = bytes.getInt32(at + nth * 4)
  for (let nth = 16; nth < 64; nth += 1) {
    const early = schedule[nth - 15] ?? 0
    const late = schedule[nth - 2] ?? 0
    const one = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)
    const two = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
    schedule[nth] = ((schedule[nth - 16] ?? 0) + one + (schedule[nth - 7] ?? 0) + two) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let nth = 0; nth < 64; nth += 1) {
    const big = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const first = (h + big + ((e & f) ^ (~e & g)) + (ROUND[nth] ?? 0) + (schedule[nth] ?? 0)) | 0
    const small = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const second = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  state[0] = (state[0] ?? 0) + a
  state[1] = (state[1] ?? 0) + b
  state[2] = (state[2] ?? 0) + c
  state[3] = (state[3] ?? 0) + d
  state[4] = (state[4] ?? 0) + e
  state[5] = (state[5] ?? 0) + f
  state[6] = (state[6] ?? 0) + g
  state[7] = (state[7] ?? 0) + h
}

/** Zero bits that the hash in `state` begins with, up to 64. */
const leadingZeros = (state: Int32Array) => {
  const first = Math.clz32(state[0] ?? 0)
  return first < 32 ? first : 32 + Math.clz32(state[1] ?? 0)
}

/** Tries of one go: a few hundredths of a second on an old phone. */
const GO = 10_000

/**
 * A nonce of at most 40 signs for which SHA-256(challenge + ':' + nonce) begins with `bits` zero bits. `goOn` hears how many were tried;
 * it may wait.
 */
export const workOn = async (
  challenge: string,
  bits: number,
  goOn: (tries: number) => void | Promise<void>,
): Promise<string> => {
  const opening = new TextEncoder().encode(`${challenge}:`)
  const rest = opening.length % BLOCK
  // The nonce begins with zeros up to the next block where its digits would otherwise reach over the edge.
  const filler = rest + ENDING > BLOCK ? '0'.repeat(BLOCK - rest) : ''
  const whole = opening.length + filler.length
  const start = whole - (whole % BLOCK)
  const bytes = new Uint8Array(start + BLOCK)
  bytes.set(opening)
  bytes.fill(0x30, opening.length, whole)
  const view = new DataView(bytes.buffer)
  const before = START.slice()
  for (let at = 0; at < start; at += BLOCK) compress(before, view, at)

  const state = new Int32Array(8)
  for (let tries = 0; ; tries += 1) {
    const digits = String(tries)
    let end = whole
    for (; end < whole + digits.length; end += 1) bytes[end] = digits.charCodeAt(end - whole)
    bytes[end] = 0x80
    // Counters only grow: what lies behind the mark is still zero, up to the length.
    view.setInt32(start + BLOCK - 4, end * 8)
    state.set(before)
    compress(state, view, start)
    if (leadingZeros(state) >= bits) return filler + digits
    if (tries % GO === GO - 1) await goOn(tries)
  }
}
