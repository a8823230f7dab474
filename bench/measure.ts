/** Times of one kind of work, in milliseconds. */
export type Times = { p50: number; p95: number; count: number }

const at = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

const timesOf = (durations: number[]): Times => {
  const sorted = durations.toSorted((one, other) => one - other)
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), count: sorted.length }
}

/** Runs both kinds of work turn by turn, so that a noisy machine disturbs them alike. */
export const compare = async <Case>(
  cases: readonly Case[],
  ours: (one: Case) => Promise<unknown>,
  bare: (one: Case) => Promise<unknown>,
): Promise<{ ours: Times; bare: Times; ratio: number }> => {
  const taken = { ours: [] as number[], bare: [] as number[] }
  const run = async (into: number[], work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    into.push(performance.now() - began)
  }
  for (const one of cases.slice(0, 20)) {
    await ours(one)
    await bare(one)
  }
  for (const one of cases) {
    await run(taken.ours, () => ours(one))
    await run(taken.bare, () => bare(one))
  }
  const result = { ours: timesOf(taken.ours), bare: timesOf(taken.bare) }
  return { ...result, ratio: result.ours.p95 / result.bare.p95 }
}

/** Works done a second by `width` callers at once, over `count` works. */
export const rateOf = async (count: number, width: number, work: () => Promise<unknown>): Promise<number> => {
  let left = count
  const began = performance.now()
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (left-- > 0) await work()
    }),
  )
  return count / ((performance.now() - began) / 1_000)
}

export const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1)
