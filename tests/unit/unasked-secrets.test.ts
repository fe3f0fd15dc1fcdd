// Secrets for which no program is begun: told as helpless, unless a move that was found for another frees them.
import { describe, expect, it } from 'vitest';
import { Protection } from '../../core/disclosure/suppression/protection.ts';
import type { Secrecy } from '../../core/disclosure/suppression/secrecy.ts';
import { loadSolver } from '../../server/processes/inputs/load-solver.ts';

/** Three blocks of which only the sum is public: each could hold more, if another held less. */
const problem = (secrets: readonly (readonly number[])[]): Secrecy => ({
  truth: Float64Array.of(2, 2, 5),
  minimum: new Float64Array(3),
  cells: [[0, 1, 2]],
  loss: Float64Array.of(Infinity),
  floor: Float64Array.of(0),
  secrets: secrets.map((at) => ({ at, growth: 3, either: false })),
});

async function helplessOf(secrets: readonly (readonly number[])[], unasked: readonly number[]): Promise<readonly number[]> {
  const protection = new Protection(problem(secrets), new Uint8Array(1), (_, level) => (level === 0 ? { name: 'all', unknowns: [0, 1, 2] } : null), await loadSolver());
  try {
    protection.leaveUnasked(unasked);
    protection.withholdMore();
    return [...protection.helpless];
  } finally {
    protection.dispose();
  }
}

describe('secrets that are not asked', () => {
  it('are told as helpless, though a program would free them', async () => {
    expect(await helplessOf([[0], [1]], [])).toEqual([]);
    expect(await helplessOf([[0], [1]], [0, 1])).toEqual([0, 1]);
    expect(await helplessOf([[0], [1]], [1])).toEqual([1]);
  });

  it('are free where what frees another frees them too, whichever comes first', async () => {
    expect(await helplessOf([[0], [0]], [1])).toEqual([]);
    expect(await helplessOf([[0], [0]], [0])).toEqual([]);
  });
});
