import type { Fruit, FromWorker, Order } from './labour-messages.ts'

/**
 * Long sums beside the page: the code's keys (Argon2id, 64 MiB) and the work before sending. Where a browser has no worker, or
 * cannot start it, the same sums run here in short goes. A worker that did not come because the network was gone is asked for again
 * the next time: a browser does so for a worker, not for a part of the page that failed to come once.
 */
type Waiting = { done: (fruit: never) => void; failed: () => void; hear: (tries: number) => void }

const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let nth = 0

const dismiss = () => {
  worker?.terminate()
  worker = undefined
  for (const { failed } of waiting.values()) failed()
  waiting.clear()
}

const hire = () => {
  if (worker || typeof Worker === 'undefined') return worker
  try {
    worker = new Worker(new URL('./labour-worker.ts', import.meta.url), { type: 'module' })
  } catch {
    return undefined
  }
  const own = worker
  worker.addEventListener('error', () => worker === own && dismiss())
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    const order = waiting.get(data.nth)
    if (!order) return
    if ('tries' in data) return order.hear(data.tries)
    waiting.delete(data.nth)
    if ('failed' in data) order.failed()
    // The worker answers each order with its own fruit.
    else order.done(data.fruit as never)
  })
  return worker
}

/** Fetches what the sums need while there is a network and somebody is still writing. */
export const prepareLabour = (): void => {
  if (!hire()) void import('./labours.ts').catch(() => undefined)
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve))

const performHere = async (order: Order, hear: (tries: number) => void) => {
  const { keysOf, openAnswer, workOn } = await import('./labours.ts')
  if (order.kind === 'keys') return keysOf(order.code, order.salt)
  if (order.kind === 'open') return openAnswer(order.secrets, order.sealed)
  return workOn(order.challenge, order.bits, (tries) => {
    hear(tries)
    return pause()
  })
}

/** Carries out an order; `hear` is told how many tries the work took so far. */
export const labour = async <K extends Order['kind']>(
  order: Extract<Order, { kind: K }>,
  hear: (tries: number) => void = () => undefined,
): Promise<Fruit[K]> => {
  const helper = hire()
  if (helper) {
    nth += 1
    const own = nth
    const fruit = new Promise<Fruit[K]>((done, failed) =>
      waiting.set(own, { done, failed: () => failed(new Error('the worker failed')), hear }),
    )
    helper.postMessage({ nth: own, order })
    try {
      return await fruit
    } catch {
      // Too little memory beside the page, or no worker after all: try once more here.
    }
  }
  return performHere(order, hear) as Promise<Fruit[K]>
}
