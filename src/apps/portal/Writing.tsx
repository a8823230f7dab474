/** @jsxImportSource preact */
import { useLayoutEffect, useState } from 'preact/hooks'
import { makeCode } from '#modules/reports/codes/rules.ts'
import { newId } from '#web/ids.ts'
import { CodePage } from './CodePage.tsx'
import { Done } from './Done.tsx'
import { type Draft, emptyDraft } from './draft.ts'
import type { Flow } from './flow.ts'
import { catchBack, releaseBack } from './history.ts'
import { Review } from './Review.tsx'
import type { Step } from './step.ts'
import { useAttachments } from './use-attachments.ts'
import { useFacts } from './use-facts.ts'
import { type Sent, useSending } from './use-sending.ts'

type Props = { flow: Flow; dutyKinds: string[]; steps: Step[]; onClose: () => void }

/** From the first question to the code. Everything written is here, and goes with this page. */
export function Writing({ flow, dutyKinds, steps, onClose }: Props) {
  const [report] = useState(() => ({ id: newId(), code: makeCode() }))
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(flow, dutyKinds))
  const [nth, setNth] = useState(0)
  const [isReviewed, setReviewed] = useState(false)
  const [sent, setSent] = useState<Sent>()
  const [isKept, setKept] = useState(false)
  const facts = useFacts()
  const attachments = useAttachments()
  const sending = useSending({ ...report, draft, attachments, facts, isNearEnd: nth >= steps.length - 1 })

  const back = () => (nth === 0 ? onClose() : setNth(nth - 1))
  useLayoutEffect(() => {
    if (sent) void releaseBack()
    else catchBack(() => (sending.isBusy ? undefined : back()))
  })

  if (sent && isKept) return <Done flow={flow} sent={sent} onClose={onClose} />
  if (sent) return <CodePage flow={flow} code={report.code} onKept={() => setKept(true)} />

  const step = steps[nth]
  if (!step)
    return (
      <Review
        flow={flow}
        draft={draft}
        steps={steps}
        facts={facts.value}
        attachments={attachments}
        sending={sending}
        onEdit={(place) => {
          setReviewed(true)
          setNth(place)
        }}
        onBack={back}
        onSend={async () => {
          const answer = await sending.send()
          if (!answer) return
          setDraft(emptyDraft(flow))
          attachments.keep()
          setSent(answer)
        }}
      />
    )
  return (
    <step.Screen
      key={step.name}
      flow={flow}
      draft={draft}
      facts={facts.value}
      attachments={attachments}
      progress={`第 ${nth + 1} 步，共 ${steps.length + 1} 步`}
      change={(patch) => setDraft((before) => ({ ...before, ...patch }))}
      next={() => setNth(isReviewed ? steps.length : nth + 1)}
      back={back}
    />
  )
}
