// Worker thread: rounds block counts, with randomness of the operating system that is kept nowhere.
import { parentPort } from 'node:worker_threads';
import { HighsSolver, type ProgramSolver } from '../../core/disclosure/differencing/program.ts';
import { copyBreaches } from '../../core/disclosure/protected-copy/copy-breaches.ts';
import { columnLinks } from '../../core/disclosure/protected-copy/column-links.ts';
import type { RoundedCounts } from '../../core/disclosure/protected-copy/round-counts.ts';
import { LinkedRounding, type LinkedColumn } from '../../core/disclosure/protected-copy/round-linked.ts';
import { ReleaseAudit, type Partition } from '../../core/disclosure/releases/release-audit.ts';
import type { RuleSet } from '../../core/disclosure/rules/rule-set.ts';
import type { BoundedTotals } from '../../core/disclosure/releases/total-bounds.ts';
import { secretRandom } from './secret-random.ts';

/** What is public of the counts that are rounded: by statistic, as `CopyQuestion.published` of copy-breaches.ts. */
export interface ReleasedTotals {
  readonly partitions: readonly Partition[];
  readonly published: Readonly<Record<string, readonly (Uint8Array | null)[]>>;
  readonly bounded: Readonly<Record<string, BoundedTotals>>;
  readonly rules: Readonly<Record<string, RuleSet>>;
}

export interface CopyTask {
  readonly partitions: readonly Partition[];
  readonly released: ReleasedTotals | null;
  /** All that is counted on the date, since a part's copy must fit its whole's; those without a copy are made. */
  readonly columns: readonly (LinkedColumn & { readonly statistic: string })[];
  /** Of a statistic the one that it is a part of. */
  readonly populations: Readonly<Record<string, string>>;
}

export interface CopyQuestion {
  readonly id: number;
  readonly task: CopyTask;
}

export interface MadeCopy {
  readonly statistic: string;
  /** The base asked for, or a multiple of it. */
  readonly base: number;
  readonly values: Int32Array;
  readonly largestDeviation: number;
}

export type CopyAnswer = { readonly id: number } & ({ readonly ok: true; readonly copies: readonly MadeCopy[] } | { readonly ok: false; readonly message: string });

const port = parentPort;
if (port === null) throw new Error('protected-copy-worker runs as a worker thread');

/** Roundings to a base that are tried before it is doubled. */
const TRIES = 4;

/**
 * A copy that completes no release: one that does, together with what is public, is thrown away unseen and drawn anew, and after some
 * tries to twice the base. A base above every count says nothing, so this ends.
 */
async function round({ columns, released }: CopyTask, at: number, rounding: LinkedRounding): Promise<MadeCopy> {
  const { statistic, base: asked, counts, earlier } = columns[at]!;
  const published = released?.published[statistic] ?? [];
  const bounded = released?.bounded[statistic] ?? [];
  const audit = published.some((marks) => marks !== null) || bounded.some((of) => of !== null) ? new ReleaseAudit(released!.partitions, await loadedSolver()) : null;
  const known = counts.map((count) => Math.max(0, count));
  for (let tries = 0; ; tries++) {
    const base = asked * 2 ** Math.floor(tries / TRIES);
    const drawn = rounding.draw(at, base, tries < TRIES ? earlier : null);
    const { values } = drawn;
    const breaches = audit === null ? [] : copyBreaches({ partitions: released!.partitions, atoms: audit.atoms, counts: known, copy: { values, base }, published, bounded, rules: released!.rules[statistic]!, solver: await loadedSolver() });
    if (breaches.length > 0) continue;
    rounding.keep(at, values, base);
    return { statistic, base, values, largestDeviation: largestOf(drawn) };
  }
}

const largestOf = ({ largestDeviation, totalDeviation }: RoundedCounts): number => Math.max(totalDeviation, ...largestDeviation);

async function roundAll(task: CopyTask): Promise<MadeCopy[]> {
  const { columns, partitions, populations } = task;
  const links = columnLinks(columns.map(({ statistic }) => statistic), populations, columns.map(({ counts }) => counts));
  const rounding = new LinkedRounding(columns, links, partitions, secretRandom());
  const copies: MadeCopy[] = [];
  for (const at of rounding.order()) copies.push(await round(task, at, rounding));
  return copies;
}

/** 3.5 MB of WebAssembly, loaded where something was released before. */
let solver: Promise<ProgramSolver> | undefined;
function loadedSolver(): Promise<ProgramSolver> {
  return (solver ??= import('highs').then(async ({ default: loadHighs }) => new HighsSolver(await loadHighs())));
}

port.on('message', async ({ id, task }: CopyQuestion) => {
  try {
    port.postMessage({ id, ok: true, copies: await roundAll(task) } satisfies CopyAnswer);
  } catch (error) {
    port.postMessage({ id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies CopyAnswer);
  }
});
