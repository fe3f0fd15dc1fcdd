// Stands of blocks as they come: with faults, with streets between, and changed against the year before. On both engines.
import { describe, expect, it, vi } from 'vitest';
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { decodeCoverage, decodeExtras } from '../../core/coverage/encode.ts';
import { joinPairs } from '../../core/coverage/near-adjacency.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { readBlockRings, readLineage, readSourceRings } from '../../server/db/queries/blocks.ts';
import { describeEngines } from '../db/engines.ts';
import { areaOf, outlinesOf } from './outline-pictures.ts';
import { contents, ImportSender } from './send-import.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, COLUMNS, ROWS, TOWN, zoneOf } from './town.ts';

type Ring = readonly (readonly [number, number])[];
interface Block {
  readonly id: string;
  readonly box: readonly [number, number, number, number];
}
const [X, Y] = [500_000, 5_500_000];
const RANGE = [X, Y, X + 100 * COLUMNS, Y + 100 * ROWS] as const;
const ringOf = ([x0, y0, x1, y1]: readonly number[]): Ring => [[x0!, y0!], [x1!, y0!], [x1!, y1!], [x0!, y1!], [x0!, y0!]];
const collection = (features: readonly unknown[]) => JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'EPSG:25832' } }, features });
const file = (blocks: readonly Block[], ring: (box: Block['box']) => Ring = ringOf) =>
  collection(blocks.map(({ id, box }) => ({ type: 'Feature', properties: { id }, geometry: { type: 'Polygon', coordinates: [ring(box)] } })));

/** With a vertex every 50 m, so that halves of a block meet whole ones in a vertex. */
const denseRing = (box: readonly number[]): Ring => {
  const corners = ringOf(box);
  return [
    ...corners.slice(1).flatMap(([x1, y1], i) => {
      const [x0, y0] = corners[i]!;
      const steps = Math.round(Math.hypot(x1 - x0, y1 - y0) / 50);
      return Array.from({ length: steps }, (_, step) => [x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps] as const);
    }),
    corners[0]!,
  ];
};

/** The town's blocks, drawn in by `inset` metres on every side. */
const town = (inset = 0): Block[] =>
  BLOCKS.map((id, i) => {
    const [x, y] = [X + 100 * (i % COLUMNS), Y + 100 * Math.floor(i / COLUMNS)];
    return { id, box: [x + inset, y + inset, x + 100 - inset, y + 100 - inset] };
  });
const changed = (blocks: readonly Block[], id: string, box: (old: Block['box']) => Block['box']) => blocks.map((block) => (block.id === id ? { id, box: box(block.box) } : block));
const stand = (validFrom: string, mapping: object = {}) => ({ kind: 'blocks', validFrom, mapping: JSON.stringify({ id: 'id', ...mapping }) });
const issueOf = (answer: { body: { issues: { code?: string; problem: string }[] } }) => answer.body.issues[0]!;

// b05 reaches 0.3 m into b06, and b26 stands 0.3 m off b25.
const FAULTY = file(
  changed(changed(town(), 'b05', ([a, b, c, d]) => [a, b, c + 0.3, d]), 'b26', ([a, b, c, d]) => [a + 0.3, b, c, d]),
);
const REPAIR = { repair: { toleranceM: 0.01, overlaps: 'largest', gapWidthM: 1 } };

describeEngines('block stands', (test) => {
  const server = serveTown(test);
  const sender = new ImportSender(server);
  const { municipality } = TOWN;
  const newest = async () => (await server.get('/block-sets')).body.blockSets.at(-1) as { blockSet: number; validFrom: string; repair: Record<string, unknown> | null; empty: Record<string, unknown> | null };
  const planOf = async (plan: string) => (await server.get(`/plans/${plan}`, 'planung')).body;
  const versionsOf = async (code: string) =>
    ((await server.get('/geographies')).body.geographies as { geography: string; versions: { version: number; validFrom: string; validTo: string | null; blockSet: number; carriedFrom: number | null }[] }[]).find(
      ({ geography }) => geography === code,
    )!.versions;

  describe('with overlaps and gaps', () => {
    it('are told of in a dry run, each with its blocks, rows, size and place, and refused by an import', async () => {
      const before = await contents(test());
      const { report, shapes } = await sender.tried('faulty.geojson', FAULTY, stand('2027-01-01'));
      expect(report).toMatchObject({ blocks: 48, pieces: null, repair: null, lineage: null, accept: null });
      expect(report.findings.byCode.OVERLAP).toBe(1);
      const overlap = report.findings.items.find(({ code }: { code: string }) => code === 'OVERLAP');
      expect(overlap).toMatchObject({ blocks: ['b05', 'b06'], rows: [6, 7], areaM2: expect.closeTo(30, 6) });
      expect(overlap.at[0]).toBeGreaterThanOrEqual(X + 600);
      expect(overlap.at[0]).toBeLessThanOrEqual(X + 600.3);
      expect(shapes.features.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['b05', 'b06']));
      const refused = await sender.imported('faulty.geojson', FAULTY, stand('2027-01-01'));
      expect(refused.body.status).toBe('failed');
      expect(refused.body.issues.map(({ problem }: { problem: string }) => problem)).toContain('blocks "b05" and "b06" overlap by 30 m2');
      expect(await contents(test())).toEqual(before);
    });

    it('are repaired by the rules chosen, and stored only once somebody accepted every change', async () => {
      const before = await contents(test());
      const fields = stand('2027-01-01', REPAIR);
      const { report, outlines } = await sender.tried('faulty.geojson', FAULTY, fields);
      expect(report.repair).toMatchObject({ toleranceM: 0.01, left: { total: 0 } });
      expect(report.repair.changes.byKind).toMatchObject({ overlap: 1, gap: 1 });
      const areas = report.repair.changes.items.filter(({ kind }: { kind: string }) => kind !== 'moved').map(({ areaM2 }: { areaM2: number }) => areaM2);
      expect(areas).toEqual([expect.closeTo(30, 6), expect.closeTo(30, 6)]);
      // The piece itself, for the map: 0.3 m by 100 m where b05 reached into b06.
      const { outline } = report.repair.changes.items.find(({ kind }: { kind: string }) => kind === 'overlap');
      const [xs, ys] = [0, 1].map((axis) => (outline as number[][][])[0]!.map((at) => at[axis]!)) as [number[], number[]];
      expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([X + 500 + 100, X + 600.3, Y, Y + 100]);
      // Where the strip is widest, and how wide: what a map flies to.
      const widest = report.repair.changes.items.find(({ kind }: { kind: string }) => kind === 'overlap');
      expect(widest.widthM).toBeCloseTo(0.3, 2);
      expect(widest.at[0]).toBeCloseTo(X + 600.15, 1);
      // Blocks round the changes as they would be stored, no others: b05 now ends where b06 begins.
      const repaired = outlinesOf(outlines.repaired);
      expect(outlines).toMatchObject({ source: null, cells: null, repaired: { blocks: repaired.size, drawn: repaired.size, simplifiedM: 0 } });
      expect([...repaired.keys()].toSorted()).toEqual([...new Set(report.repair.changes.items.flatMap(({ blocks }: { blocks: string[] }) => blocks))].toSorted());
      const touching = (id: string, axis: number) => repaired.get(id)!.flat().flat().map((place) => place[axis]!);
      expect(Math.max(...touching('b05', 0))).toBe(Math.min(...touching('b06', 0)));
      // The overlap was counted twice and the gap not at all.
      expect(report.repair.areaBeforeM2).toBeCloseTo(480_000, 3);
      expect(report.repair.areaAfterM2).toBeCloseTo(480_000, 3);
      expect(report.lineage).toMatchObject({ same: 48, split: 0, merged: 0, reshaped: 0, new: [], gone: [] });

      const blind = await sender.imported('faulty.geojson', FAULTY, fields);
      expect([blind.body.status, issueOf(blind).code]).toEqual(['failed', 'NOT_ACCEPTED']);
      const otherFile = await sender.imported('faulty.geojson', `${FAULTY}\n`, { ...fields, accept: report.accept });
      expect([otherFile.body.status, issueOf(otherFile).code]).toEqual(['failed', 'NOT_ACCEPTED']);
      const otherRules = await sender.imported('faulty.geojson', FAULTY, { ...stand('2027-01-01', { repair: { ...REPAIR.repair, overlaps: 'order' } }), accept: report.accept });
      expect([otherRules.body.status, issueOf(otherRules).code]).toEqual(['failed', 'NOT_ACCEPTED']);
      expect(await contents(test())).toEqual(before);

      const { stored } = await sender.results(await sender.imported('faulty.geojson', FAULTY, { ...fields, accept: report.accept }));
      const rings = await readBlockRings(test().database, municipality, stored.blockSet as number);
      expect(rings.ids).toEqual(BLOCKS);
      expect(hasFindings(validateCoverage(rings))).toBe(false);
      expect(await newest()).toMatchObject({ blockSet: stored.blockSet, repair: { rules: REPAIR.repair, accept: report.accept, changes: { byKind: { overlap: 1, gap: 1 } } }, empty: null });
    });

    it('carry the cuts of the town on: the same zones on the new blocks, from the day on', async () => {
      const versions = await versionsOf('stadtteil');
      expect(versions.at(-2)).toMatchObject({ validTo: '2027-01-01' });
      expect(versions.at(-1)).toMatchObject({ validFrom: '2027-01-01', validTo: null, blockSet: (await newest()).blockSet, carriedFrom: versions.at(-2)!.version });
      const { body } = await server.get(`/geographies/stadtteil/versions/${versions.at(-1)!.version}/assignment`);
      expect(body.assignment.map((slot: number) => body.zones[slot].zone)).toEqual(BLOCKS.map((_, i) => zoneOf(i)));
      expect(body.notCarried).toEqual([]);
    });
  });

  describe('that change against the year before', () => {
    // Split, merged within a zone, merged across the border of A and B, renamed, redrawn, gone, new.
    const next = (() => {
      const blocks = town().filter(({ id }) => !['b00', 'b09', 'b10', 'b11', 'b12', 'b40', 'b47'].includes(id));
      return [
        ...blocks,
        { id: 'b00a', box: [X, Y, X + 50, Y + 100] },
        { id: 'b00b', box: [X + 50, Y, X + 100, Y + 100] },
        { id: 'b09', box: [X + 100, Y + 100, X + 300, Y + 200] },
        { id: 'm', box: [X + 300, Y + 100, X + 500, Y + 200] },
        { id: 'n47', box: [X + 700, Y + 500, X + 800, Y + 600] },
        { id: 'new', box: [X + 800, Y, X + 900, Y + 100] },
      ] as Block[];
    })();
    const NEXT = file(next, denseRing);
    const fields = stand('2028-01-01');
    let plan = '';
    let handedIn = '';

    it('are matched by land: what stayed, was split, merged, renamed, is new or gone, and what that does to cuts and plans', async () => {
      const { body } = await server.post('/plans', { body: { geography: 'stadtteil', name: 'Entwurf', validFrom: '2028-01-01' } });
      plan = body.plan as string;
      handedIn = (await server.post('/plans', { body: { geography: 'stadtteil', name: 'Vorlage', validFrom: '2028-06-01' } })).body.plan as string;
      await server.operate(plan, 0, { type: 'createZone', zone: 'X', name: 'Neu', blocks: ['b00', 'b01'] });
      await server.operate(plan, 1, { type: 'assign', blocks: ['b08'], zone: 'X' });
      await server.post(`/plans/${plan}/undo`, {});
      await server.post(`/plans/${handedIn}/submit`, {});
      const before = await contents(test());
      const { report } = await sender.tried('next.geojson', NEXT, fields);
      expect(report.lineage).toMatchObject({ fromSet: (await newest()).blockSet, same: 42, renamed: 1, split: 1, merged: 2, reshaped: 0, new: ['new'], gone: ['b40'] });
      expect(report.lineage.items).toEqual(
        expect.arrayContaining([
          { relation: 'split', from: ['b00'], to: ['b00a', 'b00b'], shares: [{ from: 'b00', to: 'b00a', share: expect.closeTo(0.5, 9) }, { from: 'b00', to: 'b00b', share: expect.closeTo(0.5, 9) }] },
          { relation: 'merged', from: ['b09', 'b10'], to: ['b09'], shares: [{ from: 'b09', to: 'b09', share: 1 }, { from: 'b10', to: 'b09', share: 1 }] },
          { relation: 'merged', from: ['b11', 'b12'], to: ['m'], shares: [{ from: 'b11', to: 'm', share: 1 }, { from: 'b12', to: 'm', share: 1 }] },
          { relation: 'renamed', from: ['b47'], to: ['n47'], shares: [{ from: 'b47', to: 'n47', share: 1 }] },
          { relation: 'gone', from: ['b40'], to: [], shares: [] },
          { relation: 'new', from: [], to: ['new'], shares: [] },
        ]),
      );
      expect(report.lineage.items).toHaveLength(6);
      expect(report.lineage.versions).toEqual([
        { geography: 'stadtteil', version: 2, title: expect.any(String), carried: 45, unassigned: ['new'], ambiguous: [{ block: 'm', zones: ['A', 'B'], shares: [expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)] }] },
      ]);
      const notCarried = [{ block: 'new', reason: 'NEW' }, { block: 'm', reason: 'SEVERAL_ZONES' }];
      expect(report.lineage.plans).toEqual([
        { plan, name: 'Entwurf', carried: 45, notCarried },
        { plan: handedIn, name: 'Vorlage', carried: 45, notCarried },
      ]);
      expect(await contents(test())).toEqual(before);
    });

    it('are not stored without the token, nor when a plan changed so that something else would be lost', async () => {
      const before = await contents(test());
      const { report } = await sender.tried('next.geojson', NEXT, fields);
      expect(issueOf(await sender.imported('next.geojson', NEXT, fields)).code).toBe('NOT_ACCEPTED');
      expect(await contents(test())).toEqual(before);
      // b09 and b10 become one block: parted by a stroke, they cannot be carried over any more.
      const { version } = await planOf(plan);
      expect((await server.operate(plan, version as number, { type: 'assign', blocks: ['b10'], zone: 'X' })).status).toBe(200);
      const late = await sender.imported('next.geojson', NEXT, { ...fields, accept: report.accept });
      expect([late.body.status, issueOf(late).code]).toEqual(['failed', 'NOT_ACCEPTED']);
      await server.post(`/plans/${plan}/undo`, {});
      // A stroke elsewhere loses nothing: what was accepted still holds.
      const again = await planOf(plan);
      expect((await server.operate(plan, again.version as number, { type: 'assign', blocks: ['b30'], zone: 'X' })).status).toBe(200);
      await sender.results(await sender.imported('next.geojson', NEXT, { ...fields, accept: report.accept }));
    });

    it('leave their lineage behind, with the share of each block that went into each', async () => {
      const sets = (await server.get('/block-sets')).body.blockSets as { blockSet: number }[];
      const rows = await readLineage(test().database, municipality, sets.at(-2)!.blockSet, sets.at(-1)!.blockSet);
      const of = (block: string) => rows.filter(({ fromBlock }) => fromBlock === block).map(({ toBlock, weight }) => [toBlock, weight]);
      expect(of('b00')).toEqual([['b00a', expect.closeTo(0.5, 9)], ['b00b', expect.closeTo(0.5, 9)]]);
      expect([of('b10'), of('b12'), of('b47'), of('b40'), of('b20')]).toEqual([[['b09', 1]], [['m', 1]], [['n47', 1]], [], [['b20', 1]]]);
      expect(rows).toHaveLength(48);
      const { body } = await server.get(`/block-sets/${sets.at(-1)!.blockSet}/lineage`);
      expect(body.from).toEqual([{ blockSet: sets.at(-2)!.blockSet, pairs: rows.map(({ fromBlock, toBlock, weight }) => ({ from: fromBlock, to: toBlock, weight })) }]);
      expect((await server.get(`/block-sets/${sets[0]!.blockSet}/lineage`)).body.from).toEqual([]);
      expect((await server.get('/block-sets/99/lineage')).status).toBe(404);
    });

    it('carry open plans over with their zones; what could not be is named until it has a zone, and nothing before is undone', async () => {
      const found = await planOf(plan);
      expect(found).toMatchObject({ blockSet: (await newest()).blockSet, state: 'draft', canUndo: false, canRedo: false, baseVersion: 3 });
      const zones = Object.fromEntries((found.zones as { zone: string; blocks: number; areaM2: number }[]).map(({ zone, blocks, areaM2 }) => [zone, [blocks, areaM2]]));
      // b00a, b00b, b01 and b30 in the new zone; A lost those, the pair that became m, and has b09 for two.
      expect(zones).toEqual({ A: [8, 90_000], B: [11, 110_000], C: [11, 110_000], D: [11, 110_000], X: [4, 30_000] });
      const lost = found.issues.find(({ code }: { code: string }) => code === 'NOT_CARRIED');
      expect(lost).toMatchObject({ where: { zone: null, blocks: ['new', 'm'], bounds: [X + 300, Y, X + 900, Y + 200] }, detail: '1 new, 1 of several zones' });
      const { body } = await server.get(`/plans/${plan}/history`, 'planung');
      const events = body.events as { version: number; kind: string; blocks: number; undone: boolean }[];
      expect(events.at(-1)).toMatchObject({ kind: 'rebase', version: found.version });
      expect(events.filter(({ undone }) => undone).map(({ version }) => version)).toEqual([2, 4]);
      expect(events[0]).toMatchObject({ kind: 'operation', blocks: 2, undone: false });
      expect((await server.post(`/plans/${plan}/undo`, {})).status).toBe(409);
      // What was handed in was something else, so it is a draft again.
      expect(await planOf(handedIn)).toMatchObject({ state: 'draft', blockSet: (await newest()).blockSet });
      const { body: change } = await server.operate(plan, found.version as number, { type: 'assign', blocks: ['m', 'new'], zone: 'X' });
      expect(change.issues.filter(({ code }: { code: string }) => code === 'NOT_CARRIED')).toEqual([]);
      expect(change.canUndo).toBe(true);
    });

    it('send who has such a plan open a rebase, and to who comes back late nothing that came before it', async () => {
      const { version } = await planOf(plan);
      const response = await fetch(`${server.url}/plans/${plan}/events`, { headers: { ...(await server.headersOf('planung')), 'Last-Event-ID': '1' } });
      expect(response.status).toBe(200);
      const reader = response.body!.getReader();
      let text = '';
      while (!text.includes(`id: ${version}\n`)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after ${text}`);
        text += new TextDecoder().decode(value);
      }
      await reader.cancel();
      const events = text.split('\n').flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6)) as { version: number; kind: string }] : []));
      expect(events.map(({ kind }) => kind)).toEqual(['rebase', 'operation']);
    });

    it('let a plan that was carried over be read again from the database, and adopted on the new blocks', async () => {
      const before = await planOf(plan);
      await server.stop();
      await server.start(test());
      expect(await planOf(plan)).toEqual(before);
      const adopted = await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2028-03-01' } });
      expect(adopted.status).toBe(201);
      const version = (await versionsOf('stadtteil')).at(-1)!;
      expect(version).toMatchObject({ validFrom: '2028-03-01', blockSet: (await newest()).blockSet, carriedFrom: null });
      // One begun for today is on today's blocks, and cannot hold where these have ended.
      const late = await server.post(`/plans/${await server.newPlan()}/adopt`, { body: { validFrom: '2028-06-01' } });
      expect([late.status, codeOf(late)]).toEqual([409, 'BLOCKS_ENDED']);
      expect(late.body.detail).toMatch(/valid until 2027-01-01; one made with a validFrom/);
    });
  });

  describe('with streets between', () => {
    // 90 m squares, 10 m of street between them; a railway runs in the middle street from south to north.
    const STREETS = file(town(5));
    const rail = collection([{ type: 'Feature', properties: { name: 'Bahn' }, geometry: { type: 'LineString', coordinates: [[X + 400, Y - 50], [X + 400, Y + 650]] } }]);
    const border = collection([{ type: 'Feature', properties: { name: 'Gemeinde' }, geometry: { type: 'Polygon', coordinates: [ringOf(RANGE)] } }]);
    const neighboursIn = async (blockSet: number) => {
      const bytes = await (await fetch(`${server.url}/block-sets/${blockSet}/coverage`)).arrayBuffer();
      const coverage = decodeCoverage(bytes);
      return { coverage, extras: decodeExtras(bytes), neighbours: joinPairs(adjacency(coverage), decodeExtras(bytes).nearPairs) };
    };

    it('are joined across streets and not across a railway, where near neighbours are asked for', async () => {
      expect((await sender.imported('bahn.geojson', rail, { kind: 'layer', layer: 'bahn', mapping: '{"name":"name"}' })).body.status).toBe('successful');
      const wrong = await sender.imported('streets.geojson', STREETS, stand('2029-01-01', { empty: { method: 'near', distanceM: 12, barriers: ['fluss'] } }));
      expect(wrong.body.issues[0]).toMatchObject({ field: 'mapping.empty.barriers', problem: 'there is no reference layer "fluss"', accepted: expect.stringContaining('bahn') });
      const alone = await sender.tried('streets.geojson', STREETS, stand('2029-01-01'));
      expect(alone.report).toMatchObject({ pieces: 48, detachedBlocks: 48 });
      const fields = stand('2029-01-01', { empty: { method: 'near', distanceM: 12, barriers: ['bahn'] } });
      // Drawn are streets of 10 m, and those that the railway keeps apart as such.
      const { near } = (await sender.tried('streets.geojson', STREETS, fields)).outlines as { near: { joined: { total: number; lines: number[] }; cut: { total: number } } };
      expect(near).toMatchObject({ distanceM: 12, joined: { total: 6 * ROWS + 5 * COLUMNS, drawn: 6 * ROWS + 5 * COLUMNS }, cut: { total: ROWS, drawn: ROWS } });
      expect(new Set(near.joined.lines.filter((_, i) => i % 4 > 1).map(Math.abs))).toEqual(new Set([0, 100]));
      const { report } = await sender.accepted('streets.geojson', STREETS, fields);
      // 7 of 8 streets from south to north and 5 from west to east are crossed, the railway not; corners lie 14 m apart.
      expect(report).toMatchObject({ pieces: 2, detachedBlocks: 0, empty: { method: 'near', pairs: 6 * ROWS + 5 * COLUMNS, unreached: [] } });
      const { blockSet, empty } = await newest();
      expect(empty).toMatchObject({ method: 'near', distanceM: 12, barriers: ['bahn'] });

      const { body } = await server.post('/plans', { body: { geography: 'stadtteil', name: 'Bahn', validFrom: '2029-01-01' } });
      const across = await server.operate(body.plan as string, 0, { type: 'createZone', zone: 'S', name: 'Straße', blocks: ['b17', 'b18', 'b25'] });
      expect(across.body.zones.find(({ zone }: { zone: string }) => zone === 'S')).toMatchObject({ parts: 1, areaM2: 3 * 8100 });
      const parted = await server.operate(body.plan as string, 1, { type: 'createZone', zone: 'T', name: 'Gleis', blocks: ['b19', 'b20'] });
      expect(parted.body.zones.find(({ zone }: { zone: string }) => zone === 'T')).toMatchObject({ parts: 2 });
      // The browser reckons with the same neighbours.
      const { neighbours, coverage } = await neighboursIn(blockSet);
      const slots = Int32Array.from(coverage.ids, (id) => (['b17', 'b18', 'b25'].includes(id) ? 0 : ['b19', 'b20'].includes(id) ? 1 : 2));
      expect([...components(neighbours, slots, 3).count].slice(0, 2)).toEqual([1, 2]);
    });

    it('are made a full coverage inside the boundary, while areas stay those of the source', async () => {
      expect((await sender.imported('grenze.geojson', border, { kind: 'layer', layer: 'grenze' })).body.status).toBe('successful');
      const fields = stand('2030-01-01', { empty: { method: 'tessellate', boundary: { layer: 'grenze' } } });
      const { outlines, ...told } = await sender.tried('streets.geojson', STREETS, fields);
      expect(outlines).toMatchObject({ repaired: null, source: { blocks: 48, drawn: 48, simplifiedM: 0 }, cells: { blocks: 48, drawn: 48, simplifiedM: 0 } });
      const [own, cell] = [outlinesOf(outlines.source), outlinesOf(outlines.cells)];
      expect([...cell.keys()]).toEqual(BLOCKS);
      // Before and after of every block: it lies in its cell, and what the cell has more is what the report says.
      const { grown } = told.report.empty as { grown: { total: number; items: { block: string; sourceM2: number; cellM2: number }[] } };
      expect(grown.total).toBe(48);
      for (const { block, sourceM2, cellM2 } of grown.items) {
        expect(areaOf(own.get(block)!)).toBeCloseTo(sourceM2, 0);
        expect(areaOf(cell.get(block)!)).toBeCloseTo(cellM2, 0);
        expect(cellM2).toBeGreaterThan(sourceM2);
      }
      const gains = grown.items.map(({ sourceM2, cellM2 }) => cellM2 - sourceM2);
      expect(gains).toEqual(gains.toSorted((a, b) => b - a));
      const { report, stored } = await sender.results(await sender.imported('streets.geojson', STREETS, { ...fields, accept: told.report.accept as string }));
      expect(report).toMatchObject({ pieces: 1, detachedBlocks: 0, areaM2: 48 * 8100, empty: { method: 'tessellate', uncoveredM2: 0 }, lineage: { same: 48 } });
      expect(report.empty.areaAddedM2).toBeCloseTo(48 * 1900, 3);
      const blockSet = stored.blockSet as number;
      const cells = await readBlockRings(test().database, municipality, blockSet);
      const built = buildCoverage(cells);
      expect(built.ok && built.coverage.blockAreaM2.reduce((sum, area) => sum + area, 0)).toBeCloseTo(480_000, 3);
      expect(hasFindings(validateCoverage(cells))).toBe(false);
      const source = await readSourceRings(test().database, municipality, blockSet);
      expect([...source.xy.subarray(0, 8)]).toEqual([X + 5, Y + 5, X + 95, Y + 5, X + 95, Y + 95, X + 5, Y + 95]);
      expect((await neighboursIn(blockSet)).extras.sourceAreaM2).toEqual(new Float64Array(48).fill(8100));

      const { body } = await server.post('/plans', { body: { geography: 'stadtteil', name: 'Zellen', validFrom: '2030-01-01' } });
      const rows = body.zones as { zone: string; blocks: number; parts: number; areaM2: number }[];
      expect(rows.map(({ zone }) => zone)).toEqual(['A', 'B', 'C', 'D', 'X']);
      for (const { areaM2, blocks } of rows) expect(areaM2).toBe(8100 * blocks);
      expect(rows.slice(0, 4).map(({ parts }) => parts)).toEqual([1, 1, 1, 1]);
      const drawn = await server.get(`/plans/${body.plan as string}/zones?crs=EPSG:25832`, 'planung');
      // In the middle of the street and not at its edge.
      const xs = (drawn.body.features as { id: string; geometry: { coordinates: number[][][][] } }[]).find(({ id }) => id === 'D')!.geometry.coordinates.flat(2).map(([x]) => x!);
      expect(Math.max(...xs)).toBeCloseTo(X + 800, 6);
    });

    it('take the hull of the blocks or the zones of a geography for a boundary, and say what is none', async () => {
      const added = async (boundary: unknown) => (await sender.tried('streets.geojson', STREETS, stand('2031-01-01', { empty: { method: 'tessellate', boundary } }))).report.empty.areaAddedM2 as number;
      expect(await added('hull')).toBeCloseTo(790 * 590 - 48 * 8100, 3);
      // b40 came back as a new block and is in no zone yet, so the zones leave its corner out.
      const inZones = await added({ geography: 'stadtteil' });
      expect(inZones).toBeLessThan(47 * 1900 + 300);
      expect(inZones).toBeGreaterThan(47 * 1900 - 300);
      for (const [boundary, problem] of [[{ geography: 'mond' }, /"mond" has no zones/], [{ layer: 'bahn' }, /"bahn" has no polygons/], [{ layer: 'mond' }, /no reference layer "mond"/]] as const) {
        const status = await sender.imported('streets.geojson', STREETS, { ...stand('2031-01-01', { empty: { method: 'tessellate', boundary } }), dryRun: 'true' });
        expect(status.body.issues[0]).toMatchObject({ field: 'mapping.empty.boundary', problem: expect.stringMatching(problem), accepted: expect.any(String) });
      }
    });

    it('leave nothing behind when the import is stopped while it reckons', async () => {
      const before = await contents(test());
      const many = file(Array.from({ length: 3600 }, (_, i) => {
        const [x, y] = [X + 100 * (i % 60), Y + 100 * Math.floor(i / 60)];
        return { id: `k${i}`, box: [x + 5, y + 5, x + 95, y + 95] };
      }));
      const sent = await sender.send('many.geojson', many, { ...stand('2031-01-01', { empty: { method: 'tessellate', boundary: 'hull' } }), dryRun: 'false' });
      const location = sent.headers.get('location')!;
      await vi.waitFor(async () => expect((await server.get(location, 'planung')).body.message).toBe('sharing out the space between'), { timeout: 60_000, interval: 5 });
      expect((await server.ask('DELETE', location, { as: 'planung' })).body.status).toBe('dismissed');
      expect((await sender.ended(location)).body.status).toBe('dismissed');
      expect(await contents(test())).toEqual(before);
      // The next import has a worker again.
      expect((await sender.tried('streets.geojson', STREETS, stand('2031-01-01'))).report.blocks).toBe(48);
    });
  });

});
