import { randomBytes, randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newPair } from '#server/crypto/boxes.ts'
import { photo } from '#tests/files.ts'
import { workOn } from '#apps/portal/proof-of-work.ts'
import { uploadResumable } from '#web/upload-resumable.ts'
import { expectAccessible, press, settled } from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()

const json = async (answer: Response) => {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** Sends files from outside, and a report that they came with; answers the report's id. */
const sendWith = async (origin: string, contents: { bytes: Buffer; type: string; isEvidence: boolean }[]) => {
  const files = []
  for (const { bytes, type, isEvidence } of contents) {
    // What a browser's file is to the library outside a browser.
    const file = Object.assign(Buffer.from(bytes), { size: bytes.length, type }) as unknown as Blob
    const uploading = uploadResumable(file, { door: 'portal', isEvidence, origin })
    expect(await uploading.done).toMatchObject({ phase: 'ready' })
    files.push(uploading.file)
  }
  const headers = { 'x-shouwang-request': '1', 'content-type': 'application/json' }
  const { challenge, bits } = (await json(await fetch(`${origin}/api/portal/challenge`))) as {
    challenge: string
    bits: number
  }
  const nonce = await workOn(challenge, bits, () => undefined)
  const base64 = (part: Buffer) => part.toString('base64')
  const code = {
    lookup: base64(randomBytes(16)),
    proof: base64(randomBytes(32)),
    publicKey: base64(newPair().publicKey),
  }
  const id = randomUUID()
  const body = {
    id,
    door: 'anonymous',
    narrative: '隔壁孩子身上有伤，拍了照片。',
    files,
    code,
    work: { challenge, nonce },
  }
  const sent = await json(
    await fetch(`${origin}/api/portal/reports`, { method: 'POST', headers, body: JSON.stringify(body) }),
  )
  expect(sent).toMatchObject({ missingFiles: [] })
  return id
}

/** A film of a second and a half, recorded by the browser itself. */
const record = async (page: Page) =>
  Buffer.from(
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas')
      const pen = canvas.getContext('2d')
      const timer = setInterval(() => pen?.fillRect(Math.random() * 300, Math.random() * 150, 20, 20), 40)
      const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/mp4;codecs=vp9' })
      const parts: Blob[] = []
      recorder.ondataavailable = ({ data }) => parts.push(data)
      const stopped = new Promise((resolve) => {
        recorder.onstop = resolve
      })
      recorder.start()
      setTimeout(() => recorder.stop(), 1_500)
      await stopped
      clearInterval(timer)
      const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    }),
    'base64',
  )

const give = async (page: Page, title: string, reason: string) => {
  const dialog = page.getByRole('dialog', { name: title })
  await press(dialog, reason)
  await press(dialog, '打开')
}

const widthOf = (picture: Locator) =>
  picture.evaluate((element) => (element instanceof HTMLImageElement ? element.naturalWidth : -1))

test('the desk looks at a photo and plays a film that came with a report, at the desk and on a phone', async () => {
  const officer = await stage.as('zhiban', 'desk', '/reports')
  const { origin } = new URL(officer.url())
  const id = await sendWith(origin, [
    { bytes: await photo(1_200, 900), type: 'image/jpeg', isEvidence: false },
    { bytes: await record(officer), type: 'video/mp4', isEvidence: true },
  ])
  await officer.goto(`/reports/${id}`)
  await press(officer, '打开报告')
  await give(officer, '打开报告', '值班研判')
  await officer.getByRole('heading', { name: '附件（2 份）' }).waitFor()
  await expectAccessible(officer)
  await press(officer, '查看图片：图片 1')
  await give(officer, '打开附件', '核实报告内容')
  const picture = officer.getByRole('img', { name: '报告附带的图片 1' })
  await expect.poll(() => widthOf(picture), { timeout: 10_000 }).toBe(1_200)
  // The same visit, the same reason: no second question.
  await press(officer, '播放：视频 2')
  const film = officer.locator('video')
  await expect
    .poll(() => film.evaluate((player) => (player instanceof HTMLVideoElement ? player.readyState : 0)), {
      timeout: 10_000,
    })
    .toBeGreaterThan(1)
  expect(await film.evaluate((player) => (player instanceof HTMLVideoElement ? player.videoWidth : 0))).toBe(
    300,
  )
  await settled(officer)
  await expectAccessible(officer)
  await officer.getByText('打开过 1 次').first().waitFor()

  const worker = await stage.as('gean1', 'phone', `/reports/${id}`)
  await press(worker, '打开报告')
  await give(worker, '打开报告', '值班研判')
  await worker.getByRole('heading', { name: '附件（2 份）' }).waitFor()
  await press(worker, '查看图片：图片 1')
  await give(worker, '打开附件', '核实报告内容')
  await expect
    .poll(() => widthOf(worker.getByRole('img', { name: '报告附带的图片 1' })), { timeout: 10_000 })
    .toBe(1_200)
  const page = await worker.evaluate(() => document.documentElement.scrollWidth)
  expect(page).toBeLessThanOrEqual(360)
  // Without a malware scan the original stays closed, and the button says why.
  const original = worker.getByRole('button', { name: '取出原件' })
  expect(await original.getAttribute('aria-description')).toMatch(/没有经过杀毒检查/)
})
