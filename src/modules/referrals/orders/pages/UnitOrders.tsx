import { Segmented } from 'antd'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { listUnitOrders } from '../unit/contract.ts'
import { publicColumns } from './OrderList.tsx'

const WHOSE = { open: '可以承接的', own: '本单位承接的' } as const

/** What a social organisation may take, and what it has. */
export function UnitOrders() {
  const [filters, setFilters] = useFilters(listUnitOrders.input)
  const orders = useEndpoint(listUnitOrders, filters)
  const { whose } = filters
  const vetting = orders.data?.vetting
  const standing = !vetting
    ? undefined
    : !vetting.isSocialOrganisation
      ? '服务订单由社会组织承接；本单位不是社会组织。'
      : vetting.isSuspended
        ? '本单位的承接资格已暂停，请与县未保中心联系。'
        : vetting.validUntil
          ? `本单位在社会组织名录内，资质有效期到 ${vetting.validUntil}。`
          : '本单位还没有列入社会组织名录，请向县未保中心提交资质材料。'
  return (
    <Page title="承接服务订单" lede={standing}>
      <Segmented<keyof typeof WHOSE>
        aria-label="看哪些订单"
        value={whose}
        onChange={(next) => setFilters({ whose: next })}
        options={[
          { value: 'open', label: WHOSE.open },
          { value: 'own', label: WHOSE.own },
        ]}
      />
      <Section isFlush>
        <RecordTable
          caption={WHOSE[whose]}
          listing={orders}
          columns={publicColumns}
          keyOf={({ id }) => id}
          to={({ id }) => `/unit-service-orders/${id}`}
          empty={
            whose === 'open'
              ? {
                  title: '现在没有可以承接的订单',
                  hint: '发布的服务与本单位核准的种类、有效期相符时，这里会显示',
                }
              : { title: '还没有承接过订单', hint: '在“可以承接的”里申请' }
          }
          paging={{
            page: filters.page,
            pageSize: filters.pageSize,
            onChange: (page, pageSize) => setFilters({ page, pageSize }),
          }}
        />
      </Section>
    </Page>
  )
}
