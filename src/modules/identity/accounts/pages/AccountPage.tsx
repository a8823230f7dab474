import { useState } from 'react'
import { useParams } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useSession } from '#web/session.tsx'
import { ROLE_LABEL } from '../../labels.ts'
import {
  disableAccount,
  getAccount,
  listAccounts,
  resetPassword,
  resetSecondFactor,
  type Account,
} from '../contract.ts'
import { AccountState } from './AccountList.tsx'
import { FirstPasswordDialog } from './FirstPasswordDialog.tsx'
import { GrantForm } from './GrantForm.tsx'

const SELF = '管理员不能处置自己的账号，请由另一名管理员操作'

function Steps({ account }: { account: Account }) {
  const session = useSession()
  const isMine = session.account?.id === account.id
  const [password, setPassword] = useState<string>()
  const refreshes = [getAccount, listAccounts]
  const disable = useCommand(disableAccount, { refreshes, success: '账号已停用，所有登录都已退出' })
  const reset = useCommand(resetPassword, { onDone: ({ firstPassword }) => setPassword(firstPassword) })
  const unbind = useCommand(resetSecondFactor, { success: '已解除绑定。本人下次登录时重新绑定手机' })
  const record = `${account.displayName}（${account.signInName}）`
  const disabledReason = isMine ? SELF : account.state === 'disabled' ? '账号已停用' : undefined
  return (
    <>
      {session.permissions.includes('audit.read') && (
        <ActionButton to={`/audit?subjectId=${account.id}`}>这个账号的审计记录</ActionButton>
      )}
      <ConfirmDanger
        needs={resetSecondFactor}
        title="解除动态口令绑定"
        record={record}
        consequence="本人更换或遗失手机时使用。账号立即退出，下次登录重新绑定。"
        disabledReason={disabledReason}
        asksReason
        onConfirm={(reason) => unbind.run({ id: account.id, reason })}
      />
      <ConfirmDanger
        needs={resetPassword}
        title="重置口令"
        record={record}
        consequence="原口令作废，账号立即退出；新的首次口令只显示一次。"
        disabledReason={disabledReason}
        asksReason
        onConfirm={(reason) => reset.run({ id: account.id, reason })}
      />
      <ConfirmDanger
        needs={disableAccount}
        title="停用账号"
        record={record}
        consequence="账号立即退出，不能再登录；经手的记录保留。需要时可以重新授权启用。"
        disabledReason={disabledReason}
        asksReason
        onConfirm={(reason) => disable.run({ id: account.id, version: account.version, reason })}
      />
      <FirstPasswordDialog
        signInName={account.signInName}
        password={password}
        onClose={() => setPassword(undefined)}
      />
    </>
  )
}

export function AccountPage() {
  const { id = '' } = useParams()
  const account = useEndpoint(getAccount, { id })
  const { data } = account
  const breadcrumbs = [{ title: '账号', to: '/accounts' }, { title: data?.displayName ?? '' }]
  if (account.error)
    return (
      <Page title="账号" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={account.error} onRetry={() => void account.refetch()} />
      </Page>
    )
  if (!data) return <Loading />
  return (
    <Page
      title={data.displayName}
      tabTitle="账号"
      breadcrumbs={breadcrumbs}
      actions={<Steps account={data} />}
    >
      <Section>
        <Facts
          items={[
            { label: '登录名', value: data.signInName },
            { label: '状态', value: <AccountState {...data} /> },
            { label: '岗位', value: data.role && ROLE_LABEL[data.role] },
            { label: '范围', value: data.divisionName ?? data.unitName },
            { label: '建立', value: <Instant value={data.createdAt} /> },
            { label: '建立人', value: data.createdBy ?? '系统安装时' },
            { label: '授权', value: data.approvedAt && <Instant value={data.approvedAt} /> },
            { label: '授权人', value: data.approvedAt && (data.approvedBy ?? '系统安装时') },
          ]}
        />
      </Section>
      <GrantForm account={data} />
    </Page>
  )
}
