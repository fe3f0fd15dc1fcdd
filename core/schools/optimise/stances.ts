// What the search tries beside the weights that it was given, so that there are alternatives and not one answer.
import type { Weights } from './optimise-input.ts';

export interface Stance {
  readonly stance: 'balanced' | 'few-moves' | 'fewest-moves' | 'short-ways' | 'even-mix';
  /** Times the given weights. */
  readonly factors: Partial<Weights>;
  /** Of the share that may move. */
  readonly movedPart: number;
}

const BALANCED: Stance = { stance: 'balanced', factors: {}, movedPart: 1 };

/** One a round in turn; the given weights have every second turn, for theirs is the answer that is asked for first. */
export function stancesFor(hasMix: boolean): readonly Stance[] {
  const others: Stance[] = [
    { stance: 'few-moves', factors: { change: 2 }, movedPart: 0.5 },
    { stance: 'short-ways', factors: { distance: 3 }, movedPart: 1 },
    { stance: 'fewest-moves', factors: { change: 4 }, movedPart: 0.25 },
    ...(hasMix ? [{ stance: 'even-mix', factors: { mix: 8 }, movedPart: 1 } as const] : []),
  ];
  return others.flatMap((other) => [BALANCED, other]);
}
