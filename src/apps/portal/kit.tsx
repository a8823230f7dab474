/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

type ScreenProps = { title: string; progress?: string | undefined; children: ComponentChildren }

/** One thing a screen. The heading takes the focus, so that a screen reader reads the new screen from its top. */
export function Screen({ title, progress, children }: ScreenProps) {
  const headingRef = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    scrollTo(0, 0)
    headingRef.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <div>
      {progress && <p class="progress">{progress}</p>}
      <h1 ref={headingRef} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  )
}

type ChoiceProps = {
  label: string
  hint?: string | undefined
  picture?: ComponentChildren
  isChosen: boolean
  onTap: () => void
}

export function Choice({ label, hint, picture, isChosen, onTap }: ChoiceProps) {
  return (
    <button type="button" class="choice" aria-pressed={isChosen} onClick={onTap}>
      {picture}
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <b class="tick" aria-hidden="true">
        ✓
      </b>
    </button>
  )
}

type FieldProps = {
  label: string
  hint?: string
  value: string | undefined
  onInput: (value: string) => void
  maxLength: number
  isLong?: boolean
  rows?: number
  type?: 'text' | 'tel' | 'search'
  problem?: string | undefined
}

/** The browser is asked to remember nothing of it. */
export function Field({
  label,
  hint,
  value = '',
  onInput,
  maxLength,
  isLong,
  rows = 6,
  type = 'text',
  problem,
}: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ')
  const common = {
    id,
    value,
    maxLength,
    autocomplete: 'off',
    autocorrect: 'off',
    spellcheck: false,
    ...(problem && { 'aria-invalid': true }),
    ...(described && { 'aria-describedby': described }),
  } as const
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {isLong ? (
        <textarea {...common} rows={rows} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      ) : (
        // The library's types want one of the kinds, not a choice of them.
        <input
          {...common}
          type={type as 'text'}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      {problem && (
        <p class="trouble" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

type StepsProps = { next: string; onNext: () => void; back?: string; onBack?: () => void; isBusy?: boolean }

export function Steps({ next, onNext, back = '上一步', onBack, isBusy = false }: StepsProps) {
  return (
    <div class="steps">
      <button type="button" class="main" disabled={isBusy} onClick={onNext}>
        {next}
      </button>
      {onBack && (
        <button type="button" disabled={isBusy} onClick={onBack}>
          {back}
        </button>
      )}
    </div>
  )
}

/** Told aloud when it appears. */
export function Trouble({ text }: { text: string | undefined }) {
  return <div role="alert">{text && <p class="trouble">{text}</p>}</div>
}

export const toggled = <T,>(list: readonly T[], item: T): T[] =>
  list.includes(item) ? list.filter((each) => each !== item) : [...list, item]
