// Imports point one way, the linter and the type checker are content, and the engines are the ones we promise.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Rooms from the ground up: a file may import from its own room and from those named here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  geodata: ['core'],
  client: ['core'],
  'server/base': [],
  'server/gdal': ['core', 'server/base'],
  'server/db': ['core', 'server/base'],
  'server/workspace': ['core', 'server/base', 'server/db', 'server/gdal'],
  'server/processes': ['core', 'server/base', 'server/db', 'server/gdal', 'server/workspace'],
  'server/imports': ['core', 'server/base', 'server/db', 'server/gdal', 'server/workspace', 'server/processes'],
  'server/demo': ['core', 'geodata', 'server/base', 'server/db', 'server/workspace'],
  'server/auth': ['core', 'server/base', 'server/db'],
  'server/jobs': ['core', 'server/base', 'server/db', 'server/gdal', 'server/workspace', 'server/processes', 'server/imports'],
  'server/http': ['core', 'server/base', 'server/db', 'server/gdal', 'server/workspace', 'server/processes', 'server/imports', 'server/jobs', 'server/auth'],
  'server/app': ['core', 'server/base', 'server/db', 'server/gdal', 'server/workspace', 'server/processes', 'server/imports', 'server/jobs', 'server/auth', 'server/http'],
  'server/entry': ['*'],
};

/** Single files at the top of server/ that belong to a room of another name. */
const TOP_FILES: Readonly<Record<string, string>> = {
  'server/package-root.ts': 'server/base',
  'server/worker-url.ts': 'server/base',
  'server/config.ts': 'server/base',
  'server/log.ts': 'server/base',
  'server/problem.ts': 'server/base',
  'server/app.ts': 'server/app',
  'server/main.ts': 'server/entry',
  'server/cli.ts': 'server/entry',
};

function roomOf(path: string): string | undefined {
  if (path in TOP_FILES) return TOP_FILES[path];
  const [first, second] = path.split('/');
  if (first !== 'server') return first;
  if (second === 'cli') return 'server/entry';
  return `server/${second}`;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'));
}

const IMPORT = /(?:from\s+|import\s+|import\()\s*'([^']+)'/g;

describe('the tree', () => {
  it('imports point one way: core knows nobody, the client knows core, the server is layered', () => {
    const upward: string[] = [];
    for (const path of ['core', 'geodata', 'server', 'client'].flatMap(sourcesOf)) {
      const room = roomOf(path)!;
      const allowed = MAY_IMPORT[room];
      if (allowed === undefined) {
        upward.push(`${path}: the room ${room} is not in the plan`);
        continue;
      }
      for (const [, target] of readFileSync(join(root, path), 'utf8').matchAll(IMPORT)) {
        if (!target!.startsWith('.')) continue;
        const other = roomOf(relative(root, resolve(root, dirname(path), target!)));
        if (other !== room && !allowed.includes('*') && !allowed.includes(other!)) upward.push(`${path} imports ${target}`);
      }
    }
    expect(upward).toEqual([]);
  });

  it('core is pure: no Node module, no clock, no randomness, no I/O', () => {
    const impure: string[] = [];
    for (const path of sourcesOf('core')) {
      const text = readFileSync(join(root, path), 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
      const found = /from 'node:|from '(?:fs|path|pg|express|ol)[/']|Math\.random|Date\.now|new Date\(\)|\bprocess\.|\bfetch\(/.exec(text);
      if (found !== null) impure.push(`${path}: ${found[0]}`);
    }
    expect(impure).toEqual([]);
  });

  it('no file name hides what it is for', () => {
    const vague = ['core', 'server', 'client', 'geodata', 'tests'].flatMap(sourcesOf).filter((path) => /utils|helpers|manager|service/i.test(path.replace(/service-worker/, '')));
    expect(vague).toEqual([]);
  });

  it('the type checker is content', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'], { cwd: root, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  }, 180_000);

  it('the linter is content', () => {
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--deny-warnings'], { cwd: root, encoding: 'utf8' });
    expect(status, stdout).toBe(0);
  }, 120_000);

  it('the running Node is one that package.json names, and every dependency says it runs there', () => {
    const { engines, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string }; dependencies: Record<string, string> };
    expect(engines.node).toBe('^20.19.0 || ^22.12.0 || >=24.0.0');
    const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
    expect((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24, `Node ${process.version}`).toBe(true);
    for (const [name, version] of Object.entries(dependencies)) expect(version, `${name} is pinned exactly`).toMatch(/^\d/);
    const check = spawnSync('npm', ['ls', '--omit=dev', '--depth=0'], { cwd: root, encoding: 'utf8' });
    expect(check.stderr).not.toMatch(/invalid|missing/);
  }, 60_000);

  it('no commit carries a download host or a path of somebody’s machine', () => {
    const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
    const found: string[] = [];
    for (const file of files) {
      if (/\.(png|jpg|woff2|tif|gz|zip)$/.test(file) || file === 'tests/unit/architecture.test.ts') continue;
      let text: string;
      try {
        text = readFileSync(join(root, file), 'utf8');
      } catch {
        continue;
      }
      if (/"resolved": "http/.test(text)) found.push(`${file}: download address`);
      if (text.includes(`${root.replace(/\/$/, '')}/`)) found.push(`${file}: path of this machine`);
    }
    expect(found).toEqual([]);
  });
});
