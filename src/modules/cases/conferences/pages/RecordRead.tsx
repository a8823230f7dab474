import { Link } from 'react-router'
import { Section } from '#web/kit/Page.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { PLAN_ITEM_KIND } from '../../plans/kinds/labels.ts'
import type { ConferencePageRecord, Resolution } from '../contract.ts'
import { PRESENCE } from '../labels.ts'

type Props = {
  conference: ConferencePageRecord
  /** Takes the child's name out of what is shown to a room. */
  mask: (text: string) => string
}

function OneResolution({ each, mask }: { each: Resolution; mask: Props['mask'] }) {
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <strong>
          {each.ordinal}. {mask(each.text)}
        </strong>
        <StateTag>{PLAN_ITEM_KIND[each.kind]}</StateTag>
        <span>{each.owner?.name ?? '没有写明由谁负责'}</span>
        <span>{each.dueDay ? `${each.dueDay} 前` : '没有写明期限'}</span>
        {each.planItem && (
          <Link to={`/plan-items/${each.planItem.id}`}>已列入计划第 {each.planItem.ordinal} 项</Link>
        )}
      </div>
    </li>
  )
}

/** Who came, what was said and resolved, to read and to show to the room. */
export function RecordRead({ conference: { record, resolutions }, mask }: Props) {
  return (
    <>
      <Section title="到会">
        <ul className="cnf-lines">
          {record.attendees.map(({ organisation, name, post, presence, reason }) => (
            <li key={`${organisation}${name}`}>
              {organisation} {name} {post && `（${post}）`} {presence !== 'came' && PRESENCE[presence]}
              {reason && `：${reason}`}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="讨论">
        <p className="sw-text">{mask(record.discussion) || '还没有记录。'}</p>
      </Section>
      <Section title="决议">
        {resolutions.length === 0 && <p className="sw-quiet">还没有决议。</p>}
        <ul className="sw-items">
          {resolutions.map((each) => (
            <OneResolution key={each.id} each={each} mask={mask} />
          ))}
        </ul>
      </Section>
      {record.dissents.length > 0 && (
        <Section title="不同意见">
          <ul className="cnf-lines">
            {record.dissents.map(({ who, text }) => (
              <li key={`${who}${text}`}>
                {who}：{mask(text)}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
