import { uuidv7 } from '#server/ids.ts'
import type { Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import type { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { tellReporter } from '#modules/reports/answers/contract.ts'
import { recordEmergencyCall } from '#modules/reports/emergencies/contract.ts'
import { passOnReport } from '#modules/reports/passing-on/contract.ts'
import {
  acceptReport,
  confirmTurnDown,
  triageReport,
  turnDownReport,
} from '#modules/reports/decisions/contract.ts'
import { getReport, takeReport } from '#modules/reports/contract.ts'
import { leastLevel } from '#modules/reports/rules.ts'
import { openStage, type Stage } from './actors.ts'
import { clockOf } from './clock.ts'
import { playCase } from './play-case.ts'
import { playDesk } from './play-desk.ts'
import { castStories, type CastStory } from './stories.ts'
import type { CountyOptions } from './county.ts'

const LEVEL = { red: 'immediate', yellow: 'high', blue: 'medium', green: 'low' } as const satisfies Record<
  CastStory['level'],
  DangerLevel
>

const dangerOf = (danger: CastStory['danger']) =>
  Object.fromEntries(
    Object.entries(danger).map(([question, isSo]) => [question, isSo ? ('yes' as const) : ('no' as const)]),
  )

const DUTY = 'zhiban'
const HEAD = 'zhongxin'
const WORKERS = ['gean1', 'gean2']

const playStory = async (
  stage: Stage,
  story: CastStory,
  childId: string | undefined,
  now: Date,
  order: number,
) => {
  const pass = clockOf(story, now, stage)
  const version = async (id: string) => (await (await stage.as(DUTY))(getReport, { id })).version
  const { reporter } = story
  const { id } = await (
    await stage.as(DUTY)
  )(takeReport, {
    id: uuidv7(),
    narrative: story.narrative,
    isAnonymous: reporter.isAnonymous,
    reporterRelation: reporter.relation,
    ...(reporter.name && !reporter.isAnonymous && { reporterName: reporter.name }),
    ...(reporter.phone && !reporter.isAnonymous && { reporterPhone: reporter.phone }),
    ...(childId ? { childId } : { childAbout: '身份不明', divisionCode: story.villageCode }),
    danger: dangerOf(story.danger),
  })
  if (story.reaches === 'received') return { reportId: id }
  pass(0.2)
  await (
    await stage.as(DUTY)
  )(triageReport, {
    id,
    version: await version(id),
    danger: dangerOf(story.danger),
    dangerLevel: LEVEL[story.level],
  })
  if (leastLevel(dangerOf(story.danger)) === 'immediate')
    await (
      await stage.as(DUTY)
    )(recordEmergencyCall, {
      id,
      callId: uuidv7(),
      called: '110',
      said: '指挥中心已派就近民警到场，到场后回电',
    })
  const tell = async (hours: number) => {
    if (!story.told) return
    pass(hours)
    await (
      await stage.as(DUTY)
    )(tellReporter, {
      id,
      version: await version(id),
      how: reporter.isAnonymous ? 'cannot' : 'telephone',
      said: reporter.isAnonymous ? '匿名来电，没有可以联系的方式' : story.told,
    })
  }
  pass(0.3)
  if (story.reaches === 'transferred') {
    await (
      await stage.as(DUTY)
    )(passOnReport, { id, version: await version(id), to: '县公安局', reason: '需公安机关立即到场处置' })
    await tell(2)
    return { reportId: id }
  }
  if (story.reaches === 'dismissed') {
    await (
      await stage.as(DUTY)
    )(turnDownReport, { id, version: await version(id), reason: '已上门查看，孩子安全，没有伤情' })
    pass(20)
    await (
      await stage.as(HEAD)
    )(confirmTurnDown, { id, version: await version(id) })
    await tell(1)
    return { reportId: id }
  }
  const worker = WORKERS[order % WORKERS.length] ?? DUTY
  const { caseId } = await (
    await stage.as(DUTY)
  )(acceptReport, {
    id,
    version: await version(id),
    ownerId: stage.accountId(worker) ?? '',
  })
  await playCase(stage, story, { caseId, worker, head: HEAD, pass, level: LEVEL[story.level], tell })
  return { reportId: id, caseId }
}

/** Sealed from then on: only the people named here may open it, for two months. */
const seal = (
  running: Running,
  county: string,
  stage: Stage,
  ids: { reportId: string; caseId?: string },
  now: Date,
) =>
  inTransaction(running.pool, dutyScope(county, 'installer'), async (db) => {
    const endsAt = new Date(now.getTime() + 60 * 86_400_000)
    const records = [
      { recordKind: 'report', recordId: ids.reportId },
      ...(ids.caseId ? [{ recordKind: 'case', recordId: ids.caseId }] : []),
    ]
    for (const name of [HEAD, ...WORKERS])
      for (const record of records)
        await db
          .insertInto('accessGrant')
          .values({
            ...record,
            id: uuidv7(),
            accountId: stage.accountId(name) ?? null,
            reason: '密封个案的承办人',
            endsAt,
          })
          .execute()
    await db.updateTable('report').set({ label: 'sealed' }).where('id', '=', ids.reportId).execute()
    if (ids.caseId)
      await db.updateTable('caseFile').set({ label: 'sealed' }).where('id', '=', ids.caseId).execute()
  })

/** Plays the twelve stories through the real endpoints, each up to where it stands today. */
export const playStories = async (
  running: Running,
  options: CountyOptions & { county: string; now: Date; childIds: Map<number, string> },
): Promise<void> => {
  const stage = await openStage(running, options.county)
  try {
    for (const [order, story] of castStories(options).entries()) {
      const childId = story.childIndex === undefined ? undefined : options.childIds.get(story.childIndex)
      const ids = await playStory(stage, story, childId, options.now, order)
      if (story.isSealed) await seal(running, options.county, stage, ids, options.now)
    }
    await playDesk({ stage, county: options.county, now: options.now })
  } finally {
    await stage.close()
  }
}
