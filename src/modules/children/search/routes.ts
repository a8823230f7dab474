import { ageOn, today } from '#kernel/day.ts'
import { route } from '#server/route.ts'
import * as contract from './contract.ts'
import { search } from './queries.ts'

const searchChildren = route(contract.searchChildren, async (context, { text }) => {
  const { items, ...rest } = await search(context, text)
  context.note({ kind: 'child', count: items.length })
  const day = today(context.now)
  return { ...rest, items: items.map((item) => ({ ...item, age: ageOn(item.birthDay, day) })) }
})

export const routes = [searchChildren]
