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
    title: '设置新口令',
    gate: 'password-change',
    load: () =>
      import('./pages/FirstPassword.tsx').then(({ FirstPassword }) => ({ Component: FirstPassword })),
  },
  {
    path: '/me/password',
    title: '修改口令',
    load: () => import('./pages/MyPassword.tsx').then(({ MyPassword }) => ({ Component: MyPassword })),
  },
]
