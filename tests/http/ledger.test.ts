// The ledger: nobody changes an entry unseen, not even who may do everything in the database. On both engines.
import { createHash } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { run as verifyLog } from '../../server/cli/verify-log.ts';
import type { Queryable } from '../../server/db/database.ts';
import { insertLedgerEntry } from '../../server/db/queries/ledger.ts';
import { listReleaseCells } from '../../server/db/queries/releases.ts';
import { brokenLink, canonicalJson, chainEntry, type LedgerEntry } from '../../server/workspace/releases/ledger-chain.ts';
import { digest } from '../../server/workspace/releases/release-cells.ts';
import { describeServed } from '../db/engines.ts';
import { serveTown } from './server-under-test.ts';
import { DATE, TOWN } from './town.ts';

const WISH = { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] };

let printed = '';
let told = '';
beforeEach(() => {
  printed = '';
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Does what only the owner of the database can do, and takes it back. */
async function behindTheBack(db: Queryable, work: () => Promise<void>, undo: () => Promise<void>): Promise<void> {
  for (const [state, then] of [['disable', work], ['enable', undefined]] as const) {
    await db.query(`alter table app.ledger ${state} trigger ledger_append_only`);
    await then?.();
    if (then !== undefined) continue;
    undoLater.push(async () => {
      await db.query('alter table app.ledger disable trigger ledger_append_only');
      await undo();
      await db.query('alter table app.ledger enable trigger ledger_append_only');
    });
  }
}
const undoLater: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of undoLater.splice(0)) await undo();
});

describeServed('the ledger', (test, engine) => {
  const server = serveTown(test);
  let head = '';
  let entries: readonly LedgerEntry[] = [];
  beforeAll(async () => {
    const { body } = await server.post('/releases', { body: WISH });
    const approved = await server.post(`/releases/${body.release}/approve`, { as: 'statistik' });
    await server.post('/releases', { body: WISH });
    entries = await server.workspace.releases.ledger();
    // As it stands on the audit that was printed for the approval.
    head = approved.body.audit.headHash;
  });
  const verify = (query = '') => server.get(`/ledger/verify${query}`, 'dsb');
  const rewrite = async (from: readonly LedgerEntry[]) => {
    await test().database.query('delete from app.ledger where municipality = $1', [TOWN.municipality]);
    for (const entry of from) await insertLedgerEntry(test().database, TOWN.municipality, entry);
  };
  const restore = () => rewrite(entries);

  it('is checked by anybody from its JSON alone, and approved cells by their digest', async () => {
    const { body } = await server.get('/ledger', 'dsb');
    let previous = '0'.repeat(64);
    for (const entry of body.entries) {
      expect(entry.previousHash).toBe(previous);
      previous = createHash('sha256').update(entry.previousHash + canonicalJson(entry.payload)).digest('hex');
      expect(entry.hash).toBe(previous);
    }
    expect(body.head).toBe(previous);
    const approval = body.entries.find((entry: { action: string }) => entry.action === 'approve');
    expect(approval.payload).toMatchObject({ cellsSha256: digest(await listReleaseCells(test().database, TOWN.municipality, approval.release)), headHash: head });
    expect((await verify()).body).toEqual({ ok: true, entries: entries.length, head: previous, brokenAt: null, headAt: null, headFound: null });
    expect((await verify(`?head=${head}`)).body).toMatchObject({ ok: true, headFound: true, headAt: 2 });
    expect((await verify('?head=abc')).status).toBe(400);
    expect((await server.get('/ledger/verify')).status).toBe(403);
  });

  it('refuses changes, and a forged copy breaks at its place', async () => {
    await expect(test().database.query(`update app.ledger set account = 'x'`)).rejects.toThrow(/append-only/);
    await expect(test().database.query('delete from app.ledger')).rejects.toThrow(/append-only/);
    await expect(test().database.query(`update app.release_cell set state = 'value', value = 3 where state = 'withheld'`)).rejects.toThrow(/append-only/);
    const second = entries[1]!;
    for (const forged of [{ ...second, account: 'jemand' }, { ...second, payload: { ...second.payload, findings: 7 } }, { ...second, at: new Date(0) }]) {
      expect(brokenLink(entries.with(1, forged))).toBe(2);
    }
    expect(brokenLink(entries.toSpliced(1, 1))).toBe(3);
  });

  it('shows an entry that the owner of the database changed', async () => {
    const { database } = test();
    await behindTheBack(database, () => database.query(`update app.ledger set account = 'jemand' where sequence = 3`).then(() => undefined), restore);
    expect((await verify()).body).toMatchObject({ ok: false, brokenAt: 3 });
    // What came after the break is no proof of anything.
    expect((await verify(`?head=${entries.at(-1)!.hash}`)).body).toMatchObject({ ok: false, headFound: false });
    expect((await verify(`?head=${head}`)).body).toMatchObject({ ok: false, headFound: true });
  });

  it('shows a tail that was cut off, and a chain that was reckoned anew, by a head that was printed', async () => {
    const { database } = test();
    await behindTheBack(database, () => rewrite(entries.slice(0, 1)), restore);
    expect((await verify()).body).toMatchObject({ ok: true, entries: 1 });
    expect((await verify(`?head=${head}`)).body).toMatchObject({ ok: false, headFound: false, brokenAt: null });
    for (const undo of undoLater.splice(0)) await undo();

    let previous: LedgerEntry | null = null;
    const anew = entries.map(({ payload: { sequence: _sequence, at: _at, account: _account, action: _action, release: _release, ...content }, ...step }) => (previous = chainEntry(previous, { ...step, account: 'jemand' }, content)));
    await behindTheBack(database, () => rewrite(anew), restore);
    expect((await verify()).body).toMatchObject({ ok: true, entries: entries.length });
    expect((await verify(`?head=${head}`)).body).toMatchObject({ ok: false, headFound: false });
  });

  it('is verified from the command line, by the server and in the database itself', async () => {
    const token = (await server.headersOf('dsb')).Authorization!.replace('Bearer ', '');
    vi.stubEnv('ZUSCHNITT_TOKEN', token);
    expect(await verifyLog(['--server', server.url, '--head', head])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ ok: true, headFound: true, changedCells: null });
    printed = '';
    expect(await verifyLog(['--server', server.url, '--head', 'f'.repeat(64)])).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ ok: false, headFound: false, brokenAt: null });
    expect(told).toMatch(/^verify-log: --head f{64}: none of the \d+ entries has this hash \(the last sound one is entry \d+, [0-9a-f]{64}\)/);
    if (engine === 'embedded') return;
    vi.stubEnv('DATABASE_URL', test().databaseUrl!);
    printed = '';
    expect(await verifyLog(['--head', head])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ ok: true, changedCells: [] });
    const { database } = test();
    const [first] = await database.query<{ release: string }>(`select release from app.release where state = 'published'`);
    await database.query('alter table app.release_cell disable trigger release_cell_append_only');
    await database.query(`update app.release_cell set value = 41 where release = $1 and value = 40`, [first!.release]);
    printed = '';
    expect(await verifyLog([])).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ ok: false, brokenAt: null, changedCells: [first!.release] });
    await database.query(`update app.release_cell set value = 40 where release = $1 and value = 41`, [first!.release]);
    await database.query('alter table app.release_cell enable trigger release_cell_append_only');
    await behindTheBack(database, () => database.query(`update app.ledger set payload = payload || '{"findings": 1}' where sequence = 2`).then(() => undefined), restore);
    printed = '';
    expect(await verifyLog([])).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ ok: false, brokenAt: 2 });
    expect(told).toMatch(/verify-log: entry 2: hash is [0-9a-f]{64}, expected [0-9a-f]{64}: its content was changed\n$/);
  });
});
