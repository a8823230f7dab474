import { Link } from 'react-router'
import { dayOf } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { TASK_KIND } from '#modules/tasks/labels.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import type { CaseRecord } from '../contract.ts'
import { CASE_STATE } from '../labels.ts'
import { getWay, type StationState } from '../way/contract.ts'
import { STATION, STATION_STATE } from '../way/labels.ts'
import { PART_OF_STATION } from './CaseParts.tsx'

type Way = OutputOf<typeof getWay>

/** A sign beside the word and the colour: none of them alone tells the state. */
const SIGN = { done: '✓', now: '●', missing: '!', ahead: '', 'not-required': '–' } satisfies Record<
  StationState,
  string
>

function Picture({ stations }: Pick<Way, 'stations'>) {
  return (
    <ol className="sw-way" aria-label="十个环节">
      {stations.map(({ station, state, at }) => (
        <li
          key={station}
          className={`sw-station sw-station-${state}`}
          {...(state === 'now' && { 'aria-current': 'step' as const })}
        >
          <span className="sw-station-sign" aria-hidden="true">
            {SIGN[state]}
          </span>
          <Link to={`?part=${PART_OF_STATION[station]}`} preventScrollReset replace>
            {STATION[station]}
          </Link>
          <span className="sw-station-note">
            {state === 'done' && at ? <time dateTime={at}>{dayOf(at)}</time> : STATION_STATE[state]}
          </span>
        </li>
      ))}
    </ol>
  )
}

const A_DAY_MS = 86_400_000

/** How long, in whole days; the day itself is told beside it. */
const daysText = (since: string, now: Date) => {
  const days = Math.floor((now.getTime() - Date.parse(since)) / A_DAY_MS)
  return days < 1 ? '不到一天' : `已 ${days} 天`
}

function Next({ next }: Pick<Way, 'next'>) {
  if (!next) return <p>已经归档，只能查阅。</p>
  if (!next.missing.length)
    return (
      <p>
        下一步：<strong>{next.label}</strong>，条件都齐了。
      </p>
    )
  return (
    <div>
      <p>
        下一步：<strong>{next.label}</strong>。还缺：
      </p>
      <ul>
        {next.missing.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </div>
  )
}

/** The way of a case as a picture: where it is, all that the next step lacks, whose turn it is, since and until when. */
export function CaseWay({ kase }: { kase: CaseRecord }) {
  const query = useEndpoint(getWay, { id: kase.id })
  const now = useNow()
  const { turn } = kase
  const way = query.data
  return (
    <Section>
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!way && !query.error && <Loading rows={3} />}
      {way && (
        <>
          <Picture stations={way.stations} />
          <div className="sw-turn">
            <Next next={way.next} />
            {way.owed.length > 0 && (
              <p className="sw-owed">
                <strong>还欠着：</strong>
                {way.owed.join('、')}。结案前必须补上。
              </p>
            )}
            <div>
              {turn && (
                <p>
                  现在该 <strong>{turn.owner.isMe ? '我' : turn.owner.name}</strong>：{TASK_KIND[turn.kind]}
                  ，自 <Instant value={turn.since} /> 起 <DeadlineTag {...dueTag(turn)} />
                </p>
              )}
              <p className="sw-quiet">
                “{CASE_STATE[kase.state]}”{daysText(way.since, now)}（自 <Instant value={way.since} />）
              </p>
            </div>
          </div>
        </>
      )}
    </Section>
  )
}
