import { BellOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Badge, Button } from 'antd'
import { useNavigate } from 'react-router'
import { keyOf, useEndpoint } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { countMyNotices, listMyNotices } from '../contract.ts'

const NOTHING = {}

/** How many notices nobody has read yet; changes by itself. */
export function NoticeBell() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const unread = useEndpoint(countMyNotices, NOTHING)
  const count = unread.data?.notices ?? 0
  useLive(
    'notices',
    () => {
      void client.invalidateQueries({ queryKey: keyOf(listMyNotices) })
    },
    (notices) => client.setQueryData(keyOf(countMyNotices, NOTHING), { notices }),
  )
  return (
    <Button
      type="text"
      className="sw-bell"
      aria-label={count ? `通知，${count} 条未读` : '通知，没有未读'}
      icon={
        <Badge count={count} size="small" offset={[2, -2]} overflowCount={99}>
          <BellOutlined aria-hidden="true" />
        </Badge>
      }
      onClick={() => void navigate('/notices')}
    />
  )
}
