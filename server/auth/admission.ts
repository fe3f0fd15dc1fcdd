// Who sends a request: a session's cookie, a token, or the operator of the machine; and how sessions begin and end.
import type { IncomingMessage } from 'node:http';
import type { Database } from '../db/database.ts';
import { findAccount } from '../db/queries/accounts.ts';
import { listActiveClearances } from '../db/queries/clearances.ts';
import { closeSession, closeSessions, findAccountToken, findCredential, findOpenSession, openSession, pruneSessions, setCredential, touchSession } from '../db/queries/credentials.ts';
import { problem } from '../problem.ts';
import { cookieNames, readCookie, writeCookie, type CookieNames } from './cookies.ts';
import { isForeignPage, isLoopbackAddress, isScript } from './identify.ts';
import { hashPassword, SignInsBusy, verifyPassword } from './passwords.ts';
import { VIEWER, type Caller, type Clearance, type Role } from './roles.ts';
import { csrfTokenOf, hashSecret, newSecret, sameSecret } from './secrets.ts';
import { SignInLimits } from './sign-in-limits.ts';

export interface AdmissionOptions {
  readonly db: Database;
  /** Where browsers find the server, when a proxy with TLS is in front; null: loopback, without TLS. */
  readonly publicUrl?: URL | null;
  /** Secret that only who may read the data folder knows: commands on this machine act with it. */
  readonly operatorKey?: string | null;
  /** Account of scripts on this machine that name none; null: they are viewers. */
  readonly localAccount?: string | null;
}

export interface Admitted {
  readonly caller: Caller;
  /** The request came with a session that has ended. */
  readonly ended: boolean;
}

/** What an answer sets when a session begins. */
export interface OpenedSession {
  readonly cookies: readonly string[];
  readonly csrf: string;
  readonly caller: Caller;
}

/** A session ends this long after its last request, and this long after it began whatever happens. */
export const IDLE_MS = 2 * 3_600_000;
export const ABSOLUTE_MS = 12 * 3_600_000;
/** Use of a session is written down this often: enough for an end after two hours, without a write a request. */
const TOUCH_MS = 60_000;
/**
 * Roles and grants are read again after this time, which is how late a change made beside this server is seen. The embedded
 * engine has one process, so nothing is changed beside it, and an import may hold it for longer than people want to wait.
 */
const KEEP_MS = { postgres: 2_000, embedded: 60_000 } as const;
const MOST_KEPT = 10_000;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Prefix of tokens, so that a leaked one is recognised. */
export const TOKEN_PREFIX = 'zs_';

export class Admission {
  readonly secure: boolean;
  readonly cookies: CookieNames;
  private readonly limits = new SignInLimits();
  private readonly kept = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(private readonly options: AdmissionOptions) {
    this.secure = options.publicUrl?.protocol === 'https:';
    this.cookies = cookieNames(this.secure);
  }

  /** Host and port that pages are served under, for comparison with Origin. */
  private get publicHost(): string | undefined {
    return this.options.publicUrl?.host;
  }

  /** Whether a page of another origin may have sent it. */
  isForeign(request: IncomingMessage): boolean {
    return isForeignPage(request.headers, this.publicHost);
  }

  /** Throws a problem for a token or key that does not hold, and for a change without the session's CSRF token. */
  async identify(request: IncomingMessage): Promise<Admitted> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return { caller: await this.byAuthorization(authorization, request), ended: false };
    const secret = this.sessionSecret(request);
    if (secret !== null) {
      const caller = await this.bySession(hashSecret(secret));
      if (caller !== null) {
        if (!SAFE.has(request.method ?? 'GET')) this.checkCsrf(request, secret);
        return { caller, ended: false };
      }
    }
    const { localAccount } = this.options;
    if (secret === null && localAccount !== undefined && localAccount !== null && isScript(request.headers) && isLoopbackAddress(request.socket.remoteAddress)) {
      const caller = await this.byName(localAccount);
      if (caller !== null) return { caller, ended: false };
    }
    return { caller: VIEWER, ended: secret !== null };
  }

  private async byAuthorization(authorization: string, request: IncomingMessage): Promise<Caller> {
    const [scheme, secret] = authorization.split(' ', 2) as [string, string | undefined];
    const { operatorKey } = this.options;
    if (scheme.toLowerCase() === 'bearer' && secret !== undefined) {
      const hash = hashSecret(secret);
      const caller = await this.remember(hash, async () => {
        const holder = await findAccountToken(this.options.db, hash);
        return holder === null ? null : this.callerOf(holder.account, holder.roles);
      });
      if (caller !== null) return caller;
    } else if (scheme.toLowerCase() === 'operator' && secret !== undefined && operatorKey !== undefined && operatorKey !== null) {
      const acting = request.headers['zuschnitt-act-as'];
      if (sameSecret(secret, operatorKey) && isLoopbackAddress(request.socket.remoteAddress) && typeof acting === 'string') {
        const caller = await this.byName(acting);
        if (caller !== null) return caller;
        throw problem('UNKNOWN_ACCOUNT', 'Zuschnitt-Act-As names no account of this server');
      }
    }
    throw problem('INVALID_TOKEN', 'accepted: Authorization: Bearer with a token of `zuschnitt account token` that has not expired', { headers: CHALLENGE });
  }

  private async bySession(hash: string): Promise<Caller | null> {
    const { db } = this.options;
    return this.remember(hash, async () => {
      const holder = await findOpenSession(db, hash, new Date(Date.now() - IDLE_MS));
      if (holder === null) return null;
      if (Date.now() - holder.seenAt!.getTime() > TOUCH_MS) await touchSession(db, hash);
      return this.callerOf(holder.account, holder.roles);
    });
  }

  private byName(name: string): Promise<Caller | null> {
    return this.remember(`name ${name}`, async () => {
      const found = await findAccount(this.options.db, name);
      return found === null ? null : this.callerOf(name, found.roles);
    });
  }

  private async callerOf(account: string, roles: readonly string[]): Promise<Caller> {
    const grants = await listActiveClearances(this.options.db, account);
    return {
      account,
      roles: roles as readonly Role[],
      clearances: grants.map(({ clearance, source, purpose, expiresAt }) => ({ clearance: clearance as Clearance, source, purpose, expiresAt })),
    };
  }

  /** A page asks ten things at once: whoever was found is known for a while. Nobody found is looked for again. */
  private async remember(key: string, find: () => Promise<Caller | null>): Promise<Caller | null> {
    const known = this.kept.get(key);
    if (known !== undefined && known.until > Date.now()) return known.caller;
    const caller = await find();
    if (caller === null) return null;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(key, { caller, until: Date.now() + KEEP_MS[this.options.db.engine] });
    return caller;
  }

  private async end(hash: string): Promise<void> {
    await closeSession(this.options.db, hash);
    this.kept.delete(hash);
  }

  /** After any change of accounts, grants or tokens through this server. */
  forget(): void {
    this.kept.clear();
  }

  private sessionSecret(request: IncomingMessage): string | null {
    const secret = readCookie(request.headers.cookie, this.cookies.session);
    return secret === null || secret === '' ? null : secret;
  }

  private checkCsrf(request: IncomingMessage, secret: string): void {
    const given = request.headers['zuschnitt-csrf'];
    if (typeof given === 'string' && sameSecret(given, csrfTokenOf(secret)) && !this.isForeign(request)) return;
    throw problem('CSRF_TOKEN_NEEDED', `accepted: the value of the cookie ${this.cookies.csrf} in the header Zuschnitt-CSRF, from a page of this server`);
  }

  /** Checks a password and opens a session. Throws SIGN_IN_FAILED, the same for a wrong password and no such account, or TOO_MANY_TRIES. */
  async signIn(account: string, password: string, request: IncomingMessage): Promise<OpenedSession> {
    await this.checkPassword(account, password, request);
    return this.open(account, request);
  }

  private async checkPassword(account: string, password: string, request: IncomingMessage): Promise<void> {
    const address = (request as { ip?: string }).ip ?? request.socket.remoteAddress ?? '';
    const key = account.toLowerCase();
    const wait = await this.limits.take(key, address);
    if (wait > 0) throw problem('TOO_MANY_TRIES', `try again in ${wait} s`, { headers: { 'Retry-After': String(wait) } });
    const credential = await findCredential(this.options.db, account);
    // A password that was printed by the demo is none where others can reach the server.
    const stored = credential === null || (credential.demo && this.secure) ? null : credential.password;
    const right = await verifyPassword(password, stored).catch((error: unknown) => {
      throw error instanceof SignInsBusy ? problem('TOO_MANY_TRIES', 'too many sign in at once; try again in 5 s', { headers: { 'Retry-After': '5' } }) : error;
    });
    if (!right) throw problem('SIGN_IN_FAILED', 'account or password are wrong', { headers: CHALLENGE });
    await this.limits.succeeded(key, address);
  }

  /** Opens a session for an account that has proved who it is. Whatever session the request came with ends: none is taken over. */
  async open(account: string, request: IncomingMessage): Promise<OpenedSession> {
    const { db } = this.options;
    const before = this.sessionSecret(request);
    if (before !== null) await this.end(hashSecret(before));
    await pruneSessions(db, new Date(Date.now() - IDLE_MS));
    const secret = newSecret();
    await openSession(db, hashSecret(secret), account, new Date(Date.now() + ABSOLUTE_MS));
    const csrf = csrfTokenOf(secret);
    return {
      csrf,
      caller: await this.callerOf(account, (await findAccount(db, account))?.roles ?? []),
      cookies: [
        writeCookie(this.cookies.session, secret, { secure: this.secure, httpOnly: true }),
        writeCookie(this.cookies.csrf, csrf, { secure: this.secure, httpOnly: false }),
      ],
    };
  }

  /** Ends the session of a request; the cookies that take the old ones away. */
  async close(request: IncomingMessage): Promise<readonly string[]> {
    const secret = this.sessionSecret(request);
    if (secret !== null) await this.end(hashSecret(secret));
    return [
      writeCookie(this.cookies.session, '', { secure: this.secure, httpOnly: true, maxAge: 0 }),
      writeCookie(this.cookies.csrf, '', { secure: this.secure, httpOnly: false, maxAge: 0 }),
    ];
  }

  /** Sets a new password after the old one was given again; every other session of the account ends, and this one goes on under a new secret. */
  async changePassword(account: string, current: string, next: string, request: IncomingMessage): Promise<OpenedSession> {
    await this.checkPassword(account, current, request);
    await setCredential(this.options.db, account, await hashPassword(next), false);
    await closeSessions(this.options.db, account, '');
    this.forget();
    return this.open(account, request);
  }

  /** The CSRF token of the session that a request came with; null for other ways. */
  csrfOf(request: IncomingMessage): string | null {
    const secret = request.headers.authorization === undefined ? this.sessionSecret(request) : null;
    return secret === null ? null : csrfTokenOf(secret);
  }
}

/** RFC 9110, 11.6.1: a 401 names a scheme; this one lets no browser open a window of its own. */
export const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="zuschnitt"' };
