// What follows exactly from all that is public once a release is, told with the totals to add and subtract.
import type { DifferencingFinding } from '../../../core/disclosure/differencing/differencing.ts';
import type { Partition, ReleaseAudit } from '../../../core/disclosure/releases/release-audit.ts';
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import type { CheckFinding, FoundTerm, PublicMarks } from './release-check.ts';
import { standsAlone, type DateTables, type PublishedTable } from './release-tables.ts';

interface ToldFinding {
  readonly finding: DifferencingFinding;
  /** Follows from what was public before. */
  readonly already: boolean;
}

export class ReleaseFindings {
  /** Tables that were audited: statistics and complements. */
  audited = 0;

  constructor(
    private readonly tables: DateTables,
    private readonly audit: ReleaseAudit,
  ) {}

  /** Of the numbers of `part`, or of `whole` less `part`. */
  of(part: string, whole: string | null, rules: RuleSet): CheckFinding[] {
    const table = this.tables.published(part, whole);
    if (table === null) return [];
    this.audited++;
    const found = this.tables.asAudited(table.counts, rules.threshold).flatMap((counts) => this.told(table, counts, part, whole, rules));
    // What the counts tell and what shares of small blocks do is told once.
    return [...new Map(found.toReversed().map((finding) => [`${finding.already} ${finding.blocks.join()}`, finding])).values()].toReversed();
  }

  private told({ counts: shown, unknown, marks, withheld }: PublishedTable, counts: Int32Array, part: string, whole: string | null, rules: RuleSet): CheckFinding[] {
    const sums = sumsOf(this.tables.setup.partitions[0]!, counts);
    if (standsAlone(marks) && !marks[0]!.some((flag, zone) => flag === 1 && sums[zone]! > 0 && sums[zone]! < rules.threshold)) return [];
    const found = this.audit.findings(counts, withheld, rules.threshold);
    if (found.length === 0) return [];
    const earlier = this.tables.earlier(part, whole, { unknown });
    const told = found.map((finding) => ({ finding, already: usesOnly(finding, earlier) }));
    if (told.some(({ already }) => !already)) {
      // A total of this release may be in a shorter sum for what other totals have given away before: what follows is what counts, not how.
      const before = this.beforeUnions(counts, earlier, rules.threshold);
      told.forEach(({ finding, already }, i) => {
        const known = already ? undefined : before.get(this.inhabited(finding, counts));
        // The same people in a wider place were known before; that they are in this one is news.
        if (known !== undefined && known.union.atoms.every((atom) => finding.union.atoms.includes(atom))) told[i] = { finding: known, already: true };
      });
    }
    return this.tell(told, shown, part, whole);
  }

  /** Unions that follow from totals that were public before, by their blocks with somebody in them. */
  private beforeUnions(counts: Int32Array, earlier: PublicMarks, threshold: number): ReadonlyMap<string, DifferencingFinding> {
    if (!earlier.some((marks) => marks?.includes(1))) return new Map();
    const withheld = this.tables.setup.partitions.map(({ zoneCount }, g) => earlier[g]?.map((flag) => 1 - flag) ?? new Uint8Array(zoneCount).fill(1));
    return new Map(this.audit.findings(counts, withheld, threshold).map((finding) => [this.inhabited(finding, counts), finding]));
  }

  /** Blocks of the union in which somebody is counted. */
  private inhabited({ union }: DifferencingFinding, counts: Int32Array): string {
    const { blocks } = this.audit.atoms;
    return Uint32Array.from(union.atoms.flatMap((atom) => [...blocks[atom]!])).filter((block) => counts[block]! > 0).sort().join();
  }

  /** One finding a union: atoms of one union share it. */
  private tell(found: readonly ToldFinding[], counts: Int32Array, part: string, whole: string | null): CheckFinding[] {
    const { atoms } = this.audit;
    const unions = new Map<string, ToldFinding>();
    for (const told of found) unions.set(told.finding.union.atoms.toSorted((a, b) => a - b).join(), told);
    const totals = this.tables.setup.partitions.map((partition) => sumsOf(partition, counts));
    const countOf = (atom: number) => atoms.blocks[atom]!.reduce((sum, block) => sum + counts[block]!, 0);
    return [...unions.values()].map(({ finding: { union, plus, minus, dividedBy }, already }) => {
      const terms = [...plus.map((term) => ({ ...term, sign: 1 })), ...minus.map((term) => ({ ...term, sign: -1 }))].map(({ geography, zone, times, sign }): FoundTerm => {
        return { partition: geography, zone, times: sign * times, value: totals[geography]![zone]! };
      });
      return {
        statistic: part,
        referenceDate: this.tables.task.referenceDate,
        complementOf: whole,
        kind: 'exact',
        count: union.atoms.reduce((sum, atom) => sum + countOf(atom), 0),
        terms,
        dividedBy,
        blocks: Uint32Array.from(union.atoms.flatMap((atom) => [...atoms.blocks[atom]!])).sort(),
        zones: terms.filter(({ partition }) => partition === 0).map(({ zone }) => zone),
        already,
      };
    });
  }
}

function sumsOf({ zoneOf, zoneCount }: Partition, counts: Int32Array): Float64Array {
  const sums = new Float64Array(zoneCount);
  zoneOf.forEach((zone, block) => (zone >= 0 ? (sums[zone]! += counts[block]!) : 0));
  return sums;
}

function usesOnly({ plus, minus }: DifferencingFinding, marks: PublicMarks): boolean {
  return [...plus, ...minus].every(({ geography, zone }) => marks[geography]?.[zone] === 1);
}
