import { Segmented } from 'antd'
import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { z } from 'zod'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ChartBox } from '#web/kit/ChartBox.tsx'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useCan } from '#web/session.tsx'
import { getNetwork } from '#modules/organisations/network/contract.ts'
import { countChildrenInDifficulty } from '../contract.ts'
import {
  DEFINITION,
  legendOf,
  MEASURE_LABEL,
  shader,
  type Counts,
  type Measure,
  type Network,
} from './measures.ts'
import './picture.css'

const MEASURES = ['point', 'director', 'set-up', 'difficulty'] as const
const InAddress = z.object({ by: z.enum(MEASURES).default('point') })

const DARK = new Set(['#2f7d6b', '#124a40', '#c77700'])

/** Towns as frames, villages as tiles of one size: a map of what is where, not of who is bigger. */
const optionOf = (network: Network, measure: Measure, counts: Counts | undefined) => {
  const shadeOf = shader(measure, network.on, counts)
  return {
    aria: { enabled: true },
    tooltip: {
      formatter: ({ data }: { data: { name: string; said?: string } }) =>
        `${data.name}${data.said ? `\n${data.said}` : ''}`,
    },
    series: [
      {
        type: 'treemap',
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        sort: false,
        top: 0,
        left: 0,
        right: 0,
        bottom: 0,
        label: { show: true, overflow: 'truncate', fontSize: 12 },
        levels: [
          { itemStyle: { gapWidth: 6, borderWidth: 0, borderColor: '#fff' } },
          {
            upperLabel: { show: true, height: 24, color: '#1e2a27', fontSize: 13, fontWeight: 'bold' },
            itemStyle: { gapWidth: 2, borderWidth: 0, borderColor: '#eef1ec' },
          },
        ],
        data: network.towns.map((town) => ({
          name: town.name,
          code: town.code,
          value: town.villages.length,
          children: town.villages.map((village) => {
            const { text, colour } = shadeOf(village)
            return {
              name: village.name,
              code: village.code,
              value: 1,
              said: text,
              itemStyle: { color: colour },
              label: { color: DARK.has(colour) ? '#fff' : '#1e2a27' },
            }
          }),
        })),
      },
    ],
  }
}

const tableOf = (network: Network, measure: Measure, counts: Counts | undefined) => {
  const shadeOf = shader(measure, network.on, counts)
  return {
    head: ['镇(街道)', '村(居)', MEASURE_LABEL[measure]],
    rows: network.towns.flatMap((town) =>
      town.villages.map((village) => [town.name, village.name, shadeOf(village).text]),
    ),
  }
}

function Legend({ measure }: { measure: Measure }) {
  return (
    <ul className="sw-legend" aria-label="颜色的意思">
      {legendOf(measure).map(({ text, colour }) => (
        <li key={text}>
          <svg width="16" height="16" aria-hidden="true">
            <rect width="16" height="16" rx="3" fill={colour} stroke="#8a9691" />
          </svg>
          {text}
        </li>
      ))}
    </ul>
  )
}

function Picture({
  network,
  measure,
  counts,
}: {
  network: Network
  measure: Measure
  counts: Counts | undefined
}) {
  const navigate = useNavigate()
  const option = useMemo(() => optionOf(network, measure, counts), [network, measure, counts])
  const table = useMemo(() => tableOf(network, measure, counts), [network, measure, counts])
  return (
    <Section>
      <ChartBox
        title={`${network.county.name}各村(居):${MEASURE_LABEL[measure]}`}
        option={option}
        table={table}
        height={560}
        onPick={(data) => {
          const { code } = data as { code?: string }
          if (code) void navigate(`/network/places/${code}`)
        }}
      />
      <Legend measure={measure} />
      <p className="sw-quiet">
        口径:{measure === 'difficulty' ? counts?.definition : DEFINITION[measure]}。截至{' '}
        {counts?.on ?? network.on}。
      </p>
    </Section>
  )
}

/** The network as a picture: villages as tiles, coloured by what the user picks, with the same as a table. */
export function NetworkPicture() {
  const [{ by }, setFilters] = useFilters(InAddress)
  const mayCount = useCan(countChildrenInDifficulty)
  const measure = by === 'difficulty' && !mayCount ? 'point' : by
  const network = useEndpoint(getNetwork, {})
  const counts = useEndpoint(
    countChildrenInDifficulty,
    {},
    { isEnabled: mayCount && measure === 'difficulty' },
  )
  const problem = network.error ?? counts.error
  const isReady = network.data && (measure !== 'difficulty' || counts.data)
  return (
    <Page
      title="网络图"
      breadcrumbs={[{ title: '工作网络', to: '/network' }, { title: '网络图' }]}
      lede="每一块是一个村(居),按镇排在一起,大小相同。点一块看这个村(居)。"
    >
      <FilterBar>
        <Segmented
          aria-label="按什么着色"
          value={measure}
          onChange={(next) => setFilters({ by: next })}
          options={MEASURES.filter((each) => each !== 'difficulty' || mayCount).map((each) => ({
            value: each,
            label: MEASURE_LABEL[each],
          }))}
        />
      </FilterBar>
      {problem && (
        <ProblemNotice problem={problem} onRetry={() => void (network.error ? network : counts).refetch()} />
      )}
      {!isReady && !problem && <Loading rows={10} />}
      {network.data && isReady && (
        <Picture
          network={network.data}
          measure={measure}
          counts={measure === 'difficulty' ? counts.data : undefined}
        />
      )}
    </Page>
  )
}
