import { HeatMapOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getNetwork } from '#modules/organisations/network/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/network/picture',
    title: '网络图',
    needs: getNetwork,
    menu: { group: '组织', label: '网络图', icon: HeatMapOutlined, order: 20 },
    load: () =>
      import('./pages/NetworkPicture.tsx').then(({ NetworkPicture }) => ({ Component: NetworkPicture })),
  },
]
