import { Button } from 'antd'
import { useNavigate, useRouteError } from 'react-router'
import { Problem } from '#kernel/problem.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'

function Home() {
  const navigate = useNavigate()
  return (
    <Button type="primary" onClick={() => void navigate('/')}>
      回到首页
    </Button>
  )
}

export function NoSuchPage() {
  return (
    <Page title="没有这个页面">
      <Section>
        <EmptyState
          title="这个地址没有对应的页面"
          hint="可能是地址抄错了，或页面已经改名。"
          action={<Home />}
        />
      </Section>
    </Page>
  )
}

export function NotPermitted() {
  return (
    <Page title="您的岗位没有这个页面">
      <Section>
        <EmptyState
          title="您的岗位不能打开这个页面"
          hint="如确有工作需要，请联系本县的安全管理员调整权限。"
          action={<Home />}
        />
      </Section>
    </Page>
  )
}

// A new release has other file names: the page that is open asks for a file that is gone.
const isFileGone = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)

export function PageFailed() {
  const error = useRouteError()
  const hint = isFileGone(error)
    ? '系统可能刚刚更新，或网络中断。刷新后即可继续。'
    : error instanceof Problem
      ? error.message
      : '这一页显示时出了错。已保存的内容不受影响；刷新后如仍出错，请告诉系统管理员您刚才做了什么。'
  return (
    <Page title="这一页没有打开">
      <Section>
        <div role="alert">
          <EmptyState
            title="这一页没有打开"
            hint={hint}
            action={
              <Button type="primary" onClick={() => window.location.reload()}>
                刷新
              </Button>
            }
          />
        </div>
      </Section>
    </Page>
  )
}
