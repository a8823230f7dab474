import { Link } from 'react-router'
import type { Line, Measure } from '../contract.ts'
import { DEFINITION, MEASURE } from '../labels.ts'
import { shareOf } from '../rules.ts'
import './figures.css'

/** The address of the list behind a number; undefined for whoever may not see it. */
export type ListTo = ((measure: Measure, more?: Record<string, string | undefined>) => string) | undefined

type NumberProps = { count: number | null; to: string | undefined; below: number | null; label: string }

/** A number, which leads to its list. */
export function Figure({ count, to, below, label }: NumberProps) {
  if (count === null) return <span className="sw-quiet">少于 {below ?? 5} 或不显示</span>
  if (!to || count === 0) return <>{count}</>
  return (
    <Link to={to} aria-label={`${label} ${count}，看是哪些个案`}>
      {count}
    </Link>
  )
}

type LinesProps = { lines: Line[]; listTo: ListTo; below: number | null; on: string }

/** Each number with what it counts and the day on which it was counted. */
export function FigureLines({ lines, listTo, below, on }: LinesProps) {
  return (
    <dl className="sw-figures">
      {lines.map((line) => (
        <div key={line.measure}>
          <dt>{MEASURE[line.measure]}</dt>
          <dd className="sw-figure-number">
            {line.good === undefined ? (
              <Figure
                count={line.count}
                to={listTo?.(line.measure)}
                below={below}
                label={MEASURE[line.measure]}
              />
            ) : (
              <Rated line={line} listTo={listTo} below={below} />
            )}
          </dd>
          <dd className="sw-figure-meaning">
            {DEFINITION[line.measure]}。统计日 {on}。
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Rated({ line, listTo, below }: { line: Line; listTo: ListTo; below: number | null }) {
  const { measure, count, good } = line
  if (count === null || good === null || good === undefined)
    return <Figure count={null} to={undefined} below={below} label={MEASURE[measure]} />
  if (!count) return <span className="sw-quiet">还没有</span>
  return (
    <>
      {shareOf(line)}{' '}
      <small>
        （
        <Figure
          count={good}
          to={listTo?.(measure, { isGood: 'true' })}
          below={below}
          label={MEASURE[measure]}
        />
        {' / '}
        <Figure count={count} to={listTo?.(measure)} below={below} label={`${MEASURE[measure]}，共`} />）
      </small>
    </>
  )
}

type TableProps = {
  title: string
  head: string
  rows: { key: string; name: string; lines: Line[]; filter: Record<string, string> }[]
  listTo: ListTo
  below: number | null
}

/** Towns or units, one line each, measure by measure. */
export function FigureTable({ title, head, rows, listTo, below }: TableProps) {
  const measures = rows[0]?.lines.map(({ measure }) => measure) ?? []
  return (
    <div className="sw-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="sw-plain-table sw-figure-table">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {measures.map((measure) => (
              <th key={measure} scope="col">
                {MEASURE[measure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, lines, filter }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {lines.map((line) => (
                <td key={line.measure}>
                  {line.count === null ? (
                    '—'
                  ) : (
                    <>
                      {line.good !== undefined && line.good !== null && `${line.good} / `}
                      <Figure
                        count={line.count}
                        to={listTo?.(line.measure, filter)}
                        below={below}
                        label={`${name} ${MEASURE[line.measure]}`}
                      />
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
