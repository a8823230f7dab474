import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useBlocker } from 'react-router'
import { newId } from '#web/ids.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { saveInvestigation, signInvestigation, type InvestigationRecord } from '../contract.ts'
import { blankInvestigation, faultsOf } from '../rules.ts'
import { SECTIONS } from '../sections.ts'
import { Accounts, Sources } from './Rows.tsx'
import '../../pages/cases.css'

type PartProps = {
  part: InvestigationRecord['content']['sections'][number]
  onChange: (part: Partial<InvestigationRecord['content']['sections'][number]>) => void
}

function Part({ part, onChange }: PartProps) {
  const id = `part-${part.id}`
  const guide = SECTIONS.find((each) => each.id === part.id)?.guide
  return (
    <div className="sw-part">
      <label htmlFor={id}>{part.title}</label>
      {guide && (
        <p className="sw-quiet" id={`${id}-guide`}>
          {guide}
        </p>
      )}
      <Input.TextArea
        id={id}
        aria-describedby={`${id}-guide`}
        value={part.text}
        rows={4}
        maxLength={4000}
        placeholder={part.isUnknown ? '问过谁、为什么还不清楚（可不填）' : undefined}
        onChange={({ target }) => onChange({ text: target.value })}
      />
      <Checkbox checked={part.isUnknown} onChange={({ target }) => onChange({ isUnknown: target.checked })}>
        问过，不清楚
      </Checkbox>
    </div>
  )
}

const LABELS = {
  ...Object.fromEntries(SECTIONS.map(({ id, title }) => [id, title])),
  accounts: '各方说法',
  sources: '走访和谈话',
  gaps: '还要查的',
  conclusion: '调查小结',
}

type Props = {
  caseId: string
  number: string
  record: InvestigationRecord | undefined
  /** Of an earlier round: what was found then is where one begins. */
  last: InvestigationRecord | undefined
}

/** Writes the report; kept on the server when one says so, signed when nothing is missing. */
export function Draft({ caseId, number, record, last }: Props) {
  const [investigationId] = useState(() => record?.id ?? newId())
  const [saved, setSaved] = useState(() => (record ?? last)?.content ?? blankInvestigation())
  const [content, setContent] = useState(saved)
  const version = record?.version ?? 0
  const save = useCaseCommand(saveInvestigation, {
    success: ({ faults }) => (faults.length ? `草稿已保存，还有 ${faults.length} 处没写` : '草稿已保存'),
    conflict: { labels: LABELS },
  })
  const sign = useCaseCommand(signInvestigation, { success: '已签字，等另一人复核' })
  const isChanged = content !== saved
  const faults = faultsOf(content)
  const keep = async () => {
    const now = content
    if (await save.run({ id: caseId, investigationId, version, content: now })) setSaved(now)
  }
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isChanged && currentLocation.pathname !== nextLocation.pathname,
  )
  return (
    <>
      <Dialog
        isOpen={blocker.state === 'blocked'}
        title="还有没保存的内容"
        confirm="离开，不保存"
        cancel="留在本页"
        isDanger
        onClose={() => blocker.reset?.()}
        onConfirm={async () => blocker.proceed?.()}
      >
        现在离开，没有保存的内容会丢失。
      </Dialog>
      {record?.returnNote && (
        <div className="sw-owed" role="note">
          <strong>复核人退回：</strong>
          {record.returnNote}
        </div>
      )}
      <Section title="各部分">
        {content.sections.map((part, index) => (
          <Part
            key={part.id}
            part={part}
            onChange={(change) =>
              setContent((before) => ({
                ...before,
                sections: before.sections.map((each, at) => (at === index ? { ...each, ...change } : each)),
              }))
            }
          />
        ))}
      </Section>
      <Section>
        <Accounts
          rows={content.accounts}
          onChange={(accounts) => setContent((before) => ({ ...before, accounts }))}
        />
        <Sources
          rows={content.sources}
          onChange={(sources) => setContent((before) => ({ ...before, sources }))}
        />
      </Section>
      <Section title="小结">
        <div className="sw-part">
          <label htmlFor="part-gaps">还要查的</label>
          <Input.TextArea
            id="part-gaps"
            value={content.gaps}
            rows={2}
            maxLength={2000}
            onChange={({ target }) => setContent((before) => ({ ...before, gaps: target.value }))}
          />
        </div>
        <div className="sw-part">
          <label htmlFor="part-conclusion">调查小结</label>
          <Input.TextArea
            id="part-conclusion"
            value={content.conclusion}
            rows={4}
            maxLength={4000}
            onChange={({ target }) => setContent((before) => ({ ...before, conclusion: target.value }))}
          />
        </div>
        {faults.length > 0 && (
          <details>
            <summary>签字前还有 {faults.length} 处要写</summary>
            <ul>
              {faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          </details>
        )}
        <div className="sw-actions sw-part">
          <ActionButton
            needs={saveInvestigation}
            type="primary"
            isRunning={save.isRunning}
            disabledReason={isChanged || !record ? undefined : '没有改动'}
            onClick={() => void keep()}
          >
            保存草稿
          </ActionButton>
          {isChanged && <Button onClick={() => setContent(saved)}>恢复到上次保存的</Button>}
          {record && (
            <ConfirmDanger
              needs={signInvestigation}
              title="调查人签字"
              record={number}
              consequence="签字后不能再改；另一人复核签字后长期保留，退回才能接着写。"
              disabledReason={
                isChanged ? '请先保存草稿' : faults.length ? `还没写完：${faults.join('；')}` : undefined
              }
              isRunning={sign.isRunning}
              onConfirm={() => sign.run({ id: record.id, version: record.version })}
            />
          )}
        </div>
      </Section>
    </>
  )
}
