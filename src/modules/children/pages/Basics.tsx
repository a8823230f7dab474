import { Input, Select } from 'antd'
import type { InputOf } from '#kernel/endpoint.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { DayText } from '#web/kit/times.tsx'
import type { ChildFile } from '../file/contract.ts'
import { RESIDENCE, SEX } from '../labels.ts'
import { correctChild, moveChild } from '../register/contract.ts'
import { placeText } from './ChildWords.tsx'
import { PastDay, ReasonField, SexField, VillageField } from './fields.tsx'
import { Secret } from './Secret.tsx'
import { StandingActions, standingText } from './Standing.tsx'
import { useChildCommand } from './use-child-command.ts'
import { changed, optionsOf, sourceOf } from './words.ts'

type Props = { file: ChildFile; readOnly: string | undefined }

const UNCHANGED = '已登记；不改请留空'

function CorrectForm({ file, close }: { file: ChildFile; close: () => void }) {
  const command = useChildCommand(correctChild, { success: '已更正，改动记入变更历史' })
  const { name, sex, ethnicity, birthDay, hukouDivisionCode, residence, residencePlace } = file
  const before = { name, sex, ethnicity, birthDay, hukouDivisionCode, residence, residencePlace }
  const secrets = {
    idNumber: undefined,
    phone: undefined,
    hukouAddress: undefined,
    residenceAddress: undefined,
  }
  return (
    <RecordForm
      endpoint={correctChild}
      command={command}
      initial={before}
      toInput={({ reason, ...values }) =>
        // The schema of the endpoint has checked each field.
        ({
          id: file.id,
          version: file.version,
          reason,
          ...changed({ ...before, ...secrets }, values),
        }) as InputOf<typeof correctChild>
      }
      submit="保存更正"
      onCancel={close}
      onDone={close}
    >
      <FormField name="name" label="姓名">
        <Input maxLength={50} autoComplete="off" />
      </FormField>
      <SexField />
      <PastDay name="birthDay" label="出生日期" />
      <FormField name="idNumber" label="身份证号">
        <Input
          maxLength={18}
          autoComplete="off"
          placeholder={file.idNumberState === 'none' ? '没有登记' : UNCHANGED}
        />
      </FormField>
      <FormField name="ethnicity" label="民族">
        <Input maxLength={20} />
      </FormField>
      <FormField name="phone" label="本人电话">
        <Input inputMode="tel" autoComplete="off" placeholder={file.hasPhone ? UNCHANGED : '没有登记'} />
      </FormField>
      <VillageField name="hukouDivisionCode" label="户籍所在村（居）" hint="户籍在外县的留空" />
      <FormField name="hukouAddress" label="户籍详址">
        <Input
          maxLength={100}
          autoComplete="off"
          placeholder={file.hasHukouAddress ? UNCHANGED : '没有登记'}
        />
      </FormField>
      <FormField name="residence" label="居住情况">
        <Select options={optionsOf(RESIDENCE)} />
      </FormField>
      <FormField name="residencePlace" label="居住地（外县的写到县、市）">
        <Input maxLength={60} />
      </FormField>
      <FormField name="residenceAddress" label="居住详址">
        <Input
          maxLength={100}
          autoComplete="off"
          placeholder={file.hasResidenceAddress ? UNCHANGED : '没有登记'}
        />
      </FormField>
      <ReasonField />
    </RecordForm>
  )
}

function MoveForm({ file, close }: { file: ChildFile; close: () => void }) {
  const command = useChildCommand(moveChild, { success: '已变更。新的村（居）现在就能看到这份档案' })
  return (
    <RecordForm
      endpoint={moveChild}
      command={command}
      fixed={{ id: file.id, version: file.version }}
      submit="变更"
      onCancel={close}
      onDone={close}
    >
      <p className="child-note">
        现由{placeText(file)}负责。变更后由新的村（居）负责，历史一并保留；户籍没有迁走的，户籍地仍能看到。
      </p>
      <VillageField name="divisionCode" label="改由哪个村（居）负责" />
      <VillageField name="hukouDivisionCode" label="户籍一并迁往（没有迁就留空）" />
      <ReasonField suggestions={['随父母搬迁', '监护人变更后随迁', '原来登记有误']} />
    </RecordForm>
  )
}

/** Name, birth, numbers, hukou and residence, each with its source. */
export function Basics({ file, readOnly }: Props) {
  const { id, sources } = file
  const own = { id, subject: 'child' as const, subjectId: id }
  const from = (field: string) => sourceOf(sources, field)
  return (
    <Section
      title="基本"
      extra={
        <>
          <FormDialog title="更正基本信息" label="更正" needs={correctChild} disabledReason={readOnly}>
            {(close) => <CorrectForm file={file} close={close} />}
          </FormDialog>
          <FormDialog title="变更负责的村（居）" needs={moveChild} disabledReason={readOnly}>
            {(close) => <MoveForm file={file} close={close} />}
          </FormDialog>
          <StandingActions file={file} readOnly={readOnly} />
        </>
      }
    >
      <Facts
        items={[
          { label: '姓名', value: file.name, source: from('name') },
          { label: '性别', value: SEX[file.sex], source: from('sex') },
          { label: '出生日期', value: <DayText value={file.birthDay} />, source: from('birthDay') },
          { label: '民族', value: file.ethnicity, source: from('ethnicity') },
          {
            label: '身份证号',
            value: (
              <Secret
                {...own}
                field="idNumber"
                label="身份证号"
                isKnown={file.idNumberState !== 'none'}
                {...(file.idNumberState === 'invalid' && { note: '校验不符，待核对' })}
              />
            ),
            source: file.idNumberState === 'none' ? undefined : from('idNumber'),
          },
          {
            label: '本人电话',
            value: <Secret {...own} field="phone" label="本人电话" isKnown={file.hasPhone} />,
            source: file.hasPhone ? from('phone') : undefined,
          },
          {
            label: '户籍',
            value: file.hukouDivisionName ?? '不在本县或没有登记',
            source: from('hukouDivisionCode'),
          },
          {
            label: '户籍详址',
            value: <Secret {...own} field="hukouAddress" label="户籍详址" isKnown={file.hasHukouAddress} />,
            source: file.hasHukouAddress ? from('hukouAddress') : undefined,
          },
          {
            label: '居住',
            value: `${RESIDENCE[file.residence]}${file.residencePlace ? `：${file.residencePlace}` : ''}`,
            source: from('residence'),
          },
          {
            label: '居住详址',
            value: (
              <Secret {...own} field="residenceAddress" label="居住详址" isKnown={file.hasResidenceAddress} />
            ),
            source: file.hasResidenceAddress ? from('residenceAddress') : undefined,
          },
          { label: '负责的村（居）', value: placeText(file), source: from('divisionCode') },
          {
            label: '在册状态',
            value: standingText(file),
            source: file.stateDay ? from('state') : undefined,
          },
        ]}
      />
    </Section>
  )
}
