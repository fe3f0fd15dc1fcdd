// Vite plugin: offers KERN's colour tokens as the style sheet `virtual:kern-tokens.css`, without KERN's classes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const NAME = 'virtual:kern-tokens.css';
const RESOLVED = '\0kern-tokens.css';

/**
 * KERN ships one style sheet of 340 kB, most of it for components that we do not use and resets that would reach our
 * pages. We take what its theme consists of: the primitives of `:root` and the semantic tokens of
 * `[data-kern-theme=light]` (9 kB). The rules under `prefers-color-scheme: dark` stay behind, so that no page goes dark alone.
 */
export function readKernTokens(css: string): string {
  const rules = [...css.matchAll(/^(:root|\[data-kern-theme=light\],\n\.kern-light) \{\n([^}]*)\}/gm)]
    .map(([, selector, body]) => ({ selector: selector!.startsWith(':root') ? ':root' : '[data-kern-theme=light]', body: body! }))
    .filter(({ body }) => body.includes('--kern-color-'));
  if (rules.length < 2) throw new Error('KERN no longer keeps its colours in :root and [data-kern-theme=light]: adapt client/kern-tokens.ts');
  return rules
    .map(({ selector, body }) => {
      const tokens = body.match(/--kern-color-[\w-]+:[^;]+;/g) ?? [];
      return `${selector}{${tokens.join('')}}`;
    })
    .join('\n');
}

export function kernTokens(): Plugin {
  return {
    name: 'kern-tokens',
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined;
      const path = createRequire(import.meta.url).resolve('@kern-ux/native/dist/kern.css');
      return readKernTokens(readFileSync(path, 'utf8'));
    },
  };
}
