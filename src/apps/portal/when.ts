const CHINA_MS = 8 * 3_600_000

/** “11月25日 09:30”, in China's time whatever the phone's clock is set to. */
export const whenOf = (instant: string) => {
  const local = new Date(new Date(instant).getTime() + CHINA_MS).toISOString()
  return `${Number(local.slice(5, 7))}月${Number(local.slice(8, 10))}日 ${local.slice(11, 16)}`
}
