// Runs the benchmarks over sizes of town, with every peer that is there.
import { districtBuilderSuite } from './browser/districtbuilder.ts';
import { editorScaleSuite, editorStrokeSuite } from './browser/editor-stroke.ts';
import { strokeSuite } from './browser/stroke.ts';
import { createInput } from './input.ts';
import { monitorMapSuite } from './monitor/monitor-map.ts';
import { readersSuite } from './monitor/readers.ts';
import { startPostgis } from './peers/postgis.ts';
import { packageVersion, type Report } from './report.ts';
import type { SuiteContext } from './suite.ts';
import { areasSuite } from './suites/areas.ts';
import { auditSuite } from './suites/audit.ts';
import { brushSuite } from './suites/brush.ts';
import { bytesSuite } from './suites/bytes.ts';
import { catchmentsSuite } from './suites/catchments.ts';
import { dissolveSuite } from './suites/dissolve.ts';
import { importSuite } from './suites/import.ts';
import { inseeSuite } from './suites/insee.ts';
import { neighboursSuite } from './suites/neighbours.ts';
import { releaseSuite } from './suites/release.ts';
import { repairSuite } from './suites/repair.ts';
import { sumsSuite } from './suites/sums.ts';
import { suppressionSuite } from './suites/suppression.ts';
import { tessellateSuite } from './suites/tessellate.ts';

export const SUITES: Readonly<Record<string, (context: SuiteContext) => Promise<void>>> = {
  dissolve: dissolveSuite,
  brush: brushSuite,
  sums: sumsSuite,
  neighbours: neighboursSuite,
  bytes: bytesSuite,
  areas: areasSuite,
  repair: repairSuite,
  tessellate: tessellateSuite,
  import: importSuite,
};

/** With a size of their own; the strokes in the browser. */
export const BROWSER_SUITES: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  audit: auditSuite,
  catchments: catchmentsSuite,
  insee: inseeSuite,
  release: releaseSuite,
  suppression: suppressionSuite,
  stroke: strokeSuite,
  'editor-stroke': editorStrokeSuite,
  'editor-scale': editorScaleSuite,
  districtbuilder: districtBuilderSuite,
  'monitor-map': monitorMapSuite,
  readers: readersSuite,
};

export interface Selection {
  /** Names of SUITES and BROWSER_SUITES. */
  readonly suites: readonly string[];
  readonly sizes: readonly number[];
  readonly rounds: number;
}

/** Returns the versions of the peers. Throws Disagreement where a peer's answer is another. */
export async function runSuites({ suites, sizes, rounds }: Selection, report: Report): Promise<Record<string, string>> {
  for (const name of suites) await BROWSER_SUITES[name]?.(report);
  const chosen = suites.filter((name) => name in SUITES);
  if (chosen.length > 0) return runAtSizes({ suites: chosen, sizes, rounds }, report);
  return Object.fromEntries(['esbuild', 'highs', 'playwright-core'].map((name) => [name, packageVersion(name)]));
}

async function runAtSizes({ suites, sizes, rounds }: Selection, report: Report): Promise<Record<string, string>> {
  const started = await startPostgis();
  const postgis = 'reason' in started ? null : started;
  if ('reason' in started) report.note(`no PostGIS beside: ${started.reason}`);
  try {
    for (const n of sizes) {
      const input = createInput(n);
      // Peers take half a minute a round at 400,000 blocks: fewer rounds there, and the line says how many.
      const context = { input, report, postgis, rounds: n > 100_000 ? Math.min(rounds, 3) : rounds };
      for (const name of suites) await SUITES[name]!(context);
    }
    growth(report, sizes);
  } finally {
    await postgis?.stop();
  }
  const packages = ['topojson-client', 'topojson-server', 'mapshaper', '@duckdb/node-api', 'pg'];
  return { ...postgis?.versions, ...Object.fromEntries(packages.map((name) => [name, packageVersion(name)])) };
}

/** Exponent of cost over size between the smallest and the largest town: 1 is linear. */
function growth(report: Report, sizes: readonly number[]): void {
  const small = Math.min(...sizes);
  const large = Math.max(...sizes);
  if (small === large) return;
  for (const name of ['topology-build', 'dissolve-resident', 'brush', 'sums', 'rook-resident']) {
    const at = (n: number) => report.figures.find((figure) => figure.name === name && figure.n === n)?.oursMs;
    const [first, last] = [at(small), at(large)];
    if (first === undefined || last === undefined) continue;
    const exponent = Math.log(last / first) / Math.log(large / small);
    report.amount({ name: `growth-${name}`, n: large, value: exponent, unit: `exponent from n=${small}` });
  }
}
