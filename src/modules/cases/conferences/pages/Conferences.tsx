import { Link } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord } from '../../contract.ts'
import { isOver } from '../../rules.ts'
import { callConference, listConferences, type ConferenceRow, type ConferenceState } from '../contract.ts'
import { CONFERENCE_STATE } from '../labels.ts'
import { CallForm } from './CallForm.tsx'

const TONE = {
  called: 'active',
  held: 'attention',
  'minutes-drafted': 'attention',
  signed: 'good',
  cancelled: 'neutral',
} as const satisfies Record<ConferenceState, string>

export const ConferenceStateTag = ({ state }: { state: ConferenceState }) => (
  <StateTag tone={TONE[state]}>{CONFERENCE_STATE[state]}</StateTag>
)

const countText = ({ state, invited, coming, resolutions }: ConferenceRow) => {
  if (state === 'called') return `邀请 ${invited} 方，${coming} 方回复参加`
  return state === 'cancelled' ? '' : `决议 ${resolutions} 项`
}

/** 会商 of a case, the newest first. */
export function Conferences({ kase }: { kase: CaseRecord }) {
  const query = useEndpoint(listConferences, { caseId: kase.id })
  const items = query.data?.items
  return (
    <Section
      title="会商"
      extra={
        <FormDialog
          title="召集会商"
          needs={callConference}
          type={kase.facts.isConferenceMissing ? 'primary' : 'default'}
          disabledReason={isOver(kase.state) ? '个案已结案，不再召集会商' : undefined}
          width={880}
        >
          {(close) => <CallForm kase={kase} onDone={close} />}
        </FormDialog>
      }
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {items?.length === 0 && (
        <p className="sw-quiet">
          {kase.facts.isConferenceMissing
            ? '这个等级要先会商：召集有关单位，议定谁做什么，由主持人和另一人签发纪要。'
            : '还没有会商。事情涉及几个单位时，可以召集它们一起议。'}
        </p>
      )}
      <ul className="sw-items">
        {items?.map((each) => (
          <li key={each.id} className="sw-item">
            <div className="sw-item-head">
              <strong>
                <Link to={`/conferences/${each.id}`}>{each.number}</Link>
              </strong>
              <ConferenceStateTag state={each.state} />
              <Instant value={each.startsAt} />
              <span>{each.place}</span>
              <span className="sw-quiet">
                主持：{each.chair.isMe ? `${each.chair.name}（我）` : each.chair.name}
              </span>
              <span className="sw-quiet">{countText(each)}</span>
              {each.minutesNumber && <span className="sw-quiet">{each.minutesNumber}</span>}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
