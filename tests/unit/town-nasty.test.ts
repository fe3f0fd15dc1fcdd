// The nasty fixtures are what their program writes, and as nasty as their README says where the kernel can tell.
import { readFileSync, readdirSync } from 'node:fs';
import type { FeatureCollection, Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { validateCoverage } from '../../core/coverage/validate.ts';
import { nastyFiles } from '../../geodata/nasty-files.ts';

const folder = new URL('../../geodata/nasty/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));

function reportOf(name: string) {
  const { features } = JSON.parse(read(name).toString('utf8')) as FeatureCollection<Polygon | null>;
  return validateCoverage(ringsFromGeoJson(features.map(({ properties, geometry }) => ({ id: String(properties?.block ?? ''), geometry }))));
}

describe('the nasty fixtures', () => {
  it('are on disk as their program writes them, each told in the README', () => {
    const files = nastyFiles();
    const onDisk = readdirSync(folder).filter((name) => name !== 'README.md' && name !== '.gitattributes');
    expect(onDisk.toSorted()).toEqual([...files.keys()].toSorted());
    const readme = read('README.md').toString('utf8');
    for (const [name, bytes] of files) {
      expect(Buffer.compare(read(name), bytes), name).toBe(0);
      expect(readme).toContain(name);
    }
  });

  it('hold the geometry faults that they are named after', () => {
    expect(reportOf('good.geojson')).toMatchObject({ blocks: 4, invalid: [], overlaps: [], gaps: [], duplicateIds: [] });
    expect(reportOf('bow-tie.geojson').invalid).toMatchObject([{ id: 'b1', reason: 'SELF_CROSSING' }]);
    expect(reportOf('overlap.geojson').overlaps).toMatchObject([{ a: 'b1', b: 'b2', areaM2: 4000 }]);
    expect(reportOf('covered-twice.geojson').overlaps).toMatchObject([{ a: 'b1', b: 'b2', areaM2: 10_000 }]);
    expect(reportOf('gap.geojson').gaps).toMatchObject([{ neighbours: ['b1'] }]);
    expect(reportOf('gap.geojson').gaps[0]!.areaM2).toBeCloseTo(5, 6);
    expect(reportOf('missing-vertex.geojson').invalid.some(({ reason }) => reason === 'UNMATCHED_EDGE')).toBe(true);
    expect(reportOf('duplicate-id.geojson').duplicateIds).toEqual(['b1']);
    expect(reportOf('no-geometry.geojson').invalid).toMatchObject([{ id: 'b2', reason: 'EMPTY' }]);
    const spike = reportOf('spike.geojson').invalid;
    expect(spike[0]).toMatchObject({ id: 'b1', reason: 'REPEATED_EDGE' });
    expect(new Set(spike.map(({ id }) => id))).toEqual(new Set(['b1']));
  });
});
