import { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'

const schemaOf = (type: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' })
  return schema
}

const PROBLEM = {
  type: 'object',
  required: ['status', 'code', 'title', 'requestId'],
  properties: {
    status: { type: 'integer' },
    code: { type: 'string' },
    title: { type: 'string' },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    detail: {},
  },
}

const operationOf = (endpoint: Endpoint) => {
  const input = schemaOf(endpoint.input, 'input') as {
    properties?: Record<string, object>
    required?: string[]
  }
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.includes(name))
  const isRequired = (name: string) => input.required?.includes(name) ?? false
  const isQuery = endpoint.method === 'GET' || endpoint.file === 'upload'
  return {
    summary: endpoint.summary,
    description: [
      `权限：${endpoint.can}`,
      endpoint.audit && `审计：${endpoint.audit}`,
      endpoint.reauth && '需再次输入口令',
    ]
      .filter(Boolean)
      .join('；'),
    tags: [endpoint.path.split('/')[1] ?? ''],
    parameters: [
      ...inPath.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: input.properties?.[name] ?? { type: 'string' },
      })),
      ...(isQuery
        ? rest.map(([name, schema]) => ({ name, in: 'query', required: isRequired(name), schema }))
        : []),
    ],
    ...(endpoint.file === 'upload' && {
      requestBody: {
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    }),
    ...(!isQuery &&
      rest.length > 0 && {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: Object.fromEntries(rest),
                required: rest.map(([name]) => name).filter(isRequired),
              },
            },
          },
        },
      }),
    responses: {
      200:
        endpoint.file === 'download'
          ? { description: '文件', content: { 'application/octet-stream': {} } }
          : {
              description: '成功',
              content: { 'application/json': { schema: schemaOf(endpoint.output, 'output') } },
            },
      default: {
        description: '未成功',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

/** The description of the API (OpenAPI 3.1), drawn from the same contracts that the server runs. */
export const openApi = (endpoints: Endpoint[]) => {
  const paths: Record<string, Record<string, object>> = {}
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: '守望 Shouwang', version: '1', description: '县级未成年人保护平台接口' },
    paths,
    components: { schemas: { Problem: PROBLEM } },
  }
}
