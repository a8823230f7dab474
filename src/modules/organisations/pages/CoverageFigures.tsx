import { Link } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { COVERAGE_LABEL } from '../labels.ts'
import { getCoverage, type Coverage } from '../network/contract.ts'

const MOST_NAMED = 100

function Missing({ figure }: { figure: Coverage }) {
  const { name, definition } = COVERAGE_LABEL[figure.key]
  const placeOf = (id: string) => (figure.key === 'liaisons' ? `/units/${id}` : `/network/places/${id}`)
  return (
    <details>
      <summary aria-label={`${name}：口径与缺口`}>
        口径{figure.missing.length ? `与缺口（${figure.missing.length}）` : ''}
      </summary>
      <p>{definition}</p>
      {figure.missing.length > 0 && (
        <ul>
          {figure.missing.slice(0, MOST_NAMED).map(({ id, name: missing }) => (
            <li key={id}>
              <Link to={placeOf(id)}>{missing}</Link>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}

const datesOf = ({ firstOn, latestOn }: Coverage) =>
  firstOn === null
    ? undefined
    : firstOn === latestOn
      ? `设立于 ${firstOn}`
      : `设立于 ${firstOn} 至 ${latestOn}`

function Figure({ figure }: { figure: Coverage }) {
  return (
    <li className="sw-figure">
      <span className="sw-figure-name">{COVERAGE_LABEL[figure.key].name}</span>
      <span className="sw-figure-count">
        {figure.count} <small>/ {figure.of}</small>
      </span>
      {datesOf(figure) && <span className="sw-quiet sw-number">{datesOf(figure)}</span>}
      <Missing figure={figure} />
    </li>
  )
}

/** n of m on a day, each with its definition and what is missing. */
export function CoverageFigures({ on }: { on: string | undefined }) {
  const coverage = useEndpoint(getCoverage, { ...(on && { on }) })
  if (coverage.error)
    return <ProblemNotice problem={coverage.error} onRetry={() => void coverage.refetch()} />
  if (!coverage.data) return <Loading rows={3} />
  return (
    <ul className="sw-figures" aria-label={`网络覆盖，截至 ${coverage.data.on}`}>
      {coverage.data.figures.map((figure) => (
        <Figure key={figure.key} figure={figure} />
      ))}
    </ul>
  )
}
