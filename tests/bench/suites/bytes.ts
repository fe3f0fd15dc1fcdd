// Bytes of the kernel in memory and on the wire, and the time to encode, decode and validate.
import { adjacency } from '../../../core/coverage/adjacency.ts';
import { createDissolver } from '../../../core/coverage/dissolve.ts';
import { decodeCoverage, encodeCoverage } from '../../../core/coverage/encode.ts';
import { hasFindings, validateCoverage, type CoverageReport } from '../../../core/coverage/validate.ts';
import { createPlanState } from '../../../core/plan/plan-state.ts';
import { aggregate } from '../../../core/statistics/aggregate.ts';
import { createCountTable } from '../../../core/statistics/counts.ts';
import { Disagreement, requireEqual } from '../agree.ts';
import { ZONES } from '../input.ts';
import { race } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';

/** Beyond this a validation takes longer than anybody waits; imports of that size run as jobs. */
const VALIDATE_BLOCKS = 100_000;

export async function bytesSuite({ input, report, rounds }: SuiteContext): Promise<void> {
  const { n, coverage, town } = input;
  const bytes = encodeCoverage(coverage);
  const times = await race(
    [
      { name: 'encode', run: () => encodeCoverage(coverage), repeat: 3 },
      { name: 'decode', run: () => decodeCoverage(bytes.buffer), repeat: 3 },
    ],
    rounds,
  );
  requireEqual('vertices after decoding', coverage.xy, decodeCoverage(bytes.buffer).xy);
  report.figure('encode', n, times, 'encode');
  report.figure('decode', n, times, 'decode');
  report.amount({ name: 'encoded-bytes', n, value: bytes.byteLength / n, unit: 'B/block' });
  if (n <= VALIDATE_BLOCKS) {
    const validated = await race([{ name: 'validate', run: () => validateCoverage(town.blocks) }], Math.min(rounds, 5));
    if (hasFindings(validated.get('validate')!.result as CoverageReport)) throw new Disagreement('the town is told to be no coverage');
    report.figure('validate', n, validated, 'validate');
  }
  await kernelBytes(bytes, n, town.assignment, report);
}

/**
 * What a resident town of ten counts and one open plan holds, as the growth of heap and ArrayBuffers after collection: the
 * coverage as it comes from bytes with ids of its own, both neighbour tables, the dissolver after a redraw of everything and a
 * move forth and back, counts and sums, and the plan's state with its look-up of ids.
 */
async function kernelBytes(bytes: Uint8Array<ArrayBuffer>, n: number, assignment: Int32Array, report: SuiteContext['report']): Promise<void> {
  if (globalThis.gc === undefined) return report.note('bytes in memory need node --expose-gc');
  const held: unknown[] = [];
  let last = await settled();
  let total = 0;
  const take = async (name: string, value: unknown) => {
    held.push(value);
    const now = await settled();
    report.amount({ name: `memory-${name}`, n, value: (now - last) / n, unit: 'B/block' });
    total += now - last;
    last = now;
  };
  const coverage = decodeCoverage(bytes.slice().buffer);
  await take('coverage', coverage);
  await take('neighbours', adjacency(coverage));
  const dissolver = createDissolver(coverage, assignment, ZONES);
  dissolver.outlines(Uint32Array.from({ length: ZONES }, (_, zone) => zone));
  for (const zone of [(assignment[0]! + 1) % ZONES, assignment[0]!]) dissolver.move([0], zone);
  await take('dissolver', dissolver);
  const counts = createCountTable(Array.from({ length: 10 }, (_, i) => `c${i}`), n);
  await take('counts', [counts, aggregate(counts, assignment, ZONES)]);
  await take('plan', createPlanState(coverage.ids, [], assignment));
  report.amount({ name: 'memory-kernel', n, value: total / n, unit: 'B/block', target: { atMost: 700 }, note: `${held.length} parts, heap and ArrayBuffers` });
}

/** Heap and ArrayBuffers once freed buffers are really gone, which takes the collector a turn of the loop. */
async function settled(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
