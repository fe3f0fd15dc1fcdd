// Runs the command as a person does, in a folder of its own, and finds the real data that the tests read.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageRoot } from '../../server/package-root.ts';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `zuschnitt` with arguments in `cwd`; nothing of it is a terminal. */
export function startZuschnitt(argv: readonly string[], cwd: string, env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [join(packageRoot(), 'bin/zuschnitt.js'), ...argv], { cwd, env: { ...process.env, ...env } });
}

/** Runs it to its end. */
export function zuschnitt(argv: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Run> {
  return new Promise((done, fail) => {
    const child = startZuschnitt(argv, cwd, env);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    child.once('error', fail);
    child.once('close', (code) => done({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }));
  });
}

/** A folder that is there for one test file; `files` lists what stands in it. */
export function workFolder(): { readonly path: string; files(): string[]; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'zuschnitt-test-'));
  return { path, files: () => readdirSync(path).toSorted(), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Path in the folder of real data, or null where it is absent: it is no component, so CI skips too. */
export function realData(path: string): string | null {
  const full = join(resolve(packageRoot(), process.env.SHARED_DIR ?? '../shared'), 'data', path);
  return existsSync(full) ? full : null;
}

export const NO_REAL_DATA = 'the folder of real data (SHARED_DIR, default ../shared) is absent';

/** Engines to test: WebAssembly always, the machine's GDAL where it is installed; with CI=true its absence fails. */
export function gdalEngines(): { readonly name: string; readonly env: Record<string, string>; readonly missing: string | null }[] {
  const native = spawnSync('ogr2ogr', ['--version']).status === 0;
  if (!native && process.env.CI === 'true') throw new Error('CI=true and ogr2ogr is not installed');
  return [
    { name: "the machine's GDAL", env: { ZUSCHNITT_GDAL: '' }, missing: native ? null : 'ogr2ogr is not installed' },
    { name: 'GDAL in WebAssembly', env: { ZUSCHNITT_GDAL: 'wasm' }, missing: null },
  ];
}

/** Rows of a plain CSV (no quotes) by column name. */
export function csvRows(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  const columns = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((field, i) => [columns[i]!, field])));
}

/** A square block as a GeoJSON feature in the CRS of its file. */
export function square(properties: object, x: number, y: number, side = 100): object {
  const ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** A collection in EPSG:25832, or one that names no CRS. */
export function collection(features: readonly object[], named = true): string {
  const crs = named ? { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::25832' } } } : {};
  return JSON.stringify({ type: 'FeatureCollection', ...crs, features });
}
