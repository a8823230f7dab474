import type { CasePerson, Relation, RelationKind } from './contract.ts'

/** Relations that read the same both ways. */
export const SYMMETRIC: readonly RelationKind[] = ['sibling', 'spouse', 'classmate', 'neighbour']

const ABOVE: readonly RelationKind[] = ['parent', 'grandparent', 'guardian', 'cares-for', 'relative']
const BESIDE: readonly RelationKind[] = ['sibling', 'classmate', 'spouse']

export type Placed = CasePerson & { x: number; y: number; isOffender: boolean }
export type Line = Relation & { from: Placed; to: Placed }
/** In units of a picture 360 wide: it can be read on a telephone, and grows with the page. */
export type Picture = { width: number; height: number; people: Placed[]; lines: Line[] }

const WIDTH = 360
const ROW = 132
const TOP = 46
const A_ROW = 3

const cutInto = <T>(items: T[], size: number): T[][] =>
  items.length <= size ? [items] : [items.slice(0, size), ...cutInto(items.slice(size), size)]

/** Which row somebody stands in: who brings the child up above, who grows up with it beside, the others beneath. */
const rowOf = (person: CasePerson, childId: string | undefined, relations: Relation[]) => {
  if (person.isChild) return 'beside'
  const kinds = relations
    .filter(
      ({ whoId, whomId }) =>
        (whoId === person.id && whomId === childId) || (whomId === person.id && whoId === childId),
    )
    .map(({ kind }) => kind)
  if (kinds.some((kind) => ABOVE.includes(kind))) return 'above'
  return kinds.some((kind) => BESIDE.includes(kind)) ? 'beside' : 'beneath'
}

/** The child first, then in the middle of its row. */
const withChildInTheMiddle = (people: CasePerson[]) => {
  const [child, ...others] = people.toSorted((one, other) => Number(other.isChild) - Number(one.isChild))
  if (!child?.isChild) return people
  const left = others.slice(0, Math.floor(others.length / 2))
  return [...left, child, ...others.slice(left.length)]
}

const isRunning = ({ toDay }: Relation) => toDay === null

/**
 * Where everybody of a case stands in its picture: three to a row, nobody on top of another. Only those whom a running relation names,
 * and the child.
 */
export const pictureOf = (people: CasePerson[], all: Relation[]): Picture => {
  const relations = all.filter(isRunning)
  const childId = people.find(({ isChild }) => isChild)?.id
  const shown = people.filter(
    ({ id, isChild }) => isChild || relations.some(({ whoId, whomId }) => whoId === id || whomId === id),
  )
  const of = (row: string) => shown.filter((person) => rowOf(person, childId, relations) === row)
  const rows = [
    ...cutInto(of('above'), A_ROW),
    ...cutInto(withChildInTheMiddle(of('beside')).slice(0, A_ROW), A_ROW),
    ...cutInto([...withChildInTheMiddle(of('beside')).slice(A_ROW), ...of('beneath')], A_ROW),
  ].filter((row) => row.length > 0)
  const offenders = new Set(
    relations.filter(({ kind }) => kind === 'suspected-offender').map(({ whoId }) => whoId),
  )
  const placed = rows.flatMap((row, at) =>
    row.map((person, nth) => ({
      ...person,
      x: Math.round(((nth + 0.5) * WIDTH) / row.length),
      y: TOP + at * ROW,
      isOffender: offenders.has(person.id),
    })),
  )
  const at = new Map(placed.map((person) => [person.id, person]))
  const lines = relations.flatMap((relation) => {
    const [from, to] = [at.get(relation.whoId), at.get(relation.whomId)]
    return from && to ? [{ ...relation, from, to }] : []
  })
  return { width: WIDTH, height: TOP * 2 + Math.max(rows.length - 1, 0) * ROW + 12, people: placed, lines }
}
