// Signing in and out, by password or at an identity provider, and who one is.
import { z } from 'zod';
import { readCookie, writeCookie } from '../auth/cookies.ts';
import { PUBLIC_NAME } from '../auth/identify.ts';
import { IdentityRefused, localPath, type Identity } from '../auth/identity-provider.ts';
import { VIEWER, type Caller } from '../auth/roles.ts';
import { DatabaseError, type Database } from '../db/database.ts';
import { findIdentity, insertIdentity, listStandings, updateIdentity } from '../db/queries/accounts.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { ChangePassword, SessionSchema, SignIn } from './schemas/accounts.ts';

/** A sign-in at the provider may take this long, with a second factor and a forgotten telephone. */
const OIDC_SECONDS = 900;

export function sessionRoutes({ workspace, admission, identityProvider }: HttpContext): Route[] {
  const describe = (caller: Caller, csrf: string | null) => ({
    account: caller.account,
    name: caller.account === null ? null : (workspace.catalogue.accounts.get(caller.account)?.name ?? caller.account),
    roles: caller.roles,
    clearances: caller.clearances.map(({ clearance, source, purpose, expiresAt }) => ({ clearance, source, purpose, expiresAt: expiresAt.toISOString() })),
    csrf,
    identityProvider: identityProvider !== null,
  });
  const requireProvider = () => {
    if (identityProvider === null) throw problem('NOT_FOUND', 'no identity provider is configured (OIDC_ISSUER)');
    return identityProvider;
  };
  const toSignIn = (reason: string) => ({
    status: 303 as const,
    headers: { Location: `/sign-in?failed=${reason}`, 'Set-Cookie': [dropKept()] },
  });
  const dropKept = () => writeCookie(admission.cookies.oidc, '', { secure: admission.secure, httpOnly: true, maxAge: 0 });

  return [
    route({
      method: 'get',
      path: '/session',
      id: 'getSession',
      tag: 'Accounts',
      summary: 'Who asks, with roles and clearances, and the CSRF token of the session',
      roles: ['viewer'],
      replies: { 200: { description: 'The caller', schema: SessionSchema } },
      handle: ({ caller, request }) => ok(describe(caller, caller.account === null ? null : admission.csrfOf(request))),
    }),
    route({
      method: 'post',
      path: '/sign-in',
      id: 'signIn',
      tag: 'Accounts',
      summary: 'Signs in by password and opens a session (cookie)',
      roles: ['viewer'],
      signsIn: true,
      body: SignIn,
      replies: { 200: { description: 'Who one is now', schema: SessionSchema, headers: { 'Set-Cookie': 'The session and its CSRF token' } } },
      handle: async ({ body, request }) => {
        const { cookies, csrf, caller } = await admission.signIn(body.account, body.password, request);
        return ok(describe(caller, csrf), { 'Set-Cookie': cookies });
      },
    }),
    route({
      method: 'post',
      path: '/sign-out',
      id: 'signOut',
      tag: 'Accounts',
      summary: 'Ends the session',
      roles: ['viewer'],
      replies: { 200: { description: 'A viewer again', schema: SessionSchema, headers: { 'Set-Cookie': 'Takes the cookies away' } } },
      handle: async ({ request }) => ok(describe(VIEWER, null), { 'Set-Cookie': await admission.close(request) }),
    }),
    route({
      method: 'post',
      path: '/password',
      id: 'changePassword',
      tag: 'Accounts',
      summary: 'Changes one’s own password; all other sessions of the account end',
      roles: ['viewer'],
      body: ChangePassword,
      replies: { 200: { description: 'The session under its new secret', schema: SessionSchema, headers: { 'Set-Cookie': 'The new session' } } },
      handle: async ({ body, caller, request }) => {
        if (caller.account === null || admission.csrfOf(request) === null) throw problem('FORBIDDEN', 'sign in first; a token changes no password');
        const { cookies, csrf } = await admission.changePassword(caller.account, body.current, body.next, request);
        return ok(describe(caller, csrf), { 'Set-Cookie': cookies });
      },
    }),
    route({
      method: 'get',
      path: '/sign-in/oidc',
      id: 'beginIdentitySignIn',
      tag: 'Accounts',
      summary: 'Sends the browser to the identity provider (OpenID Connect)',
      roles: ['viewer'],
      signsIn: true,
      query: z.strictObject({ next: z.string().max(2000).optional().meta({ description: 'Path to go to afterwards' }) }),
      replies: { 303: { description: 'To the provider, or back to /sign-in', headers: { Location: 'Where to', 'Set-Cookie': 'What must come back' } } },
      handle: async ({ query }) => {
        try {
          const { url, kept } = await requireProvider().begin(localPath(query.next));
          const cookie = writeCookie(admission.cookies.oidc, kept, { secure: admission.secure, httpOnly: true, maxAge: OIDC_SECONDS });
          return { status: 303, headers: { Location: url, 'Set-Cookie': [cookie] } };
        } catch (error) {
          if (!(error instanceof IdentityRefused)) throw error;
          return toSignIn('unreachable');
        }
      },
    }),
    route({
      method: 'get',
      path: '/sign-in/oidc/callback',
      id: 'finishIdentitySignIn',
      tag: 'Accounts',
      summary: 'Where the identity provider sends the browser back to; opens a session',
      roles: ['viewer'],
      signsIn: true,
      query: z.looseObject({}),
      replies: { 303: { description: 'To where one was, or back to /sign-in', headers: { Location: 'Where to', 'Set-Cookie': 'The session' } } },
      handle: async ({ request }) => {
        const provider = requireProvider();
        const kept = readCookie(request.headers.cookie, admission.cookies.oidc);
        if (kept === null) return toSignIn('identity');
        const { url = '' } = request;
        try {
          const { identity, next } = await provider.finish(url.slice(url.indexOf('?')), kept);
          const account = await accountOf(workspace.db, identity);
          if (account === null) return toSignIn('taken');
          await workspace.reload();
          const { cookies } = await admission.open(account, request);
          return { status: 303, headers: { Location: localPath(next), 'Set-Cookie': [...cookies, dropKept()] } };
        } catch (error) {
          if (!(error instanceof IdentityRefused)) throw error;
          return toSignIn('identity');
        }
      },
    }),
  ];
}

/**
 * The account of an identity, made at its first sign-in and given the provider's roles at each; clearances are granted here and never by
 * the provider. Null where the name belongs to somebody else (a local account is not taken over by a name) or the account is disabled.
 */
async function accountOf(db: Database, { issuer, subject, username, name, roles }: Identity): Promise<string | null> {
  const known = await findIdentity(db, issuer, subject);
  if (known !== null) {
    await updateIdentity(db, known, name, roles);
    const standing = (await listStandings(db)).find(({ account }) => account === known);
    return standing === undefined || standing.disabled ? null : known;
  }
  const account = username.replaceAll(/[^\w.@-]/g, '_').slice(0, 100);
  if (account === PUBLIC_NAME || account === 'none') return null;
  try {
    await insertIdentity(db, { account, name, roles, issuer, subject });
    return account;
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'account_pk') return null;
    throw error;
  }
}
