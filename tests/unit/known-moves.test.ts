// Moves that were found for one count and are tried for another: kept in one shape, and believed only where nobody could tell.
import { describe, expect, it } from 'vitest';
import { Exchanges } from '../../core/disclosure/suppression/exchanges.ts';
import { MoveCheck } from '../../core/disclosure/suppression/move-check.ts';
import { heldBy, type Secrecy } from '../../core/disclosure/suppression/secrecy.ts';

describe('exchanges of blocks', () => {
  it('are one whatever their order, sign and multiple, and are found by each of their blocks', () => {
    const exchanges = new Exchanges();
    exchanges.add([[7, 2], [3, -2]]);
    exchanges.add([[3, 1], [7, -1]]);
    exchanges.add([[3, 3], [7, -3], [9, 0]]);
    expect(exchanges.of(7)).toEqual([{ blocks: [3, 7], by: [1, -1] }]);
    expect(exchanges.of(3)).toEqual(exchanges.of(7));
    expect(exchanges.of(9)).toEqual([]);
  });
});

describe('a direction that came from elsewhere', () => {
  /** Two rows of two places: rows are published, columns are withheld. */
  const problem = (truth: readonly number[], more: Partial<Secrecy> = {}): Secrecy => ({
    truth: Float64Array.from(truth),
    minimum: new Float64Array(4),
    cells: [[0, 1], [2, 3], [0, 2], [1, 3]],
    loss: new Float64Array(4).fill(1),
    floor: new Float64Array(4),
    secrets: [{ at: [0], growth: 3, either: false }],
    ...more,
  });
  const freeing = (of: Secrecy, at: readonly number[], by: readonly number[]) => new MoveCheck(of, heldBy(4, of.cells), Uint8Array.of(0, 0, 1, 1)).freeing({ at, by }, of.secrets[0]!, new Set(of.secrets[0]!.at));

  it('is taken as often as the secret asks, one way or the other', () => {
    expect(freeing(problem([2, 9, 9, 9]), [0, 1], [-1, 1])).toEqual({ at: [0, 1], by: [3, -3], cells: [2, 3] });
    expect(freeing(problem([2, 9, 9, 9], { secrets: [{ at: [0], growth: 1, either: true }] }), [0, 1], [2, -2])).toEqual({ at: [0, 1], by: [2, -2], cells: [2, 3] });
  });

  it('is refused where somebody would be fewer than none, or a published sum would move', () => {
    expect(freeing(problem([2, 2, 9, 9]), [0, 1], [1, -1])).toBeNull();
    expect(freeing(problem([2, 9, 9, 9]), [0, 2], [1, -1])).toBeNull();
    expect(freeing(problem([2, 9, 9, 9]), [2, 3], [1, -1])).toBeNull();
  });

  it('is refused where a withheld sum would leave its bounds, or a link would break', () => {
    expect(freeing(problem([2, 9, 9, 9], { floor: Float64Array.of(0, 0, 0, 16) }), [0, 1], [1, -1])).toBeNull();
    expect(freeing(problem([2, 9, 9, 9], { ceiling: Float64Array.of(99, 99, 13, 99) }), [0, 1], [1, -1])).toBeNull();
    const link = { at: [2, 0], times: [1, -1], room: 2, most: Infinity };
    expect(freeing(problem([2, 9, 9, 9], { links: [link] }), [0, 1], [1, -1])).toBeNull();
    expect(freeing(problem([2, 9, 9, 9], { links: [{ ...link, room: 3 }] }), [0, 1], [1, -1])).not.toBeNull();
  });
});
