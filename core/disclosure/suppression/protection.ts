// Withholding sums until every secret could be otherwise, and giving back what no secret needs.
import { LeastMoves } from './least-moves.ts';
import type { ProgramSolver } from '../differencing/program.ts';
import { type Direction, MoveCheck } from './move-check.ts';
import { changeOf, type HeldBy, heldBy, type Move, type Secrecy } from './secrecy.ts';
import { Singles } from './singles.ts';

/** Parts of the unknowns in which a secret's moves are sought, near ones first; the last is all that is linked with it. */
export type Surroundings = (secret: number, level: number) => { readonly name: string; readonly unknowns: readonly number[] } | null;

/** Moves that were found for other counts of the same places. */
export interface KnownMoves {
  /** Directions that may free a secret, the most likely first. */
  near(secret: number): Iterable<Direction>;
  /** Told what was found by a program. */
  found(move: Move): void;
}

/**
 * Every secret rests on a move: a whole change of the truth that no published sum shows. While the cells that a move changes stay
 * withheld it is a proof by itself, so programs run only for secrets without one.
 */
export class Protection {
  /** Secrets that nothing helps: they follow from what cannot be withheld. */
  readonly helpless = new Set<number>();
  private readonly cellsOf: HeldBy;
  private readonly secretsOf: HeldBy;
  private readonly members: readonly ReadonlySet<number>[];
  private readonly moves: (Move | undefined)[];
  /** Secrets whose moves change a cell. */
  private readonly restingOn = new Map<number, Set<number>>();
  private readonly parts = new Map<string, LeastMoves>();
  /** Moves that were found, by an unknown that they change. */
  private readonly pool = new Map<number, Move[]>();
  /** Taken for helpless without a program. */
  private unasked: ReadonlySet<number> = new Set();
  private singles: Singles | undefined;
  private check: MoveCheck | undefined;

  constructor(
    private readonly problem: Secrecy,
    /** 1 by cell; changed in place. */
    readonly withheld: Uint8Array,
    private readonly surroundings: Surroundings,
    private readonly solver: ProgramSolver,
    /** Whether a wider part is asked before anything is withheld: where a pattern is given that is nearly enough, its moves are long. */
    private readonly wider = false,
    private readonly known: KnownMoves | null = null,
  ) {
    const { truth, cells, secrets } = problem;
    this.cellsOf = heldBy(truth.length, cells);
    this.secretsOf = heldBy(truth.length, secrets.map(({ at }) => at));
    this.members = secrets.map(({ at }) => new Set(at));
    this.moves = secrets.map(() => undefined);
  }

  /** Secrets for which no program is begun: they count as helpless unless a move that is known, or was found for another, frees them. */
  leaveUnasked(secrets: Iterable<number>): void {
    this.unasked = new Set(secrets);
  }

  /** Withholds what is cheapest for each secret that is not free, the ones with most to grow first. */
  withholdMore(): void {
    const { secrets } = this.problem;
    const order = [...secrets.keys()].toSorted((a, b) => secrets[b]!.growth - secrets[a]!.growth || secrets[a]!.at.length - secrets[b]!.at.length || a - b);
    for (const secret of order) {
      if (this.moves[secret] !== undefined || this.helpless.has(secret)) continue;
      const move = this.knownMove(secret) ?? (this.unasked.has(secret) ? null : this.findMove(secret));
      if (move === null) {
        this.helpless.add(secret);
        continue;
      }
      for (const cell of move.cells) if (this.withheld[cell] === 0) this.setWithheld(cell, 1);
      this.rest(secret, move);
      this.restOthers(move);
    }
  }

  /** Publishes cells one by one where every secret stays free, perhaps by cells that cost less together. */
  giveBack(order: readonly number[]): void {
    this.singles = new Singles(this.problem, this.cellsOf, this.secretsOf, this.withheld);
    for (const cell of order) if (this.withheld[cell] === 1 && !this.givesAway(cell)) this.tryPublish(cell);
  }

  dispose(): void {
    for (const part of this.parts.values()) part.dispose();
  }

  /** What helps no secret gives none away. */
  private givesAway(cell: number): boolean {
    return (this.restingOn.get(cell)?.size ?? 0) > 0 && this.singles!.givesAway(cell);
  }

  private tryPublish(cell: number): void {
    const resting = [...(this.restingOn.get(cell) ?? [])].toSorted((a, b) => a - b);
    const before = resting.map((secret) => this.moves[secret]!);
    const added: number[] = [];
    let saved = this.problem.loss[cell]!;
    this.setWithheld(cell, 0);
    resting.forEach((secret) => this.unrest(secret));
    for (const secret of resting) {
      if (this.moves[secret] !== undefined) continue;
      const move = this.pooledMove(secret) ?? this.knownMove(secret) ?? this.findCheaper(secret, cell, saved);
      if (move === null) {
        this.takeBack(cell, added, resting, before);
        return;
      }
      for (const of of move.cells.filter((one) => this.withheld[one] === 0)) {
        saved -= this.problem.loss[of]!;
        this.setWithheld(of, 1);
        added.push(of);
      }
      this.rest(secret, move);
      this.restOthers(move);
    }
  }

  private takeBack(cell: number, added: readonly number[], resting: readonly number[], before: readonly Move[]): void {
    // Moves found meanwhile may rest on what was added: they stand only where that stays withheld.
    for (const secret of new Set(added.flatMap((of) => [...(this.restingOn.get(of) ?? [])]))) this.unrest(secret);
    for (const of of added) this.setWithheld(of, 0);
    this.setWithheld(cell, 1);
    resting.forEach((secret, i) => {
      this.unrest(secret);
      this.rest(secret, before[i]!);
    });
  }

  /** The cheapest in the nearest part that has any; where that withholds more, the next part is asked whether it has to. */
  private findMove(secret: number): Move | null {
    let best: Move | null = null;
    for (let level = 0; ; level++) {
      const part = this.surroundings(secret, level);
      if (part === null) return best;
      const last = this.surroundings(secret, level + 1) === null;
      if (last && best !== null) return best;
      const move = this.partOf(part).find(secret, -1, last);
      if (move !== null && (best === null || this.added(move) < this.added(best))) best = move;
      if (best !== null && (level > 0 || !this.wider || this.added(best) === 0)) return best;
    }
  }

  /** One that withholds nothing more. */
  private knownMove(secret: number): Move | null {
    if (this.known === null) return null;
    this.check ??= new MoveCheck(this.problem, this.cellsOf, this.withheld);
    for (const direction of this.known.near(secret)) {
      const move = this.check.freeing(direction, this.problem.secrets[secret]!, this.members[secret]!);
      if (move !== null) return move;
    }
    return null;
  }

  /** Loss by what a move needs withheld besides. */
  private added({ cells }: Move): number {
    return cells.reduce((sum, cell) => (this.withheld[cell] === 0 ? sum + this.problem.loss[cell]! : sum), 0);
  }

  /** In the nearest part, without a cell and without withholding as much as it costs: further parts give back a tenth more in three times the time. */
  private findCheaper(secret: number, barred: number, cost: number): Move | null {
    const move = this.partOf(this.surroundings(secret, 0)!).find(secret, barred, false);
    if (move === null || move.cells.includes(barred)) return null;
    return this.added(move) < cost ? move : null;
  }

  /** One that was found before and rests on withheld cells alone. */
  private pooledMove(secret: number): Move | null {
    for (const unknown of this.problem.secrets[secret]!.at) {
      for (const move of this.pool.get(unknown) ?? []) if (this.frees(move, secret) && move.cells.every((cell) => this.withheld[cell] === 1)) return move;
    }
    return null;
  }

  private partOf({ name, unknowns }: { readonly name: string; readonly unknowns: readonly number[] }): LeastMoves {
    let part = this.parts.get(name);
    if (part === undefined) this.parts.set(name, (part = this.openPart(unknowns)));
    return part;
  }

  private openPart(unknowns: readonly number[]): LeastMoves {
    const { start, holder } = this.secretsOf;
    const asked = new Set(unknowns.flatMap((unknown) => [...holder.subarray(start[unknown]!, start[unknown + 1]!)]));
    return new LeastMoves(this.problem, this.cellsOf, unknowns, [...asked].toSorted((a, b) => a - b), this.withheld, this.solver);
  }

  private setWithheld(cell: number, to: 0 | 1): void {
    this.withheld[cell] = to;
    for (const part of this.parts.values()) part.update(cell);
    this.singles?.update(cell);
  }

  private rest(secret: number, move: Move): void {
    this.moves[secret] = move;
    for (const cell of move.cells) {
      const set = this.restingOn.get(cell);
      if (set === undefined) this.restingOn.set(cell, new Set([secret]));
      else set.add(secret);
    }
  }

  private unrest(secret: number): void {
    for (const cell of this.moves[secret]?.cells ?? []) this.restingOn.get(cell)!.delete(secret);
    this.moves[secret] = undefined;
  }

  /** One move may free many secrets. */
  private restOthers(move: Move): void {
    this.known?.found(move);
    const { start, holder } = this.secretsOf;
    for (const unknown of move.at) {
      const moves = this.pool.get(unknown);
      if (moves === undefined) this.pool.set(unknown, [move]);
      else if (moves.at(-1) !== move) moves.push(move);
    }
    const near = new Set(move.at.flatMap((unknown) => [...holder.subarray(start[unknown]!, start[unknown + 1]!)]));
    for (const secret of near) {
      if (this.moves[secret] !== undefined || !this.frees(move, secret)) continue;
      this.rest(secret, move);
      if (this.unasked.has(secret)) this.helpless.delete(secret);
    }
  }

  private frees(move: Move, secret: number): boolean {
    const { growth, either, fall } = this.problem.secrets[secret]!;
    const change = changeOf(move, this.members[secret]!);
    return change >= growth || (either && change <= -growth) || (fall !== undefined && change <= -fall);
  }
}
