import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tellReporter } from '#modules/reports/answers/contract.ts'
import { testApp } from '#tests/app.ts'
import { closed, followedUp, seen, seenReport } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { CONTACT, LOOKED_BACK } from '#tests/loop-words.ts'
import { getClosing, recordLookBack } from '../closing/contract.ts'
import { getCase, handOverCase, listCases } from '../contract.ts'
import { archiveCase, getBook, getTimeline, printBook, type BookDocument } from './contract.ts'
import { contentOf, layOut } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { duty, worker, supervisor, otherSupervisor, director, officer, head } = county

const REASON = '上级检查调阅'
const LINE = fc.record({ label: fc.string({ maxLength: 8 }), value: fc.string({ maxLength: 4_000 }) })
const DOCUMENT: fc.Arbitrary<BookDocument> = fc.record({
  kind: fc.constant('plan' as const),
  title: fc.string({ minLength: 1, maxLength: 20 }),
  day: fc.constant('2026-03-05'),
  by: fc.constant('社工'),
  lines: fc.array(LINE, { maxLength: 12 }),
})

test('however long the documents are, pages are counted through and no word is lost between them', () => {
  fc.assert(
    fc.property(fc.array(DOCUMENT, { minLength: 1, maxLength: 8 }), (documents) => {
      const { entries, sheets, pages } = layOut(documents)
      const first = entries[0]?.fromPage ?? 0
      expect(sheets.map(({ page }) => page)).toEqual(sheets.map((_, at) => first + at))
      expect(sheets.at(-1)?.page).toBe(pages)
      for (const [at, { number, fromPage, toPage }] of entries.entries()) {
        expect(fromPage).toBe(at ? (entries[at - 1]?.toPage ?? 0) + 1 : first)
        const text = sheets
          .filter((sheet) => sheet.number === number)
          .map((sheet) => sheet.lines.map(({ value }) => value).join(''))
          .join('')
        const whole = documents[at]?.lines.map(({ value }) => value).join('')
        // A cut may fall on a line break; every other sign stays.
        expect(text.replaceAll('\n', '')).toBe(whole?.replaceAll('\n', ''))
        expect(toPage).toBeGreaterThanOrEqual(fromPage)
      }
    }),
    { numRuns: 200 },
  )
})

test('a colleague’s new name changes no hash, another word does', () => {
  const document: BookDocument = {
    kind: 'plan',
    title: '帮扶计划',
    day: '2026-03-05',
    by: '社工',
    lines: [
      { label: '目标', value: '夜里有人照看' },
      { label: '制定人', value: '社工', isName: true },
    ],
  }
  const renamed = {
    ...document,
    by: '社工甲',
    lines: document.lines.map((line) => (line.isName ? { ...line, value: '社工甲' } : line)),
  }
  expect(contentOf([renamed])).toEqual(contentOf([document]))
  const other = { ...document, lines: [{ label: '目标', value: '夜里无人照看' }] }
  expect(contentOf([other])).not.toEqual(contentOf([document]))
})

/** Both look-backs made and the reporter told: ready to be put away. */
const looked = async () => {
  const story = await closed(app, county)
  const { caseId, reportId } = story
  const again = async () =>
    worker(recordLookBack, { id: caseId, version: await seen(worker, caseId), ...LOOKED_BACK })
  await again()
  await again()
  await duty(tellReporter, {
    id: reportId,
    version: await seenReport(duty, reportId),
    how: 'telephone',
    said: '您反映的情况已经处理，孩子现在安全',
  })
  // What other modules still owe on a case is told by their tasks; here nobody owes anything.
  await app.setUp((db) =>
    db
      .updateTable('task')
      .set({ doneAt: new Date() })
      .where('caseId', '=', caseId)
      .where('kind', '<>', 'archive-case')
      .where('doneAt', 'is', null)
      .execute(),
  )
  return story
}

const archive = async (caseId: string) =>
  worker(archiveCase, { id: caseId, version: await seen(worker, caseId) })

test('the timeline tells what happened, by kind and day, and nothing of what was said', async () => {
  const { caseId } = await closed(app, county)
  const { items, counts } = await worker(getTimeline, { id: caseId })
  expect(items.map(({ at }) => at)).toEqual(
    items
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  )
  const kinds = counts.map(({ kind }) => kind)
  expect(kinds).toEqual(
    expect.arrayContaining(['step', 'assessment', 'plan', 'referral', 'follow-up', 'telling', 'closing']),
  )
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(items.length)
  const contacts = await worker(getTimeline, { id: caseId, kind: 'follow-up' })
  expect(contacts.items).toMatchObject([{ kind: 'follow-up', title: '跟踪', by: '社工' }])
  expect((await worker(getTimeline, { id: caseId, to: '2020-01-01' })).items).toEqual([])
  expect(JSON.stringify(items)).not.toContain(CONTACT.childWords)
  await expect(otherSupervisor(getTimeline, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await expect(director(getTimeline, { id: caseId })).rejects.toMatchObject({ status: 403 })
})

test('the book lists its documents with their pages and prints them by reason, password and watermark', async () => {
  const { caseId, caseNumber, child } = await closed(app, county)
  const { entries, pages, archive: seal } = await worker(getBook, { id: caseId })
  const titles = entries.map(({ title }) => title)
  expect(titles).toEqual(
    expect.arrayContaining(['评估结论', '跟踪记录', '结果告知记录', '结案申请与审批', '办理记录']),
  )
  expect(seal).toBeNull()
  const printed = await worker(printBook, { id: caseId, reason: REASON })
  expect(printed).toMatchObject({ pages, cover: { number: caseNumber, child: child.name }, reason: REASON })
  expect(printed.watermark).toContain('社工')
  expect(JSON.stringify(printed.sheets)).toContain(CONTACT.childWords)
  await app.setUp((db) =>
    db.updateTable('session').set({ provedAt: null }).where('accountId', '=', worker.accountId).execute(),
  )
  await expect(worker(printBook, { id: caseId, reason: REASON })).rejects.toThrow('再次输入')
  await app.setUp((db) =>
    db
      .updateTable('session')
      .set({ provedAt: new Date() })
      .where('accountId', '=', worker.accountId)
      .execute(),
  )
  await expect(worker(printBook, { id: caseId, reason: '看' })).rejects.toMatchObject({ status: 422 })
  await expect(officer(printBook, { id: caseId, reason: REASON })).rejects.toMatchObject({ status: 403 })
  await expect(otherSupervisor(getBook, { id: caseId })).rejects.toMatchObject({ status: 404 })
  const audited = await app.auditOf('case-book.printed')
  expect(audited.at(0)).toMatchObject({ subject_id: caseId, purpose: REASON })
  expect(JSON.stringify(audited)).not.toContain(CONTACT.childWords)
})

test('a case is put away when nothing is missing, and the list says everything that is', async () => {
  const { caseId } = await closed(app, county)
  const { checks } = await worker(getClosing, { id: caseId })
  expect(checks.filter(({ isThere }) => !isThere).map(({ label }) => label)).toEqual(
    expect.arrayContaining(['每一次回访', '对报告人的答复']),
  )
  const refusal = archive(caseId)
  await expect(refusal).rejects.toThrow('每一次回访')
  await expect(refusal).rejects.toThrow('对报告人的答复')
  await expect(supervisor(archiveCase, { id: caseId, version: 1 })).rejects.toMatchObject({ status: 403 })
})

test('an archived case is only read: the server refuses every step, the database every row', async () => {
  const { caseId } = await looked()
  await archive(caseId)
  const kase = await worker(getCase, { id: caseId })
  expect(kase).toMatchObject({ state: 'archived', turn: null })
  await expect(followedUp(worker, caseId)).rejects.toMatchObject({ code: 'refused' })
  await expect(
    head(handOverCase, { id: caseId, version: kase.version, ownerId: duty.accountId, reason: '人员调整' }),
  ).rejects.toMatchObject({ code: 'refused' })
  await expect(
    app.setUp((db) =>
      db.updateTable('caseFile').set({ dangerLevel: 'low' }).where('id', '=', caseId).execute(),
    ),
  ).rejects.toMatchObject({ constraint: 'case_is_archived' })
  const { rows } = await app.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'case_id'
     where c.relkind = 'r' and c.relnamespace = 'county_449821'::regnamespace and not a.attisdropped
       and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'archived') order by 1`,
  )
  // What goes on around the case; a new table that belongs to its record must be locked with it, or stand here with its reason.
  expect(rows.map(({ name }) => name)).toEqual([
    'assessment_draft', // its writer's own
    'break_glass', // who read the archived case at night
    'case_archive', // written once, never updated
    'hand_over_answer', // files lead a life of their own
    'hand_over_file',
    'hand_over_line', // which cases went from one worker to another
    'oversight_item', // about units
    'plan_draft',
    'recusal', // whoever is to be kept from it, also afterwards
    'report', // may still be answered
    'service_order_subject', // of the social organisation's order
    'task', // ends by itself
    'urging',
  ])
  await expect(
    app.setUp((db) =>
      db.updateTable('planItem').set({ title: '改一改' }).where('caseId', '=', caseId).execute(),
    ),
  ).rejects.toMatchObject({ constraint: 'case_is_archived' })
  expect((await worker(listCases, { running: true, pageSize: 100 })).items.map(({ id }) => id)).not.toContain(
    caseId,
  )
})

test('a word that somebody changes behind the product’s back shows in the book of an archived case', async () => {
  const { caseId } = await looked()
  await archive(caseId)
  const book = await worker(getBook, { id: caseId })
  expect(book.archive).toMatchObject({
    isUnchanged: true,
    documents: book.entries.length,
    pages: book.pages,
    archivedBy: '社工',
  })
  await app.setUp((db) =>
    db.updateTable('account').set({ displayName: '社工甲' }).where('id', '=', worker.accountId).execute(),
  )
  expect((await duty(getBook, { id: caseId })).archive).toMatchObject({ isUnchanged: true })
  for (const text of ['disable trigger user', 'no force row level security'])
    await app.owner.query(`alter table county_449821.plan_item ${text}`)
  await app.owner.query(`update county_449821.plan_item set title = '看一次' where case_id = $1`, [caseId])
  for (const text of ['enable trigger user', 'force row level security'])
    await app.owner.query(`alter table county_449821.plan_item ${text}`)
  expect((await duty(getBook, { id: caseId })).archive).toMatchObject({ isUnchanged: false })
})
