// What a page adds to a request that changes something: the session's CSRF token, from the cookie that scripts may read.

const NAMES = ['__Host-zuschnitt_csrf', 'zuschnitt_csrf'];

/** The token, or null where nobody is signed in. */
export function csrfToken(): string | null {
  if (typeof document === 'undefined') return null;
  const cookies = document.cookie.split('; ');
  for (const name of NAMES) {
    const found = cookies.find((cookie) => cookie.startsWith(`${name}=`));
    if (found !== undefined && found.length > name.length + 1) return found.slice(name.length + 1);
  }
  return null;
}

/** Headers for POST, PUT and DELETE. */
export function csrfHeader(): Record<string, string> {
  const token = csrfToken();
  return token === null ? {} : { 'Zuschnitt-CSRF': token };
}
