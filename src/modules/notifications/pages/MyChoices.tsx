import { Alert, Checkbox, Input } from 'antd'
import { useCommand, useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { chooseNotices, getMyNoticeChoices, type Channel, type NoticeChoices } from '../choices/contract.ts'
import { CHANNEL } from '../labels.ts'
import { Contacts } from './Contacts.tsx'
import { MyDeliveries } from './MyDeliveries.tsx'
import { PushBrowsers } from './PushBrowsers.tsx'
import './notices.css'

type ChannelsProps = {
  label: string
  available: Channel[]
  value?: Channel[]
  onChange?: (chosen: Channel[]) => void
}

/** Which channels for one kind of notice; value and onChange come from the form's field. */
function Channels({ label, available, value = [], onChange }: ChannelsProps) {
  return (
    <div role="group" aria-label={label}>
      <Checkbox.Group<Channel>
        options={available.map((channel) => ({ value: channel, label: CHANNEL[channel] }))}
        value={value}
        {...(onChange && { onChange })}
      />
    </div>
  )
}

function Choices({ choices }: { choices: NoticeChoices }) {
  const choose = useCommand(chooseNotices, {
    refreshes: [getMyNoticeChoices],
    success: '通知设置已保存，从下一条通知起生效',
  })
  const { available, version, task, danger, message, quietFrom, quietUntil, digestAt } = choices
  return (
    <RecordForm
      key={version}
      endpoint={chooseNotices}
      command={choose}
      fixed={{ version }}
      initial={{ task, danger, message, quietFrom, quietUntil, digestAt }}
      submit="保存设置"
      isWide
    >
      <FormField name="danger" label="紧急待办">
        <Channels label="紧急待办" available={available} />
      </FormField>
      <FormField name="task" label="其他待办">
        <Channels label="其他待办" available={available} />
      </FormField>
      <FormField name="message" label="新留言">
        <Channels label="新留言" available={available} />
      </FormField>
      <div className="sw-hours">
        <FormField name="quietFrom" label="免打扰从">
          <Input type="time" />
        </FormField>
        <FormField name="quietUntil" label="免打扰到">
          <Input type="time" />
        </FormField>
        <FormField name="digestAt" label="每天合并成一条，发送时间">
          <Input type="time" />
        </FormField>
      </div>
      <p className="sw-quiet">
        时间留空就是不设。免打扰时段里的通知到时段结束才发，合并成一条；紧急待办不受这两项影响，随时发出。
      </p>
    </RecordForm>
  )
}

/** Whether and how one is told outside this page. */
export function MyChoices() {
  const choices = useEndpoint(getMyNoticeChoices, {})
  if (choices.error)
    return (
      <Page title="通知设置">
        <ProblemNotice problem={choices.error} onRetry={() => void choices.refetch()} />
      </Page>
    )
  const { data } = choices
  return (
    <Page
      title="通知设置"
      breadcrumbs={[{ title: '通知', to: '/notices' }, { title: '通知设置' }]}
      lede="页面上的通知总是有的。这里选择还要不要用别的方式提醒您。发出去的内容只有“您有几件待办”，不写姓名和事由。"
    >
      {!data && <Loading rows={8} />}
      {data && !data.available.length && (
        <Alert
          type="info"
          showIcon
          title="本系统还没有开通邮件、短信或浏览器推送，现在只在页面上提醒。需要时请联系系统管理员。"
        />
      )}
      {data && data.available.length > 0 && (
        <>
          <Section title="用什么方式提醒">
            <Choices choices={data} />
          </Section>
          <Section title="接收地址">
            <Contacts choices={data} />
          </Section>
          {data.pushKey && (
            <Section title="浏览器推送">
              <PushBrowsers pushKey={data.pushKey} />
            </Section>
          )}
          <Section title="最近发给我的" isFlush>
            <MyDeliveries />
          </Section>
        </>
      )}
    </Page>
  )
}
