import { SearchOutlined, TeamOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { ConsolePage } from '#web/page.ts'
import { listChildren } from './contract.ts'
import { getChild, printChild } from './file/contract.ts'
import { registerChild } from './register/contract.ts'
import { searchChildren } from './search/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/children',
    title: '儿童',
    needs: listChildren,
    menu: { group: '儿童', label: '儿童', icon: TeamOutlined, order: 4 },
    load: () => import('./pages/ChildList.tsx').then(({ ChildList }) => ({ Component: ChildList })),
  },
  {
    path: '/children/search',
    title: '查找儿童',
    needs: searchChildren,
    menu: { group: '儿童', label: '查找', icon: SearchOutlined, order: 5 },
    load: () => import('./pages/SearchPage.tsx').then(({ SearchPage }) => ({ Component: SearchPage })),
  },
  {
    path: '/children/new',
    title: '新建档案',
    needs: registerChild,
    load: () => import('./pages/RegisterPage.tsx').then(({ RegisterPage }) => ({ Component: RegisterPage })),
  },
  {
    path: '/children/:id',
    title: '儿童档案',
    needs: getChild,
    load: () => import('./pages/ChildPage.tsx').then(({ ChildPage }) => ({ Component: ChildPage })),
  },
  {
    path: '/children/:id/print',
    title: '打印档案',
    needs: printChild,
    load: () => import('./pages/PrintPage.tsx').then(({ PrintPage }) => ({ Component: PrintPage })),
  },
]

/** The quick search for the console's head line. */
export const QuickSearch = lazy(() =>
  import('./pages/QuickSearch.tsx').then(({ QuickSearch: Component }) => ({ default: Component })),
)
