import { Alert, Button, Input, Progress } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Instant, instantText } from '#web/kit/times.tsx'
import { comparePrintedHead, listChainHeads, type ChainHead } from '../contract.ts'
import { BREAK_LABEL } from '../labels.ts'
import { inGroups } from './hash.ts'
import { useVerification, type Verification } from './use-verification.ts'

function Verdict({ last, finishedAt }: Verification) {
  if (!last) return null
  const { broken, late, head } = last
  if (broken)
    return (
      <Alert
        type="error"
        showIcon
        title={`审计链在第 ${broken.seq.toLocaleString('zh-CN')} 条断开：${BREAK_LABEL[broken.kind]}`}
        description={
          <>
            {broken.day && <p>与 {broken.day} 的链头不符。</p>}
            <p>
              第 1 至 {(broken.seq - 1).toLocaleString('zh-CN')}{' '}
              条完好。请保护好数据库现状，通知安全管理员和负责人，与打印留存的链头核对。
            </p>
            {broken.entryId && <p className="sw-number">记录编号 {broken.entryId}</p>}
          </>
        }
      />
    )
  if (late)
    return (
      <Alert
        type="warning"
        showIcon
        title={`已封存的 ${head.seq.toLocaleString('zh-CN')} 条完好，但有 ${late.count} 条超过 5 秒还没有封存`}
        description={`最早的一条在 ${instantText(late.oldestAt)}。封存进程可能没有运行，请系统管理员检查。`}
      />
    )
  return (
    <Alert
      type="success"
      showIcon
      title={`${head.seq.toLocaleString('zh-CN')} 条审计记录全部完好，没有被改动、删除或调换`}
      description={
        <>
          {finishedAt && <p>核验完成于 {instantText(finishedAt.toISOString())}</p>}
          <p className="sw-number">链头 {inGroups(head.hash)}</p>
        </>
      }
    />
  )
}

function Verify() {
  const { verification, run, stop } = useVerification()
  const { state, last, problem } = verification ?? {}
  const percent = last ? Math.floor((last.head.seq / Math.max(last.total, 1)) * 100) : 0
  return (
    <Section
      title="核验整条链"
      extra={
        state === 'running' ? (
          <Button onClick={stop}>停止</Button>
        ) : (
          <Button type="primary" onClick={() => void run()}>
            {state ? '重新核验' : '开始核验'}
          </Button>
        )
      }
    >
      {!verification && (
        <p className="sw-quiet">逐条重算散列，并与每天的链头比对。十万条约需两秒，可随时停止。</p>
      )}
      {state === 'running' && (
        <div role="status" aria-label="正在核验">
          <Progress percent={percent} />
          <p className="sw-quiet">
            已核验 {(last?.head.seq ?? 0).toLocaleString('zh-CN')} /{' '}
            {(last?.total ?? 0).toLocaleString('zh-CN')} 条
          </p>
        </div>
      )}
      {state === 'stopped' && (
        <Alert
          type="info"
          showIcon
          title={`已停止。前 ${(last?.head.seq ?? 0).toLocaleString('zh-CN')} 条完好，其余没有核验`}
        />
      )}
      {problem && <ProblemNotice problem={problem} onRetry={() => void run()} />}
      {state === 'finished' && verification && <Verdict {...verification} />}
    </Section>
  )
}

function Compare() {
  const command = useCommand(comparePrintedHead)
  const [isSame, setIsSame] = useState<boolean>()
  return (
    <Section title="与纸上的链头比对">
      <RecordForm
        endpoint={comparePrintedHead}
        command={command}
        submit="比对"
        onDone={(out) => setIsSame(out.isSame)}
      >
        <FormField name="seq" label="序号">
          <Input inputMode="numeric" autoComplete="off" />
        </FormField>
        <FormField name="hash" label="散列" hint="照纸上输入，至少前 16 位；空格不计">
          <Input autoComplete="off" spellCheck={false} />
        </FormField>
      </RecordForm>
      {isSame !== undefined && (
        <Alert
          showIcon
          type={isSame ? 'success' : 'error'}
          title={
            isSame
              ? '一致：这条记录及之前的全部记录，与打印那天相同（以整条链核验完好为前提）'
              : '不一致：那天之前的记录后来被改写过，或输入有误，请再核对一遍'
          }
        />
      )}
    </Section>
  )
}

const columns: Column<ChainHead>[] = [
  { key: 'day', title: '日期', render: ({ day }) => <span className="sw-number">{day}</span> },
  { key: 'seq', title: '序号', align: 'right', render: ({ seq }) => seq.toLocaleString('zh-CN') },
  {
    key: 'hash',
    title: '链头散列',
    render: ({ hash }) => <span className="sw-number sw-hash">{inGroups(hash)}</span>,
  },
  {
    key: 'sealedAt',
    title: '封存时间',
    phone: 'absent',
    render: ({ sealedAt }) => <Instant value={sealedAt} />,
  },
]

export function AuditChain() {
  const [paging, setPaging] = useState({ page: 1, pageSize: 20 })
  const heads = useEndpoint(listChainHeads, paging)
  return (
    <Page
      title="审计链核验"
      lede="每条审计记录都在 5 秒内由独立的封存进程编号、与前一条连成散列链。动过任何一条，从那一条起就对不上。"
    >
      <Verify />
      <Section title="每日链头" extra={<Link to="/audit-chain/print">打印最近的链头</Link>} isFlush>
        <RecordTable
          caption="每日链头"
          listing={heads}
          columns={columns}
          keyOf={({ day }) => day}
          empty={{ title: '还没有链头', hint: '有记录封存后，这里每天一行' }}
          paging={{ ...paging, onChange: (page, pageSize) => setPaging({ page, pageSize }) }}
        />
      </Section>
      <Compare />
    </Page>
  )
}
