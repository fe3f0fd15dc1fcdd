// A thousand readers at once of what the map opens with, beside Node's bare http with the same bytes in the same run.
import autocannon from 'autocannon';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Disagreement } from '../agree.ts';
import { median } from '../measure.ts';
import type { Report } from '../report.ts';
import type { BareAnswer } from './bare-server.ts';
import { GEOGRAPHY } from './large-monitor.ts';
import { serveLargeMonitor } from './served-monitor.ts';

const READERS = 1000;
const SECONDS = 5;
const ROUNDS = 5;
const TIMEOUT_S = 20;
/** Least share of the bare server's answers, as issue 7 asks. */
const LEAST_SHARE = 0.6;
const HEADERS = { 'accept-encoding': 'gzip, deflate, br' };

export async function readersSuite(report: Report): Promise<void> {
  // The log as it is by default: a line a request.
  const served = await serveLargeMonitor({ LOG_LEVEL: 'info' });
  if ('reason' in served) return report.note(`no readers: ${served.reason}`);
  try {
    await race(served.url, report);
  } finally {
    await served.stop();
  }
}

async function race(url: string, report: Report): Promise<void> {
  const geographies = JSON.parse((await fetch(`${url}/geographies`)).ok ? await (await fetch(`${url}/geographies`)).text() : '{}') as { geographies: { versions: { outlines: string | null }[] }[] };
  const tag = geographies.geographies[0]!.versions[0]!.outlines;
  const paths = [
    '/geographies',
    '/indicators',
    `/geographies/${GEOGRAPHY}/versions/1/zones?crs=EPSG:25832&simplify=5${tag === null ? '' : `&tag=${tag}`}`,
    ...['count-residents', 'count-part_01', 'share-part_02', 'share-part_50', 'share-part_99'].map((indicator) => `/indicators/${indicator}/values?geography=${GEOGRAPHY}&version=1`),
  ];
  const answers: BareAnswer[] = [];
  for (const path of paths) answers.push(await answerOf(url, path));
  const bare = await startBare(answers);
  try {
    for (const path of paths) if ((await answerOf(bare.url, path)).bodyBase64 !== answers.find((one) => one.path === path)!.bodyBase64) throw new Disagreement(`${path}: the bare server answers other bytes`);
    const shares: number[] = [];
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Who begins changes, as the machine does.
      const first = round % 2 === 0 ? url : bare.url;
      const one = await load(first, paths);
      const other = await load(first === url ? bare.url : url, paths);
      const [mine, peers] = first === url ? [one, other] : [other, one];
      ours.push(mine);
      theirs.push(peers);
      shares.push(mine / peers);
    }
    const bytes = answers.reduce((sum, { bodyBase64 }) => sum + Buffer.byteLength(bodyBase64, 'base64'), 0) / answers.length;
    const note = `${READERS} readers, ${ROUNDS} rounds of ${SECONDS} s, ${paths.length} addresses, ${Math.round(bytes / 1024)} KiB an answer in the mean, by ${hasWrk ? 'wrk' : 'autocannon'}, no error`;
    report.amount({ name: 'readers-answers', n: READERS, value: median(ours), unit: 'a second', note });
    report.amount({ name: 'readers-bare-http', n: READERS, value: median(theirs), unit: 'a second', note: 'the same bytes from Node’s http alone' });
    report.amount({ name: 'readers-short-of-bare', n: READERS, value: 100 * (1 - median(shares)), unit: '%', target: { atMost: 100 * (1 - LEAST_SHARE) }, note: `least share ${Math.min(...shares).toFixed(2)}, median ${median(shares).toFixed(2)}` });
  } finally {
    await bare.stop();
  }
}

/** Answers a second. Throws where any request has no answer of 200. With wrk, which takes a tenth of autocannon's processor time, if it is there. */
const load = (url: string, paths: readonly string[]): Promise<number> => (hasWrk ? loadByWrk(url, paths) : loadByAutocannon(url, paths));

async function loadByAutocannon(url: string, paths: readonly string[]): Promise<number> {
  const result = await autocannon({ url, connections: READERS, duration: SECONDS, timeout: TIMEOUT_S, requests: paths.map((path) => ({ method: 'GET' as const, path, headers: HEADERS })) });
  const { errors, timeouts, non2xx } = result;
  if (errors + timeouts + non2xx > 0) throw new Error(`${url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} answers other than 2xx`);
  return result.requests.total / result.duration;
}

const hasWrk = spawnSync('wrk', ['-v']).error === undefined;

async function loadByWrk(url: string, paths: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-wrk-'));
  try {
    const script = join(folder, 'readers.lua');
    writeFileSync(
      script,
      [
        `local paths = { ${paths.map((path) => JSON.stringify(path)).join(', ')} }`,
        'local next = 0',
        `local headers = { ["accept-encoding"] = "${HEADERS['accept-encoding']}" }`,
        'request = function() next = next % #paths + 1; return wrk.format("GET", paths[next], headers) end',
        'done = function(summary)',
        '  local e = summary.errors',
        '  io.write(string.format("counted %d %d %d", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))',
        'end',
      ].join('\n'),
    );
    const { stdout } = await promisify(execFile)('wrk', ['-t', '1', '-c', String(READERS), '-d', `${SECONDS}s`, '--timeout', `${TIMEOUT_S}s`, '-s', script, url]);
    const [, requests, microseconds, errors] = /counted (\d+) (\d+) (\d+)/.exec(stdout)!.map(Number) as [number, number, number, number];
    if (errors > 0) throw new Error(`${url}: ${errors} errors of wrk: ${stdout}`);
    return requests / (microseconds / 1e6);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bytes as they come over the wire, and the headers that belong to them. Throws where the answer is not 200. */
function answerOf(url: string, path: string): Promise<BareAnswer> {
  return new Promise((resolve, reject) => {
    request(url + path, { headers: HEADERS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${path}: ${response.statusCode}`));
        const { date: _date, connection: _connection, 'keep-alive': _alive, ...headers } = response.headers;
        resolve({ path, headers: headers as Record<string, string>, bodyBase64: Buffer.concat(parts).toString('base64') });
      });
    }).on('error', reject).end();
  });
}

async function startBare(answers: readonly BareAnswer[]): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-bare-'));
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('bare-server.ts', import.meta.url)), file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const ready = /ready at (\S+)/.exec(chunk.toString());
      if (ready !== null) resolve(ready[1]!);
    });
    child.once('exit', (code) => reject(new Error(`the bare server ended with ${String(code)}`)));
  });
  return {
    url,
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
