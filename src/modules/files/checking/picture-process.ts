import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'

/**
 * Decodes one picture of unknown origin and encodes it anew, in a process of its own without keys, settings or a way to the disk: what a
 * forged picture does to the decoder stays here. Bytes in on standard input, WebP out on standard output; the exit code says why not.
 * Arguments: most pixels, longest side of the view.
 */
const [mostPixels = 0, side = 0] = process.argv.slice(2).map(Number)

/** Interlaced pictures are held whole while they are decoded. */
const MOST_PIXELS_INTERLACED = 50_000_000

const CODES = { pixels: 3, truncated: 4, broken: 5 }

const codeOf = (error: unknown) => {
  const message = error instanceof Error ? error.message : ''
  if (/pixel limit|dimension|too large|size limit/i.test(message)) return CODES.pixels
  return /premature|truncat|unexpected end|end of (file|stream|input)|not enough data|read gave/i.test(
    message,
  )
    ? CODES.truncated
    : CODES.broken
}

sharp.cache(false)
sharp.concurrency(1)
try {
  const given = await buffer(process.stdin)
  const options = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true } as const
  const { width, height, isProgressive } = await sharp(given, options).metadata()
  if (isProgressive && width * height > MOST_PIXELS_INTERLACED) process.exit(CODES.pixels)
  // Nothing but the pixels is carried over: no place, no device, no preview.
  const view = await sharp(given, options)
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer()
  process.stdout.end(view)
} catch (error) {
  process.exit(codeOf(error))
}
