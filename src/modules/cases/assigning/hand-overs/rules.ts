import { surnameOf } from '#kernel/names.ts'

/** A child on a list that goes out of hand: the surname, or nothing where even that is sealed. */
export const maskedChild = (name: string | null): string => {
  if (!name) return '（密封）'
  return `${surnameOf(name) || name.slice(0, 1)}某`
}

type Part = { receiverId: string; takesRest: boolean; lines: { caseId: string }[] }
type Owned = { caseIds: string[]; hasRest: boolean; giverId: string }

/** What is wrong with how the work is divided, or undefined: every case goes to exactly one, the rest to exactly one. */
export const partsProblem = (parts: Part[], { caseIds, hasRest, giverId }: Owned): string | undefined => {
  const receivers = parts.map(({ receiverId }) => receiverId)
  if (receivers.includes(giverId)) return '不能移交给本人'
  if (new Set(receivers).size < receivers.length) return '每位接收人只列一次'
  const given = parts.flatMap(({ lines }) => lines.map(({ caseId }) => caseId))
  if (new Set(given).size < given.length) return '每件个案只能移交给一个人'
  if (given.some((id) => !caseIds.includes(id))) return '只能移交本人名下的在办个案'
  const left = caseIds.filter((id) => !given.includes(id)).length
  if (left) return `还有 ${left} 件个案没有指定接收人`
  const takers = parts.filter(({ takesRest }) => takesRest).length
  if (takers > 1) return '其余事项和待办由一位接收人承接'
  if (hasRest && !takers) return '请指定由谁承接其余事项和待办'
  return parts.some(({ lines, takesRest }) => !lines.length && !takesRest)
    ? '有接收人没有分到工作，请去掉'
    : undefined
}
