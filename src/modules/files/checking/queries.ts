import { createHash } from 'node:crypto'
import { Problem } from '#kernel/problem.ts'
import {
  openSealed,
  putSealed,
  removeSealed,
  rewriteSealed,
  streamSealed,
  type Patch,
  type Place,
  type SealedFile,
  type Sealing,
} from '#server/blobs.ts'
import { suiteOf } from '#server/crypto/suites.ts'
import type { Db } from '#server/database.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { Refusal, type FileKind } from '../contract.ts'
import { refusal } from '../rules.ts'
import { placeOf, sealingOf, writeFile, type Ground } from '../uploads/queries.ts'
import { scanWith } from './clamav.ts'
import { sniff } from './content.ts'
import { filmPatches } from './films.ts'
import { matroskaPatches } from './matroska.ts'
import { reencode } from './pictures.ts'
import { mpegPatches, oggPatches, wavePatches } from './sounds.ts'

const BLANKS = 'file:blanks'

export const underWork = <T>(ground: Ground, county: string, work: (db: Db) => Promise<T>) =>
  inTransaction(ground.pool, dutyScope(county, 'worker'), work)

/** Somebody else's check that began so long ago is taken for dead. */
const LEASE_MS = 5 * 60_000

/** Takes a file in hand that waits for its check, unless another process has it in hand. */
const claim = (ground: Ground, county: string, id: string) =>
  underWork(ground, county, (db) => {
    const now = ground.now()
    return db
      .updateTable('file')
      .set({ checkedAt: now })
      .where('id', '=', id)
      .where('state', '=', 'checking')
      .where((row) =>
        row.or([row('checkedAt', 'is', null), row('checkedAt', '<', new Date(now.getTime() - LEASE_MS))]),
      )
      .returning(['id', 'size', 'declared', 'isEvidence', 'keySealed'])
      .executeTakeFirst()
  })

const PATCHES: Record<string, (file: SealedFile) => Promise<Patch[]>> = {
  'video/mp4': filmPatches,
  'video/quicktime': filmPatches,
  'video/3gpp': filmPatches,
  'audio/mp4': filmPatches,
  'video/webm': matroskaPatches,
  'audio/mpeg': mpegPatches,
  'audio/aac': mpegPatches,
  'audio/wav': wavePatches,
  'audio/ogg': oggPatches,
}

/** Hash of the whole, its first frame, and what the malware scan said, in one reading. */
const readThrough = async (ground: Ground, place: Place, key: Buffer, size: number) => {
  const hash = createHash('sha256')
  let first: Buffer | undefined
  const frames = async function* frames() {
    for await (const frame of streamSealed(place, key, size)) {
      first ??= frame
      hash.update(frame)
      yield frame
    }
  }
  const { clamav } = ground.config
  let scan: Awaited<ReturnType<typeof scanWith>> = 'unknown'
  if (clamav) scan = await scanWith(clamav, frames())
  else for await (const _ of frames());
  return { sha256: hash.digest(), first: first ?? Buffer.alloc(0), scan }
}

/** A document ends with its own mark; what was cut off does not. */
const isWholeDocument = async (place: Place, key: Buffer, size: number) => {
  const file = await openSealed(place, key, size)
  const end = await file.read(Math.max(0, size - 2_048), size)
  await file.close()
  return end.includes('%%EOF')
}

type Shown = { viewType: string; viewSize: number; blanksSealed?: Buffer }

const showPicture = async (place: Place, sealing: Sealing, size: number): Promise<Shown> => {
  const view = await reencode(streamSealed(place, sealing.key, size))
  await putSealed({ ...place, part: 'view' }, sealing, view)
  return { viewType: 'image/webp', viewSize: view.length }
}

/** What tells of place and device is covered: gone from the disk, or in evidence hidden whenever it is played. */
const showSound = async (
  place: Place,
  { key, suite }: Sealing,
  { size, mediaType, isEvidence }: { size: number; mediaType: string; isEvidence: boolean },
): Promise<Shown> => {
  const file = await openSealed(place, key, size)
  const patches = await patchesOf(file, mediaType).finally(() => file.close())
  const shown = { viewType: mediaType, viewSize: size }
  if (isEvidence) return { ...shown, blanksSealed: suite.seal(key, writePatches(patches), BLANKS) }
  await rewriteSealed(place, key, size, patches)
  return shown
}

const patchesOf = async (file: SealedFile, mediaType: string): Promise<Patch[]> =>
  (await PATCHES[mediaType]?.(file)) ?? []

const writePatches = (patches: Patch[]) =>
  Buffer.from(JSON.stringify(patches.map(({ at, length, head }) => [at, length, head.toString('base64')])))

/** The places of an evidence file that are covered when it is played. */
export const readPatches = (key: Buffer, sealed: Buffer | null): Patch[] => {
  if (!sealed) return []
  // Sealed by `writePatches`, nobody else can write it.
  const rows = JSON.parse(suiteOf(sealed).open(key, sealed, BLANKS).toString()) as [number, number, string][]
  return rows.map(([at, length, head]) => ({ at, length, head: Buffer.from(head, 'base64') }))
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>

const examine = async (ground: Ground, county: string, file: Claimed) => {
  const { id, size, declared } = file
  const place = placeOf(ground, county, id)
  const sealing = sealingOf(ground, county, file)
  const { sha256, first, scan } = await readThrough(ground, place, sealing.key, size)
  if (scan === 'infected') throw refusal('file-infected')
  const isScanned = scan === 'clean'
  // Known of evidence also when it cannot be shown.
  await underWork(ground, county, (db) => writeFile(db, id, { sha256, isScanned }))
  const verdict = await sniff(first, { size, declared })
  if ('refusal' in verdict) throw refusal(verdict.refusal)
  const { kind, mediaType } = verdict
  // A document cannot be rid of what it says about its writer: it is kept as it came, and nobody sees it on a page.
  const isEvidence = file.isEvidence || kind === 'document'
  if (kind === 'document' && !(await isWholeDocument(place, sealing.key, size)))
    throw refusal('file-truncated')
  let shown: Shown | undefined
  if (kind === 'image') shown = await showPicture(place, sealing, size)
  else if (kind !== 'document') shown = await showSound(place, sealing, { size, mediaType, isEvidence })
  return { kind, mediaType, isEvidence, ...shown }
}

/** A recording that was cut off or damaged cannot be shown, but others may mend it: as evidence it stays. */
const isMendable = (refusal: string) =>
  ['file-truncated', 'file-broken', 'file-too-many-pixels'].includes(refusal)

type Checked = { id: string; refusal: string | null; kind: FileKind | null; isEvidence: boolean }

/** What no longer may lie on the disk once a file was checked; done again after a crash it does no harm. */
export const clearUp = async (
  ground: Ground,
  county: string,
  { id, refusal: code, kind, isEvidence }: Checked,
): Promise<void> => {
  const place = placeOf(ground, county, id)
  const isKept = isEvidence && (code === null || isMendable(code))
  if (code !== null) await removeSealed({ ...place, part: 'view' })
  if (!isKept && (code !== null || kind === 'image')) await removeSealed(place)
}

/** The refusal, if it is one: bytes that do not open or do not parse are the file's fault, everything else is ours. */
const refusalIn = (error: unknown): Refusal | undefined => {
  if (error instanceof Problem) return Refusal.safeParse(error.code).data
  const { code } = error as NodeJS.ErrnoException
  const isOurs = typeof code === 'string' && !code.startsWith('ERR_') && code !== 'ENOENT'
  return isOurs ? undefined : 'file-broken'
}

/**
 * Checks a file that has arrived: what it is, whether it is whole, whether a malware scan finds something; makes what is shown of it and
 * removes what must not stay. Killed at any moment it is checked again. Throws what is no fault of the file's, e.g. a lost database.
 */
export const checkFile = async (ground: Ground, county: string, id: string): Promise<void> => {
  const file = await claim(ground, county, id)
  if (!file) return
  const checkedAt = ground.now()
  try {
    const found = await examine(ground, county, file)
    await underWork(ground, county, (db) => writeFile(db, id, { ...found, state: 'ready', checkedAt }))
    await clearUp(ground, county, { id, refusal: null, ...found })
  } catch (error) {
    const code = refusalIn(error)
    if (!code) throw error
    const refused = { state: 'refused' as const, refusal: code, checkedAt }
    await underWork(ground, county, (db) => writeFile(db, id, refused))
    await clearUp(ground, county, { ...file, refusal: code, kind: null })
  }
}

/** Has what could not be scanned when it came looked at after all; an infected one is removed. */
export const scanLate = async (
  ground: Ground,
  county: string,
  file: { id: string; size: number; keySealed: Buffer },
): Promise<void> => {
  const { id, size } = file
  const { key } = sealingOf(ground, county, file)
  const { scan } = await readThrough(ground, placeOf(ground, county, id), key, size)
  if (scan === 'unknown') return
  const refused = { state: 'refused' as const, refusal: 'file-infected', checkedAt: ground.now() }
  await underWork(ground, county, (db) => writeFile(db, id, scan === 'clean' ? { isScanned: true } : refused))
  if (scan === 'infected')
    await clearUp(ground, county, { id, refusal: 'file-infected', kind: null, isEvidence: false })
}
