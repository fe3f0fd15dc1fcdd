// Zones drawn apart from the stored blocks: which blocks they cut, what of each lies where, and what decides.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { ImportRefused } from '../../server/imports/import-refused.ts';
import type { ImportMapping } from '../../server/imports/import-request.ts';
import { prepareZones } from '../../server/imports/prepare-zones.ts';
import { told } from '../in-english.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-zones-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [X, Y] = [500_000, 5_500_000];
const ring = (x: number, y: number, w: number, h: number) => [[X + x, Y + y], [X + x + w, Y + y], [X + x + w, Y + y + h], [X + x, Y + y + h], [X + x, Y + y]];
const polygon = (...rings: number[][][]) => ({ type: 'Polygon' as const, coordinates: rings });

// Three rows of four blocks of 100 m.
const blocks = ringsFromGeoJson(Array.from({ length: 12 }, (_, i) => ({ id: `b${i}`, geometry: polygon(ring(100 * (i % 4), 100 * Math.floor(i / 4), 100, 100)) })));

function prepared(zones: Readonly<Record<string, ReturnType<typeof polygon>>>, mapping: ImportMapping = {}) {
  const path = join(folder, 'zones.geojson');
  const features = Object.entries(zones).map(([id, geometry]) => ({ type: 'Feature', properties: { id }, geometry }));
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'EPSG:25832' } }, features }));
  const whole = { zone: 'id', ...mapping };
  return prepareZones(path, whole, 25832, blocks, 'the blocks of 2026', { path, mapping: whole, place: null });
}

// West takes 40 m of the second column; what is north of 260 m is in no zone.
const CUT = { W: polygon(ring(0, 0, 140, 260)), E: polygon(ring(140, 0, 260, 260)) };

describe('zones that cut blocks', () => {
  it('are told with the shares of every cut block, and give each whole to the zone of its middle', async () => {
    const { report, placed } = await prepared(CUT);
    expect(report).toMatchObject({ zones: 2, blocks: 12, apportion: 'centroid', cutBlocks: 6, unassigned: [], unassignedBlocks: 0, emptyZones: [], shapes: [], notes: [] });
    expect(report.cut).toEqual([
      { block: 'b1', zone: 'E', shares: [{ zone: 'E', share: 0.6 }, { zone: 'W', share: 0.4 }] },
      { block: 'b5', zone: 'E', shares: [{ zone: 'E', share: 0.6 }, { zone: 'W', share: 0.4 }] },
      { block: 'b8', zone: 'W', shares: [{ zone: 'W', share: 0.6 }, { zone: '', share: 0.4 }] },
      { block: 'b9', zone: 'E', shares: [{ zone: '', share: 0.4 }, { zone: 'E', share: 0.36 }, { zone: 'W', share: 0.24 }] },
      { block: 'b10', zone: 'E', shares: [{ zone: 'E', share: 0.6 }, { zone: '', share: 0.4 }] },
      { block: 'b11', zone: 'E', shares: [{ zone: 'E', share: 0.6 }, { zone: '', share: 0.4 }] },
    ]);
    expect(placed).toContainEqual({ block: 'b9', zone: 'E' });
  });

  it('differ by what decides: the middle may lie where little of the block is', async () => {
    // A tongue of W reaches round the middle of b1.
    const tongue = { W: { type: 'Polygon' as const, coordinates: [[[X, Y], [X + 100, Y], [X + 100, Y + 45], [X + 160, Y + 45], [X + 160, Y + 55], [X + 100, Y + 55], [X + 100, Y + 300], [X, Y + 300], [X, Y]]] } };
    const rest = { E: { type: 'Polygon' as const, coordinates: [[[X + 100, Y], [X + 400, Y], [X + 400, Y + 300], [X + 100, Y + 300], [X + 100, Y + 55], [X + 160, Y + 55], [X + 160, Y + 45], [X + 100, Y + 45], [X + 100, Y]]] } };
    const byMiddle = await prepared({ ...tongue, ...rest });
    expect(byMiddle.report.cut).toEqual([{ block: 'b1', zone: 'W', shares: [{ zone: 'E', share: 0.94 }, { zone: 'W', share: 0.06 }] }]);
    const byArea = await prepared({ ...tongue, ...rest }, { apportion: 'majority' });
    expect(byArea.report).toMatchObject({ apportion: 'majority', cut: [{ block: 'b1', zone: 'E' }] });
    expect(byArea.placed.filter(({ zone }) => zone === 'W').map(({ block }) => block)).toEqual(['b0', 'b4', 'b8']);
  });

  it('are refused where nobody may decide, each block with its shares', async () => {
    const thrown = await prepared(CUT, { apportion: 'refuse' }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ImportRefused);
    const { issues } = thrown as ImportRefused;
    expect(issues).toHaveLength(6);
    expect(told(issues[0])).toMatchObject({ file: 'zones.geojson', field: 'mapping.apportion', problem: 'zones cut block "b1": E 60 %, W 40 %' });
    expect(told(issues[3]!.problem)).toBe('zones cut block "b9": no zone 40 %, E 36 %, W 24 %');
    const along = await prepared({ W: polygon(ring(0, 0, 200, 300)), E: polygon(ring(200, 0, 200, 300)) }, { apportion: 'refuse' });
    expect(along.report).toMatchObject({ cutBlocks: 0, unassignedBlocks: 0 });
  });

  it('may overlap by a slip, which is told; zones that overlap by more have no shares, and no majority', async () => {
    const slip = await prepared({ W: polygon(ring(0, 0, 140, 300)), E: polygon(ring(139.9, 0, 260.1, 300)) }, { apportion: 'majority' });
    expect(slip.report.notes).toEqual([expect.stringMatching(/^1 overlaps of zones, 30 m2 in all, each to the zone with the longer border to it/)]);
    const wide = { W: polygon(ring(0, 0, 260, 300)), E: polygon(ring(140, 0, 260, 300)) };
    expect((await prepared(wide)).report).toMatchObject({ cut: expect.arrayContaining([{ block: 'b1', zone: 'W' }]), notes: [expect.stringMatching(/^zones overlap/)] });
    await expect(prepared(wide, { apportion: 'majority' })).rejects.toThrow(/zones\.geojson, field id: zones "W" and "E" overlap by 36,000 m2; accepted: zones that do not overlap, or mapping\.apportion "centroid"/);
  });
});

describe('zones as they come out of blocks', () => {
  it('are told of where they have several parts or holes, and so are blocks that none reaches and zones that reach none', async () => {
    const parted = { type: 'MultiPolygon' as const, coordinates: [[ring(0, 0, 100, 100)], [ring(300, 200, 100, 100)]] } as never;
    const around = polygon(ring(0, 0, 400, 300), ring(100, 100, 100, 100).toReversed());
    const { report } = await prepared({ parted, far: polygon(ring(3000, 0, 100, 100)) });
    expect(report).toMatchObject({ shapes: [{ zone: 'parted', parts: 2, holes: 0 }], emptyZones: ['far'], unassignedBlocks: 10 });
    expect(report.unassigned).toEqual(['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8', 'b9', 'b10']);
    expect((await prepared({ around })).report).toMatchObject({ shapes: [{ zone: 'around', parts: 1, holes: 1 }], unassigned: ['b5'] });
  });
});
