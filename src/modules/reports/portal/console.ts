import { FormOutlined, QrcodeOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { addUnit } from '#modules/organisations/units/contract.ts'
import { takeReport } from '../contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/portal-poster',
    title: '对外页面海报',
    // The poster itself is no secret; it is offered to those who look after the county's network.
    needs: addUnit,
    menu: { group: '组织', label: '对外页面海报', icon: QrcodeOutlined, order: 60 },
    load: () => import('./pages/PortalPoster.tsx').then(({ PortalPoster }) => ({ Component: PortalPoster })),
  },
  {
    path: '/paper-reports',
    title: '纸质报告单',
    needs: takeReport,
    menu: { group: '组织', label: '纸质报告单', icon: FormOutlined, order: 61 },
    load: () => import('./pages/PaperForm.tsx').then(({ PaperForm }) => ({ Component: PaperForm })),
  },
]
