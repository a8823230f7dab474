import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { daemon, EICAR } from '#tests/clamd.ts'
import { photo, sendFile, sha256, type Creating } from '#tests/files.ts'
import { box, film, GPS, id3, oggOf, waveOf, webm } from '#tests/media.ts'
import {
  openSealed,
  putSealed,
  rewriteSealed,
  streamSealed,
  type Patch,
  type SealedFile,
} from '#server/blobs.ts'
import { SUITES } from '#server/crypto/suites.ts'
import { uuidv7 } from '#server/ids.ts'
import { takeReport } from '#modules/reports/contract.ts'
import { openFile, readFile, takeOriginal } from '../contract.ts'
import { createChecks, tendFiles } from '../jobs.ts'
import { bindFiles } from '../queries.ts'
import { filmPatches } from './films.ts'
import { matroskaPatches } from './matroska.ts'
import { mpegPatches, oggPatches, wavePatches } from './sounds.ts'

const app = await testApp()
const dataFolder = mkdtempSync(join(tmpdir(), 'checks-'))
app.running.config.dataFolder = dataFolder
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))
const head = await app.as({ role: 'centre-head', divisionCode: '449821000000' })

const sealing = { key: Buffer.alloc(32, 5), suite: SUITES.aes }

/** The file as it lies after its patches were written into it. */
const patched = async (content: Buffer, find: (file: SealedFile) => Promise<Patch[]>) => {
  const place = { dataFolder, county: '449821', id: uuidv7() }
  await putSealed(place, sealing, content)
  const file = await openSealed(place, sealing.key, content.length)
  const patches = await find(file).finally(() => file.close())
  await rewriteSealed(place, sealing.key, content.length, patches)
  return buffer(streamSealed(place, sealing.key, content.length))
}

const families: [
  name: string,
  make: (secret: string) => Buffer,
  find: (file: SealedFile) => Promise<Patch[]>,
][] = [
  ['MP4', film, filmPatches],
  ['WebM', webm, matroskaPatches],
  [
    'MP3',
    (secret) =>
      Buffer.concat([id3(secret), Buffer.alloc(3_000, 0x55), Buffer.from(`TAG${secret}`.padEnd(128, '\0'))]),
    mpegPatches,
  ],
  ['WAVE', waveOf, wavePatches],
  ['Ogg', oggOf, oggPatches],
]

test.each(families)(
  'whatever place is planted beside the sound and picture of %s, it is gone, and nothing moved',
  async (_, make, find) => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^\+[1-9]\d\.\d{4}\+1[0-7]\d\.\d{4}\/[a-z]{0,40}$/),
        async (secret) => {
          const content = make(secret)
          expect(content.includes(secret)).toBe(true)
          const clear = await patched(content, find)
          expect(clear.length).toBe(content.length)
          expect(clear.includes(secret)).toBe(false)
          // Sound and picture are untouched.
          expect(clear.includes(Buffer.alloc(1_000, 0x55))).toBe(true)
          // Done twice it finds the same order of things and changes nothing more.
          expect((await patched(clear, find)).equals(clear)).toBe(true)
        },
      ),
      { numRuns: 20 },
    )
  },
)

test('a track of places inside a film goes with its samples in the media data', async () => {
  const clear = await patched(film(GPS), filmPatches)
  expect(film(GPS).toString('latin1').split(GPS).length - 1).toBeGreaterThan(3)
  expect(clear.toString('latin1')).not.toContain(GPS)
})

test('media of any bytes are read to the end or refused, never more', async () => {
  const all = families.map(([, make, find]) => ({ content: make(GPS), find }))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...all),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.nat(),
      async ({ content, find }, changes, cut) => {
        const damaged = Buffer.from(content.subarray(0, 1 + (cut % content.length)))
        for (const [at, byte] of changes) damaged[at % Math.min(600, damaged.length)] = byte
        const place = { dataFolder, county: '449821', id: uuidv7() }
        await putSealed(place, sealing, damaged)
        const file = await openSealed(place, sealing.key, damaged.length)
        const patches = await find(file).catch(() => [])
        await file.close()
        for (const { at, length } of patches) expect(at >= 0 && length >= 0).toBe(true)
      },
    ),
    { numRuns: 150 },
  )
})

/** A PNG that says it is as large as this; its pixels are all one colour and pack to nothing. */
const bomb = (side: number, rows = 200) => {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(type), data])
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, crc])
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(side, 0)
  size.writeUInt32BE(side, 4)
  size.set([8, 0, 0, 0, 0], 8)
  const packed = deflateSync(Buffer.alloc((side + 1) * rows))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const pdf = Buffer.from('%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n')
const jpeg = await photo()
const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })

const kinds: [what: string, content: () => Promise<Buffer> | Buffer, kind: string][] = [
  ['a JPEG', () => jpeg, 'image'],
  ['a PNG', () => picture.clone().png().toBuffer(), 'image'],
  ['a WebP', () => picture.clone().webp().toBuffer(), 'image'],
  ['a GIF', () => picture.clone().gif().toBuffer(), 'image'],
  ['an AVIF', () => picture.clone().avif().toBuffer(), 'image'],
  ['an MP4', () => film(GPS), 'video'],
  ['a WebM', () => webm(GPS), 'video'],
  ['an MP3', () => Buffer.concat([id3(GPS), mp3Frames()]), 'audio'],
  ['a WAVE', () => waveOf(GPS), 'audio'],
  ['an Ogg', () => oggOf(GPS), 'audio'],
  ['an AMR', () => Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(640, 0x3c)]), 'audio'],
  ['a PDF', () => pdf, 'document'],
]

/** Frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz: a header and silence. */
const mp3Frames = () =>
  Buffer.concat(
    Array.from({ length: 20 }, () => Buffer.concat([Buffer.of(0xff, 0xfb, 0x90, 0x00), Buffer.alloc(413)])),
  )

test.each(kinds)('%s is known by its content, whatever it was said to be', async (_, content, kind) => {
  const sent = await sendFile(app, await content(), { kind: 'video' })
  expect([sent.state, sent.code]).toEqual(['ready', null])
  const row = await app.setUp((db) =>
    db.selectFrom('file').where('id', '=', sent.id).selectAll().executeTakeFirstOrThrow(),
  )
  expect(row.kind).toBe(kind)
})

const heic = Buffer.concat([box('ftyp', Buffer.from('heic\0\0\0\0mif1heic')), Buffer.alloc(500)])
const refusals: [what: string, content: () => Promise<Buffer> | Buffer, more: Creating, code: string][] = [
  ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]), {}, 'file-type'],
  [
    'a web page called a picture',
    () => Buffer.from('<html><script>alert(1)</script></html>'),
    { kind: 'image' },
    'file-mislabelled',
  ],
  [
    'a drawing with a script',
    () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    {},
    'file-type',
  ],
  [
    'a zip called a film',
    () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500)]),
    { kind: 'video' },
    'file-mislabelled',
  ],
  ['an iPhone picture', () => heic, { kind: 'image' }, 'file-heic'],
  ['half a photo', () => jpeg.subarray(0, jpeg.length / 2), {}, 'file-truncated'],
  ['half a film', () => film(GPS).subarray(0, 2_000), {}, 'file-truncated'],
  ['half a WebM', () => webm(GPS).subarray(0, 900), {}, 'file-truncated'],
  ['half a document', () => pdf.subarray(0, 20), {}, 'file-truncated'],
  [
    'a picture of noise',
    () => Buffer.concat([jpeg.subarray(0, 200), Buffer.alloc(3_000, 0x3f)]),
    {},
    'file-',
  ],
  ['a picture of 50000 by 50000', () => bomb(50_000), {}, 'file-too-many-pixels'],
  ['nothing', () => Buffer.alloc(0), {}, 'file-truncated'],
]

test.each(refusals)('%s is refused in words', async (_, content, more, code) => {
  const before = process.memoryUsage().rss
  const sent = await sendFile(app, await content(), more)
  expect(sent.state).toBe('refused')
  expect(sent.code).toContain(code)
  expect(sent.title).toMatch(/[\u4e00-\u9fff]{7,}/)
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(150)
})

test('evidence that is damaged stays sealed for whoever may mend it; anything else that is refused goes', async () => {
  const half = jpeg.subarray(0, jpeg.length / 2)
  const evidence = await sendFile(app, half, { kind: 'image', isEvidence: true })
  expect(evidence.code).toBe('file-truncated')
  const row = await app.setUp((db) =>
    db.selectFrom('file').where('id', '=', evidence.id).selectAll().executeTakeFirstOrThrow(),
  )
  expect(row.sha256?.toString('hex')).toBe(sha256(half))
  const place = { dataFolder, county: '449821', id: evidence.id }
  const key = app.keys.unwrap(row.keySealed, evidence.id)
  expect((await buffer(streamSealed(place, key, half.length))).equals(half)).toBe(true)
  const plain = await sendFile(app, half, { kind: 'image' })
  const gone = openSealed({ ...place, id: plain.id }, key, half.length)
  await expect(gone).rejects.toThrow('ENOENT')
})

const infected = () => Buffer.concat([jpeg, Buffer.from(EICAR)])

const bound = async (file: { id: string; secret: string }) => {
  const { id: recordId } = await head(takeReport, { id: uuidv7(), narrative: '孩子身上有伤' })
  await app.setUp((db) =>
    bindFiles(db, app.keys, { recordKind: 'report', recordId, files: [file], now: new Date() }),
  )
}

test('with a malware scan an infected file is refused and gone, and clean evidence comes back as it was sent', async () => {
  const clamd = await daemon()
  app.running.config.clamav = clamd.address
  const sick = await sendFile(app, infected(), { kind: 'image', isEvidence: true })
  expect([sick.state, sick.code]).toEqual(['refused', 'file-infected'])
  const place = { dataFolder, county: '449821', id: sick.id }
  await expect(openSealed(place, sealing.key, 10)).rejects.toThrow('ENOENT')
  const content = film(GPS)
  const clean = await sendFile(app, content, { kind: 'video', isEvidence: true })
  await bound(clean)
  const original = (await head(takeOriginal, { id: clean.id, reason: '移交公安机关' })) as Buffer
  expect(sha256(original)).toBe(sha256(content))
  expect((await app.auditOf('file.original-taken')).at(-1)).toMatchObject({
    purpose: '移交公安机关',
    result: 'done',
  })
  // What is played of the same file says nothing of its place.
  const { openingId } = await head(openFile, { id: clean.id, reason: '核实情况' })
  const played = (await head(readFile, { id: clean.id, openingId })) as Buffer
  expect([played.length, played.toString('latin1').includes(GPS)]).toEqual([content.length, false])
  app.running.config.clamav = undefined
  clamd.stop()
})

test('a scan that cannot be reached stops nobody; what came meanwhile is scanned later, and what is infected goes', async () => {
  app.running.config.clamav = '127.0.0.1:9'
  const evidence = { kind: 'image', isEvidence: true }
  const sick = await sendFile(app, infected(), evidence)
  const well = await sendFile(app, jpeg, evidence)
  expect([sick.state, well.state]).toEqual(['ready', 'ready'])
  await bound(well)
  const taking = head(takeOriginal, { id: well.id, reason: '移交公安机关' })
  await expect(taking).rejects.toMatchObject({ code: 'file-not-scanned' })
  const clamd = await daemon()
  app.running.config.clamav = clamd.address
  const ground = { ...app.running, now: () => new Date() }
  await tendFiles(
    ground,
    '449821',
    createChecks(ground, () => undefined),
  )
  const original = (await head(takeOriginal, { id: well.id, reason: '移交公安机关' })) as Buffer
  expect(sha256(original)).toBe(sha256(jpeg))
  const row = await app.setUp((db) =>
    db.selectFrom('file').where('id', '=', sick.id).select(['state', 'refusal']).executeTakeFirst(),
  )
  expect(row).toEqual({ state: 'refused', refusal: 'file-infected' })
  app.running.config.clamav = undefined
  clamd.stop()
})
