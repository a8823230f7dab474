import {
  blank,
  blanked,
  clean,
  doubtful,
  isPlaceholder,
  notAValue,
  washText,
  washWord,
  type Cleaned,
} from './cleaned.ts'
import type { CategoryKind, FamilyRelation, SchoolingStatus, Sex } from '#modules/children/contract.ts'
import type { Cell } from '../reading/cells.ts'

/** A category that a roster claims, with the roster's own finer word. */
export type CategoryClaim = { kind: CategoryKind; detail: string }

/** A relation to the child, with the roster's own word: 祖孙 and 叔侄 do not say which of the register's kinds they are. */
export type RelationClaim = { kind: FamilyRelation; word: string }

/** What a roster says of a sex; 'unknown' is never claimed. */
export type KnownSex = Exclude<Sex, 'unknown'>

type Word<T> = [pattern: RegExp, value: T]

const SEXES: Word<KnownSex>[] = [
  [/^(男性?|男[孩生童]|1|M|male)$/i, 'male'],
  [/^(女性?|女[孩生童]|2|F|female)$/i, 'female'],
]

const YES_NO: Word<boolean>[] = [
  [/^(是|有|已签订?|已|对|√|✓|✔|Y|yes|true|1|享受|低保户?|住校|寄宿生?|住宿生?|留守(儿童)?)$/i, true],
  [/^(否|无|没有|未签订?|未|不是|×|✗|✘|X|N|no|false|0|未享受|非低保户?|走读生?|非留守(儿童)?)$/i, false],
]

/** Order matters: the narrower word comes first. */
const CATEGORIES: Word<CategoryKind>[] = [
  [/事实无人抚养|事无/, 'de-facto-unattended'],
  [/孤儿|弃婴|弃儿/, 'orphan'],
  [/艾滋|HIV/i, 'hiv-affected'],
  [/留守/, 'left-behind'],
  [/流动/, 'migrant'],
  [/重病|重残|残疾|大病|罕见病/, 'severely-disabled-or-ill'],
  [/监护(缺失|不当|失当|不足|困难|侵害)|无人监护|流浪|打拐|受虐|家暴|家庭暴力/, 'improper-guardianship'],
  [/低保|特困|贫困|低收入|困难家庭|家庭困难|建档立卡|边缘/, 'poor-family'],
  [/其他|其它/, 'other-difficulty'],
]

const RELATIONS: Word<FamilyRelation>[] = [
  [/^(继父|继母)$/, 'step-parent'],
  [/^(父亲?|爸爸|父[子女](关系)?|养父|生父)$/, 'father'],
  [/^(母亲?|妈妈|母[子女](关系)?|养母|生母)$/, 'mother'],
  [/^(外祖父|外公|姥爷)$/, 'maternal-grandfather'],
  [/^(外祖母|外婆|姥姥)$/, 'maternal-grandmother'],
  [/^(祖父|爷爷)$/, 'paternal-grandfather'],
  [/^(祖母|奶奶)$/, 'paternal-grandmother'],
  [/^(哥哥?|弟弟?|兄弟)(关系)?$/, 'brother'],
  [/^(姐姐?|妹妹?|姐妹)(关系)?$/, 'sister'],
  [/^(祖孙|爷孙|外?祖父母|爷爷奶奶|外公外婆|隔代|姐弟|兄妹)(关系)?$/, 'other-relative'],
  [/^(叔叔?|伯伯?|伯父|叔父|舅舅?|舅父|姑父|姑丈|姨父|姨丈|叔侄|舅甥|姑侄)(关系)?$/, 'other-relative'],
  [/^(姑姑?|姑妈|姑母|姨妈?|阿姨|姨母|舅妈|舅母|婶婶?|伯母|婶娘)(关系)?$/, 'other-relative'],
  [/^([堂表][兄姐弟妹哥]|亲戚|亲属|其他亲属|堂亲|表亲)$/, 'other-relative'],
  [/^(邻居|朋友|老师|教师|村干部|非亲属|其他|其它)$|福利院|救助站|未保中心|机构/, 'other'],
]

const SCHOOLING: Word<SchoolingStatus>[] = [
  [/^(学龄前|学前|未入学|未到学龄|未上学|幼儿园?|婴幼儿|散居)$/, 'preschool'],
  [
    /^(在读|在校|就读|入学|小学|初中|高中|中职|职高|中专|技校|中学|大学|大专|特殊教育|在学|上学|送教上门|高职)$/,
    'enrolled',
  ],
  [/^(休学|病休|保留学籍)$/, 'suspended'],
  [/^(辍学|失学|退学|中途退学)$/, 'dropped-out'],
  [/^(毕业|已毕业|结业|肄业|离校|务工)$/, 'left-school'],
]

const DISABILITY_CLASSES: Word<number>[] = ['视力', '听力', '言语', '肢体', '智力', '精神', '多重'].map(
  (word, i) => [new RegExp(`^(${word}(残疾)?|${i + 1})$`), i + 1],
)

const DISABILITY_GRADES: Word<number>[] = ['一', '二', '三', '四'].map((word, i) => [
  new RegExp(`^(残疾)?(${word}|${i + 1})级?$`),
  i + 1,
])

/** The fifty-six of GB/T 3304. */
const ETHNICITY =
  /^(汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族?$/

const lookUp = <T>(words: Word<T>[], text: string): T | undefined =>
  words.find(([pattern]) => pattern.test(text))?.[1]

/** A cleaner for a closed list of words; what is not on the list is for a person to decide. */
const fromList =
  <T>(words: Word<T>[], code: string, message: string) =>
  (cell: Cell): Cleaned<T> => {
    const odd = notAValue(cell)
    if (odd) return odd
    const { text, rules } = washWord(cell)
    if (text === '') return blank(rules)
    const value = lookUp(words, text)
    if (value !== undefined) return clean(value, rules)
    return isPlaceholder(text) ? blanked(text, rules) : doubtful(code, message, rules)
  }

export const cleanSex = fromList(SEXES, 'sex-odd', '性别应为“男”或“女”，请核对')
export const cleanYesNo = fromList(YES_NO, 'yes-no-odd', '应填“是”或“否”，请核对')
export const cleanSchooling = fromList(
  SCHOOLING,
  'schooling-odd',
  '就学情况看不懂，请填“在读、休学、辍学、学龄前”等',
)
export const cleanDisabilityClass = fromList(
  DISABILITY_CLASSES,
  'disability-class-odd',
  '残疾类别应为视力、听力、言语、肢体、智力、精神、多重之一',
)
export const cleanDisabilityGrade = fromList(
  DISABILITY_GRADES,
  'disability-grade-odd',
  '残疾等级应为一级至四级',
)

const relationKind = fromList(RELATIONS, 'relation-odd', '关系看不懂，请填“父亲、母亲、祖父、祖母”等')

export const cleanRelation = (cell: Cell): Cleaned<RelationClaim> => {
  const { value: kind, ...rest } = relationKind(cell)
  return kind ? { value: { kind, word: washWord(cell).text }, ...rest } : rest
}

/** Is this a word of kinship, so that the column holds relations and not names? */
export const isRelationWord = (text: string): boolean => lookUp(RELATIONS, text.trim()) !== undefined

/** 汉 → 汉族; other peoples (穿青人 …) are for a person to decide, and kept. */
export const cleanEthnicity = (cell: Cell): Cleaned<string> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washWord(cell)
  if (text === '') return blank(rules)
  const name = ETHNICITY.exec(text)?.[1]
  if (name) {
    const to = `${name}族`
    return clean(
      to,
      to === text ? rules : [...rules, { code: 'ethnicity', label: '民族写全称', from: text, to }],
    )
  }
  return isPlaceholder(text)
    ? blanked(text, rules)
    : doubtful('ethnicity-odd', '不在 56 个民族名称里，请核对', rules, text.slice(0, 20))
}

/** Several kinds in one cell (残疾儿童、低保家庭儿童), each once. */
export const cleanCategories = (cell: Cell): Cleaned<CategoryClaim[]> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washWord(cell)
  if (text === '') return blank(rules)
  if (isPlaceholder(text)) return blanked(text, rules)
  const words = text.split(/[、,;/+|]/).filter(Boolean)
  const unique = [...new Set(words)]
  const to = unique.join('、')
  const all =
    to === text
      ? rules
      : [...rules, { code: 'category-list', label: '类型逐个分开，重复的只留一个', from: text, to }]
  const known = unique.flatMap((detail) => {
    const kind = lookUp(CATEGORIES, detail)
    return kind ? [{ kind, detail }] : []
  })
  if (known.length === unique.length) return clean(known, all)
  return doubtful(
    'category-odd',
    '困境类型里有不认识的词，请改成孤儿、事实无人抚养、低保、特困、重病、残疾等',
    all,
    known.length ? known : undefined,
  )
}

/** 父母双方外出务工, 一方外出务工另一方无监护能力 (国发〔2016〕13号); a plain 是 claims it without a finer word. */
export const cleanLeftBehind = (cell: Cell): Cleaned<CategoryClaim> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washWord(cell)
  if (text === '') return blank(rules)
  if (lookUp(YES_NO, text) === false || isPlaceholder(text)) return blanked(text, rules)
  if (lookUp(YES_NO, text)) return clean({ kind: 'left-behind', detail: '' }, rules)
  if (/务工|外出|无监护能力/.test(text))
    return clean({ kind: 'left-behind', detail: text.slice(0, 60) }, rules)
  return doubtful(
    'left-behind-odd',
    '留守类型看不懂，请填“父母双方外出务工”或“一方外出务工另一方无监护能力”',
    rules,
  )
}

const GRADE_WORDS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/** 1–12 for 一年级, 3年级, 初一, 高三; kindergarten and vocational classes stay as written. */
export const cleanGrade = (cell: Cell): Cleaned<string> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washWord(cell)
  if (text === '') return blank(rules)
  if (isPlaceholder(text)) return blanked(text, rules)
  const match = /^(小学|初中?|高中?)?(\d{1,2}|十?[一二三四五六七八九]|十)(?:年级)?$/.exec(text)
  const within = match ? Number(match[2]) || GRADE_WORDS.indexOf(match[2] ?? '') + 1 : 0
  const grade = within + (match?.[1]?.startsWith('初') ? 6 : match?.[1]?.startsWith('高') ? 9 : 0)
  if (!within || grade > 12) return clean(text.slice(0, 20), rules)
  const to = String(grade)
  return clean(
    to,
    to === text ? rules : [...rules, { code: 'grade', label: '年级统一为数字', from: text, to }],
  )
}

/** Free text; a formula in it stays text and is never calculated. */
export const cleanText = (cell: Cell): Cleaned<string> => {
  const { text, rules } = washText(cell)
  if (text === '') return blank(rules)
  if (cell.kind !== 'formula') return clean(text, rules)
  return clean(text, [
    ...rules,
    { code: 'formula-as-text', label: '公式按文字保留，没有计算', from: text, to: text },
  ])
}
