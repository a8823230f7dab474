import { useId } from 'react'
import { RELATION_KIND } from '../labels.ts'
import type { CasePerson, Relation } from '../contract.ts'
import { pictureOf, SYMMETRIC, type Line, type Placed } from '../rules.ts'

const HALF = 22

/** As in a genogram: a square for men, a circle for women, a diamond where it is not known; an octagon for a suspected offender. */
function Shape({ person: { sex, isChild, isOffender } }: { person: Placed }) {
  const look = { fill: 'var(--sheet, #fff)', stroke: 'currentcolor', strokeWidth: isChild ? 3 : 1.5 }
  if (isOffender)
    return <path d="M-9 -22H9L22 -9V9L9 22H-9L-22 9V-9Z" {...look} strokeWidth={3} strokeDasharray="5 3" />
  if (sex === 'female') return <circle r={HALF} {...look} />
  if (sex === 'male') return <rect x={-HALF} y={-HALF} width={HALF * 2} height={HALF * 2} {...look} />
  return <path d="M0 -24L24 0L0 24L-24 0Z" {...look} />
}

const shortName = (name: string | null) =>
  name && name.length > 6 ? `${name.slice(0, 5)}…` : (name ?? '（密封）')

function Person({ person }: { person: Placed }) {
  const { x, y, name, isChild, isOffender } = person
  const mark = isOffender ? '涉嫌' : isChild ? '孩子' : ''
  return (
    <g transform={`translate(${x} ${y})`}>
      <Shape person={person} />
      {mark && (
        <text textAnchor="middle" dy="5" fontSize="13" fontWeight="600">
          {mark}
        </text>
      )}
      <text textAnchor="middle" y={HALF + 17} fontSize="14" className="rel-halo">
        {shortName(name)}
      </text>
    </g>
  )
}

/** Where a line leaves the shape and its name. */
const edgeOf = ({ x, y }: Placed, to: Placed) => {
  const [dx, dy] = [to.x - x, to.y - y]
  const length = Math.hypot(dx, dy) || 1
  const gap = dy > 20 ? 44 : 27
  return { x: x + (dx / length) * gap, y: y + (dy / length) * gap }
}

/** Several lines between the same two, and lines that cross: each word a little further along. */
const labelAt = (nth: number) => [0.5, 0.36, 0.64, 0.28, 0.72][nth % 5] ?? 0.5

function Relationship({ line, nth, arrow }: { line: Line; nth: number; arrow: string }) {
  const { from, to, kind } = line
  const [start, end] = [edgeOf(from, to), edgeOf(to, from)]
  const at = labelAt(nth)
  const isOffence = kind === 'suspected-offender'
  return (
    <g>
      <line
        x1={start.x}
        y1={start.y}
        x2={end.x}
        y2={end.y}
        stroke="currentcolor"
        strokeWidth={isOffence ? 2.5 : 1.2}
        strokeDasharray={isOffence ? '7 4' : undefined}
        markerEnd={SYMMETRIC.includes(kind) ? undefined : `url(#${arrow})`}
      />
      <text
        x={start.x + (end.x - start.x) * at}
        y={start.y + (end.y - start.y) * at + 4}
        textAnchor="middle"
        fontSize="12"
        fontWeight={isOffence ? 700 : 400}
        className="rel-halo"
      >
        {RELATION_KIND[kind]}
      </text>
    </g>
  )
}

/** The picture of who is what to whom; the table beside it says the same to whoever does not see it. */
export function Genogram({ people, relations }: { people: CasePerson[]; relations: Relation[] }) {
  const arrow = useId()
  const picture = pictureOf(people, relations)
  if (picture.lines.length === 0) return null
  return (
    <svg
      className="rel-picture"
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      role="img"
      aria-label={`人物关系图：${picture.people.length} 人，${picture.lines.length} 层关系；内容见下表`}
    >
      <defs>
        <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0L8 4L0 8Z" fill="currentcolor" />
        </marker>
      </defs>
      {picture.lines.map((line, nth) => (
        <Relationship key={line.id} line={line} nth={nth} arrow={arrow} />
      ))}
      {picture.people.map((person) => (
        <Person key={person.id} person={person} />
      ))}
    </svg>
  )
}
