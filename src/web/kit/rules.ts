import type { RuleObject } from 'antd/es/form'
import type { z } from 'zod'

const fieldOf = (schema: z.ZodObject, field: string): z.ZodType | undefined => {
  const own: unknown = schema.shape[field]
  // Every value of a zod object's shape is a schema.
  return own as z.ZodType | undefined
}

/** Whether leaving it blank is refused. */
export const isRequired = (schema: z.ZodObject, field: string): boolean =>
  !(fieldOf(schema, field)?.safeParse(undefined).success ?? true)

/** A blank control counts as nothing given. */
export const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** Checks one field of a form with the schema that the server will use; says the schema's own words. */
export const ruleOf = (schema: z.ZodObject, field: string): RuleObject => ({
  validator: async (_rule, value: unknown) => {
    const own = fieldOf(schema, field)
    if (!own) return
    const parsed = own.safeParse(isBlank(value) ? undefined : value)
    if (parsed.success) return
    const asGiven = isBlank(value) ? own.safeParse('') : parsed
    // A missing text is told in the schema's words for an empty one ("请输入登录名"), if it has any.
    const message = (isBlank(value) && !asGiven.success ? asGiven : parsed).error.issues[0]?.message
    throw new Error(message ?? '请填写')
  },
})
