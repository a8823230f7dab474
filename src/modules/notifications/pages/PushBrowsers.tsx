import { Alert } from 'antd'
import { useState } from 'react'
import { useCommand, useEndpoint } from '#web/api.ts'
import { deviceText } from '#web/device.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Instant, instantText } from '#web/kit/times.tsx'
import {
  endPushSubscription,
  listMyDeliveries,
  listMyPushSubscriptions,
  sendTestNotice,
  subscribePush,
  type PushSubscription,
} from '../choices/contract.ts'
import { leavePush, pushProblem, subscribeHere } from './push.ts'

function End({ id, device, createdAt }: PushSubscription) {
  const end = useCommand(endPushSubscription, {
    refreshes: [listMyPushSubscriptions],
    success: '那个浏览器不再接收通知',
    onDone: () => {
      if (device === navigator.userAgent.slice(0, 200)) void leavePush()
    },
  })
  return (
    <ConfirmDanger
      size="small"
      title="不再接收"
      record={`${deviceText(device)}，${instantText(createdAt)} 开启`}
      consequence="不再向这个浏览器推送通知，以后可以重新开启。"
      onConfirm={() => end.run({ id })}
    />
  )
}

const columns: Column<PushSubscription>[] = [
  { key: 'device', title: '浏览器', render: ({ device }) => deviceText(device) },
  { key: 'createdAt', title: '开启时间', render: ({ createdAt }) => <Instant value={createdAt} /> },
  { key: 'end', title: '操作', phone: 'corner', render: (subscription) => <End {...subscription} /> },
]

/** The browsers that are told even while the console is closed. */
export function PushBrowsers({ pushKey }: { pushKey: string }) {
  const subscriptions = useEndpoint(listMyPushSubscriptions, {})
  const [refusal, setRefusal] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const subscribe = useCommand(subscribePush, {
    refreshes: [listMyPushSubscriptions],
    success: '这个浏览器会收到通知；上面也要勾选“浏览器推送”',
  })
  const send = useCommand(sendTestNotice, {
    refreshes: [listMyDeliveries],
    success: '测试消息已交给发送程序，结果见下面“最近发给我的”',
  })
  const start = async () => {
    setIsAsking(true)
    setRefusal(undefined)
    try {
      const own = await subscribeHere(pushKey)
      if (typeof own === 'string') setRefusal(own)
      else await subscribe.run(own)
    } finally {
      setIsAsking(false)
    }
  }
  const problem = pushProblem()
  return (
    <>
      <RecordTable
        caption="接收通知的浏览器"
        listing={subscriptions}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{ title: '还没有浏览器接收通知', hint: '开启后，关掉守望的页面也能收到“您有几件待办”。' }}
      />
      {problem && <p className="sw-quiet">{problem}。</p>}
      {refusal && <Alert type="warning" showIcon role="alert" title={refusal} />}
      <div className="sw-actions">
        <ActionButton disabledReason={problem} isRunning={isAsking} onClick={() => void start()}>
          在这个浏览器上接收
        </ActionButton>
        <ActionButton
          disabledReason={subscriptions.data?.total ? undefined : '请先开启一个浏览器'}
          isRunning={send.isRunning}
          onClick={() => void send.run({ channel: 'web-push' })}
        >
          发一条测试推送
        </ActionButton>
      </div>
    </>
  )
}
