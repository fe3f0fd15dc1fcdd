// Signing in by OpenID Connect against a provider that really signs: roles come from its claims, clearances never do.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IdentityProvider, localPath } from '../../server/auth/identity-provider.ts';
import type { Role } from '../../server/auth/roles.ts';
import { findAccount } from '../../server/db/queries/accounts.ts';
import { openTestDatabase, postgresMissing, type TestDatabase } from '../db/engines.ts';
import { BrowserSession } from './browser-session.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { SmallIssuer } from './small-issuer.ts';
import { insertTown } from './town.ts';

const issuer = new SmallIssuer('zuschnitt', 'geheim');
let test: TestDatabase;
let server: ServerUnderTest;

// One engine is enough: nothing here depends on it.
beforeAll(async () => {
  test = await openTestDatabase(postgresMissing() === null ? 'postgres' : 'embedded');
  await insertTown(test.database);
  await issuer.start();
  const roles = new Map<string, Role>([['Statistikstelle', 'statistics'], ['zuschnitt-planung', 'planner']]);
  // The server's own address is known to nobody but its visitors: the provider sends people to this name.
  const publicUrl = new URL('http://127.0.0.1:8080');
  const options = { issuer: new URL(issuer.url), clientId: 'zuschnitt', clientSecret: 'geheim', roleClaim: 'realm_access.roles', roles, publicUrl };
  server = new ServerUnderTest(null, { identityProvider: new IdentityProvider(options) });
  await server.start(test);
});
afterAll(async () => {
  await server?.stop();
  await issuer.stop();
  await test?.close();
});

/** The way of a browser: to the provider, and back to us with what the provider gave it. */
async function signIn(browser: BrowserSession, change: (back: URL) => void = () => undefined): Promise<string> {
  const away = await browser.ask('GET', '/sign-in/oidc?next=%2Feditor%3Fplan%3Dp1', { headers: { 'Sec-Fetch-Site': 'same-origin' }, redirect: 'manual' });
  expect(away.status).toBe(303);
  const provider = await fetch(away.headers.get('location')!, { redirect: 'manual' });
  const back = new URL(provider.headers.get('location')!);
  expect(back.origin + back.pathname).toBe('http://127.0.0.1:8080/sign-in/oidc/callback');
  change(back);
  const answer = await browser.ask('GET', back.pathname + back.search, { headers: { 'Sec-Fetch-Site': 'cross-site' }, redirect: 'manual' });
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!;
}

it('somebody signs in, is back where they were, and has the roles that the claim maps to', async () => {
  issuer.person = { sub: '4711', preferred_username: 'm.muster', name: 'M. Muster', realm_access: { roles: ['Statistikstelle', 'offline_access'] } };
  const browser = new BrowserSession(server);
  expect(await signIn(browser)).toBe('/editor?plan=p1');
  const { body } = await browser.ask('GET', '/session');
  expect(body).toMatchObject({ account: 'm.muster', name: 'M. Muster', roles: ['statistics'], clearances: [], identityProvider: true });
  expect(browser.cookies.has('zuschnitt_oidc')).toBe(false);
  // Roles follow the provider at the next sign-in, under another user name too: the subject is who somebody is.
  issuer.person = { ...issuer.person, preferred_username: 'm.neu', realm_access: { roles: ['zuschnitt-planung'] } };
  await signIn(browser);
  expect((await browser.ask('GET', '/session')).body).toMatchObject({ account: 'm.muster', roles: ['planner'] });
  // Without a role that we know, a viewer with a name.
  issuer.person = { ...issuer.person, realm_access: { roles: ['admin'] } };
  await signIn(browser);
  expect((await browser.ask('GET', '/session')).body.roles).toEqual(['viewer']);
});

it('a name at the provider does not take over a local account, and a disabled account stays out', async () => {
  issuer.person = { sub: '1', preferred_username: 'admin' };
  const browser = new BrowserSession(server);
  expect(await signIn(browser)).toBe('/sign-in?failed=taken');
  expect(browser.cookies.has('zuschnitt_session')).toBe(false);
  issuer.person = { sub: '2', preferred_username: 'weg' };
  await signIn(browser);
  await server.ask('PUT', '/accounts/weg/standing', { as: 'admin', body: { disabled: true } });
  expect(await signIn(new BrowserSession(server))).toBe('/sign-in?failed=taken');
});

it('an answer that was not asked for, is changed, or is signed by somebody else signs nobody in', async () => {
  issuer.person = { sub: '3', preferred_username: 'niemals' };
  const attempts: [string, () => Promise<string>][] = [
    ['another state', () => signIn(new BrowserSession(server), (back) => back.searchParams.set('state', 'x'))],
    ['a made-up code', () => signIn(new BrowserSession(server), (back) => back.searchParams.set('code', 'x'))],
    ['another key', () => ((issuer.forged = { otherKey: true }), signIn(new BrowserSession(server)))],
    ['another audience', () => ((issuer.forged = { claims: { aud: 'other' } }), signIn(new BrowserSession(server)))],
    ['another nonce', () => ((issuer.forged = { claims: { nonce: 'x' } }), signIn(new BrowserSession(server)))],
    ['another issuer', () => ((issuer.forged = { claims: { iss: 'https://evil.example' } }), signIn(new BrowserSession(server)))],
  ];
  for (const [name, attempt] of attempts) {
    issuer.forged = {};
    expect(await attempt(), name).toBe('/sign-in?failed=identity');
  }
  issuer.forged = {};
  // A victim whose browser did not begin it.
  const attacker = new BrowserSession(server);
  let stolen = '';
  await signIn(attacker, (back) => (stolen = back.pathname + back.search));
  const victim = await new BrowserSession(server).ask('GET', stolen, { redirect: 'manual' });
  expect([victim.headers.get('location'), victim.headers.getSetCookie().some((line) => line.startsWith('zuschnitt_session'))]).toEqual(['/sign-in?failed=identity', false]);
  expect(await findAccount(test.database, 'admin')).toMatchObject({ roles: ['admin'] });
});

it('after a sign-in nobody is sent to another host', () => {
  const elsewhere = ['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', '', undefined];
  for (const next of elsewhere) expect(localPath(next)).toBe('/');
  for (const next of ['/editor?plan=p1', '/map#stadtteile', '/a//b']) expect(localPath(next)).toBe(next);
});
