import { Checkbox, Form, Input, Radio } from 'antd'
import { useRef, useState } from 'react'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { DANGER_ANSWER } from '../../labels.ts'
import { DUTY_KIND_NAMES, DUTY_KINDS } from '../../duty-kinds/labels.ts'
import { listMyReceipts, listUnitReceipts, NewDutyReport, sendDutyReport } from '../contract.ts'
import { contentOf, toHex } from '../rules.ts'
import { AttachmentField } from './AttachmentField.tsx'
import { Sent } from './Sent.tsx'
import { KnownField, PoliceField } from './TimeFields.tsx'
import './receipts.css'

type Input = InputOf<typeof sendDutyReport>
type Answer = OutputOf<typeof sendDutyReport>

const dangers = Object.entries(DANGER_ANSWER).map(([value, label]) => ({ value, label }))
const kinds = DUTY_KIND_NAMES.map((name) => ({
  value: name,
  label: DUTY_KINDS[name].isRead ? DUTY_KINDS[name].text : `${DUTY_KINDS[name].text}（待核实）`,
}))

const newNonce = () => toHex(crypto.getRandomValues(new Uint8Array(16)))

/** Danger comes before every form: 110 first, then write. */
function Danger() {
  const isInDanger: unknown = Form.useWatch('isInDanger', Form.useFormInstance())
  return (
    <>
      <FormField name="isInDanger" label="孩子现在有危险吗">
        <Radio.Group aria-label="孩子现在有危险吗" optionType="button" options={dangers} />
      </FormField>
      {isInDanger === 'yes' && (
        <p className="sw-duty-danger" role="alert">
          先打电话，再填表：<a href="tel:110">拨打 110</a>
          <a href="tel:120">拨打 120</a>
        </p>
      )}
      <FormField name="policeToldAt" label="报警">
        <PoliceField />
      </FormField>
    </>
  )
}

function WhatHappened() {
  return (
    <>
      <FormField name="narrative" label="发生了什么" hint="看到、听到的照实写；疑似就可以报，不用查实。">
        <Input.TextArea rows={4} maxLength={4000} />
      </FormField>
      <FormField name="knownAt" label="什么时候知道的">
        <KnownField />
      </FormField>
      <div className="sw-fieldset">
        <FormField name="childName" label="孩子的姓名">
          <Input autoComplete="off" />
        </FormField>
        <FormField name="childAbout" label="班级、病房或住址">
          <Input autoComplete="off" />
        </FormField>
      </div>
    </>
  )
}

function More() {
  return (
    <>
      <FormField
        name="files"
        label="照片、录音、录像"
        hint="原件加密保存，只有县未保中心能打开。照片里请尽量不要拍到别的孩子。"
      >
        <AttachmentField />
      </FormField>
      <FormField
        name="kinds"
        label="对得上的情形"
        hint="出处：高检发〔2020〕9号第四条。拿不准可以不勾，不影响报告。标“待核实”的文字未与原文逐字核对。"
      >
        <Checkbox.Group className="sw-duty-kinds" options={kinds} />
      </FormField>
      <FormField name="firstSteps" label="已经做了什么">
        <Input.TextArea rows={2} maxLength={1000} placeholder="如：已送医、已与施暴者隔开、保留了衣物" />
      </FormField>
      <div className="sw-fieldset">
        <FormField name="witness" label="单位里还有谁知道">
          <Input autoComplete="off" />
        </FormField>
        <FormField name="phone" label="回电号码">
          <Input autoComplete="off" inputMode="tel" />
        </FormField>
      </div>
      <FormField name="isAboutOwnUnit" label="回避" isChecked>
        <Checkbox>被反映的人就在本单位工作（不列入单位的清单，本单位的人看不到）</Checkbox>
      </FormField>
      <FormField name="isNamed" label="回执" isChecked>
        <Checkbox>回执上写我的姓名（不勾则只写单位和身份）</Checkbox>
      </FormField>
    </>
  )
}

/** A mandatory report in two minutes: danger, what happened, which child; the rest may be left out. */
export function DutyReport() {
  const [fixed, setFixed] = useState(() => ({ id: newId(), nonce: newNonce() }))
  const [done, setDone] = useState<{ answer: Answer; content: string }>()
  const sent = useRef<Input>(undefined)
  const command = useCommand(sendDutyReport, { refreshes: [listMyReceipts, listUnitReceipts] })

  const toInput = (values: Record<string, unknown>): Input => {
    const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
    // The form checks its values by the same schema.
    const input = { ...Object.fromEntries(filled), ...fixed } as Input
    sent.current = input
    return input
  }
  const again = () => {
    setFixed({ id: newId(), nonce: newNonce() })
    setDone(undefined)
  }

  const finish = (answer: Answer) =>
    setDone({ answer, content: contentOf(NewDutyReport.parse(sent.current)) })

  if (done) return <Sent {...done} nonce={fixed.nonce} onAgain={again} />
  return (
    <Page
      title="强制报告"
      lede="发现或疑似孩子受侵害，应当立即报告（未成年人保护法第十一条）。报告不需要领导同意，任何人不得阻拦。只有“发生了什么”必填。"
    >
      <Section>
        <RecordForm
          endpoint={sendDutyReport}
          command={command}
          toInput={toInput}
          initial={{ isInDanger: 'unknown', kinds: [], files: [], isAboutOwnUnit: false, isNamed: false }}
          submit="提交报告"
          onDone={finish}
          isWide
        >
          <Danger />
          <WhatHappened />
          <More />
        </RecordForm>
      </Section>
    </Page>
  )
}
