// What a plan's zones would give away beside all that is public: one plan's audit, kept warm between its steps. Pure; a worker runs it.
import type { Adjacency } from '../../../core/coverage/adjacency.ts';
import type { DifferencingFinding, WithheldZones } from '../../../core/disclosure/differencing/differencing.ts';
import { mergeProposals, type Proposal } from '../../../core/disclosure/releases/merge-proposal.ts';
import type { ProgramSolver } from '../../../core/disclosure/differencing/program.ts';
import { ReleaseAudit, type Partition } from '../../../core/disclosure/releases/release-audit.ts';

export interface PlanAuditSetup {
  /** Zones of the plan by slot first, with room for more; then every cut of which anything is public. */
  readonly partitions: readonly Partition[];
  readonly neighbours: Pick<Adjacency, 'rookStart' | 'rook' | 'rookLengthM'>;
}

/** One statistic of a date as the reader sees it: true counts, or those of the protected copy. */
export interface AuditedColumn {
  readonly statistic: string;
  /** Names the array, so that it is sent once; `counts` is null where the worker has it. */
  readonly key: string;
  readonly counts: Int32Array | null;
  /** The same with what shares of 0 tell of small blocks (`withSmallShares`); null where there are none. Sent each time. */
  readonly whole: Int32Array | null;
  /** Names the people that are lost with a withheld zone; sent like `key`. */
  readonly residents: string;
  /** Least count that may be known; for a copy the least that looks safe in it. */
  readonly threshold: number;
  readonly zeros: 'open' | 'protect' | 'structural';
  /** By partition: 1 by zone whose total is public already, null where none is; the plan's own are looked at as if they were. */
  readonly publicMarks: readonly (Uint8Array | null)[];
  /** By slot: 1 where a block of the zone is unknown, so that no total is known either. */
  readonly unknown: Uint8Array;
}

export interface PlanTerm {
  readonly partition: number;
  readonly zone: number;
  /** Negative to subtract. */
  readonly times: number;
  readonly value: number;
}

export interface PlanFinding {
  readonly statistic: string;
  /** `zone`: a zone of the plan is too small by itself and would be withheld; `difference`: a small number follows from several. */
  readonly kind: 'zone' | 'difference';
  readonly count: number;
  /** The count itself is none that is too small: what follows from it for the whole blocks of its fragments is. */
  readonly fragments?: true;
  readonly dividedBy: number;
  readonly terms: readonly PlanTerm[];
  /** Blocks of the union, positions ascending. */
  readonly blocks: readonly number[];
}

export interface PlanAuditResult {
  readonly findings: readonly PlanFinding[];
  /** Ways to make finding `repairsFor` vanish, the least loss first. */
  readonly repairs: readonly Proposal[];
}

export class PlanAudit {
  private readonly audit: ReleaseAudit;
  private readonly zones: Int32Array[];

  constructor(private readonly setup: PlanAuditSetup, solver: ProgramSolver) {
    this.audit = new ReleaseAudit(setup.partitions, solver);
    this.zones = setup.partitions.map(({ zoneOf }) => zoneOf.slice());
  }

  move(blocks: Int32Array, to: number): void {
    this.audit.move(0, blocks, to);
    for (const block of blocks) this.zones[0]![block] = to;
  }

  /** `closed`: slots that no repair may touch. Columns have their counts here. */
  run(columns: readonly (AuditedColumn & { readonly counts: Int32Array })[], residentsOf: (key: string) => Int32Array, repairsFor: number, closed: ReadonlySet<number>): PlanAuditResult {
    const findings: PlanFinding[] = [];
    let repair = (): readonly Proposal[] => [];
    for (const column of columns) {
      const { found, own, withheld, totals, ofWhole } = this.differences(column);
      findings.push(...own);
      for (const finding of found) {
        if (findings.length === repairsFor) repair = () => this.repairs(column, finding, withheld, residentsOf(column.residents), closed);
        findings.push({ ...this.tell(column.statistic, finding, totals), ...(ofWhole.has(finding) ? { fragments: true } : {}) });
      }
    }
    // Last: proposals are tried by moves, after which atoms have other numbers than those in the findings.
    return { findings, repairs: repair() };
  }

  /**
   * A union with fragments is unsafe in two ways: its own apportioned count is small, or it is 0 and says of a small block that it is: 0 of a
   * fragment that holds a tenth says that the block holds few. Both are looked for; what both find is one finding.
   */
  private differences(column: AuditedColumn & { readonly counts: Int32Array }): ReturnType<PlanAudit['differencesOf']> & { readonly ofWhole: ReadonlySet<DifferencingFinding> } {
    const apportioned = this.differencesOf(column, column.counts);
    if (column.whole === null) return { ...apportioned, ofWhole: new Set() };
    const whole = this.differencesOf(column, column.whole);
    const keyOf = ({ union }: DifferencingFinding) => union.atoms.toSorted((a, b) => a - b).join();
    const found = new Set(apportioned.found.map(keyOf));
    const zones = new Set(apportioned.own.map(({ terms }) => terms[0]!.zone));
    const ofWhole = whole.found.filter((finding) => !found.has(keyOf(finding))).map((finding) => this.counted(finding, column.counts));
    return {
      ...apportioned,
      // Counts and totals that are told are the apportioned ones: those would be published.
      found: [...apportioned.found, ...ofWhole],
      ofWhole: new Set(ofWhole),
      own: [
        ...apportioned.own,
        ...whole.own.filter(({ terms }) => !zones.has(terms[0]!.zone)).map((finding) => {
          const value = apportioned.totals[0]![finding.terms[0]!.zone]!;
          return { ...finding, count: value, fragments: true as const, terms: [{ ...finding.terms[0]!, value }] };
        }),
      ],
    };
  }

  private counted(finding: DifferencingFinding, counts: Int32Array): DifferencingFinding {
    const count = finding.union.atoms.reduce((sum, atom) => sum + this.audit.atoms.blocks[atom]!.reduce((all, block) => all + counts[block]!, 0), 0);
    return { ...finding, union: { ...finding.union, count } };
  }

  private differencesOf(column: AuditedColumn & { readonly counts: Int32Array }, counts: Int32Array): { found: DifferencingFinding[]; own: PlanFinding[]; withheld: WithheldZones; totals: Float64Array[] } {
    const { threshold, zeros, publicMarks, unknown, statistic } = column;
    const { partitions } = this.setup;
    const totals = this.zones.map((zoneOf, g) => {
      const sums = new Float64Array(partitions[g]!.zoneCount);
      zoneOf.forEach((zone, block) => zone >= 0 && (sums[zone]! += counts[block]!));
      return sums;
    });
    const blocksOf = new Int32Array(partitions[0]!.zoneCount);
    for (const zone of this.zones[0]!) if (zone >= 0) blocksOf[zone]!++;
    const own: PlanFinding[] = [];
    const hidden = totals[0]!.map((total, zone) => {
      if (blocksOf[zone] === 0 || unknown[zone] === 1) return 1;
      const small = total < threshold && (total > 0 || zeros === 'protect');
      if (small) {
        const blocks = [...this.zones[0]!.keys()].filter((block) => this.zones[0]![block] === zone);
        own.push({ statistic, kind: 'zone', count: total, dividedBy: 1, terms: [{ partition: 0, zone, times: 1, value: total }], blocks });
      }
      return small ? 1 : 0;
    });
    const withheld: WithheldZones = partitions.map(({ zoneCount }, g) => (g === 0 ? Uint8Array.from(hidden) : notPublic(publicMarks[g] ?? null, zoneCount)));
    const unions = new Map<string, DifferencingFinding>();
    for (const finding of this.audit.findings(counts, withheld, threshold)) {
      // What follows from earlier publications alone is nothing that a plan could mend.
      if (![...finding.plus, ...finding.minus].some(({ geography }) => geography === 0)) continue;
      const key = finding.union.atoms.toSorted((a, b) => a - b).join();
      if (!unions.has(key)) unions.set(key, finding);
    }
    return { found: [...unions.values()], own, withheld, totals };
  }

  private tell(statistic: string, { union, plus, minus, dividedBy }: DifferencingFinding, totals: readonly Float64Array[]): PlanFinding {
    const terms = [...plus.map((term) => ({ ...term, sign: 1 })), ...minus.map((term) => ({ ...term, sign: -1 }))];
    return {
      statistic,
      kind: 'difference',
      count: union.count,
      dividedBy,
      terms: terms.map(({ geography, zone, times, sign }) => ({ partition: geography, zone, times: sign * times, value: totals[geography]![zone]! })),
      blocks: union.atoms.flatMap((atom) => [...this.audit.atoms.blocks[atom]!]).toSorted((a, b) => a - b),
    };
  }

  private repairs({ counts, threshold, zeros }: AuditedColumn & { readonly counts: Int32Array }, finding: DifferencingFinding, withheld: WithheldZones, residents: Int32Array, closed: ReadonlySet<number>): Proposal[] {
    const proposals = mergeProposals(
      {
        audit: this.audit,
        changeable: 0,
        zoneOf: this.zones[0]!,
        zoneCount: this.setup.partitions[0]!.zoneCount,
        neighbours: this.setup.neighbours,
        counts,
        residents,
        withheld,
        rules: { threshold, zeros },
      },
      finding,
    );
    const touched = (proposal: Proposal) => (proposal.kind === 'move-blocks' ? [proposal.from, proposal.to] : proposal.kind === 'merge-zones' ? proposal.zones : []);
    return proposals.filter((proposal) => !touched(proposal).some((slot) => closed.has(slot)));
  }
}

function notPublic(marks: Uint8Array | null, zoneCount: number): Uint8Array {
  return marks === null ? new Uint8Array(zoneCount).fill(1) : marks.map((flag) => 1 - flag);
}
