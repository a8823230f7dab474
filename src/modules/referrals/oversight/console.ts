import { AlertOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getOversight, listOversights, printOversight } from './contract.ts'
import { urgeReferral } from './urgings/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/oversights',
    title: '督办',
    needs: listOversights,
    menu: { group: '个案', label: '督办', icon: AlertOutlined, order: 5 },
    load: () =>
      import('./pages/OversightList.tsx').then(({ OversightList }) => ({ Component: OversightList })),
  },
  {
    path: '/oversights/:id',
    title: '督办单',
    needs: getOversight,
    load: () =>
      import('./pages/OversightPage.tsx').then(({ OversightPage }) => ({ Component: OversightPage })),
  },
  {
    path: '/oversights/:id/print',
    title: '打印督办单',
    needs: printOversight,
    load: () =>
      import('./pages/OversightPrint.tsx').then(({ OversightPrint }) => ({ Component: OversightPrint })),
  },
  {
    path: '/owed-referrals',
    title: '催办',
    needs: urgeReferral,
    load: () => import('./pages/OwedList.tsx').then(({ OwedList }) => ({ Component: OwedList })),
  },
]
