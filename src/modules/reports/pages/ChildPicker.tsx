import { Select, Spin } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { searchChildren, type Hit } from '#modules/children/search/contract.ts'
import { SEX } from '#modules/children/labels.ts'
import { call } from '#web/api.ts'
import { toProblem } from '#web/transport.ts'

const PAUSE_MS = 300

const wordsOf = ({ name, sex, age, townName, divisionName, family }: Hit) => (
  <span>
    <strong>{name}</strong>{' '}
    <span className="sw-quiet">
      {[`${SEX[sex]}，${age} 岁`, [townName, divisionName].filter(Boolean).join(' '), family.join('、')]
        .filter(Boolean)
        .join(' · ')}
    </span>
  </span>
)

type Found = { hits: Hit[]; note: string | undefined; isSearching: boolean }

/** Searches after a pause in typing; an answer that comes too late is dropped. */
const useSearch = () => {
  const [found, setFound] = useState<Found>({ hits: [], note: undefined, isSearching: false })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef<AbortController>(undefined)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      asked.current?.abort()
    },
    [],
  )
  const ask = async (text: string) => {
    const controller = new AbortController()
    asked.current = controller
    try {
      const { items, isMore, hint } = await call(searchChildren, { text }, controller.signal)
      const note = hint ?? (isMore ? '还有更多，请多输入几个字' : undefined)
      setFound({ hits: items, note, isSearching: false })
    } catch (error) {
      // A failed search is said, never shown as "nobody".
      if (!controller.signal.aborted)
        setFound({ hits: [], note: `没有查成：${toProblem(error).message}`, isSearching: false })
    }
  }
  const search = (text: string) => {
    clearTimeout(timer.current)
    asked.current?.abort()
    const wanted = text.trim()
    if (!wanted) return setFound({ hits: [], note: undefined, isSearching: false })
    setFound((before) => ({ ...before, isSearching: true }))
    timer.current = setTimeout(() => void ask(wanted), PAUSE_MS)
    return undefined
  }
  return { ...found, search }
}

type Props = {
  /** Given by the form, whose label names the field. */
  id?: string
  value?: string | undefined
  onChange?: (id: string | undefined) => void
  onPick?: (hit: Hit | undefined) => void
  /** Picked before, with the value. */
  initial?: Hit | undefined
}

/** Finds a child on the register by name, pinyin, number, telephone, guardian or village; by keyboard alone. */
export function ChildPicker({ id, value, onChange, onPick, initial }: Props) {
  const { hits, note, isSearching, search } = useSearch()
  const [picked, setPicked] = useState(initial)
  const shown = picked && !hits.some((hit) => hit.id === picked.id) ? [picked, ...hits] : hits
  const pick = (next: string | undefined) => {
    const hit = shown.find((each) => each.id === next)
    setPicked(hit)
    onChange?.(next)
    onPick?.(hit)
  }
  return (
    <Select<string>
      {...(id && { id })}
      allowClear
      className="sw-child-picker"
      placeholder="姓名、拼音、证件号、电话、监护人、村"
      value={value}
      onChange={pick}
      showSearch={{ filterOption: false, onSearch: search }}
      notFoundContent={isSearching ? <Spin size="small" /> : (note ?? '输入后查找；没有找到就在下面描述')}
      options={shown.map((hit) => ({ value: hit.id, label: wordsOf(hit) }))}
    />
  )
}
