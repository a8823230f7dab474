import { Alert, Button } from 'antd'
import { getEmergencyNumbers } from '#modules/organisations/settings/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { Page } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useSession } from '#web/session.tsx'
import { QrCode } from './QrCode.tsx'
import './poster.css'

/** A4, for the notice boards of villages, schools, clinics and hotels: where to tell, in words for everybody. */
export function PortalPoster() {
  const { county, counties } = useSession()
  const numbers = useEndpoint(getEmergencyNumbers, {})
  const isOneOfSeveral = counties.length > 1
  const address = `${window.location.origin}/portal/${isOneOfSeveral ? `?county=${county?.code}` : ''}`
  const isLocal = ['localhost', '127.0.0.1', '::1'].includes(window.location.hostname)
  return (
    <Page
      title="对外页面海报"
      lede="贴在村（居）委会、学校、医院、旅馆。手机扫一扫就能报告，不用账号。"
      actions={
        <>
          <Button href="/portal/" target="_blank" rel="noreferrer">
            打开对外页面
          </Button>
          <Button type="primary" onClick={() => window.print()}>
            打印
          </Button>
        </>
      }
    >
      {isLocal && (
        <Alert
          className="sw-no-print"
          type="warning"
          showIcon
          title="现在的地址只有这台电脑能打开，印出来的二维码别人用不了。请用正式的对外地址登录后再打印。"
        />
      )}
      {numbers.error && <ProblemNotice problem={numbers.error} onRetry={() => void numbers.refetch()} />}
      <article className="sw-sheet sw-poster" aria-label="海报">
        <p className="sw-poster-from">{county?.name}未成年人保护</p>
        <h2>有孩子受到伤害，请告诉我们</h2>
        <p className="sw-poster-danger">
          有危险，先打 <b>110</b>
        </p>
        <QrCode text={address} />
        <p className="sw-poster-address">{address}</p>
        <ul className="sw-poster-points">
          <li>
            <b>看到、听到、怀疑</b>都可以说，不用证据。
          </li>
          <li>
            <b>可以不留姓名。</b>对被反映的人、村里和工作人员保密。
          </li>
          <li>
            <b>写完会得到一个码，</b>凭码回来看回复。
          </li>
          <li>
            <b>你是孩子？</b>自己也可以说。点几下就行。
          </li>
        </ul>
        <ul className="sw-poster-numbers" aria-label="电话">
          {numbers.data?.items.map(({ name, phone }) => (
            <li key={phone + name}>
              <b>{phone}</b> {name}
            </li>
          ))}
        </ul>
        <p className="sw-poster-foot">
          任何人都有权报告。报告人的信息依法保密（《未成年人保护法》第十一条）。
        </p>
      </article>
    </Page>
  )
}
