import { text } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'

/** Everything that stands in a workbook, unpacked: the marks in it are compressed like the rest. */
export const textOfWorkbook = async (workbook: Buffer): Promise<string> => {
  const zip = await fromBufferPromise(workbook, { lazyEntries: true })
  const parts: string[] = []
  for await (const entry of zip.eachEntry()) parts.push(await text(await zip.openReadStreamPromise(entry)))
  return parts.join('\n')
}
