import { SingleBar } from 'cli-progress'

/** Shows how far a long work is: a bar on a terminal, a plain line every tenth elsewhere. */
export type Progress = { to: (done: number) => void; end: () => void }

export const showProgress = (title: string, total: number): Progress => {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: `${title} {bar} {percentage}% {value}/{total}`,
      stream: process.stderr,
      hideCursor: true,
    })
    bar.start(total, 0)
    return { to: (done) => bar.update(done), end: () => bar.stop() }
  }
  let shown = 0
  const show = (done: number) => {
    const tenth = total ? Math.floor((done / total) * 10) : 10
    if (tenth <= shown) return
    shown = tenth
    console.error(`${title} ${tenth * 10}% (${done}/${total})`)
  }
  return { to: show, end: () => show(total) }
}

/** An expected failure of a command: its text goes to the terminal, the exit code is 1. */
export class CommandFailure extends Error {}

/** Columns padded for CJK text, which is two cells wide. */
export const table = (rows: string[][]): string => {
  const width = (text: string) =>
    Array.from(text).reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0)
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? '')))) ?? []
  return rows
    .map((row) =>
      row
        .map((text, column) => text + ' '.repeat((widths[column] ?? 0) - width(text)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
