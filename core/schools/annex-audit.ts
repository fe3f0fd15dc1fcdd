// What follows from an annex together with all that was public before it: sums of children over catchments and groups, year by year.
import type { ProgramSolver } from '../disclosure/differencing/program.ts';
import { type Partition, ReleaseAudit } from '../disclosure/releases/release-audit.ts';

export interface AnnexLevel {
  /** Children by block; of a forecast they are fractions. */
  readonly children: Float64Array;
  /** By partition: 1 by zone whose sum is told; null: none. */
  readonly told: readonly (Uint8Array | null)[];
}

export interface AnnexAuditInput {
  /** What was public before comes first, the annex's own partitions behind it. */
  readonly partitions: readonly Partition[];
  /** How many of them were public before. */
  readonly before: number;
  readonly levels: readonly AnnexLevel[];
  /** Children above 0 and below it are secret. */
  readonly threshold: number;
}

/** A sum that takes part in giving a small group away. */
export interface AnnexTerm {
  readonly level: number;
  readonly partition: number;
  readonly zone: number;
}

/** The audit takes whole numbers: hundredths of a child. */
const PARTS = 100;

/**
 * Sums that were public before and that together with the annex tell a union of blocks which holds somebody and fewer than the threshold; what they tell without it is
 * not the annex's doing. Empty: nothing follows by adding and subtracting. An annex tells rounded sums, which are taken for exact: that finds too much rather than too little.
 */
export function annexFindings({ partitions, before, levels, threshold }: AnnexAuditInput, solver: ProgramSolver): readonly AnnexTerm[] {
  const audit = new ReleaseAudit(partitions, solver);
  const terms = new Map<string, AnnexTerm>();
  try {
    levels.forEach(({ children, told }, level) => {
      const counts = Int32Array.from(children, (count) => Math.round(PARTS * count));
      const hidden = (upTo: number) => partitions.map(({ zoneCount }, g) => (g >= upTo || told[g] == null ? new Uint8Array(zoneCount).fill(1) : told[g]!.map((flag) => 1 - flag)));
      const known = new Set(audit.findings(counts, hidden(before), PARTS * threshold).map(({ atom }) => atom));
      for (const { atom, plus, minus } of audit.findings(counts, hidden(partitions.length), PARTS * threshold)) {
        if (known.has(atom)) continue;
        for (const { geography, zone } of [...plus, ...minus]) terms.set(`${level} ${geography} ${zone}`, { level, partition: geography, zone });
      }
    });
  } finally {
    audit.dispose();
  }
  return [...terms.values()];
}
