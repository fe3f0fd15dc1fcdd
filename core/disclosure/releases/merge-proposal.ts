// How a finding can be made to vanish: which blocks to give to a neighbour, which zones to merge, what to withhold; the least loss first.
import type { Adjacency } from '../../coverage/adjacency.ts';
import type { DifferencingFinding, WithheldZones } from '../differencing/differencing.ts';
import type { ReleaseAudit } from './release-audit.ts';
import type { RuleSet } from '../rules/rule-set.ts';

export interface ProposalInput {
  /** Over the partitions as they are; changed while proposals are tried, and left as it was. */
  readonly audit: ReleaseAudit;
  /** Position of the partition that may be changed, its zone by block (-1 none) and number of zones. */
  readonly changeable: number;
  readonly zoneOf: Int32Array;
  readonly zoneCount: number;
  readonly neighbours: Pick<Adjacency, 'rookStart' | 'rook' | 'rookLengthM'>;
  /** By block; what the finding is about, and who is shown a number fewer for a zone that is withheld. */
  readonly counts: Int32Array;
  readonly residents: Int32Array;
  readonly withheld: WithheldZones;
  readonly rules: Pick<RuleSet, 'threshold' | 'zeros'>;
}

/** Beside what is published now: numbers fewer, residents of whose zone there is none any more, zones fewer. A merger of two published zones loses a number. */
export interface ProposalLoss {
  readonly cells: number;
  readonly residents: number;
  readonly zones: number;
}

/** Zones by position, blocks by position, ascending. */
export type Proposal =
  | { readonly kind: 'move-blocks'; readonly blocks: readonly number[]; readonly from: number; readonly to: number; readonly lost: ProposalLoss }
  | { readonly kind: 'merge-zones'; readonly zones: readonly [number, number]; readonly lost: ProposalLoss }
  | { readonly kind: 'withhold'; readonly zones: readonly number[]; readonly lost: ProposalLoss };

/** Neighbours that are tried for a zone, those with the longest border first. */
const MOST_NEIGHBOURS = 4;

/**
 * What makes the finding vanish without a new one, each tried by auditing what would be published then: blocks of the union to a zone beside
 * them, two zones of which one is in the certificate merged, one or two zones withheld. Zones that fall below the threshold by a move are
 * withheld as the rules say, and count as lost. Least lost first: cells, then residents, then zones, then fewest blocks moved. Only this statistic and date are looked at.
 */
export function mergeProposals(input: ProposalInput, finding: DifferencingFinding): readonly Proposal[] {
  const trial = new Trial(input, finding);
  const proposals = [...moves(input, trial), ...merges(input, finding, trial), ...withholdings(input, finding, trial)];
  const moved = (proposal: Proposal) => (proposal.kind === 'move-blocks' ? proposal.blocks.length : 0);
  return proposals.toSorted((a, b) => a.lost.cells - b.lost.cells || a.lost.residents - b.lost.residents || a.lost.zones - b.lost.zones || moved(a) - moved(b));
}

/** One change after the other is audited and taken back. */
class Trial {
  /** Blocks of the finding, and those that a finding has now. */
  readonly union: readonly number[];
  private readonly told: ReadonlySet<number>;

  constructor(
    private readonly input: ProposalInput,
    finding: DifferencingFinding,
  ) {
    const { blocks } = input.audit.atoms;
    this.union = finding.union.atoms.flatMap((atom) => [...blocks[atom]!]).toSorted((a, b) => a - b);
    this.told = this.toldBlocks(input.withheld);
  }

  /** What is lost where the change does it; null where it does not. `changes`: blocks and the zone that they go to. */
  loss(changes: readonly { readonly blocks: readonly number[]; readonly from: number; readonly to: number }[], hidden: readonly number[], fewer: number): ProposalLoss | null {
    const { audit, changeable, withheld, zoneOf } = this.input;
    const after = zoneOf.slice();
    for (const { blocks, to } of changes) for (const block of blocks) after[block] = to;
    const now = this.hiddenZones(withheld[changeable] ?? null, after, hidden, changes);
    for (const { blocks, to } of changes) audit.move(changeable, blocks, to);
    const told = this.toldBlocks(withheld.map((of, g) => (g === changeable ? now : of)));
    for (const { blocks, from } of changes) audit.move(changeable, blocks, from);
    const vanished = this.union.every((block) => !told.has(block)) && [...told].every((block) => this.told.has(block));
    return vanished ? this.lost(after, now, fewer) : null;
  }

  private toldBlocks(withheld: WithheldZones): Set<number> {
    const { audit, counts, rules } = this.input;
    const findings = audit.findings(counts, withheld, rules.threshold);
    const { blocks } = audit.atoms;
    return new Set(findings.flatMap(({ atom }) => [...blocks[atom]!].filter((block) => counts[block]! > 0)));
  }

  /** Zones that a change leaves with too few are withheld, and those that get enough no longer, unless they were withheld for others' sake. */
  private hiddenZones(before: Uint8Array | null, zoneOf: Int32Array, hidden: readonly number[], changes: readonly { readonly from: number; readonly to: number }[]): Uint8Array {
    const { zoneCount, counts, rules } = this.input;
    const flags = before?.slice() ?? new Uint8Array(zoneCount);
    const total = (of: Int32Array, zone: number) => of.reduce((sum, at, block) => (at === zone ? sum + counts[block]! : sum), 0);
    const small = (of: Int32Array, zone: number) => total(of, zone) < rules.threshold && (total(of, zone) > 0 || rules.zeros === 'protect');
    const forOthers = (zone: number) => before?.[zone] === 1 && !small(this.input.zoneOf, zone);
    for (const { from, to } of changes) {
      const emptied = !zoneOf.includes(from);
      flags[to] = small(zoneOf, to) || forOthers(to) || (emptied && forOthers(from)) ? 1 : 0;
      flags[from] = !emptied && (small(zoneOf, from) || forOthers(from)) ? 1 : 0;
    }
    for (const zone of hidden) flags[zone] = 1;
    return flags;
  }

  private lost(zoneOf: Int32Array, now: Uint8Array, fewer: number): ProposalLoss {
    const { withheld, changeable, residents } = this.input;
    const seen = (of: Int32Array, flags: Uint8Array | null) => {
      const zones = new Set(of.filter((zone) => zone >= 0 && flags?.[zone] !== 1));
      return { cells: zones.size, residents: of.reduce((sum, zone, block) => (zones.has(zone) ? sum + residents[block]! : sum), 0) };
    };
    const [before, after] = [seen(this.input.zoneOf, withheld[changeable] ?? null), seen(zoneOf, now)];
    return { cells: Math.max(0, before.cells - after.cells), residents: Math.max(0, before.residents - after.residents), zones: fewer };
  }
}

/** The union's blocks of one zone to a zone beside them. */
function moves(input: ProposalInput, trial: Trial): Proposal[] {
  const { zoneOf } = input;
  const zones = [...new Set(trial.union.map((block) => zoneOf[block]!))].filter((zone) => zone >= 0);
  return zones.flatMap((from) => {
    const blocks = trial.union.filter((block) => zoneOf[block] === from);
    return zonesBeside(input, blocks).flatMap((to): Proposal[] => {
      const lost = trial.loss([{ blocks, from, to }], [], 0);
      return lost === null ? [] : [{ kind: 'move-blocks', blocks, from, to, lost }];
    });
  });
}

/** A zone of the certificate, or of the union, with one beside it. */
function merges(input: ProposalInput, finding: DifferencingFinding, trial: Trial): Proposal[] {
  const { zoneOf } = input;
  const seen = new Set<string>();
  return zonesOf(input, finding, trial).flatMap((zone) => {
    const blocks = [...zoneOf.keys()].filter((block) => zoneOf[block] === zone);
    return zonesBeside(input, blocks).flatMap((to): Proposal[] => {
      const zones: [number, number] = zone < to ? [zone, to] : [to, zone];
      if (seen.has(zones.join())) return [];
      seen.add(zones.join());
      const lost = trial.loss([{ blocks, from: zone, to }], [], 1);
      return lost === null ? [] : [{ kind: 'merge-zones', zones, lost }];
    });
  });
}

/** One zone, where that is enough; else two of which the finding has one. */
function withholdings(input: ProposalInput, finding: DifferencingFinding, trial: Trial): Proposal[] {
  const { changeable, withheld, zoneOf } = input;
  const open = (zone: number) => withheld[changeable]?.[zone] !== 1;
  const near = zonesOf(input, finding, trial).filter(open);
  const propose = (zones: readonly number[]): Proposal[] => {
    const lost = trial.loss([], zones, 0);
    return lost === null ? [] : [{ kind: 'withhold', zones, lost }];
  };
  const single = near.flatMap((zone) => propose([zone]));
  if (single.length > 0) return single;
  const pairs = near.flatMap((zone) => {
    const blocks = [...zoneOf.keys()].filter((block) => zoneOf[block] === zone);
    return [...new Set([...near, ...zonesBeside(input, blocks)])].filter((other) => other !== zone && open(other)).map((other) => [Math.min(zone, other), Math.max(zone, other)]);
  });
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()].flatMap(propose);
}

function zonesOf({ changeable, zoneOf }: ProposalInput, { plus, minus }: DifferencingFinding, { union }: Trial): number[] {
  const named = [...plus, ...minus].filter(({ geography }) => geography === changeable).map(({ zone }) => zone);
  return [...new Set([...named, ...union.map((block) => zoneOf[block]!).filter((zone) => zone >= 0)])].toSorted((a, b) => a - b);
}

/** Zones that border on the blocks, the longest border first. */
function zonesBeside({ zoneOf, neighbours: { rookStart, rook, rookLengthM } }: ProposalInput, blocks: readonly number[]): number[] {
  const own = new Set(blocks);
  const from = new Set(blocks.map((block) => zoneOf[block]!));
  const border = new Map<number, number>();
  for (const block of blocks) {
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
      const zone = zoneOf[rook[i]!]!;
      if (zone < 0 || from.has(zone) || own.has(rook[i]!)) continue;
      border.set(zone, (border.get(zone) ?? 0) + rookLengthM[i]!);
    }
  }
  return [...border].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_NEIGHBOURS).map(([zone]) => zone);
}
