import { useNavigate } from 'react-router'
import { Page, Section } from '#web/kit/Page.tsx'
import { PasswordForm } from './PasswordForm.tsx'

export function MyPassword() {
  const navigate = useNavigate()
  return (
    <Page title="修改口令" lede="修改后请用新口令登录；不需要定期更换，怀疑被别人知道时请马上更换。">
      <Section>
        <PasswordForm currentLabel="现在的口令" submit="修改口令" onDone={() => void navigate('/')} />
      </Section>
    </Page>
  )
}
