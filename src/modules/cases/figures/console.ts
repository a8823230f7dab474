import { FundProjectionScreenOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getLoopFigures, getLoopSums, getUnitFigures, listFigureCases } from './contract.ts'

const figures = () => import('./pages/Figures.tsx').then(({ Figures }) => ({ Component: Figures }))

export const pages: ConsolePage[] = [
  {
    path: '/figures',
    title: '闭环统计',
    needs: getLoopFigures,
    menu: { group: '数据', label: '闭环统计', icon: FundProjectionScreenOutlined, order: 28 },
    load: figures,
  },
  {
    path: '/figures/sums',
    title: '闭环统计',
    needs: getLoopSums,
    menu: { group: '数据', label: '闭环统计', icon: FundProjectionScreenOutlined, order: 28 },
    load: figures,
  },
  {
    path: '/figures/unit',
    title: '本单位统计',
    needs: getUnitFigures,
    menu: { group: '数据', label: '本单位统计', icon: FundProjectionScreenOutlined, order: 28 },
    load: () => import('./pages/UnitFigures.tsx').then(({ UnitFigures }) => ({ Component: UnitFigures })),
  },
  {
    path: '/figures/cases',
    title: '统计背后的个案',
    needs: listFigureCases,
    load: () => import('./pages/FigureCases.tsx').then(({ FigureCases }) => ({ Component: FigureCases })),
  },
]
