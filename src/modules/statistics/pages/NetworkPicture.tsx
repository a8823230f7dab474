import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { z } from 'zod'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useCan } from '#web/session.tsx'
import { getNetwork } from '#modules/organisations/network/contract.ts'
import { countChildrenInDifficulty } from '../contract.ts'
import { DEFINITION, inkOn, legendOf, MEASURE_LABEL, shader, type Measure, type Shader } from './measures.ts'
import './picture.css'

const MEASURES = ['point', 'director', 'set-up', 'difficulty'] as const
const InAddress = z.object({ by: z.enum(MEASURES).default('point') })

type Network = OutputOf<typeof getNetwork>
type Drawn = { network: Network; measure: Measure; shadeOf: Shader }

/** Every village a tile of one size: a map of what is where, not of who is bigger. */
function Tiles({ network, shadeOf }: Drawn) {
  return network.towns.map((town) => (
    <section key={town.code} className="sw-tiles-town" aria-label={town.name}>
      <h3>{town.name}</h3>
      <ul className="sw-tiles">
        {town.villages.map((village) => {
          const { text, short, colour } = shadeOf(village)
          return (
            <li key={village.code}>
              <Link
                to={`/network/places/${village.code}`}
                className="sw-tile"
                style={{ background: colour, color: inkOn(colour) }}
                title={text}
              >
                {village.name}
                <small>{short}</small>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  ))
}

function Words({ network, measure, shadeOf }: Drawn) {
  return (
    <div className="sw-scroll" tabIndex={0} role="region" aria-label={MEASURE_LABEL[measure]}>
      <table className="sw-plain-table">
        <thead>
          <tr>
            <th scope="col">镇（街道）</th>
            <th scope="col">村（居）</th>
            <th scope="col">{MEASURE_LABEL[measure]}</th>
          </tr>
        </thead>
        <tbody>
          {network.towns.flatMap((town) =>
            town.villages.map((village) => (
              <tr key={village.code}>
                <td>{town.name}</td>
                <td>
                  <Link to={`/network/places/${village.code}`}>{village.name}</Link>
                </td>
                <td>{shadeOf(village).text}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  )
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

function Picture({ definition, ...drawn }: Drawn & { definition: string }) {
  const [view, setView] = useState<'picture' | 'table'>('picture')
  const { network, measure } = drawn
  return (
    <Section
      title={`${network.county.name}各村（居）：${MEASURE_LABEL[measure]}`}
      extra={
        <Segmented
          aria-label="看图或看表"
          value={view}
          onChange={setView}
          options={[
            { value: 'picture', label: '图' },
            { value: 'table', label: '表' },
          ]}
        />
      }
    >
      <Legend measure={measure} />
      {view === 'picture' ? <Tiles {...drawn} /> : <Words {...drawn} />}
      <p className="sw-quiet">
        口径：{definition}。截至 {network.on}。
      </p>
    </Section>
  )
}

/** The network as a picture: villages as tiles, coloured by what the user picks, with the same as a table. */
export function NetworkPicture() {
  const [{ by }, setFilters] = useFilters(InAddress)
  const mayCount = useCan(countChildrenInDifficulty)
  const measure = by === 'difficulty' && !mayCount ? 'point' : by
  const isCounted = measure === 'difficulty'
  const network = useEndpoint(getNetwork, {})
  const counts = useEndpoint(countChildrenInDifficulty, {}, { isEnabled: isCounted })
  const failed = network.error ? network : isCounted && counts.error ? counts : undefined
  const isReady = network.data && (!isCounted || counts.data)
  return (
    <Page
      title="网络图"
      breadcrumbs={[{ title: '工作网络', to: '/network' }, { title: '网络图' }]}
      lede="每一块是一个村（居），按镇排在一起，大小相同。点一块看这个村（居）。"
    >
      <FilterBar>
        <Select
          aria-label="按什么着色"
          className="sw-filter"
          popupMatchSelectWidth={false}
          value={measure}
          onChange={(next: Measure) => setFilters({ by: next })}
          options={MEASURES.filter((each) => each !== 'difficulty' || mayCount).map((each) => ({
            value: each,
            label: MEASURE_LABEL[each],
          }))}
        />
      </FilterBar>
      {failed?.error && <ProblemNotice problem={failed.error} onRetry={() => void failed.refetch()} />}
      {!isReady && !failed && <Loading rows={10} />}
      {network.data && isReady && (
        <Picture
          network={network.data}
          measure={measure}
          shadeOf={shader(measure, network.data.on, counts.data)}
          definition={isCounted ? (counts.data?.definition ?? '') : DEFINITION[measure]}
        />
      )}
    </Page>
  )
}
