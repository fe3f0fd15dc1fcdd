// Runs the machine's GDAL apart: one driver, no network, a bare environment, and bounds on time, memory and output.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Time for one conversion: 400,000 blocks of a GeoPackage take a minute on two slow cores. */
const LONGEST_MS = 15 * 60_000;
/** Address space in kilobytes. GDAL with PROJ and its libraries maps 0.4 GB before it reads a byte; 100,000 blocks need no more. */
const MOST_MEMORY_KB = 3 * 2 ** 20;
/** What an error may say. */
const MOST_MESSAGES = 2 ** 16;

/** What a program of GDAL is told about the world; everything else of our own environment stays here. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'GDAL_DATA', 'PROJ_LIB', 'PROJ_DATA', 'SYSTEMROOT', 'TEMP', 'TMP'];

/** Settings for both GDALs: no network, no plug-ins, nothing left beside the files, nothing opened that a file only names. */
export const LOCKED_DOWN: Readonly<Record<string, string>> = {
  GDAL_DISABLE_READDIR_ON_OPEN: 'NO',
  // No plug-in of this machine, no Python driver.
  GDAL_DRIVER_PATH: 'disable',
  OGR_DRIVER_PATH: 'disable',
  GDAL_PYTHON_DRIVER_PATH: '/nonexistent',
  GDAL_CONFIG_FILE: '',
  // Whatever asked for the network in spite of its missing driver would speak to a port where nobody listens.
  GDAL_HTTP_PROXY: '127.0.0.1:9',
  GDAL_HTTPS_PROXY: '127.0.0.1:9',
  GDAL_HTTP_MAX_RETRY: '0',
  GDAL_HTTP_CONNECTTIMEOUT: '1',
  GDAL_HTTP_TIMEOUT: '1',
  CPL_VSIL_CURL_ALLOWED_EXTENSIONS: '{none}',
  CPL_VSIL_CURL_USE_HEAD: 'NO',
  PROJ_NETWORK: 'OFF',
  // SQLite inside a GeoPackage: no extensions, no tables that stand for other files.
  OGR_SQLITE_LOAD_EXTENSIONS: '',
  OGR_SQLITE_STATIC_VIRTUAL_OGR: 'NO',
  // SpatiaLite's VirtualText and its like read any file of this machine: a layer of a GeoPackage could be /etc/passwd.
  SPATIALITE_LOAD: 'NO',
  GML_SKIP_RESOLVE_ELEMS: 'ALL',
  SHAPE_RESTORE_SHX: 'NO',
  GDAL_PAM_ENABLED: 'NO',
};

let drivers: Promise<string[] | null> | undefined;

/** Short names of the drivers of the machine's GDAL; null where there is none. */
export function nativeDrivers(): Promise<string[] | null> {
  drivers ??= run('ogrinfo', ['--formats'], { timeout: 60_000, env: bareEnvironment() }).then(
    ({ stdout }) => stdout.split('\n').flatMap((line) => /^ {2}(\S.*?) -[a-z, -]+- \(/.exec(line)?.[1] ?? []),
    () => null,
  );
  return drivers;
}

/** All drivers but those named, as OGR_SKIP takes them. */
export function skipAllBut(all: readonly string[], kept: readonly string[]): string {
  return all.filter((name) => !kept.includes(name)).join(',');
}

function bareEnvironment(): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return { ...Object.fromEntries(passed), LC_ALL: 'C.UTF-8', HOME: tmpdir(), ...LOCKED_DOWN };
}

export interface GdalRun {
  readonly stdout: Readable;
  /** Resolves when the program has ended well; rejects with GDAL's own words, or with what bound was met. */
  readonly done: Promise<void>;
  stop(): void;
}

/** Starts a program of GDAL with only the named drivers. Its output has to be read for it to end. */
export async function startGdal(program: 'ogr2ogr' | 'ogrinfo', argv: readonly string[], kept: readonly string[]): Promise<GdalRun> {
  const env = { ...bareEnvironment(), OGR_SKIP: skipAllBut((await nativeDrivers()) ?? [], kept) };
  const [command, argumentsOf] = limited(program, argv);
  const child = spawn(command, argumentsOf, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return { stdout: child.stdout, done: ended(child, program), stop: () => void child.kill('SIGKILL') };
}

/** The shell sets the bound on memory, where it can (not on macOS), and becomes the program. Windows has no such shell. */
function limited(program: string, argv: readonly string[]): [string, string[]] {
  if (process.platform === 'win32') return [program, [...argv]];
  return ['/bin/sh', ['-c', 'ulimit -v "$0" 2>/dev/null; ulimit -c 0; exec "$@"', String(MOST_MEMORY_KB), program, ...argv]];
}

function ended(child: ChildProcess, program: string): Promise<void> {
  let messages = '';
  child.stderr!.setEncoding('utf8');
  child.stderr!.on('data', (text: string) => {
    if (messages.length < MOST_MESSAGES) messages += text;
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, LONGEST_MS);
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new Error(late ? `${program} took longer than ${LONGEST_MS / 60_000} minutes` : messages.trim() || `${program} ended with ${code}`));
    });
  });
  // Who only reads the stream finds the failure at its end.
  done.catch(() => undefined);
  return done;
}

/** Runs it to its end and gives its output, at most `most` bytes. */
export async function runGdal(program: 'ogr2ogr' | 'ogrinfo', argv: readonly string[], kept: readonly string[], most = 2 ** 24): Promise<string> {
  const { stdout, done, stop } = await startGdal(program, argv, kept);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) {
      stop();
      throw new Error(`${program} wrote more than ${most} bytes`);
    }
    chunks.push(chunk);
  }
  await done;
  return Buffer.concat(chunks).toString('utf8');
}
