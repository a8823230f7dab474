import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { answerOutsideOrder } from '../answers/contract.ts'
import { READY_WORDS } from '../answers/labels.ts'
import type { ReportRecord } from '../contract.ts'
import { useReportCommand } from './use-report-command.ts'
import { WordsField } from './WordsField.tsx'

/** The office that sent the order waits for an answer by its own clock. */
export function OrderSection({ report }: { report: ReportRecord }) {
  const command = useReportCommand(answerOutsideOrder, { success: '已记下对工单的答复' })
  const { order } = report
  if (!order) return null
  return (
    <Section title="外来工单">
      <Facts
        columns={3}
        items={[
          { label: '对方编号', value: order.number },
          {
            label: '要求何时前答复',
            value: order.answeredAt ? (
              <Instant value={order.dueAt} />
            ) : (
              order.dueAt && <DeadlineTag due={order.dueAt} source="对方的期限" />
            ),
          },
          { label: '答复时间', value: order.answeredAt && <Instant value={order.answeredAt} /> },
          ...(order.answer ? [{ label: '答复内容', value: order.answer, isWide: true }] : []),
        ]}
      />
      {!order.answeredAt && (
        <RecordForm
          endpoint={answerOutsideOrder}
          command={command}
          fixed={{ id: report.id, version: report.version }}
          submit="已答复工单"
        >
          <FormField name="said" label="怎么答复的" hint="只写办理到哪一步，不写孩子的情况。">
            <WordsField ready={[...READY_WORDS.accepted, ...READY_WORDS.end]} />
          </FormField>
        </RecordForm>
      )}
    </Section>
  )
}
