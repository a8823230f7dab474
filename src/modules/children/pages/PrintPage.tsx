import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { printChild, type ChildFile } from '../file/contract.ts'
import { CATEGORY, HEALTH, PARENT_STATE, RELATION, RESIDENCE, SCHOOLING, SEX } from '../labels.ts'
import { placeText } from './ChildWords.tsx'
import { periodText } from './words.ts'
import './children.css'

type Sheet = OutputOf<typeof printChild>
type Line = [label: string, value: string]

const known = (isKnown: boolean) => (isKnown ? '已登记（不打印）' : '没有登记')

const baseLines = (file: ChildFile): Line[] => [
  ['姓名', file.name],
  ['性别', SEX[file.sex]],
  ['出生日期', `${file.birthDay}（${file.age} 岁）`],
  ['民族', file.ethnicity ?? '未填'],
  ['身份证号', known(file.idNumberState !== 'none')],
  ['户籍', file.hukouDivisionName ?? '不在本县或没有登记'],
  ['居住', `${RESIDENCE[file.residence]}${file.residencePlace ? `：${file.residencePlace}` : ''}`],
  ['负责的村（居）', placeText(file)],
]

const familyLines = (file: ChildFile): Line[] =>
  file.family
    .filter(({ toDay }) => !toDay)
    .map(({ relation, isGuardian, isHousehold, person }) => [
      RELATION[relation],
      [
        person.name,
        isGuardian ? '监护人' : undefined,
        isHousehold ? '同住' : undefined,
        person.whereabouts ?? undefined,
        ...person.states.map(
          ({ kind, fromDay, toDay }) => `${PARENT_STATE[kind]}（${periodText(fromDay, toDay)}）`,
        ),
      ]
        .filter(Boolean)
        .join('，'),
    ])

const otherLines = (file: ChildFile): Line[] => [
  ...file.categories
    .filter(({ toDay }) => !toDay)
    .map(({ kind, detail, fromDay }): Line => [
      CATEGORY[kind],
      [detail, periodText(fromDay, null)].filter(Boolean).join('，'),
    ]),
  ...file.care
    .filter(({ toDay }) => !toDay)
    .map(({ carerName, relation, reason, fromDay }): Line => [
      '委托照护',
      `${carerName}（${RELATION[relation]}），${reason}，${periodText(fromDay, null)}`,
    ]),
  ...file.schooling
    .filter(({ toDay }) => !toDay)
    .map(({ status, schoolName, grade, className }): Line => [
      '就学',
      [SCHOOLING[status], schoolName, grade, className].filter(Boolean).join(' '),
    ]),
  ...file.health.filter(({ toDay }) => !toDay).map(({ kind }): Line => ['健康', HEALTH[kind]]),
]

function Lines({ title, lines }: { title: string; lines: Line[] }) {
  if (!lines.length) return null
  return (
    <section>
      <h2 className="child-sheet-head">{title}</h2>
      <table className="sw-plain-table">
        <tbody>
          {lines.map(([label, value], at) => (
            <tr key={`${label}${String(at)}`}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Printed({ sheet }: { sheet: Sheet }) {
  return (
    <PrintSheet title="儿童档案（一人一档）" watermark={sheet.watermark}>
      <p>
        事由：{sheet.reason}。编号 {sheet.number}。含未成年人个人信息，用后请收回或销毁。
      </p>
      <Lines title="基本信息" lines={baseLines(sheet.file)} />
      <Lines title="家庭与监护" lines={familyLines(sheet.file)} />
      <Lines title="类别、照护、就学、健康" lines={otherLines(sheet.file)} />
    </PrintSheet>
  )
}

/** A sheet for a meeting: asked why, shown with a watermark, numbers and addresses left out. */
export function PrintPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const command = useCommand(printChild)
  const [isAsking, setIsAsking] = useState(true)
  const [sheet, setSheet] = useState<Sheet>()
  const ask = async (reason: string) => {
    const out = await command.run({ id, reason })
    if (out) setSheet(out)
    // The dialog closes with the sheet; closing it by hand leads back to the file.
    return false
  }
  return (
    <Page
      title="打印档案"
      breadcrumbs={[
        { title: '儿童', to: '/children' },
        { title: '档案', to: `/children/${id}` },
        { title: '打印' },
      ]}
    >
      {sheet ? (
        <Printed sheet={sheet} />
      ) : (
        <Section>
          <EmptyState
            title="打印前要写明事由"
            hint="纸面带有水印：谁、何时、为什么打印。证件号、电话、详址不打印。"
            action={
              <Button type="primary" onClick={() => setIsAsking(true)}>
                填写事由
              </Button>
            }
          />
        </Section>
      )}
      <ReasonDialog
        isOpen={isAsking && !sheet}
        title="打印档案"
        confirm="生成打印页"
        suggestions={['个案会商会议使用', '领导小组会议使用', '上报审批材料']}
        onClose={() => {
          setIsAsking(false)
          void navigate(`/children/${id}`)
        }}
        onReason={ask}
      >
        谁在什么时间、为什么打印，会印在纸上并留下记录。
      </ReasonDialog>
    </Page>
  )
}
