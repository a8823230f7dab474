import { useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { useCan } from '#web/session.tsx'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import {
  countersignInvestigation,
  listInvestigations,
  printInvestigation,
  returnInvestigation,
  saveInvestigation,
  type InvestigationRecord,
} from '../contract.ts'
import { INVESTIGATION_STATE } from '../labels.ts'
import { Draft } from './Draft.tsx'
import { Report } from './Report.tsx'

type Props = { record: InvestigationRecord; caseId: string; number: string }

function SecondPerson({ record, number }: Props) {
  const sign = useCaseCommand(countersignInvestigation, { success: '社会背景调查已签定' })
  const giveBack = useCaseCommand(returnInvestigation, { success: '已退回，可以接着写' })
  const seen = { id: record.id, version: record.version }
  return (
    <>
      <ConfirmDanger
        needs={countersignInvestigation}
        title="复核签字"
        record={number}
        consequence="签字后这份调查长期保留，谁也不能再改。"
        disabledReason={record.isMine ? '复核签字须由调查人以外的人' : undefined}
        isRunning={sign.isRunning}
        onConfirm={() => sign.run(seen)}
      />
      <ConfirmDanger
        needs={returnInvestigation}
        title={record.isMine ? '取回修改' : '退回修改'}
        record={number}
        consequence="调查人的签字作废，改好后重新签字。"
        asksReason
        onConfirm={(note) => giveBack.run({ ...seen, note })}
      />
    </>
  )
}

function Signed({ record, caseId, number }: Props) {
  return (
    <Section
      title={
        <>
          社会背景调查{' '}
          <StateTag tone={record.state === 'signed' ? 'good' : 'attention'}>
            {INVESTIGATION_STATE[record.state]}
          </StateTag>
        </>
      }
      extra={
        <>
          {record.state === 'written' && <SecondPerson record={record} caseId={caseId} number={number} />}
          <ActionButton needs={printInvestigation} to={`/cases/${caseId}/investigation/${record.id}/print`}>
            打印
          </ActionButton>
        </>
      }
    >
      <Report record={record} />
    </Section>
  )
}

/** 社会背景调查 (MZ/T 086-2017) of a case: what is being written, and what was signed before. */
export function InvestigationPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(listInvestigations, { id })
  const mayWrite = useCan(saveInvestigation)
  const list = query.data
  const open = list?.items.find(({ state }) => state === 'draft')
  const isWaiting = list?.items.some(({ state }) => state === 'written') ?? false
  const isAsked = list !== undefined && (list.isMissing || list.items.length === 0)
  const canWrite = mayWrite && !isWaiting && (open !== undefined || isAsked)
  return (
    <Page
      title="社会背景调查"
      tabTitle={list ? `社会背景调查 ${list.number}` : '社会背景调查'}
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        { title: list?.number ?? '', to: `/cases/${id}` },
        { title: '社会背景调查' },
      ]}
      lede="走访之后写：各部分写看到的和听到的，注明是谁说的；问过而不清楚的照实勾选。调查人签字，另一人复核签字，签定后不再改动。"
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!list && !query.error && <Loading rows={12} />}
      {list && canWrite && <Draft caseId={id} number={list.number} record={open} last={list.items[0]} />}
      {list && !canWrite && !list.items.length && (
        <Section>
          <EmptyState title="还没有社会背景调查" hint="由办理个案的人走访后起草。" />
        </Section>
      )}
      {list?.items
        .filter(({ state }) => state !== 'draft')
        .map((record) => (
          <Signed key={record.id} record={record} caseId={id} number={list.number} />
        ))}
    </Page>
  )
}
