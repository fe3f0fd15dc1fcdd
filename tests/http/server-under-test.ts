// The application on a free port over a test database, with its log kept, and short ways to ask it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createApp, type App, type AppOptions } from '../../server/app.ts';
import { ImportDesk } from '../../server/jobs/import-desk.ts';
import { createLog } from '../../server/log.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import type { TestDatabase } from '../db/engines.ts';
import { tokenOf } from './token-of.ts';
import { insertTown, TOWN } from './town.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests look into answers of every shape; what they find is compared at once.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface AskOptions {
  readonly as?: string;
  readonly body?: unknown;
  readonly ifMatch?: number | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly redirect?: 'manual';
}

export class ServerUnderTest {
  readonly logged: string[] = [];
  app!: App;
  workspace!: Workspace;
  imports!: ImportDesk;
  url!: string;
  private http!: Server;

  /** `localAccount`: who acts where a request names nobody; the tests of routes ask as viewers then. */
  constructor(
    private readonly localAccount: string | null = null,
    private readonly settings: Partial<AppOptions> = {},
  ) {}

  private readonly tokens = new Map<string, Promise<string>>();

  async start(test: TestDatabase): Promise<void> {
    this.workspace = await Workspace.open(test.database, TOWN);
    const log = createLog('info', { write: (line: string) => void this.logged.push(line) });
    this.imports = await ImportDesk.open({ workspace: this.workspace, uploads: join(test.dataDir, 'uploads'), onError: (error) => log.error({ err: error }, 'a job failed') });
    this.app = createApp({ workspace: this.workspace, imports: this.imports, log, localAccount: this.localAccount, checkReplies: true, ...this.settings });
    this.http = createServer(this.app.listener);
    // Longer than any test: on a busy machine a connection that was idle for the usual 5 s is closed just when it is used again (ECONNRESET).
    this.http.keepAliveTimeout = 600_000;
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.app.endStreams();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
    await this.imports.close();
    await this.workspace.close();
  }

  async ask(method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH' | 'HEAD', path: string, options: AskOptions = {}): Promise<Answer> {
    const headers: Record<string, string> = { ...options.headers };
    if (options.as !== undefined) Object.assign(headers, await this.headersOf(options.as));
    if (options.ifMatch !== undefined) headers['If-Match'] = typeof options.ifMatch === 'number' ? `"${options.ifMatch}"` : options.ifMatch;
    if (options.body !== undefined) headers['Content-Type'] ??= 'application/json';
    const body = options.body === undefined ? undefined : typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
    const response = await fetch(this.url + path, { method, headers, redirect: options.redirect ?? 'follow', ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
  }

  /** What a script sends to act as an account: a token, made at first use. `public`: nothing. */
  async headersOf(as: string): Promise<Record<string, string>> {
    if (as === 'public') return {};
    const known = this.tokens.get(as) ?? tokenOf(this.workspace.db, as);
    this.tokens.set(as, known);
    return { Authorization: `Bearer ${await known}` };
  }

  get(path: string, as?: string): Promise<Answer> {
    return this.ask('GET', path, as === undefined ? {} : { as });
  }

  post(path: string, options: AskOptions = {}): Promise<Answer> {
    return this.ask('POST', path, { as: 'planung', ...options });
  }

  /** A fresh plan over the town's quarters; its id. */
  async newPlan(name = 'Entwurf'): Promise<string> {
    const { body } = await this.post('/plans', { body: { geography: 'stadtteil', name } });
    return body.plan as string;
  }

  operate(plan: string, version: number, operation: unknown, as = 'planung'): Promise<Answer> {
    return this.post(`/plans/${plan}/operations`, { as, ifMatch: version, body: operation });
  }
}

/** Inside a `describeEngines` body: the town in its database and a server over it, for all tests of the block. */
export function serveTown(test: () => TestDatabase, localAccount: string | null = null, settings: Partial<AppOptions> = {}): ServerUnderTest {
  const server = new ServerUnderTest(localAccount, settings);
  beforeAll(async () => {
    await insertTown(test().database);
    await server.start(test());
  });
  afterAll(() => server.stop());
  return server;
}

/** The code of a problem. */
export const codeOf = (answer: Answer) => String(answer.body?.type).replace('urn:zuschnitt:problem:', '');
