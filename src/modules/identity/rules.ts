/** 岗位与权限: which role holds which permission. One table; `docs/permissions.md` is drawn from it. */

export const ROLES = [
  'child-director',
  'supervisor',
  'duty-officer',
  'caseworker',
  'centre-head',
  'liaison-officer',
  'unit-reporter',
  'leader',
  'system-admin',
  'security-admin',
  'audit-admin',
] as const
export type Role = (typeof ROLES)[number]

/** Where a role works: a division of that level, a unit, or the county as a whole without any child's file. */
export const WORKPLACE = {
  'child-director': 'village',
  supervisor: 'town',
  'duty-officer': 'county',
  caseworker: 'county',
  'centre-head': 'county',
  'liaison-officer': 'unit',
  'unit-reporter': 'unit',
  leader: 'none',
  'system-admin': 'none',
  'security-admin': 'none',
  'audit-admin': 'none',
} as const satisfies Record<Role, 'village' | 'town' | 'county' | 'unit' | 'none'>

/** What was handed to a unit is opened by its liaison officers, not by whoever only reports for it. */
export const opensForUnit = (role: Role): boolean => role === 'liaison-officer'

const DESK: Role[] = ['duty-officer', 'caseworker', 'centre-head']
const NETWORK: Role[] = ['child-director', 'supervisor', ...DESK]
export const ADMINISTRATORS: Role[] = ['system-admin', 'security-admin', 'audit-admin']

/** Permission → the roles that hold it. Territory and unit narrow it further (`server/access.ts` and the policies). */
export const PERMISSIONS = {
  'children.read': NETWORK,
  'children.edit': NETWORK,
  'children.reveal': NETWORK,
  'children.reveal-health': DESK,
  'children.move': ['supervisor', ...DESK],
  'children.print': ['supervisor', ...DESK],
  'children.export': NETWORK,
  'children.leave': ['supervisor', ...DESK],
  'rosters.read': ['supervisor', ...DESK],
  'rosters.import': ['caseworker', 'centre-head'],
  'rosters.review': ['supervisor', 'caseworker', 'centre-head'],
  'organisations.read': [...NETWORK, 'liaison-officer', 'leader', ...ADMINISTRATORS],
  'organisations.appoint': ['supervisor', 'centre-head'],
  'organisations.edit': ['system-admin', 'centre-head'],
  'organisations.call': [...NETWORK, 'liaison-officer', 'leader'],
  'divisions.rename': ['system-admin', 'centre-head'],
  'divisions.merge': ['centre-head'],
  'units.edit': ['centre-head', 'liaison-officer'],
  'reports.take': NETWORK,
  'reports.read': NETWORK,
  'reports.triage': DESK,
  'duty-reports.send': ['liaison-officer', 'unit-reporter'],
  'duty-reports.prove': ['liaison-officer'],
  'reports.above': ['leader', 'liaison-officer'],
  'reports.oversee': ['centre-head'],
  'reports.count': ['centre-head', 'leader'],
  'duty.read': [...NETWORK, 'liaison-officer', 'leader'],
  'duty.plan': ['duty-officer', 'centre-head'],
  'files.add': [...NETWORK, 'liaison-officer', 'unit-reporter'],
  'files.read': [...DESK, 'leader', 'liaison-officer'],
  'files.take-original': ['caseworker', 'centre-head'],
  'cases.read': ['supervisor', ...DESK],
  'cases.work': ['supervisor', ...DESK],
  'plan-items.work': NETWORK,
  'cases.assign': ['duty-officer', 'centre-head'],
  'cases.approve': ['supervisor', 'centre-head'],
  'instruments.read': ['supervisor', ...DESK, 'security-admin'],
  'instruments.edit': ['centre-head', 'security-admin'],
  'instruments.try': ['centre-head'],
  'referrals.send': DESK,
  'referrals.answer': ['liaison-officer'],
  'tasks.read': [...NETWORK, 'liaison-officer'],
  'tasks.oversee': ['supervisor', 'centre-head'],
  'accounts.read': ADMINISTRATORS,
  'accounts.propose': ['system-admin'],
  'accounts.grant': ['security-admin'],
  'settings.read': [...ADMINISTRATORS, ...DESK],
  'settings.edit': ['system-admin', 'security-admin'],
  'notices.oversee': ['system-admin'],
  'audit.read': ['audit-admin'],
  'audit.verify': ['audit-admin'],
} satisfies Record<string, Role[]>
export type Permission = keyof typeof PERMISSIONS

const holders = new Map<string, ReadonlySet<string>>(
  Object.entries(PERMISSIONS).map(([permission, roles]) => [permission, new Set<string>(roles)]),
)

export const permits = (role: string, permission: string): boolean =>
  holders.get(permission)?.has(role) ?? false

export const rolesWith = (permission: Permission): readonly Role[] => PERMISSIONS[permission]

export const permissionsOf = (role: string): string[] =>
  [...holders].filter(([, roles]) => roles.has(role)).map(([permission]) => permission)

/** Roles that must sign in with a second factor: administrators and whoever can reveal C3 values (GB/T 22239-2019 8.1.4). */
export const needsSecondFactor = (role: string): boolean =>
  (ADMINISTRATORS as string[]).includes(role) || permits(role, 'children.reveal')

/** At the desk: signed out after so long without a request, and after so long in any case. Migration 0002 says the same. */
export const IDLE_MINUTES = 15
export const ABSOLUTE_HOURS = 12

/** A first password that nobody used for so long is void. */
export const FIRST_PASSWORD_DAYS = 7

/** Failures older than this no longer count. */
export const FORGET_FAILURES_AFTER_HOURS = 24
const FREE_FAILURES = 3
const LONGEST_DELAY_SECONDS = 15 * 60

/** Seconds to wait after the n-th failed sign-in in a row: none for three, then 2, 4, 8 … up to 15 minutes. */
export const delayAfter = (failures: number): number =>
  failures <= FREE_FAILURES ? 0 : Math.min(2 ** (failures - FREE_FAILURES), LONGEST_DELAY_SECONDS)

/** What is wrong with a new password, or undefined. Length counts more than signs (NIST SP 800-63B §5.1.1.2). */
export const passwordProblem = (password: string, signInName: string): string | undefined => {
  if (password.length < 10) return '口令至少 10 个字符，可以是一句自己记得住的话'
  if (password.length > 128) return '口令最多 128 个字符'
  if (new Set(password).size < 5) return '口令太简单：请至少用到 5 个不同的字符'
  if (password.toLowerCase().includes(signInName.toLowerCase())) return '口令里不要包含登录名'
  if (/^(?:0123456789|1234567890|9876543210|qwertyuiop|password\d*)$/i.test(password))
    return '这个口令太常见，请换一个'
  return undefined
}
