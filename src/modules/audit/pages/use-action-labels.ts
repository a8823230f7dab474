import { useEndpoint } from '#web/api.ts'
import { listAuditActions } from '../contract.ts'

/** Names of audited acts in words; an act without a name is a refused look, shown by its address. */
export const useActionLabels = () => {
  const { data } = useEndpoint(listAuditActions, {})
  const items = data?.items ?? []
  const labels = new Map(items.map(({ action, label }) => [action, label]))
  return { items, labelOf: (action: string) => labels.get(action) ?? action }
}
