import type { ConsolePage } from '#web/page.ts'

export const pages: ConsolePage[] = [
  {
    path: '/sign-in',
    title: '登录',
    gate: 'signed-out',
    load: () => import('./pages/SignIn.tsx').then(({ SignIn }) => ({ Component: SignIn })),
  },
  {
    path: '/first-password',
    title: '设置自己的口令',
    gate: 'password-change',
    load: () =>
      import('./pages/FirstPassword.tsx').then(({ FirstPassword }) => ({ Component: FirstPassword })),
  },
  {
    path: '/enrolment',
    title: '绑定动态口令',
    gate: 'enrolment',
    load: () => import('./pages/Enrolment.tsx').then(({ Enrolment }) => ({ Component: Enrolment })),
  },
  {
    path: '/enter-code',
    title: '输入动态口令',
    gate: 'second-factor',
    load: () => import('./pages/EnterCode.tsx').then(({ EnterCode }) => ({ Component: EnterCode })),
  },
  {
    path: '/me/devices',
    title: '我的登录设备',
    load: () => import('./pages/MyDevices.tsx').then(({ MyDevices }) => ({ Component: MyDevices })),
  },
  {
    path: '/me/password',
    title: '修改口令',
    load: () => import('./pages/MyPassword.tsx').then(({ MyPassword }) => ({ Component: MyPassword })),
  },
]
