import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Refusal } from '../contract.ts'
import { MOST_PIXELS, refusal, VIEW_SIDE } from '../rules.ts'

const FILE = join(import.meta.dirname, 'picture-process.ts')
const PATIENCE_MS = 60_000

const REASONS: Record<number, Refusal> = { 3: 'file-too-many-pixels', 4: 'file-truncated' }

/** The picture encoded anew: upright, at most `VIEW_SIDE` wide and high, without anything but its pixels. Throws a refusal. */
export const reencode = async (picture: AsyncIterable<Buffer>): Promise<Buffer> => {
  // The decoder gets neither the keys and addresses in the environment nor leave to put pixels into temporary files.
  const child = spawn(
    process.execPath,
    [
      '--permission',
      '--allow-addons',
      '--allow-fs-read=*',
      '--disable-warning=SecurityWarning',
      FILE,
      String(MOST_PIXELS),
      String(VIEW_SIDE),
    ],
    {
      env: { VIPS_DISC_THRESHOLD: '1000g' },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    },
  )
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // A decoder that ends early leaves its input unread; its exit code says why.
  const fed = pipeline(Readable.from(picture), child.stdin).catch((error: NodeJS.ErrnoException) => error)
  const [view, code, failure] = await Promise.all([buffer(child.stdout), ended, fed])
  if (code === 0) return view
  const isOurs = failure && failure.code !== 'EPIPE' && failure.code !== 'ERR_STREAM_PREMATURE_CLOSE'
  if (isOurs) throw failure
  throw refusal(REASONS[code ?? 0] ?? 'file-broken')
}
