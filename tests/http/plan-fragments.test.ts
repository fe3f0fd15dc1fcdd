// Plans in which blocks are cut: what an operation with a line answers, what is refused, and what is left after a restart.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { encodeCoverage } from '../../core/coverage/encode.ts';
import { createSurface } from '../../core/plan/surface.ts';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown, type Answer } from './server-under-test.ts';
import { BLOCKS, DATE, residentsOf, TOWN, zoneOf } from './town.ts';

const toDegrees = transformer(TOWN.epsg, 4326);
/** A line through places of the town, metres from its lower left corner: blocks are squares of 100 m, eight in a row. */
const line = (...places: readonly (readonly [number, number])[]) => ({
  type: 'LineString',
  coordinates: places.map(([x, y]) => toDegrees(500_000 + x, 5_500_000 + y)),
});
/** Parts b04, the lower left corner of B, in a left piece of 30 m and a right one of 70 m. */
const ACROSS_B04 = line([430, -10], [430, 110]);
const sum = (keep: (block: number) => boolean) => BLOCKS.reduce((all, _, i) => all + (keep(i) ? residentsOf(i) : 0), 0);

describeServed('plans with cut blocks', (test) => {
  const server = serveTown(test);
  const blocksOf = async (plan: string, as = 'planung') => (await server.get(`/plans/${plan}/blocks`, as)).body;

  it('a block is cut by a line, and its counts are shared out by area to the unit', async () => {
    const plan = await server.newPlan();
    const answer = await server.operate(plan, 0, { type: 'splitBlock', block: 'b04', line: ACROSS_B04 });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({ version: 1, canUndo: true, moves: [], zonesChanged: false });
    expect(answer.body.cuts).toEqual([{ block: 'b04', ids: ['b04.1', 'b04.2'], line: expect.any(Array) }]);
    const [{ block, fragments }] = answer.body.apportioned;
    expect([block, fragments.map(({ id }: { id: string }) => id)]).toEqual(['b04', ['b04.1', 'b04.2']]);
    expect(fragments[0].share).toBeCloseTo(0.3, 6);
    const shared = fragments.map(({ cells }: { cells: { residents: { value: number } } }) => cells.residents.value);
    expect(shared[0] + shared[1]).toBe(residentsOf(4));
    expect(Math.abs(shared[0] - 0.3 * residentsOf(4))).toBeLessThan(2);
    const now = await blocksOf(plan);
    expect([now.cuts, now.fragments, now.lockedBlocks, now.assignment.length]).toEqual([answer.body.cuts, ['b04.2'], [], BLOCKS.length + 1]);
    expect(now.baseAssignment).toHaveLength(BLOCKS.length);
  });

  it('a fragment goes to the neighbour, sums and areas go with it, and the outlines are what was drawn', async () => {
    const plan = await server.newPlan();
    const cut = await server.operate(plan, 0, { type: 'splitBlock', block: 'b04', line: ACROSS_B04 });
    const left = cut.body.apportioned[0].fragments[0].cells.residents.value as number;
    const answer = await server.operate(plan, 1, { type: 'assign', blocks: ['b04.1'], zone: 'A' });
    expect(answer.body.moves).toEqual([{ from: 1, to: 0, blocks: ['b04.1'] }]);
    const [a, b] = answer.body.zones;
    expect([a.blocks, b.blocks]).toEqual([13, 12]);
    expect(a.areaM2).toBeCloseTo(123_000, 1);
    expect(a.areaM2 + b.areaM2).toBe(240_000);
    expect(a.cells.residents.value).toBe(sum((i) => zoneOf(i) === 'A') + left);
    expect(b.cells.residents.value).toBe(sum((i) => zoneOf(i) === 'B') - left);
    expect([a.parts, b.parts, answer.body.issues]).toEqual([1, 1, []]);
    const { body: outlines } = await server.get(`/plans/${plan}/zones?crs=EPSG:25832`, 'planung');
    const xs = outlines.features[0].geometry.coordinates[0][0].map(([x]: number[]) => x! - 500_000) as number[];
    expect(Math.max(...xs)).toBeCloseTo(430, 3);
    // The rest of the block after it: both pieces are in one zone and the block is whole again.
    const rest = await server.operate(plan, 2, { type: 'assign', blocks: ['b04.2'], zone: 'A' });
    expect(rest.body.cuts).toEqual([]);
    expect(rest.body.apportioned).toEqual([{ block: 'b04', fragments: [] }]);
    expect(rest.body.zones.map(({ blocks, areaM2 }: { blocks: number; areaM2: number }) => [blocks, areaM2])).toEqual([[13, 130_000], [11, 110_000]]);
    expect((await blocksOf(plan)).fragments).toEqual([]);
  });

  it('a border is drawn anew: what lies between it and the line changes hands, and both neighbours change together', async () => {
    const plan = await server.newPlan();
    const answer = await server.operate(plan, 0, { type: 'moveBoundary', zones: ['A', 'B'], line: line([400, 0], [430, 150], [400, 300]), snapM: 0 });
    expect(answer.status, answer.text).toBe(200);
    const [a, b] = answer.body.zones;
    // A triangle of 300 m by 30 m.
    expect(a.areaM2).toBeCloseTo(124_500, 0);
    expect(a.areaM2 + b.areaM2).toBe(240_000);
    expect(a.cells.residents.value + b.cells.residents.value).toBe(sum((i) => zoneOf(i) === 'A' || zoneOf(i) === 'B'));
    expect(answer.body.apportioned.map(({ block }: { block: string }) => block)).toEqual(['b04', 'b12', 'b20']);
    for (const { block, fragments } of answer.body.apportioned) {
      const values = fragments.map(({ cells }: { cells: { residents: { value: number } } }) => cells.residents.value) as number[];
      expect(values.reduce((all, value) => all + value, 0), block).toBe(residentsOf(BLOCKS.indexOf(block)));
    }
    // Near an edge the line follows it, and whole blocks go over.
    const along = await server.operate(plan, 1, { type: 'moveBoundary', zones: ['C', 'D'], line: line([400, 600], [498, 598], [503, 302], [400, 300]), snapM: 10 });
    expect(along.body.cuts).toBeUndefined();
    expect(along.body.zones.map(({ zone, blocks }: { zone: string; blocks: number }) => [zone, blocks])).toEqual([['C', 15], ['D', 9]]);
    expect(codeOf(await server.operate(plan, 2, { type: 'moveBoundary', zones: ['A', 'D'], line: line([400, 300], [430, 310]) }))).toMatch(/^(NOT_NEIGHBOURS|LINE_TOUCHES_NOT_BORDER)$/);
    expect(codeOf(await server.operate(plan, 2, { type: 'moveBoundary', zones: ['A', 'Z'], line: line([400, 0], [430, 310]) }))).toBe('UNKNOWN_ZONE');
  });

  it('a zone is parted by a line into two, along edges or through blocks', async () => {
    const plan = await server.newPlan();
    const edges = await server.operate(plan, 0, { type: 'splitZone', zone: 'A', line: line([200, -10], [200, 310]), newZone: 'A2', name: 'A zwei' });
    expect(edges.status, edges.text).toBe(200);
    expect([edges.body.zonesChanged, edges.body.cuts]).toEqual([true, undefined]);
    const row = (answer: Answer, code: string) => answer.body.zones.find(({ zone }: { zone: string }) => zone === code);
    expect([row(edges, 'A').blocks, row(edges, 'A2').blocks, row(edges, 'A2').name]).toEqual([6, 6, 'A zwei']);
    const through = await server.operate(plan, 1, { type: 'splitZone', zone: 'C', line: line([250, 290], [250, 610]), newZone: 'C2', snapM: 0 });
    expect(through.body.cuts).toHaveLength(3);
    expect(row(through, 'C').areaM2 + row(through, 'C2').areaM2).toBe(120_000);
    const undone = await server.post(`/plans/${plan}/undo`);
    expect([undone.body.cuts, undone.body.removedZones]).toEqual([[], ['C2']]);
    const nothing = await server.operate(plan, 3, { type: 'splitZone', zone: 'C', line: line([900, 290], [900, 610]), newZone: 'C3' });
    expect([nothing.status, codeOf(nothing)]).toEqual([422, expect.stringMatching(/^(LINE_OUTSIDE|SPLIT_LEAVES_NOTHING)$/)]);
    expect(codeOf(await server.operate(plan, 3, { type: 'splitZone', zone: 'C', line: line([250, 290], [250, 610]), newZone: 'A' }))).toBe('ZONE_EXISTS');
  });

  it('undo and redo walk through cuts exactly, and a server that starts again has the same bytes', async () => {
    const plan = await server.newPlan();
    const states: string[] = [];
    const keep = async () => {
      const { version: _, canUndo: __, canRedo: ___, ...rest } = await blocksOf(plan);
      states.push(JSON.stringify(rest) + (await server.get(`/plans/${plan}/zones?crs=EPSG:25832`, 'planung')).text);
    };
    await keep();
    const steps = [
      { type: 'splitBlock', block: 'b04', line: ACROSS_B04 },
      { type: 'splitBlock', block: 'b04.2', line: line([400, 40], [510, 40]) },
      { type: 'assign', blocks: ['b04.1', 'b04.2.1'], zone: 'A' },
      { type: 'lockBlocks', blocks: ['b04.2.2', 'b00'], locked: true },
      { type: 'renumberZone', zone: 'A', to: 'A1' },
      { type: 'healBlock', block: 'b04' },
    ];
    let version = 0;
    for (const step of steps.slice(0, 5)) {
      const answer = await server.operate(plan, version, step);
      expect(answer.status, answer.text).toBe(200);
      version = answer.body.version as number;
      await keep();
    }
    const refused = await server.operate(plan, version, steps[5]);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'SEVERAL_ZONES']);
    for (let i = 4; i >= 0; i--) {
      version = (await server.post(`/plans/${plan}/undo`, { ifMatch: version })).body.version as number;
      await keep();
      expect(states.at(-1), `undo to ${i}`).toBe(states[i]);
    }
    for (let i = 1; i <= 5; i++) {
      version = (await server.post(`/plans/${plan}/redo`, { ifMatch: version })).body.version as number;
      await keep();
      expect(states.at(-1), `redo to ${i}`).toBe(states[i]);
    }
    const paths = ['', '/blocks', '/zones', '/zones?crs=EPSG:25832', '/blocks?version=2', '/blocks?format=csv', '/disclosure'].map((path) => `/plans/${plan}${path}`);
    const ask = () => Promise.all(paths.map(async (path) => createHash('sha256').update((await server.get(path, 'planung')).text).digest('hex')));
    const [before, history] = [await ask(), (await server.get(`/plans/${plan}/history`, 'planung')).body];
    await server.stop();
    await server.start(test());
    expect(await ask()).toEqual(before);
    // The database gives an operation's keys back in another order, which its meaning does not hang on.
    expect((await server.get(`/plans/${plan}/history`, 'planung')).body).toEqual(history);
  });

  it('a stale If-Match changes nothing where blocks are cut, and of two cuts at once one wins', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'splitBlock', block: 'b04', line: ACROSS_B04 });
    const before = (await server.get(`/plans/${plan}/blocks`, 'planung')).text;
    const stale = await server.operate(plan, 0, { type: 'splitBlock', block: 'b12', line: line([430, 90], [430, 210]) });
    expect([stale.status, codeOf(stale), stale.body.version]).toEqual([412, 'VERSION_CONFLICT', 1]);
    expect((await server.post(`/plans/${plan}/operations`, { body: { type: 'healBlock', block: 'b04' } })).status).toBe(428);
    expect((await server.get(`/plans/${plan}/blocks`, 'planung')).text).toBe(before);
    const answers = await Promise.all([0, 1, 2].map((i) => server.operate(plan, 1, { type: 'splitBlock', block: 'b05', line: line([510 + 20 * i, -10], [510 + 20 * i, 110]) })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
  });

  it('what a line or a lock does not allow is refused by name, with what would be accepted, and changes nothing', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'lockBlocks', blocks: ['b07'], locked: true });
    await server.operate(plan, 1, { type: 'lockZone', zone: 'D', locked: true });
    const before = (await server.get(`/plans/${plan}/blocks`, 'planung')).text;
    const cases: [unknown, number, string][] = [
      [{ type: 'splitBlock', block: 'b99', line: ACROSS_B04 }, 422, 'UNKNOWN_BLOCK'],
      [{ type: 'splitBlock', block: 'b20', line: ACROSS_B04 }, 422, 'LINE_OUTSIDE'],
      [{ type: 'splitBlock', block: 'b04', line: line([430, -10], [430, 110], [460, 110], [460, -10]) }, 422, 'ENTERS_TWICE'],
      [{ type: 'splitBlock', block: 'b04', line: line([400.005, -10], [400.005, 110]) }, 422, 'TOO_SMALL'],
      [{ type: 'splitBlock', block: 'b04', line: line([430, 10], [430, 10]) }, 422, 'LINE_TOO_SHORT'],
      [{ type: 'splitBlock', block: 'b07', line: line([730, -10], [730, 110]) }, 409, 'BLOCK_LOCKED'],
      [{ type: 'assign', blocks: ['b07'], zone: 'A' }, 409, 'BLOCK_LOCKED'],
      [{ type: 'healBlock', block: 'b04' }, 422, 'NOT_CUT'],
      [{ type: 'renumberZone', zone: 'A', to: 'B' }, 422, 'ZONE_EXISTS'],
      [{ type: 'restoreState', zones: [{ zone: 'A', name: 'A', locked: false }], blocks: [['b00']], cuts: [{ block: 'b04', ids: ['x', 'y'], line: [0, 0, 1, 1] }] }, 422, 'CUTS_DO_NOT_FIT'],
    ];
    for (const [operation, status, code] of cases) {
      const answer = await server.operate(plan, 2, operation);
      expect([answer.status, codeOf(answer)], JSON.stringify(operation).slice(0, 80)).toEqual([status, code]);
      expect(answer.body.detail.length).toBeGreaterThan(10);
    }
    const bad: unknown[] = [
      { type: 'splitBlock', block: 'b04', line: { type: 'LineString', coordinates: [[9, 49.6]] } },
      { type: 'splitBlock', block: 'b04', line: { type: 'LineString', coordinates: [[500_430, 5_500_000], [500_430, 5_500_110]] } },
      { type: 'splitBlock', block: 'b04', line: { type: 'Polygon', coordinates: [] } },
    ];
    for (const operation of bad) expect(codeOf(await server.operate(plan, 2, operation))).toBe('INVALID_BODY');
    expect((await server.get(`/plans/${plan}/blocks`, 'planung')).text).toBe(before);
  });

  it('beside the event loop the topology of a cut comes out to the same bytes', async () => {
    const stand = await server.workspace.surface(1);
    const cuts = [{ block: 'b30', ids: ['b30.1', 'b30.2'] as const, line: [500_630, 5_500_290, 500_630, 5_500_410] }];
    const elsewhere = stand.drawn.withCuts(cuts);
    expect(elsewhere.isBuilt).toBe(false);
    await server.workspace.planSurfaces.ready(elsewhere, stand, 0);
    expect(elsewhere.isBuilt).toBe(true);
    const here = createSurface({ coverage: stand.coverage, neighbours: stand.neighbours }).withCuts(cuts);
    const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(digest(encodeCoverage(elsewhere.coverage))).toBe(digest(encodeCoverage(here.coverage)));
    expect(elsewhere.neighbours).toEqual(here.neighbours);
  });

  it('a fragment counts as its whole block in the findings: none of three children in it says that there are few', async () => {
    const plan = await server.newPlan();
    // Three children live in b01; a twentieth of it holds none of them.
    await server.operate(plan, 0, { type: 'splitBlock', block: 'b01', line: line([105, -10], [105, 110]) });
    const made = await server.operate(plan, 1, { type: 'createZone', zone: 'E', name: 'Streifen', blocks: ['b01.1'] });
    expect(made.body.zones.find(({ zone }: { zone: string }) => zone === 'E').cells.children).toEqual({ state: 'value', value: 0 });
    const { body } = await server.get(`/plans/${plan}/disclosure?statistics=children`, 'planung');
    const found = body.findings.find(({ zones }: { zones: string[] }) => zones.includes('E'));
    expect(found).toMatchObject({ kind: 'zone', count: 0, fragments: true, blocks: ['b01.1'] });
    expect(found.text).toContain('whole blocks');
    // The same of a block with nobody is nothing to find.
    const empty = await server.newPlan();
    await server.operate(empty, 0, { type: 'splitBlock', block: 'b04', line: line([405, -10], [405, 110]) });
    await server.operate(empty, 1, { type: 'createZone', zone: 'E', name: 'Streifen', blocks: ['b04.1'] });
    const none = (await server.get(`/plans/${empty}/disclosure?statistics=children`, 'planung')).body.findings as { zones: string[] }[];
    expect(none.filter(({ zones }) => zones.includes('E'))).toEqual([]);
  });

  it('who has no clearance sees what a cut did to the numbers of the protected copy, and shares in steps of 5 %', async () => {
    const plan = await server.newPlan();
    const cut: Answer = await server.operate(plan, 0, { type: 'splitBlock', block: 'b04', line: line([433, -10], [433, 110]) }, 'ohne');
    expect(cut.body.numbers).toBe('protected-copy');
    const { fragments } = cut.body.apportioned[0];
    expect(fragments.map(({ share }: { share: number }) => share)).toEqual([0.35, 0.65]);
    const { body: counts } = await server.get(`/plans/${plan}/counts?statistics=residents&referenceDate=${DATE}`, 'ohne');
    const [left, right] = fragments.map(({ cells }: { cells: { residents: { value: number; approximate: boolean } } }) => cells.residents);
    expect([left.approximate, right.approximate]).toEqual([true, true]);
    expect(left.value + right.value).toBe(counts.columns[0].values[4]);
    expect(counts.columns[0].values).toHaveLength(BLOCKS.length);
    const moved = await server.operate(plan, 1, { type: 'assign', blocks: ['b04.1'], zone: 'A' }, 'ohne');
    const inA = counts.columns[0].values.reduce((all: number, value: number, i: number) => all + (zoneOf(i) === 'A' ? value : 0), 0) as number;
    expect(moved.body.zones[0].cells.residents).toEqual({ state: 'value', value: inA + left.value, approximate: true });
  });
});
