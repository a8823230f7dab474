import type { FromWorker, Order } from './labour-messages.ts'
import { keysOf, openAnswer, workOn } from './labours.ts'

// The page's own types describe `self` as a window; a worker posts without an address.
const say = (message: FromWorker) =>
  (self as unknown as { postMessage: (m: FromWorker) => void }).postMessage(message)

const perform = (order: Order, nth: number) => {
  if (order.kind === 'keys') return keysOf(order.code, order.salt)
  if (order.kind === 'open') return Promise.resolve(openAnswer(order.secrets, order.sealed))
  return workOn(order.challenge, order.bits, (tries) => say({ nth, tries }))
}

addEventListener('message', ({ data }: MessageEvent<{ nth: number; order: Order }>) => {
  const { nth, order } = data
  perform(order, nth).then(
    (fruit) => say({ nth, fruit }),
    () => say({ nth, failed: true }),
  )
})
