import { useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { instantText } from '#web/kit/times.tsx'
import { getFilled, printFilled } from '../filling/contract.ts'
import { ASSESSMENT_STATE } from '../labels.ts'
import { score } from '../scoring/rules.ts'
import { AnswerLines } from './AnswerLines.tsx'
import { DecideLowering } from './DecideLowering.tsx'
import { NextDue } from './NextDue.tsx'
import { ResultBox } from './ResultBox.tsx'
import './assessments.css'

/** One assessment as it was made: its result, what drove it, and every answer. */
export function ReadPage() {
  const { id = '' } = useParams()
  const read = useEndpoint(getFilled, { id })
  const it = read.data
  return (
    <Page
      title={it?.title ?? '评估'}
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        ...(it ? [{ title: it.case.number, to: `/cases/${it.case.id}` }] : []),
      ]}
      actions={
        <>
          {it && <DecideLowering id={id} title={it.title} state={it.state} isMine={it.isMine} />}
          {it && (
            <ActionButton to={`/cases/${it.case.id}/assessments/compare?code=${it.code}&second=${id}`}>
              和别的日子对照
            </ActionButton>
          )}
          <ActionButton needs={printFilled} to={`/assessments/${id}/print`}>
            打印
          </ActionButton>
        </>
      }
    >
      {read.error && <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />}
      {!it && !read.error && <Loading rows={10} />}
      {it && (
        <>
          <Section>
            <Facts
              columns={3}
              items={[
                { label: '评估人', value: it.madeBy },
                { label: '时间', value: instantText(it.madeAt) },
                { label: '状态', value: ASSESSMENT_STATE[it.state] },
                { label: '再次评估', value: <NextDue item={it} /> },
                { label: '评估表', value: `第 ${it.number} 版` },
                ...(it.decision
                  ? [
                      {
                        label: '另一人',
                        value: `${it.decision.by}，${instantText(it.decision.at)}${it.decision.note ? `：${it.decision.note}` : ''}`,
                      },
                    ]
                  : []),
              ]}
            />
          </Section>
          <Section title="结果">
            <ResultBox content={it.content} result={score(it.content, it.answers)} />
          </Section>
          <Section title="回答">
            <AnswerLines content={it.content} answers={it.answers} />
          </Section>
        </>
      )}
    </Page>
  )
}
