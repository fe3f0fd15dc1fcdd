// Names the caller of a request from the header Zuschnitt-Account, until accounts can log in.
import { VIEWER, type Account, type Caller } from './roles.ts';

/** In lower case, as Node gives header names. */
export const ACCOUNT_HEADER = 'zuschnitt-account';

/** The caller, or null for an account that nobody has. Without a header the caller is a viewer. */
export function identify(accounts: ReadonlyMap<string, Account>, header: string | undefined): Caller | null {
  if (header === undefined || header === '') return VIEWER;
  return accounts.get(header) ?? null;
}

/**
 * Whether the Host header names this machine. A page of another origin may let its own name point to 127.0.0.1 (DNS
 * rebinding) and would then read what the loopback interface shows; its Host header still has the foreign name.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}
