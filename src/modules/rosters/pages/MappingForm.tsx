import { useQueryClient } from '@tanstack/react-query'
import { Alert, AutoComplete, Form, Input, Select } from 'antd'
import { today } from '#kernel/day.ts'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { PARENT_STATE } from '#modules/children/labels.ts'
import { keyOf } from '#web/api.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import type { Subject } from '../cleaning/fields.ts'
import type { Roster } from '../contract.ts'
import { getMapping, saveMapping } from '../intake/contract.ts'
import { DEPARTMENTS, PURPOSE, SUBJECT } from '../labels.ts'
import { startPreview } from '../preview/contract.ts'
import { MappingTable, type Chosen } from './MappingTable.tsx'
import { useRosterCommand } from './use-roster-command.ts'
import { optionsOf } from './words.ts'

type Mapping = OutputOf<typeof getMapping>

const subjectOf = (value: unknown, fallback: Subject): Subject =>
  value === 'child' || value === 'person' ? value : fallback

function Heads({ subject }: { subject: Subject }) {
  const day = today(useNow())
  return (
    <>
      <div className="roster-heads">
        <FormField name="department" label="部门">
          <AutoComplete options={DEPARTMENTS.map((value) => ({ value }))} maxLength={30} />
        </FormField>
        <FormField name="asOfDay" label="名册截至哪一天">
          <Input type="date" max={day} />
        </FormField>
        <FormField name="subject" label="名册里是谁">
          <Select options={optionsOf(SUBJECT)} />
        </FormField>
      </div>
      {subject === 'person' && (
        <FormField name="parentState" label="名册说明的是哪一种情况">
          <Select allowClear options={optionsOf(PARENT_STATE)} />
        </FormField>
      )}
      <FormField name="purpose" label="用途">
        <Select options={optionsOf(PURPOSE)} />
      </FormField>
    </>
  )
}

type ColumnsProps = {
  mapping: Mapping
  subject: Subject
  value?: Chosen[]
  onChange?: (fields: Chosen[]) => void
}

function Columns({ mapping: { columns }, subject, value, onChange }: ColumnsProps) {
  return (
    <MappingTable
      columns={columns}
      subject={subject}
      fields={value ?? columns.map(({ field }) => field)}
      onChange={(fields) => onChange?.(fields)}
    />
  )
}

function Fields({ mapping }: { mapping: Mapping }) {
  const form = Form.useFormInstance()
  const subject = subjectOf(Form.useWatch('subject', form), mapping.subject)
  return (
    <>
      <Heads subject={subject} />
      <FormField name="fields" label={`各列是什么（共 ${mapping.columns.length} 列）`}>
        <Columns mapping={mapping} subject={subject} />
      </FormField>
    </>
  )
}

const skippedText = ({ headerRows, skippedAbove }: Mapping) =>
  `表头在第 ${headerRows.join('、')} 行${skippedAbove ? `，上面 ${skippedAbove} 行标题或说明不当作数据` : ''}。`

type Props = { roster: Roster; mapping: Mapping; onStarted: () => void }

/** Saves what a person looked over, and has the file read with it. */
export function MappingForm({ roster: { id, version }, mapping, onStarted }: Props) {
  const client = useQueryClient()
  const command = useRosterCommand(saveMapping)
  const preview = useRosterCommand(startPreview)
  const toInput = (values: Record<string, unknown>) =>
    // The form's fields carry these values, each checked by the contract's schema.
    ({
      ...values,
      id,
      version,
      parentState: values.subject === 'person' ? (values.parentState ?? null) : null,
    }) as InputOf<typeof saveMapping>
  const { department, asOfDay, purpose, subject, parentState, columns } = mapping
  return (
    <div className="roster-mapping-form">
      <p className="sw-quiet">
        {mapping.title && `《${mapping.title}》，`}
        {skippedText(mapping)}
      </p>
      {mapping.isRemembered && (
        <Alert type="info" showIcon title="这个部门以前交过同样版式的名册，已沿用上次核对过的对应关系" />
      )}
      <RecordForm
        endpoint={saveMapping}
        command={{ ...command, isRunning: command.isRunning || preview.isRunning }}
        initial={{
          department,
          asOfDay,
          purpose,
          subject,
          ...(parentState && { parentState }),
          fields: columns.map(({ field }) => field),
        }}
        toInput={toInput}
        submit="保存并预览"
        onDone={async (saved) => {
          // The file is read with it at once, when nobody may ask for it; whoever comes back to it gets it anew.
          void client.invalidateQueries({ queryKey: keyOf(getMapping), refetchType: 'none' })
          if (await preview.run({ id, version: saved.version })) onStarted()
        }}
        isWide
      >
        <Fields mapping={mapping} />
      </RecordForm>
      <p className="sw-quiet">预览只读文件、与档案核对，不改动任何档案。</p>
    </div>
  )
}
