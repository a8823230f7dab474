import { Button } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { getBook, printBook, type BookEntry } from '../contract.ts'
import { Printed } from './Printed.tsx'
import './book.css'

type Archive = NonNullable<OutputOf<typeof getBook>['archive']>

function Contents({ entries }: { entries: BookEntry[] }) {
  return (
    <table className="sw-plain-table book-contents">
      <thead>
        <tr>
          <th scope="col">序号</th>
          <th scope="col">文件</th>
          <th scope="col">日期</th>
          <th scope="col">责任者</th>
          <th scope="col">页次</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ number, title, day, by, fromPage, toPage }) => (
          <tr key={number}>
            <td className="sw-number">{number}</td>
            <td>{title}</td>
            <td className="sw-number">{day}</td>
            <td>{by}</td>
            <td className="sw-number">{fromPage === toPage ? fromPage : `${fromPage}–${toPage}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Seal({ archive }: { archive: Archive }) {
  return (
    <p>
      <StateTag tone={archive.isUnchanged ? 'good' : 'bad'}>
        {archive.isUnchanged ? '与归档时一致' : '与归档时不一致，请联系审计管理员'}
      </StateTag>{' '}
      {archive.archivedBy} 于 <Instant value={archive.archivedAt} /> 归档，共 {archive.documents} 件{' '}
      {archive.pages} 页。校验值（SHA-256）：<code className="book-hash">{archive.bookHash}</code>
    </p>
  )
}

/** 个案卷宗: what is in it, and the whole on paper by reason and password. */
export function BookPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getBook, { id })
  const command = useCommand(printBook)
  const [isAsking, setIsAsking] = useState(false)
  const [sheet, setSheet] = useState<OutputOf<typeof printBook>>()
  const ask = async (reason: string) => {
    const out = await command.run({ id, reason })
    if (!out) return false
    setSheet(out)
    return true
  }
  const book = query.data
  return (
    <Page
      title={`个案卷宗 ${book?.number ?? ''}`}
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        { title: book?.number ?? '个案', to: `/cases/${id}` },
        { title: '卷宗' },
      ]}
      actions={
        sheet ? (
          <Button onClick={() => setSheet(undefined)}>回到目录</Button>
        ) : (
          <ActionButton needs={printBook} type="primary" onClick={() => setIsAsking(true)}>
            打印卷宗
          </ActionButton>
        )
      }
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!book && !query.error && <Loading rows={10} />}
      {sheet && (
        <PrintSheet title="个案卷宗" watermark={sheet.watermark}>
          <Printed book={sheet} />
        </PrintSheet>
      )}
      {book && !sheet && (
        <Section title={`目录（${book.entries.length} 件，${book.pages} 页）`}>
          {book.archive && <Seal archive={book.archive} />}
          <Contents entries={book.entries} />
        </Section>
      )}
      <ReasonDialog
        isOpen={isAsking}
        title="打印个案卷宗"
        confirm="生成打印页"
        suggestions={['归档装订纸质卷宗', '上级检查调阅', '司法机关依法调取']}
        onClose={() => setIsAsking(false)}
        onReason={ask}
      >
        卷宗含这个孩子的全部办理材料。谁在什么时间、为什么打印，会印在每一页上并留下记录。
      </ReasonDialog>
    </Page>
  )
}
