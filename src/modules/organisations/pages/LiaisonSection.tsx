import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { useCan, useSession } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import { getCoverage } from '../network/contract.ts'
import {
  appointLiaison,
  endLiaison,
  getUnit,
  listUnitAccounts,
  listUnits,
  type Liaison,
} from '../units/contract.ts'
import { PhoneButton } from './PhoneButton.tsx'

type Unit = OutputOf<typeof getUnit>

const REFRESHES = [getUnit, listUnits, getCoverage]

function AppointLiaisonForm({ unit, close }: { unit: Unit; close: () => void }) {
  const [liaisonId] = useState(newId)
  const present = today(useNow())
  const accounts = useEndpoint(listUnitAccounts, { id: unit.id })
  const command = useCommand(appointLiaison, { refreshes: REFRESHES, success: '联络员已登记' })
  return (
    <RecordForm
      endpoint={appointLiaison}
      command={command}
      fixed={{ id: unit.id, liaisonId }}
      initial={{ fromDay: present, isHead: false }}
      submit="登记"
      onCancel={close}
      onDone={close}
    >
      <FormField name="name" label="姓名">
        <Input maxLength={40} autoComplete="off" />
      </FormField>
      <FormField name="title" label="职务">
        <Input maxLength={40} />
      </FormField>
      <FormField name="isHead" label="负责人" isChecked>
        <Checkbox>本单位分管未成年人保护的负责人</Checkbox>
      </FormField>
      <FormField name="phone" label="电话" hint="加密保存；谁查看过会留下记录">
        <Input inputMode="tel" autoComplete="off" />
      </FormField>
      <FormField name="accountId" label="对应的账号">
        <Select
          allowClear
          loading={accounts.isPending}
          placeholder={accounts.data?.items.length === 0 ? '本单位还没有账号' : '请选择'}
          options={(accounts.data?.items ?? []).map(({ id, displayName }) => ({
            value: id,
            label: displayName,
          }))}
        />
      </FormField>
      <FormField name="fromDay" label="从哪天起">
        <Input type="date" min={unit.joinedOn} max={present} />
      </FormField>
    </RecordForm>
  )
}

function EndLiaisonForm({ liaison, close }: { liaison: Liaison; close: () => void }) {
  const present = today(useNow())
  const command = useCommand(endLiaison, { refreshes: REFRESHES, success: '已更换，请登记接任的人' })
  return (
    <RecordForm
      endpoint={endLiaison}
      command={command}
      fixed={{ id: liaison.id, version: liaison.version }}
      initial={{ toDay: present }}
      submit="不再担任"
      onCancel={close}
      onDone={close}
    >
      <FormField name="toDay" label="到哪天止">
        <Input type="date" min={liaison.fromDay} max={present} />
      </FormField>
      <FormField name="reason" label="事由（会记入审计）">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function Line({ liaison, isMine }: { liaison: Liaison; isMine: boolean }) {
  const { name, title, isHead, fromDay, toDay } = liaison
  return (
    <li>
      <span>
        <strong>{name}</strong> {title} {isHead && <StateTag tone="active">负责人</StateTag>}{' '}
        <span className="sw-quiet sw-number">{toDay ? `${fromDay} 至 ${toDay}` : `${fromDay} 起`}</span>{' '}
        {!toDay && <PhoneButton of="liaison" id={liaison.id} name={name} hasPhone={liaison.hasPhone} />}
      </span>
      {!toDay && isMine && (
        <FormDialog needs={endLiaison} label="更换" title={`${name}不再担任`} size="small">
          {(close) => <EndLiaisonForm liaison={liaison} close={close} />}
        </FormDialog>
      )}
    </li>
  )
}

/** Whom a unit named, now and before. */
export function LiaisonSection({ unit }: { unit: Unit }) {
  const { account } = useSession()
  const mayStaff = useCan(appointLiaison)
  // An officer of a unit staffs that unit alone; the server decides again.
  const isMine = mayStaff && (account?.unitId === null || account?.unitId === unit.id)
  return (
    <Section
      title="负责人与联络员"
      extra={
        isMine && (
          <FormDialog
            needs={appointLiaison}
            label="登记联络员"
            title={`登记${unit.name}的联络员`}
            type="primary"
            disabledReason={unit.leftOn ? '这个单位已经退出' : undefined}
          >
            {(close) => <AppointLiaisonForm unit={unit} close={close} />}
          </FormDialog>
        )
      }
    >
      {unit.liaisons.length ? (
        <ul className="sw-plain-list">
          {unit.liaisons.map((liaison) => (
            <Line key={liaison.id} liaison={liaison} isMine={isMine} />
          ))}
        </ul>
      ) : (
        <p className="sw-quiet">还没有指定。联络员登录后处理转来的任务。</p>
      )}
    </Section>
  )
}
