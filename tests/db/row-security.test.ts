// What a direct connection of PostgreSQL sees (QGIS): published releases and outlines, and counts of the sources it is cleared for.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertAccount, setDatabaseRole, setDisabled } from '../../server/db/queries/accounts.ts';
import { insertClearance, revokeClearances } from '../../server/db/queries/clearances.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { BLOCKS, insertTown, TOWN } from '../http/town.ts';
import { openTestDatabase, postgresMissing, type TestDatabase } from './engines.ts';

const reason = postgresMissing();
const KEY = TOWN.municipality;
// Roles belong to the whole cluster, which other test files share.
const LOGIN = `qgis_${process.pid}`;
const VIEWER = `qgis_viewer_${process.pid}`;

describe.skipIf(reason !== null)(`a direct connection${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let test: TestDatabase;
  const clients: pg.Client[] = [];

  /** A login of its own, as QGIS connects. */
  async function connect(login: string): Promise<pg.Client> {
    const url = new URL(test.databaseUrl!);
    url.username = login;
    const client = new pg.Client(url.href);
    await client.connect();
    clients.push(client);
    return client;
  }

  const count = async (client: pg.Client, table: string): Promise<number> => Number((await client.query<{ n: string }>(`select count(*) as n from app.${table}`)).rows[0]!.n);
  const denied = async (client: pg.Client, text: string) => expect(client.query(text), text).rejects.toMatchObject({ code: '42501' });
  const grant = (source: string, expiresAt: Date) =>
    insertClearance(test.database, { account: 'kartografie', clearance: 'block-counts', source, purpose: 'Karten', grantedBy: 'admin', expiresAt });
  const tomorrow = () => new Date(Date.now() + 86_400_000);

  beforeAll(async () => {
    test = await openTestDatabase('postgres');
    const { database } = test;
    await insertTown(database);
    await insertStatistics(database, KEY, [{ statistic: 'jobless', position: 3, nameDe: 'jobless', nameEn: 'jobless', unit: 'count', population: null, source: 'agency' }]);
    const [set] = await database.query<{ block_set: number }>('select block_set from app.block_set where municipality = $1', [KEY]);
    const agency = await insertCountSet(database, KEY, { blockSet: set!.block_set, referenceDate: '2024-12-31', statistics: ['jobless'], unlocated: [7], source: 'agency' });
    await insertBlockCounts(database, KEY, agency, BLOCKS.map((block, i) => ({ block, counts: [i] })));
    // One release that was published and one that waits.
    await database.query(`insert into app.release (municipality, release, geography, version, statistics, reference_dates, rule_set, requested_by)
      select $1, name, 'stadtteil', 1, '{residents}', '{2024-12-31}', '{"threshold": 3, "dominance": {"p": 12}}', 'statistik' from unnest(array['open', 'waiting']) as made (name)`, [KEY]);
    await database.query(`insert into app.release_cell (municipality, release, statistic, reference_date, zone, state, value)
      select $1, release, 'residents', '2024-12-31', 'A', 'value', 1300021 from app.release where municipality = $1`, [KEY]);
    await database.query(`update app.release set state = 'published', decided_by = 'dsb', decided_at = now(), published_at = now() where municipality = $1 and release = 'open'`, [KEY]);
    await insertAccount(database, { account: 'kartografie', name: 'Kartografie', roles: ['planner'], clearances: [] });
    await setDatabaseRole(database, 'kartografie', LOGIN);
    for (const [login, member] of [[LOGIN, 'zuschnitt_counts'], [VIEWER, 'zuschnitt_viewer']]) await database.query(`create role ${login!} login in role ${member!}`);
  });
  afterAll(async () => {
    for (const client of clients) await client.end();
    for (const login of [LOGIN, VIEWER]) await test?.database.query(`drop role if exists ${login}`);
    await test?.close();
  });

  it('as a viewer sees outlines and what was published, with a layer for QGIS, and no more', async () => {
    const viewer = await connect(VIEWER);
    expect(await count(viewer, 'zone')).toBe(4);
    expect(await count(viewer, 'block')).toBe(BLOCKS.length);
    expect((await viewer.query('select release from app.release_cell')).rows).toEqual([{ release: 'open' }]);
    const { rows } = await viewer.query('select key, zone, statistic, state, value::integer from app.released_zone');
    expect(rows).toEqual([{ key: `${KEY}/open/residents/2024-12-31/A`, zone: 'A', statistic: 'residents', state: 'value', value: 1_300_021 }]);
    for (const table of ['count_set', 'block_count', 'plan', 'plan_event', 'ledger', 'job', 'account', 'credential', 'session', 'account_token', 'clearance', 'access_log', 'address', 'release_signature', 'rule_set', 'noise_secret']) {
      await denied(viewer, `select * from app.${table}`);
    }
    // Neither who decided nor the parameters of the rules.
    for (const column of ['requested_by', 'decided_by', 'rule_set', 'rule_sets', 'method']) await denied(viewer, `select ${column} from app.release`);
    for (const text of [`update app.release_cell set value = 0`, `delete from app.zone`, `insert into app.municipality values ('00000000', 'x', 25832)`, 'create table app.x ()']) await denied(viewer, text);
    await denied(viewer, `select app.is_cleared('${LOGIN}', '${KEY}', 1)`);
    await denied(viewer, `select * from app.zone_sums('${KEY}', 'stadtteil', 1, 1)`);
  });

  it('with a clearance sees counts of its sources while the grant holds, and of no other', async () => {
    const { database } = test;
    const cleared = await connect(LOGIN);
    expect([await count(cleared, 'count_set'), await count(cleared, 'block_count')]).toEqual([0, 0]);
    await grant('agency', tomorrow());
    expect([await count(cleared, 'count_set'), await count(cleared, 'block_count')]).toEqual([1, BLOCKS.length]);
    expect((await cleared.query('select statistics from app.count_set')).rows).toEqual([{ statistics: ['jobless'] }]);
    await revokeClearances(database, 'kartografie', 'agency', 'admin');
    expect(await count(cleared, 'block_count')).toBe(0);
    await grant('test', new Date(Date.now() - 1000));
    expect(await count(cleared, 'block_count')).toBe(0);
    await grant('*', tomorrow());
    expect(await count(cleared, 'block_count')).toBe(3 * BLOCKS.length);
    await setDisabled(database, 'kartografie', true);
    expect(await count(cleared, 'block_count')).toBe(0);
    await setDisabled(database, 'kartografie', false);
    await denied(cleared, 'select * from app.clearance');
    await denied(cleared, 'select secret from app.noise_secret');
  });

  it('a role that somebody takes on with SET ROLE is asked the same, and the role without an account sees no counts', async () => {
    const owner = new pg.Client(test.databaseUrl);
    await owner.connect();
    clients.push(owner);
    expect(await count(owner, 'block_count')).toBe(3 * BLOCKS.length);
    await owner.query(`set role ${LOGIN}`);
    expect(await count(owner, 'block_count')).toBe(3 * BLOCKS.length);
    await owner.query('set role zuschnitt_counts');
    expect([await count(owner, 'block_count'), await count(owner, 'zone')]).toEqual([0, 4]);
    await owner.query('set role zuschnitt_viewer');
    await denied(owner, 'select * from app.block_count');
    await owner.query('reset role');
    const viewer = await connect(VIEWER);
    await denied(viewer, `set role ${LOGIN}`);
  });

  it('every table that a viewer may read is one of this list, so that a new table stays closed', async () => {
    const rows = await test.database.query<{ relation: string }>(
      `select relname::text as relation from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'v', 'p')
         and (has_table_privilege('zuschnitt_viewer', oid, 'select') or has_any_column_privilege('zuschnitt_viewer', oid, 'select')) order by relname`,
    );
    expect(rows.map(({ relation }) => relation)).toEqual([
      'assignment', 'block', 'block_set', 'geography', 'geography_version', 'municipality', 'reference_feature', 'release', 'release_cell', 'released_zone', 'statistic', 'zone',
    ]);
  });
});
