import { Link } from 'react-router'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import {
  addFamilyMember,
  correctPerson,
  correctRelation,
  endRelation,
  type FamilyMember,
} from '../family/contract.ts'
import type { ChildFile } from '../file/contract.ts'
import { RELATION, SEX } from '../labels.ts'
import { addParentState } from '../parents/contract.ts'
import { AddMemberForm, CorrectPersonForm, CorrectRelationForm, EndRelationForm } from './MemberForms.tsx'
import { AddStateForm, ParentStates } from './ParentStates.tsx'
import { Secret } from './Secret.tsx'
import { periodText, sourceOf } from './words.ts'

type Props = { file: ChildFile; readOnly: string | undefined }

function Actions({ file, member, readOnly }: Props & { member: FamilyMember }) {
  const look = { size: 'small' as const }
  const { name } = member.person
  return (
    <span className="sw-actions">
      <FormDialog
        title={`登记${name}的状况`}
        label="登记状况"
        needs={addParentState}
        disabledReason={readOnly}
        {...look}
      >
        {(close) => <AddStateForm file={file} member={member} close={close} />}
      </FormDialog>
      <FormDialog
        title={`更正${name}的信息`}
        label="更正"
        needs={correctPerson}
        disabledReason={readOnly}
        {...look}
      >
        {(close) => <CorrectPersonForm file={file} member={member} close={close} />}
      </FormDialog>
      <FormDialog
        title={`${name}与儿童的关系`}
        label="关系"
        needs={correctRelation}
        disabledReason={readOnly}
        {...look}
      >
        {(close) => <CorrectRelationForm file={file} member={member} close={close} />}
      </FormDialog>
      <FormDialog
        title={`结束与${name}的关系`}
        label="结束"
        needs={endRelation}
        disabledReason={readOnly}
        {...look}
      >
        {(close) => <EndRelationForm file={file} member={member} close={close} />}
      </FormDialog>
    </span>
  )
}

const born = ({ sex, birthDay, age }: FamilyMember['person']) =>
  [SEX[sex], age === null ? undefined : `${age} 岁`, birthDay].filter(Boolean).join('，')

function Member({ file, member, readOnly }: Props & { member: FamilyMember }) {
  const { person, toDay } = member
  const of = { id: file.id, subject: 'person' as const, subjectId: person.id }
  const from = (field: string) => sourceOf(person.sources, field)
  return (
    <li className="child-item">
      <div className="child-item-head">
        <strong>{person.name}</strong>
        <span>{RELATION[member.relation]}</span>
        {member.isGuardian && <StateTag tone="good">监护人</StateTag>}
        {member.isHousehold && <StateTag>同住</StateTag>}
        {toDay && (
          <span className="sw-quiet">
            {periodText(member.fromDay, toDay)}（{member.endReason}）
          </span>
        )}
        {!toDay && <Actions file={file} member={member} readOnly={readOnly} />}
      </div>
      <ParentStates file={file} member={member} readOnly={readOnly} />
      <Facts
        items={[
          { label: '性别、年龄', value: born(person), source: from('name') },
          {
            label: '身份证号',
            value: (
              <Secret
                {...of}
                field="idNumber"
                label={`${person.name}的身份证号`}
                isKnown={person.idNumberState !== 'none'}
              />
            ),
            source: person.idNumberState === 'none' ? undefined : from('idNumber'),
          },
          {
            label: '电话',
            value: <Secret {...of} field="phone" label={`${person.name}的电话`} isKnown={person.hasPhone} />,
            source: person.hasPhone ? from('phone') : undefined,
          },
          { label: '去向', value: person.whereabouts, source: from('whereabouts') },
          ...(person.otherChildren.length
            ? [
                {
                  label: '其他孩子',
                  isWide: true,
                  value: (
                    <span className="child-inline">
                      {person.otherChildren.map(({ id, name }) => (
                        <Link key={id} to={`/children/${id}`}>
                          {name}
                        </Link>
                      ))}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
    </li>
  )
}

/** Parents, guardians and the household; a parent of two children is one person. */
export function Family({ file, readOnly }: Props) {
  return (
    <Section
      title="家庭与监护"
      extra={
        <FormDialog title="增加家庭成员" needs={addFamilyMember} disabledReason={readOnly}>
          {(close) => <AddMemberForm file={file} close={close} />}
        </FormDialog>
      }
    >
      {file.family.length ? (
        <ul className="child-items">
          {file.family.map((member) => (
            <Member key={member.id} file={file} member={member} readOnly={readOnly} />
          ))}
        </ul>
      ) : (
        <p className="sw-quiet">还没有登记家人。请先登记父母和现在照顾儿童的人。</p>
      )}
    </Section>
  )
}
