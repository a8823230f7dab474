import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { GatePage } from '#web/kit/GatePage.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useSession } from '#web/session.tsx'
import { getFirstRun, setUpCounty } from '../first-run-contract.ts'

const ADMINISTRATORS = [
  { name: 'systemAdmin', role: 'system-admin', duty: '建立账号、维护参数和区划' },
  { name: 'securityAdmin', role: 'security-admin', duty: '授予岗位与权限、重置动态口令' },
  { name: 'auditAdmin', role: 'audit-admin', duty: '查看审计、检查有无篡改' },
] as const

function Administrator({ name, role, duty }: (typeof ADMINISTRATORS)[number]) {
  return (
    <fieldset className="sw-fieldset">
      <legend>
        {ROLE_LABEL[role]}
        <span className="sw-quiet"> {duty}</span>
      </legend>
      <FormField name={`${name}.displayName`} label="姓名">
        <Input autoComplete="off" />
      </FormField>
      <FormField name={`${name}.signInName`} label="登录名">
        <Input autoComplete="off" />
      </FormField>
    </fieldset>
  )
}

function Accounts({ accounts }: OutputOf<typeof setUpCounty>) {
  const { refresh } = useSession()
  return (
    <GatePage isWide title="县已建立" lede="请把下面的首次口令分别当面交给本人。离开本页后不再显示。">
      <div className="sw-gate-body">
        <div className="sw-scroll" tabIndex={0} role="region" aria-label="三名管理员的首次口令">
          <table className="sw-plain-table">
            <thead>
              <tr>
                <th scope="col">岗位</th>
                <th scope="col">姓名</th>
                <th scope="col">登录名</th>
                <th scope="col">首次口令</th>
              </tr>
            </thead>
            <tbody>
              {accounts.map(({ role, displayName, signInName, password }) => (
                <tr key={signInName}>
                  <th scope="row">{ROLE_LABEL[role]}</th>
                  <td>{displayName}</td>
                  <td>{signInName}</td>
                  <td>
                    <code>{password}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="sw-form-foot">
          <Button type="primary" onClick={() => void refresh()}>
            已记下，去登录
          </Button>
        </div>
      </div>
    </GatePage>
  )
}

/** The first page of a county's own start. */
export function FirstRun() {
  const firstRun = useEndpoint(getFirstRun, {})
  const [made, setMade] = useState<OutputOf<typeof setUpCounty>>()
  const command = useCommand(setUpCounty)
  if (made) return <Accounts {...made} />
  return (
    <GatePage
      isWide
      title="首次设置"
      lede="建立本县，并指定三名管理员。三人须是不同的人，互相制约；其他账号由他们在系统里建立。"
    >
      {firstRun.error && <ProblemNotice problem={firstRun.error} onRetry={() => void firstRun.refetch()} />}
      {!firstRun.data && !firstRun.error && <Loading />}
      {firstRun.data && (
        <RecordForm isWide endpoint={setUpCounty} command={command} submit="建立" onDone={setMade}>
          <FormField name="code" label="设置码" hint="8 位数字，显示在启动服务的终端上">
            <Input autoFocus inputMode="numeric" maxLength={8} autoComplete="off" className="sw-code" />
          </FormField>
          <FormField name="countyCode" label="县（市、区）">
            <Select
              placeholder="输入名称查找"
              showSearch={{ optionFilterProp: 'label' }}
              options={firstRun.data.counties.map(({ code, name }) => ({ value: code, label: name }))}
            />
          </FormField>
          {ADMINISTRATORS.map((each) => (
            <Administrator key={each.name} {...each} />
          ))}
        </RecordForm>
      )}
    </GatePage>
  )
}
