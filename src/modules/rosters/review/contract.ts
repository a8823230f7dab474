import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DivisionCode, Id, Page, pageOf } from '#kernel/fields.ts'
import { RowDecision } from '../contract.ts'
import { RosterRow, RowDetail } from '../preview/contract.ts'

/** A doubtful row that waits for somebody, with where it comes from. */
export const ReviewItem = RosterRow.extend({
  department: z.string(),
  asOfDay: z.string(),
  fileName: z.string(),
})
export type ReviewItem = z.infer<typeof ReviewItem>

export const ReviewFilter = Page.extend({ rosterId: Id.optional() })

/** 待核对: doubtful rows of all rosters in the caller's territory, oldest roster first. */
export const listReview = endpoint({
  method: 'GET',
  path: '/rosters/review',
  summary: '待核对的名册行',
  can: 'rosters.review',
  audit: 'roster.review-listed',
  input: ReviewFilter,
  output: pageOf(ReviewItem),
})

/**
 * A person's decision about a doubtful row. Before the roster is applied it is kept until then; afterwards it is carried out at once.
 * Until it is carried out it can be changed.
 */
export const decideRow = endpoint({
  method: 'POST',
  path: '/rosters/:id/rows/:rowNumber/decision',
  summary: '决定一行存疑的名册',
  can: 'rosters.review',
  audit: 'roster.row-decided',
  input: z.object({
    id: Id,
    rowNumber: z.coerce.number('行号应为数字').int().min(1),
    decision: RowDecision,
    /** same-child: which of the children. */
    childId: Id.optional(),
    /** new-child: the responsible village, where the row leaves it open. */
    divisionCode: DivisionCode.optional(),
  }),
  output: RowDetail,
})
