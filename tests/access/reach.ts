import type { Role } from '#modules/identity/rules.ts'
import type { Kind, Relation } from './marks.ts'

/**
 * The policy in words, written down once more by hand so that a person can read it and a machine can compare: who reaches which records,
 * given that the role holds the permission at all. Nothing here is taken from the code under test.
 */

const DESK: readonly Role[] = ['duty-officer', 'caseworker', 'centre-head']
const REPORTERS: readonly Role[] = ['unit-reporter', 'liaison-officer']
const HIV_READERS: readonly Role[] = ['caseworker', 'centre-head']

/** The set lies where the role works: a director's village, a supervisor's town, the county of the centre. */
const isInTerritory = (role: Role, relation: Relation) => {
  if (relation === 'county') return false
  const isOwnVillage = relation === 'own' || relation === 'sealed' || relation === 'named'
  if (role === 'child-director') return isOwnVillage
  if (role === 'supervisor') return isOwnVillage || relation === 'village'
  return DESK.includes(role)
}

/** The child lives elsewhere and has its hukou where the role works. */
const isByHukou = (role: Role, relation: Relation) =>
  relation === 'hukou' && (role === 'child-director' || role === 'supervisor')

/** The set's referrals went to the unit of the liaison officer, whether or not the grant still runs. */
const isOfUnit = (role: Role, relation: Relation) =>
  role === 'liaison-officer' && ['own', 'granted', 'expired'].includes(relation)

/** A running grant to the caller: beyond the territory, or as a named reader of what is sealed. */
const isGranted = (relation: Relation) => relation === 'granted' || relation === 'named'
const isOpen = (relation: Relation) => relation !== 'sealed'
const isInCounty = (relation: Relation) => relation !== 'county'

export type Reach = (role: Role, relation: Relation) => boolean

const child: Reach = (role, relation) =>
  isOpen(relation) && (isInTerritory(role, relation) || isByHukou(role, relation) || isGranted(relation))
const kase: Reach = (role, relation) =>
  isOpen(relation) && (isInTerritory(role, relation) || isGranted(relation))
const inTerritory: Reach = (role, relation) => isOpen(relation) && isInTerritory(role, relation)
/** The desk, or a named reader. */
const report: Reach = (role, relation) =>
  isOpen(relation) && ((DESK.includes(role) && isInTerritory(role, relation)) || isGranted(relation))

/** What is routed past the desk. */
const above: Reach = (role, relation) => role === 'leader' && isInCounty(relation)

/** First wall: permission and scope. */
export const REACH = {
  /** About no record of a set: a list, a search, oneself, the county as a whole. */
  nothing: () => true,
  /** Open to everyone of the county who holds the permission: places, posts, units, accounts. */
  open: (_, relation) => isInCounty(relation),
  /** A child's file, to read. */
  child,
  /** A grant lets one read, not write. */
  'child-writing': (role, relation) =>
    isOpen(relation) && (isInTerritory(role, relation) || isByHukou(role, relation)),
  /** Lists show whom a place is responsible for. */
  'child-list': inTerritory,
  /** A search also finds those whose hukou is here; what is sealed it finds for nobody. */
  'child-search': (role, relation) =>
    isOpen(relation) && relation !== 'named' && (isInTerritory(role, relation) || isByHukou(role, relation)),
  'hiv-category': (role, relation) =>
    child(role, relation) && (HIV_READERS.includes(role) || isGranted(relation)),
  /** A place where one may register or appoint: sealed or not is no matter of a place. */
  place: isInTerritory,
  report,
  /** Past the desk: the leading group alone. */
  above,
  'own-report': (role, relation) => role === 'child-director' && relation === 'own',
  case: kase,
  'case-writing': inTerritory,
  'case-list': kase,
  /** An item for whoever may open its case, and for its owner: the director of the own village. */
  item: (role, relation) => kase(role, relation) || (role === 'child-director' && relation === 'own'),
  'sent-referral': inTerritory,
  /** A unit's own while its grant runs. */
  'received-referral': (role, relation) => isOfUnit(role, relation) && relation !== 'expired',
  /** Mine: my own, my role's where I work, my unit's. A task names a number and a step only, also of a sealed record. */
  'my-task': (role, relation) => {
    if (role === 'child-director') return relation === 'own'
    if (role === 'duty-officer' || role === 'centre-head') return isInTerritory(role, relation)
    return isOfUnit(role, relation)
  },
  'team-task': isInTerritory,
  /** A receipt for whoever reported, and that there is one for the unit's liaison officer. */
  'own-receipt': (role, relation) => REPORTERS.includes(role) && relation === 'own',
  'unit-receipt': isOfUnit,
  /** A unit's officers are named by the centre, or by the unit itself. */
  'unit-staff': (role, relation) =>
    isInCounty(relation) && (role !== 'liaison-officer' || isOfUnit(role, relation)),
  /** Rows of a department's list go by the village, also where the file is sealed: the list is the department's, not the file. */
  'roster-row': isInTerritory,
  /** The file beside its row. */
  'row-child': (role, relation) => isInTerritory(role, relation) && child(role, relation),
  /** A session of one's own. */
  session: (_, relation) => relation === 'own',
} satisfies Record<string, Reach>
export type Thing = keyof typeof REACH

export const reaches = (thing: Thing, role: Role, relation: Relation) => REACH[thing](role, relation)

/** A caller's grants, or the grants to the caller's unit that come with its running referrals. */
const hasGrant = (role: Role, relation: Relation) =>
  isGranted(relation) || (role === 'liaison-officer' && relation === 'own')

const rowsOfChild: Reach = (role, relation) =>
  isOpen(relation) && (isInTerritory(role, relation) || isByHukou(role, relation) || hasGrant(role, relation))
const rowsOfReport: Reach = (role, relation) =>
  isOpen(relation) &&
  ((DESK.includes(role) && isInTerritory(role, relation)) ||
    isGranted(relation) ||
    (role === 'child-director' && relation === 'own'))
const rowsOfCase: Reach = (role, relation) =>
  isOpen(relation) && ((role !== 'child-director' && isInTerritory(role, relation)) || isGranted(relation))
const rowsOfItem: Reach = (role, relation) =>
  rowsOfCase(role, relation) || (role === 'child-director' && relation === 'own')
const rowsOfReferral: Reach = (role, relation) =>
  (role !== 'child-director' && inTerritory(role, relation)) ||
  (isOfUnit(role, relation) && relation !== 'expired')

/** Second wall: which rows the policies show when the application asks for no permission and no scope. */
export const SHOWN_BY_POLICY = {
  name: rowsOfChild,
  file: rowsOfChild,
  secret: rowsOfChild,
  health: rowsOfChild,
  hiv: (role, relation) =>
    rowsOfChild(role, relation) && (HIV_READERS.includes(role) || hasGrant(role, relation)),
  report: rowsOfReport,
  above,
  reporter: rowsOfReport,
  attachment: rowsOfReport,
  case: rowsOfCase,
  item: rowsOfItem,
  referral: rowsOfReferral,
  receipt: (role, relation) => isOfUnit(role, relation) || (role === 'unit-reporter' && relation === 'own'),
  number: (role, relation) =>
    isInCounty(relation) &&
    (isInTerritory(role, relation) || isGranted(relation) || isOfUnit(role, relation)),
  colleague: (_, relation) => isInCounty(relation),
  audit: (role, relation) => role === 'audit-admin' && isInCounty(relation),
  roster: (role, relation) => isInTerritory(role, relation) && role !== 'child-director',
} satisfies Record<Kind, Reach>

/** Second wall: whose rows the policies let one change. What is not about a set's records is left to `writers` in the table. */
export const CHANGED_BY_POLICY: Partial<Record<Thing, Reach>> = {
  child: rowsOfChild,
  'child-writing': REACH['child-writing'],
  report: rowsOfReport,
  above,
  case: rowsOfCase,
  'case-writing': (role, relation) => role !== 'child-director' && inTerritory(role, relation),
  item: (role, relation) =>
    (role !== 'child-director' && inTerritory(role, relation)) ||
    (role === 'child-director' && relation === 'own'),
  'sent-referral': rowsOfReferral,
  'received-referral': rowsOfReferral,
  session: REACH.session,
  'roster-row': (role, relation) =>
    isInTerritory(role, relation) && role !== 'child-director' && role !== 'duty-officer',
}
