import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#kernel/problem.ts'

/**
 * Resumable uploads by tus 1.0 (https://tus.io/protocols/resumable-upload): core, creation and termination. Length must be known; what is
 * refused is answered as a Problem like everything else. Knows nothing of what is uploaded: that is the store's.
 */
export type Upload = { id: string; size: number; offset: number }

export type Creation = { size: number; metadata: Record<string, string> }

/** `Caller` is whatever `admit` found out about who is asking; every function throws a Problem to refuse. */
export type UploadStore<Caller> = {
  /** Checks whoever asks, and that they may ask for this upload; `id` is missing when one is begun. */
  admit: (request: FastifyRequest, id: string | undefined) => Promise<Caller>
  create: (caller: Caller, creation: Creation) => Promise<{ id: string }>
  find: (caller: Caller, id: string) => Promise<Upload>
  /** Takes bytes at the upload's offset; answers how far it has come. */
  append: (caller: Caller, upload: Upload, source: AsyncIterable<Uint8Array>) => Promise<number>
  remove: (caller: Caller, id: string) => Promise<void>
  /** What became of it, as JSON. */
  tell: (caller: Caller, id: string) => Promise<unknown>
  largest: number
  /** How many bodies are taken at once; whoever comes next waits. */
  atOnce: () => number
}

const VERSION = '1.0.0'
const BODY = 'application/offset+octet-stream'
const RETRY_AFTER_SECONDS = 5

const malformed = (title: string) => new Problem({ status: 400, code: 'malformed', title })
const takenOver = () =>
  new Problem({ status: 409, code: 'upload-elsewhere', title: '同一个文件正在另一处继续上传，这里已停下' })
const elsewhere = () =>
  new Problem({ status: 409, code: 'upload-offset', title: '上传位置对不上，请从服务器所记的位置继续' })
const waiting = () =>
  new Problem({
    status: 503,
    code: 'uploads-waiting',
    title: '现在上传的人较多，文件正在排队，会自动继续；不影响先提交报告',
  })

const wholeNumber = (header: string | string[] | undefined) =>
  typeof header === 'string' && /^\d{1,16}$/.test(header) ? Number(header) : undefined

/** `key base64,key base64`; what is not that is refused. */
const metadataOf = (header: string | string[] | undefined): Record<string, string> => {
  if (header === undefined) return {}
  if (typeof header !== 'string' || header.length > 2_000) throw malformed('上传说明的格式不对')
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  if (!pairs.every(([key, value = '', more]) => key && !more && /^[\w+/=]*$/.test(value)))
    throw malformed('上传说明的格式不对')
  return Object.fromEntries(
    pairs.map(([key = '', value = '']) => [key, Buffer.from(value, 'base64').toString()]),
  )
}

/** The chunks of a body until it ends, fails or somebody else goes on with the upload. The body is not destroyed: the answer must get through. */
async function* chunksUntil(body: FastifyRequest['raw'], signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(takenOver())
  })
  aborted.catch(() => undefined)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    for (;;) {
      const { value, done } = await Promise.race([chunks.next(), aborted])
      if (done) return
      yield value
    }
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

type Work = { controller: AbortController; ended: Promise<void> }

/**
 * One at a time for each upload. The newest comes first: a line that broke may hang for minutes on this side, and whoever comes back must
 * not wait for it.
 */
const createTurns = () => {
  const works = new Map<string, Work>()
  const take = async <T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    for (let before = works.get(id); before; before = works.get(id)) {
      before.controller.abort()
      await before.ended
    }
    const controller = new AbortController()
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    works.set(id, { controller, ended })
    try {
      return await work(controller.signal)
    } finally {
      works.delete(id)
      end()
    }
  }
  return { take, count: () => works.size }
}

/** Mounts POST, HEAD, PATCH, DELETE, OPTIONS and a GET that tells what became of an upload, at `path`. */
export const mountUploads = async <Caller>(
  app: FastifyInstance,
  path: string,
  store: UploadStore<Caller>,
) => {
  const turns = createTurns()
  let taking = 0

  const admit = (request: FastifyRequest) => {
    if (request.headers['x-shouwang-request'] !== '1')
      throw new Problem({ status: 403, code: 'cross-site', title: '请求不是从本系统页面发出的，已拒绝' })
    return store.admit(request, (request.params as { id?: string }).id)
  }
  const checkVersion = (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('tus-resumable', VERSION).header('cache-control', 'no-store')
    if (request.headers['tus-resumable'] === VERSION) return
    void reply.header('tus-version', VERSION)
    throw new Problem({ status: 412, code: 'tus-version', title: '上传方式不受支持，请刷新页面后重试' })
  }
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id

  const create = async (request: FastifyRequest, reply: FastifyReply) => {
    checkVersion(request, reply)
    const caller = await admit(request)
    const size = wholeNumber(request.headers['upload-length'])
    if (size === undefined) throw malformed('没有说明文件的大小')
    const { id } = await store.create(caller, {
      size,
      metadata: metadataOf(request.headers['upload-metadata']),
    })
    return reply.code(201).header('location', `${path}/${id}`).send()
  }

  const head = async (request: FastifyRequest, reply: FastifyReply) => {
    checkVersion(request, reply)
    const caller = await admit(request)
    // Asking where it stands ends a request that still hangs: only then is the answer true.
    const { size, offset } = await turns.take(idOf(request), () => store.find(caller, idOf(request)))
    return reply.code(200).header('upload-offset', offset).header('upload-length', size).send()
  }

  const append = async (request: FastifyRequest, reply: FastifyReply) => {
    checkVersion(request, reply)
    if (request.headers['content-type'] !== BODY)
      throw new Problem({ status: 415, code: 'malformed', title: '上传内容的类型不对，请刷新页面后重试' })
    const offset = wholeNumber(request.headers['upload-offset'])
    if (offset === undefined) throw malformed('没有说明从哪里继续')
    const caller = await admit(request)
    const id = idOf(request)
    const reached = await turns.take(id, async (signal) => {
      const upload = await store.find(caller, id)
      if (upload.offset !== offset) throw elsewhere()
      const length = wholeNumber(request.headers['content-length']) ?? 0
      if (offset + length > upload.size)
        throw new Problem({ status: 413, code: 'too-large', title: '发来的内容比说好的大小多' })
      if (upload.offset === upload.size) return upload.size
      if (taking >= store.atOnce()) {
        void reply.header('retry-after', RETRY_AFTER_SECONDS)
        throw waiting()
      }
      taking += 1
      try {
        return await store.append(caller, upload, chunksUntil(request.raw, signal))
      } finally {
        taking -= 1
      }
    })
    return reply.code(204).header('upload-offset', reached).send()
  }

  const remove = async (request: FastifyRequest, reply: FastifyReply) => {
    checkVersion(request, reply)
    const caller = await admit(request)
    await turns.take(idOf(request), () => store.remove(caller, idOf(request)))
    return reply.code(204).send()
  }

  const describe = (_: FastifyRequest, reply: FastifyReply) =>
    reply
      .code(204)
      .header('tus-resumable', VERSION)
      .header('tus-version', VERSION)
      .header('tus-extension', 'creation,termination')
      .header('tus-max-size', store.largest)
      .send()

  const tell = async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('cache-control', 'no-store')
    return store.tell(await admit(request), idOf(request))
  }

  await app.register((scope, _, ready) => {
    // The body is read by the store as a stream; nothing is buffered here.
    scope.addContentTypeParser(BODY, (_request, payload, parsed) => parsed(null, payload))
    scope.post(path, create)
    scope.options(path, describe)
    scope.head(`${path}/:id`, head)
    scope.patch(`${path}/:id`, append)
    scope.delete(`${path}/:id`, remove)
    scope.get(`${path}/:id`, { exposeHeadRoute: false }, tell)
    ready()
  })
}
