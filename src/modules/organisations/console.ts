import {
  ApartmentOutlined,
  BankOutlined,
  CalendarOutlined,
  FieldTimeOutlined,
  PhoneOutlined,
  UserDeleteOutlined,
} from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getDivision, listDivisionChanges } from './divisions/contract.ts'
import { getNetwork, listVacancies } from './network/contract.ts'
import { getCalendar, getEmergencyNumbers, listDeadlineRules } from './settings/contract.ts'
import { getUnit, listUnits } from './units/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/network',
    title: '工作网络',
    needs: getNetwork,
    menu: { group: '组织', label: '工作网络', icon: ApartmentOutlined, order: 10 },
    load: () => import('./pages/NetworkPage.tsx').then(({ NetworkPage }) => ({ Component: NetworkPage })),
  },
  {
    path: '/network/places/:code',
    title: '村镇',
    needs: getDivision,
    load: () => import('./pages/PlacePage.tsx').then(({ PlacePage }) => ({ Component: PlacePage })),
  },
  {
    path: '/network/vacancies',
    title: '空缺岗位',
    needs: listVacancies,
    menu: { group: '组织', label: '空缺岗位', icon: UserDeleteOutlined, order: 30 },
    load: () => import('./pages/VacancyList.tsx').then(({ VacancyList }) => ({ Component: VacancyList })),
  },
  {
    path: '/network/changes',
    title: '区划沿革',
    needs: listDivisionChanges,
    load: () => import('./pages/ChangeList.tsx').then(({ ChangeList }) => ({ Component: ChangeList })),
  },
  {
    path: '/units',
    title: '单位',
    needs: listUnits,
    menu: { group: '组织', label: '单位', icon: BankOutlined, order: 40 },
    load: () => import('./pages/UnitList.tsx').then(({ UnitList }) => ({ Component: UnitList })),
  },
  {
    path: '/units/:id',
    title: '单位',
    needs: getUnit,
    load: () => import('./pages/UnitPage.tsx').then(({ UnitPage }) => ({ Component: UnitPage })),
  },
  {
    path: '/settings/deadlines',
    title: '期限规则',
    needs: listDeadlineRules,
    menu: { group: '管理', label: '期限规则', icon: FieldTimeOutlined, order: 40 },
    load: () =>
      import('./pages/DeadlineRules.tsx').then(({ DeadlineRules }) => ({ Component: DeadlineRules })),
  },
  {
    path: '/settings/calendar',
    title: '工作日历',
    needs: getCalendar,
    menu: { group: '管理', label: '工作日历', icon: CalendarOutlined, order: 50 },
    load: () => import('./pages/CalendarPage.tsx').then(({ CalendarPage }) => ({ Component: CalendarPage })),
  },
  {
    path: '/settings/emergency-numbers',
    title: '紧急求助电话',
    needs: getEmergencyNumbers,
    menu: { group: '管理', label: '求助电话', icon: PhoneOutlined, order: 60 },
    load: () =>
      import('./pages/EmergencyNumbers.tsx').then(({ EmergencyNumbers }) => ({
        Component: EmergencyNumbers,
      })),
  },
]
