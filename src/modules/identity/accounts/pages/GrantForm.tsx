import { Form, Select } from 'antd'
import { useState } from 'react'
import { useCommand, useEndpoint } from '#web/api.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useCan, useSession } from '#web/session.tsx'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { listUnits } from '#modules/organisations/units/contract.ts'
import { ROLE_LABEL } from '../../labels.ts'
import { ROLES, WORKPLACE, type Role } from '../../rules.ts'
import { getAccount, grantAccount, listAccounts, type Account } from '../contract.ts'
import { mixesPowers } from '../rules.ts'

function PlaceField({ level }: { level: 'town' | 'village' }) {
  const divisions = useEndpoint(listDivisions, { level })
  const [label, missing] =
    level === 'village' ? ['负责的村（居）', '请选择村（居）'] : ['负责的镇（街道）', '请选择镇（街道）']
  // The contract leaves the place open, because it is the role that asks for it.
  return (
    <Form.Item name="divisionCode" label={label} required rules={[{ required: true, message: missing }]}>
      <DivisionSelect options={divisions.data?.items ?? []} isLoading={divisions.isPending} />
    </Form.Item>
  )
}

function UnitField() {
  const [words, setWords] = useState('')
  const units = useEndpoint(listUnits, { pageSize: 100, ...(words && { words }) })
  return (
    <Form.Item name="unitId" label="所在单位" required rules={[{ required: true, message: '请选择单位' }]}>
      <Select
        placeholder="输入单位名称"
        loading={units.isPending}
        showSearch={{ filterOption: false, onSearch: setWords }}
        options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  )
}

/** The security administrator's form: post and place. */
export function GrantForm({ account }: { account: Account }) {
  const isMine = useSession().account?.id === account.id
  const mayGrant = useCan(grantAccount)
  const [role, setRole] = useState(account.role)
  const command = useCommand(grantAccount, {
    refreshes: [getAccount, listAccounts],
    success: '已授权。这个账号在别处的登录已全部退出，下次登录按新的岗位与范围',
    conflict: { labels: { role: '岗位', divisionCode: '村镇代码', unitId: '单位', state: '状态' } },
  })
  if (!mayGrant || isMine) return null
  const workplace = role ? WORKPLACE[role] : 'none'
  const choices = ROLES.filter((each) => !mixesPowers(account.role, each))
  return (
    <Section title={account.state === 'disabled' ? '重新启用并授权' : '授予岗位与范围'}>
      <RecordForm
        key={account.version}
        endpoint={grantAccount}
        command={command}
        fixed={{ id: account.id, version: account.version }}
        initial={{
          ...(account.role && { role: account.role }),
          ...(account.divisionCode && !account.isDivisionEnded && { divisionCode: account.divisionCode }),
          ...(account.unitId && { unitId: account.unitId }),
        }}
        submit={account.state === 'proposed' ? '授权' : '更改授权'}
      >
        <FormField
          name="role"
          label="岗位"
          hint={account.role ? '管理员账号与其他岗位不能互换，需要时请另建账号' : undefined}
        >
          <Select
            onChange={(next: Role) => setRole(next)}
            options={choices.map((each) => ({ value: each, label: ROLE_LABEL[each] }))}
          />
        </FormField>
        {workplace === 'village' || workplace === 'town' ? (
          <PlaceField key={workplace} level={workplace} />
        ) : null}
        {workplace === 'unit' ? <UnitField /> : null}
      </RecordForm>
    </Section>
  )
}
