// Names the caller of a request from the header Zuschnitt-Account, until accounts can log in.
import { VIEWER, type Account, type Caller } from './roles.ts';

/** In lower case, as Node gives header names. */
export const ACCOUNT_HEADER = 'zuschnitt-account';

/** The name under which anybody asks as the public; no account has it. */
export const PUBLIC_NAME = 'public';

/**
 * The caller, or null for an account that nobody has. `local` is the account of requests that name none (null: they are
 * viewers): whoever sits at the machine itself, as long as nobody can log in. The public pages name `public`.
 */
export function identify(accounts: ReadonlyMap<string, Account>, header: string | undefined, local: string | null): Caller | null {
  if (header === PUBLIC_NAME || header === '') return VIEWER;
  if (header !== undefined) return accounts.get(header) ?? null;
  return (local === null ? undefined : accounts.get(local)) ?? VIEWER;
}

/**
 * Whether a request can come from a page of another origin, which must not act for who sits at the machine: browsers say so
 * in Sec-Fetch-Site, older ones in Origin; curl and scripts send neither.
 */
export function isForeignPage(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = headers;
  return typeof origin === 'string' && origin.replace(/^https?:\/\//, '') !== host;
}

/**
 * Whether the Host header names this machine. A page of another origin may let its own name point to 127.0.0.1 (DNS
 * rebinding) and would then read what the loopback interface shows; its Host header still has the foreign name.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}
