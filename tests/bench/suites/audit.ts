// The audit of a whole release on the demo city, and again after one block was moved; beside an integer program for every atom.
import { once } from 'node:events';
import { gatherAtoms, type Atoms } from '../../../core/disclosure/differencing/atoms.ts';
import type { Partition } from '../../../core/disclosure/differencing/atom-table.ts';
import { auditManyDifferences } from '../../../core/disclosure/differencing/many-geographies.ts';
import { ReleaseAudit } from '../../../core/disclosure/releases/release-audit.ts';
import { generateTown } from '../../../geodata/town/generate-town.ts';
import { loadSolver } from '../../../server/processes/inputs/load-solver.ts';
import { startWorker } from '../../../server/worker-url.ts';
import { requireEqual } from '../agree.ts';
import { cityRelease, independentPartitions, sparseCounts, THRESHOLD, type StandRelease } from '../city-release.ts';
import { median, race } from '../measure.ts';
import { leastUnionsByPrograms } from '../peers/direct-programs.ts';
import { hashed } from '../random.ts';
import type { Report } from '../report.ts';

const MOVES = 40;
const RELEASE_MOVES = 5;
const CORES = 2;

export async function auditSuite(report: Report): Promise<void> {
  const stands = cityRelease(generateTown({ scale: 'city' }));
  const blocks = stands[1]!.partitions[0]!.zoneOf.length;
  await wholeRelease(stands, blocks, report);
  await afterMoves(stands, blocks, report);
  await besidePrograms(stands[1]!, blocks, report);
}

/** Every table of every date on two threads, nothing prepared before. */
async function wholeRelease(stands: readonly StandRelease[], blocks: number, report: Report): Promise<void> {
  const workers = Array.from({ length: CORES }, (_, turn) => startWorker('tests/bench/audit-worker.ts', { workerData: { stands, turn, of: CORES } }));
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const before = performance.now();
    const answers = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('begin');
    const findings = (await Promise.all(answers)).reduce((sum, [found]) => sum + (found as number), 0);
    const seconds = (performance.now() - before) / 1000;
    const tables = stands.reduce((sum, stand) => sum + stand.tables.length, 0);
    report.amount({ name: 'audit-release', n: blocks, value: seconds, unit: 's', target: { atMost: 60 }, note: `${tables} tables, ${CORES} threads, ${findings} findings` });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** One block of a border changes to the zone beside it, in the audit of everything that was published of the newest stand; one thread. */
async function afterMoves(stands: readonly StandRelease[], blocks: number, report: Report): Promise<void> {
  const solver = await loadSolver();
  const audits = stands.map(({ partitions }) => new ReleaseAudit(partitions, solver));
  const auditAll = () => stands.forEach(({ tables }, s) => tables.forEach(({ counts, withheld }) => audits[s]!.findings(counts, withheld, THRESHOLD)));
  auditAll();
  const newest = stands.at(-1)!;
  const audit = audits.at(-1)!;
  const one: number[] = [];
  const fresh: number[] = [];
  for (let move = 0; move < MOVES; move++) {
    const { revision } = moveBlock(audit, newest.partitions, move);
    const { counts, withheld } = newest.tables[Math.floor(hashed(3, move) * newest.tables.length)]!;
    const before = performance.now();
    audit.findings(counts, withheld, THRESHOLD);
    const took = performance.now() - before;
    one.push(took);
    if (revision) fresh.push(took);
  }
  const whole: number[] = [];
  for (let move = 0; move < RELEASE_MOVES; move++) {
    // A move between atoms that stay is looked up: those that make or end one are what costs.
    for (let salt = 0; !moveBlock(audit, newest.partitions, MOVES + 100 * move + salt).revision; salt++);
    const before = performance.now();
    auditAll();
    whole.push((performance.now() - before) / 1000);
  }
  for (const of of audits) of.dispose();
  report.amount({ name: 'audit-moved-table', n: blocks, value: median(one), unit: 'ms', target: { atMost: 200 }, note: `median of ${one.length} moves, largest ${Math.max(...one).toFixed(0)}` });
  report.amount({ name: 'audit-moved-table-new-atom', n: blocks, value: median(fresh), unit: 'ms', target: { atMost: 200 }, note: `${fresh.length} moves that made or ended an atom` });
  report.amount({ name: 'audit-moved-release', n: blocks, value: median(whole), unit: 's', target: { atMost: 5 }, note: `median of ${whole.length}, one thread` });
}

/** A block that has its successor in another zone follows it there. `revision`: whether atoms came or went. */
function moveBlock(audit: ReleaseAudit, partitions: readonly Partition[], draw: number): { readonly revision: boolean } {
  const withBorders = [...partitions.keys()].filter((g) => partitions[g]!.zoneCount > 1);
  const partition = withBorders[Math.floor(hashed(1, draw) * withBorders.length)]!;
  const { zoneOf } = partitions[partition]!;
  let block = Math.floor(hashed(2, draw) * (zoneOf.length - 1));
  while (zoneOf[block] === zoneOf[block + 1]) block = (block + 1) % (zoneOf.length - 1);
  const before = audit.atoms.blocks.filter(({ length }) => length > 0).length;
  audit.move(partition, [block], zoneOf[block + 1]!);
  return { revision: audit.atoms.blocks.filter(({ length }) => length > 0).length !== before };
}

/** One table: the city's, and geographies without a common border, of which nine in ten blocks are empty. */
async function besidePrograms({ partitions, tables }: StandRelease, blocks: number, report: Report): Promise<void> {
  const solver = await loadSolver();
  const apart = independentPartitions(12_000, [38, 7, 80, 38, 20], 1);
  const finer = independentPartitions(12_000, [80, 60, 160, 120, 20], 1);
  const cases: readonly [string, number, Atoms, boolean][] = [
    ['audit-city-table', blocks, atomsOf(partitions, tables[10]!.counts), true],
    ['audit-five-cuts', 12_000, atomsOf(apart, sparseCounts(12_000, 0.9, 5)), true],
    ['audit-five-fine-cuts', 12_000, atomsOf(finer, sparseCounts(12_000, 0.9, 5)), false],
  ];
  for (const [name, n, atoms, beside] of cases) {
    const open = atoms.zoneCounts.map(() => null);
    const times = await race(
      [
        { name: 'ours', run: () => auditManyDifferences(atoms, THRESHOLD, open, solver), repeat: 3 },
        ...(beside ? [{ name: 'integer-programs', run: () => leastUnionsByPrograms(atoms, THRESHOLD, open, solver) }] : []),
      ],
      2,
    );
    const least = new Float64Array(atoms.count.length);
    for (const { atom, union } of times.get('ours')!.result as ReturnType<typeof auditManyDifferences>) least[atom] = union.count;
    if (beside) requireEqual(name, least, times.get('integer-programs')!.result as Float64Array);
    report.note(`${name}: ${atoms.count.length} atoms, ${least.filter((count) => count > 0).length} findings`);
    report.figure(name, n, times, 'ours', beside ? 'integer-programs' : undefined);
  }
}

function atomsOf(partitions: readonly Partition[], counts: Int32Array): Atoms {
  return gatherAtoms(partitions.map(({ zoneOf }) => zoneOf), partitions.map(({ zoneCount }) => zoneCount), counts).atoms;
}
