import { Link, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { getDivision } from '../divisions/contract.ts'
import { DIVISION_KIND_LABEL, LEVEL_LABEL } from '../labels.ts'
import { getNetwork } from '../network/contract.ts'
import { ChangeSentence } from './ChangeSentence.tsx'
import { PostSection } from './PostSection.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { SiteSection } from './SiteSection.tsx'
import './network.css'

type Division = OutputOf<typeof getDivision>

const nodeOf = (network: OutputOf<typeof getNetwork> | undefined, code: string) =>
  network &&
  [network.county, ...network.towns, ...network.towns.flatMap(({ villages }) => villages)].find(
    (node) => node.code === code,
  )

const breadcrumbsOf = ({ name, parentCode, parentName, level }: Division) => [
  { title: '工作网络', to: '/network' },
  ...(level === 'village' && parentCode && parentName
    ? [{ title: parentName, to: `/network/places/${parentCode}` }]
    : []),
  { title: name },
]

function About({ division }: { division: Division }) {
  return (
    <Section title="区划">
      <Facts
        items={[
          { label: '统计用区划代码', value: <span className="sw-number">{division.code}</span> },
          {
            label: '级别',
            value: division.kind ? DIVISION_KIND_LABEL[division.kind] : LEVEL_LABEL[division.level],
          },
          { label: '台账里的其他写法', value: division.aliases.join('、'), isWide: true },
          { label: '依据', value: division.source, isWide: true },
        ]}
      />
      {division.changes.length > 0 && (
        <ul className="sw-plain-list" aria-label="沿革">
          {division.changes.map((change) => (
            <li key={change.id}>
              <ChangeSentence change={change} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** A county, town or village: its site, posts and history; also one that was merged away. */
export function PlacePage() {
  const { code = '' } = useParams()
  const division = useEndpoint(getDivision, { code })
  const network = useEndpoint(getNetwork, {})
  const { data } = division
  const problem = division.error ?? network.error
  if (problem)
    return (
      <Page title="工作网络">
        <ProblemNotice problem={problem} onRetry={() => void division.refetch()} />
      </Page>
    )
  if (!data) return <Loading rows={6} />
  const node = nodeOf(network.data, code)
  return (
    <Page
      title={data.name}
      breadcrumbs={breadcrumbsOf(data)}
      lede={
        data.validTo && (
          <>
            已于 {data.validTo} 撤并
            {data.successorCode && (
              <>
                ，由<Link to={`/network/places/${data.successorCode}`}>承接的村（居）</Link>负责
              </>
            )}
          </>
        )
      }
      actions={data.validTo ? undefined : <RenameDialog division={data} />}
    >
      {node && <SiteSection place={data} sites={node.sites} />}
      {node && <PostSection place={data} posts={node.posts} />}
      <About division={data} />
    </Page>
  )
}
