import { invalid } from '#kernel/problem.ts'
import type { Site } from '../network/contract.ts'

const LEVEL = { centre: 'county', station: 'town', point: 'village' } as const

/** A centre stands in the county, a station in a town, a point in a village. */
export const levelOfSite = (kind: Site['kind']) => LEVEL[kind]

/** What is recorded has happened. */
export const notInFuture = (field: string, day: string, today: string) => {
  if (day > today) throw invalid('日期不能晚于今天', [{ field, message: '不能晚于今天' }])
}
