import { answerText, shownQuestions } from '../scoring/answers.ts'
import { UNKNOWN, type Answers, type InstrumentContent } from '../scoring/content.ts'

type Props = { content: InstrumentContent; answers: Answers; head?: 'h2' | 'h3' }

/** Questions with their answers, by section; only what was asked. */
export function AnswerLines({ content, answers, head: Head = 'h3' }: Props) {
  const shown = new Set(shownQuestions(content, answers))
  return content.sections.map(({ id, title, questions }) => (
    <section key={id}>
      <Head className="asm-head">{title}</Head>
      <table className="sw-plain-table">
        <tbody>
          {questions
            .filter((question) => shown.has(question) && answers[question.id] !== undefined)
            .map((question) => (
              <tr key={question.id}>
                <th scope="row">{question.text}</th>
                <td className={answers[question.id] === UNKNOWN ? 'asm-unknown' : undefined}>
                  {answerText(question, answers[question.id])}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  ))
}
