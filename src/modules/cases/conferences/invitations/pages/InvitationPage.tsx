import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Radio } from 'antd'
import { useParams } from 'react-router'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useSession } from '#web/session.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useConferenceCommand } from '../../pages/use-conference-command.ts'
import { answerInvitation, getInvitation } from '../contract.ts'
import { ComingTag } from './InvitationList.tsx'
import '../../../pages/cases.css'

type Received = OutputOf<typeof getInvitation>

const needed = (message: string) => [{ required: true, whitespace: true, message }]

/** Whom the unit sends. */
function People() {
  return (
    <Form.List name="people">
      {(fields, { add, remove }) => (
        <fieldset className="sw-plan-items">
          <legend>谁来参加</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="sw-plan-item" role="group" aria-label={`第 ${name + 1} 人`}>
              <Form.Item name={[name, 'name']} label="姓名" rules={needed('请填写姓名')}>
                <Input maxLength={40} />
              </Form.Item>
              <Form.Item name={[name, 'post']} label="职务">
                <Input maxLength={40} />
              </Form.Item>
              <Button
                icon={<DeleteOutlined aria-hidden="true" />}
                aria-label={`删去第 ${name + 1} 人`}
                disabled={fields.length === 1}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => add({})}>
            再加一人
          </Button>
        </fieldset>
      )}
    </Form.List>
  )
}

type Reply = InputOf<typeof answerInvitation>

const toReply = (values: Record<string, unknown>, { id, version }: Received, me: string): Reply => {
  const { isComing, people, reason } = values as Partial<Reply>
  return {
    id,
    version,
    // The schema asks for a choice.
    isComing: isComing as boolean,
    people: isComing ? (people ?? [{ name: me }]) : [],
    ...(reason && { reason }),
  }
}

function AnswerForm({ invitation }: { invitation: Received }) {
  const me = useSession().account?.displayName ?? ''
  const command = useConferenceCommand(answerInvitation, { success: '已回复，会商开始前还可以更改' })
  return (
    <RecordForm
      endpoint={answerInvitation}
      command={command}
      initial={{
        ...(invitation.isComing !== null && { isComing: invitation.isComing }),
        people: invitation.people.length ? invitation.people : [{ name: me }],
        ...(invitation.reason && { reason: invitation.reason }),
      }}
      toInput={(values) => toReply(values, invitation, me)}
      submit="回复"
    >
      <FormField name="isComing" label="能否参加">
        <Radio.Group
          options={[
            { value: true, label: '参加' },
            { value: false, label: '不能参加' },
          ]}
        />
      </FormField>
      <Form.Item noStyle dependencies={['isComing']}>
        {({ getFieldValue }) => {
          if (getFieldValue('isComing') === true && invitation.isForUnit) return <People />
          return (
            getFieldValue('isComing') === false && (
              <FormField name="reason" label="不能参加的原因">
                <Input.TextArea rows={2} maxLength={200} />
              </FormField>
            )
          )
        }}
      </Form.Item>
    </RecordForm>
  )
}

function Told({ invitation }: { invitation: Received }) {
  return (
    <Section title="通知">
      <Facts
        columns={2}
        items={[
          { label: '时间', value: <Instant value={invitation.startsAt} /> },
          { label: '地点', value: invitation.place },
          { label: '主持人', value: invitation.chair },
          { label: '召集人', value: invitation.calledBy },
          {
            label: '议题',
            value: (
              <ol className="sw-log">
                {invitation.agenda.map((item, at) => (
                  <li key={item}>
                    {at + 1}. {item}
                  </li>
                ))}
              </ol>
            ),
            isWide: true,
          },
          ...(invitation.shown
            ? [{ label: '说明', value: <span className="sw-text">{invitation.shown}</span>, isWide: true }]
            : []),
          ...(invitation.childName ? [{ label: '孩子', value: invitation.childName }] : []),
        ]}
      />
      <p className="sw-quiet">您只看得到这份通知。会商开始或取消后，本页不再打开。请勿转发。</p>
    </Section>
  )
}

/** What somebody invited sees of a conference, and where they say who comes. */
export function InvitationPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getInvitation, { id })
  const invitation = query.data
  return (
    <Page
      title={
        <>
          会商通知 {invitation?.number} {invitation && <ComingTag isComing={invitation.isComing} />}
        </>
      }
      tabTitle="会商通知"
      breadcrumbs={[{ title: '会商通知', to: '/invitations' }]}
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!invitation && !query.error && <Loading rows={8} />}
      {invitation && (
        <>
          <Told invitation={invitation} />
          <Section title="回复">
            <AnswerForm key={invitation.version} invitation={invitation} />
          </Section>
        </>
      )}
    </Page>
  )
}
