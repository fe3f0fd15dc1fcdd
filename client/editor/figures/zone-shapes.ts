// Measures of shape that are too dear for a frame of a stroke: reckoned once the hand rests, a few zones at a time.
import type { PlanSession } from '../session/plan-session.ts';

export type ShapeMeasure = 'polsbyPopper' | 'reock' | 'cutEdges';
export const SHAPE_MEASURES: readonly ShapeMeasure[] = ['polsbyPopper', 'reock', 'cutEdges'];

/** After the last change; a stroke changes something every 16 ms. */
const REST_MS = 180;
/** Of one turn of the event loop: below a frame. */
const TURN_MS = 8;

export type ReockOf = (session: PlanSession, slot: number) => number | null;

export class ZoneShapes {
  /** Columns of the table. */
  shown: readonly ShapeMeasure[] = ['polsbyPopper'];
  /** By slot; what is missing is still to come. */
  readonly reock = new Map<number, number | null>();
  /** By slot: pairs of neighbouring blocks that the zone's border parts. */
  cutEdges: Int32Array | null = null;
  private readonly session: PlanSession;
  private readonly reockOf: ReockOf;
  private readonly onReckoned: () => void;
  private readonly outlines = new Map<number, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: PlanSession, reockOf: ReockOf, onReckoned: () => void) {
    this.session = session;
    this.reockOf = reockOf;
    this.onReckoned = onReckoned;
    session.onChange(() => this.soon());
  }

  close(): void {
    clearTimeout(this.timer);
  }

  show(measures: readonly ShapeMeasure[]): void {
    this.shown = SHAPE_MEASURES.filter((measure) => measures.includes(measure));
    this.reckon();
  }

  private soon(): void {
    if (this.shown.every((measure) => measure === 'polsbyPopper')) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.reckon(), REST_MS);
  }

  private reckon(): void {
    clearTimeout(this.timer);
    if (this.shown.includes('cutEdges')) this.cutEdges = cutEdgesBySlot(this.session);
    if (this.shown.includes('reock')) this.reckonReock(0);
    this.onReckoned();
  }

  private reckonReock(from: number): void {
    const began = performance.now();
    const { state, dissolver } = this.session;
    for (let slot = from; slot < state.zones.length; slot++) {
      if (performance.now() - began > TURN_MS) {
        this.timer = setTimeout(() => this.reckonReock(slot), 0);
        this.onReckoned();
        return;
      }
      if (state.zones[slot] === null) continue;
      // Area and perimeter to the last bit stand for the outline: two outlines that share both do not come up.
      const key = `${dissolver.areaM2(slot)} ${dissolver.perimeterM(slot)}`;
      if (this.outlines.get(slot) === key) continue;
      this.reock.set(slot, this.reockOf(this.session, slot));
      this.outlines.set(slot, key);
    }
    if (from > 0) this.onReckoned();
  }
}

/** By slot; a block without a zone counts as a zone of its own kind, as in `cutEdges` of core/plan. */
export function cutEdgesBySlot({ neighbours, state }: Pick<PlanSession, 'neighbours' | 'state'>): Int32Array {
  const { rookStart, rook, blockCount } = neighbours;
  const cut = new Int32Array(state.zones.length);
  for (let block = 0; block < blockCount; block++) {
    const slot = state.assignment[block]!;
    if (slot < 0) continue;
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) if (state.assignment[rook[i]!] !== slot) cut[slot]!++;
  }
  return cut;
}
