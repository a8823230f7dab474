import { Button, Form, Input, Select } from 'antd'
import { useCommand } from '#web/api.ts'
import { GatePage } from '#web/kit/GatePage.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { ruleOf } from '#web/kit/rules.ts'
import { useSession } from '#web/session.tsx'
import { signIn } from '../contract.ts'

type Values = { county?: string; signInName: string; password: string }

export function SignIn() {
  const { counties, refresh } = useSession()
  const command = useCommand(signIn, { onDone: () => void refresh() })
  const only = counties.length === 1 ? counties[0] : undefined
  return (
    <GatePage title="登录" lede={only?.name}>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => void command.run(values, 'inline')}
      >
        {!only && (
          <Form.Item name="county" label="所在的县" rules={[{ required: true, message: '请先选择所在的县' }]}>
            <Select
              placeholder="请选择"
              options={counties.map(({ code, name }) => ({ value: code, label: name }))}
            />
          </Form.Item>
        )}
        <Form.Item name="signInName" label="登录名" rules={[ruleOf(signIn.input, 'signInName')]}>
          <Input autoFocus autoComplete="username" size="large" />
        </Form.Item>
        <Form.Item name="password" label="口令" rules={[ruleOf(signIn.input, 'password')]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        {command.problem && <ProblemNotice problem={command.problem} />}
        <Button type="primary" htmlType="submit" size="large" block loading={command.isRunning}>
          登录
        </Button>
      </Form>
    </GatePage>
  )
}
