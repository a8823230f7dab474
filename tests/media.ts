import { randomBytes } from 'node:crypto'

/** Recordings and films in the smallest form that holds everything a telephone plants in them; 0x55 stands for sound and picture. */
export const GPS = '+23.6981+113.0508/'

const MEDIA = Buffer.alloc(2_000, 0x55)
const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4)
  return bytes
}

export const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content)
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body])
}

const track = (handler: string, at: number, sizes: number[], secret: string) =>
  box(
    'trak',
    box('tkhd', Buffer.alloc(84)),
    box('udta', Buffer.from(secret)),
    box(
      'mdia',
      box('mdhd', Buffer.alloc(24)),
      box('hdlr', u32(0, 0), Buffer.from(handler), Buffer.alloc(12), Buffer.from(`${secret}\0`)),
      box(
        'minf',
        box('vmhd', Buffer.alloc(12)),
        box(
          'stbl',
          box('stsd', u32(0, 0)),
          box('stts', u32(0, 0)),
          box('stsc', u32(0, 1, 1, sizes.length, 1)),
          box('stsz', u32(0, 0, sizes.length, ...sizes)),
          box('stco', u32(0, 1, at)),
        ),
      ),
    ),
  )

/** A film with a place in its user data, in Apple's and Adobe's boxes, in handlers' names, and in a track of its own. */
export const film = (secret: string) => {
  const first = box('ftyp', Buffer.from('isom\0\0\0\0isommp42'))
  const places = Buffer.from(secret)
  const mediaAt = first.length + 8
  return Buffer.concat([
    first,
    box('mdat', MEDIA, places, places),
    box('free', Buffer.from(secret)),
    box('uuid', Buffer.alloc(16, 7), Buffer.from(`<x:xmpmeta>${secret}`)),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      track('vide', mediaAt, [1_000], secret),
      track('soun', mediaAt + 1_000, [1_000], secret),
      track('meta', mediaAt + MEDIA.length, [places.length, places.length], secret),
      box('udta', box('\xa9xyz', u32(places.length * 65_536), places)),
      box('meta', u32(0), box('ilst', Buffer.from(`com.apple.quicktime.location.ISO6709${secret}`))),
    ),
  ])
}

const element = (id: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content)
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(BigInt(body.length) | 0x0100_0000_0000_0000n)
  return Buffer.concat([Buffer.from(id, 'hex'), size, body])
}

/** As a browser records it: a cluster whose length was not known; and tags, a title and an attachment. */
export const webm = (secret: string) => {
  const said = Buffer.from(secret)
  return Buffer.concat([
    element('1a45dfa3', element('4282', Buffer.from('webm'))),
    element(
      '18538067',
      element('1549a966', element('2ad7b1', u32(1_000_000)), element('7ba9', said), element('5741', said)),
      element('1654ae6b', element('ae', element('d7', Buffer.of(1)), element('536e', said))),
      Buffer.concat([Buffer.from('1f43b675', 'hex'), Buffer.from('01ffffffffffffff', 'hex')]),
      element('e7', Buffer.of(0)),
      element('a3', MEDIA),
      element(
        '1254c367',
        element('7373', element('67c8', element('45a3', Buffer.from('LOCATION')), element('4487', said))),
      ),
      element('1941a469', element('61a7', said)),
    ),
  ])
}

export const id3 = (secret: string) => {
  const frame = Buffer.concat([
    Buffer.from('TXXX'),
    u32(secret.length + 1),
    Buffer.alloc(3),
    Buffer.from(secret),
  ])
  const { length } = frame
  const size = Buffer.of((length >> 21) & 0x7f, (length >> 14) & 0x7f, (length >> 7) & 0x7f, length & 0x7f)
  return Buffer.concat([Buffer.from('ID3'), Buffer.of(3, 0, 0), size, frame])
}

const chunk = (name: string, content: Buffer) => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(content.length)
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)])
}

export const waveOf = (secret: string) => {
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', Buffer.from('01000100401f0000803e000002001000', 'hex')),
    chunk('bext', Buffer.from(secret)),
    chunk('data', MEDIA),
    chunk('LIST', Buffer.from(`INFOICMT${secret}`)),
  ])
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from('RIFF'), size, body])
}

const pageOf = (flags: number, sequence: number, packet: Buffer) => {
  const segments = [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255]
  const head = Buffer.alloc(27)
  head.write('OggS')
  head[5] = flags
  head.writeUInt32LE(1, 14)
  head.writeUInt32LE(sequence, 18)
  head[26] = segments.length
  return Buffer.concat([head, Buffer.from(segments), packet])
}

export const oggOf = (secret: string) => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(secret.length)
  const one = Buffer.of(1, 0, 0, 0)
  const comments = Buffer.concat([
    Buffer.from('OpusTags'),
    length,
    Buffer.from(secret),
    one,
    length,
    Buffer.from(secret),
  ])
  const head = Buffer.concat([Buffer.from('OpusHead'), Buffer.of(1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0)])
  return Buffer.concat([pageOf(2, 0, head), pageOf(0, 1, comments), pageOf(4, 2, MEDIA)])
}

/** A film of some size, whose bytes differ everywhere. */
export const longFilm = (bytes: number) => {
  const start = film(GPS)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(bytes + 8)
  return Buffer.concat([start, size, Buffer.from('mdat'), randomBytes(bytes)])
}
