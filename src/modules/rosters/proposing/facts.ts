import type { CategoryKind } from '#modules/children/contract.ts'
import type {
  NewCategoryRecord,
  NewHealthRecord,
  NewSchoolingRecord,
} from '#modules/children/bulk/contract.ts'
import type { FileUpdate, RecordChange } from '#modules/children/updates/contract.ts'
import type { FileNow, SchoolingNow } from '#modules/children/updates/files/queries.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import { keptNewer, mayReplace, sourceOf, type Gathered, type Telling } from './telling.ts'

/** 重度残疾 is 一级 and 二级 (残疾人证); whether a lighter one brings a child into difficulty, the village finds out. */
const isSevereDisability = (grade: number | undefined) => grade === 1 || grade === 2

const careWords = ({ carerName, carerRelation, hasCareAgreement }: RosterRecord) => [
  carerName || carerRelation ? `受委托照护人：${carerName ?? ''}${carerRelation?.word ?? ''}` : '',
  hasCareAgreement === undefined ? '' : hasCareAgreement ? '已签委托照护协议' : '未签委托照护协议',
]

/** Kinds with their finer words, each kind once. */
const claimsIn = (record: RosterRecord): Map<CategoryKind, string[]> => {
  const claims = new Map<CategoryKind, string[]>()
  const add = (kind: CategoryKind, ...words: (string | undefined)[]) => {
    const all = [...(claims.get(kind) ?? []), ...words.filter((word) => word !== undefined && word !== '')]
    // What was filtered is text.
    claims.set(kind, [...new Set(all as string[])])
  }
  for (const { kind, detail } of record.categories ?? []) add(kind, detail, record.subCategory)
  const { leftBehind, disabilityCardNo: card } = record
  if (leftBehind) add(leftBehind.kind, leftBehind.detail, ...careWords(record))
  if (isSevereDisability(record.disabilityGrade ?? card?.grade)) add('severely-disabled-or-ill', '残疾')
  return claims
}

const proofOf = ({ proofNo }: RosterRecord) => proofNo && { proof: { kind: '认定文书', number: proofNo } }

export const newCategoriesOf = (record: RosterRecord, { source }: Telling): NewCategoryRecord[] =>
  [...claimsIn(record)].map(([kind, words]) => ({
    kind,
    ...(words.length && { detail: words.join(';').slice(0, 200) }),
    from: record.categoryStartDay ?? source.day,
    ...proofOf(record),
  }))

type CategoryUpdate = Pick<FileUpdate, 'categories' | 'newCategories'>

/** A kind that runs already stays one; what the roster adds to its words is added. */
export const proposeCategories = (
  record: RosterRecord,
  file: FileNow,
  telling: Telling,
  gathered: Gathered,
): CategoryUpdate => {
  const newCategories: NewCategoryRecord[] = []
  const categories: RecordChange[] = []
  for (const offered of newCategoriesOf(record, telling)) {
    const running = file.categories.find(({ kind }) => kind === offered.kind)
    if (!running) {
      newCategories.push(offered)
      gathered.touched.add('category')
      continue
    }
    const known = running.detail?.split(';') ?? []
    const added = offered.detail?.split(';').filter((word) => !known.includes(word)) ?? []
    // 残疾儿童 on the ledger says no less than 残疾 from the card.
    const isSaid = added.every((word) => known.some((each) => each.includes(word)))
    if (isSaid || !mayReplace(telling, sourceOf(running.sources, 'detail'))) continue
    const detail = [...known, ...added].join(';').slice(0, 200)
    categories.push({ id: running.id, fields: [{ field: 'detail', from: running.detail, to: detail }] })
    gathered.touched.add('category')
  }
  return { categories, newCategories }
}

/** What the row says of schooling; a child in school needs its school's name, which a ledger may not know. */
export const newSchoolingOf = (
  record: RosterRecord,
  { source }: Telling,
  running?: SchoolingNow,
): NewSchoolingRecord | undefined => {
  const status = record.schoolingStatus ?? (record.school ? 'enrolled' : undefined)
  if (!status) return undefined
  const isSameKind = running !== undefined && running.status === status
  const schoolName =
    record.school ?? ((isSameKind || status === 'suspended') && running?.schoolName) ?? undefined
  if (status === 'enrolled' && !schoolName) return undefined
  const kept = isSameKind && !record.school ? running : undefined
  return {
    status,
    ...(schoolName && { schoolName: schoolName.slice(0, 60) }),
    ...((record.grade ?? kept?.grade) && { grade: record.grade ?? kept?.grade ?? '' }),
    ...((record.className ?? kept?.className) && { className: record.className ?? kept?.className ?? '' }),
    ...(record.isBoarding !== undefined && { isBoarding: record.isBoarding }),
    from: source.day,
  }
}

const isSameSchooling = (running: SchoolingNow, offered: NewSchoolingRecord) =>
  running.status === offered.status &&
  running.schoolName === (offered.schoolName ?? running.schoolName) &&
  running.grade === (offered.grade ?? running.grade) &&
  running.className === (offered.className ?? running.className) &&
  running.isBoarding === (offered.isBoarding ?? running.isBoarding)

/** A new state of schooling, or none when the file says the same or something newer. */
export const proposeSchooling = (
  record: RosterRecord,
  file: FileNow,
  telling: Telling,
  gathered: Gathered,
): Pick<FileUpdate, 'newSchooling'> => {
  const { schooling: running } = file
  const offered = newSchoolingOf(record, telling, running)
  if (!offered) {
    if (record.schoolingStatus === 'enrolled' && !running)
      gathered.notes.push({
        field: 'schoolingStatus',
        code: 'kept-no-school',
        message: '写着在读但没有学校名称，就学一项没有写入',
      })
    return {}
  }
  if (running && isSameSchooling(running, offered)) return {}
  if (running && !mayReplace(telling, sourceOf(running.sources, '*'))) {
    gathered.notes.push(keptNewer('schooling', sourceOf(running.sources, '*')))
    return {}
  }
  gathered.touched.add('schooling')
  return { newSchooling: offered }
}

export const newHealthOf = (record: RosterRecord): NewHealthRecord[] => {
  const { disabilityCardNo: card, illness } = record
  const disabilityClass = record.disabilityClass ?? card?.classCode
  const disabilityGrade = record.disabilityGrade ?? card?.grade
  return [
    ...(disabilityClass || disabilityGrade || card
      ? [
          {
            detail: {
              kind: 'disability' as const,
              ...(disabilityClass && { disabilityClass }),
              ...(disabilityGrade && { disabilityGrade }),
              ...(card && { cardNumber: card.number }),
            },
          },
        ]
      : []),
    ...(illness ? [{ detail: { kind: 'severe-illness' as const, illness: illness.slice(0, 50) } }] : []),
  ]
}

/** Health is only added: what a doctor or the federation certified before is not ended by another list. */
export const proposeHealth = (
  record: RosterRecord,
  file: FileNow,
  gathered: Gathered,
): Pick<FileUpdate, 'newHealth'> => {
  const newHealth = newHealthOf(record).filter(
    ({ detail: offered }) =>
      !file.health.some(
        ({ detail }) =>
          detail.kind === offered.kind &&
          (offered.disabilityClass === undefined || detail.disabilityClass === offered.disabilityClass) &&
          (offered.disabilityGrade === undefined || detail.disabilityGrade === offered.disabilityGrade) &&
          (offered.illness === undefined || detail.illness === offered.illness),
      ),
  )
  if (newHealth.length) gathered.touched.add('health')
  return { newHealth }
}
