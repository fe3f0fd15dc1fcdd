// What the build does to the pages' scripts: which file a module goes to, and texts that are read when they are asked for.
import { get, transform } from 'ol/proj.js';
import { register } from 'ol/proj/proj4.js';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import de from '../../client/i18n/de.json' with { type: 'json' };
import { lazyTexts } from '../../client/build/lazy-texts.ts';
import { projectionOf } from '../../client/map/projection.ts';
import { filesOf } from '../../client/build/page-chunks.ts';

describe('files of modules', () => {
  const OL = '/node_modules/ol/Map.js';
  const IMPORTS: Record<string, string[]> = {
    'map.html': ['map', 'page'],
    'editor.html': ['editor', 'page'],
    'start.html': ['bar', 'legend', 'page'],
    'imports.html': ['bar', 'fills', 'page'],
    plugin: ['map', 'editor'],
    map: ['bar', 'ground', 'legend', 'fills', 'ranking'],
    editor: ['bar', 'ground', 'brush'],
    page: ['bar'],
    ground: [OL, 'paths'],
    fills: [OL, 'legend'],
    legend: ['texts'],
    bar: ['texts'],
  };
  const files = filesOf({ map: 'map.html', editor: 'editor.html', start: 'start.html', imports: 'imports.html', plugin: 'plugin' }, (id) => IMPORTS[id] ?? []);
  /** A module that the bundler places is a file of its own here. */
  const fileOf = (id: string): string => files.get(id) ?? id;

  it('a page without a map loads no OpenLayers, and none loads another page', () => {
    const loaded = (entry: string) => {
      const modules = new Set([entry]);
      // A file comes as a whole, with all that its modules import.
      for (const id of modules) for (const [other, next] of [...Object.entries(IMPORTS), [id, []] as const]) if (fileOf(other) === fileOf(id)) for (const one of [other, ...next]) modules.add(one);
      return new Set([...modules].map(fileOf));
    };
    expect(loaded('start.html')).not.toContain('ol');
    expect(loaded('map.html')).toContain('ol');
    expect(loaded('map.html')).not.toContain('editor-parts');
    expect(loaded('editor.html')).not.toContain('map-parts');
    expect(loaded('imports.html')).not.toContain('map-parts');
    // Styles of the whole page are no foreign page's.
    expect(loaded('plugin')).not.toContain('page');
  });

  it('of two files never each needs the other, or classes would run before those that they extend', () => {
    const needs = new Map<string, Set<string>>();
    for (const [id, next] of Object.entries(IMPORTS)) for (const one of next) if (fileOf(one) !== fileOf(id)) needs.set(fileOf(id), (needs.get(fileOf(id)) ?? new Set()).add(fileOf(one)));
    const reach = (from: string, seen = new Set<string>()): Set<string> => {
      for (const next of needs.get(from) ?? []) if (!seen.has(next)) reach(next, seen.add(next));
      return seen;
    };
    for (const file of needs.keys()) expect(reach(file), file).not.toContain(file);
  });
});

describe('texts', () => {
  it('are the same after the build, section by section', async () => {
    const { handler } = lazyTexts().transform as unknown as { handler: (json: string) => { code: string } };
    const { code } = handler(JSON.stringify(de));
    const { default: texts } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: typeof de };
    expect(texts).toEqual(de);
    expect(texts.map.zoomIn).toBe(de.map.zoomIn);
  });
});

describe("the municipality's projection", () => {
  it('transforms as OpenLayers does with proj4, to degrees and to the Mercator of base maps', () => {
    const definition = '+proj=utm +zone=32 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs';
    const own = projectionOf({ epsg: 25832, proj4: definition });
    expect(get('EPSG:25832')).toBe(own);
    // The same plane under a name that OpenLayers gets by its own registration.
    proj4.defs('EPSG:990001', definition);
    register(proj4);
    for (const at of [[462_000, 5_482_000], [500_000, 5_300_000], [280_000, 6_050_000]]) {
      for (const to of ['EPSG:4326', 'EPSG:3857']) {
        const there = transform(at, own, to);
        transform(at, 'EPSG:990001', to).forEach((value, i) => expect(there[i]).toBeCloseTo(value, to === 'EPSG:4326' ? 9 : 3));
        transform(there, to, own).forEach((value, i) => expect(value).toBeCloseTo(at[i]!, 3));
      }
    }
  });
});
