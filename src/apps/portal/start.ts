import { watchLeaving } from './leave.ts'

const home = document.getElementById('home')
const place = document.getElementById('app')
const trouble = document.getElementById('trouble')
const large = document.getElementById('large')

watchLeaving(document.getElementById('leave'))

if (large) {
  large.hidden = false
  large.addEventListener('click', () => {
    const isLarge = document.documentElement.classList.toggle('large')
    large.setAttribute('aria-pressed', String(isLarge))
  })
}

// Return codes are numbers of 66 bits.
if (typeof BigInt === 'undefined') document.documentElement.className += ' old'

const loadApp = () => import('./open.tsx')

const openFlow = async (flow: string) => {
  if (!home || !place || !trouble) return
  trouble.textContent = ''
  try {
    const { open } = await loadApp()
    home.hidden = true
    place.hidden = false
    open(place, flow, () => {
      place.hidden = true
      home.hidden = false
      scrollTo(0, 0)
      home.querySelector('h1')?.focus()
    })
  } catch {
    trouble.textContent = '没有网络，这一页还打不开。请再点一次；着急请打上面的电话。'
  }
}

for (const door of Array.from(document.querySelectorAll<HTMLElement>('[data-flow]')))
  door.addEventListener('click', () => void openFlow(door.dataset['flow'] ?? ''))

// Fetched while the first page is read: a network that goes away after that does no harm.
addEventListener('load', () => setTimeout(() => void loadApp().catch(() => undefined), 300))
