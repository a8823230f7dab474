import { Tag } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { deviceText } from '#web/device.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Instant, instantText } from '#web/kit/times.tsx'
import { useSession } from '#web/session.tsx'
import { endAllMySessions, endMySession, listMySessions } from '../contract.ts'

type Device = OutputOf<typeof listMySessions>['items'][number]

function EndOne({ id, device, createdAt, isCurrent }: Device) {
  const end = useCommand(endMySession, { refreshes: [listMySessions], success: '那台设备已退出登录' })
  if (isCurrent) return <Tag>正在使用</Tag>
  return (
    <ConfirmDanger
      size="small"
      title="让它退出"
      record={`${deviceText(device)}，${instantText(createdAt)} 登录`}
      consequence="那台设备上的守望会立即退出，没保存的内容会丢失。"
      onConfirm={() => end.run({ id })}
    />
  )
}

const columns: Column<Device>[] = [
  { key: 'device', title: '设备', render: ({ device }) => deviceText(device) },
  { key: 'createdAt', title: '登录时间', render: ({ createdAt }) => <Instant value={createdAt} /> },
  { key: 'lastSeenAt', title: '最近使用', render: ({ lastSeenAt }) => <Instant value={lastSeenAt} /> },
  { key: 'end', title: '操作', phone: 'corner', render: (device) => <EndOne {...device} /> },
]

export function MyDevices() {
  const devices = useEndpoint(listMySessions, {})
  const { refresh } = useSession()
  const endAll = useCommand(endAllMySessions, { onDone: () => void refresh() })
  return (
    <Page
      title="我的登录设备"
      lede="这里列出您的账号现在登录着的地方。有不认识的，请让它退出，并马上修改口令。"
      actions={
        <ConfirmDanger
          title="在所有设备上退出"
          record={`您登录着的全部 ${devices.data?.total ?? 0} 台设备，包括这一台`}
          consequence="全部退出后，需要重新登录才能继续使用。"
          onConfirm={() => endAll.run({})}
        />
      }
    >
      <Section isFlush>
        <RecordTable
          caption="登录设备"
          listing={devices}
          columns={columns}
          keyOf={({ id }) => id}
          empty={{ title: '没有登录着的设备' }}
        />
      </Section>
    </Page>
  )
}
