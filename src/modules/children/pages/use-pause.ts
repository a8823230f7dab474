import { useEffect, useState } from 'react'

/** The value once it has stood still for so long. */
export const usePause = <T>(value: T, milliseconds: number): T => {
  const [settled, setSettled] = useState(value)
  const key = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
    // The value is compared by what it holds.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, milliseconds])
  return settled
}
