import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useId, type ReactNode } from 'react'
import { today } from '#kernel/day.ts'
import { useNow } from '#web/use-now.ts'
import { SpokenHow, type InvestigationContent } from '../contract.ts'
import { SPOKEN_HOW } from '../labels.ts'

type RowsProps<T> = {
  legend: string
  hint: string
  add: string
  rows: readonly T[]
  blank: T
  onChange: (rows: T[]) => void
  children: (row: T, change: (part: Partial<T>) => void) => ReactNode
}

/** Lines of one kind: added at the end, each with its own fields and a button to take it out. */
function Rows<T>({ legend, hint, add, rows, blank, onChange, children }: RowsProps<T>) {
  return (
    <fieldset className="sw-rows">
      <legend>{legend}</legend>
      <p className="sw-quiet">{hint}</p>
      {rows.map((row, index) => (
        // Rows have no name of their own, and none is moved.
        <div key={index} className="sw-row">
          {children(row, (part) =>
            onChange(rows.map((each, at) => (at === index ? { ...each, ...part } : each))),
          )}
          <Button
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={`去掉第 ${index + 1} 行`}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => onChange([...rows, blank])}>
        {add}
      </Button>
    </fieldset>
  )
}

type FieldProps = { label: string; isWide?: boolean; children: (id: string) => ReactNode }

function Field({ label, isWide, children }: FieldProps) {
  const id = useId()
  return (
    <div className={isWide ? 'sw-row-field sw-row-wide' : 'sw-row-field'}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

type Props<Key extends 'accounts' | 'sources'> = {
  rows: InvestigationContent[Key]
  onChange: (rows: InvestigationContent[Key]) => void
}

export function Accounts({ rows, onChange }: Props<'accounts'>) {
  return (
    <Rows
      legend="各方说法"
      hint="说法不一样的，一方一行照写，不替谁裁定；孩子自己的话也写在这里。"
      add="加一方说法"
      rows={rows}
      blank={{ who: '', said: '' }}
      onChange={onChange}
    >
      {(row, change) => (
        <>
          <Field label="谁说的">
            {(id) => (
              <Input
                id={id}
                value={row.who}
                maxLength={60}
                onChange={({ target }) => change({ who: target.value })}
              />
            )}
          </Field>
          <Field label="怎么说" isWide>
            {(id) => (
              <Input.TextArea
                id={id}
                value={row.said}
                rows={2}
                maxLength={2000}
                onChange={({ target }) => change({ said: target.value })}
              />
            )}
          </Field>
        </>
      )}
    </Rows>
  )
}

const HOW_OPTIONS = SpokenHow.options.map((value) => ({ value, label: SPOKEN_HOW[value] }))

export function Sources({ rows, onChange }: Props<'sources'>) {
  const day = today(useNow())
  return (
    <Rows
      legend="走访和谈话"
      hint="和谁谈过、是孩子的什么人、哪一天、怎么谈的；至少一人。"
      add="加一个人"
      rows={rows}
      blank={{ who: '', relation: '', on: day, how: 'home' as const }}
      onChange={onChange}
    >
      {(row, change) => (
        <>
          <Field label="和谁">
            {(id) => (
              <Input
                id={id}
                value={row.who}
                maxLength={60}
                onChange={({ target }) => change({ who: target.value })}
              />
            )}
          </Field>
          <Field label="是孩子的">
            {(id) => (
              <Input
                id={id}
                value={row.relation}
                maxLength={40}
                onChange={({ target }) => change({ relation: target.value })}
              />
            )}
          </Field>
          <Field label="哪一天">
            {(id) => (
              <Input
                id={id}
                type="date"
                max={day}
                value={row.on}
                onChange={({ target }) => change({ on: target.value })}
              />
            )}
          </Field>
          <Field label="怎么谈的">
            {(id) => (
              <Select id={id} value={row.how} options={HOW_OPTIONS} onChange={(how) => change({ how })} />
            )}
          </Field>
        </>
      )}
    </Rows>
  )
}
