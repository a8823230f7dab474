/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

const line = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 3,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const

/** Our own drawings, 48 × 48; the words beside them say the same. */
const picture = (children: ComponentChildren) => (
  <svg class="picture" viewBox="0 0 48 48" aria-hidden="true" focusable="false" {...line}>
    {children}
  </svg>
)

const head = (x: number, y: number, r = 5) => <circle cx={x} cy={y} r={r} />

export const PICTURES = {
  safe: picture(
    <>
      <path d="M24 5 40 11v12c0 10-7 17-16 20C15 40 8 33 8 23V11z" />
      <path d="m17 24 5 5 9-10" />
    </>,
  ),
  danger: picture(
    <>
      <path d="M24 6 44 41H4z" />
      <path d="M24 18v11m0 6v.5" />
    </>,
  ),
  unknown: picture(
    <>
      <circle cx="24" cy="24" r="18" />
      <path d="M18 19c0-8 12-8 12 0 0 5-6 5-6 10m0 6v.5" />
    </>,
  ),
  hit: picture(
    <>
      {head(15, 18)}
      <path d="M15 23v12m0 0-5 8m5-8 5 8m-5-15-6 4m6-4 6 4" />
      <path d="M43 8 30 16m13 1-11 4M42 6v13" />
      <path d="m26 8 3 3m-5 3h4" />
    </>,
  ),
  touch: picture(
    <>
      {head(24, 10)}
      <path d="M17 43V26c0-9 14-9 14 0v17M24 43V31" />
      <path d="M8 22l32 20M40 22 8 42" />
    </>,
  ),
  scold: picture(
    <>
      {head(14, 16, 7)}
      <path d="M5 42V34c0-8 18-8 18 0v8" />
      <path d="M28 12h15v12H34l-5 5v-5h-1z" />
      <path d="M35.5 15v3m0 3v.2" />
    </>,
  ),
  alone: picture(
    <>
      <path d="M6 23 24 7l18 16M10 20v22h28V20" />
      {head(24, 27, 4)}
      <path d="M18 42v-4c0-6 12-6 12 0v4" />
    </>,
  ),
  hungry: picture(
    <>
      <path d="M6 24h36c0 10-7 17-18 17S6 34 6 24z" />
      <path d="M30 5 24 20M38 7 29 20" />
    </>,
  ),
  pictures: picture(
    <>
      <path d="M15 4h18v40H15zM22 39h4" />
      <circle cx="24" cy="20" r="5" />
      <path d="M18 32c0-7 12-7 12 0" />
    </>,
  ),
  sad: picture(
    <>
      <circle cx="24" cy="24" r="18" />
      <path d="M17 19v1m14-1v1M16 34c4-6 12-6 16 0M32 24v4" />
    </>,
  ),
  other: picture(
    <>
      <path d="M6 9h36v24H24l-10 9v-9H6z" />
      <path d="M16 21h.5m7.5 0h.5m7.5 0h.5" />
    </>,
  ),
  family: picture(
    <>
      {head(15, 12)}
      {head(33, 12)}
      <path d="M6 42V28c0-10 18-10 18 0v14m0 0V28c0-10 18-10 18 0v14" />
    </>,
  ),
  school: picture(
    <>
      <path d="M5 42V22l19-9 19 9v20zM24 13V4h9v5h-9" />
      <path d="M20 42V31h8v11M12 28v4m24-4v4" />
    </>,
  ),
  classmate: picture(
    <>
      {head(16, 14)}
      {head(33, 18, 4)}
      <path d="M7 42V32c0-11 18-11 18 0v10m3-13c4-5 12-3 12 4v9" />
    </>,
  ),
  net: picture(
    <>
      <path d="M5 9h38v24H5zM16 42h16M24 33v9" />
      <path d="M15 21h.5m8 0h.5m8 0h.5" />
    </>,
  ),
  neighbour: picture(
    <>
      <path d="M4 24 15 14l11 10v18H4zM22 20l11-10 11 10v22H26" />
      <path d="M12 42v-8h6v8" />
    </>,
  ),
} as const
export type PictureName = keyof typeof PICTURES
