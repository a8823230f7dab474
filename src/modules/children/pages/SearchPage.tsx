import { Button, Input } from 'antd'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { CHILD_STATE } from '../labels.ts'
import { registerChild } from '../register/contract.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { searchChildren, type Hit } from '../search/contract.ts'
import { FOUND_BY } from '../search/labels.ts'
import { CategoryTags, placeText, sexAndAge } from './ChildWords.tsx'
import './children.css'

const columns: Column<Hit>[] = [
  { key: 'name', title: '姓名', render: ({ name }) => name },
  {
    key: 'why',
    title: '为什么找到',
    phone: 'corner',
    render: ({ foundBy }) => <StateTag>{FOUND_BY[foundBy]}</StateTag>,
  },
  {
    key: 'age',
    title: '性别、年龄',
    render: (hit) => (
      <>
        {sexAndAge(hit)} {hit.state !== 'active' && <StateTag>{CHILD_STATE[hit.state]}</StateTag>}
      </>
    ),
  },
  { key: 'place', title: '负责的村（居）', render: placeText },
  {
    key: 'family',
    title: '家人',
    render: ({ family }) => family.join('、') || <span className="sw-quiet">未登记</span>,
  },
  {
    key: 'categories',
    title: '类别',
    render: ({ categories }) => (categories.length ? <CategoryTags kinds={categories} /> : '—'),
  },
]

/** What was typed stays in the history entry, never in the address. */
const textIn = (state: unknown): string => {
  const text = typeof state === 'object' && state !== null && 'text' in state ? state.text : ''
  return typeof text === 'string' ? text : ''
}

const EXAMPLES = [
  '姓名：张伟、张*',
  '拼音或首字母：zhangwei、zw',
  '同音字：章玮',
  '证件号、电话',
  '监护人姓名',
  '村名，可加姓名：围镇 张伟',
]

function Results({ text }: { text: string }) {
  const found = useEndpoint(searchChildren, { text })
  const { data } = found
  return (
    <Section isFlush>
      {data?.isMore && (
        <p className="child-note">还有更多，只列出最像的 50 名。请多输入几个字，或加上村名。</p>
      )}
      <RecordTable
        caption="查找结果"
        listing={{ ...found, data: data && { items: data.items, total: data.items.length } }}
        columns={columns}
        keyOf={({ id }) => id}
        to={({ id }) => `/children/${id}`}
        empty={{
          title: data?.hint ?? '在您的工作范围内没有找到',
          hint: '换一种写法再试：同音字、拼音、首字母、家人的姓名或电话。确实没有建档的，可以新建档案',
          action: (
            <ActionButton needs={registerChild} to="/children/new">
              新建档案
            </ActionButton>
          ),
        }}
      />
    </Section>
  )
}

/** One line to type into; begins with what was sought last. */
function SearchForm({ sought }: { sought: string }) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState(sought)
  const search = () =>
    void navigate('/children/search', { state: { text: typed.trim() }, replace: sought === '' })
  return (
    <form
      className="child-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim()) search()
      }}
    >
      <Input
        autoFocus
        allowClear
        size="large"
        maxLength={60}
        aria-label="姓名、拼音、证件号、电话、监护人或村名"
        placeholder="姓名、拼音、证件号、电话、监护人、村"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="primary" size="large" htmlType="submit">
        查找
      </Button>
    </form>
  )
}

/** Finds a child as people type: by name, sound, initials, number, family or place. */
export function SearchPage() {
  const text = textIn(useLocation().state)
  return (
    <Page title="查找儿童" lede="输入您知道的任何一点。查找会留下记录，但不记录您输入的内容。">
      <SearchForm key={text} sought={text} />
      {text ? (
        <Results text={text} />
      ) : (
        <Section>
          <EmptyState title="可以这样找" hint={EXAMPLES.join(' · ')} />
        </Section>
      )}
    </Page>
  )
}
