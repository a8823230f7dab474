/** Why this browser cannot be told while the console is closed; undefined when it can. */
export const pushProblem = (): string | undefined => {
  if (!('serviceWorker' in navigator) || !('PushManager' in window))
    return '这个浏览器不支持推送，或者页面不是经 https 打开的'
  return Notification.permission === 'denied'
    ? '您在浏览器里禁止了本站的通知，请先在地址栏左边改为允许'
    : undefined
}

export type Own = { endpoint: string; p256dh: string; auth: string }

/** Asks the person and the browser; answers the subscription, or in words why there is none. */
export const subscribeHere = async (pushKey: string): Promise<Own | string> => {
  if ((await Notification.requestPermission()) !== 'granted') return '没有得到允许，这个浏览器不会收到通知'
  try {
    const registration = await navigator.serviceWorker.register('/push-worker.js')
    await navigator.serviceWorker.ready
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: pushKey,
    })
    const { endpoint, keys } = subscription.toJSON()
    if (!endpoint || !keys?.['p256dh'] || !keys['auth']) return '这个浏览器没有给出完整的订阅，请换一个浏览器'
    return { endpoint, p256dh: keys['p256dh'], auth: keys['auth'] }
  } catch {
    return '浏览器连不上它的推送服务，请改用邮件或短信，或换一个浏览器'
  }
}

/** Ends this browser's own subscription. Others hear of it when their next message is refused. */
export const leavePush = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  await subscription?.unsubscribe()
}
