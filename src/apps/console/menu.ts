import { MENU_GROUPS, type ConsolePage, type MenuGroup } from '#web/page.ts'
import { mayCall, type Session } from '#web/session.tsx'

export type MenuEntry = NonNullable<ConsolePage['menu']> & { path: string }

const byOrder = (one: MenuEntry, other: MenuEntry) => one.order - other.order

/** What this person may open, in order. */
export const entriesFor = (session: Session, pages: ConsolePage[]): MenuEntry[] =>
  pages
    .flatMap(({ path, menu, needs }) =>
      menu && (!needs || mayCall(session, needs)) ? [{ ...menu, path }] : [],
    )
    .toSorted(byOrder)

export const groupsOf = (entries: MenuEntry[]): { group: MenuGroup; entries: MenuEntry[] }[] =>
  MENU_GROUPS.map((group) => ({ group, entries: entries.filter((entry) => entry.group === group) })).filter(
    (each) => each.entries.length,
  )

/** The entry that a page belongs to: the longest address that begins the present one. */
export const entryAt = (entries: MenuEntry[], pathname: string): MenuEntry | undefined =>
  entries
    .filter(({ path }) =>
      path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`),
    )
    .toSorted((one, other) => other.path.length - one.path.length)[0]
