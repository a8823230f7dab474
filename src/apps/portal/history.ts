/**
 * While somebody writes, one entry of the same address lies on top of the first page's: the phone's back key then goes one
 * question back instead of throwing away what was written. Nothing is kept in the entry, and the address never changes.
 */
let isOnTop = false
let whenBack: (() => void) | undefined

addEventListener('popstate', () => {
  if (!isOnTop) return
  isOnTop = false
  whenBack?.()
})

/** From now on the back key calls `back`. */
export const catchBack = (back: () => void) => {
  whenBack = back
  if (isOnTop) return
  history.pushState(null, '')
  isOnTop = true
}

/** Takes the entry away again; answers when it is gone. */
export const releaseBack = () =>
  new Promise<void>((resolve) => {
    whenBack = undefined
    if (!isOnTop) return resolve()
    isOnTop = false
    addEventListener('popstate', () => resolve(), { once: true })
    // Some in-app browsers never tell.
    setTimeout(resolve, 400)
    return history.back()
  })
