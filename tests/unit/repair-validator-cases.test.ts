// The coverage validator's and gap finder's cases of GEOS (libgeos/geos, tests/unit/coverage), where the case file is at hand.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { findMisfits } from '../../core/coverage/repair/repair-misfits.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';

interface Case {
  readonly id: string;
  readonly input: { readonly coverage: string | string[]; readonly gapWidth?: number };
  readonly expected: string | string[];
}

const file = join(process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared'), 'cases/zoning.json');
const all: Case[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases : [];
const named = (prefix: string) => all.filter(({ id }) => id.startsWith(prefix));

/** Polygons of a WKT; EMPTY members are left out. */
function parse(text: string): MultiPolygon | null {
  const body = text.replaceAll(/, EMPTY/g, '');
  if (body.endsWith('EMPTY')) return null;
  const json = body
    .replace(/^[A-Z]+ /, '')
    .replaceAll(/-?[\d.]+ -?[\d.]+/g, (pair) => `[${pair.replace(' ', ',')}]`)
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  const rings = JSON.parse(json) as Position[][] | Position[][][];
  return { type: 'MultiPolygon', coordinates: (body.startsWith('MULTI') ? rings : [rings]) as Position[][][] };
}

const edge = (a: string, b: string) => [a, b].toSorted().join(' - ');

/** Edges of a LINESTRING, without direction. */
function edgesOf(text: string): string[] {
  const points = /\((.*)\)/.exec(text)?.[1]?.split(', ') ?? [];
  return points.slice(1).map((point, i) => edge(points[i]!, point)).toSorted();
}

/** Cases that GEOS lets pass because it leaves empty and collapsed rings out; here these are findings of their own, and the only ones. */
const NAMED_HERE: Record<string, string[]> = {
  'geos-validator-testRingCollapse': ['TOO_FEW_VERTICES', 'REPEATED_EDGE'],
  'geos-validator-testPolygonEmpty': ['EMPTY'],
};

if (all.length === 0) it.skip('GEOS coverage validator and gap finder (skipped: shared data absent)');

describe.runIf(all.length > 0)('GEOS coverage validator', () => {
  for (const { id, input, expected } of named('geos-validator-')) {
    it(id, () => {
      const texts = typeof input.coverage === 'string' ? [input.coverage] : input.coverage;
      const blocks = ringsFromGeoJson(texts.map((text, i) => ({ id: `${i}`, geometry: parse(text) })));
      const gapWidthM = input.gapWidth ?? 0;
      const misfits = findMisfits(blocks, gapWidthM);
      const report = validateCoverage(blocks, { gapWidthM });
      if (expected === 'valid') {
        expect(misfits).toEqual([]);
        // The collapsed ring lies along an edge of its neighbour: told as an overlap of no area beside TOO_FEW_VERTICES.
        expect([...report.overlaps.filter(({ areaM2 }) => areaM2 > 0), ...report.gaps]).toEqual([]);
        expect(report.invalid.map(({ reason }) => reason)).toEqual(NAMED_HERE[id] ?? []);
        return;
      }
      const found = texts.map((_, block) =>
        misfits.filter((misfit) => misfit.block === block).map(({ ax, ay, bx, by }) => edge(`${ax} ${ay}`, `${bx} ${by}`)).toSorted(),
      );
      expect(found).toEqual((expected as string[]).map(edgesOf));
      // A gap that is open to the outside is no gap to the report: these two are misfits only.
      const open = ['geos-validator-testGapDisjoint', 'geos-validator-testGore'].includes(id);
      expect(hasFindings(report)).toBe(!open);
    });
  }
});

describe.runIf(all.length > 0)('GEOS coverage gap finder', () => {
  for (const { id, input, expected } of named('geos-gapfinder-')) {
    it(id, () => {
      const coordinates = parse(input.coverage as string)!.coordinates;
      const blocks = ringsFromGeoJson(coordinates.map((rings, i) => ({ id: `${i}`, geometry: { type: 'Polygon', coordinates: rings } })));
      const { gaps } = validateCoverage(blocks, { gapWidthM: input.gapWidth! });
      expect(gaps).toHaveLength(1);
      const ring = parse(expected as string)!.coordinates[0]![0]!;
      const twice = ring.slice(1).reduce((sum, p, i) => sum + ring[i]![0]! * p[1]! - p[0]! * ring[i]![1]!, 0);
      expect(gaps[0]!.areaM2).toBeCloseTo(Math.abs(twice) / 2, 12);
      expect(gaps[0]!.neighbours).toEqual(['0', '1', '2']);
    });
  }
});
