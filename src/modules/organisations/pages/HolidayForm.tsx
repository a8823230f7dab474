import { Alert, Input } from 'antd'
import { useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { getCalendar, importHolidays } from '../settings/contract.ts'
import { readHolidayNotice } from '../settings/rules.ts'

type Props = { calendar: OutputOf<typeof getCalendar>; close: () => void }

const daysText = (days: string[]) =>
  days.map((day) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`).join('、')

/** The notice's own text is pasted; what was read out of it is shown before it is kept. */
export function HolidayForm({ calendar, close }: Props) {
  const [text, setText] = useState('')
  const command = useCommand(importHolidays, {
    refreshes: [getCalendar],
    success: `${calendar.year} 年的放假安排已导入`,
    conflict: { labels: { holidays: '放假', workdays: '上班', documentNo: '文号' } },
  })
  const reading = text ? readHolidayNotice(text, calendar.year) : undefined
  return (
    <RecordForm
      endpoint={importHolidays}
      command={command}
      fixed={{
        year: calendar.year,
        version: calendar.version,
        holidays: reading?.holidays ?? [],
        workdays: reading?.workdays ?? [],
      }}
      submit="导入"
      onCancel={close}
      onDone={close}
    >
      <FormField name="documentNo" label="通知文号" hint="如：国办发明电〔2025〕7号">
        <Input maxLength={60} />
      </FormField>
      <label htmlFor="holiday-notice" className="sw-label">
        通知全文
      </label>
      <Input.TextArea
        id="holiday-notice"
        rows={8}
        value={text}
        placeholder={`粘贴《国务院办公厅关于${calendar.year}年部分节假日安排的通知》的正文`}
        onChange={({ target }) => setText(target.value)}
      />
      {reading && (
        <Alert
          type={reading.problems.length ? 'warning' : 'success'}
          showIcon
          title={
            reading.problems.length
              ? reading.problems.join('；')
              : `读到放假 ${reading.holidays.length} 天，调休上班 ${reading.workdays.length} 天，请核对后导入`
          }
          description={
            <>
              <p>放假：{daysText(reading.holidays) || '没有读到'}</p>
              <p>上班：{daysText(reading.workdays) || '没有'}</p>
            </>
          }
        />
      )}
    </RecordForm>
  )
}
