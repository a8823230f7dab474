import { Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { useNow } from '#web/use-now.ts'
import { SERVICE_KIND } from '../labels.ts'
import {
  endWorker,
  listVetted,
  recordWorker,
  renewQuery,
  suspendOrganisation,
  vetOrganisation,
  type VettedOrganisation,
} from '../register/contract.ts'
import './orders.css'

const refreshes = [listVetted]
type Props = { of: VettedOrganisation; onDone: () => void }

function VetForm({ of: { unit, vetting }, onDone }: Props) {
  const command = useCommand(vetOrganisation, { refreshes, success: '已核准' })
  return (
    <RecordForm
      endpoint={vetOrganisation}
      command={command}
      fixed={{ unitId: unit.id, version: vetting?.version ?? 0 }}
      initial={vetting ?? {}}
      submit="核准"
      onCancel={onDone}
      onDone={onDone}
    >
      <Form.Item
        name="kinds"
        label="可以承接的服务"
        rules={[{ type: 'array', min: 1, required: true, message: '请选择可以承接的服务' }]}
      >
        <Checkbox.Group options={Object.entries(SERVICE_KIND).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <FormField name="qualification" label="资质">
        <Input maxLength={300} />
      </FormField>
      <FormField
        name="documents"
        label="核对过的材料"
        hint="登记证书、年检、人员证书等，写明编号和核对日期。"
      >
        <Input.TextArea rows={3} maxLength={1000} />
      </FormField>
      <FormField name="validUntil" label="有效期到">
        <Input type="date" className="sw-date" />
      </FormField>
    </RecordForm>
  )
}

function WorkerForm({ of: { unit }, onDone }: Props) {
  const [workerId] = useState(newId)
  const command = useCommand(recordWorker, { refreshes, success: '已登记服务人员' })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={recordWorker}
      command={command}
      fixed={{ unitId: unit.id, workerId }}
      submit="登记"
      onCancel={onDone}
      onDone={onDone}
    >
      <p className="sw-quiet">
        密切接触未成年人的人员，应当向公安机关、人民检察院查询是否有违法犯罪记录，并每年查询一次（未成年人保护法第六十二条）。
      </p>
      <FormField name="name" label="姓名">
        <Input maxLength={30} />
      </FormField>
      <FormField name="qualification" label="专业资格">
        <Input maxLength={100} />
      </FormField>
      <FormField name="entryQueryOn" label="入职查询日期">
        <Input type="date" max={day} className="sw-date" />
      </FormField>
      <FormField name="entryQueryAt" label="查询机关和回执编号">
        <Input maxLength={100} />
      </FormField>
    </RecordForm>
  )
}

function QueryForm({ id, onDone }: { id: string; onDone: () => void }) {
  const command = useCommand(renewQuery, { refreshes, success: '已登记年度查询' })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={renewQuery}
      command={command}
      fixed={{ id }}
      submit="登记"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="entryQueryOn" label="查询日期">
        <Input type="date" max={day} className="sw-date" />
      </FormField>
      <FormField name="entryQueryAt" label="查询机关和回执编号">
        <Input maxLength={100} />
      </FormField>
    </RecordForm>
  )
}

function Worker({ worker }: { worker: VettedOrganisation['workers'][number] }) {
  const leave = useCommand(endWorker, { refreshes, success: '已登记离开' })
  return (
    <li>
      {worker.name}（{worker.qualification}），入职查询 {worker.entryQueryOn}，{worker.entryQueryAt}{' '}
      <StateTag tone={worker.isCleared ? 'good' : 'bad'}>
        {worker.isCleared ? '查询有效' : '查询已满一年，不能承接'}
      </StateTag>{' '}
      <FormDialog title="登记年度查询" needs={renewQuery} size="small">
        {(close) => <QueryForm id={worker.id} onDone={close} />}
      </FormDialog>{' '}
      <ConfirmDanger
        needs={endWorker}
        title="登记离开"
        record={worker.name}
        consequence="此人不能再承接新的订单。"
        size="small"
        asksReason
        onConfirm={(reason) => leave.run({ id: worker.id, reason })}
      />
    </li>
  )
}

const standing = ({ vetting }: VettedOrganisation) => {
  if (!vetting) return <StateTag tone="attention">没有核准</StateTag>
  if (vetting.suspendedAt) return <StateTag tone="bad">已暂停</StateTag>
  return vetting.isValid ? <StateTag tone="good">有效</StateTag> : <StateTag tone="bad">已过有效期</StateTag>
}

function Organisation({ of }: { of: VettedOrganisation }) {
  const { unit, vetting, workers, runningOrders } = of
  const suspend = useCommand(suspendOrganisation, {
    refreshes,
    success: ({ returned }) => `已暂停，收回在办订单 ${returned} 份`,
  })
  return (
    <Section
      title={
        <>
          {unit.name} {standing(of)}
        </>
      }
      extra={
        <>
          <FormDialog title={vetting ? '重新核准' : '核准'} needs={vetOrganisation}>
            {(close) => <VetForm of={of} onDone={close} />}
          </FormDialog>
          <FormDialog
            title="登记服务人员"
            needs={recordWorker}
            disabledReason={vetting ? undefined : '先核准组织，再登记人员'}
          >
            {(close) => <WorkerForm of={of} onDone={close} />}
          </FormDialog>
          {vetting && !vetting.suspendedAt && (
            <ConfirmDanger
              needs={suspendOrganisation}
              title="暂停"
              record={unit.name}
              consequence={`在办的 ${runningOrders} 份订单立即收回，对方不再看到孩子的信息；重新核准后恢复。`}
              asksReason
              onConfirm={(reason) => suspend.run({ unitId: unit.id, version: vetting.version, reason })}
            />
          )}
        </>
      }
    >
      {vetting && (
        <Facts
          columns={2}
          items={[
            { label: '可以承接', value: vetting.kinds.map((kind) => SERVICE_KIND[kind]).join('、') },
            { label: '有效期', value: `${vetting.approvedOn} 至 ${vetting.validUntil}` },
            { label: '资质', value: vetting.qualification },
            { label: '材料', value: <span className="ord-text">{vetting.documents}</span> },
            { label: '在办订单', value: `${runningOrders} 份` },
            ...(vetting.suspendReason ? [{ label: '暂停事由', value: vetting.suspendReason }] : []),
          ]}
        />
      )}
      {workers.length > 0 && (
        <ul className="ord-log" aria-label={`${unit.name}的服务人员`}>
          {workers.map((worker) => (
            <Worker key={worker.id} worker={worker} />
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Whom the centre has vetted, and whose people have their yearly entry query. */
export function Register() {
  const query = useEndpoint(listVetted, {})
  const items = query.data?.items
  return (
    <Page
      title="社会组织名录"
      lede="核准过资质的社会组织才能看到和承接服务订单；直接接触孩子的人员须在一年内做过入职查询。"
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!items && !query.error && <Loading rows={8} />}
      {items?.length === 0 && (
        <Section>
          <EmptyState title="还没有社会组织" hint="先在“单位”里登记类别为社会组织的单位，再回到这里核准" />
        </Section>
      )}
      {items?.map((each) => (
        <Organisation key={each.unit.id} of={each} />
      ))}
    </Page>
  )
}
