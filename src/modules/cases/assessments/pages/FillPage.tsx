import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { instantText } from '#web/kit/times.tsx'
import { useIsPhone } from '#web/kit/use-is-phone.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { fillIn, openForm } from '../filling/contract.ts'
import { ASKED } from '../labels.ts'
import { answeredWith, fittingAnswers, shownQuestions } from '../scoring/answers.ts'
import { questionsOf, type Answers, type InstrumentContent, type Question } from '../scoring/content.ts'
import { score } from '../scoring/rules.ts'
import { QuestionField } from './QuestionField.tsx'
import { ResultBox } from './ResultBox.tsx'
import { useDraft, type Saving } from './use-draft.ts'
import './assessments.css'

type Form = OutputOf<typeof openForm>

const SAVING: Record<Saving, string> = {
  untouched: '',
  waiting: '正在暂存……',
  saved: '已暂存',
  failed: '没有存上，请检查网络',
}

/** Where a question stands: 2.3 is the third of the second section. */
const numberOf = ({ sections }: InstrumentContent, { id }: Question) => {
  const at = sections.findIndex(({ questions }) => questions.some((each) => each.id === id))
  return `${at + 1}.${(sections[at]?.questions.findIndex((each) => each.id === id) ?? 0) + 1}`
}

const goTo = (id: string) => {
  // After the section that holds it is drawn.
  requestAnimationFrame(() => {
    const field = document.getElementById(`q-${id}`)
    field?.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  })
}

type StepsProps = {
  content: InstrumentContent
  at: number
  sections: { id: string; asked: number; answered: number }[]
  onGo: (at: number) => void
}

function SectionSteps({ content, at, sections, onGo }: StepsProps) {
  return (
    <nav aria-label="各节" className="asm-steps">
      {content.sections.map(({ id, title }, index) => {
        const { asked = 0, answered = 0 } = sections.find((each) => each.id === id) ?? {}
        return (
          <button
            key={id}
            type="button"
            aria-current={index === at ? 'step' : undefined}
            className={index === at ? 'asm-step asm-step-here' : 'asm-step'}
            onClick={() => onGo(index)}
          >
            {title}{' '}
            <span className="sw-number">
              {answered}/{asked}
            </span>
          </button>
        )
      })}
      <button
        type="button"
        aria-current={at === content.sections.length ? 'step' : undefined}
        className={at === content.sections.length ? 'asm-step asm-step-here' : 'asm-step'}
        onClick={() => onGo(content.sections.length)}
      >
        看结果
      </button>
    </nav>
  )
}

type MissingProps = { content: InstrumentContent; missing: string[]; onGo: (id: string) => void }

/** Leads to each question that still wants an answer. */
function Missing({ content, missing, onGo }: MissingProps) {
  if (!missing.length) return null
  const byId = new Map(questionsOf(content).map((question) => [question.id, question]))
  return (
    <div className="asm-still">
      <h3 className="asm-head">还有 {missing.length} 题没有回答</h3>
      <ul className="asm-jumps">
        {missing.flatMap((id) => {
          const question = byId.get(id)
          return question ? (
            <li key={id}>
              <Button size="small" onClick={() => onGo(id)}>
                {numberOf(content, question)} {question.text}
              </Button>
            </li>
          ) : (
            []
          )
        })}
      </ul>
    </div>
  )
}

const lastText = ({ last }: Form) =>
  last ? `上次 ${instantText(last.madeAt)}：${last.level}，${last.points} 分` : '这个个案第一次做'

type FillingProps = { caseId: string; form: Form }

function Filling({ caseId, form }: FillingProps) {
  const { content, versionId } = form
  const [id] = useState(newId)
  const [answers, setAnswers] = useState<Answers>(() => fittingAnswers(content, form.draft?.answers ?? {}))
  const [at, setAt] = useState(0)
  const [isChecked, setIsChecked] = useState(false)
  const navigate = useNavigate()
  const draft = useDraft({ caseId, code: content.code, versionId }, answers, form.draft?.savedAt)
  const command = useCaseCommand(fillIn, {
    success: ({ level, isAwaiting }) =>
      isAwaiting ? `已保存：${level}。等级降低，须另一人确认后才算数` : `已保存：${level}`,
    onDone: () => {
      draft.end()
      void navigate(`/cases/${caseId}`)
    },
  })
  const result = score(content, answers)
  const shown = new Set(shownQuestions(content, answers))
  const section = content.sections[at]

  const go = (next: number) => {
    setAt(next)
    if (next === content.sections.length) setIsChecked(true)
    window.scrollTo({ top: 0 })
  }
  const goToQuestion = (name: string) => {
    setAt(content.sections.findIndex(({ questions }) => questions.some((each) => each.id === name)))
    goTo(name)
  }
  const answer = (name: string, value: Answers[string] | undefined) =>
    setAnswers((before) => answeredWith(before, name, value))

  const asked = result.sections.reduce((sum, each) => sum + each.asked, 0)
  const answered = result.sections.reduce((sum, each) => sum + each.answered, 0)
  return (
    <>
      <div className="asm-progress">
        <progress max={asked} value={answered} aria-label={`已回答 ${answered} 题，共 ${asked} 题`} />
        <p>
          <span className="sw-number">
            已答 {answered} / {asked}
          </span>
          <span className="sw-quiet">{lastText(form)}</span>
          <span role="status" className={draft.saving === 'failed' ? 'sw-field-error' : 'sw-quiet'}>
            {SAVING[draft.saving]}
            {draft.saving !== 'waiting' && draft.savedAt && `（${instantText(draft.savedAt).slice(-5)}）`}
            {draft.saving === 'failed' && (
              <Button type="link" size="small" onClick={draft.again}>
                再存一次
              </Button>
            )}
          </span>
        </p>
      </div>
      <SectionSteps content={content} at={at} sections={result.sections} onGo={go} />
      {section ? (
        <Section title={section.title}>
          {section.intro && <p className="asm-intro">{section.intro}</p>}
          {section.questions
            .filter((question) => shown.has(question))
            .map((question) => (
              <QuestionField
                key={question.id}
                question={question}
                content={content}
                number={numberOf(content, question)}
                answer={answers[question.id]}
                isMissing={isChecked && result.unanswered.includes(question.id)}
                onAnswer={(value) => answer(question.id, value)}
              />
            ))}
        </Section>
      ) : (
        <Section title="结果">
          <Missing content={content} missing={result.unanswered} onGo={goToQuestion} />
          <ResultBox content={content} result={result} />
          {command.problem && <ProblemNotice problem={command.problem} />}
        </Section>
      )}
      <div className="asm-foot">
        {at > 0 && <Button onClick={() => go(at - 1)}>上一节</Button>}
        {section ? (
          <Button type="primary" onClick={() => go(at + 1)}>
            {at + 1 < content.sections.length ? '下一节' : '看结果'}
          </Button>
        ) : (
          <ActionButton
            needs={fillIn}
            type="primary"
            isRunning={command.isRunning}
            disabledReason={result.isComplete ? undefined : `还有 ${result.unanswered.length} 题没有回答`}
            onClick={() => void command.run({ caseId, id, versionId, answers }, 'inline')}
          >
            保存评估
          </ActionButton>
        )}
      </div>
    </>
  )
}

/** Filling in an instrument, one section after the other; everything is kept on the server on the way. */
export function FillPage() {
  const { id: caseId = '', code = '' } = useParams()
  const form = useEndpoint(openForm, { caseId, code })
  const { content, caseNumber, closedReason } = form.data ?? {}
  const isPhone = useIsPhone()
  return (
    <Page
      title={content?.title ?? '填写评估表'}
      lede={isPhone ? undefined : content && `${content.purpose}（${ASKED[content.asked]}）`}
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        ...(caseNumber ? [{ title: caseNumber, to: `/cases/${caseId}` }] : []),
      ]}
    >
      {form.error && <ProblemNotice problem={form.error} onRetry={() => void form.refetch()} />}
      {!form.data && !form.error && <Loading rows={10} />}
      {closedReason && <Alert type="warning" showIcon title={`现在不能填写：${closedReason}`} />}
      {form.data && !closedReason && <Filling key={form.data.versionId} caseId={caseId} form={form.data} />}
      {content && (
        <p className="sw-quiet">
          第 {form.data?.number} 版。来源：{content.source}。
        </p>
      )}
    </Page>
  )
}
