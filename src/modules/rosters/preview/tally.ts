import { RowVerdict, type Counts, type ProblemCount } from '../contract.ts'
import type { StoredProblem } from '../matching/verdict.ts'

const MOST_KINDS = 60

/** Counts what a preview finds, for the summary. */
export const startTally = () => {
  const verdicts = Object.fromEntries(RowVerdict.options.map((verdict) => [verdict, 0])) as Counts['verdicts']
  const changes: Record<string, number> = {}
  const problems = new Map<string, ProblemCount>()
  const rules = new Map<string, Counts['rules'][number]>()
  let rows = 0

  const addProblem = ({ field, code, message, severity }: StoredProblem) => {
    const key = `${field}:${code}:${severity}`
    const known = problems.get(key)
    if (known) known.count += 1
    else problems.set(key, { field, code, message, severity, count: 1 })
  }
  const addRule = (code: string, label: string) => {
    const known = rules.get(code)
    if (known) known.count += 1
    else rules.set(code, { code, label, count: 1 })
  }
  return {
    add: (row: {
      verdict: RowVerdict
      changes: readonly string[]
      problems: readonly StoredProblem[]
      rules: readonly { code: string; label: string }[]
    }) => {
      rows += 1
      verdicts[row.verdict] += 1
      for (const change of row.changes) changes[change] = (changes[change] ?? 0) + 1
      row.problems.forEach(addProblem)
      for (const { code, label } of row.rules) addRule(code, label)
    },
    counts: (): Counts => ({
      rows,
      verdicts,
      changes,
      problems: [...problems.values()].toSorted((one, other) => other.count - one.count).slice(0, MOST_KINDS),
      rules: [...rules.values()].toSorted((one, other) => other.count - one.count).slice(0, MOST_KINDS),
    }),
  }
}
export type Tally = ReturnType<typeof startTally>
