// The routes of sessions, for the page to sign in and the account menu.
import { Api } from '../api.ts';
import { forgetUnsentWork } from '../editor/session/unsent-work.ts';

const api = new Api();

/** Throws ApiProblem: SIGN_IN_FAILED, TOO_MANY_TRIES with `retryAfter` seconds in its detail, or offline. */
export async function signIn(account: string, password: string): Promise<void> {
  await api.request('/sign-in', { method: 'POST', body: { account, password } });
}

/** What waits to be sent in this browser goes with the session. */
export async function signOut(): Promise<void> {
  await forgetUnsentWork();
  await api.request('/sign-out', { method: 'POST' });
}

export async function changePassword(current: string, next: string): Promise<void> {
  await api.request('/password', { method: 'POST', body: { current, next } });
}

/** Whether the server sends people to an identity provider as well. */
export async function offersProvider(): Promise<boolean> {
  const answer = (await (await api.request('/session')).json()) as { identityProvider: boolean };
  return answer.identityProvider;
}

/** A path of this server, or '/': a link to the page must not send people elsewhere. The server judges the same way. */
export function localPath(next: string | null): string {
  return next !== null && /^\/(?!\/)[^\\\p{Cc}]*$/u.test(next) ? next : '/';
}
