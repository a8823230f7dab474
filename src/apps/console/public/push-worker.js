// Shows what the server sent to this browser: that there is something to do, never what. Asks nobody anything.
self.addEventListener('push', (event) => {
  const { id, text, isDanger } = event.data.json()
  const shown = { body: text, tag: id, lang: 'zh-CN', requireInteraction: isDanger }
  event.waitUntil(self.registration.showNotification('守望', shown))
})

const openNotices = async () => {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return open[0] ? open[0].focus() : self.clients.openWindow('/notices')
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openNotices())
})
