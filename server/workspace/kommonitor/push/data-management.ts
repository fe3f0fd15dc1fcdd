// A real Data Management at the other end: one request after the other, tried again where nothing can have happened twice.
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../../gdal/input-error.ts';
import type { AccessToken } from './access-token.ts';

/** It answers from one database without a queue; these say that it has not begun. */
const TRY_AGAIN = new Set([429, 502, 503, 504]);
const TRIES = 4;
/** A city's outlines are some MB, and it asks its whole table again for each of them. */
const PATIENCE_MS = 10 * 60_000;

export interface DataManagementOptions {
  /** With or without `/management` at its end. */
  readonly url: string;
  readonly token: AccessToken;
  /** Before the second try, twice that before the third. */
  readonly waitMs?: number;
}

export class DataManagement {
  private readonly base: string;

  constructor(private readonly options: DataManagementOptions) {
    this.base = `${options.url.replace(/\/+$/, '').replace(/\/management$/, '')}/management`;
  }

  /** null for 404. */
  async get(path: string): Promise<unknown> {
    const response = await this.send('GET', path, undefined);
    if (response.status === 404) return null;
    return this.bodyOf(response, `GET ${path}`);
  }

  /** The body of the answer, or null where it has none, and its Location. */
  async post(path: string, body: unknown): Promise<{ readonly body: unknown; readonly location: string | null }> {
    const response = await this.send('POST', path, body);
    return { body: await this.bodyOf(response, `POST ${path}`), location: response.headers.get('location') };
  }

  async put(path: string, body: unknown): Promise<void> {
    await this.bodyOf(await this.send('PUT', path, body), `PUT ${path}`);
  }

  /** A lost POST may have been done, so it is not repeated: the next run's plan sees what is there. */
  private async send(method: 'GET' | 'POST' | 'PUT', path: string, body: unknown): Promise<Response> {
    let renew = false;
    for (let attempt = 1; ; attempt++) {
      const headers: Record<string, string> = { Authorization: `Bearer ${await this.options.token.get(renew)}`, Accept: 'application/json, application/vnd.geo+json' };
      if (body !== undefined) headers['Content-Type'] = 'application/json';
      let response: Response | null = null;
      try {
        response = await fetch(this.base + path, { method, headers, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS), ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      } catch (error) {
        if (attempt >= TRIES || (method === 'POST' && !wasRefused(error))) throw this.refusal(`${method} ${path}`, 'the connection broke off', 'run the command again: it compares first and goes on from there');
      }
      if (response !== null) {
        // A token may end between two requests; a second refusal is meant.
        if (response.status === 401 && !renew) {
          renew = true;
          await response.body?.cancel();
          continue;
        }
        if (!TRY_AGAIN.has(response.status) || attempt >= TRIES) return response;
        await response.body?.cancel();
      }
      await sleep((this.options.waitMs ?? 500) * 2 ** (attempt - 1));
    }
  }

  private async bodyOf(response: Response, what: string): Promise<unknown> {
    const text = await response.text();
    let json: unknown = null;
    try {
      json = text === '' ? null : JSON.parse(text);
    } catch {
      json = null;
    }
    if (response.ok) return json;
    const { label, message } = (json ?? {}) as { label?: unknown; message?: unknown };
    const said = [label, message].filter((part) => typeof part === 'string' && part !== '').join(': ').replaceAll(/\s+/g, ' ').slice(0, 200);
    const accepted = response.status === 401 || response.status === 403 ? 'an account with the role for resources in the group that owns them (--owner)' : 'what it says; run the command again afterwards, it goes on from there';
    throw this.refusal(what, `it answers ${response.status}${said === '' ? '' : ` (${said})`}`, accepted);
  }

  private refusal(what: string, problem: string, accepted: string): InputError {
    return new InputError({ option: 'to', problem: `${new URL(this.base).host}: ${what}: ${problem}`, accepted });
  }
}

/** Nobody took the connection, so nothing was done. */
function wasRefused(error: unknown): boolean {
  const cause = (error as { cause?: { code?: unknown } } | null)?.cause;
  return cause?.code === 'ECONNREFUSED' || cause?.code === 'ENOTFOUND';
}
