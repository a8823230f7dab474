import { CarryOutOutlined, SafetyCertificateOutlined, ShopOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getOrder, listOrders } from './contract.ts'
import { listVetted } from './register/contract.ts'
import { getUnitOrder, listUnitOrders } from './unit/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/service-orders',
    title: '服务订单',
    needs: listOrders,
    menu: { group: '个案', label: '服务订单', icon: CarryOutOutlined, order: 7 },
    load: () => import('./pages/OrderList.tsx').then(({ OrderList }) => ({ Component: OrderList })),
  },
  {
    path: '/service-orders/:id',
    title: '服务订单',
    needs: getOrder,
    load: () => import('./pages/OrderPage.tsx').then(({ OrderPage }) => ({ Component: OrderPage })),
  },
  {
    path: '/vetted-organisations',
    title: '社会组织名录',
    needs: listVetted,
    menu: { group: '个案', label: '社会组织名录', icon: SafetyCertificateOutlined, order: 8 },
    load: () => import('./pages/Register.tsx').then(({ Register }) => ({ Component: Register })),
  },
  {
    path: '/unit-service-orders',
    title: '承接服务订单',
    needs: listUnitOrders,
    menu: { group: '个案', label: '承接服务订单', icon: ShopOutlined, order: 9 },
    load: () => import('./pages/UnitOrders.tsx').then(({ UnitOrders }) => ({ Component: UnitOrders })),
  },
  {
    path: '/unit-service-orders/:id',
    title: '服务订单',
    needs: getUnitOrder,
    load: () => import('./pages/UnitOrder.tsx').then(({ UnitOrder }) => ({ Component: UnitOrder })),
  },
]
