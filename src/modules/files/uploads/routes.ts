import type { FastifyRequest } from 'fastify'
import { Id } from '#kernel/fields.ts'
import { forbidden, invalid, Problem, unauthenticated } from '#kernel/problem.ts'
import { appendSealed, heldBytes, removeSealed } from '#server/blobs.ts'
import type { Installation } from '#server/answer.ts'
import { writeAudit } from '#server/audit.ts'
import type { Mount } from '#server/http.ts'
import { readSession, type Session } from '#server/session-gate.ts'
import { mountUploads, type Upload, type UploadStore } from '#server/tus.ts'
import { sniff } from '../checking/content.ts'
import { FileKind, UploadSecret, type Refusal } from '../contract.ts'
import { LARGEST_OF_ALL, refusal } from '../rules.ts'
import * as queries from './queries.ts'

/** Who sends, and the upload that they proved to be theirs. */
type Sender = {
  county: string
  secret: string
  session: Session | undefined
  requestId: string
  file: queries.WaitingFile | undefined
}

/** `POST /api/portal/uploads` for everybody, `POST /api/uploads` for whoever is signed in. */
type Door = 'portal' | 'signed-in'

/** The address of an upload names its county: `449821-<id>`. */
const ADDRESS = /^(\d{6})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

const secretIn = (request: FastifyRequest) => {
  const given = UploadSecret.safeParse(request.headers['upload-secret'])
  if (given.success) return given.data
  throw new Problem({ status: 400, code: 'upload-secret', title: '附件的凭据格式不对，请重新选择文件' })
}

const storeFor = (
  on: Installation,
  door: Door,
  tokenOf: (request: FastifyRequest) => string | undefined,
  onArrived: (county: string, id: string) => void,
): UploadStore<Sender> => {
  const senderOf = async (request: FastifyRequest) => {
    if (door === 'portal') return undefined
    const session = await readSession(on, tokenOf(request), on.now())
    if (session?.stage !== 'full') throw unauthenticated('请先登录，或登录已超时')
    if (!on.permits(session.role, 'files.add')) throw forbidden()
    return session
  }

  const mine = ({ file }: Sender): queries.WaitingFile => {
    if (!file) throw queries.unknownUpload()
    return file
  }

  const refuse = async (sender: Sender, code: Refusal) => {
    const { id } = mine(sender)
    await queries.noteRefused(on, sender.county, id, code)
    await removeSealed(queries.placeOf(on, sender.county, id))
  }

  const checkFirst = (sender: Sender) => async (clear: Buffer) => {
    const { size, declared } = mine(sender)
    const verdict = await sniff(clear, { size, declared })
    if ('mediaType' in verdict) return
    await refuse(sender, verdict.refusal)
    throw refusal(verdict.refusal)
  }

  const arrive = async (sender: Sender, id: string) => {
    const { county, session, requestId } = sender
    await queries.underDuty(on, county, (db) =>
      writeAudit(db, {
        at: on.now(),
        action: 'file.arrived',
        result: 'done',
        actorId: session?.accountId ?? null,
        actorRole: session?.role ?? 'nobody',
        sessionId: session?.sessionId ?? null,
        requestId,
        kind: 'file',
        id,
      }),
    )
    onArrived(county, id)
  }

  return {
    largest: LARGEST_OF_ALL,
    atOnce: () => on.config.uploadsAtOnce,

    admit: async (request, address) => {
      const session = await senderOf(request)
      const secret = secretIn(request)
      const sender = { secret, session, requestId: request.id }
      if (address === undefined) return { ...sender, county: session?.county ?? '', file: undefined }
      const [, county = '', id = ''] = ADDRESS.exec(address) ?? []
      const isOurs = (await on.counties()).some(({ code }) => code === county)
      if (!isOurs || (session && session.county !== county)) throw queries.unknownUpload()
      const file = await queries.underDuty(on, county, (db) =>
        queries.findWaiting(on, db, county, { id, secret }),
      )
      // Whoever is signed in goes on with their own only, whatever they know.
      if (!file || file.uploadedBy !== (session?.accountId ?? null)) throw queries.unknownUpload()
      return { ...sender, county, file }
    },

    create: async (sender, { size, metadata }) => {
      const counties = await on.counties()
      const wanted =
        sender.session?.county ?? metadata['county'] ?? (counties.length === 1 && counties[0]?.code)
      const county = counties.find(({ code }) => code === wanted)?.code
      if (!county) throw invalid('请先选择所在的县')
      const id = Id.safeParse(metadata['id'])
      if (!id.success) throw invalid('附件的编号格式不对，请重新选择文件')
      const declared = FileKind.safeParse(metadata['kind']).data
      await queries.beginUpload(on, county, {
        id: id.data.toLowerCase(),
        size,
        declared,
        isEvidence: metadata['evidence'] === '1',
        secret: sender.secret,
        accountId: sender.session?.accountId ?? null,
      })
      return { id: `${county}-${id.data.toLowerCase()}` }
    },

    find: async (sender): Promise<Upload> => {
      // Read again: another request may have ended it while this one waited its turn.
      const { id } = mine(sender)
      const { county, secret } = sender
      const file = await queries.underDuty(on, county, (db) =>
        queries.findWaiting(on, db, county, { id, secret }),
      )
      if (!file) throw queries.unknownUpload()
      if (file.state === 'refused') throw queries.refusalOf(file.refusal)
      if (file.state !== 'uploading') return { id, size: file.size, offset: file.size }
      const sealing = queries.sealingOf(on, county, file)
      const offset = await heldBytes(queries.placeOf(on, county, id), sealing, file.size)
      return { id, size: file.size, offset }
    },

    append: async (sender, { id, size }, source) => {
      const { county } = sender
      const file = mine(sender)
      const received = await appendSealed(
        queries.placeOf(on, county, id),
        queries.sealingOf(on, county, file),
        { size, source, onFirst: checkFirst(sender) },
      )
      await queries.noteReceived(on, county, file, received)
      if (received === size) await arrive(sender, id)
      return received
    },

    remove: async (sender) => {
      const { id } = mine(sender)
      await queries.forget(on, sender.county, id)
      await removeSealed(queries.placeOf(on, sender.county, id))
    },

    tell: (sender) => {
      const { id, state, ...file } = mine(sender)
      const problem = file.refusal === null ? undefined : queries.refusalOf(file.refusal)
      return Promise.resolve({
        id,
        state,
        code: problem?.code ?? null,
        title: problem?.message ?? null,
      })
    },
  }
}

/** Resumable uploads through both doors. `onArrived` hears of each that is whole. */
export const uploadsWith =
  (onArrived: (on: Installation) => (county: string, id: string) => void): Mount =>
  async (app, on, tokenOf) => {
    const hear = onArrived(on)
    await mountUploads(app, '/api/portal/uploads', storeFor(on, 'portal', tokenOf, hear))
    await mountUploads(app, '/api/uploads', storeFor(on, 'signed-in', tokenOf, hear))
  }
