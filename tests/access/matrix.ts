import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { ROLES } from '#modules/identity/rules.ts'
import type { Answered } from './drive.ts'
import type { Row } from './entry.ts'
import { RELATIONS, type Relation } from './marks.ts'
import { nameOfEndpoint } from './table.ts'

const SHORT = {
  own: '本',
  village: '邻',
  town: '镇',
  hukou: '籍',
  granted: '授',
  expired: '期',
  sealed: '密',
  named: '名',
  county: '县',
} satisfies Record<Relation, string>

const CALLERS = [...ROLES, 'signed-out'] as const

const IN_COUNTY = RELATIONS.filter((relation) => relation !== 'county')

const LEGEND = `# 谁能做什么 Who may do what

<!-- written by tests/access.test.ts from what the server answered; read the difference before you accept it (vitest -u) -->

行是接口，列是岗位。空白：没有权限、没有登录或不在这一步。●:与哪一组记录无关，可以做。○:有权限，但哪一组记录都够不着。其余写的是够得着的记录：

- 本：本村；邻：本镇另一村；镇：另一镇；籍：户籍在本村、人在另一镇；授：另一镇、有授权；期：另一镇、授权已到期；密：本村的密封记录；名：本村的密封记录、是指定人员；县：邻县
- 全：县内各组；全除密：县内各组，不含密封而未指定本人的
- 星号：看得到，但按规则不许做（如授权只让人看）
`

const lettersOf = (answers: Answered[]) => {
  const statusAt = (relation: Relation) => answers.find((answer) => answer.relation === relation)?.status
  const reached = RELATIONS.filter((relation) => statusAt(relation) === 200)
  const isAll = (wanted: Relation[]) =>
    wanted.length === reached.length && wanted.every((relation) => reached.includes(relation))
  if (isAll(IN_COUNTY)) return '全'
  if (isAll(IN_COUNTY.filter((relation) => relation !== 'sealed'))) return '全除密'
  return RELATIONS.map((relation) => {
    const status = statusAt(relation)
    return status === 200 ? SHORT[relation] : status === 409 ? `${SHORT[relation]}*` : ''
  }).join('')
}

/** Answers of one role at one endpoint. */
const cellOf = ({ about, relations }: Row, answers: Answered[]) => {
  const isAt = (...statuses: number[]) => answers.every(({ status }) => statuses.includes(status))
  if (isAt(401, 403, 422)) return ''
  if (about === 'nothing') return isAt(200) ? '●' : '○'
  if (relations) return answers.some(({ status }) => status === 200) ? '●' : '○'
  return lettersOf(answers) || '○'
}

const line = (cells: string[]) => `| ${cells.join(' | ')} |`

/** Role × endpoint as the server answered, for people to read. */
export const matrixOf = (table: Row[], answers: Answered[]) => {
  const byEndpoint = Map.groupBy(answers, ({ endpoint }) => endpoint)
  const rows = table.map((row) => {
    const byRole = Map.groupBy(byEndpoint.get(row.endpoint) ?? [], ({ role }) => role)
    const cells = CALLERS.map((role) => cellOf(row, byRole.get(role) ?? []))
    return line([row.endpoint.summary, `\`${nameOfEndpoint(row.endpoint)}\``, ...cells])
  })
  const heads = ROLES.map((role) => ROLE_LABEL[role])
  return [
    LEGEND,
    line(['做什么', '接口', ...heads, '未登录']),
    line(['---', '---', ...CALLERS.map(() => ':-:')]),
    ...rows,
    '',
  ].join('\n')
}
