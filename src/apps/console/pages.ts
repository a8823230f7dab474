import type { ComponentType } from 'react'
import type { ConsolePage } from '#web/page.ts'
import { pages as audit } from '#modules/audit/console.ts'
import { pages as cases } from '#modules/cases/console.ts'
import { pages as children, QuickSearch } from '#modules/children/console.ts'
import { pages as accounts } from '#modules/identity/accounts/console.ts'
import { pages as identity } from '#modules/identity/console.ts'
import { NoticeBell, pages as notifications } from '#modules/notifications/console.ts'
import { pages as organisations } from '#modules/organisations/console.ts'
import { pages as referrals } from '#modules/referrals/console.ts'
import { pages as reports } from '#modules/reports/console.ts'
import { pages as above } from '#modules/reports/above/console.ts'
import { pages as receipts } from '#modules/reports/receipts/console.ts'
import { pages as portal } from '#modules/reports/portal/console.ts'
import { pages as rosters } from '#modules/rosters/console.ts'
import { pages as statistics } from '#modules/statistics/console.ts'
import { pages as tasks } from '#modules/tasks/console.ts'

/** The only place that lists the modules' pages: one import and one line each. */
export const pages: ConsolePage[] = [
  {
    path: '/first-run',
    title: '首次设置',
    gate: 'first-run',
    load: () => import('./FirstRun.tsx').then(({ FirstRun }) => ({ Component: FirstRun })),
  },
  ...identity,
  ...tasks,
  ...children,
  ...reports,
  ...above,
  ...receipts,
  ...portal,
  ...cases,
  ...referrals,
  ...accounts,
  ...organisations,
  ...rosters,
  ...notifications,
  ...statistics,
  ...audit,
]

/** The quick search in the head line, given by the module that can search. */
export const search: ComponentType | undefined = QuickSearch

/** What tells of new notices in the head line. */
export const bell: ComponentType | undefined = NoticeBell
