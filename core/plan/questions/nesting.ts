// Zones that have to lie in one zone of an upper geography each: where a plan breaks that.
import { UNASSIGNED } from '../../coverage/coverage.ts';
import { boundsOf, type PlanIssue } from './issues.ts';
import type { PlanState } from '../plan-state.ts';

/** An upper geography on the same blocks. */
export interface ParentZones {
  /** Codes. */
  readonly zones: readonly string[];
  /** By base block: index into `zones`, -1 for none. */
  readonly assignment: ArrayLike<number>;
  /** Where the upper borders cut blocks too: the same by position of the plan's surface, in place of `assignment`. */
  readonly zoneAt?: (position: number) => number;
}

/** A zone that lies in several zones of the upper geography. */
export interface NestingBreak extends PlanIssue {
  readonly code: 'BREAKS_PARENT';
  /** Largest area first; the zone belongs to the first, `where.blocks` are those in the others. */
  readonly parents: readonly { readonly parent: string; readonly blocks: number; readonly areaM2: number }[];
}

/** One finding for every zone of the plan that lies in more than one parent. Blocks without a parent break nothing. */
export function nestingBreaks(state: PlanState, parents: ParentZones): NestingBreak[] {
  const { surface } = state;
  const areaM2 = surface.sourceAreaM2;
  const members = state.zones.map(() => new Map<number, { blocks: number[]; areaM2: number }>());
  for (let block = 0; block < surface.count; block++) {
    const slot = state.assignment[block]!;
    const parent = parents.zoneAt?.(block) ?? parents.assignment[surface.baseOf[block]!]!;
    if (slot === UNASSIGNED || parent < 0) continue;
    const own = members[slot]!;
    const entry = own.get(parent) ?? { blocks: [], areaM2: 0 };
    own.set(parent, entry);
    entry.blocks.push(block);
    entry.areaM2 += areaM2[block]!;
  }
  return members.flatMap((own, slot): NestingBreak[] => {
    if (own.size < 2) return [];
    const ordered = [...own].toSorted(([a, x], [b, y]) => y.areaM2 - x.areaM2 || a - b);
    const astray = ordered.slice(1).flatMap(([, { blocks }]) => blocks).toSorted((a, b) => a - b);
    return [
      {
        code: 'BREAKS_PARENT',
        severity: 'warning',
        where: { zone: state.zones[slot]!.zone, blocks: astray.map((block) => surface.ids[block]!), bounds: boundsOf(surface.coverage, astray) },
        detail: `${own.size} upper zones`,
        parents: ordered.map(([parent, entry]) => ({ parent: parents.zones[parent]!, blocks: entry.blocks.length, areaM2: entry.areaM2 })),
      },
    ];
  });
}
