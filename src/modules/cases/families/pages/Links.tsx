import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord } from '../../contract.ts'
import { CASE_STATE } from '../../labels.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { endLink, linkCases, LinkKind, listLinks, type CaseLink } from '../contract.ts'
import { LINK_KIND } from '../labels.ts'

type Suggested = OutputOf<typeof listLinks>['suggested']
type FormProps = { caseId: string; suggested: Suggested; onDone: () => void }

type NumberProps = { id?: string; value?: string; onChange?: (value: string) => void; suggested: Suggested }

/** A number is typed, or taken from the cases of brothers and sisters. */
function NumberField({ id, value, onChange, suggested }: NumberProps) {
  return (
    <>
      <Input
        id={id}
        value={value}
        placeholder="个〔2026〕0001号"
        autoComplete="off"
        onChange={({ target }) => onChange?.(target.value)}
      />
      {suggested.map(({ id: of, number, child }) => (
        <Button key={of} size="small" type="link" onClick={() => onChange?.(number)}>
          {number} {child ?? '（密封）'}（兄弟姐妹）
        </Button>
      ))}
    </>
  )
}

function LinkForm({ caseId, suggested, onDone }: FormProps) {
  const [linkId] = useState(newId)
  const command = useCaseCommand(linkCases, { success: '已关联；只有两案都看得到的人知道' })
  return (
    <RecordForm
      endpoint={linkCases}
      command={command}
      fixed={{ caseId, linkId }}
      submit="关联"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="number" label="另一个案的编号">
        <NumberField suggested={suggested} />
      </FormField>
      <FormField name="kind" label="为什么关联">
        <Select options={LinkKind.options.map((value) => ({ value, label: LINK_KIND[value] }))} />
      </FormField>
      <FormField name="reason" label="说明">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function Item({ caseId, link }: { caseId: string; link: CaseLink }) {
  const command = useCaseCommand(endLink, { success: '已解除关联，记录仍保留' })
  const { other, kind, reason, by, at, ended } = link
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <Link to={`/cases/${other.id}`}>{other.number}</Link>
        <span>
          {other.child ?? '（密封）'}，{LINK_KIND[kind]}，{CASE_STATE[other.state]}，负责人 {other.owner}
        </span>
      </div>
      <p className="sw-text">
        {by}：{reason} <Instant value={at} />
      </p>
      {ended ? (
        <p className="sw-quiet">
          已由 {ended.by} 解除：{ended.reason} <Instant value={ended.at} />
        </p>
      ) : (
        <div className="sw-actions">
          <ConfirmDanger
            needs={endLink}
            title="解除关联"
            record={other.number}
            consequence="两案不再互相显示；关联过的记录保留。"
            size="small"
            asksReason
            onConfirm={(words) => command.run({ caseId, linkId: link.id, reason: words })}
          />
        </div>
      )}
    </li>
  )
}

/** 关联个案: brothers and sisters, the same event. */
export function Links({ kase }: { kase: CaseRecord }) {
  const query = useEndpoint(listLinks, { caseId: kase.id })
  if (query.error) return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
  const { items = [], suggested = [] } = query.data ?? {}
  return (
    <Section
      title="关联个案"
      extra={
        <FormDialog title="关联另一个案" label="关联个案" needs={linkCases}>
          {(close) => <LinkForm caseId={kase.id} suggested={suggested} onDone={close} />}
        </FormDialog>
      }
    >
      {!items.length && (
        <p className="sw-quiet">
          {suggested.length
            ? `孩子的兄弟姐妹有 ${suggested.length} 件个案，可以关联起来一起办理。`
            : '没有关联的个案。兄弟姐妹、同一事件的个案可以关联起来一起办理。'}
        </p>
      )}
      <ul className="sw-items">
        {items.map((link) => (
          <Item key={link.id} caseId={kase.id} link={link} />
        ))}
      </ul>
    </Section>
  )
}
