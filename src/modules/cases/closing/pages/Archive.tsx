import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { archiveCase } from '../../book/contract.ts'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { everythingMissing } from '../../rules.ts'
import type { BookCheck } from '../contract.ts'

/** The list before a closed case is put away, and the one press that does it. */
export function Archive({ kase, checks }: { kase: CaseRecord; checks: BookCheck[] }) {
  const command = useCaseCommand(archiveCase, { success: '已归档，从此只能查阅' })
  if (kase.state !== 'closed') return null
  const missing = everythingMissing('archive', kase.state, kase.facts)
  return (
    <Section
      title="归档"
      extra={
        <ConfirmDanger
          needs={archiveCase}
          title="归档"
          record={kase.number}
          consequence="归档后只能查阅和打印，谁都不能再改；卷宗会留下校验值，以后有改动看得出来。不能撤销。"
          disabledReason={missing.join('；') || undefined}
          onConfirm={() => command.run({ id: kase.id, version: kase.version })}
        />
      }
    >
      <ul className="sw-items">
        {checks.map(({ label, isThere }) => (
          <li key={label}>
            <StateTag tone={isThere ? 'good' : 'attention'}>{isThere ? '已齐' : '还缺'}</StateTag> {label}
          </li>
        ))}
      </ul>
    </Section>
  )
}
