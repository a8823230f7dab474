import { phoneText } from '#kernel/phone.ts'

/** A number to be called with one press, written as people write it. */
export function Phone({ number }: { number: string }) {
  return (
    <a href={`tel:${number}`} className="sw-number">
      {phoneText(number)}
    </a>
  )
}
