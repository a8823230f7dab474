import { Link } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { ReferralState } from '../contract.ts'
import { LIGHT, REFERRAL_PART, REFERRAL_STATE } from '../labels.ts'
import { listOfficeReferrals } from '../office/contract.ts'
import { listUnitReferrals, ReceivedFilter } from '../unit/contract.ts'
import { getUnitDesk, listUnitPast } from '../unit/people/contract.ts'
import { LaneMark, LightTag } from './LightTag.tsx'

type Row = OutputOf<typeof listUnitReferrals>['items'][number]
type Desk = OutputOf<typeof getUnitDesk>

const TONE = {
  dispatched: 'attention',
  signed: 'active',
  answered: 'good',
  returned: 'neutral',
  'with-office': 'attention',
  redirected: 'neutral',
  accepted: 'good',
  withdrawn: 'neutral',
} as const satisfies Record<ReferralState, string>

/** To the unit a referral that was just dispatched is one to be signed. */
export const ForUnit = ({ state }: { state: ReferralState }) => (
  <StateTag tone={TONE[state]}>{state === 'dispatched' ? '待签收' : REFERRAL_STATE[state]}</StateTag>
)

/** What a unit can still see: the rest has ended with its access. */
const STATES = { dispatched: '待签收', signed: '已签收', answered: '已答复' }
const WHOSE = { true: '我承办的' }

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: ({ state }) => <ForUnit state={state} /> },
  { key: 'due', title: '答复期限', render: (row) => <LightTag {...row} /> },
  {
    key: 'subject',
    title: '事项',
    render: ({ subject, isRead, lane, part }) => (
      <>
        <LaneMark lane={lane} /> {part === 'co' && `（${REFERRAL_PART.co}）`}
        {isRead ? subject : <strong>{subject}（未读）</strong>}
      </>
    ),
  },
  { key: 'handler', title: '承办人', render: ({ handler }) => handler ?? '—' },
  { key: 'dispatchedAt', title: '发出', render: ({ dispatchedAt }) => <Instant value={dispatchedAt} /> },
]

function Counts({ desk }: { desk: Desk }) {
  const { urgent, toSign, owed, near, late, answered } = desk.counts
  const figures: [string, number][] = [
    ['紧急安全', urgent],
    ['待签收', toSign],
    ['还没答复', owed],
    ['临近期限', near],
    ['已超期', late],
    ['已答复、待采纳', answered],
  ]
  return (
    <Section title={desk.unit}>
      <ul className="sw-unit-counts">
        {figures.map(([label, count]) => (
          <li key={label}>
            {label} <strong>{count}</strong>
          </li>
        ))}
      </ul>
      {desk.office && (
        <p className="sw-grant">
          本单位是领导小组办公室：待指定承办单位 {desk.office.waiting} 件，承办单位询问 {desk.office.asking}{' '}
          件。 <Link to="/office-referrals">去指定和答复</Link>
        </p>
      )}
    </Section>
  )
}

type Hand = Desk['people'][number]
const people: Column<Hand>[] = [
  {
    key: 'name',
    title: '联络员',
    render: ({ name, isMe }) => (isMe ? `${name}（我）` : name),
  },
  {
    key: 'role',
    title: '职务',
    phone: 'corner',
    render: ({ title, isHead, accountId }) => (
      <>
        {title} {isHead && <StateTag tone="active">负责人</StateTag>}
        {!accountId && <StateTag>没有账号</StateTag>}
      </>
    ),
  },
  { key: 'owed', title: '在办', align: 'right', render: ({ owed }) => owed },
  { key: 'signed', title: '签收过', align: 'right', render: ({ signed }) => signed },
  { key: 'answered', title: '答复过', align: 'right', render: ({ answered }) => answered },
]

/** The unit's page: what it owes, what comes, who of its people does what. */
export function UnitInbox() {
  const [filters, setFilters] = useFilters(ReceivedFilter)
  const referrals = useEndpoint(listUnitReferrals, filters)
  const desk = useEndpoint(getUnitDesk, {})
  const { state, light, isMine } = filters
  const shown = state === 'dispatched' || state === 'signed' || state === 'answered' ? state : undefined
  const isFiltered = Boolean(shown ?? light ?? isMine)
  const hands = desk.data?.people ?? []
  return (
    <Page
      title="收到的转介"
      lede="期限从发出时起算，签收、提问都不改变期限。答复被采纳、退回或授权到期后，事项和孩子的信息不再显示。"
      actions={
        <>
          {desk.data?.office && (
            <ActionButton needs={listOfficeReferrals} to="/office-referrals">
              领导小组办公室
            </ActionButton>
          )}
          <ActionButton needs={listUnitPast} to="/unit-referrals/past">
            答复过和退回过的
          </ActionButton>
        </>
      }
    >
      {desk.data && <Counts desk={desk.data} />}
      <FilterBar
        onClear={
          isFiltered ? () => setFilters({ state: undefined, light: undefined, isMine: undefined }) : undefined
        }
      >
        <FilterSelect
          label="状态"
          words={STATES}
          value={shown}
          onChange={(next) => setFilters({ state: next })}
        />
        <FilterSelect
          label="期限"
          words={LIGHT}
          value={light}
          onChange={(next) => setFilters({ light: next })}
        />
        <FilterSelect
          label="承办人"
          words={WHOSE}
          value={isMine ? 'true' : undefined}
          onChange={(next) => setFilters({ isMine: next === undefined ? undefined : true })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="收到的转介"
          listing={referrals}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/unit-referrals/${id}`}
          empty={
            isFiltered
              ? { title: '没有这样的转介', hint: '清除筛选看全部' }
              : { title: '现在没有要办的转介', hint: '县未保中心发来时，这里和首页会显示' }
          }
          paging={{
            page: filters.page,
            pageSize: filters.pageSize,
            onChange: (page, pageSize) => setFilters({ page, pageSize }),
          }}
        />
      </Section>
      <Section title="本单位的联络员" isFlush>
        <RecordTable
          caption="本单位的联络员"
          listing={{ ...desk, data: desk.data && { items: hands, total: hands.length } }}
          columns={people}
          keyOf={({ accountId, name }) => accountId ?? name}
          empty={{ title: '还没有登记联络员', hint: '在“组织”里登记本单位的负责人和联络员' }}
        />
      </Section>
    </Page>
  )
}
