import { AutoComplete, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { today } from '#kernel/day.ts'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { FormField } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { DISABILITY_CLASS, DISABILITY_GRADE, HEALTH, SEX } from '../labels.ts'
import { optionsOf } from './words.ts'

const REASONS = ['走访时核对', '对照户口簿、身份证', '信息有变化', '原来登记有误']

/** Why something is changed; the frequent reasons are one click away. */
export function ReasonField({ suggestions = REASONS }: { suggestions?: string[] }) {
  return (
    <FormField name="reason" label="事由（会记入变更历史）">
      <AutoComplete
        options={suggestions.map((value) => ({ value }))}
        maxLength={200}
        placeholder="选一个或自己写"
      />
    </FormField>
  )
}

/** A day until today, and not before `min`. */
export function PastDay({
  name,
  label,
  hint,
  min,
}: {
  name: string
  label: ReactNode
  hint?: ReactNode
  min?: string
}) {
  const day = today(useNow())
  return (
    <FormField name={name} label={label} {...(hint !== undefined && { hint })}>
      <Input type="date" max={day} {...(min && { min })} />
    </FormField>
  )
}

export function SexField() {
  return (
    <FormField name="sex" label="性别">
      <Select options={optionsOf(SEX)} />
    </FormField>
  )
}

export function VillageField({ name, label, hint }: { name: string; label: string; hint?: string }) {
  const villages = useEndpoint(listDivisions, { level: 'village' })
  return (
    <FormField name={name} label={label} {...(hint && { hint })}>
      <DivisionSelect
        options={villages.data?.items ?? []}
        isLoading={villages.isPending}
        placeholder="选村（居）"
      />
    </FormField>
  )
}

/** What proves it; all blank when there is nothing yet. */
export function ProofFields() {
  return (
    <fieldset className="child-fieldset">
      <legend>证明材料（没有可以先不填）</legend>
      <FormField name="proof.kind" label="材料名称">
        <Input maxLength={60} placeholder="如：残疾人证、刑事判决书" />
      </FormField>
      <FormField name="proof.number" label="编号" hint="加密保存">
        <Input maxLength={60} autoComplete="off" />
      </FormField>
      <FormField name="proof.issuer" label="出具单位">
        <Input maxLength={60} />
      </FormField>
      <PastDay name="proof.day" label="出具日期" />
    </fieldset>
  )
}

const CLASSES = DISABILITY_CLASS.map((label, at) => ({ value: at + 1, label }))
const GRADES = DISABILITY_GRADE.map((label, at) => ({ value: at + 1, label }))

/** Illness or disability; sealed as a whole. */
export function HealthFields() {
  return (
    <>
      <FormField name="detail.kind" label="状况">
        <Select options={optionsOf(HEALTH)} />
      </FormField>
      <FormField name="detail.disabilityClass" label="残疾类别">
        <Select allowClear options={CLASSES} />
      </FormField>
      <FormField name="detail.disabilityGrade" label="残疾等级">
        <Select allowClear options={GRADES} />
      </FormField>
      <FormField name="detail.cardNumber" label="残疾人证号">
        <Input maxLength={24} autoComplete="off" />
      </FormField>
      <FormField name="detail.illness" label="疾病名称">
        <Input maxLength={50} autoComplete="off" />
      </FormField>
      <FormField name="detail.note" label="补充说明">
        <Input.TextArea maxLength={200} autoSize />
      </FormField>
    </>
  )
}
