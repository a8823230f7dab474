import { Link } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listInvitations, type Invitation } from '../contract.ts'
import '../../../pages/cases.css'

export function ComingTag({ isComing }: Pick<Invitation, 'isComing'>) {
  if (isComing === null) return <StateTag tone="attention">待回复</StateTag>
  return isComing ? <StateTag tone="good">参加</StateTag> : <StateTag>不参加</StateTag>
}

/** 会商通知 of oneself and of one's unit; each is there until its conference begins. */
export function InvitationList() {
  const query = useEndpoint(listInvitations, {})
  const items = query.data?.items
  return (
    <Page title="会商通知" lede="请尽早回复谁来参加。会商开始后，这里不再看得到。">
      <Section>
        {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
        {items?.length === 0 && (
          <EmptyState title="没有待参加的会商" hint="县未保中心召集会商时，这里和待办里都会出现。" />
        )}
        <ul className="sw-items">
          {items?.map((each) => (
            <li key={each.id} className="sw-item">
              <div className="sw-item-head">
                <strong>
                  <Link to={`/invitations/${each.id}`}>
                    {each.number}
                    {!each.isRead && '（未读）'}
                  </Link>
                </strong>
                <ComingTag isComing={each.isComing} />
                <Instant value={each.startsAt} />
                <span>{each.place}</span>
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}
