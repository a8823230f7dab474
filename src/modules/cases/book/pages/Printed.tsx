import type { OutputOf } from '#kernel/endpoint.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { instantText } from '#web/kit/times.tsx'
import type { BookPage, printBook } from '../contract.ts'

type Book = OutputOf<typeof printBook>

function Cover({
  book: { cover, reason, printedAt, printedBy, hash, archive, entries, pages },
}: {
  book: Book
}) {
  return (
    <section className="book-page">
      <Facts
        columns={1}
        items={[
          { label: '个案', value: cover.number },
          { label: '状态', value: cover.state },
          { label: '危险等级', value: cover.dangerLevel },
          { label: '孩子', value: cover.child ?? '（密封）' },
          { label: '村（居）', value: cover.place },
          { label: '负责人', value: cover.owner },
          { label: '立案', value: instantText(cover.openedAt) },
          ...(cover.closedAt ? [{ label: '结案', value: instantText(cover.closedAt) }] : []),
          { label: '卷内文件', value: `${entries.length} 件，共 ${pages} 页` },
          { label: '内容校验值（SHA-256）', value: <code className="book-hash">{hash}</code> },
          ...(archive
            ? [
                {
                  label: '归档',
                  value: `${instantText(archive.archivedAt)}，${archive.archivedBy}，${archive.isUnchanged ? '与归档时一致' : '与归档时不一致'}`,
                },
              ]
            : []),
          { label: '打印', value: `${printedBy}，${instantText(printedAt)}，${reason}` },
        ]}
      />
      <p>含未成年人个人信息，不得拍照、复制、转交。用后请收回或销毁。</p>
    </section>
  )
}

function Contents({ entries }: Pick<Book, 'entries'>) {
  return (
    <section className="book-page">
      <h2>目录</h2>
      <table className="sw-plain-table">
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
              <td>{number}</td>
              <td>{title}</td>
              <td>{day}</td>
              <td>{by}</td>
              <td>{fromPage === toPage ? fromPage : `${fromPage}–${toPage}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Sheet({
  sheet: { page, number, title, isFirst, lines },
  pages,
}: {
  sheet: BookPage
  pages: number
}) {
  return (
    <section className="book-page">
      <h2>
        {number}. {title}
        {!isFirst && '（续）'}
      </h2>
      {lines.map(({ label, value }, at) => (
        // A page is made once and never reordered.
        <p key={at} className="book-words">
          {label && <strong>{label}：</strong>}
          {value}
        </p>
      ))}
      <p className="book-foot">
        第 {page} 页，共 {pages} 页
      </p>
    </section>
  )
}

/** Cover, 目录, then document after document; each begins on a new sheet. */
export function Printed({ book }: { book: Book }) {
  return (
    <div className="book">
      <Cover book={book} />
      <Contents entries={book.entries} />
      {book.sheets.map((sheet) => (
        <Sheet key={sheet.page} sheet={sheet} pages={book.pages} />
      ))}
    </div>
  )
}
