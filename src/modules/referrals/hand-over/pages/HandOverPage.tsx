import { useState } from 'react'
import { useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listCaseReferrals } from '../../contract.ts'
import { GRANTED_FIELD } from '../../labels.ts'
import { listHandOvers, makeHandOver, withdrawHandOver, type Made } from '../contract.ts'
import { Answers } from './Answers.tsx'
import { MakeForm } from './MakeForm.tsx'
import { Passphrase } from './Passphrase.tsx'
import './hand-over.css'

function One({ file }: { file: Made }) {
  const withdraw = useCommand(withdrawHandOver, {
    refreshes: [listHandOvers],
    success: '已作废，不再收它的回件',
  })
  return (
    <Section
      title={
        <>
          {file.recipient}{' '}
          {file.withdrawnAt ? (
            <StateTag>已作废</StateTag>
          ) : (
            !file.answers.length && <StateTag tone="attention">还没有回件</StateTag>
          )}
        </>
      }
      extra={
        !file.withdrawnAt && (
          <ConfirmDanger
            needs={withdrawHandOver}
            size="small"
            title="作废"
            record={`交给${file.recipient}的交接文件`}
            consequence="不再收它的回件。已经交出去的文件收不回来，在截止日之前仍能用口令打开：请通知对方删除。"
            asksReason
            onConfirm={(reason) => withdraw.run({ id: file.id, reason })}
          />
        )
      }
    >
      <Facts
        columns={2}
        items={[
          { label: '交接什么', value: file.referral ? `转介 ${file.referral.number}` : '整件个案移交外县' },
          {
            label: '制作',
            value: (
              <>
                {file.madeBy} <Instant value={file.madeAt} />
              </>
            ),
          },
          { label: '打开的截止日', value: file.endsOn },
          { label: '带上的信息', value: file.fields.map((field) => GRANTED_FIELD[field]).join('、') },
          { label: '理由', value: file.reason, isWide: true },
        ]}
      />
      <Answers file={file} />
    </Section>
  )
}

/** Files for whoever has no such system: made here, answered outside, and taken in again. */
export function HandOverPage() {
  const { id = '' } = useParams()
  const files = useEndpoint(listHandOvers, { caseId: id })
  const referrals = useEndpoint(listCaseReferrals, { caseId: id })
  const [isMaking, setIsMaking] = useState(false)
  const [made, setMade] = useState<OutputOf<typeof makeHandOver>>()
  const error = files.error ?? referrals.error
  const begin = (
    <ActionButton
      needs={makeHandOver}
      type="primary"
      disabledReason={files.data?.isSealed ? '密封的个案不做成离线文件，请由两地负责人当面交接' : undefined}
      onClick={() => setIsMaking(true)}
    >
      制作交接文件
    </ActionButton>
  )
  return (
    <Page
      title="离线交接"
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        { title: '本案', to: `/cases/${id}` },
        { title: '离线交接' },
      ]}
      lede="对方单位或外县没有用这个系统时，把一件事做成一个加密的网页文件交过去。对方断网也能用口令打开，在里面写答复，把回件文件发回来。"
      actions={!isMaking && !made && files.data && files.data.items.length > 0 && begin}
    >
      {error && <ProblemNotice problem={error} onRetry={() => void files.refetch()} />}
      {!files.data && !error && <Loading rows={8} />}
      {made && <Passphrase made={made} onClose={() => setMade(undefined)} />}
      {isMaking && referrals.data && (
        <Section title="制作交接文件">
          <MakeForm
            caseId={id}
            referrals={referrals.data.items}
            onCancel={() => setIsMaking(false)}
            onMade={(out) => {
              setIsMaking(false)
              setMade(out)
            }}
          />
        </Section>
      )}
      {files.data?.items.map((file) => (
        <One key={file.id} file={file} />
      ))}
      {files.data && !files.data.items.length && !isMaking && !made && (
        <Section>
          <EmptyState
            title="本案还没有离线交接文件"
            hint="能在系统里转介的，请在系统里转介：对方看了没有、办到哪一步，都看得到。"
            action={begin}
          />
        </Section>
      )}
    </Page>
  )
}
