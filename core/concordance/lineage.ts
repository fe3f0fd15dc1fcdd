// Last year's blocks and this year's: which are the same, which were split, merged, redrawn, and what becomes of their zones.
import { UNASSIGNED, type Assignment, type Coverage } from '../coverage/coverage.ts';
import { ringVertices } from '../coverage/interior-point.ts';
import { overlayFractions } from '../coverage/overlay/overlay.ts';
import type { CoverageIssue } from '../coverage/build-coverage.ts';

export interface BlockStand {
  readonly ids: readonly string[];
  readonly coverage: Coverage;
}

/**
 * What happened to a group of blocks that have land in common: one stayed what it was (whatever its id); one became
 * several; several became one; one changed its outline, or several became several; one has no forerunner; one no successor.
 */
export type LineageRelation = 'same' | 'split' | 'merged' | 'reshaped' | 'new' | 'gone';

/** Blocks of both stands by position. Every block is in exactly one group. */
export interface Lineage {
  readonly beforeCount: number;
  readonly afterCount: number;
  /** By group, in the order of the first block before, then of new blocks. */
  readonly relation: readonly LineageRelation[];
  /** By group: 1 where a block stayed the same and has another id now. */
  readonly renamed: Uint8Array;
  readonly groupOfBefore: Uint32Array;
  readonly groupOfAfter: Uint32Array;
  /** Pairs of blocks with land in common, ascending by the block before, then by the block after. */
  readonly pairBefore: Uint32Array;
  readonly pairAfter: Uint32Array;
  /** Share of the block before that lies in the block after, and the other way round. */
  readonly shareOfBefore: Float64Array;
  readonly shareOfAfter: Float64Array;
  /**
   * What part of the block before goes into the block after when counts are carried over. The weights of a block and its
   * `outsideWeight` add up to 1: what is within the tolerance counts for none, and the rest is scaled to the whole.
   */
  readonly weight: Float64Array;
  /** By block before: the part of its land that no block covers any more; 1 where it is gone. */
  readonly outsideWeight: Float64Array;
  /** Ids that both stands have, for different places: before, after, before, after … */
  readonly reused: Uint32Array;
}

export interface LineageOptions {
  /** Outlines drawn this far apart are the same outline, default 0.5 m. */
  readonly toleranceM?: number;
}

export type LineageResult = { readonly ok: true; readonly lineage: Lineage } | { readonly ok: false; readonly issues: readonly CoverageIssue[] };

/**
 * Matches two block stands of one place in the same projected CRS. Neither has to cover the other.
 *
 * Land decides: two blocks belong together when they have more in common than borders redrawn within the tolerance make
 * up (tolerance times half the shorter perimeter). A block is the same where no vertex of either outline lies
 * further than the tolerance from the other outline; its id may have changed. An id alone matches nothing, so that one given
 * to another place is told in `reused` and does not carry a zone across town; only blocks without geometry are matched by it.
 * Both stands must be coverages; where one overlaps itself the issues say so.
 */
export function matchBlocks(before: BlockStand, after: BlockStand, options: LineageOptions = {}): LineageResult {
  const toleranceM = options.toleranceM ?? 0.5;
  if (!(toleranceM >= 0 && toleranceM < Infinity)) throw new RangeError(`a tolerance of ${toleranceM} m`);
  const result = overlayFractions(before.coverage, after.coverage);
  if (!result.ok) return result;
  const { overlay } = result;
  const [beforeCount, afterCount] = [before.ids.length, after.ids.length];
  const beforeAreaM2 = before.coverage.blockAreaM2;
  const afterAreaM2 = after.coverage.blockAreaM2;
  const beforePerimeterM = perimeters(before.coverage);
  const afterPerimeterM = perimeters(after.coverage);

  const pairBefore: number[] = [];
  const pairAfter: number[] = [];
  const shareOfBefore: number[] = [];
  const shareOfAfter: number[] = [];
  const outsideWeight = new Float64Array(beforeCount);
  const kept = new Float64Array(beforeCount);
  const afterOf = new Map(after.ids.map((id, block) => [id, block]));
  for (let b = 0; b < beforeCount; b++) {
    for (let i = overlay.blockStart[b]!; i < overlay.blockStart[b + 1]!; i++) {
      const a = overlay.zone[i]!;
      if (overlay.areaM2[i]! <= (toleranceM * Math.min(beforePerimeterM[b]!, afterPerimeterM[a]!)) / 2) continue;
      pairBefore.push(b);
      pairAfter.push(a);
      shareOfBefore.push(overlay.fraction[i]!);
      shareOfAfter.push(Math.min(1, overlay.areaM2[i]! / afterAreaM2[a]!));
      kept[b]! += overlay.fraction[i]!;
    }
    const outside = overlay.outsideFraction[b]!;
    const named = afterOf.get(before.ids[b]!);
    if (beforeAreaM2[b] === 0 && named !== undefined && afterAreaM2[named] === 0) {
      pairBefore.push(b);
      pairAfter.push(named);
      shareOfBefore.push(1);
      shareOfAfter.push(1);
      kept[b] = 1;
    } else if (kept[b] === 0) outsideWeight[b] = 1;
    else if (outside * beforeAreaM2[b]! > (toleranceM * beforePerimeterM[b]!) / 2) outsideWeight[b] = outside / (kept[b]! + outside);
  }
  const weight = Float64Array.from(pairBefore, (b, i) => (shareOfBefore[i]! / kept[b]!) * (1 - outsideWeight[b]!));

  const groups = groupBlocks(beforeCount, afterCount, pairBefore, pairAfter);
  const { relation, renamed } = relate(before, after, groups, pairBefore, pairAfter, toleranceM);
  const reused: number[] = [];
  before.ids.forEach((id, b) => {
    const a = afterOf.get(id);
    if (a !== undefined && groups.ofBefore[b] !== groups.ofAfter[a]) reused.push(b, a);
  });
  const lineage = {
    beforeCount,
    afterCount,
    relation,
    renamed,
    groupOfBefore: groups.ofBefore,
    groupOfAfter: groups.ofAfter,
    pairBefore: Uint32Array.from(pairBefore),
    pairAfter: Uint32Array.from(pairAfter),
    shareOfBefore: Float64Array.from(shareOfBefore),
    shareOfAfter: Float64Array.from(shareOfAfter),
    weight,
    outsideWeight,
    reused: Uint32Array.from(reused),
  };
  return { ok: true, lineage };
}

export interface CarriedAssignment {
  /** Zone by block after. */
  readonly assignment: Int32Array;
  /** Blocks after without a forerunner: there is nothing to take a zone from. Ascending. */
  readonly unassigned: Uint32Array;
  /** Blocks after whose forerunners are in several zones; left unassigned. Zones by share, the largest first. */
  readonly ambiguous: readonly AmbiguousBlock[];
}

export interface AmbiguousBlock {
  readonly block: number;
  /** UNASSIGNED among them where a forerunner is in no zone. */
  readonly zones: readonly number[];
  /** Shares of the land that the block took over from forerunners; they add up to 1. */
  readonly shares: readonly number[];
}

/**
 * Zones of the new blocks: a block takes the zone that at least `agreement` (default 0.999) of the land it took over
 * from forerunners was in. Blocks whose forerunners were in no zone stay in none and are not listed, because nothing changed.
 */
export function carryAssignment(lineage: Lineage, assignment: Assignment, options: { readonly agreement?: number } = {}): CarriedAssignment {
  const agreement = options.agreement ?? 0.999;
  if (!(agreement > 0.5 && agreement <= 1)) throw new RangeError(`an agreement of ${agreement} decides nothing`);
  if (assignment.length !== lineage.beforeCount) throw new RangeError(`${assignment.length} zones for ${lineage.beforeCount} blocks`);
  const shares: (Map<number, number> | undefined)[] = Array.from({ length: lineage.afterCount });
  for (let i = 0; i < lineage.pairAfter.length; i++) {
    const zone = assignment[lineage.pairBefore[i]!]!;
    const own = (shares[lineage.pairAfter[i]!] ??= new Map());
    own.set(zone, (own.get(zone) ?? 0) + lineage.shareOfAfter[i]!);
  }
  const out = new Int32Array(lineage.afterCount).fill(UNASSIGNED);
  const unassigned: number[] = [];
  const ambiguous: AmbiguousBlock[] = [];
  shares.forEach((own, block) => {
    if (own === undefined) {
      unassigned.push(block);
      return;
    }
    const ranked = [...own].toSorted((p, q) => q[1] - p[1] || p[0] - q[0]);
    const covered = ranked.reduce((sum, [, share]) => sum + share, 0);
    if (ranked[0]![1] >= agreement * covered) out[block] = ranked[0]![0];
    else ambiguous.push({ block, zones: ranked.map(([zone]) => zone), shares: ranked.map(([, share]) => share / covered) });
  });
  return { assignment: out, unassigned: Uint32Array.from(unassigned), ambiguous };
}

interface Groups {
  readonly ofBefore: Uint32Array;
  readonly ofAfter: Uint32Array;
  readonly count: number;
}

/** Connected blocks of both stands. */
function groupBlocks(beforeCount: number, afterCount: number, pairBefore: readonly number[], pairAfter: readonly number[]): Groups {
  const parent = Uint32Array.from({ length: beforeCount + afterCount }, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  pairBefore.forEach((b, i) => {
    const [p, q] = [root(b), root(beforeCount + pairAfter[i]!)];
    parent[Math.max(p, q)] = Math.min(p, q);
  });
  const number = new Map<number, number>();
  const group = Uint32Array.from(parent, (_, i) => {
    const at = root(i);
    if (!number.has(at)) number.set(at, number.size);
    return number.get(at)!;
  });
  return { ofBefore: group.subarray(0, beforeCount), ofAfter: group.subarray(beforeCount), count: number.size };
}

function relate(
  before: BlockStand,
  after: BlockStand,
  groups: Groups,
  pairBefore: readonly number[],
  pairAfter: readonly number[],
  toleranceM: number,
): { relation: LineageRelation[]; renamed: Uint8Array } {
  const befores = new Uint32Array(groups.count);
  const afters = new Uint32Array(groups.count);
  for (const group of groups.ofBefore) befores[group]!++;
  for (const group of groups.ofAfter) afters[group]!++;
  const relation = Array.from(befores, (from, group): LineageRelation => {
    const to = afters[group]!;
    return to === 0 ? 'gone' : from === 0 ? 'new' : from === 1 && to > 1 ? 'split' : from > 1 && to === 1 ? 'merged' : 'reshaped';
  });
  const renamed = new Uint8Array(groups.count);
  pairBefore.forEach((b, i) => {
    const group = groups.ofBefore[b]!;
    if (befores[group] !== 1 || afters[group] !== 1) return;
    const a = pairAfter[i]!;
    if (!sameOutline(outlineOf(before.coverage, b), outlineOf(after.coverage, a), toleranceM)) return;
    relation[group] = 'same';
    if (before.ids[b] !== after.ids[a]) renamed[group] = 1;
  });
  return { relation, renamed };
}

function perimeters({ blockCount, arcCount, arcLengthM, halfPart, partBlock }: Coverage): Float64Array {
  const perimeterM = new Float64Array(blockCount);
  for (let half = 0; half < 2 * arcCount; half++) if (halfPart[half]! >= 0) perimeterM[partBlock[halfPart[half]!]!]! += arcLengthM[half >> 1]!;
  return perimeterM;
}

function outlineOf(coverage: Coverage, block: number): Float64Array[] {
  const { blockPartStart, partRingStart } = coverage;
  const first = partRingStart[blockPartStart[block]!]!;
  return Array.from({ length: partRingStart[blockPartStart[block + 1]!]! - first }, (_, i) => ringVertices(coverage, first + i));
}

/** Whether every vertex of either lies within the tolerance of the other's edges. Areas were compared before. */
function sameOutline(a: readonly Float64Array[], b: readonly Float64Array[], toleranceM: number): boolean {
  return a.every((ring) => allNear(ring, b, toleranceM)) && b.every((ring) => allNear(ring, a, toleranceM));
}

function allNear(ring: Float64Array, others: readonly Float64Array[], toleranceM: number): boolean {
  const limit = toleranceM * toleranceM;
  for (let v = 0; v < ring.length; v += 2) if (!others.some((other) => isNear(ring[v]!, ring[v + 1]!, other, limit))) return false;
  return true;
}

function isNear(x: number, y: number, ring: Float64Array, limit: number): boolean {
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay] = [ring[j]!, ring[j + 1]!];
    const [dx, dy] = [ring[i]! - ax, ring[i + 1]! - ay];
    const length2 = dx * dx + dy * dy;
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
    if ((x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2 <= limit) return true;
  }
  return false;
}
