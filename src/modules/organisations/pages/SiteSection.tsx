import { Input } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { SITE_LABEL } from '../labels.ts'
import { getCoverage, getNetwork, type Site } from '../network/contract.ts'
import { closeSite, editSite, setUpSite } from '../sites/contract.ts'

export type Place = { code: string; name: string; level: 'county' | 'town' | 'village' }

const KIND = { county: 'centre', town: 'station', village: 'point' } as const
const REFRESHES = [getNetwork, getCoverage]

function SiteFields() {
  return (
    <>
      <FormField name="name" label="名称">
        <Input maxLength={60} />
      </FormField>
      <FormField name="address" label="地址">
        <Input maxLength={120} />
      </FormField>
      <FormField name="phone" label="办公电话" hint="对外公开的号码">
        <Input inputMode="tel" />
      </FormField>
    </>
  )
}

function SetUpForm({ place, close }: { place: Place; close: () => void }) {
  const [id] = useState(newId)
  const kind = KIND[place.level]
  const present = today(useNow())
  const command = useCommand(setUpSite, { refreshes: REFRESHES, success: '已登记，覆盖数字从设立之日起计入' })
  return (
    <RecordForm
      endpoint={setUpSite}
      command={command}
      fixed={{ id, kind, divisionCode: place.code }}
      initial={{ name: place.name + SITE_LABEL[kind].replace(/^(县|镇|村（居）)/, ''), setUpOn: present }}
      submit="登记"
      onCancel={close}
      onDone={close}
    >
      <SiteFields />
      <FormField name="setUpOn" label="设立日期">
        <Input type="date" max={present} />
      </FormField>
    </RecordForm>
  )
}

function EditForm({ site, close }: { site: Site; close: () => void }) {
  const command = useCommand(editSite, {
    refreshes: REFRESHES,
    success: '已保存',
    conflict: { labels: { name: '名称', address: '地址', phone: '办公电话' } },
  })
  return (
    <RecordForm
      endpoint={editSite}
      command={command}
      fixed={{ id: site.id, version: site.version }}
      initial={{ name: site.name, address: site.address, phone: site.phone }}
      submit="保存"
      onCancel={close}
      onDone={close}
    >
      <SiteFields />
    </RecordForm>
  )
}

function CloseForm({ site, close }: { site: Site; close: () => void }) {
  const present = today(useNow())
  const command = useCommand(closeSite, { refreshes: REFRESHES, success: '已关闭，历史保留' })
  return (
    <RecordForm
      endpoint={closeSite}
      command={command}
      fixed={{ id: site.id, version: site.version }}
      initial={{ closedOn: present }}
      submit="关闭"
      onCancel={close}
      onDone={close}
    >
      <FormField name="closedOn" label="关闭日期" hint="从这一天起不再计入">
        <Input type="date" min={site.setUpOn} max={present} />
      </FormField>
      <FormField name="reason" label="事由（会记入审计）">
        <Input.TextArea rows={2} maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

/** The centre, station or point of a place. */
export function SiteSection({ place, sites }: { place: Place; sites: Site[] }) {
  const site = sites.find(({ kind }) => kind === KIND[place.level])
  const name = SITE_LABEL[KIND[place.level]]
  return (
    <Section
      title={name}
      extra={
        site ? (
          <>
            <FormDialog needs={editSite} label="修改" title={`修改${site.name}`}>
              {(close) => <EditForm site={site} close={close} />}
            </FormDialog>
            <FormDialog needs={closeSite} label="关闭" title={`关闭${site.name}`}>
              {(close) => <CloseForm site={site} close={close} />}
            </FormDialog>
          </>
        ) : (
          <FormDialog needs={setUpSite} label="登记设立" title={`登记${place.name}的${name}`} type="primary">
            {(close) => <SetUpForm place={place} close={close} />}
          </FormDialog>
        )
      }
    >
      {site ? (
        <Facts
          items={[
            { label: '名称', value: site.name },
            { label: '设立日期', value: <span className="sw-number">{site.setUpOn}</span> },
            { label: '地址', value: site.address },
            { label: '办公电话', value: site.phone },
          ]}
        />
      ) : (
        <p className="sw-quiet">还没有设立。设立后请登记名称和日期，覆盖数字从那一天起计入。</p>
      )}
    </Section>
  )
}
