import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Page, pageOf } from '#kernel/fields.ts'

/** 阵地: the county's centre, a town's station or a village's point (《未成年人保护法》第八十一条). */
export const Site = z.object({
  id: Id,
  kind: z.enum(['centre', 'station', 'point']),
  name: z.string(),
  divisionCode: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  setUpOn: Day,
  closedOn: Day.nullable(),
  closeReason: z.string().nullable(),
  version: z.number().int(),
})
export type Site = z.infer<typeof Site>

/** 任职: who holds a post and since when. */
export const Holding = z.object({
  id: Id,
  holderName: z.string(),
  accountId: z.string().nullable(),
  hasPhone: z.boolean(),
  fromDay: Day,
  toDay: Day.nullable(),
  endReason: z.string().nullable(),
  version: z.number().int(),
})
export type Holding = z.infer<typeof Holding>

/** 岗位: of a child director (village) or a child supervisor (town). An end day is the first day on which it holds no more. */
export const Post = z.object({
  id: Id,
  kind: z.enum(['child-director', 'child-supervisor']),
  divisionCode: z.string(),
  setUpOn: Day,
  closedOn: Day.nullable(),
  holding: Holding.nullable(),
  vacantSince: Day.nullable(),
})
export type Post = z.infer<typeof Post>

const Node = z.object({ code: z.string(), name: z.string(), sites: z.array(Site), posts: z.array(Post) })

export const VillageNode = Node.extend({ kind: z.enum(['village', 'community']) })
export type VillageNode = z.infer<typeof VillageNode>
export const TownNode = Node.extend({ villages: z.array(VillageNode) })
export type TownNode = z.infer<typeof TownNode>

const OnDay = z.object({
  /** The network as it was on that day; today when absent. */
  on: Day.optional(),
})

export const getNetwork = endpoint({
  method: 'GET',
  path: '/network',
  summary: '县、镇、村三级工作网络',
  can: 'organisations.read',
  input: OnDay,
  output: z.object({
    on: Day,
    /** Which list the division codes come from. */
    source: z.string(),
    county: Node,
    towns: z.array(TownNode),
  }),
})

export const Coverage = z.object({
  key: z.enum(['centre', 'stations', 'points', 'directors', 'supervisors', 'liaisons']),
  count: z.number().int(),
  of: z.number().int(),
  /** Set-up of the first and of the latest that counts; absent for persons. */
  firstOn: Day.nullable(),
  latestOn: Day.nullable(),
  missing: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type Coverage = z.infer<typeof Coverage>

/** n of m, each counted from the records on that day. */
export const getCoverage = endpoint({
  method: 'GET',
  path: '/network/coverage',
  summary: '网络覆盖情况',
  can: 'organisations.read',
  input: OnDay,
  output: z.object({ on: Day, figures: z.array(Coverage) }),
})

export const Vacancy = z.object({
  postId: Id,
  kind: Post.shape.kind,
  divisionCode: z.string(),
  divisionName: z.string(),
  vacantSince: Day,
  days: z.number().int(),
  lastHolderName: z.string().nullable(),
  endReason: z.string().nullable(),
})
export type Vacancy = z.infer<typeof Vacancy>

/** Open posts without a holder, the longest vacant first. */
export const listVacancies = endpoint({
  method: 'GET',
  path: '/network/vacancies',
  summary: '空缺岗位',
  can: 'organisations.read',
  input: Page.extend({ kind: Post.shape.kind.optional() }),
  output: pageOf(Vacancy),
})
