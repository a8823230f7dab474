/** @jsxImportSource preact */
import { render } from 'preact'
import { onForget } from './leave.ts'
import { App } from './App.tsx'
import { isFlow } from './flow.ts'
import { releaseBack } from './history.ts'

/** Shows a flow in `place`; when it ends, nothing of it is left on the page or in memory, and `ended` is called. */
export const open = (place: HTMLElement, flow: string, ended: () => void) => {
  if (!isFlow(flow)) return
  const drop = () => render(null, place)
  const close = () => {
    onForget(undefined)
    drop()
    void releaseBack()
    ended()
  }
  onForget(drop)
  scrollTo(0, 0)
  render(<App flow={flow} onClose={close} />, place)
}
