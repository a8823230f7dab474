import { releaseBack } from './history.ts'

const NEUTRAL = '/koujue'
const DOUBLE_MS = 1_000

let forget: (() => void) | undefined
let isLeaving = false

const askBeforeUnload = (event: BeforeUnloadEvent) => {
  event.preventDefault()
  event.returnValue = ''
}

/** What drops everything that was written; there is only ever one thing open. */
export const onForget = (drop: (() => void) | undefined) => {
  forget = drop
}

/** The browser asks before this page is left by accident; not before a quick exit. */
export const holdPage = (isHeld: boolean) => {
  if (isHeld) addEventListener('beforeunload', askBeforeUnload)
  else removeEventListener('beforeunload', askBeforeUnload)
}

const dropAll = () => {
  holdPage(false)
  forget?.()
  forget = undefined
}

/** Quick exit: out of sight at once, out of memory, and then another page in place of this one, in the list of the back key too. */
export const leave = async () => {
  if (isLeaving) return
  isLeaving = true
  document.documentElement.style.visibility = 'hidden'
  document.title = '\u200b'
  dropAll()
  document.body.textContent = ''
  await releaseBack()
  location.replace(NEUTRAL)
}

let lastEscape = -DOUBLE_MS

/** The link, two quick presses of Escape, and what must happen when the page goes out of sight by other ways. */
export const watchLeaving = (link: HTMLElement | null) => {
  link?.addEventListener('click', (event) => {
    event.preventDefault()
    void leave()
  })
  addEventListener('keydown', ({ key, timeStamp }) => {
    if (key !== 'Escape') return
    if (timeStamp - lastEscape < DOUBLE_MS) void leave()
    lastEscape = timeStamp
  })
  addEventListener('pagehide', dropAll)
  // A browser may keep a page alive against the server's word; it then comes back empty.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })
}
