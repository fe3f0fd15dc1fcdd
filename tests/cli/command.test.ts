// The command itself: what it tells about itself, and how it ends.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../server/package-root.ts';
import { processes } from '../../server/processes/registry.ts';
import { startZuschnitt, workFolder, zuschnitt } from './run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());

function writeCells(count: number): void {
  const rows = Array.from({ length: count }, (_, i) => `cell-${i},${4_000_050 + 100 * (i % 200)},${3_000_050 + 100 * Math.floor(i / 200)},${i % 50}`);
  writeFileSync(join(folder.path, 'cells.csv'), ['id,x,y,n', ...rows].join('\n'));
}

const CELLS = ['aggregate', '--blocks', 'cells.csv', '--block-id', 'id', '--x', 'x', '--y', 'y', '--source-crs', 'EPSG:3035', '--cell', '100', '--counts', 'n', '--zone-column', 'id'];

describe('zuschnitt', () => {
  it('alone lists the processes, as help and --help do', async () => {
    const alone = await zuschnitt([], folder.path);
    expect(alone).toMatchObject({ code: 0, stderr: '' });
    for (const { id } of processes) expect(alone.stdout).toContain(`  ${id} `);
    for (const command of ['serve', 'migrate', 'import', 'export', 'demo', 'account']) expect(alone.stdout).toContain(`  ${command} `);
    expect(await zuschnitt(['--help'], folder.path)).toEqual(alone);
    expect(await zuschnitt(['help'], folder.path)).toEqual(alone);
  });

  it('explains each process, also when options are missing or wrong', async () => {
    for (const { id } of processes) {
      const help = await zuschnitt([id, '--help'], folder.path);
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`Usage: zuschnitt ${id}(\\s+--[a-z-]+ \\S+)+ \\[options\\]`));
      expect((await zuschnitt(['help', id], folder.path)).stdout).toBe(help.stdout);
      expect((await zuschnitt([id, '--nonsense', '--help'], folder.path)).stdout).toBe(help.stdout);
    }
  });

  it('tells its version and the GDAL that serves', async () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
    const run = await zuschnitt(['--version'], folder.path, { ZUSCHNITT_GDAL: 'wasm' });
    expect(run).toMatchObject({ code: 0, stdout: `zuschnitt ${version}, Node ${process.versions.node}, gdal3.js 2.8.1\n` });
  });

  it('shows no progress bar where standard error is no terminal', async () => {
    writeCells(400);
    const run = await zuschnitt([...CELLS, '--out', 'out.csv'], folder.path);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('ends well when its reader has enough', async () => {
    writeCells(4000);
    const child = startZuschnitt([...CELLS, '--format', 'geojson'], folder.path);
    const errors: string[] = [];
    child.stderr.on('data', (bytes: Buffer) => errors.push(bytes.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((done) => child.once('close', done));
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
  });

  it('writes nothing when it is stopped', async () => {
    writeCells(40_000);
    const child = startZuschnitt([...CELLS, '--out', 'stopped.geojson'], folder.path);
    // The signal may come before the program has set its handler: then it ends by the signal itself, as any program.
    setTimeout(() => child.kill('SIGTERM'), 700);
    const [code, signal] = await new Promise<[number | null, string | null]>((done) => child.once('close', (...end) => done(end as [number | null, string | null])));
    if (code === 0) expect(existsSync(join(folder.path, 'stopped.geojson'))).toBe(true);
    else {
      expect(code === 130 || signal === 'SIGTERM').toBe(true);
      expect(folder.files().filter((name) => name.includes('stopped') || name.includes('.part'))).toEqual([]);
    }
  });
});
