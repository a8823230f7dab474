import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Section } from '#web/kit/Page.tsx'
import { listHelpers } from '../../contract.ts'
import { PLAN_ITEM_KIND } from '../../plans/kinds/labels.ts'
import {
  Presence,
  type Attendee,
  type ConferencePageRecord,
  type Dissent,
  type NewResolution,
} from '../contract.ts'
import { PRESENCE } from '../labels.ts'
import { useRecord, type Recording, type Saving } from './use-record.ts'

type Helpers = OutputOf<typeof listHelpers>

const KINDS = Object.entries(PLAN_ITEM_KIND).map(([value, label]) => ({ value, label }))
const PRESENCES = Presence.options.map((value) => ({ value, label: PRESENCE[value] }))

const replaced = <Row,>(rows: Row[], at: number, part: Partial<Row>) =>
  rows.map((row, index) => (index === at ? { ...row, ...part } : row))
const without = <Row,>(rows: Row[], at: number) => rows.filter((_, index) => index !== at)

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return <Button icon={<DeleteOutlined aria-hidden="true" />} aria-label={label} onClick={onClick} />
}

function Add({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <Button icon={<PlusOutlined aria-hidden="true" />} onClick={onClick}>
      {children}
    </Button>
  )
}

type RowsProps<Row> = { rows: Row[]; onChange: (rows: Row[]) => void }

function Attendees({ rows, onChange }: RowsProps<Attendee>) {
  const blank: Attendee = { organisation: '', name: '', presence: 'came' }
  return (
    <Section title="到会">
      <ul className="cnf-rows">
        {rows.map((row, at) => {
          const set = (part: Partial<Attendee>) => onChange(replaced(rows, at, part))
          const who = `第 ${at + 1} 人`
          return (
            // Rows have no id of their own, and are only added at the end.
            // oxlint-disable-next-line no-array-index-key
            <li key={at} className="cnf-row cnf-attendee">
              <Input
                aria-label={`${who}的单位`}
                placeholder="单位"
                maxLength={60}
                value={row.organisation}
                onChange={({ target }) => set({ organisation: target.value })}
              />
              <Input
                aria-label={`${who}的姓名`}
                placeholder="姓名"
                maxLength={40}
                value={row.name}
                onChange={({ target }) => set({ name: target.value })}
              />
              <Input
                aria-label={`${who}的职务`}
                placeholder="职务"
                maxLength={40}
                value={row.post ?? ''}
                onChange={({ target }) => set({ post: target.value })}
              />
              <Select
                aria-label={`${who}是否到会`}
                options={PRESENCES}
                value={row.presence}
                onChange={(presence) => set({ presence })}
              />
              <Input
                aria-label={`${who}请假的原因`}
                placeholder={row.presence === 'excused' ? '请假的原因' : ''}
                disabled={row.presence !== 'excused'}
                maxLength={200}
                value={row.presence === 'excused' ? (row.reason ?? '') : ''}
                onChange={({ target }) => set({ reason: target.value })}
              />
              <Remove label={`删去${who}`} onClick={() => onChange(without(rows, at))} />
            </li>
          )
        })}
      </ul>
      <Add onClick={() => onChange([...rows, blank])}>再加一人</Add>
    </Section>
  )
}

const PERSON = 'person:'
const UNIT = 'unit:'

const ownerOptions = ({ people, units }: Helpers) => [
  {
    label: '本系统人员',
    options: people.map(({ id, name, role }) => ({ value: `${PERSON}${id}`, label: `${name}（${role}）` })),
  },
  { label: '单位', options: units.map(({ id, name }) => ({ value: `${UNIT}${id}`, label: name })) },
]

const ownerOf = ({ ownerId, unitId }: NewResolution) =>
  ownerId ? `${PERSON}${ownerId}` : unitId && `${UNIT}${unitId}`

const toOwner = (value: string | undefined): Pick<NewResolution, 'ownerId' | 'unitId'> => ({
  ownerId: value?.startsWith(PERSON) ? value.slice(PERSON.length) : undefined,
  unitId: value?.startsWith(UNIT) ? value.slice(UNIT.length) : undefined,
})

type ResolutionsProps = RowsProps<NewResolution> & { helpers: Helpers }

function Resolutions({ rows, onChange, helpers }: ResolutionsProps) {
  const add = () => onChange([...rows, { id: newId(), kind: 'other', text: '' }])
  return (
    <Section title="决议">
      <ul className="cnf-rows">
        {rows.map((row, at) => {
          const set = (part: Partial<NewResolution>) => onChange(replaced(rows, at, part))
          const which = `第 ${at + 1} 项决议`
          return (
            <li key={row.id} className="cnf-row cnf-resolution">
              <span className="cnf-number">{at + 1}.</span>
              <Input
                aria-label={which}
                placeholder="做什么（不写孩子姓名）"
                maxLength={200}
                value={row.text}
                onChange={({ target }) => set({ text: target.value })}
                onPressEnter={add}
              />
              <Select
                aria-label={`${which}的类别`}
                options={KINDS}
                value={row.kind}
                onChange={(kind) => set({ kind })}
              />
              <Select
                aria-label={`${which}由谁负责`}
                placeholder="谁负责"
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                popupMatchSelectWidth={false}
                options={ownerOptions(helpers)}
                {...(ownerOf(row) && { value: ownerOf(row) })}
                onChange={(value: string | undefined) => set(toOwner(value))}
              />
              <Input
                type="date"
                aria-label={`${which}何时前完成`}
                value={row.dueDay ?? ''}
                onChange={({ target }) => set({ dueDay: target.value || undefined })}
              />
              <Remove label={`删去${which}`} onClick={() => onChange(without(rows, at))} />
            </li>
          )
        })}
      </ul>
      <Add onClick={add}>再加一项（在上一项里按回车也可以）</Add>
    </Section>
  )
}

function Dissents({ rows, onChange }: RowsProps<Dissent>) {
  return (
    <Section title="不同意见">
      <ul className="cnf-rows">
        {rows.map((row, at) => {
          const set = (part: Partial<Dissent>) => onChange(replaced(rows, at, part))
          return (
            // oxlint-disable-next-line no-array-index-key
            <li key={at} className="cnf-row cnf-dissent">
              <Input
                aria-label={`第 ${at + 1} 条是谁的意见`}
                placeholder="单位和姓名"
                maxLength={60}
                value={row.who}
                onChange={({ target }) => set({ who: target.value })}
              />
              <Input.TextArea
                aria-label={`第 ${at + 1} 条意见`}
                rows={2}
                maxLength={2000}
                value={row.text}
                onChange={({ target }) => set({ text: target.value })}
              />
              <Remove label={`删去第 ${at + 1} 条意见`} onClick={() => onChange(without(rows, at))} />
            </li>
          )
        })}
      </ul>
      <Add onClick={() => onChange([...rows, { who: '', text: '' }])}>记一条不同意见</Add>
    </Section>
  )
}

const SAVING: Record<Saving, string> = {
  untouched: '边说边记，自动保存；Ctrl+S 立即保存。',
  waiting: '正在保存……',
  saved: '已保存',
  failed: '没有存上',
  overtaken: '别人也在记录这次会商，您的内容还没有存上',
}

function SavingLine({ recording: { saving, reason, again, insist } }: { recording: Recording }) {
  const isBad = saving === 'failed' || saving === 'overtaken'
  return (
    <div className="cnf-saving" role="status">
      <span className={isBad ? 'sw-field-error' : 'sw-quiet'}>
        {SAVING[saving]}
        {saving === 'failed' && `：${reason}`}
      </span>
      {saving === 'failed' && <Button onClick={again}>再存一次</Button>}
      {saving === 'overtaken' && (
        <>
          <Button onClick={() => void insist()}>以我记的为准</Button>
          <Button onClick={() => window.location.reload()}>看对方记的（放弃我的）</Button>
        </>
      )}
    </div>
  )
}

type Props = {
  conference: ConferencePageRecord
  /** Given whatever saves what is on the screen; the version that then stands. */
  children: (recording: Recording) => React.ReactNode
}

/** Written down while people speak, in the order in which minutes are read. */
export function RecordEditor({ conference, children }: Props) {
  const recording = useRecord(conference)
  const helpers = useEndpoint(listHelpers, { divisionCode: conference.case.divisionCode })
  const { draft, change } = recording
  return (
    <>
      <Attendees rows={draft.attendees} onChange={(attendees) => change({ attendees })} />
      <Section title="讨论">
        <Input.TextArea
          aria-label="讨论情况"
          rows={6}
          maxLength={20_000}
          placeholder="谁说明了什么，争论在哪里，一致认为什么。一段一行。"
          value={draft.discussion}
          onChange={({ target }) => change({ discussion: target.value })}
        />
      </Section>
      {helpers.data && (
        <Resolutions
          rows={draft.resolutions}
          helpers={helpers.data}
          onChange={(resolutions) => change({ resolutions })}
        />
      )}
      <Dissents rows={draft.dissents} onChange={(dissents) => change({ dissents })} />
      <SavingLine recording={recording} />
      {children(recording)}
    </>
  )
}
