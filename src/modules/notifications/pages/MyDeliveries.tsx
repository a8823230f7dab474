import { useEndpoint } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listMyDeliveries, type Delivery } from '../choices/contract.ts'
import { CHANNEL, DELIVERY_STATE } from '../labels.ts'

const TONE = {
  waiting: 'neutral',
  sending: 'active',
  sent: 'good',
  failed: 'attention',
  'given-up': 'bad',
  joined: 'neutral',
  unneeded: 'neutral',
} as const

const columns: Column<Delivery>[] = [
  {
    key: 'channel',
    title: '渠道',
    render: ({ channel, isTest }) => `${CHANNEL[channel]}${isTest ? '（测试）' : ''}`,
  },
  {
    key: 'state',
    title: '结果',
    phone: 'corner',
    render: ({ state }) => <StateTag tone={TONE[state]}>{DELIVERY_STATE[state]}</StateTag>,
  },
  { key: 'createdAt', title: '产生时间', render: ({ createdAt }) => <Instant value={createdAt} /> },
  { key: 'sentAt', title: '发出时间', render: ({ sentAt }) => <Instant value={sentAt} /> },
  { key: 'proof', title: '对方的回应', render: ({ proof }) => proof ?? '—' },
]

/** The latest messages to oneself, each with the proof that it left or the reason why not. */
export function MyDeliveries() {
  const deliveries = useEndpoint(listMyDeliveries, {})
  useLive('deliveries', () => void deliveries.refetch())
  return (
    <RecordTable
      caption="最近发给我的"
      listing={deliveries}
      columns={columns}
      keyOf={({ id }) => id}
      empty={{ title: '还没有发过', hint: '选好方式、登记好地址后，可以先发一条测试消息。' }}
    />
  )
}
