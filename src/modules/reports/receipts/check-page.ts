import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '#kernel/problem.ts'

/** Built by `vite.receipt-check.config.ts`: one file without any outside resource. */
export const CHECK_PAGE = join(import.meta.dirname, '../../../../dist/receipt-check.html')

/** Where the page looks for the keys that it trusts from the start. */
const PLACE = '<script type="text/plain" id="keys"></script>'

/** The offline page with public keys in it. They are lines of digits and letters: nothing of them can end the element. */
export const checkPageWith = async (keys: string): Promise<string> => {
  try {
    const page = await readFile(CHECK_PAGE, 'utf8')
    return page.replace(
      PLACE,
      PLACE.replace('></script>', () => `>\n${keys}</script>`),
    )
  } catch {
    throw new Problem({ status: 503, code: 'not-built', title: '核验页还没有构建，请先执行 npm run build' })
  }
}
