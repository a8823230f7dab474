import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { addDays, weekdayOf } from '#kernel/day.ts'
import { Day } from '#kernel/fields.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useCan } from '#web/session.tsx'
import { Phone } from '#web/kit/Phone.tsx'
import {
  getDuty,
  listDutyPeople,
  listShifts,
  planShift,
  repeatShifts,
  type Shift,
  type ShiftKind,
} from '../duty-roster/contract.ts'
import { SHIFT } from '../duty-roster/labels.ts'
import { ROSTER_DAYS } from '../duty-roster/rules.ts'
import { DutyLine } from './DutyLine.tsx'
import './reports.css'

const InAddress = z.object({ from: Day.optional() })
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']
const KINDS: ShiftKind[] = ['day', 'night']

type Cell = { day: string; shift: ShiftKind; planned: Shift | undefined }

function PlanForm({ cell, onDone }: { cell: Cell; onDone: () => void }) {
  const people = useEndpoint(listDutyPeople, {})
  const command = useCommand(planShift, {
    refreshes: [listShifts, getDuty, listDutyPeople],
    success: '已排班',
  })
  if (!people.data) return <Loading rows={3} />
  const { day, shift, planned } = cell
  const phoneOf = (id: unknown) => people.data.items.find((person) => person.id === id)?.phone ?? undefined
  return (
    <RecordForm
      endpoint={planShift}
      command={command}
      fixed={{ day, shift }}
      initial={
        planned ? { accountId: planned.person.id, ...(planned.phone && { phone: planned.phone }) } : {}
      }
      toInput={(values) => {
        const accountId = typeof values['accountId'] === 'string' ? values['accountId'] : undefined
        const phone =
          typeof values['phone'] === 'string' && values['phone'] ? values['phone'] : phoneOf(accountId)
        return { day, shift, ...(accountId && { accountId }), ...(phone && { phone }) }
      }}
      submit="保存"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="accountId" label="谁值班" hint="清空就是不排人">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={people.data.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FormField>
      <FormField name="phone" label="值班电话" hint="空着就用这个人上次的号码">
        <Input inputMode="tel" autoComplete="off" />
      </FormField>
    </RecordForm>
  )
}

type DayProps = { day: string; shifts: Shift[]; onPlan: ((cell: Cell) => void) | undefined }

function OneDay({ day, shifts, onPlan }: DayProps) {
  return (
    <li className="sw-roster-day">
      <span className="sw-roster-date">
        <span className="sw-number">{day.slice(5)}</span> 周{WEEKDAYS[weekdayOf(day)]}
      </span>
      {KINDS.map((shift) => {
        const planned = shifts.find((each) => each.shift === shift)
        return (
          <div key={shift} className="sw-roster-shift">
            <span className="sw-quiet">{SHIFT[shift]}</span>
            <span>
              {planned ? <strong>{planned.person.name}</strong> : <span className="sw-quiet">没有排班</span>}{' '}
              {planned?.phone && <Phone number={planned.phone} />}
            </span>
            {onPlan && (
              <Button
                size="small"
                type="link"
                aria-label={`${day} ${SHIFT[shift]}排班`}
                onClick={() => onPlan({ day, shift, planned })}
              >
                {planned ? '改' : '排班'}
              </Button>
            )}
          </div>
        )
      })}
    </li>
  )
}

/** 值班表: two weeks, seen by every tier; planned at the centre. */
export function DutyRoster() {
  const [{ from }, setFilters] = useFilters(InAddress)
  const roster = useEndpoint(listShifts, from ? { from } : {})
  const mayPlan = useCan(planShift)
  const [cell, setCell] = useState<Cell>()
  const repeat = useCommand(repeatShifts, {
    refreshes: [listShifts, getDuty],
    success: ({ count }) => (count ? `已照上两周排好 ${count} 个班` : '没有可以照排的班'),
  })
  if (roster.error) return <ProblemNotice problem={roster.error} onRetry={() => void roster.refetch()} />
  if (!roster.data) return <Loading rows={8} />
  const { days, items, from: first } = roster.data
  return (
    <Page
      title="值班表"
      lede="白班 8:00 到 18:00，夜班 18:00 到次日 8:00。各级都能看到谁在值班、打哪个电话。"
      actions={
        <>
          <Button onClick={() => setFilters({ from: addDays(first, -ROSTER_DAYS) })}>上两周</Button>
          <Button onClick={() => setFilters({ from: addDays(first, ROSTER_DAYS) })}>下两周</Button>
          <ActionButton
            needs={repeatShifts}
            type="primary"
            isRunning={repeat.isRunning}
            onClick={() => void repeat.run({ from: first })}
          >
            照上两周排班
          </ActionButton>
        </>
      }
    >
      <DutyLine />
      <Section title={`${days[0]} 至 ${days.at(-1)}`}>
        <ul className="sw-roster">
          {days.map((day) => (
            <OneDay
              key={day}
              day={day}
              shifts={items.filter((each) => each.day === day)}
              onPlan={mayPlan ? setCell : undefined}
            />
          ))}
        </ul>
      </Section>
      <Modal
        open={cell !== undefined}
        title={cell && `${cell.day} ${SHIFT[cell.shift]}`}
        footer={null}
        destroyOnHidden
        onCancel={() => setCell(undefined)}
      >
        {cell && <PlanForm cell={cell} onDone={() => setCell(undefined)} />}
      </Modal>
    </Page>
  )
}
