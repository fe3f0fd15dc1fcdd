// The command line: which command was meant, and what its end means for the shell.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './cli/command.ts';
import { InputError } from './gdal/input-error.ts';
import { packageRoot } from './package-root.ts';

/** Commands that need the server or its data. Each is a module loaded when it is asked for: `run(argv)` gives the exit code. */
const COMMANDS: Readonly<Record<string, string>> = {
  serve: 'start the server',
  migrate: 'bring the database to the newest schema',
  import: 'import blocks, zones, counts and more into the database',
  export: 'export data, or everything, from the database',
  demo: 'load the demo municipality',
  account: 'list and change accounts',
  'verify-log': 'check that the ledger of releases is the one that was written',
};

/** `serve` is the server's own entry; bundled code finds it beside itself. The others are bundled as chunks of this file. */
async function loadCommand(name: string): Promise<Command> {
  if (name === 'serve') {
    const entry = import.meta.url.endsWith('.ts') ? './main.ts' : './main.js';
    return (await import(new URL(entry, import.meta.url).href)) as Command;
  }
  return (await import(`./cli/${name}.ts`)) as Command;
}

/** The thread that reads files loads its code, and begins to read, while this one loads its own: 0.25 s of the 1.4 s that 100,000 blocks take. */
function warmImport(argv: readonly string[]): void {
  const server = argv.some((argument) => argument.startsWith('--server'));
  void Promise.all([import('./imports/prepare-apart.ts'), import('./cli/coming-file.ts')]).then(([{ startApart }, { comingFile }]) => startApart(server ? null : comingFile(argv)));
}

/**
 * pg finds out whether it runs in a Cloudflare worker by making a Response, for which Node loads all of fetch: 30 to 40 ms. Where `navigator` tells its
 * name, as Node's own does from 21 on, it asks that.
 */
function nameRuntime(): void {
  if (!('navigator' in globalThis)) Object.defineProperty(globalThis, 'navigator', { value: { userAgent: `Node.js/${process.versions.node.split('.')[0]!}` }, configurable: true });
}

async function version(): Promise<string> {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const { gdalVersion } = await import('./gdal/gdal.ts');
  return `zuschnitt ${manifest.version}, Node ${process.versions.node}, ${await gdalVersion()}\n`;
}

async function dispatch(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const [name, ...rest] = argv;
  // First, for they need none of the processes: loading all of these takes a tenth of a second.
  if (name !== undefined && Object.hasOwn(COMMANDS, name)) {
    nameRuntime();
    if (name === 'import' && rest.includes('--file')) warmImport(rest);
    return (await loadCommand(name)).run(rest);
  }
  const [{ findProcess, processes }, { overview }] = await Promise.all([import('./processes/registry.ts'), import('./cli/help.ts')]);
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    process.stdout.write(overview(processes, COMMANDS));
    return 0;
  }
  if (name === 'help') return dispatch([rest[0]!, '--help'], signal);
  if (name === '--version' || name === '-v') {
    process.stdout.write(await version());
    return 0;
  }
  const found = findProcess(name);
  if (found !== undefined) return (await import('./cli/run-process.ts')).runProcess(found, rest, signal);
  const { distance } = await import('./cli/options.ts');
  const names = [...processes.map(({ id }) => id), ...Object.keys(COMMANDS)];
  const near = names.find((known) => distance(known, name) <= 2);
  throw new InputError({ problem: `"${name}" is no command`, accepted: `${near === undefined ? '' : `${near}, or another of `}${names.join(', ')}` });
}

/** Exit code of a command line. Bad input is one line on standard error and code 2; a bug is told with its trace and code 70. */
export async function main(argv: readonly string[]): Promise<number> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  // The server stops by its own handlers; a process has no state to save and ends at its next step.
  const serves = Object.hasOwn(COMMANDS, argv[0] ?? '');
  if (!serves) process.once('SIGINT', cancel).once('SIGTERM', cancel);
  // Whoever reads has enough and closed the pipe, as `| head` does: nothing is wrong.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    return await dispatch(argv, abort.signal);
  } catch (error) {
    if (error instanceof InputError) {
      process.stderr.write(`zuschnitt: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
      return 2;
    }
    if (abort.signal.aborted) {
      process.stderr.write('zuschnitt: stopped, nothing written\n');
      return 130;
    }
    process.stderr.write(`zuschnitt: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 70;
  }
}

process.exitCode = await main(process.argv.slice(2));
