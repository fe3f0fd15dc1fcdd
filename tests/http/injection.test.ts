// SQL in a filter, in a path and in a text: every parameter that a route declares is given some, and the database stays as it was.
import { expect, it } from 'vitest';
import { describeServed } from '../db/engines.ts';
import { serveTown } from './server-under-test.ts';
import { TOWN } from './town.ts';

const ATTEMPTS = ["x' or '1'='1", "x'; drop table app.block_count; --", "residents') union select password from app.credential --", "1; update app.account set roles = '{admin}'", '\\x27 or 1=1 #', "x' and (select 1 / 0) = 1 --"];
/** Answers with a stream that does not end by itself, or ends the session of who asks. */
const APART = new Set(['streamPlanEvents', 'signOut', 'getArchive']);

describeServed('SQL in what a reader may send', (test) => {
  const server = serveTown(test);
  const tables = async () => {
    const rows = await test().database.query<{ relation: string }>(`select table_schema || '.' || table_name as relation from information_schema.tables where table_schema = 'app' and table_type = 'BASE TABLE' order by 1`);
    return rows.map(({ relation }) => relation);
  };
  const kept = async () => test().database.query<{ accounts: string; counts: number; credentials: number }>(
    `select (select string_agg(account || roles::text, ',' order by account) from app.account) as accounts, (select count(*)::int from app.block_count where municipality = $1) as counts, (select count(*)::int from app.credential) as credentials`,
    [TOWN.municipality],
  );

  it('is a text like any other, in every parameter of every route that reads: refused or found nowhere, and nothing changed', async () => {
    const plan = await server.newPlan();
    const before = { tables: await tables(), kept: await kept() };
    let asked = 0;
    for (const { id, method, path: template, parameters, query } of server.app.routes) {
      if (method !== 'get' || APART.has(id)) continue;
      const good = template.replace('{plan}', plan).replaceAll(/\{\w+\}/g, '1');
      const paths = [
        ...Object.keys(parameters?.shape ?? {}).flatMap((name) => ATTEMPTS.map((attempt) => template.replace(`{${name}}`, encodeURIComponent(attempt)).replace('{plan}', plan).replaceAll(/\{\w+\}/g, '1'))),
        ...Object.keys(query?.shape ?? {}).flatMap((name) => ATTEMPTS.map((attempt) => `${good}?${name}=${encodeURIComponent(attempt)}`)),
      ];
      for (const path of paths) {
        const { status, text } = await server.ask('GET', path, { as: 'planung' });
        asked++;
        expect(status, `${path}: ${text.slice(0, 300)}`).toBeLessThan(500);
        expect(text, path).not.toMatch(/syntax error|division by zero|relation "|pg_|scrypt/);
      }
    }
    for (const attempt of ATTEMPTS) {
      const comment = await server.post(`/plans/${plan}/comments`, { as: 'planung', body: { text: attempt } });
      expect(comment.status).toBe(201);
      expect(comment.body.text).toBe(attempt);
      expect((await server.operate(plan, 0, { type: 'renameZone', zone: attempt, name: attempt })).status).toBe(422);
    }
    expect(asked).toBeGreaterThan(300);
    expect({ tables: await tables(), kept: await kept() }).toEqual(before);
  });
});
