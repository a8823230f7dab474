/** A field of the input that was refused, in the caller's own words. */
export type FieldError = { field: string; message: string }

/** What leaves the server when something expected goes wrong (RFC 9457, application/problem+json). */
export type ProblemBody = {
  status: number
  /** Stable name of the failure; part of the API. */
  code: string
  /** What happened and what to do, for the user. */
  title: string
  fields?: FieldError[]
  /** Code-specific facts, e.g. both values of a conflict. */
  detail?: unknown
}

/** An expected failure. `code` is API; `message` tells the user what to do next. Holds nothing private. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: FieldError[] | undefined
  readonly detail: unknown

  constructor(body: ProblemBody) {
    super(body.title)
    this.status = body.status
    this.code = body.code
    this.fields = body.fields
    this.detail = body.detail
  }
}

export const toBody = (problem: Problem): ProblemBody => ({
  status: problem.status,
  code: problem.code,
  title: problem.message,
  ...(problem.fields && { fields: problem.fields }),
  ...(problem.detail !== undefined && { detail: problem.detail }),
})

/** Also the answer for what is outside one's scope: that a record exists is itself a secret. */
export const notFound = (what: string) =>
  new Problem({ status: 404, code: 'not-found', title: `没有找到${what}，可能已不在您的工作范围内` })

export const forbidden = (title = '您的岗位没有这项权限，如确有需要请联系安全管理员') =>
  new Problem({ status: 403, code: 'forbidden', title })

export const unauthenticated = (title = '请先登录') => new Problem({ status: 401, code: 'signed-out', title })

export const invalid = (title: string, fields: FieldError[] = []) =>
  new Problem({ status: 422, code: 'invalid', title, fields })

/** A rule of the trade forbids the step in the present state; `title` says what is missing. */
export const refused = (title: string, detail?: unknown) =>
  new Problem({ status: 409, code: 'refused', title, detail })

/** Someone else saved first: both values go to the person who decides. */
export const stale = (detail: { yours: unknown; theirs: unknown; version: number }) =>
  new Problem({ status: 409, code: 'stale', title: '这条记录刚被别人改过，请对照两份内容后再保存', detail })

/** The value, or 404. */
export const found = <T>(value: T | undefined | null, what: string): T => {
  if (value === undefined || value === null) throw notFound(what)
  return value
}
