import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { useCan } from '#web/session.tsx'
import { Phone } from '#web/kit/Phone.tsx'
import { EmergencyNumber, getEmergencyNumbers, setEmergencyNumbers } from '../settings/contract.ts'
import './network.css'

type Numbers = OutputOf<typeof getEmergencyNumbers>

const ruleFor = (field: keyof typeof EmergencyNumber.shape) => ({
  validator: async (_: unknown, value: unknown) => {
    const parsed = EmergencyNumber.shape[field].safeParse(value ?? '')
    if (!parsed.success) throw new Error(parsed.error.issues[0]?.message)
  },
})

function Line({ name, onRemove }: { name: number; onRemove: () => void }) {
  return (
    <li>
      <Form.Item name={[name, 'name']} label="名称" required rules={[ruleFor('name')]}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={[name, 'phone']} label="号码" required rules={[ruleFor('phone')]}>
        <Input inputMode="tel" maxLength={20} />
      </Form.Item>
      <Form.Item name={[name, 'note']} label="说明" rules={[ruleFor('note')]}>
        <Input maxLength={60} />
      </Form.Item>
      <Button icon={<DeleteOutlined />} onClick={onRemove}>
        删去第 {name + 1} 个
      </Button>
    </li>
  )
}

function Editor({ numbers }: { numbers: Numbers }) {
  const command = useCommand(setEmergencyNumbers, {
    refreshes: [getEmergencyNumbers],
    success: '已保存，各处的求助电话随之更新',
  })
  return (
    <RecordForm
      key={numbers.version}
      endpoint={setEmergencyNumbers}
      command={command}
      fixed={{ version: numbers.version }}
      initial={{ items: numbers.items }}
      submit="保存"
      isWide
    >
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <>
            <ul className="sw-plain-list">
              {fields.map(({ key, name }) => (
                <Line key={key} name={name} onRemove={() => remove(name)} />
              ))}
            </ul>
            <p>
              <Button icon={<PlusOutlined />} onClick={() => add({ name: '', phone: '', note: '' })}>
                增加一个号码
              </Button>
            </p>
          </>
        )}
      </Form.List>
    </RecordForm>
  )
}

function Reading({ numbers }: { numbers: Numbers }) {
  return (
    <ul className="sw-plain-list">
      {numbers.items.map(({ name, phone, note }) => (
        <li key={phone + name}>
          <span>
            <strong>{name}</strong> <span className="sw-quiet">{note}</span>
          </span>
          <Phone number={phone} />
        </li>
      ))}
    </ul>
  )
}

/** Whom to call when it cannot wait. */
export function EmergencyNumbers() {
  const numbers = useEndpoint(getEmergencyNumbers, {})
  const mayEdit = useCan(setEmergencyNumbers)
  return (
    <Page title="紧急求助电话" lede="孩子有危险时先打 110、120。这里的号码显示在值班、报告和求助的页面上。">
      {numbers.error && <ProblemNotice problem={numbers.error} onRetry={() => void numbers.refetch()} />}
      {!numbers.data && !numbers.error && <Loading />}
      {numbers.data && (
        <Section>{mayEdit ? <Editor numbers={numbers.data} /> : <Reading numbers={numbers.data} />}</Section>
      )}
    </Page>
  )
}
