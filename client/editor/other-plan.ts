// Another cut of the same blocks (base, snapshot, another plan), laid over the blocks that are drawn now.
import type { Coverage } from '../../core/coverage/coverage.ts';

export interface OtherZone {
  readonly zone: string;
  readonly name: string;
}

/** Zones and, by block id, the index of the block's zone; -1 for none. Ids cover whole blocks and fragments alike. */
export interface OtherPlan {
  readonly title: string;
  readonly zones: readonly (OtherZone | null)[];
  readonly zoneOf: ReadonlyMap<string, number>;
}

/** `assignment` goes by position in `ids`. */
export function otherPlan(title: string, zones: readonly (OtherZone | null)[], ids: readonly string[], assignment: ArrayLike<number>): OtherPlan {
  return { title, zones, zoneOf: new Map(ids.map((id, position) => [id, assignment[position]!])) };
}

const laidOut = new WeakMap<OtherPlan, { readonly coverage: Coverage; readonly assignment: Int32Array }>();

/**
 * Zone index by position of `coverage`; -1 for none. A fragment that the other plan has not takes the zone of the block it was cut
 * from; a block that is cut there and whole here takes that of its first fragment. Kept until the blocks change: 12,000
 * look-ups take a millisecond.
 */
export function laidOver(other: OtherPlan, coverage: Coverage): Int32Array {
  const known = laidOut.get(other);
  if (known?.coverage === coverage) return known.assignment;
  const assignment = Int32Array.from(coverage.ids, (id) => zoneOfBlock(other.zoneOf, id));
  laidOut.set(other, { coverage, assignment });
  return assignment;
}

/** How often a fragment may have been cut again. */
const DEEPEST = 12;

function zoneOfBlock(zoneOf: ReadonlyMap<string, number>, id: string): number {
  const own = zoneOf.get(id);
  if (own !== undefined) return own;
  for (let part = id; part.includes('.'); ) {
    part = part.slice(0, part.lastIndexOf('.'));
    const parent = zoneOf.get(part);
    if (parent !== undefined) return parent;
  }
  let first = id;
  for (let depth = 0; depth < DEEPEST; depth++) {
    first = `${first}.1`;
    const fragment = zoneOf.get(first);
    if (fragment !== undefined) return fragment;
  }
  return -1;
}
