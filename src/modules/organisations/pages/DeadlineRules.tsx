import { Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Unconfirmed } from '#web/kit/DeadlineTag.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { useCan } from '#web/session.tsx'
import { DEADLINE_KIND_LABEL, DEADLINE_UNIT_LABEL, limitText } from '../labels.ts'
import {
  DeadlineOverride,
  listDeadlineRules,
  resetDeadline,
  setDeadline,
  type DeadlineRule,
} from '../settings/contract.ts'
import './network.css'

const UNIT_OPTIONS = DeadlineOverride.shape.unit.options.map((unit) => ({
  value: unit,
  label: DEADLINE_UNIT_LABEL[unit],
}))

function OverrideForm({ rule, close }: { rule: DeadlineRule; close: () => void }) {
  const command = useCommand(setDeadline, {
    refreshes: [listDeadlineRules],
    success: '已设定。新产生的期限按本县的数字计算',
    conflict: { labels: { limit: '期限', unit: '单位', basis: '依据' } },
  })
  const { limit, unit } = rule.override ?? rule
  const known = UNIT_OPTIONS.find(({ value }) => value === unit)?.value
  return (
    <RecordForm
      endpoint={setDeadline}
      command={command}
      fixed={{ code: rule.code, version: rule.version }}
      initial={{
        ...(limit !== null && { limit }),
        ...(known && { unit: known }),
        ...(rule.override && { basis: rule.override.basis }),
      }}
      submit="设定"
      onCancel={close}
      onDone={close}
    >
      <p className="sw-dialog-text">
        {rule.event} → {rule.action}。通用：{limitText(rule)}（{rule.citation}）
      </p>
      <FormField name="limit" label="本县期限">
        <Input inputMode="numeric" />
      </FormField>
      <FormField name="unit" label="单位">
        <Select options={UNIT_OPTIONS} />
      </FormField>
      <FormField name="basis" label="依据" hint="写明文件名称、文号和条款；不得宽于法律规定">
        <Input maxLength={120} />
      </FormField>
    </RecordForm>
  )
}

function Reset({ rule }: { rule: DeadlineRule }) {
  const command = useCommand(resetDeadline, { refreshes: [listDeadlineRules], success: '已恢复为通用期限' })
  if (!rule.override) return null
  return (
    <ConfirmDanger
      needs={resetDeadline}
      size="small"
      title="恢复通用"
      record={`${rule.code} ${rule.action}`}
      consequence={`新产生的期限按通用规则（${limitText(rule)}）计算；已有的任务不变。`}
      onConfirm={() => command.run({ code: rule.code, version: rule.version })}
    />
  )
}

function Limit({ rule }: { rule: DeadlineRule }) {
  if (!rule.override)
    return (
      <>
        {limitText(rule)} {rule.needsVerification && <Unconfirmed />}
      </>
    )
  return (
    <>
      <strong>{limitText(rule.override)}</strong>
      <span className="sw-quiet">（本县；通用 {limitText(rule)}）</span>
    </>
  )
}

const readColumns: Column<DeadlineRule>[] = [
  {
    key: 'what',
    title: '事项',
    render: ({ code, event, action }) => (
      <span className="sw-wrap">
        {event} → {action} <span className="sw-quiet sw-number">{code}</span>
      </span>
    ),
  },
  { key: 'limit', title: '期限', render: (rule) => <Limit rule={rule} /> },
  { key: 'kind', title: '性质', render: ({ kind }) => DEADLINE_KIND_LABEL[kind] },
  {
    key: 'citation',
    title: '依据',
    render: ({ citation, override }) => <span className="sw-wrap">{override?.basis ?? citation}</span>,
  },
]

const columns: Column<DeadlineRule>[] = [
  ...readColumns,
  {
    key: 'act',
    title: '操作',
    render: (rule) => (
      <span className="sw-actions">
        <FormDialog
          needs={setDeadline}
          label={rule.override ? '修改' : '设定'}
          title="设定本县期限"
          size="small"
          disabledReason={rule.canOverride ? undefined : '这条规则不按天数计算，没有可设定的期限'}
        >
          {(close) => <OverrideForm rule={rule} close={close} />}
        </FormDialog>
        <Reset rule={rule} />
      </span>
    ),
  },
]

const VIEWS = { own: '本县已设定', unconfirmed: '待核实' }
const shows = {
  own: ({ override }: DeadlineRule) => override !== null,
  unconfirmed: ({ needsVerification, override }: DeadlineRule) => needsVerification && override === null,
}

export function DeadlineRules() {
  const [words, setWords] = useState('')
  const [view, setView] = useState<keyof typeof VIEWS>()
  const rules = useEndpoint(listDeadlineRules, {})
  const mayEdit = useCan(setDeadline)
  const shown = useMemo(() => {
    const items = (rules.data?.items ?? []).filter(
      (rule) =>
        (!view || shows[view](rule)) &&
        (!words || [rule.code, rule.event, rule.action, rule.citation].some((text) => text.includes(words))),
    )
    return rules.data && { items, total: items.length }
  }, [rules.data, words, view])
  return (
    <Page
      title="期限规则"
      lede="每条期限都写明来源。标「待核实」的，其原文还没有核对过；县里有正式文件的，可以设定本县的期限。"
    >
      <FilterBar
        onClear={
          words || view
            ? () => {
                setWords('')
                setView(undefined)
              }
            : undefined
        }
      >
        <Input
          allowClear
          aria-label="查找规则"
          placeholder="事项、依据或编号"
          style={{ width: '18em' }}
          value={words}
          onChange={({ target }) => setWords(target.value.trim())}
        />
        <FilterSelect label="规则" words={VIEWS} value={view} onChange={setView} />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="期限规则"
          listing={{ ...rules, data: shown }}
          columns={mayEdit ? columns : readColumns}
          keyOf={({ code }) => code}
          empty={{ title: '没有符合条件的规则', hint: '换一个词，或清除筛选' }}
        />
      </Section>
    </Page>
  )
}
