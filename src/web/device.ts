const BROWSERS = [
  [/MicroMessenger/, '微信'],
  [/Edg\//, 'Edge'],
  [/360SE|360EE|QIHU/i, '360 浏览器'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const

const SYSTEMS = [
  [/HarmonyOS|OpenHarmony/, '鸿蒙'],
  [/Android/, '安卓'],
  [/iPhone|iPad/, '苹果手机或平板'],
  [/Windows/, 'Windows 电脑'],
  [/Mac OS X/, '苹果电脑'],
  [/Linux/, 'Linux 电脑'],
] as const

/** A browser's description of itself, in words a person recognises; as it stands when unknown. */
export const deviceText = (userAgent: string): string => {
  const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1]
  const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1]
  return [system, browser].filter(Boolean).join(' · ') || userAgent
}
