// Every statement that the server can send: on file, accepted by both engines, and none that reads all blocks.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { statements } from '../../server/db/statement.ts';
import { packageRoot } from '../../server/package-root.ts';
import { describeEngines } from './engines.ts';

const queries = join(packageRoot(), 'server', 'db', 'queries');
beforeAll(async () => {
  for (const name of readdirSync(queries)) await import(join(queries, name));
});

describe('statements', () => {
  it('are those of sql/queries.snapshot.sql (BLESS=1 rewrites it)', () => {
    const texts = statements().map(({ name, text }) => `-- ${name}\n${text.replace(/^ {3,}/gm, '  ')};\n`);
    const file = `-- Every statement of server/db/queries, by name; compared by a test, rewritten with BLESS=1.\n\n${texts.join('\n')}`;
    const path = join(packageRoot(), 'sql', 'queries.snapshot.sql');
    if (process.env.BLESS === '1') writeFileSync(path, file);
    expect(readFileSync(path, 'utf8')).toBe(file);
  });

  it('name the municipality for every tenant table, so that a cluster sends them to one node', () => {
    const whole = /app\.(municipality|account|clearance|credential|session|account_token|job|migration|zone_sums)\b/;
    for (const { name, text } of statements()) {
      const tables = text.match(/app\.\w+/g) ?? [];
      expect(tables.length, name).toBeGreaterThan(0);
      if (tables.every((table) => whole.test(table))) continue;
      expect(text, name).toMatch(/municipality = \$1|\(municipality, [^)]*\)\s*(values \(\$1|select \$1)/);
    }
  });
});

describeEngines('plans of statements', (test) => {
  it('read blocks by an index, never all of them', async () => {
    const { database } = test();
    for (const { name, text } of statements()) {
      const parameters = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
      const plan = await database.transaction(async (tx) => {
        // Few rows: the planner would take a sequential scan because it is cheap, not because it must.
        await tx.query('set local enable_seqscan = off');
        await tx.query('set local plan_cache_mode = force_generic_plan');
        await tx.query(`prepare asked as ${text}`);
        const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'null').join(', ')})`;
        const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain execute asked${values}`);
        await tx.query('deallocate asked');
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
      expect(plan, name).not.toBe('');
      expect(plan, name).not.toMatch(/Seq Scan on (block|block_count|assignment|address)\b/);
    }
  });
});
