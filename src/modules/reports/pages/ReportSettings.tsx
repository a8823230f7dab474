import { Form, InputNumber, Radio } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { useCan } from '#web/session.tsx'
import { getReportSettings, setReportRouting, setSuppression } from '../settings/contract.ts'

type Settings = OutputOf<typeof getReportSettings>

const ABOVE = {
  procuratorate: '县人民检察院（未成年人检察）',
  'leading-group': '未成年人保护工作领导小组',
} as const

function Routing({ routing: { to, version } }: Settings) {
  const command = useCommand(setReportRouting, {
    refreshes: [getReportSettings],
    success: '已保存，从下一份报告起照此办理',
  })
  return (
    <RecordForm
      key={version}
      endpoint={setReportRouting}
      command={command}
      fixed={{ version }}
      initial={{ to }}
      submit="保存由谁办理"
    >
      <Form.Item name="to" label="反映县中心自己人的报告，由谁办理" required>
        <Radio.Group
          className="report-settings"
          options={Object.entries(ABOVE).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
    </RecordForm>
  )
}

function Suppression({ suppression: { below, version } }: Settings) {
  const command = useCommand(setSuppression, { refreshes: [getReportSettings], success: '已保存' })
  return (
    <RecordForm
      key={version}
      endpoint={setSuppression}
      command={command}
      fixed={{ version }}
      initial={{ below }}
      submit="保存件数"
    >
      <Form.Item name="below" label="统计里少于几件不显示" required>
        <InputNumber min={2} max={50} precision={0} suffix="件" />
      </Form.Item>
    </RecordForm>
  )
}

/** What a county decides about its reports. */
export function ReportSettings() {
  const settings = useEndpoint(getReportSettings, {})
  const mayEdit = useCan(setReportRouting)
  const { data } = settings
  return (
    <Page
      title="报告规则"
      lede="县中心的人被反映时，值守看不到那份报告，由这里选定的单位办理。统计里太小的数字会让人认出是谁，不显示。"
    >
      {settings.error && <ProblemNotice problem={settings.error} onRetry={() => void settings.refetch()} />}
      {!data && !settings.error && <Loading />}
      {data && mayEdit && (
        <>
          <Section title="转上一级">
            <Routing {...data} />
          </Section>
          <Section title="小数字">
            <Suppression {...data} />
          </Section>
        </>
      )}
      {data && !mayEdit && (
        <Section>
          <Facts
            items={[
              { label: '反映县中心自己人的报告由谁办理', value: ABOVE[data.routing.to] },
              { label: '统计里不显示', value: `少于 ${data.suppression.below} 件的数字` },
            ]}
          />
        </Section>
      )}
    </Page>
  )
}
