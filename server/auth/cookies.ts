// Cookies of a session: read from a request, written with the strictest attributes that signing in allows.

export interface CookieNames {
  /** HttpOnly; the session's secret. */
  readonly session: string;
  /** Read by the pages, sent back in the header Zuschnitt-CSRF. */
  readonly csrf: string;
  /** HttpOnly; what a sign-in at the identity provider must come back with. */
  readonly oidc: string;
}

/** Behind TLS with the prefix __Host-, which browsers take from this very host alone and with Secure only (RFC 6265bis, 4.1.3.2). */
export function cookieNames(secure: boolean): CookieNames {
  const prefix = secure ? '__Host-' : '';
  return { session: `${prefix}zuschnitt_session`, csrf: `${prefix}zuschnitt_csrf`, oidc: `${prefix}zuschnitt_oidc` };
}

/** The value of a cookie; of two with the same name none, for one of them was planted. */
export function readCookie(header: string | undefined, name: string): string | null {
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]!.slice(name.length + 1) : null;
}

/**
 * `maxAge` in seconds; without it the cookie ends with the browser, with 0 it ends now. SameSite=Lax: with Strict the way back from
 * the identity provider would arrive as nobody.
 */
export function writeCookie(name: string, value: string, { secure, httpOnly, maxAge }: { secure: boolean; httpOnly: boolean; maxAge?: number }): string {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  return `${name}=${value}; Path=/; SameSite=Lax${httpOnly ? '; HttpOnly' : ''}${secure ? '; Secure' : ''}${age}`;
}
