// Signing in, and the attempts that must fail: guessed passwords, stolen and stale sessions, forged requests, clearances of others.
import { request as httpRequest } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../server/auth/passwords.ts';
import { hashSecret } from '../../server/auth/secrets.ts';
import { listAccess, recordAccess } from '../../server/db/queries/access-log.ts';
import { insertAccount } from '../../server/db/queries/accounts.ts';
import { insertClearance } from '../../server/db/queries/clearances.ts';
import { setCredential } from '../../server/db/queries/credentials.ts';
import { describeServed } from '../db/engines.ts';
import { BrowserSession } from './browser-session.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, residentsOf, TOWN } from './town.ts';

const PASSWORD = 'Linde-Ahorn-Buche-7';
const body = { geography: 'stadtteil', name: 'Entwurf' };

describe('a stored password', () => {
  it('is another text each time, is known again however the keyboard composes it, and no other password is', async () => {
    const [one, two] = await Promise.all([hashPassword('Gr\u00fcnfl\u00e4che 12'), hashPassword('Gr\u00fcnfl\u00e4che 12')]);
    expect(one).not.toBe(two);
    expect(one).not.toContain('Gr');
    expect(await verifyPassword('Gru\u0308nfla\u0308che 12', one!)).toBe(true);
    expect(await verifyPassword('Gr\u00fcnfl\u00e4che 13', one!)).toBe(false);
    expect(await verifyPassword('', null)).toBe(false);
  });
});

describeServed('accounts', (test) => {
  const server = serveTown(test);
  const browser = () => new BrowserSession(server);
  const signedIn = async (account: string) => {
    const session = browser();
    expect((await session.signIn(account, PASSWORD)).status).toBe(200);
    return session;
  };
  const grant = (account: string, source: string, expiresAt: Date) =>
    insertClearance(test().database, { account, clearance: 'block-counts', source, purpose: 'Schulentwicklung', grantedBy: 'admin', expiresAt });

  beforeAll(async () => {
    const { database } = test();
    const hash = await hashPassword(PASSWORD);
    for (const account of ['planung', 'statistik', 'dsb', 'admin', 'ohne']) await setCredential(database, account, hash, false);
    for (const account of ['fremd', 'abgelaufen', 'gesperrt', 'opfer']) {
      await insertAccount(database, { account, name: account, roles: ['planner'], clearances: [] });
      await setCredential(database, account, hash, false);
    }
    await grant('fremd', 'another source', new Date(Date.now() + 86_400_000));
    await grant('abgelaufen', 'test', new Date(Date.now() - 1000));
  });

  it('sign in with a cookie that scripts of the page cannot read, act with its CSRF token, and sign out', async () => {
    const session = browser();
    const answer = await session.signIn('planung', PASSWORD);
    expect(answer.body).toMatchObject({ account: 'planung', roles: ['planner', 'editor'], clearances: [{ clearance: 'block-counts', source: '*' }], identityProvider: false });
    const [cookie, csrf] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^zuschnitt_session=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/);
    expect(csrf).toMatch(/^zuschnitt_csrf=[\w-]{43}; Path=\/; SameSite=Lax$/);
    expect(answer.body.csrf).toBe(session.csrf);
    expect((await session.ask('GET', '/session')).body.account).toBe('planung');
    expect((await session.ask('POST', '/plans', { body })).status).toBe(201);
    const rows = await test().database.query<{ session: string }>('select session from app.session');
    expect(rows.map((row) => row.session)).toContain(hashSecret(session.cookies.get('zuschnitt_session')!));
    expect((await session.ask('POST', '/sign-out')).body.account).toBeNull();
    expect(session.cookies.size).toBe(0);
  });

  it('nobody gets in with a wrong password, no password, or an account that does not exist, and the answers are the same', async () => {
    const [wrong, unknown] = [await browser().signIn('planung', 'falsch'), await browser().signIn('niemand', 'falsch')];
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'SIGN_IN_FAILED']);
    expect({ ...wrong.body }).toEqual({ ...unknown.body });
    expect(wrong.headers.getSetCookie()).toEqual([]);
    expect((await browser().signIn('planung', '')).status).toBe(400);
  });

  it('guessing ends after five tries, all at once too, with a time to wait, and the right password is not looked at then', async () => {
    const tries = await Promise.all(Array.from({ length: 8 }, (_, i) => browser().signIn('opfer', `falsch ${i}`)));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(3);
    const locked = await browser().signIn('opfer', PASSWORD);
    expect([locked.status, codeOf(locked)]).toEqual([429, 'TOO_MANY_TRIES']);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(600);
    // Another account from the same place is not locked out with it.
    await signedIn('planung');
  });

  it('a session that was signed out, is too old or was not used is none any more', async () => {
    const session = await signedIn('planung');
    const stolen = session.cookie;
    await session.ask('POST', '/sign-out');
    const ended = await server.get('/plans', undefined).then(() => server.ask('GET', '/plans', { headers: { Cookie: stolen } }));
    expect([ended.status, codeOf(ended), ended.headers.get('www-authenticate')]).toEqual([401, 'SESSION_ENDED', 'Bearer realm="zuschnitt"']);
    // What is public stays so with a stale cookie.
    expect((await server.ask('GET', '/geographies', { headers: { Cookie: stolen } })).status).toBe(200);

    const old = await signedIn('planung');
    const idle = await signedIn('planung');
    const hash = (one: BrowserSession) => hashSecret(one.cookies.get('zuschnitt_session')!);
    await test().database.query(`update app.session set expires_at = now() - interval '1 second' where session = $1`, [hash(old)]);
    await test().database.query(`update app.session set seen_at = now() - interval '121 minutes' where session = $1`, [hash(idle)]);
    for (const one of [old, idle]) {
      const answer = await one.ask('GET', '/plans');
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SESSION_ENDED']);
    }
  });

  it('a session that somebody planted is not taken over: signing in makes a new one and ends the old one', async () => {
    const planted = new BrowserSession(server);
    planted.cookies.set('zuschnitt_session', 'A'.repeat(43));
    await planted.signIn('planung', PASSWORD);
    expect(planted.cookies.get('zuschnitt_session')).not.toBe('A'.repeat(43));

    const attacker = await signedIn('ohne');
    const fixed = attacker.cookie;
    const victim = new BrowserSession(server);
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
    expect((await victim.signIn('planung', PASSWORD)).body.account).toBe('planung');
    expect((await server.ask('GET', '/session', { headers: { Cookie: fixed } })).body.account).toBeNull();
    // Two cookies of one name: one of them was planted by a neighbouring host.
    const twice = await server.ask('GET', '/plans', { headers: { Cookie: `${victim.cookie}; zuschnitt_session=${'B'.repeat(43)}` } });
    expect(twice.status).toBe(403);
  });

  it('a change without the session’s CSRF token, with another session’s, or from another origin is refused', async () => {
    const [mine, other] = [await signedIn('planung'), await signedIn('planung')];
    const forged: Record<string, string>[] = [{ 'Zuschnitt-CSRF': '' }, { 'Zuschnitt-CSRF': other.csrf }, { Origin: 'https://example.org' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }];
    for (const headers of forged) {
      for (const path of ['/plans', '/sign-out']) {
        const answer = await mine.ask('POST', path, { body, headers });
        expect([answer.status, codeOf(answer)], JSON.stringify(headers)).toEqual([403, 'CSRF_TOKEN_NEEDED']);
      }
    }
    expect((await mine.ask('GET', '/session')).body.account).toBe('planung');
    // Nor can another page sign its reader in as somebody else.
    const planted = await server.ask('POST', '/sign-in', { body: { account: 'planung', password: PASSWORD }, headers: { Origin: 'https://example.org' } });
    expect([planted.status, planted.headers.getSetCookie()]).toEqual([403, []]);
    const form = await server.ask('POST', '/sign-in', { body: `account=planung&password=${PASSWORD}`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    expect(form.status).toBe(415);
  });

  it('a planner sees no block counts without a grant, with one that has ended, or with one of another source', async () => {
    const path = `/plans/${await server.newPlan()}/counts?statistics=residents`;
    const cleared = await server.get(path, 'planung');
    expect([cleared.body.numbers, cleared.body.columns[0].values[7]]).toEqual(['true', residentsOf(7)]);
    for (const account of ['ohne', 'abgelaufen', 'fremd']) {
      const answer = await server.get(path, account);
      expect(answer.body.numbers, account).toBe('protected-copy');
      for (const [block] of BLOCKS.entries()) expect(answer.text).not.toContain(String(residentsOf(block)));
      // What has no copy is refused: everything, as one file.
      expect((await server.get('/archive', account)).status).toBe(403);
    }
    expect((await server.get('/access-log?limit=1', 'dsb')).body.entries).toMatchObject([{ account: 'planung', source: 'test', purpose: 'mit dem Konto vergeben' }]);
  });

  it('an administrator grants for a source until a day and revokes; both hold for the next request', async () => {
    const path = `/plans/${await server.newPlan()}/counts?statistics=residents`;
    const give = (given: unknown) => server.ask('POST', '/accounts/ohne/clearances', { as: 'admin', body: given });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect((await give({ source: 'nirgends', purpose: 'Bedarfsplan', expiresOn: tomorrow })).body.detail).toMatch(/no statistic has the source/);
    expect((await give({ source: 'test', purpose: 'Bedarfsplan', expiresOn: '2020-01-01' })).status).toBe(422);
    expect((await give({ source: 'test', purpose: '', expiresOn: tomorrow })).status).toBe(400);
    const numbers = async () => (await server.get(path, 'ohne')).body.numbers as string;
    expect(await numbers()).toBe('protected-copy');
    expect((await give({ source: 'test', purpose: 'Bedarfsplan', expiresOn: tomorrow })).status).toBe(204);
    expect(await numbers()).toBe('true');
    expect((await server.ask('DELETE', '/accounts/ohne/clearances?source=test', { as: 'admin' })).body).toEqual({ revoked: 1 });
    expect(await numbers()).toBe('protected-copy');
    const { accounts } = (await server.get('/accounts', 'admin')).body as { accounts: { account: string; grants: { purpose: string; grantedBy: string; revokedAt: string | null }[] }[] };
    expect(accounts.find(({ account }) => account === 'ohne')!.grants).toMatchObject([{ purpose: 'Bedarfsplan', grantedBy: 'admin', revokedAt: expect.any(String) as string }]);
    expect((await server.ask('POST', '/accounts/planung/clearances', { as: 'planung', body: {} })).status).toBe(403);
  });

  it('a disabled account has no session, no token and no way in; enabled again it has its password', async () => {
    const session = await signedIn('gesperrt');
    expect((await server.get('/plans', 'gesperrt')).status).toBe(200);
    expect((await server.ask('PUT', '/accounts/gesperrt/standing', { as: 'admin', body: { disabled: true } })).status).toBe(204);
    expect((await session.ask('GET', '/plans')).status).toBe(401);
    const byToken = await server.get('/plans', 'gesperrt');
    expect([byToken.status, codeOf(byToken)]).toEqual([401, 'INVALID_TOKEN']);
    expect((await browser().signIn('gesperrt', PASSWORD)).status).toBe(401);
    await server.ask('PUT', '/accounts/gesperrt/standing', { as: 'admin', body: { disabled: false } });
    await signedIn('gesperrt');
    expect((await session.ask('GET', '/plans')).status).toBe(401);
    expect((await server.ask('PUT', '/accounts/admin/standing', { as: 'admin', body: { disabled: true } })).status).toBe(409);
  });

  it('tokens act without cookies, are told once, and end; nobody makes one for somebody else', async () => {
    const made = await server.ask('POST', '/accounts/planung/tokens', { as: 'planung', body: { label: 'QGIS' } });
    const { token } = made.body as { token: string };
    expect(token).toMatch(/^zs_[\w-]{43}$/);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await server.ask('POST', '/plans', { body, headers })).status).toBe(201);
    const listed = await server.get('/accounts/planung/tokens', 'planung');
    expect(listed.text).not.toContain(token);
    const { id } = (listed.body as { tokens: { id: string; label: string }[] }).tokens.find(({ label }) => label === 'QGIS')!;
    expect((await server.ask('DELETE', `/accounts/planung/tokens?id=${id}`, { as: 'planung' })).body).toEqual({ revoked: 1 });
    expect((await server.ask('POST', '/plans', { body, headers })).status).toBe(401);
    expect((await server.ask('POST', '/accounts/admin/tokens', { as: 'planung', body: { label: 'x' } })).status).toBe(403);
    expect((await server.ask('GET', '/geographies', { headers: { Authorization: 'Bearer zs_nonsense' } })).status).toBe(401);
    expect((await server.ask('GET', '/plans', { headers: { Authorization: 'Operator guessed', 'Zuschnitt-Act-As': 'admin' } })).status).toBe(401);
  });

  it('a new password needs the old one, ends every other session and goes on under a new secret', async () => {
    const [mine, other] = [await signedIn('statistik'), await signedIn('statistik')];
    const before = mine.cookies.get('zuschnitt_session');
    expect((await mine.ask('POST', '/password', { body: { current: 'falsch', next: 'Weide-Esche-Eiche-8' } })).status).toBe(401);
    expect((await mine.ask('POST', '/password', { body: { current: PASSWORD, next: 'kurz' } })).status).toBe(400);
    expect((await mine.ask('POST', '/password', { body: { current: PASSWORD, next: 'Weide-Esche-Eiche-8' } })).status).toBe(200);
    expect(mine.cookies.get('zuschnitt_session')).not.toBe(before);
    expect((await mine.ask('GET', '/plans')).status).toBe(200);
    expect((await other.ask('GET', '/plans')).status).toBe(401);
    expect((await browser().signIn('statistik', PASSWORD)).status).toBe(401);
    expect((await browser().signIn('statistik', 'Weide-Esche-Eiche-8')).status).toBe(200);
  });

  it('data protection and administration read who saw counts; nobody changes it', async () => {
    const { database } = test();
    const entry = { account: 'planung', what: 'plan p1', source: 'test', referenceDate: '2024-12-31', purpose: 'Bedarfsplan' };
    await recordAccess(database, TOWN.municipality, entry);
    for (const account of ['dsb', 'admin']) expect((await server.get('/access-log?account=planung&limit=1000', account)).body.entries).toContainEqual({ ...entry, at: expect.any(String) as string });
    expect((await server.get('/access-log', 'planung')).status).toBe(403);
    await expect(database.query('update app.access_log set account = $1', ['ohne'])).rejects.toThrow(/append-only/);
    await expect(database.query('delete from app.access_log')).rejects.toThrow(/append-only/);
    expect(await listAccess(database, TOWN.municipality, { account: 'fremd', before: null, limit: 10 })).toEqual([]);
  });

  it('a host that is not this machine’s is refused, signed in or not', async () => {
    const session = await signedIn('planung');
    // fetch writes the Host header itself.
    const { port } = new URL(server.url);
    const status = await new Promise<number>((resolve, reject) => {
      httpRequest({ port, host: '127.0.0.1', path: '/plans', headers: { Host: `evil.example:${port}`, Cookie: session.cookie } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('a header that names an account proves nothing', async () => {
    for (const headers of [{ 'Zuschnitt-Account': 'admin' }, { 'Zuschnitt-Act-As': 'admin' }] as Record<string, string>[]) {
      const answer = await server.ask('POST', '/plans', { body, headers });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    }
    expect((await server.ask('GET', '/session', { headers: { 'Zuschnitt-Account': 'admin' } })).body.account).toBeNull();
    expect((await server.ask('GET', `/plans/${await server.newPlan()}/events?account=admin`)).status).toBe(403);
  });

  it('passwords, tokens and sessions are in no log line', () => {
    expect(server.logged.join('')).not.toMatch(/zs_|Linde|[?&](password|token)/);
  });
});
