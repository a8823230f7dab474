import './start.ts'
import { createRoot } from 'react-dom/client'
import { getSession, proveAgain, signOut } from '#modules/identity/contract.ts'
import { AppearanceProvider } from '#web/appearance.tsx'
import { GatePage } from '#web/kit/GatePage.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { ProblemDesk } from '#web/ProblemDesk.tsx'
import { SessionProvider } from '#web/session.tsx'
import '#web/kit/kit.css'
import './shell.css'
import { Console } from './Console.tsx'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <AppearanceProvider>
      <SessionProvider
        endpoints={{ getSession, signOut }}
        waiting={<p className="sw-splash">正在打开守望…</p>}
        failed={(problem, retry) => (
          <GatePage title="暂时打不开">
            <ProblemNotice problem={problem} onRetry={retry} />
          </GatePage>
        )}
      >
        <ProblemDesk proveAgain={proveAgain}>
          <Console />
        </ProblemDesk>
      </SessionProvider>
    </AppearanceProvider>,
  )
