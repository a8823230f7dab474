import type { FastifyInstance } from 'fastify'

const LINE = /^(.*?)(?:├──|└──) (\S*) \(([^)]*)\)/

/** What the router really answers at, as `GET /api/…`, read from the tree that it draws of itself. HEAD comes with every GET. */
export const addressesOf = (server: FastifyInstance): string[] => {
  const above: string[] = []
  const found: string[] = []
  for (const line of server.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', segment = '', methods = ''] = LINE.exec(line) ?? []
    if (!methods) continue
    const depth = indent.length / 4
    above[depth] = (above[depth - 1] ?? '') + segment
    for (const method of methods.split(', ')) if (method !== 'HEAD') found.push(`${method} ${above[depth]}`)
  }
  return found
}
