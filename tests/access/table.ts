import type { Row } from './entry.ts'
import { assessments } from './tables/assessments.ts'
import { children } from './tables/children.ts'
import { desk } from './tables/desk.ts'
import { fileLines } from './tables/files.ts'
import { identities } from './tables/identity.ts'
import { loop } from './tables/loop.ts'
import { noticeLines } from './tables/notices.ts'
import { places } from './tables/places.ts'
import { portalLines } from './tables/portal.ts'
import { receiptLines } from './tables/receipts.ts'
import { rostersLines } from './tables/rosters.ts'

/**
 * One line for every endpoint of the product: what it is about, a valid input, and what its answer may show. Who reaches what stands in
 * `reach.ts`. A new endpoint without a line fails the test.
 */
export const TABLE: Row[] = [
  ...identities,
  ...noticeLines,
  ...places,
  ...children,
  ...rostersLines,
  ...receiptLines,
  ...portalLines,
  ...loop,
  ...fileLines,
  ...assessments,
  ...desk,
]

export const nameOfEndpoint = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
