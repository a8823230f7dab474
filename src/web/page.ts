import type { ComponentType } from 'react'
import type { Endpoint } from '#kernel/endpoint.ts'

export const MENU_GROUPS = ['今天', '儿童', '个案', '数据', '组织', '管理'] as const
export type MenuGroup = (typeof MENU_GROUPS)[number]

/** The step of signing in that a page belongs to; such a page stands alone, without menu. */
export type Gate = 'signed-out' | 'password-change' | 'second-factor' | 'enrolment' | 'first-run'

/** A page of the console, listed in its module's `console.ts`. */
export type ConsolePage = {
  /** As React Router writes it: `/children/:id`. Holds ids only, never a name or a number of a person. */
  path: string
  title: string
  /** Whoever may not call this endpoint sees neither the menu entry nor the page. */
  needs?: Endpoint
  /** Menus are ordered by `order` within their group; the four lowest orders stand in the bar at the foot of a phone. */
  menu?: { group: MenuGroup; label: string; icon: ComponentType; order: number }
  gate?: Gate
  load: () => Promise<{ Component: ComponentType }>
}
