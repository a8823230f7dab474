import { Input } from 'antd'
import { Link } from 'react-router'
import { today } from '#kernel/day.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { useNow } from '#web/use-now.ts'
import { SITE_LABEL } from '../labels.ts'
import { getNetwork, type Post, type Site, type TownNode, type VillageNode } from '../network/contract.ts'
import { CoverageFigures } from './CoverageFigures.tsx'
import './network.css'

function SiteText({ sites, kind }: { sites: Site[]; kind: Site['kind'] }) {
  const site = sites.find((each) => each.kind === kind)
  if (!site)
    return (
      <StateTag tone="attention">
        未设{kind === 'point' ? '工作点' : kind === 'station' ? '工作站' : '中心'}
      </StateTag>
    )
  return (
    <span>
      {SITE_LABEL[kind].replace(/^.*保护/, '')}{' '}
      <span className="sw-quiet sw-number">{site.setUpOn} 设立</span>
    </span>
  )
}

function PostsText({ posts, title }: { posts: Post[]; title: string }) {
  if (!posts.length) return <StateTag tone="attention">未设{title}</StateTag>
  return (
    <span>
      {title}{' '}
      {posts.map(({ id, holding, vacantSince }) =>
        holding ? (
          <span key={id}>
            {holding.holderName} <span className="sw-quiet sw-number">{holding.fromDay} 起</span>{' '}
          </span>
        ) : (
          <StateTag key={id} tone="attention">
            空缺，自 {vacantSince}
          </StateTag>
        ),
      )}
    </span>
  )
}

function Village({ village }: { village: VillageNode }) {
  return (
    <li>
      <Link to={`/network/places/${village.code}`}>{village.name}</Link>
      <SiteText sites={village.sites} kind="point" />
      <PostsText posts={village.posts} title="儿童主任" />
    </li>
  )
}

function Town({ town, isOpen }: { town: TownNode; isOpen: boolean }) {
  return (
    <li>
      <details open={isOpen}>
        <summary>
          <strong>
            {town.name}（{town.villages.length}）
          </strong>
          <SiteText sites={town.sites} kind="station" />
          <PostsText posts={town.posts} title="儿童督导员" />
        </summary>
        <ul className="sw-tree-villages">
          <li>
            <Link to={`/network/places/${town.code}`}>{town.name}的工作站与督导员</Link>
          </li>
          {town.villages.map((village) => (
            <Village key={village.code} village={village} />
          ))}
        </ul>
      </details>
    </li>
  )
}

/** The network of the county as a tree, on any day. */
export function NetworkPage() {
  const [{ on }, setFilters] = useFilters(getNetwork.input)
  const present = today(useNow())
  const network = useEndpoint(getNetwork, { ...(on && { on }) })
  const { data } = network
  return (
    <Page
      title="工作网络"
      lede={data && `${data.county.name}，${on ? `${data.on} 当日` : '今天'}；区划代码依据${data.source}。`}
      actions={
        <>
          <ActionButton to="/network/vacancies">空缺岗位</ActionButton>
          <ActionButton to="/network/changes">区划沿革</ActionButton>
          <ActionButton to="/network/picture">看图</ActionButton>
        </>
      }
    >
      <FilterBar onClear={on ? () => setFilters({ on: undefined }) : undefined}>
        <label className="sw-label">
          看某一天的网络{' '}
          <Input
            type="date"
            className="sw-filter"
            max={present}
            value={on ?? present}
            onChange={({ target }) =>
              setFilters({ on: target.value && target.value < present ? target.value : undefined })
            }
          />
        </label>
      </FilterBar>
      <CoverageFigures on={on} />
      {network.error && <ProblemNotice problem={network.error} onRetry={() => void network.refetch()} />}
      {!data && !network.error && <Loading rows={8} />}
      {data && (
        <Section
          title={<Link to={`/network/places/${data.county.code}`}>{data.county.name}</Link>}
          extra={<SiteText sites={data.county.sites} kind="centre" />}
          isFlush
        >
          <ul className="sw-tree" aria-label={`${data.county.name}的镇和村`}>
            {data.towns.map((town, index) => (
              <Town key={town.code} town={town} isOpen={index === 0} />
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}
