// What follows from the published totals of two overlapping geographies by adding and subtracting, exactly.
import type { Atoms } from './atoms.ts';
import { type Cut, SmallestCut } from './smallest-cut.ts';
import { zoneGraph, type ZoneGraph } from './zone-graph.ts';

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
  if (atoms.width !== 2) throw new RangeError(`minimum cuts are for two geographies, not ${atoms.width}`);
  const [aCount, bCount] = atoms.zoneCounts as [number, number];
  const withheldVertices = new Uint8Array(aCount + bCount);
  if (withheld[0]) withheldVertices.set(withheld[0]);
  if (withheld[1]) withheldVertices.set(withheld[1], aCount);
  const graph = zoneGraph(atoms, withheldVertices, threshold);
  const cuts = new SmallestCut(graph);
  const zonesOf = zonesByClass(graph, aCount);
  const findings: DifferencingFinding[] = [];
  graph.atoms.forEach((members, edge) => {
    if (graph.count[edge] === 0) return;
    const cut = cuts.below(edge, threshold);
    if (cut === null) return;
    const union = { count: cut.count, atoms: cut.edges.flatMap((at) => graph.atoms[at]!).toSorted((x, y) => x - y) };
    const certificate = cutCertificate(cut, cuts.members[cut.component]!, zonesOf);
    for (const atom of members) if (atoms.count[atom]! > 0) findings.push({ atom, count: atoms.count[atom]!, union, ...certificate });
  });
  return findings.toSorted((x, y) => x.atom - y.atom);
}

/** Zones of a and of b by class, ascending. */
type ClassZones = readonly (readonly [ZoneTimes[], ZoneTimes[]])[];

function zonesByClass({ classOf, classCount }: ZoneGraph, aCount: number): ClassZones {
  const zones = Array.from({ length: classCount }, (): [ZoneTimes[], ZoneTimes[]] => [[], []]);
  // The last two vertices stand for "in no zone".
  for (let vertex = 0; vertex < classOf.length - 2; vertex++) {
    const geography = vertex < aCount ? 0 : 1;
    zones[classOf[vertex]!]![geography].push({ geography, zone: geography === 0 ? vertex : vertex - aCount, times: 1 });
  }
  return zones;
}

/**
 * The union is a's on the source's side less b's on it, and as well b's on the sink's side less a's on that: the first
 * where no withheld zone is on the source's side, the second where none is on the sink's; where both do, the shorter.
 */
function cutCertificate({ side, withheldOnSide }: Cut, classes: Int32Array, zonesOf: ClassZones): Pick<DifferencingFinding, 'plus' | 'minus' | 'dividedBy' | 'publishedZone'> {
  const terms = [0, 0];
  for (const one of classes) terms[side[one]!]! += zonesOf[one]![0].length + zonesOf[one]![1].length;
  const bySource = withheldOnSide === null ? terms[1]! <= terms[0]! : !withheldOnSide;
  const taken = [...classes].filter((one) => side[one] === (bySource ? 1 : 0));
  const zones = (of: 0 | 1) => taken.flatMap((one) => zonesOf[one]![of]).toSorted((x, y) => x.zone - y.zone);
  const [plus, minus] = bySource ? [zones(0), zones(1)] : [zones(1), zones(0)];
  return { plus, minus, dividedBy: 1, publishedZone: plus.length === 1 && minus.length === 0 };
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
