import { Unconfirmed } from '#web/kit/DeadlineTag.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { DangerLevel } from '../../assessments/scoring/danger.ts'
import { DANGER_LEVEL } from '../../labels.ts'
import type { ProcedureContent } from '../content.ts'
import type { ProcedureNames } from '../contract.ts'
import { CASE_FIELDS, LEVEL_FIELDS, REFERRAL_FIELDS } from '../labels.ts'
import { fieldsOf, levelKeys, levelText } from '../rules.ts'
import { SHIPPED_PROCEDURE } from '../shipped.ts'
import { Ways } from './Way.tsx'
import './procedure.css'

type Props = { content: ProcedureContent; names: ProcedureNames }

const SHIPPED = SHIPPED_PROCEDURE.content

/** What each level demands, side by side. What is still as shipped rests on no text of the whole country and says so. */
function Levels({ content, names }: Props) {
  const isAsShipped = (key: (typeof levelKeys)[number]) =>
    DangerLevel.options.some(
      (level) =>
        levelText(key, content.levels[level], names) === levelText(key, SHIPPED.levels[level], names),
    )
  return (
    <div className="sw-scroll" tabIndex={0} role="region" aria-label="各等级的要求">
      <table className="sw-plain-table prc-demands">
        <thead>
          <tr>
            <th scope="col">要求</th>
            {DangerLevel.options.map((level) => (
              <th key={level} scope="col">
                {DANGER_LEVEL[level]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levelKeys.map((key) => (
            <tr key={key}>
              <th scope="row">
                {LEVEL_FIELDS[key].label} {isAsShipped(key) && <Unconfirmed />}
              </th>
              {DangerLevel.options.map((level) => (
                <td key={level}>{levelText(key, content.levels[level], names)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const TITLES = { cases: '个案', referrals: '转介', oversight: '督办' } as const

/** A version of the procedure in full, to read and to print. */
export function ProcedureText({ content, names }: Props) {
  const fields = fieldsOf(content, names)
  const shipped = fieldsOf(SHIPPED, names)
  return (
    <>
      <Section title="各等级个案的流程">
        <Ways content={content} names={names} />
      </Section>
      <Section title="各等级的要求">
        <Levels content={content} names={names} />
      </Section>
      {(['cases', 'referrals', 'oversight'] as const).map((group) => (
        <Section key={group} title={TITLES[group]}>
          <Facts
            columns={2}
            items={fields[group].map(({ field, label, text, help }) => ({
              label,
              value: (
                <>
                  {text}{' '}
                  {shipped[group].some((each) => each.field === field && each.text === text) && (
                    <Unconfirmed />
                  )}
                  <br />
                  <span className="sw-quiet">{help}</span>
                </>
              ),
            }))}
          />
        </Section>
      ))}
      <Section title={REFERRAL_FIELDS.returnClauses.label}>
        <ol className="prc-list">
          {content.referrals.returnClauses.map(({ code, text, source }) => (
            <li key={code}>
              {text} <span className="sw-quiet">依据：{source}</span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title={CASE_FIELDS.outcomeTexts.label}>
        <ul className="prc-list">
          {content.cases.outcomeTexts.map(({ title, text }) => (
            <li key={title}>
              <strong>{title}</strong>：{text}
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
