import type { RuleObject } from 'antd/es/form'
import type { z } from 'zod'

const shapeOf = (schema: z.ZodType): Record<string, unknown> =>
  'shape' in schema ? (schema.shape as Record<string, unknown>) : {}

/** `a.b` is field b of the object a. */
const fieldOf = (schema: z.ZodType, field: string): z.ZodType | undefined => {
  const [first = '', ...rest] = field.split('.')
  // Every value of a zod object's shape is a schema.
  const own = shapeOf(schema)[first] as z.ZodType | undefined
  return own && rest.length ? fieldOf(own, rest.join('.')) : own
}

/** Whether leaving it blank is refused. */
export const isRequired = (schema: z.ZodObject, field: string): boolean =>
  !(fieldOf(schema, field)?.safeParse(undefined).success ?? true)

/** A blank control counts as nothing given. */
export const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

// What zod says of itself speaks to programmers ("无效输入:期望 string…").
const ownWords = (schema: z.ZodType, value: unknown) => {
  const message = schema.safeParse(value).error?.issues[0]?.message
  return message && /^(无效|Invalid)/.test(message) ? undefined : message
}

/** Checks one field of a form with the schema that the server will use; says the schema's own words. */
export const ruleOf = (schema: z.ZodObject, field: string): RuleObject => ({
  validator: async (_rule, value: unknown) => {
    const own = fieldOf(schema, field)
    const given = isBlank(value) ? undefined : value
    if (!own || own.safeParse(given).success) return
    throw new Error(ownWords(own, given) ?? (given === undefined ? ownWords(own, '') : undefined) ?? '请填写')
  },
})
