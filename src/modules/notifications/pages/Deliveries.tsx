import { useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { OutputOf } from '#kernel/endpoint.ts'
import { getDeliveryFigures } from '../choices/contract.ts'
import { CHANNEL } from '../labels.ts'

type Figures = OutputOf<typeof getDeliveryFigures>['items'][number]

const columns: Column<Figures>[] = [
  { key: 'channel', title: '渠道', render: ({ channel }) => CHANNEL[channel] },
  { key: 'sent', title: '已发出', align: 'right', render: ({ sent }) => sent },
  { key: 'waiting', title: '等待发送', align: 'right', render: ({ waiting }) => waiting },
  { key: 'failing', title: '没有发出、会再试', align: 'right', render: ({ failing }) => failing },
  { key: 'givenUp', title: '多次没有发出、已停止', align: 'right', render: ({ givenUp }) => givenUp },
  {
    key: 'oldest',
    title: '最早一条还没发出的',
    render: ({ oldestFailingAt }) => <Instant value={oldestFailingAt} />,
  },
]

/** For whoever keeps the installation running: numbers, nobody's notices. */
export function Deliveries() {
  const figures = useEndpoint(getDeliveryFigures, {}, { refreshMs: 60_000 })
  const available = figures.data?.available ?? []
  const listing = {
    ...figures,
    data: figures.data && { items: figures.data.items, total: figures.data.items.length },
  }
  return (
    <Page
      title="通知发送情况"
      lede={`最近 30 天。已开通：${available.map((each) => CHANNEL[each]).join('、') || '没有，只在页面上提醒'}。邮件、短信和浏览器推送由服务器的环境变量开通，见运维手册。`}
    >
      <Section isFlush>
        <RecordTable
          caption="通知发送情况"
          listing={listing}
          columns={columns}
          keyOf={({ channel }) => channel}
          empty={{
            title: '最近 30 天没有要发送的通知',
            hint: '开通渠道、并有人选择接收以后，这里显示发送的数目。',
          }}
        />
      </Section>
    </Page>
  )
}
