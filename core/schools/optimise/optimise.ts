// The search for better catchments: local search from today's plan, resumable, the same from the same seed.
import { UNASSIGNED } from '../../coverage/coverage.ts';
import { Draws } from './draws.ts';
import { measurePlan } from './measures.ts';
import { mendPieces } from './mend-pieces.ts';
import type { Measures, OptimiseInput } from './optimise-input.ts';
import { Recombination } from './recombine.ts';
import { SearchState } from './search-state.ts';
import { stancesFor, type Stance } from './stances.ts';
import { ZoneHold } from './zone-hold.ts';

export interface Alternative {
  /** 'A', 'B', …: fewest children moved first. */
  readonly id: string;
  readonly stance: Stance['stance'];
  readonly assignment: Int32Array;
  readonly measures: Measures;
  /** True: no other alternative is at least as good in places, moves, ways, children beyond the limit and mix, and better in one. */
  readonly front: boolean;
}

export interface Tried {
  readonly overCapacity: number;
  readonly movedShare: number;
}

/** Proposals a block in one round, from hot to cold. */
const ROUND_STEPS_A_BLOCK = 60;
const LEAST_ROUND_STEPS = 100_000;

/** How often a round is looked at: for the best, and for the cloud of what was tried. */
const LOOKS = 32;

/** From the first temperature of a round to its last. */
const COOLING = 1000;

/** The last part of a round takes improvements only. */
const COLD_PART = 0.2;

/** Points of the cloud that are kept. */
const MOST_TRIED = 4000;

/** Of four proposals, so many are one block; the others move a second one on from where the first came to. */
const SINGLE_OF_FOUR = 2;

/** One proposal in so many draws two neighbouring zones anew; it costs some hundred others. */
const RECOMBINE_EVERY = 2000;

/** Steps from the first block to the second. */
const MOST_WALK = 24;

/**
 * Simulated annealing in rounds. A proposal sends a block on the border of its zone to a neighbouring one, or with it a second block on from
 * there (a swap, or a chain through a full zone); now and then two neighbouring zones are drawn anew between each other. It stands if it makes the plan cheaper, or by chance exp(-more / temperature); never
 * if a zone came apart, something is locked, or more children moved than may. Rounds take turns with other stances (stances.ts).
 */
export class CatchmentSearch {
  /** Best by the given weights so far; at first the plan that was given, with its zones put together. */
  readonly best: Int32Array;
  readonly tried: Tried[] = [];
  iterations = 0;
  rounds = 0;
  /** The plan that the first round of every stance begins with: the given one, its zones put together. */
  private readonly start: Int32Array;
  private readonly draws: Draws;
  private readonly stances: readonly Stance[];
  private readonly states = new Map<Stance['stance'], { state: SearchState; hold: ZoneHold; pairs: Recombination | null; best: Int32Array; bestCost: number }>();
  private readonly reference: SearchState;
  private readonly fixed: Uint8Array;
  private readonly lockedZones: Uint8Array;
  private readonly roundSteps: number;
  private readonly maxMoved: number;
  private bestCost: number;
  private step = 0;
  private temperature = 0;
  private hottest = 0;
  private cap = 0;
  private state: SearchState;
  private hold: ZoneHold;
  private pairs: Recombination | null = null;

  constructor(readonly input: OptimiseInput) {
    checkInput(input);
    const start = input.contiguity === 'free' ? (input.start ?? input.assignment) : mendPieces(input, input.start ?? input.assignment);
    this.start = start;
    this.best = start.slice();
    this.draws = new Draws(input.seed ?? 1);
    this.stances = stancesFor((input.mix?.length ?? 0) > 0);
    this.reference = new SearchState(input, start);
    this.bestCost = this.reference.total[0]!;
    this.lockedZones = input.lockedZones ?? new Uint8Array(input.effects.zoneCount);
    this.fixed = fixedBlocks(input, start);
    this.roundSteps = Math.max(LEAST_ROUND_STEPS, ROUND_STEPS_A_BLOCK * input.effects.blockCount);
    // A start that moves more already may keep what it moves.
    this.maxMoved = Math.max(input.maxMovedShare ?? 1, this.reference.total[1]!);
    this.state = this.reference;
    this.hold = new ZoneHold(input, this.reference.assignment, this.reference.blocksOf);
    this.beginRound();
  }

  /** Goes on for so many proposals. However they are cut into calls, the same number gives the same plan. */
  run(iterations: number): void {
    const look = Math.ceil(this.roundSteps / LOOKS);
    for (let i = 0; i < iterations; i++) {
      if (this.step % RECOMBINE_EVERY === RECOMBINE_EVERY - 1) this.tryPair();
      else this.tryOne();
      this.step++;
      if (this.step % look === 0) this.lookAround();
      if (this.step >= this.roundSteps) {
        this.rounds++;
        this.beginRound();
      }
    }
    this.iterations += iterations;
  }

  measures(assignment: Int32Array): Measures {
    return measurePlan(this.input, assignment, this.scratch());
  }

  /** The best of every stance that was tried, each plan once. */
  front(): Alternative[] {
    const found: { stance: Stance['stance']; assignment: Int32Array }[] = [{ stance: 'balanced', assignment: this.best.slice() }];
    for (const [stance, { best }] of this.states) {
      if (stance !== 'balanced' && !found.some((one) => same(one.assignment, best))) found.push({ stance, assignment: best.slice() });
    }
    const measured = found.map((one) => ({ ...one, measures: this.measures(one.assignment) }));
    const aims = measured.map(({ measures: m }) => [m.overCapacity + m.underCapacity, m.movedShare, m.meanM ?? 0, m.beyond, m.mix ?? 0]);
    return measured
      .map((one, i) => ({ ...one, front: !aims.some((other, j) => j !== i && dominates(other, aims[i]!)) }))
      .toSorted((a, b) => a.measures.movedShare - b.measures.movedShare)
      .map((one, i) => ({ id: String.fromCodePoint(65 + i), ...one }));
  }

  private scratchState: SearchState | null = null;

  private scratch(): SearchState {
    return (this.scratchState ??= new SearchState(this.input, this.input.assignment));
  }

  private beginRound(): void {
    const stance = this.stances[this.rounds % this.stances.length]!;
    const { start } = this;
    let own = this.states.get(stance.stance);
    if (own === undefined) {
      const state = stance.stance === 'balanced' ? this.reference : new SearchState(this.input, start, stance.factors);
      state.reset(start);
      // The closer-neighbour rule asks more of a side than to hang together.
      const pairs = this.input.contiguity === 'closer-neighbour' ? null : new Recombination(state, this.input.neighbours, this.fixed);
      own = { state, hold: new ZoneHold(this.input, state.assignment, state.blocksOf), pairs, best: start.slice(), bestCost: state.total[0]! };
      this.states.set(stance.stance, own);
    } else own.state.reset(own.best);
    this.cap = Math.max(this.maxMoved * stance.movedPart, own.state.total[1]!);
    this.state = own.state;
    this.hold = own.hold;
    this.pairs = own.pairs;
    this.step = 0;
    if (this.hottest === 0) this.hottest = this.medianRise();
    // The first round of a stance is hot, later ones mend what is there.
    this.temperature = this.hottest;
  }

  /** Median rise of cost over some hundred proposals that make the plan dearer; what the temperature begins at. */
  private medianRise(): number {
    const { rookStart, rook } = this.input.neighbours;
    const rises: number[] = [];
    for (let i = 0; i < 20_000 && rises.length < 400; i++) {
      const block = this.draws.below(this.state.blockCount);
      const row = rookStart[block]!;
      const degree = rookStart[block + 1]! - row;
      if (degree === 0 || this.fixed[block] === 1) continue;
      const to = this.state.assignment[rook[row + this.draws.below(degree)]!]!;
      if (to === this.state.assignment[block] || to === UNASSIGNED || this.state.unary[block * this.state.zoneCount + to] === Infinity) continue;
      this.state.propose(block, to);
      if (this.state.out[0]! > 0) rises.push(this.state.out[0]!);
    }
    rises.sort((a, b) => a - b);
    return rises[Math.floor(rises.length / 2)] ?? 1e-9;
  }

  private lookAround(): void {
    const { state } = this;
    state.recount();
    const done = this.step / this.roundSteps;
    this.temperature = done >= 1 - COLD_PART ? 0 : this.hottest * COOLING ** -(done / (1 - COLD_PART));
    const own = this.states.get(this.stances[this.rounds % this.stances.length]!.stance)!;
    if (state.total[0]! < own.bestCost - 1e-12) {
      own.bestCost = state.total[0]!;
      own.best.set(state.assignment);
    }
    if (this.tried.length < MOST_TRIED) this.tried.push({ overCapacity: overCapacity(state), movedShare: state.total[1]! });
    if (state !== this.reference) {
      if (this.step < this.roundSteps) return;
      // What another stance found may be better by the given weights too.
      const scratch = this.scratch();
      scratch.reset(own.best);
      if (scratch.total[0]! >= this.bestCost - 1e-12) return;
      const balanced = this.states.get('balanced')!;
      balanced.bestCost = scratch.total[0]!;
      balanced.best.set(own.best);
    }
    const { best, bestCost } = this.states.get('balanced')!;
    if (bestCost < this.bestCost) {
      this.bestCost = bestCost;
      this.best.set(best);
    }
  }

  private tryOne(): void {
    const { state, draws } = this;
    const { assignment, zoneCount } = state;
    const block = draws.below(state.blockCount);
    if (this.fixed[block] === 1) return;
    const to = this.target(block);
    const from = assignment[block]!;
    if (to === from || to === UNASSIGNED || state.unary[block * zoneCount + to] === Infinity) return;
    state.propose(block, to);
    if (draws.below(4) < SINGLE_OF_FOUR) {
      if (!this.affordable(state.out[1]!, 0) || !this.accepted(state.out[0]!) || !this.hold.mayLeave(block) || !this.hold.mayEnter(block, to)) return;
      state.apply(block, to);
      return;
    }
    if (!this.hold.mayLeave(block) || !this.hold.mayEnter(block, to)) return;
    const first = state.out[0]!;
    const movedFirst = state.out[1]!;
    state.apply(block, to);
    const second = this.walkFrom(block, to);
    const beyond = second < 0 ? to : this.target(second);
    if (beyond !== to && beyond !== UNASSIGNED && state.unary[second * zoneCount + beyond] !== Infinity) {
      state.propose(second, beyond);
      if (this.affordable(movedFirst + state.out[1]!, movedFirst) && this.accepted(first + state.out[0]!) && this.hold.mayLeave(second) && this.hold.mayEnter(second, beyond)) {
        state.apply(second, beyond);
        return;
      }
    }
    state.propose(block, from);
    state.apply(block, from);
  }

  /** Two zones on either side of a border drawn by chance, drawn anew between each other. */
  private tryPair(): void {
    const { state, draws, pairs } = this;
    const block = draws.below(state.blockCount);
    const from = state.assignment[block]!;
    if (pairs === null || from === UNASSIGNED || this.lockedZones[from] === 1) return;
    const to = this.target(block);
    if (to === from || to === UNASSIGNED) return;
    const [cost, moved] = [state.total[0]!, state.total[1]!];
    const count = pairs.redraw(from, to, draws, block);
    if (count === 0) return;
    const more = state.total[1]! - moved;
    if ((more > 0 && state.total[1]! > this.cap + 1e-12) || !this.accepted(state.total[0]! - cost)) pairs.undo(count);
  }

  /** Zone of a neighbour drawn by chance, or any where blocks may be scattered; the block's own for none. */
  private target(block: number): number {
    const { rookStart, rook } = this.input.neighbours;
    const own = this.state.assignment[block]!;
    let to: number;
    if (this.input.contiguity === 'free') to = this.draws.below(this.state.zoneCount);
    else {
      const row = rookStart[block]!;
      const degree = rookStart[block + 1]! - row;
      if (degree === 0) return own;
      to = this.state.assignment[rook[row + this.draws.below(degree)]!]!;
    }
    return to !== UNASSIGNED && this.lockedZones[to] === 1 ? own : to;
  }

  /** Another block of the zone, some steps away; -1 where the walk ends at the first. */
  private walkFrom(first: number, zone: number): number {
    const { rookStart, rook } = this.input.neighbours;
    const { assignment } = this.state;
    let at = first;
    for (let steps = 1 + this.draws.below(MOST_WALK); steps > 0; steps--) {
      const row = rookStart[at]!;
      const degree = rookStart[at + 1]! - row;
      if (degree === 0) break;
      const next = rook[row + this.draws.below(degree)]!;
      if (assignment[next] === zone) at = next;
    }
    return at === first || this.fixed[at] === 1 ? -1 : at;
  }

  /** `more` is the whole proposal's change of the moved share, of which `applied` is counted already. */
  private affordable(more: number, applied: number): boolean {
    return more <= 0 || this.state.total[1]! - applied + more <= this.cap + 1e-12;
  }

  private accepted(delta: number): boolean {
    if (delta <= 0) return true;
    return this.temperature > 0 && this.draws.bits() / 0x1000000 < Math.exp(-delta / this.temperature);
  }
}

function fixedBlocks({ effects, lockedBlocks, lockedZones, schoolBlock }: OptimiseInput, start: Int32Array): Uint8Array {
  const fixed = new Uint8Array(effects.blockCount);
  for (let block = 0; block < effects.blockCount; block++) {
    const zone = start[block]!;
    if (lockedBlocks?.[block] === 1 || (zone !== UNASSIGNED && lockedZones?.[zone] === 1)) fixed[block] = 1;
  }
  // A school stays in its own zone.
  if (schoolBlock !== undefined) {
    effects.schools.forEach((schools, zone) => {
      for (const school of schools) if (schoolBlock[school]! >= 0 && start[schoolBlock[school]!] === zone) fixed[schoolBlock[school]!] = 1;
    });
  }
  return fixed;
}

function checkInput({ effects, neighbours, assignment, start, lockedBlocks, lockedZones, siblings, hazards }: OptimiseInput): void {
  const wrong = (what: string, length: number, expected: number) => {
    if (length !== expected) throw new RangeError(`${what} has ${length} entries where ${expected} are needed`);
  };
  wrong('assignment', assignment.length, effects.blockCount);
  wrong('neighbours', neighbours.blockCount, effects.blockCount);
  wrong('children', effects.children.length, effects.blockCount * effects.years.length);
  wrong('schools', effects.schools.length, effects.zoneCount);
  if (start !== undefined) wrong('start', start.length, effects.blockCount);
  if (lockedBlocks !== undefined) wrong('lockedBlocks', lockedBlocks.length, effects.blockCount);
  if (lockedZones !== undefined) wrong('lockedZones', lockedZones.length, effects.zoneCount);
  if (siblings !== undefined) wrong('siblings', siblings.length, effects.blockCount);
  if (hazards !== undefined && hazards !== null) wrong('hazards', hazards.length, effects.metres.length);
}

function overCapacity({ pupils, places, width }: SearchState): number {
  let sum = 0;
  for (let i = 0; i < pupils.length; i++) if (places[i]! >= 0) sum += Math.max(0, pupils[i]! - places[i]!) / width;
  return sum;
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, k) => value <= b[k]!) && a.some((value, k) => value < b[k]!);
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.every((zone, block) => zone === b[block]);
}
