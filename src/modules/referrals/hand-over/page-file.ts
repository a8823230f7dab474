import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '#kernel/problem.ts'
import type { Parcel } from './format.ts'

/** Built by `vite.hand-over.config.ts`: one file without any outside resource. */
export const HAND_OVER_PAGE = join(import.meta.dirname, '../../../../dist/hand-over.html')

const place = (id: string) => `<script type="text/plain" id="${id}"></script>`
const filled = (page: string, id: string, text: string) =>
  page.replace(place(id), () => place(id).replace('></script>', () => `>\n${text}\n</script>`))

/** No text within it can end its element or begin another. */
const harmless = (json: string) => json.replaceAll('<', String.raw`\u003c`)

/** The page with the parcel and the county's public keys in it. */
export const pageWith = async (parcel: Parcel, keys: string): Promise<string> => {
  try {
    const page = await readFile(HAND_OVER_PAGE, 'utf8')
    return filled(filled(page, 'parcel', harmless(JSON.stringify(parcel))), 'keys', keys)
  } catch {
    throw new Problem({
      status: 503,
      code: 'not-built',
      title: '交接文件的页面还没有构建，请先执行 npm run build',
    })
  }
}
