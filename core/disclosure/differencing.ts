// What follows from the published totals of two overlapping geographies by adding and subtracting, exactly.
import type { Atoms } from './atoms.ts';
import { SmallestCut } from './smallest-cut.ts';

export interface ZonePlace {
  /** Position of the geography and of its zone. */
  readonly geography: number;
  readonly zone: number;
}

/** A published zone and how often a certificate takes it. */
export interface ZoneTimes extends ZonePlace {
  readonly times: number;
}

/** One atom that is not safe: the smallest union with it that anybody can work out, and how. */
export interface DifferencingFinding {
  readonly atom: number;
  readonly count: number;
  readonly union: { readonly count: number; readonly atoms: readonly number[] };
  /** (plus - minus) / dividedBy is the union, and so is the sum of their published totals its count. */
  readonly plus: readonly ZoneTimes[];
  readonly minus: readonly ZoneTimes[];
  readonly dividedBy: number;
  /** The union is one published zone, which is small by itself. */
  readonly publishedZone: boolean;
}

/** What one geography does not publish: 1 by zone position. */
export type WithheldZones = readonly (Uint8Array | null)[];

/**
 * Every atom that holds somebody and lies in a union with 0 < count < threshold that follows exactly from the published
 * totals of two geographies; ascending by atom. Complete: a union of any shape is found, because all derivable unions
 * fall apart into those that a cut of the zone graph makes (ADR 0090). Atoms without a count are no finding: that nobody
 * is there is what an open zero says. Time: a search of one component for every unit of the threshold, and atoms at or
 * above the threshold cost nothing.
 */
export function auditDifferences(atoms: Atoms, threshold: number, withheld: WithheldZones = [null, null]): DifferencingFinding[] {
  const [aCount, bCount] = atoms.zoneCounts as [number, number];
  const withheldVertices = new Uint8Array(aCount + bCount);
  if (withheld[0]) withheldVertices.set(withheld[0]);
  if (withheld[1]) withheldVertices.set(withheld[1], aCount);
  const cuts = new SmallestCut(atoms, withheldVertices);
  const place = (vertex: number): ZoneTimes => ({ ...(vertex < aCount ? { geography: 0, zone: vertex } : { geography: 1, zone: vertex - aCount }), times: 1 });
  const findings: DifferencingFinding[] = [];
  for (let atom = 0; atom < atoms.count.length; atom++) {
    const count = atoms.count[atom]!;
    if (count === 0) continue;
    const cut = cuts.below(atom, threshold);
    if (cut === null) continue;
    findings.push({
      atom,
      count,
      union: { count: cut.count, atoms: cut.atoms },
      plus: cut.plus.map(place),
      minus: cut.minus.map(place),
      dividedBy: 1,
      publishedZone: cut.plus.length === 1 && cut.minus.length === 0,
    });
  }
  return findings;
}

/** Published totals of every zone of every geography. */
export function zoneTotals({ width, zoneCounts, zone, count }: Atoms): Float64Array[] {
  const totals = zoneCounts.map((zones) => new Float64Array(zones));
  for (let atom = 0; atom < count.length; atom++) {
    for (let g = 0; g < width; g++) {
      const position = zone[width * atom + g]!;
      if (position >= 0) totals[g]![position]! += count[atom]!;
    }
  }
  return totals;
}
