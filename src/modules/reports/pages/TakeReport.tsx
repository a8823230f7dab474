import { Button, Checkbox, Form, Input, Select } from 'antd'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useIsPhone } from '#web/kit/use-is-phone.ts'
import { useCan, useSession } from '#web/session.tsx'
import { getReport, listMyReports, listReports, takeReport } from '../contract.ts'
import { countInbox } from '../desk/contract.ts'
import { REPORT_SOURCE } from '../labels.ts'
import { ChildPicker } from './ChildPicker.tsx'
import { DangerField } from './DangerField.tsx'
import { InstantInput } from './InstantInput.tsx'
import { draftOf, dropDraft, hasWords, keepDraft, type ReportDraft } from './report-draft.ts'
import './reports.css'

// What comes through the portal is never typed in.
const sources = Object.entries(REPORT_SOURCE)
  .filter(([value]) => value !== 'portal')
  .map(([value, label]) => ({ value, label }))

/** Ctrl+Enter sends from any field: the officer's other hand holds the telephone. */
const sendByKey = (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  const form = event.target instanceof Element ? event.target.closest('form') : null
  // Before the field itself hears of it: Enter would pick, clear or press what has the focus.
  event.preventDefault()
  event.stopPropagation()
  form?.requestSubmit()
}

const clockText = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** How long the call has taken so far. */
function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span role="timer" aria-label="已用时间" className="sw-elapsed sw-number">
      {clockText(Math.max(0, now - since) / 1_000)}
    </span>
  )
}

function WhichChild({ accountId, draft }: { accountId: string; draft: ReportDraft }) {
  const form = Form.useFormInstance()
  const childId: unknown = Form.useWatch('childId', form)
  const divisions = useEndpoint(listDivisions, { level: 'village' })
  return (
    <>
      <FormField name="childId" label="哪个孩子（在档案里查找）">
        <ChildPicker initial={draft.child} onPick={(child) => keepDraft(accountId, { child })} />
      </FormField>
      {!childId && (
        <div className="sw-fieldset">
          <FormField name="childName" label="没找到：孩子叫什么">
            <Input autoComplete="off" />
          </FormField>
          <FormField name="divisionCode" label="在哪个村（居）">
            <DivisionSelect options={divisions.data?.items ?? []} isLoading={divisions.isPending} />
          </FormField>
        </div>
      )}
      {!childId && (
        <FormField name="childAbout" label="怎么找到孩子：年龄、样子、学校、住处">
          <Input autoComplete="off" />
        </FormField>
      )}
    </>
  )
}

function WhoReports() {
  const form = Form.useFormInstance()
  const isAnonymous: unknown = Form.useWatch('isAnonymous', form)
  const source: unknown = Form.useWatch('source', form)
  return (
    <div className="sw-fieldset">
      {!isAnonymous && (
        <FormField name="reporterName" label="报告人姓名">
          <Input autoComplete="off" />
        </FormField>
      )}
      {!isAnonymous && (
        <FormField name="reporterPhone" label="报告人电话">
          <Input autoComplete="off" inputMode="tel" />
        </FormField>
      )}
      <FormField name="reporterRelation" label="和孩子的关系">
        <Input autoComplete="off" placeholder="邻居、老师、亲属……" />
      </FormField>
      <FormField name="isAnonymous" label="报告人" isChecked>
        <Checkbox>要求匿名（不记姓名和电话）</Checkbox>
      </FormField>
      <FormField name="source" label="来源">
        <Select options={sources} />
      </FormField>
      {(source === 'order-12345' || source === 'email' || source === 'paper') && (
        <FormField name="outsideNumber" label="对方的编号">
          <Input autoComplete="off" />
        </FormField>
      )}
      {source === 'order-12345' && (
        <FormField name="outsideDueAt" label="对方要求何时前答复">
          <InstantInput />
        </FormField>
      )}
    </div>
  )
}

/** Copies every change into the draft. */
function Keeping({ accountId }: { accountId: string }) {
  const form = Form.useFormInstance<Record<string, unknown>>()
  const values: unknown = Form.useWatch([], form)
  useEffect(() => {
    if (values) keepDraft(accountId, { values: form.getFieldsValue(true) })
  }, [accountId, form, values])
  return null
}

type Props = { accountId: string; role: string | undefined; onRestart: () => void }

function FastForm({ accountId, role, onRestart }: Props) {
  const navigate = useNavigate()
  const mayOpen = useCan(getReport)
  const isPhone = useIsPhone()
  const [draft] = useState(() => draftOf(accountId))
  const [isFound] = useState(() => hasWords(draft))
  // Scanned from a sheet of paper.
  const [search] = useSearchParams()
  const paper = search.get('paper')?.slice(0, 40)
  const command = useCommand(takeReport, {
    refreshes: [listReports, listMyReports, countInbox],
    success: ({ number }) => `已登记 ${number}，已进入县未保中心待研判`,
  })
  const leave = () => {
    dropDraft(accountId)
    void navigate(mayOpen ? `/reports/${draft.id}` : '/my-reports')
  }
  return (
    <Section
      title="边听边记"
      extra={
        <>
          {isFound && (
            <span className="sw-quiet" role="status">
              接着上次没提交的内容
            </span>
          )}
          {isFound && (
            <Button size="small" onClick={onRestart}>
              清空重写
            </Button>
          )}
          <Elapsed since={draft.startedAt} />
        </>
      }
    >
      <div onKeyDownCapture={sendByKey}>
        <RecordForm
          endpoint={takeReport}
          command={command}
          fixed={{ id: draft.id }}
          initial={{
            source: role === 'child-director' ? 'village' : 'telephone',
            isAnonymous: false,
            ...draft.values,
            ...(paper && !isFound && { source: 'paper', outsideNumber: paper }),
          }}
          submit={isPhone ? '提交登记' : '提交登记（Ctrl+Enter）'}
          onDone={leave}
          isWide
        >
          <Keeping accountId={accountId} />
          <FormField name="narrative" label="报告人说了什么">
            <Input.TextArea autoFocus rows={3} maxLength={4000} />
          </FormField>
          <FormField name="danger" label="危险情形（边听边问）">
            <DangerField />
          </FormField>
          <WhichChild accountId={accountId} draft={draft} />
          <WhoReports />
        </RecordForm>
      </div>
    </Section>
  )
}

/** The fast form: one screen, by keyboard alone; everything but what happened may be unknown. */
export function TakeReport() {
  const { account } = useSession()
  const [round, setRound] = useState(0)
  if (!account) return null
  const restart = () => {
    dropDraft(account.id)
    setRound(round + 1)
  }
  return (
    <Page
      title="登记报告"
      lede="只有“说了什么”必填，其余不知道就空着。叙述和报告人信息加密保存，只有县未保中心人员能看。"
    >
      <FastForm key={round} accountId={account.id} role={account.role} onRestart={restart} />
    </Page>
  )
}
