// The interval audit: how little and how much every withheld number can be for who knows all that is public, of all statistics together.
import { Attack, type Bounds, type PublishedSum, type SumLimits } from '../suppression/attack.ts';
import type { ProgramSolver } from '../differencing/program.ts';
import { type AtomBlocks, type Partition, ReleaseAudit } from './release-audit.ts';
import { leastWithheld, type RuleSet } from '../rules/rule-set.ts';

/** `published` by partition: 1 by zone whose total is public; null where nothing of the partition is. Counts by block, whole, from 0. */
export interface IntervalStatistic {
  readonly counts: Int32Array;
  readonly published: readonly (Uint8Array | null)[];
  readonly rules: RuleSet;
}

/** What everybody knows of statistics by position: that parts are a whole, or that one holds no more than another, in every place. */
export interface StatisticLinks {
  readonly sums?: readonly { readonly whole: number; readonly parts: readonly number[] }[];
  readonly atMost?: readonly { readonly part: number; readonly whole: number }[];
}

export interface IntervalInput {
  readonly partitions: readonly Partition[];
  readonly statistics: readonly IntervalStatistic[];
  readonly links?: StatisticLinks;
  /** Unions of atoms to look at besides, such as the smallest ones of a differencing audit. */
  readonly unions?: readonly { readonly statistic: number; readonly atoms: readonly number[] }[];
  readonly solver: ProgramSolver;
}

/**
 * A number below the threshold that is known: `exact`, or `small`: that it is below. `zone` where it is a withheld zone. `atoms`: what it
 * counts; they are those of `IntervalAudit`.
 */
export interface KnownInterval extends Bounds {
  readonly statistic: number;
  readonly kind: 'exact' | 'small';
  readonly zone: { readonly partition: number; readonly zone: number } | null;
  readonly atoms: readonly number[];
  readonly count: number;
}

export interface IntervalAudit {
  readonly findings: readonly KnownInterval[];
  /** Of every zone that its partition does not publish while it publishes others; upper is Infinity where nothing bounds it. */
  readonly withheld: readonly (Bounds & { readonly statistic: number; readonly partition: number; readonly zone: number })[];
  readonly atoms: AtomBlocks;
}

/**
 * Bounds of every withheld zone, of every atom that holds somebody below the threshold, and of the unions asked for. Complete for numbers that are
 * known to be small: a union is known to hold no more than some number only where its atoms are. Exact: where fractions leave the answer open
 * (three geographies and more, links), whole numbers are tried. Rules are known: a withheld total is at least 1 where a 0 would be shown.
 */
export function auditIntervals(input: IntervalInput): IntervalAudit {
  const audit = new ReleaseAudit(input.partitions, input.solver);
  const { atoms } = audit;
  audit.dispose();
  const system = createSystem(input, atoms);
  const attack = new Attack(system.truth.length, system.sums, 0, input.solver, system.limits);
  attack.remember(system.truth);
  try {
    const findings: KnownInterval[] = [];
    const look = (statistic: number, of: readonly number[], zone: KnownInterval['zone'], bounds?: Bounds): void => {
      const { threshold } = input.statistics[statistic]!.rules;
      const at = system.unknownsOf(statistic, of);
      const count = at.reduce((sum, unknown) => sum + system.truth[unknown]!, 0);
      const secret = count < threshold && (count > 0 || (zone !== null && input.statistics[statistic]!.rules.zeros === 'protect'));
      if (!secret || (bounds === undefined && attack.reaches(at, threshold))) return;
      const { lower, upper } = bounds ?? attack.bounds(at);
      if (upper < threshold) findings.push({ statistic, kind: lower === upper ? 'exact' : 'small', zone, atoms: of, count, lower, upper });
      else if (lower === upper) findings.push({ statistic, kind: 'exact', zone, atoms: of, count, lower, upper });
    };
    const withheld = system.withheld.map(({ statistic, partition, zone, at }) => {
      const bounds = attack.bounds(at);
      look(statistic, system.atomsOf(partition, zone), { partition, zone }, bounds);
      return { statistic, partition, zone, ...bounds };
    });
    input.statistics.forEach((_, statistic) => system.groups.forEach((of) => look(statistic, of, null)));
    for (const { statistic, atoms: of } of input.unions ?? []) look(statistic, of, null);
    return { findings, withheld, atoms };
  } finally {
    attack.dispose();
  }
}

interface System {
  readonly truth: Float64Array;
  readonly sums: readonly PublishedSum[];
  readonly limits: readonly SumLimits[];
  readonly withheld: readonly { readonly statistic: number; readonly partition: number; readonly zone: number; readonly at: readonly number[] }[];
  /** Atoms that nothing public tells apart. */
  readonly groups: readonly (readonly number[])[];
  unknownsOf(statistic: number, atoms: readonly number[]): number[];
  atomsOf(partition: number, zone: number): number[];
}

/** An unknown for every statistic and group of atoms. */
function createSystem({ partitions, statistics, links }: IntervalInput, atoms: AtomBlocks): System {
  const { width, zone, blocks } = atoms;
  const used = partitions.map((_, g) => statistics.some(({ published }) => published[g] != null));
  const groupOf = new Int32Array(blocks.length).fill(-1);
  const groups: number[][] = [];
  const bySignature = new Map<string, number>();
  blocks.forEach((of, atom) => {
    if (of.length === 0) return;
    const signature = partitions.map((_, g) => (used[g]! ? zone[width * atom + g]! : '')).join(' ');
    let group = bySignature.get(signature);
    if (group === undefined) {
      bySignature.set(signature, (group = groups.length));
      groups.push([]);
    }
    groups[group]!.push(atom);
    groupOf[atom] = group;
  });
  const size = groups.length;
  const truth = new Float64Array(statistics.length * size);
  statistics.forEach(({ counts }, s) => groups.forEach((of, group) => of.forEach((atom) => blocks[atom]!.forEach((block) => (truth[s * size + group]! += counts[block]!)))));
  const zoneGroups = partitions.map(({ zoneCount }, g) => {
    const found = Array.from({ length: zoneCount }, (): number[] => []);
    groups.forEach(([first], group) => {
      const at = zone[width * first! + g]!;
      if (used[g]! && at >= 0) found[at]!.push(group);
    });
    return found;
  });

  const sums: PublishedSum[] = [];
  const limits: SumLimits[] = [];
  const withheld: { statistic: number; partition: number; zone: number; at: number[] }[] = [];
  statistics.forEach(({ published, rules }, s) =>
    zoneGroups.forEach((zones, g) => {
      const flags = published[g];
      if (flags == null) return;
      zones.forEach((members, z) => {
        if (members.length === 0) return;
        const at = members.map((group) => s * size + group);
        const sum = at.reduce((total, unknown) => total + truth[unknown]!, 0);
        if (flags[z] !== 1) {
          withheld.push({ statistic: s, partition: g, zone: z, at });
          limits.push({ at, least: Math.min(sum, leastWithheld(rules)), most: Infinity });
        } else if (sum === 0) for (const unknown of at) sums.push({ at: [unknown], sum: 0 });
        else sums.push({ at, sum });
      });
    }),
  );
  // Where a source itself breaks a link, as with a child that is counted where it is no resident, nobody can use it.
  const link = (whole: number, parts: readonly number[], most: number): void => {
    const rest = truth[whole]! - parts.reduce((sum, part) => sum + truth[part]!, 0);
    if (rest >= 0 && rest <= most) limits.push({ at: [whole, ...parts], times: [1, ...parts.map(() => -1)], least: 0, most });
  };
  for (let group = 0; group < size; group++) {
    const unknown = (statistic: number) => statistic * size + group;
    for (const { whole, parts } of links?.sums ?? []) link(unknown(whole), parts.map(unknown), 0);
    for (const { part, whole } of links?.atMost ?? []) link(unknown(whole), [unknown(part)], Infinity);
  }
  return {
    truth,
    sums,
    limits,
    withheld,
    groups,
    unknownsOf: (statistic, of) => [...new Set(of.map((atom) => statistic * size + groupOf[atom]!))].toSorted((a, b) => a - b),
    atomsOf: (partition, z) => zoneGroups[partition]![z]!.flatMap((group) => groups[group]!),
  };
}
