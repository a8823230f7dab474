import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#kernel/endpoint.ts'
import { Problem, type ProblemBody } from '#kernel/problem.ts'

/** The server refuses a write without this header: another site's form cannot set it. */
const FROM_THE_CONSOLE = { 'x-shouwang-request': '1' }
const PATIENCE_MS = 60_000

const lost = () =>
  new Problem({ status: 0, code: 'offline', title: '网络不通，这一步没有提交。请检查网络后再试一次' })
const silent = () =>
  new Problem({
    status: 0,
    code: 'timeout',
    title: '服务器迟迟没有回应，不能确定这一步是否已保存。请刷新页面核对后再试',
  })
const stopped = () => new Problem({ status: 0, code: 'stopped', title: '已停止' })

const isProblemBody = (body: unknown): body is ProblemBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body

const problemIn = (status: number, text: string) => {
  try {
    const body: unknown = JSON.parse(text)
    if (isProblemBody(body)) return new Problem(body)
  } catch {
    // Not our server's answer but a proxy's: fall through.
  }
  return new Problem({ status, code: 'gateway', title: `服务器暂时无法回应（${status}），请稍后再试` })
}

/** Any failure as a Problem, so that pages know one kind of error only. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'TimeoutError') return silent()
  if (name === 'AbortError') return stopped()
  return lost()
}

const send = async (endpoint: Endpoint, input: Record<string, unknown>, signal: AbortSignal | undefined) => {
  const { url, body } = addressOf(endpoint, input)
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const response = await fetch(url, {
    method: endpoint.method,
    headers: { ...FROM_THE_CONSOLE, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
    cache: 'no-store',
  })
  if (!response.ok) throw problemIn(response.status, await response.text())
  return response
}

/** Calls an endpoint; throws a Problem, also for a lost network. */
export const call = async <E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  signal?: AbortSignal,
): Promise<OutputOf<E>> => {
  try {
    const response = await send(endpoint, input, signal)
    // The server answers exactly what the contract's output schema let through.
    return (await response.json()) as OutputOf<E>
  } catch (error) {
    throw toProblem(error)
  }
}

const fileNameIn = (disposition: string | null) => {
  const name = disposition?.match(/filename\*=UTF-8''([^;]+)/)?.[1]
  return name ? decodeURIComponent(name) : '下载'
}

/** Fetches a file and hands it to the browser to save; answers its name. */
export const download = async <E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  signal?: AbortSignal,
): Promise<string> => {
  try {
    const response = await send(endpoint, input, signal)
    const fileName = fileNameIn(response.headers.get('content-disposition'))
    const address = URL.createObjectURL(await response.blob())
    const link = document.createElement('a')
    link.href = address
    link.download = fileName
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
    return fileName
  } catch (error) {
    throw toProblem(error)
  }
}

/** Sends one file as the raw body. `onProgress` hears the share sent, 0–1; fetch cannot tell it, hence XMLHttpRequest. */
export const upload = <E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  file: Blob,
  onProgress?: (share: number) => void,
  signal?: AbortSignal,
): Promise<OutputOf<E>> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(endpoint.method, addressOf(endpoint, input).url)
    request.setRequestHeader('x-shouwang-request', '1')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress?.(total ? loaded / total : 0),
    )
    request.addEventListener('load', () => {
      if (request.status >= 400) return reject(problemIn(request.status, request.responseText))
      return resolve(JSON.parse(request.responseText) as OutputOf<E>)
    })
    request.addEventListener('error', () => reject(lost()))
    request.addEventListener('abort', () => reject(stopped()))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    if (signal?.aborted) return reject(stopped())
    request.send(file)
  })
