import { createBrowserRouter, Navigate, Outlet, RouterProvider, useLocation } from 'react-router'
import { Demonstration } from '#web/kit/GatePage.tsx'
import type { ConsolePage, Gate } from '#web/page.ts'
import { mayCall, useSession } from '#web/session.tsx'
import { entriesFor } from './menu.ts'
import { pages } from './pages.ts'
import { NoSuchPage, NotPermitted, PageFailed } from './Plain.tsx'
import { Shell } from './Shell.tsx'

type WayBack = { back?: string } | null

/** Sends everyone to the step of signing in that is due, and back afterwards to where they wanted to go. */
function Guard() {
  const session = useSession()
  const { pathname, search, state } = useLocation()
  const here = pages.find(({ path }) => path === pathname)
  const due: Gate | undefined = session.isFirstRun
    ? 'first-run'
    : session.stage === 'full'
      ? undefined
      : (session.stage ?? 'signed-out')
  const back = (state as WayBack)?.back
  if (due) {
    const gate = pages.find((page) => page.gate === due)
    if (!gate || here?.gate === due)
      return (
        <>
          {session.county?.isDemonstration && <Demonstration />}
          <Outlet />
        </>
      )
    return <Navigate to={gate.path} replace state={{ back: here?.gate ? back : `${pathname}${search}` }} />
  }
  if (here?.gate) return <Navigate to={back ?? '/'} replace />
  return (
    <Shell>
      <Outlet />
    </Shell>
  )
}

/** The address `/` when no module has taken it: the first page this person may open. */
function FirstPage() {
  const session = useSession()
  const first = entriesFor(session, pages)[0]
  return <Navigate to={first?.path ?? '/me/devices'} replace />
}

const routeOf = ({ path, needs, load }: ConsolePage) => ({
  path,
  ErrorBoundary: PageFailed,
  HydrateFallback: () => null,
  lazy: async () => {
    const { Component } = await load()
    const Permitted = () => {
      const session = useSession()
      return needs && !mayCall(session, needs) ? <NotPermitted /> : <Component />
    }
    return { Component: Permitted }
  },
})

const router = createBrowserRouter([
  {
    Component: Guard,
    ErrorBoundary: PageFailed,
    HydrateFallback: () => null,
    children: [
      ...pages.map(routeOf),
      ...(pages.some(({ path }) => path === '/') ? [] : [{ path: '/', Component: FirstPage }]),
      { path: '*', Component: NoSuchPage },
    ],
  },
])

export function Console() {
  return <RouterProvider router={router} />
}
