import { Problem } from '#kernel/problem.ts'

const SAVE_AS = '请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再交'

const refusal = (code: string, title: string, status = 422) => new Problem({ status, code, title })

const inMiB = (bytes: number) => Math.round(bytes / 1024 / 1024)

/** The file has no content. */
export const emptyFile = () =>
  refusal('roster-empty', '这个文件是空的，没有可以读取的内容，请确认导出是否成功后再交')

/** Larger than the limit, both in bytes. */
export const fileTooLarge = (bytes: number, limit: number) =>
  refusal(
    'roster-too-large',
    `文件有 ${inMiB(bytes)} MB，超过 ${inMiB(limit)} MB 的上限，请按镇或年级分成几个文件再交`,
    413,
  )

export const tooManyRows = (limit: number) =>
  refusal('roster-too-many-rows', `名单超过 ${limit} 行的上限，请按镇或年级分成几个文件再交`)

export const tooManyColumns = (limit: number, rowNumber: number) =>
  refusal('roster-too-many-columns', `第 ${rowNumber} 行超过 ${limit} 列的上限，请删去名单以外的列后再交`)

export const cellTooLong = (limit: number, rowNumber?: number) =>
  refusal(
    'roster-cell-too-long',
    `${rowNumber ? `第 ${rowNumber} 行` : '表里'}有一格超过 ${limit} 个字，请删去这一格里不属于名单的内容后再交`,
  )

export const tooMuchText = () =>
  refusal('roster-too-much-text', '表里的文字总量过大，请删去名单以外的列，或按镇分成几个文件再交')

export const encrypted = () =>
  refusal(
    'roster-encrypted',
    '文件设了打开密码，无法读取，请去掉密码后再交（需要保密时，请走加密传输而不是给文件加密码）',
  )

export const hasMacro = () =>
  refusal('roster-has-macro', `文件里带有宏，为了安全不接收。${SAVE_AS}，宏会自动去掉`)

export const isWebPage = () =>
  refusal('roster-web-page', `这个文件其实是网页，只是把扩展名改成了表格。${SAVE_AS}`)

/** A spreadsheet of another kind: .ods, .xlsb, XML of 2003. */
export const otherSpreadsheet = (kind: string) =>
  refusal('roster-other-format', `这是 ${kind} 格式的表格，暂不能直接读取。${SAVE_AS}`)

export const notWorkbook = (what: string) =>
  refusal('roster-not-workbook', `这个文件是${what}，不是表格。请交 .xlsx、.xls 或 .csv 格式的名单`)

export const zipBomb = () =>
  refusal(
    'roster-bomb',
    '文件解压后异常庞大，可能是恶意文件，已拒绝读取。若确是名单，请复制到新工作簿里另存后再交',
  )

/** The reader's own words stay out: they may quote the content. */
export const damaged = () => refusal('roster-damaged', `文件已损坏或没有传完整，读不出来。${SAVE_AS}`)

export const badEncoding = () =>
  refusal('roster-bad-encoding', `文字编码无法识别（既不是 UTF-8 也不是 GB18030），会出现乱码。${SAVE_AS}`)

export const unclosedQuote = (rowNumber: number) =>
  refusal('roster-unclosed-quote', `第 ${rowNumber} 行附近的双引号没有成对，后面的行无法分开。${SAVE_AS}`)

export const tooSlow = () =>
  refusal('roster-too-slow', `读取这个 .xls 文件用时或用内存过多，已停止。${SAVE_AS}`)

export const noSuchSheet = (name: string) =>
  refusal('roster-no-sheet', `文件里没有名为“${name.slice(0, 31)}”的工作表，请重新选择`)

export const noHeader = () =>
  refusal('roster-no-header', '前 30 行里没有找到表头（例如“姓名、性别、身份证号”这一行），请补上表头后再交')

/**
 * What a library threw while it read a foreign file, as a refusal.
 * Failures of the machine (system calls) and of our own code pass through: they are not the file's fault.
 */
export const refusalOf = (error: unknown): Error => {
  if (error instanceof Problem) return error
  if (!(error instanceof Error)) return damaged()
  const isOurs = 'syscall' in error || (!('code' in error) && /^(Type|Reference)Error$/.test(error.name))
  return isOurs ? error : damaged()
}
