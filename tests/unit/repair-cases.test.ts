// The coverage cleaner's cases of GEOS (libgeos/geos, tests/unit/coverage/CoverageCleanerTest.cpp), where the case file is at hand.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { repairCoverage, type RepairOptions } from '../../core/coverage/repair/repair.ts';
import { blockToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { sameRings } from './coverage-shapes.ts';

interface CleanerCase {
  readonly id: string;
  readonly input: {
    readonly op: string;
    readonly input: string | string[];
    readonly gapMaximumWidth?: number;
    readonly snappingDistance?: number;
    readonly overlapMergeStrategy?: string;
  };
  readonly expected: string | string[];
}

const file = join(process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared'), 'cases/zoning.json');
const cases: CleanerCase[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: CleanerCase[] }).cases.filter(({ id }) => id.startsWith('geos-cleaner-'))
  : [];

/** Splits `GEOMETRYCOLLECTION (A (...), B EMPTY)` into its members. */
function members(text: string): string[] {
  const body = /^GEOMETRYCOLLECTION \((.*)\)$/.exec(text)?.[1];
  return body === undefined ? [text] : body.split(/, (?=[A-Z])/);
}

/** Polygons of a WKT; what is no polygon has none. */
function parse(text: string): MultiPolygon | null {
  if (text.endsWith('EMPTY') || !/^(MULTI)?POLYGON/.test(text)) return null;
  const json = text
    .replace(/^[A-Z]+ /, '')
    .replaceAll(/-?[\d.]+ -?[\d.]+/g, (pair) => `[${pair.replace(' ', ',')}]`)
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  const rings = JSON.parse(json) as Position[][] | Position[][][];
  return { type: 'MultiPolygon', coordinates: (text.startsWith('MULTI') ? rings : [rings]) as Position[][][] };
}

const RULES: Record<string, RepairOptions['overlaps']> = {
  MERGE_MIN_AREA: 'smallest',
  MERGE_MAX_AREA: 'largest',
  MERGE_MIN_INDEX: 'order',
  MERGE_LONGEST_BORDER: 'longest-border',
};

if (cases.length === 0) it.skip('GEOS coverage cleaner (skipped: shared data absent)');

describe.runIf(cases.length > 0)('GEOS coverage cleaner', () => {
  for (const { id, input, expected } of cases) {
    it(id, () => {
      const texts = typeof input.input === 'string' ? members(input.input) : input.input;
      const blocks = ringsFromGeoJson(texts.map((text, i) => ({ id: `${i}`, geometry: parse(text) })));
      const result = repairCoverage(blocks, {
        gapWidthM: input.gapMaximumWidth ?? 0,
        ...(input.snappingDistance === undefined ? {} : { toleranceM: input.snappingDistance }),
        ...(input.overlapMergeStrategy === undefined ? {} : { overlaps: RULES[input.overlapMergeStrategy]! }),
      });
      if (!result.ok) throw new Error(result.detail);
      const repaired = result.repair.blocks;
      const report = validateCoverage(repaired, { gapWidthM: 0 });
      expect(hasFindings({ ...report, invalid: report.invalid.filter(({ reason }) => reason !== 'EMPTY') })).toBe(false);
      if (typeof expected === 'string' && expected.startsWith('valid')) return;
      const wanted = typeof expected === 'string' ? members(expected) : expected;
      wanted.forEach((text, block) => {
        const got = blockToGeoJson(repaired, block).coordinates;
        const want = parse(text)?.coordinates ?? [];
        expect({ block, same: sameRings(got, want), got: JSON.stringify(got) }).toEqual({ block, same: true, got: JSON.stringify(got) });
      });
    });
  }
});
