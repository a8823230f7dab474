import { SearchOutlined } from '@ant-design/icons'
import { AutoComplete, Button, Input } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { useIsPhone } from '#web/kit/use-is-phone.ts'
import { useCan } from '#web/session.tsx'
import { searchChildren, type Hit } from '../search/contract.ts'
import { FOUND_BY } from '../search/labels.ts'
import { placeText, sexAndAge } from './ChildWords.tsx'
import { usePause } from './use-pause.ts'
import './children.css'

const SHOWN = 7
const ALL = 'all'

const optionOf = (hit: Hit) => ({
  value: hit.id,
  label: (
    <span className="child-hit">
      <strong>{hit.name}</strong>
      <span>{sexAndAge(hit)}</span>
      <span>{placeText(hit)}</span>
      <span className="sw-quiet">{FOUND_BY[hit.foundBy]}</span>
    </span>
  ),
})

function Box() {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const text = usePause(typed.trim(), 300)
  const found = useEndpoint(searchChildren, { text }, { isEnabled: text.length > 1 })
  const isCurrent = text.length > 1 && !found.isPlaceholderData
  const items = isCurrent ? (found.data?.items ?? []) : []
  const toAll = () => {
    if (!typed.trim()) return
    void navigate('/children/search', { state: { text: typed.trim() } })
    setTyped('')
  }
  const note = found.error
    ? `没有查成:${found.error.message}`
    : isCurrent && found.data && !items.length
      ? (found.data.hint ?? '在您的工作范围内没有找到')
      : undefined
  return (
    <AutoComplete
      className="child-quick"
      popupMatchSelectWidth={420}
      value={typed}
      onChange={(value: string) => setTyped(value)}
      onSelect={(value: string) => {
        if (value === ALL) return toAll()
        setTyped('')
        return void navigate(`/children/${value}`)
      }}
      notFoundContent={note}
      options={[
        ...items.slice(0, SHOWN).map(optionOf),
        ...(items.length > SHOWN ? [{ value: ALL, label: '查看全部结果' }] : []),
      ]}
    >
      <Input
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        maxLength={60}
        aria-label="查找儿童"
        placeholder="查找儿童:姓名、拼音、证件号、电话、村"
        onPressEnter={(event) => {
          // With a suggestion chosen by the arrow keys, Enter belongs to that.
          if (!event.currentTarget.getAttribute('aria-activedescendant')?.match(/_\d+$/) || !items.length)
            toAll()
        }}
      />
    </AutoComplete>
  )
}

/** The search in the head line; on a phone a button that leads to the page. */
export function QuickSearch() {
  const isPhone = useIsPhone()
  const navigate = useNavigate()
  if (!useCan(searchChildren)) return null
  if (isPhone)
    return (
      <Button
        type="text"
        className="child-quick-button"
        icon={<SearchOutlined />}
        aria-label="查找儿童"
        onClick={() => void navigate('/children/search')}
      />
    )
  return <Box />
}
