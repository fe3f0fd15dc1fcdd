// Builds the pages (start, map, editor, imports) and the plugin into dist/client. `npm run dev` serves the pages and hands API
// requests to a running server.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { earlyLinks } from './build/early-links.ts';
import { earlyScript } from './build/early-script.ts';
import { kernTokens } from './build/kern-tokens.ts';
import { lazyTexts } from './build/lazy-texts.ts';
import { pageChunks } from './build/page-chunks.ts';
import { pageFolders } from './build/page-folders.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

const pages = Object.fromEntries(
  ['index.html', 'map/index.html', 'editor/index.html', 'schools/index.html', 'imports/index.html', 'privacy/index.html', 'reports/index.html', 'sign-in/index.html', 'public-plan/index.html']
    .filter((page) => existsSync(`${root}${page}`))
    .map((page) => [page === 'index.html' ? 'start' : page.split('/')[0]!, `${root}${page}`]),
);

const inputs = { ...pages, early: `${root}editor/early-data.ts`, plugin: `${root}plugin/zuschnitt.ts` };

/** Routes of the server by their first segment; the pages' own sources (`/api.ts`) must not match. */
const API_ROUTES =
  '^/(access-log|accounts|addresses|api|base-maps|block-sets|collections|conformance|geographies|healthz|imports|indicators|jobs|kommonitor|ledger|municipality|password|plans|processes|public/plans|published|reference-layers|releases|responsible-schools|rule-sets|school-distances|school-settings|schools|session|sign-in|sign-out|signatures|statistics|typology)(/|\\?|$)';

export default defineConfig({
  root,
  appType: 'mpa',
  plugins: [kernTokens(), lazyTexts(), earlyLinks('/map/index.html', ['/municipality', '/geographies', '/indicators', '/statistics', '/reference-layers']), earlyScript('/editor/index.html', 'early'), pageFolders(['map', 'editor', 'schools', 'imports', 'privacy', 'reports', 'sign-in', 'public-plan'])],
  server: {
    host: '127.0.0.1',
    proxy: {
      [API_ROUTES]: {
        target: process.env.ZUSCHNITT_SERVER ?? 'http://127.0.0.1:8080',
        // A page and its sources have the same first segment as the route that takes files or signs in.
        bypass: ({ method, url, headers }) => (method === 'GET' && (/^\/(imports(?!\/previews)|sign-in(?!\/oidc)|schools\/.)/.test(url ?? '') || (/^\/schools(?=\/?$|\?)/.test(url ?? '') && headers.accept?.includes('text/html'))) ? url : undefined),
      },
    },
  },
  experimental: {
    // Modules find their fonts from where they were loaded, so that the plugin works under any address.
    renderBuiltUrl: (_file, { hostType }) => (hostType === 'js' ? { relative: true } : undefined),
  },
  build: {
    outDir: fileURLToPath(new URL('../dist/client', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Fonts stay files of their own: inlined they would be fetched again with every change of the style sheet.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // A script of its own for browsers that do not know preloads of modules; they do without.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: inputs,
      // The plugin's exports would else be dropped: pages have none.
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: ({ name }) => (name === 'plugin' ? 'plugin/zuschnitt.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: pageChunks(inputs),
        },
      },
    },
  },
});
