import { asWorker } from '#server/elevate.ts'
import type { Db } from '#server/database.ts'
import type { Updating } from '#modules/children/updates/drafts/queries.ts'
import { examine, noteTakenBack, takeBack } from '#modules/children/undoing/queries.ts'
import { refused } from '#kernel/problem.ts'
import { readEffects, type Sealing } from '../applying/effects.ts'
import { takeTurn } from '../applying/queries.ts'
import type { Counts } from '../contract.ts'
import { endRunOrStop, type Run, type Work } from '../works/jobs.ts'
import { keyOfRoster, witness, type Clerk, type RosterToWork } from '../works/queries.ts'

const sealingOf = (clerk: Clerk, roster: RosterToWork): Sealing => ({
  rosterId: roster.id,
  keys: clerk.keys,
  key: keyOfRoster(clerk.keys, roster),
})

/** Children whose files came to more than the roster wrote. Call it once in a transaction: it works in temporary tables. */
export const conflictsOf = (db: Db, clerk: Clerk, roster: RosterToWork) =>
  asWorker(db, clerk.scope, (workerDb) =>
    examine(workerDb, roster.id, readEffects(db, sealingOf(clerk, roster))),
  )

/** Takes a roster back as a whole, in one transaction. */
export const undoWork = (
  clerk: Clerk,
  run: Run,
  roster: RosterToWork,
  { reason, keepsChanged }: { reason: string; keepsChanged: boolean },
): Work => ({
  run,
  action: 'roster.undone',
  onFailure: 'applied',
  onStop: 'applied',
  perform: async ({ db, report }) => {
    await takeTurn(db, clerk.county)
    report({ phase: 'undoing', done: 0, total: null })
    const conflicts = await conflictsOf(db, clerk, roster)
    if (conflicts.length && !keepsChanged)
      throw refused(
        `有 ${conflicts.length} 名儿童的档案在应用之后又有改动，没有撤销任何内容。请核对后选择保留这些档案不动`,
      )
    const { department, asOfDay } = roster
    const taken = await asWorker(db, clerk.scope, async (workerDb, scope) => {
      const { childIds, ...counts } = await takeBack(workerDb)
      const on: Updating = {
        db: workerDb,
        scope,
        keys: clerk.keys,
        actorId: clerk.actorId,
        now: clerk.now(),
        reason: `撤销${department}名册（${asOfDay}）：${reason}`,
        title: '撤销了部门名册的更新',
        cause: { kind: 'roster', id: roster.id },
      }
      await noteTakenBack(on, childIds)
      return counts
    })
    const counts: Counts = {
      ...(roster.counts as Counts),
      undone: { ...taken, left: conflicts.length },
    }
    await endRunOrStop(db, run, {
      state: 'undone',
      counts,
      undoneBy: clerk.actorId,
      undoneAt: clerk.now(),
      undoReason: reason,
    })
    await witness(db, clerk, {
      action: 'roster.undone',
      id: run.id,
      count: taken.removed + taken.restored,
      purpose: reason,
    })
  },
})
