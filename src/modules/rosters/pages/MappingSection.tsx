import { useEndpoint } from '#web/api.ts'
import { Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import type { Roster } from '../contract.ts'
import { getMapping } from '../intake/contract.ts'
import { MappingForm } from './MappingForm.tsx'
import { SheetChoice } from './SheetChoice.tsx'

/** What the columns were taken for, to be looked over before anything is read. */
export function MappingSection({ roster, onStarted }: { roster: Roster; onStarted: () => void }) {
  const mapping = useEndpoint(getMapping, { id: roster.id })
  const { data, error } = mapping
  return (
    <Section title="核对各列" {...(roster.sheets.length > 1 && { extra: <SheetChoice roster={roster} /> })}>
      {error && <ProblemNotice problem={error} onRetry={() => void mapping.refetch()} />}
      {data ? (
        // Another sheet brings other columns: the form begins anew.
        <MappingForm key={data.version} roster={roster} mapping={data} onStarted={onStarted} />
      ) : (
        !error && <Loading rows={8} />
      )}
    </Section>
  )
}
