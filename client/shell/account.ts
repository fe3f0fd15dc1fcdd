// Who is signed in. A module that imports this runs when it is known; a page that is for staff alone sends others to sign in.
import type { Session } from '../api-types.ts';
import { csrfToken } from '../csrf.ts';
import { takeEarly } from '../early-answers.ts';

export type Page = 'start' | 'map' | 'editor' | 'schools' | 'imports' | 'privacy' | 'reports' | 'sign-in';
type Role = Session['roles'][number];

/** First steps of the addresses of pages that show nothing to the public. */
const FOR_STAFF = new Set(['editor', 'imports', 'privacy']);

const current = await read();

/** Null for a viewer. The public costs no request: without the cookie nobody is signed in. */
async function read(): Promise<Session | null> {
  if (typeof document === 'undefined') return null;
  let session: Session | null = null;
  if (csrfToken() !== null) {
    try {
      // Beside the folder of the scripts: in somebody else's page the server is not at the root of the address.
      const here = import.meta.url;
      const answer = await (takeEarly('/session') ?? fetch(new URL('../session', here), { headers: { Accept: 'application/json' }, cache: 'no-store' }));
      session = answer.ok ? ((await answer.json()) as Session) : null;
    } catch {
      // The page itself tells that the server is away.
      return null;
    }
  }
  if (session?.account != null) return session;
  if (!FOR_STAFF.has(location.pathname.split('/')[1] ?? '')) return null;
  location.replace(signInAddress());
  // Nothing of the page is to be seen until the browser is there.
  return new Promise(() => undefined);
}

/** The session as it was when the page was opened; null for a viewer. */
export const session = (): Session | null => current;

/** Name of the account; the page it is asked for makes no difference any more. */
export function accountOf(_page: Page): string | undefined {
  return current?.account ?? undefined;
}

/** Whether who is signed in has a role; an administrator has each. */
export function hasRole(role: Role): boolean {
  return current !== null && (current.roles.includes(role) || current.roles.includes('admin'));
}

/** Where to sign in, and to be back here afterwards. */
export function signInAddress(): string {
  const here = location.pathname + location.search + location.hash;
  return here.startsWith('/sign-in') ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: here }).toString()}`;
}
