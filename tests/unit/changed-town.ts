// A small town whose releases are exact and changed by turns, all that is public of it, and an attacker who has that.
import { expect } from 'vitest';
import type { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import { type BoundedTotals, narrowest, type TotalBounds } from '../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import type { ReleaseMethod } from '../../server/db/queries/releases.ts';
import { keySource } from '../../server/workspace/releases/block-keys.ts';
import { AT_LEAST, VALUE } from '../../server/workspace/releases/release-cells.ts';
import { ReleaseCheck, type CheckedDate } from '../../server/workspace/releases/release-check.ts';
import { leaks, targetsOf, type Leak, type loadAttacker } from './attacker.ts';

const DATE = '2025-12-31';
const POPULATIONS = { children: 'residents' };
export const NAMES = ['residents', 'children'] as const;

type Change = Exclude<ReleaseMethod, 'suppress'>;

export interface Town {
  readonly partitions: readonly Partition[];
  readonly counts: Readonly<Record<string, Int32Array>>;
  readonly rules: RuleSet;
  readonly releases: readonly { readonly partition: number; readonly method: ReleaseMethod }[];
  readonly random: () => number;
  /** Bounds of numbers that a release changed. */
  boundsOf(values: Float64Array): TotalBounds;
  /** In hex, of keys of blocks. */
  readonly secret: string;
}

/** `rulesFor`: rules for a threshold of 3 to 5, and what their numbers say. */
export function townOf(seed: number, change: Change, rulesFor: (threshold: number, among: (below: number) => number) => { readonly rules: RuleSet; boundsOf(values: Float64Array): TotalBounds }): Town {
  const random = seededRandom(seed);
  const blocks = 14;
  const among = (below: number) => Math.floor(random() * below);
  const cut = (zoneCount: number): Partition => ({ zoneOf: Int32Array.from({ length: blocks }, (_, block) => (random() < 0.25 ? among(zoneCount) : Math.floor((block * zoneCount) / blocks))), zoneCount });
  const children = Int32Array.from({ length: blocks }, () => (random() < 0.4 ? among(4) : among(14)));
  const residents = children.map((held) => held + (random() < 0.4 ? among(3) : among(20)));
  const methods = [change, 'suppress', change, 'suppress'] as const;
  const turn = among(2);
  const threshold = 3 + among(3);
  const partitions = [cut(4), cut(3), cut(5), cut(4)];
  return {
    partitions,
    counts: { residents, children },
    ...rulesFor(threshold, among),
    releases: partitions.map((_, at) => ({ partition: at, method: methods[(at + turn) % 4]! })),
    random,
    secret: seed.toString(16).padStart(64, '0'),
  };
}

/** Everything that is public of a town, partition by partition. */
export class Public {
  readonly marks: Record<string, (Uint8Array | null)[]>;
  readonly bounds: Record<string, (TotalBounds | null)[]>;
  readonly noisy: Record<string, (Float64Array | null)[]>;
  readonly exact: { statistic: string; partition: number; zone: number; total: number | null }[] = [];
  readonly changed: { statistic: string; partition: number; zone: number; lower: number; upper: number }[] = [];
  refused = 0;

  constructor(private readonly town: Town) {
    const none = <T>(): Record<string, (T | null)[]> => Object.fromEntries(NAMES.map((name) => [name, town.partitions.map(() => null)]));
    [this.marks, this.bounds, this.noisy] = [none(), none(), none()];
  }

  enter(partition: number, method: ReleaseMethod, made: CheckedDate): void {
    for (const { statistic, state, value } of made.cells) {
      const open = state.map((of) => (of === VALUE || of === AT_LEAST ? 1 : 0));
      if (method === 'suppress') {
        this.marks[statistic]![partition] = open;
        open.forEach((flag, zone) => this.exact.push({ statistic, partition, zone, total: flag === 1 ? value[zone]! : null }));
        continue;
      }
      const bounds = this.town.boundsOf(value);
      this.bounds[statistic]![partition] = narrowest([bounds]);
      if (method === 'cell-key') this.noisy[statistic]![partition] = value;
      value.forEach((_, zone) => this.changed.push({ statistic, partition, zone, lower: bounds.least[zone]!, upper: bounds.most[zone]! }));
    }
  }
}

/** The check of one release beside all that is public. `withBounds`: whether it knows of changed numbers. `pattern`: cells that are stored. */
export function checkRelease(solver: HighsSolver, town: Town, partition: number, method: ReleaseMethod, known: Public, withBounds = true, pattern: CheckedDate | null = null): CheckedDate {
  const order = [partition, ...town.partitions.keys()].filter((g, i) => i === 0 || g !== partition);
  const blockCount = town.counts.residents!.length;
  const keys = method === 'cell-key' ? { keys: keySource(town.secret, Array.from({ length: blockCount }, (_, block) => `b${block}`)) } : {};
  const release = new ReleaseCheck({ method, ...keys, partitions: order.map((g) => town.partitions[g]!), statistics: NAMES.map((statistic) => ({ statistic, rules: town.rules })), populations: POPULATIONS }, solver, town.random);
  const values = Int32Array.from({ length: blockCount * NAMES.length }, (_, i) => town.counts[NAMES[i % NAMES.length]!]![Math.floor(i / NAMES.length)]!);
  const inOrder = <T>(of: Record<string, readonly T[]>): Record<string, T[]> => Object.fromEntries(NAMES.map((name) => [name, order.map((g) => of[name]![g]!)]));
  const bounds: Record<string, BoundedTotals> = inOrder(known.bounds);
  try {
    return release.date({
      referenceDate: DATE,
      table: { columns: NAMES, blockCount, values, known: new Uint8Array(values.length).fill(1) },
      publicBefore: inOrder(known.marks),
      ...(withBounds ? { boundedBefore: bounds, noisyBefore: inOrder(known.noisy) } : {}),
      copies: {},
      pattern: pattern === null ? null : Object.fromEntries(pattern.cells.map(({ statistic, state }) => [statistic, state])),
      rounded: pattern === null ? null : Object.fromEntries(pattern.cells.map(({ statistic, value }) => [statistic, value])),
    });
  } finally {
    release.dispose();
  }
}

export function sumsOf({ zoneOf, zoneCount }: Partition, counts: Int32Array): Float64Array {
  const of = new Float64Array(zoneCount);
  zoneOf.forEach((zone, block) => (of[zone]! += counts[block]!));
  return of;
}

/** `withBounds`: whether audits know of changed totals; what has findings is not published. */
function publishAll(solver: HighsSolver, town: Town, withBounds: boolean): Public {
  const known = new Public(town);
  for (const { partition, method } of town.releases) {
    const made = checkRelease(solver, town, partition, method, known, withBounds);
    if (made.findings.length > 0) known.refused++;
    else known.enter(partition, method, made);
  }
  return known;
}

/** Unknowns: children, then residents who are none, block by block. */
function attack(highs: Awaited<ReturnType<typeof loadAttacker>>, town: Town, { exact, changed }: Public): Leak[] {
  const blocks = town.counts.residents!.length;
  const at = (statistic: string, partition: number, zone: number) => {
    const members = Array.from(town.partitions[partition]!.zoneOf.keys()).filter((block) => town.partitions[partition]!.zoneOf[block] === zone);
    return statistic === 'children' ? members : members.flatMap((block) => [block, blocks + block]);
  };
  const limits = [
    ...exact.map(({ statistic, partition, zone, total }) => ({ at: at(statistic, partition, zone), lower: total ?? 1, upper: total ?? Infinity })),
    ...changed.map(({ statistic, partition, zone, lower, upper }) => ({ at: at(statistic, partition, zone), lower, upper })),
  ].filter((limit) => limit.at.length > 0);
  const known = { blocks: 2 * blocks, tables: [], limits, withheldIsNoZero: true, lower: new Float64Array(2 * blocks), upper: new Float64Array(2 * blocks).fill(Infinity) };
  const places = targetsOf(blocks, town.partitions.map(({ zoneOf, zoneCount }) => ({ zoneOf, value: Array.from({ length: zoneCount }, () => null) })));
  const { threshold } = town.rules;
  return [
    ...leaks(highs, known, threshold, places, false),
    ...leaks(highs, known, threshold, places.map((of) => of.map((block) => blocks + block)), false),
    ...leaks(highs, known, threshold, places.map((of) => of.flatMap((block) => [block, blocks + block])), false),
  ];
}

/** Of towns 1 to `towns` the attacker learns of nobody below the threshold, and twice as many releases were published as refused: a desk that refuses everything is safe as well. */
export function expectNobody(highs: Awaited<ReturnType<typeof loadAttacker>>, solver: HighsSolver, townOf: (seed: number) => Town, towns: number): void {
  let [refused, published] = [0, 0];
  for (let seed = 1; seed <= towns; seed++) {
    const town = townOf(seed);
    const known = publishAll(solver, town, true);
    refused += known.refused;
    published += town.releases.length - known.refused;
    expect(attack(highs, town, known), `town ${seed}`).toEqual([]);
  }
  expect(published, `${refused} refused`).toBeGreaterThan(2 * refused);
}

/** In these towns the attacker learns of somebody where audits of exact releases know nothing of the changed ones, and of nobody where they do. */
export function expectSomebodyUnbounded(highs: Awaited<ReturnType<typeof loadAttacker>>, solver: HighsSolver, townOf: (seed: number) => Town, seeds: readonly number[]): void {
  for (const seed of seeds) {
    expect(attack(highs, townOf(seed), publishAll(solver, townOf(seed), false)), `town ${seed}`).not.toEqual([]);
    expect(attack(highs, townOf(seed), publishAll(solver, townOf(seed), true)), `town ${seed}`).toEqual([]);
  }
}
