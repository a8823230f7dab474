import { SearchOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useId, useState, type KeyboardEvent } from 'react'
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
const NOBODY: Hit[] = []

/** What stands below the line: the best hits, or why there are none. */
const useHits = (typed: string) => {
  const text = usePause(typed.trim(), 300)
  // One letter or one character finds half the county: that is left to the page.
  const isAsked = text.length > 1
  const found = useEndpoint(searchChildren, { text }, { isEnabled: isAsked })
  if (!isAsked || found.isPlaceholderData) return { hits: NOBODY, note: undefined }
  if (found.error) return { hits: NOBODY, note: `没有查成：${found.error.message}` }
  if (!found.data) return { hits: NOBODY, note: undefined }
  const hits = found.data.items.slice(0, SHOWN)
  const isMore = found.data.items.length > SHOWN
  const note = hits.length ? isMore && '按回车查看全部结果' : (found.data.hint ?? '在您的工作范围内没有找到')
  return { hits, note: note || undefined }
}

type OptionProps = { id: string; hit: Hit; isActive: boolean; onPick: () => void }

function HitOption({ id, hit, isActive, onPick }: OptionProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      className={isActive ? 'child-hit child-hit-active' : 'child-hit'}
      // Before the field loses the focus, or the list would be gone first.
      onMouseDown={(event) => {
        event.preventDefault()
        onPick()
      }}
    >
      <strong>{hit.name}</strong>
      <span>{sexAndAge(hit)}</span>
      <span>{placeText(hit)}</span>
      <span className="sw-quiet">{FOUND_BY[hit.foundBy]}</span>
    </li>
  )
}

function Box() {
  const navigate = useNavigate()
  const list = useId()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(-1)
  const [isOpen, setIsOpen] = useState(false)
  const { hits, note } = useHits(typed)
  const type = (text: string) => {
    setTyped(text)
    setActive(-1)
    setIsOpen(true)
  }
  const leave = () => {
    type('')
    setIsOpen(false)
  }
  const open = (hit: Hit) => {
    leave()
    void navigate(`/children/${hit.id}`)
  }
  const submit = () => {
    const hit = hits[active]
    if (hit) return open(hit)
    const text = typed.trim()
    if (!text) return undefined
    leave()
    return void navigate('/children/search', { state: { text } })
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setIsOpen(false)
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const step = event.key === 'ArrowDown' ? 1 : -1
    setActive((before) => Math.min(Math.max(before + step, -1), hits.length - 1))
  }
  const isShown = isOpen && hits.length > 0
  return (
    <div className="child-quick">
      <Input
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        maxLength={60}
        autoComplete="off"
        role="combobox"
        aria-label="查找儿童"
        aria-autocomplete="list"
        aria-expanded={isShown}
        {...(isShown && { 'aria-controls': list })}
        {...(isShown && active >= 0 && { 'aria-activedescendant': `${list}-${active}` })}
        placeholder="查找儿童：姓名、拼音、证件号、电话、村"
        value={typed}
        onChange={({ target }) => type(target.value)}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={press}
        onPressEnter={submit}
      />
      {isOpen && (isShown || note) && (
        <div className="child-quick-list">
          {isShown && (
            <ul id={list} role="listbox" aria-label="找到的儿童">
              {hits.map((hit, at) => (
                <HitOption
                  key={hit.id}
                  id={`${list}-${at}`}
                  hit={hit}
                  isActive={at === active}
                  onPick={() => open(hit)}
                />
              ))}
            </ul>
          )}
          {note && (
            <p role="status" className="sw-quiet">
              {note}
            </p>
          )}
        </div>
      )}
    </div>
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
