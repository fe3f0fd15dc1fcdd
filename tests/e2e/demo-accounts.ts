// Who acts in tests against a running demo server: each in a session, by the password that its first start made.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { FIRST_ACCOUNTS_FILE } from '../../server/auth/first-accounts.ts';

const folders = new Map<string, string>();

/** Remembers the data folder of a server that was started; E2E_DATA_DIR names that of one which E2E_SERVER names. */
export function rememberFolder(url: string, dataDir: string): void {
  folders.set(new URL(url).origin, dataDir);
}

function folderOf(url: string): string {
  const folder = folders.get(new URL(url).origin) ?? process.env.E2E_DATA_DIR;
  if (folder === undefined) throw new Error(`nobody knows the data folder of ${url}; E2E_DATA_DIR names it`);
  return folder;
}

/** Headers of a script that acts as an account, in a session of its own; `public`: none. */
export async function scriptHeaders(url: string, account: string): Promise<Record<string, string>> {
  if (account === 'public') return {};
  const cookies = (await sessionOf(url, account)).map((line) => /^([^=]+)=([^;]*)/.exec(line)!);
  const csrf = cookies.find(([, name]) => name === 'zuschnitt_csrf')![2]!;
  return { Cookie: cookies.map(([pair]) => pair).join('; '), 'Zuschnitt-CSRF': csrf };
}

/** The password that the first start gave an account. */
export function passwordOf(url: string, account: string): string {
  const lines = readFileSync(join(folderOf(url), FIRST_ACCOUNTS_FILE), 'utf8').split('\n');
  const found = lines.map((line) => line.split('\t')).find(([name]) => name === account);
  if (found === undefined) throw new Error(`the first start made no account ${account}`);
  return found[1]!;
}

/** Accounts that pages are for, where a test names none. */
const OF_PAGE: Readonly<Record<string, string>> = { editor: 'planung', imports: 'planung', privacy: 'dsb' };

/** The account that a page is opened with. */
export const accountOfPage = (url: string): string => OF_PAGE[new URL(url).pathname.split('/')[1] ?? ''] ?? 'public';

// Signing in costs 0.2 s and more, on purpose: once an account, server and run.
const sessions = new Map<string, Promise<string[]>>();

/**
 * Signs a browser in, as the page would; `public`: not at all. A server without first accounts (one of another test) is left alone.
 * `seenAs`: where the browser finds the server, behind a proxy.
 */
export async function signIn(context: BrowserContext, url: string, account: string, seenAs = url): Promise<void> {
  const { origin } = new URL(url);
  if (account === 'public' || !(folders.has(origin) || process.env.E2E_DATA_DIR !== undefined) || !existsSync(join(folderOf(url), FIRST_ACCOUNTS_FILE))) return;
  const cookies = (await sessionOf(url, account)).map((line) => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    return { name: name!, value: value!, url: new URL(seenAs).origin, httpOnly: line.includes('HttpOnly'), sameSite: 'Lax' as const };
  });
  await context.addCookies(cookies);
}

function sessionOf(url: string, account: string): Promise<string[]> {
  const { origin } = new URL(url);
  const key = `${origin} ${account}`;
  const known = sessions.get(key) ?? openSession(origin, account);
  sessions.set(key, known);
  return known;
}

async function openSession(origin: string, account: string): Promise<string[]> {
  const body = JSON.stringify({ account, password: passwordOf(origin, account) });
  const answer = await fetch(`${origin}/sign-in`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  if (!answer.ok) throw new Error(`${account} could not sign in: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie();
}
