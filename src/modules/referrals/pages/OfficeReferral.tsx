import { Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { next } from '#kernel/state-machine.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { replyAsOffice } from '../messages/contract.ts'
import { getOfficeReferral, listOfficeReferrals, nameOwner } from '../office/contract.ts'
import { isWithUnit, OFFICE_FACTS, REFERRAL_MACHINE } from '../rules.ts'
import { Handovers } from './Handovers.tsx'
import { LaneMark, LightTag } from './LightTag.tsx'
import { MessageForm, Talk } from './Messages.tsx'
import { ForSender } from './SentList.tsx'
import './referrals.css'

type Matter = OutputOf<typeof getOfficeReferral>

function NameForm({ matter, onClose }: { matter: Matter; onClose: () => void }) {
  const [referralId] = useState(newId)
  const navigate = useNavigate()
  const command = useCommand(nameOwner, {
    refreshes: [listOfficeReferrals],
    success: ({ number }) => `已指定，${number} 已交给承办单位，期限从现在起算`,
    onDone: () => void navigate('/office-referrals'),
  })
  return (
    <RecordForm
      endpoint={nameOwner}
      command={command}
      fixed={{ id: matter.id, version: matter.version, referralId }}
      submit="指定"
      onCancel={onClose}
    >
      <FormField name="unitId" label="承办单位">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={matter.units.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FormField>
      <FormField
        name="basis"
        label="指定的依据"
        hint="例如：县未保委成员单位职责分工第四条。各方都会看到，不写姓名和受害情形。"
      >
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function Returned({ matter }: { matter: Matter }) {
  const { returned } = matter
  if (!returned) return null
  return (
    <Section title={`${matter.unit}退回`}>
      <Facts
        columns={2}
        items={[
          { label: '事由', value: returned.clause },
          { label: '依据', value: returned.citation },
          { label: '建议单位', value: returned.proposedUnit.name },
          { label: '退回', value: <Instant value={returned.at} /> },
          ...(returned.note ? [{ label: '说明', value: returned.note, isWide: true }] : []),
        ]}
      />
    </Section>
  )
}

/** What is asked for and who returned it why; the office decides without knowing the child. */
export function OfficeReferral() {
  const { id = '' } = useParams()
  const query = useEndpoint(getOfficeReferral, { id })
  const matter = query.data
  const breadcrumbs = [{ title: '领导小组办公室', to: '/office-referrals' }, { title: matter?.number ?? '' }]
  if (query.error)
    return (
      <Page title="待指定的事项" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!matter) return <Loading rows={8} />
  const step = next(REFERRAL_MACHINE, matter.state, 'name', OFFICE_FACTS)
  return (
    <Page
      title={
        <>
          <LaneMark lane={matter.lane} /> {matter.subject} <ForSender state={matter.state} />
        </>
      }
      tabTitle={matter.number}
      breadcrumbs={breadcrumbs}
      lede={matter.light && <LightTag {...matter} />}
      actions={
        <FormDialog
          title="指定承办单位"
          needs={nameOwner}
          type="primary"
          disabledReason={step.ok ? undefined : step.reason}
        >
          {(close) => <NameForm matter={matter} onClose={close} />}
        </FormDialog>
      }
    >
      <Section title="请求办理的事项">
        <p className="sw-answer">{matter.request}</p>
      </Section>
      <Returned matter={matter} />
      {(matter.messages.length > 0 || isWithUnit(matter.state)) && (
        <Section title="承办单位的询问">
          {!matter.messages.length && <p className="sw-quiet">承办单位还没有询问。</p>}
          <Talk messages={matter.messages} mine="office" />
          {isWithUnit(matter.state) && (
            <MessageForm
              endpoint={replyAsOffice}
              referralId={matter.id}
              label="答复承办单位"
              submit="发给承办单位"
              refreshes={[getOfficeReferral, listOfficeReferrals]}
            />
          )}
        </Section>
      )}
      <Handovers handovers={matter.handovers} />
    </Page>
  )
}
