import { Input, Select } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { getCoverage, getNetwork, listVacancies, type Holding } from '../network/contract.ts'
import { appoint, endHolding, getPost, listCandidates } from '../posts/contract.ts'

const REFRESHES = [getNetwork, getCoverage, listVacancies, getPost]

/** Who takes a post, from which day and why. */
export function AppointForm({ postId, close }: { postId: string; close: () => void }) {
  const [holdingId] = useState(newId)
  const present = today(useNow())
  const candidates = useEndpoint(listCandidates, { id: postId })
  const command = useCommand(appoint, {
    refreshes: REFRESHES,
    success: '已任命。本人要登录系统的，请系统管理员建立账号',
  })
  return (
    <RecordForm
      endpoint={appoint}
      command={command}
      fixed={{ id: postId, holdingId }}
      initial={{ fromDay: present }}
      submit="任命"
      onCancel={close}
      onDone={close}
    >
      <FormField name="holderName" label="姓名">
        <Input autoComplete="off" maxLength={40} />
      </FormField>
      <FormField name="phone" label="电话" hint="加密保存；谁查看过会留下记录">
        <Input inputMode="tel" autoComplete="off" />
      </FormField>
      <FormField name="accountId" label="对应的账号" hint="只列已被授予这个岗位的账号；没有可以先空着">
        <Select
          allowClear
          loading={candidates.isPending}
          placeholder={candidates.data?.items.length === 0 ? '还没有可关联的账号' : '请选择'}
          options={(candidates.data?.items ?? []).map(({ id, displayName }) => ({
            value: id,
            label: displayName,
          }))}
        />
      </FormField>
      <FormField name="fromDay" label="任职日期">
        <Input type="date" max={present} />
      </FormField>
      <FormField name="reason" label="事由（会记入审计）" hint="如：村委会换届任命">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

export function EndHoldingForm({ holding, close }: { holding: Holding; close: () => void }) {
  const present = today(useNow())
  const command = useCommand(endHolding, {
    refreshes: REFRESHES,
    success: '已办理离任，岗位空缺。本人的账号请安全管理员停用或改授',
    conflict: { labels: { toDay: '离任日期' } },
  })
  return (
    <RecordForm
      endpoint={endHolding}
      command={command}
      fixed={{ id: holding.id, version: holding.version }}
      initial={{ toDay: present }}
      submit="办理离任"
      onCancel={close}
      onDone={close}
    >
      <FormField name="toDay" label="离任日期" hint="从这一天起不再任职">
        <Input type="date" min={holding.fromDay} max={present} />
      </FormField>
      <FormField name="reason" label="事由（会记入审计）">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}
