// Sends files to a server under test and waits for what becomes of them.
import { expect, vi } from 'vitest';
import type { TestDatabase } from '../db/engines.ts';
import type { Answer, ServerUnderTest } from './server-under-test.ts';

export type Content = string | Uint8Array<ArrayBuffer>;
export type Fields = Readonly<Record<string, string>>;

export class ImportSender {
  constructor(
    private readonly server: ServerUnderTest,
    private readonly account = 'planung',
  ) {}

  async send(name: string, content: Content, fields: Fields, as = this.account): Promise<Answer> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    form.set('file', new Blob([content]), name);
    const response = await fetch(`${this.server.url}/imports`, { method: 'POST', body: form, headers: await this.server.headersOf(as) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Status of the job once it has ended. */
  async imported(name: string, content: Content, fields: Fields): Promise<Answer> {
    const answer = await this.send(name, content, fields);
    expect(answer.text, name).toMatch(/^\{"job":/);
    expect(answer.status).toBe(202);
    return this.ended(answer.headers.get('location')!);
  }

  ended(location: string): Promise<Answer> {
    return vi.waitFor(
      async () => {
        const status = await this.server.get(location, this.account);
        expect(status.status).toBe(200);
        expect(status.body.finished).not.toBeNull();
        return status;
      },
      { timeout: 150_000, interval: 50 },
    );
  }

  async results(status: Answer) {
    expect(status.body.status, status.text).toBe('successful');
    return (await this.server.get(`/jobs/${status.body.jobID as string}/results`, this.account)).body;
  }

  /** Results of a dry run. */
  async tried(name: string, content: Content, fields: Fields) {
    return this.results(await this.imported(name, content, { ...fields, dryRun: 'true' }));
  }

  /** Results of an import with what a dry run gave for it. */
  async accepted(name: string, content: Content, fields: Fields) {
    const { report } = await this.tried(name, content, fields);
    return this.results(await this.imported(name, content, report.accept === null ? fields : { ...fields, accept: report.accept as string }));
  }
}

/** Number of rows of every table but the jobs' own and the tokens that the tests make for themselves. */
export async function contents({ database }: TestDatabase): Promise<Record<string, number>> {
  const tables = await database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r' and relname not in ('job', 'account_token') order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) counts[name] = (await database.query<{ n: number }>(`select count(*) as n from app.${name}`))[0]!.n;
  return counts;
}
