/** Mouth and brows of our five faces, from glad to crying. */
const MOODS = [
  { mouth: 'M18 38c4 9 24 9 28 0', brows: '', name: '笑脸' },
  { mouth: 'M20 40c5 4 19 4 24 0', brows: '', name: '微笑' },
  { mouth: 'M21 42h22', brows: '', name: '平平的脸' },
  { mouth: 'M20 45c5-6 19-6 24 0', brows: 'M17 22l8-4M47 22l-8-4', name: '难过的脸' },
  { mouth: 'M19 47c5-9 21-9 26 0', brows: 'M16 22l9-5M48 22l-9-5', name: '哭脸' },
] as const

/** A face to point at; told in words beside it, so it is left out for readers by ear. */
export function Face({ mood }: { mood: number }) {
  const at = MOODS[Math.min(Math.max(mood, 1), MOODS.length) - 1] ?? MOODS[2]
  return (
    <svg viewBox="0 0 64 64" className={`asm-face asm-face-${mood}`} aria-hidden="true">
      <circle cx="32" cy="32" r="28" className="asm-face-skin" />
      <circle cx="23" cy="28" r="3" fill="currentColor" />
      <circle cx="41" cy="28" r="3" fill="currentColor" />
      <path d={at.mouth} fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      {at.brows && <path d={at.brows} stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />}
      {mood === 5 && <path d="M21 33c-3 5-3 8 0 8s3-3 0-8z" className="asm-tear" />}
    </svg>
  )
}
