// What a request's headers say about where it comes from, before anybody looks at who sent it.
import type { IncomingHttpHeaders } from 'node:http';

/** No account is called so: it stands for whoever has not signed in. */
export const PUBLIC_NAME = 'public';

/**
 * Whether a request can come from a page of another origin, which must not act for who is signed in here: browsers say so
 * in Sec-Fetch-Site, older ones in Origin; curl and scripts send neither. `publicHost`: how a proxy in front is called.
 */
export function isForeignPage(headers: Readonly<IncomingHttpHeaders>, publicHost?: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = headers;
  if (typeof origin !== 'string') return false;
  const named = origin.replace(/^https?:\/\//, '');
  return named !== host && named !== publicHost;
}

/** Whether no browser sent it: those name the site (Sec-Fetch-Site) or, in older ones, the origin of what changes something. */
export function isScript(headers: Readonly<IncomingHttpHeaders>): boolean {
  return headers['sec-fetch-site'] === undefined && headers.origin === undefined;
}

/**
 * Whether the Host header names this machine. A page of another origin may let its own name point to 127.0.0.1 (DNS
 * rebinding) and would then read what the loopback interface shows; its Host header still has the foreign name.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}

/** Whether the other end of the connection itself is this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(::ffff:)?127\./.test(address));
}
