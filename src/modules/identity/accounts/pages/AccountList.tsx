import { Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { ROLE_LABEL } from '../../labels.ts'
import { AccountFilter, listAccounts, type Account } from '../contract.ts'
import { ACCOUNT_STATE_LABEL } from '../labels.ts'
import { ProposeAccount } from './ProposeAccount.tsx'

/** A name does not go into the address. */
const InAddress = AccountFilter.omit({ words: true })

const TONE = { proposed: 'attention', active: 'good', disabled: 'neutral' } as const

export function AccountState({ state, isDivisionEnded }: Pick<Account, 'state' | 'isDivisionEnded'>) {
  if (state === 'active' && isDivisionEnded)
    return <StateTag tone="attention">范围已撤并，待重新授权</StateTag>
  return <StateTag tone={TONE[state]}>{ACCOUNT_STATE_LABEL[state]}</StateTag>
}

const columns: Column<Account>[] = [
  { key: 'displayName', title: '姓名', render: ({ displayName }) => displayName },
  { key: 'state', title: '状态', phone: 'corner', render: (account) => <AccountState {...account} /> },
  { key: 'signInName', title: '登录名', render: ({ signInName }) => signInName },
  { key: 'role', title: '岗位', render: ({ role }) => (role ? ROLE_LABEL[role] : '未授予') },
  { key: 'place', title: '范围', render: ({ divisionName, unitName }) => divisionName ?? unitName ?? '—' },
  {
    key: 'createdAt',
    title: '建立',
    phone: 'absent',
    render: ({ createdAt }) => <Instant value={createdAt} />,
  },
]

export function AccountList() {
  const [filters, setFilters] = useFilters(InAddress)
  const [words, setWords] = useState('')
  const accounts = useEndpoint(listAccounts, { ...filters, ...(words && { words }) } satisfies z.input<
    typeof AccountFilter
  >)
  const isFiltered = words !== '' || filters.state !== undefined || filters.role !== undefined
  return (
    <Page
      title="账号"
      lede="系统管理员建立账号，安全管理员授予岗位与范围，审计管理员查看记录；三种权力分开，谁也不能处置自己的账号。"
      actions={<ProposeAccount />}
    >
      <FilterBar
        onClear={
          isFiltered
            ? () => {
                setWords('')
                setFilters({ state: undefined, role: undefined })
              }
            : undefined
        }
      >
        <Input.Search
          allowClear
          aria-label="姓名或登录名"
          placeholder="姓名或登录名"
          style={{ width: '18em' }}
          onSearch={(text) => {
            setWords(text.trim())
            setFilters({ page: 1 })
          }}
        />
        <FilterSelect
          label="状态"
          words={ACCOUNT_STATE_LABEL}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
        />
        <FilterSelect
          label="岗位"
          words={ROLE_LABEL}
          value={filters.role}
          onChange={(role) => setFilters({ role })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="账号"
          listing={accounts}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/accounts/${id}`}
          empty={
            isFiltered
              ? { title: '没有符合条件的账号', hint: '换一个条件，或清除筛选' }
              : { title: '还没有账号', hint: '由系统管理员建立第一个' }
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
