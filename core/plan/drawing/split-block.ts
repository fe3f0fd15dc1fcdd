// Cuts one block of a plan in two along a drawn line; both fragments stay in its zone.
import { commit } from '../commit.ts';
import { refuse, type Applied, type Operation, type Reason } from '../operation.ts';
import type { PlanState } from '../plan-state.ts';
import { tenths } from '../surface/block-cut.ts';
import { distinctPoints } from './line.ts';
import { toOutline } from './to-outline.ts';
import type { CutFailure } from '../surface.ts';

/**
 * The fragment on the left of the line is `<id>.1` and keeps the block's position, the other `<id>.2`. Where the line begins or ends
 * within the block it goes on straight to the outline.
 */
export function splitBlock(state: PlanState, { block, line }: Extract<Operation, { type: 'splitBlock' }>): Applied {
  const { surface } = state;
  const position = state.positions.get(block);
  if (position === undefined) return refuse({ code: 'UNKNOWN_BLOCK', blocks: [block] });
  if (state.zones[state.assignment[position]!]?.locked === true) return refuse({ code: 'ZONE_LOCKED', zones: [state.zones[state.assignment[position]!]!.zone] });
  if (state.lockedBlocks.has(block)) return refuse({ code: 'BLOCK_LOCKED', blocks: [block] });
  const drawn = distinctPoints(surface.toPlane(line));
  if (drawn.length < 4) return refuse({ code: 'LINE_TOO_SHORT' });
  const xy = toOutline(drawn, surface.outline(position).flat());
  const cut = { block, ids: surface.fragmentIds(block), line: Array.from(xy, tenths) };
  const cutting = surface.cutting([...surface.cuts, cut]);
  return cutting.ok ? commit(state, { targets: [], surface: cutting.surface, heal: false }) : refuse(reasonOf(block, cutting.failure));
}

export function reasonOf(block: string, { code, areaM2 }: CutFailure): Reason {
  switch (code) {
    case 'NO_CROSSING':
      return { code: 'LINE_OUTSIDE', blocks: [block] };
    case 'CROSSES_ITSELF':
      return { code: 'LINE_CROSSES_ITSELF' };
    case 'ENTERS_TWICE':
      return { code: 'ENTERS_TWICE', blocks: [block] };
    case 'TOO_SMALL':
      return { code: 'TOO_SMALL', blocks: [block], areaM2: areaM2! };
    case 'ID_TAKEN':
    case 'UNKNOWN_BLOCK':
      throw new Error(`a cut of ${block} was made for other blocks`);
  }
}
