// Polygons of a file to the kernel's rings from array to array: the same as by way of GeoJSON objects; and arrays handed over between threads.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MultiPolygon, Polygon } from 'geojson';
import { afterAll, describe, expect, it } from 'vitest';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { transferables } from '../../server/imports/transferables.ts';
import { polygonsOf } from '../../server/processes/inputs/project-rings.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-polygons-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function vectorOf(geometries: readonly (object | null)[]) {
  const path = join(folder, 'p.geojson');
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: geometries.map((geometry) => ({ type: 'Feature', properties: {}, geometry })) }));
  return readVector(path);
}

describe('polygons of a file', () => {
  it('are what GeoJSON objects give: closing and repeated vertices, empty polygons, rows without geometry', async () => {
    let state = 3;
    const draw = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    // Few places, so that vertices repeat and rings close themselves often.
    const ring = () => Array.from({ length: draw(7) }, () => [draw(3), draw(3)]);
    const polygon = () => Array.from({ length: draw(4) }, ring);
    for (let round = 0; round < 200; round++) {
      const geometries = Array.from({ length: 1 + draw(5) }, (): Polygon | MultiPolygon | null =>
        [null, { type: 'Polygon' as const, coordinates: polygon() }, { type: 'MultiPolygon' as const, coordinates: Array.from({ length: draw(4) }, polygon) }][draw(3)]!,
      );
      const ids = geometries.map((_, i) => `${i}`);
      const vector = await vectorOf(geometries);
      expect(polygonsOf(vector, ids)).toEqual(ringsFromGeoJson(geometries.map((geometry, i) => ({ id: ids[i]!, geometry }))));
      expect(() => vector.geometries).toThrow('the geometries were taken');
    }
  });

  it('are refused with the row of what is another geometry', async () => {
    const vector = await vectorOf([null, { type: 'LineString', coordinates: [[0, 0], [1, 1]] }]);
    expect(() => polygonsOf(vector, ['a', 'b'])).toThrow('p.geojson, row 2: is a LineString; accepted: Polygon or MultiPolygon');
  });
});

describe('arrays of a message', () => {
  it('are handed over once each, whatever holds them; bytes and lists are copied', () => {
    const xy = Float64Array.from([1, 2, 3]);
    const starts = new Uint32Array(2);
    const message = { id: 1, prepared: { rings: { ids: ['a'], xy, part: xy.subarray(1), starts }, matched: null, bytes: new Uint8Array(4), list: [new Float64Array(1)] } };
    expect(new Set(transferables(message))).toEqual(new Set([xy.buffer, starts.buffer]));
    const sent = structuredClone(message, { transfer: transferables(message) });
    expect([...sent.prepared.rings.part]).toEqual([2, 3]);
    expect(xy).toHaveLength(0);
    expect(message.prepared.bytes).toHaveLength(4);
  });
});
