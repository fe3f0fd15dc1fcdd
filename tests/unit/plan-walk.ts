// A random walk over a plan: operations of every kind with undo and redo, drawn from a seed.
import { createDissolver } from '../../core/coverage/dissolve.ts';
import { commonCuts } from '../../core/plan/surface/block-cut.ts';
import { applyOperation, applyRestore, type Done, type Operation, type Restore } from '../../core/plan/operations.ts';
import type { PlanState } from '../../core/plan/plan-state.ts';
import { restoringOperation } from '../../core/plan/replay.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { line } from './plan-shapes.ts';

export interface WalkStep {
  readonly kind: 'operation' | 'undo' | 'redo';
  /** As text, as it would travel. */
  readonly text: string | null;
  readonly done: Done;
}

/** Above this many cuts the walk gives whole blocks back more often than it cuts. */
const MANY_CUTS = 60;

export class PlanWalk {
  readonly done: { readonly text: string; readonly inverse: Restore }[] = [];
  readonly undone: { readonly text: string; readonly inverse: Restore }[] = [];
  /** By type, and refusals by type and code. */
  readonly tally = new Map<string, number>();
  private readonly random: () => number;
  private made = 0;
  private kept: Operation | null = null;

  constructor(readonly state: PlanState, seed: number) {
    this.random = seededRandom(seed);
  }

  /** One step that was done; refusals are counted and tried otherwise. */
  step(): WalkStep {
    for (;;) {
      const step = this.attempt();
      if (step !== null) return step;
    }
  }

  private attempt(): WalkStep | null {
    const dice = this.random();
    if (dice < 0.14 && this.done.length > 0) return this.travel('undo', this.done, this.undone);
    if (dice < 0.22 && this.undone.length > 0) return this.travel('redo', this.undone, this.done);
    const operation = this.operation();
    if (operation === null) return null;
    const text = JSON.stringify(operation);
    const applied = applyOperation(this.state, JSON.parse(text) as Operation);
    this.count(applied.ok ? operation.type : `${operation.type} ${applied.reason.code}`);
    if (!applied.ok || (applied.moves.length === 0 && !applied.zonesChanged && !applied.surfaceChanged && !applied.locksChanged)) return null;
    this.done.push({ text, inverse: applied.inverse });
    this.undone.length = 0;
    return { kind: 'operation', text, done: applied };
  }

  private travel(kind: 'undo' | 'redo', from: PlanWalk['done'], to: PlanWalk['done']): WalkStep {
    const entry = from.pop()!;
    const applied = applyRestore(this.state, entry.inverse);
    to.push({ text: entry.text, inverse: applied.inverse });
    this.count(kind);
    return { kind, text: null, done: applied };
  }

  private count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  private below(n: number): number {
    return Math.floor(this.random() * n);
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private codes(): string[] {
    return this.state.zones.flatMap((zone) => zone?.zone ?? []);
  }

  private operation(): Operation | null {
    const { state } = this;
    const dice = this.random();
    const codes = this.codes();
    if (state.surface.cuts.length > MANY_CUTS && this.random() < 0.6) return this.giveBack();
    if (dice < 0.2) return { type: 'assign', blocks: this.patch(), zone: this.random() < 0.05 ? '' : this.pick(codes) };
    if (dice < 0.32) return this.splitBlock();
    if (dice < 0.42) return codes.length > 24 ? this.merge(codes) : this.splitZone(codes);
    if (dice < 0.7) return this.moveBoundary();
    if (dice < 0.76) return this.giveBack();
    if (dice < 0.8) return this.merge(codes);
    if (dice < 0.83) return codes.length > 24 ? null : { type: 'createZone', zone: `N${++this.made}`, name: 'Neu', blocks: this.patch() };
    if (dice < 0.86) return { type: 'renameZone', zone: this.pick(codes), name: `Name ${this.below(100)}` };
    if (dice < 0.89) return { type: 'renumberZone', zone: this.pick(codes), to: `R${++this.made}` };
    if (dice < 0.91) return { type: 'lockZone', zone: this.pick(codes), locked: this.random() < 0.3 };
    if (dice < 0.94) return this.lock();
    if (dice < 0.96) return this.reassign(codes);
    if (dice < 0.98) return { type: 'healBlock', block: this.pick(state.surface.root.ids) };
    const kept = this.kept;
    this.kept = restoringOperation(state);
    return kept;
  }

  /** A few blocks around one. */
  private patch(): string[] {
    const { rookStart, rook } = this.state.surface.neighbours;
    const blocks = new Set([this.below(this.state.surface.count)]);
    const size = 1 + this.below(12);
    for (const block of blocks) {
      for (let i = rookStart[block]!; i < rookStart[block + 1]! && blocks.size < size; i++) blocks.add(rook[i]!);
    }
    return Array.from(blocks, (block) => this.state.blockIds[block]!);
  }

  private splitBlock(): Operation {
    const position = this.below(this.state.surface.count);
    const [minX, minY, maxX, maxY] = this.state.surface.coverage.blockBounds.subarray(4 * position, 4 * position + 4) as unknown as [number, number, number, number];
    return { type: 'splitBlock', block: this.state.blockIds[position]!, line: line(...this.across(minX, minY, maxX, maxY, 2 + this.below(2))) };
  }

  private splitZone(codes: readonly string[]): Operation {
    const zone = this.pick(codes);
    const bounds = this.boundsOf(zone);
    return { type: 'splitZone', zone, newZone: `N${++this.made}`, line: line(...this.across(...bounds, 2 + this.below(4))), ...(this.random() < 0.3 ? { snapM: this.below(40) } : {}) };
  }

  private boundsOf(code: string): [number, number, number, number] {
    const { surface, assignment, zones } = this.state;
    const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    assignment.forEach((slot, block) => {
      if (zones[slot]?.zone !== code) return;
      const own = surface.coverage.blockBounds.subarray(4 * block, 4 * block + 4);
      bounds[0] = Math.min(bounds[0], own[0]!);
      bounds[1] = Math.min(bounds[1], own[1]!);
      bounds[2] = Math.max(bounds[2], own[2]!);
      bounds[3] = Math.max(bounds[3], own[3]!);
    });
    return bounds[0] < Infinity ? bounds : [0, 0, 1, 1];
  }

  /** A line through a rectangle, mostly from side to side and in order. */
  private across(minX: number, minY: number, maxX: number, maxY: number, points: number): number[] {
    const turn = 2 * Math.PI * this.random();
    const [cx, cy] = [minX + (0.2 + 0.6 * this.random()) * (maxX - minX), minY + (0.2 + 0.6 * this.random()) * (maxY - minY)];
    const reach = (0.3 + this.random()) * Math.sqrt((maxX - minX) ** 2 + (maxY - minY) ** 2);
    return Array.from({ length: points }, (_, i) => {
      const along = reach * ((2 * i) / (points - 1) - 1);
      const aside = 0.25 * reach * (this.random() - 0.5);
      return [cx + along * Math.cos(turn) - aside * Math.sin(turn), cy + along * Math.sin(turn) + aside * Math.cos(turn)];
    }).flat();
  }

  private moveBoundary(): Operation | null {
    const { surface, assignment, zones } = this.state;
    const { arcCount, arcStart, halfPart, partBlock, xy } = surface.coverage;
    const borders = new Map<string, number[]>();
    for (let arc = 0; arc < arcCount; arc++) {
      const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
      if (left < 0 || right < 0) continue;
      const [a, b] = [assignment[partBlock[left]!]!, assignment[partBlock[right]!]!];
      if (a === b || a < 0 || b < 0) continue;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      (borders.get(key) ?? borders.set(key, []).get(key)!).push(arc);
    }
    if (borders.size === 0) return null;
    const [key, arcs] = this.pick([...borders]);
    const [a, b] = key.split(' ').map((slot) => zones[Number(slot)]!.zone) as [string, string];
    const point = () => {
      const arc = this.pick(arcs);
      const v = arcStart[arc]! + this.below(arcStart[arc + 1]! - arcStart[arc]!);
      return [xy[2 * v]!, xy[2 * v + 1]!] as const;
    };
    const [[px, py], [qx, qy]] = [point(), point()];
    const length = Math.sqrt((qx - px) ** 2 + (qy - py) ** 2);
    const bend = (this.random() - 0.5) * Math.max(length, 100);
    const jitter = () => (this.random() < 0.5 ? 0 : 8 * (this.random() - 0.5));
    const count = 1 + this.below(4);
    const middle = Array.from({ length: count }, (_, i) => {
      const t = (i + 1) / (count + 1);
      const aside = bend * Math.sin(Math.PI * t) * (0.6 + 0.8 * this.random());
      return [px + t * (qx - px) - (aside * (qy - py)) / (length || 1), py + t * (qy - py) + (aside * (qx - px)) / (length || 1)];
    }).flat();
    return { type: 'moveBoundary', zones: [a, b], line: line(px + jitter(), py + jitter(), ...middle, qx + jitter(), qy + jitter()), ...(this.random() < 0.2 ? { snapM: this.below(30) } : {}) };
  }

  /** All fragments of a cut block into the zone of one of them. */
  private giveBack(): Operation | null {
    const { surface, assignment, zones } = this.state;
    const bases = [...surface.cutBases];
    if (bases.length === 0) return null;
    const pieces = surface.piecesOf(this.pick(bases));
    const zone = zones[assignment[this.pick(pieces)]!]?.zone ?? '';
    return { type: 'assign', blocks: pieces.map((piece) => surface.ids[piece]!), zone };
  }

  private merge(codes: readonly string[]): Operation | null {
    return codes.length < 4 ? null : { type: 'mergeZones', zones: [this.pick(codes)], into: this.pick(codes) };
  }

  private lock(): Operation {
    const { lockedBlocks, positions } = this.state;
    const held = [...lockedBlocks].filter((id) => positions.has(id));
    return held.length > 2 || (held.length > 0 && this.random() < 0.5) ? { type: 'lockBlocks', blocks: held, locked: false } : { type: 'lockBlocks', blocks: [this.pick(this.state.blockIds)], locked: true };
  }

  private reassign(codes: readonly string[]): Operation {
    const [one, other] = [this.patch(), this.patch()];
    return { type: 'reassign', moves: [{ zone: this.pick(codes), blocks: one }, { zone: this.pick(codes), blocks: other.filter((id) => !one.includes(id)) }] };
  }
}

/** Whether a coverage made of the zones' outlines has the area of its blocks: no gap, no overlap. */
export function outlinesHoldTheLand(state: PlanState): boolean {
  const dissolver = createDissolver(state.surface.coverage, state.assignment, state.zones.length);
  const slots = state.zones.map((_, slot) => slot);
  const outlines = dissolver.outlines(slots);
  return slots.every((slot) => Math.abs(outlines.areaM2[slot]! - dissolver.areaM2(slot)) <= 1e-6 * (1 + dissolver.areaM2(slot)));
}

export const sameCuts = (a: PlanState, b: PlanState) => a.surface.cuts.length === b.surface.cuts.length && commonCuts(a.surface.cuts, b.surface.cuts) === a.surface.cuts.length;
