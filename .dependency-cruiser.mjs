/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^src/kernel' },
      to: { path: '^src/(server|web|modules|apps)' },
    },
    {
      name: 'server-knows-no-module',
      severity: 'error',
      from: { path: '^src/server' },
      to: { path: '^src/(web|modules|apps)' },
    },
    {
      name: 'web-knows-no-module',
      severity: 'error',
      from: { path: '^src/web' },
      to: { path: '^src/(server|modules|apps)' },
    },
    {
      name: 'contract-is-isomorphic',
      severity: 'error',
      from: { path: '^src/modules/.+/(contract|labels|rules)[.]ts$' },
      to: {
        path: '(^src/(server|web|apps))|(/(queries|routes|jobs)[.]ts$)',
        pathNot: '^src/modules/.+/(contract|labels|rules)[.]ts$',
      },
    },
    {
      name: 'browser-never-imports-server',
      severity: 'error',
      from: {
        path: '(^src/(web|apps/console|apps/portal))|(^src/modules/.+/pages/)|(^src/modules/.+/console[.]ts$)',
      },
      to: { path: '(^src/server)|(/(queries|routes|jobs)[.]ts$)' },
    },
    {
      name: 'modules-meet-at-contract-and-queries',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
      // The list of a record's files stands on the pages of the modules whose records have files (ADR 0023).
      to: {
        path: '^src/modules/.+(/routes[.]|/jobs[.]|/console[.]|/pages/)',
        pathNot: '(^src/modules/$1/)|(^src/modules/files/pages/FileList[.]tsx$)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
