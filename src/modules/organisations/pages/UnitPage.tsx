import { Input } from 'antd'
import { useParams } from 'react-router'
import { today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { DayText } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { listDivisions } from '../divisions/contract.ts'
import { UNIT_KIND_LABEL } from '../labels.ts'
import { editUnit, getUnit, leaveUnit, listUnits } from '../units/contract.ts'
import { LiaisonSection } from './LiaisonSection.tsx'
import './network.css'

type Unit = OutputOf<typeof getUnit>

function EditForm({ unit, close }: { unit: Unit; close: () => void }) {
  const divisions = useEndpoint(listDivisions, {})
  const command = useCommand(editUnit, {
    refreshes: [getUnit, listUnits],
    success: '已保存',
    conflict: { labels: { name: '全称', shortName: '简称', divisionCode: '所在地代码' } },
  })
  return (
    <RecordForm
      endpoint={editUnit}
      command={command}
      fixed={{ id: unit.id, version: unit.version }}
      initial={{ name: unit.name, shortName: unit.shortName, divisionCode: unit.divisionCode }}
      submit="保存"
      onCancel={close}
      onDone={close}
    >
      <FormField name="name" label="单位全称">
        <Input maxLength={60} />
      </FormField>
      <FormField name="shortName" label="简称">
        <Input maxLength={20} />
      </FormField>
      <FormField name="divisionCode" label="所在地">
        <DivisionSelect options={divisions.data?.items ?? []} isLoading={divisions.isPending} />
      </FormField>
    </RecordForm>
  )
}

function LeaveForm({ unit, close }: { unit: Unit; close: () => void }) {
  const present = today(useNow())
  const command = useCommand(leaveUnit, { refreshes: [getUnit, listUnits], success: '已办理退出，历史保留' })
  return (
    <RecordForm
      endpoint={leaveUnit}
      command={command}
      fixed={{ id: unit.id, version: unit.version }}
      initial={{ leftOn: present }}
      submit="退出"
      onCancel={close}
      onDone={close}
    >
      <FormField name="leftOn" label="退出日期">
        <Input type="date" min={unit.joinedOn} max={present} />
      </FormField>
      <FormField name="reason" label="事由（会记入审计）">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

export function UnitPage() {
  const { id = '' } = useParams()
  const unit = useEndpoint(getUnit, { id })
  const { data } = unit
  const breadcrumbs = [{ title: '单位', to: '/units' }, { title: data?.shortName ?? '' }]
  if (unit.error)
    return (
      <Page title="单位" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={unit.error} onRetry={() => void unit.refetch()} />
      </Page>
    )
  if (!data) return <Loading />
  const disabledReason = data.leftOn ? '这个单位已经退出' : undefined
  return (
    <Page
      title={data.name}
      breadcrumbs={breadcrumbs}
      actions={
        <>
          <FormDialog
            needs={editUnit}
            label="修改"
            title={`修改${data.name}`}
            disabledReason={disabledReason}
          >
            {(close) => <EditForm unit={data} close={close} />}
          </FormDialog>
          <FormDialog
            needs={leaveUnit}
            label="退出"
            title={`${data.name}退出`}
            disabledReason={disabledReason}
          >
            {(close) => <LeaveForm unit={data} close={close} />}
          </FormDialog>
        </>
      }
    >
      <Section>
        <Facts
          items={[
            { label: '类别', value: UNIT_KIND_LABEL[data.kind] },
            { label: '简称', value: data.shortName },
            { label: '所在地', value: data.divisionName },
            { label: '加入', value: <DayText value={data.joinedOn} /> },
            ...(data.leftOn ? [{ label: '退出', value: <DayText value={data.leftOn} /> }] : []),
          ]}
        />
      </Section>
      <LiaisonSection unit={data} />
    </Page>
  )
}
