/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'

type Props = { digits: string; words: string[]; isChild: boolean }

const copyText = async (text: string) => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Pages without https, and old phones, have no clipboard for scripts.
    return false
  }
}

/** The code in its two forms, and as a slip that says only what is needed to use it. */
export function CodeCard({ digits, words, isChild }: Props) {
  const [note, setNote] = useState('')
  useEffect(() => {
    document.body.classList.add('with-slip')
    return () => document.body.classList.remove('with-slip')
  }, [])
  const copy = async () =>
    setNote(
      (await copyText(digits))
        ? '已经复制。别的应用也可能读到剪贴板；抄好以后，请再复制一段别的文字盖掉它。'
        : '这部手机不让网页复制。请抄在纸上。',
    )
  return (
    <>
      <div class="code">
        <p class="digits">
          {digits.split(' ').map((group, nth) => (
            <span key={nth}>{group}</span>
          ))}
        </p>
        <p class="words">
          {words.map((word, nth) => (
            <span key={nth}>{word}</span>
          ))}
        </p>
      </div>
      <div class="steps tools">
        {!isChild && (
          <button type="button" onClick={() => print()}>
            打印小纸条
          </button>
        )}
        <button type="button" onClick={() => void copy()}>
          复制
        </button>
      </div>
      <p role="status">{note}</p>
      <div class="slip" aria-hidden="true">
        <p>{digits}</p>
        <p>{words.join('　')}</p>
        <p>
          {location.host}
          {location.pathname}
        </p>
      </div>
    </>
  )
}
