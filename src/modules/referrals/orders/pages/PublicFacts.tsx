import { Facts } from '#web/kit/Facts.tsx'
import { DayText } from '#web/kit/times.tsx'
import type { ServiceOrderRow } from '../contract.ts'
import { AGE_BAND, SERVICE_KIND } from '../labels.ts'
import './orders.css'

/** What everybody who may look at the order sees: nothing that says whose child it is. */
export function PublicFacts({ order }: { order: ServiceOrderRow }) {
  return (
    <Facts
      columns={2}
      items={[
        { label: '服务', value: SERVICE_KIND[order.kind] },
        { label: '对象', value: `${AGE_BAND[order.age]}，${order.town ?? '本县'}` },
        { label: '时长', value: `${order.hours} 小时` },
        { label: '资质要求', value: order.qualification },
        {
          label: '服务期',
          value: (
            <>
              <DayText value={order.startsOn} /> 至 <DayText value={order.endsOn} />
            </>
          ),
        },
        { label: '承接截止', value: <DayText value={order.takeBy} /> },
        { label: '内容', value: <span className="ord-text">{order.content}</span>, isWide: true },
      ]}
    />
  )
}
