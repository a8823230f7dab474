import * as figures from '#modules/cases/figures/contract.ts'
import * as tasks from '#modules/tasks/contract.ts'
import { line, REASON, type Row } from '../entry.ts'

export const figureLines: Row[] = [
  line(figures.getLoopFigures, { about: 'nothing' }),
  line(figures.getLoopSums, { about: 'nothing' }),
  line(figures.getUnitFigures, { about: 'nothing' }),
  line(figures.listFigureCases, {
    about: 'nothing',
    input: () => ({ measure: 'running', pageSize: 100 }),
    // A sealed case is in no number, and so in no list behind one, also for its named readers.
    mayShow: { number: 'case-list' },
  }),
  line(figures.exportLoopFigures, {
    about: 'nothing',
    isReading: true,
    input: () => ({ format: 'xlsx', reason: REASON }),
  }),
  line(tasks.listWaiting, { about: 'nothing', mayShow: { number: 'team-task' } }),
  line(tasks.listDoneToday, { about: 'nothing' }),
]
