// What the two threads of an overlay tell each other.
import type { Coverage } from '../../../core/coverage/coverage.ts';
import type { Trace } from '../../../core/coverage/overlay/overlay-crossings.ts';
import type { PartNumber, PartShares } from '../../../core/coverage/overlay/overlay-part.ts';

export interface PartQuestion {
  readonly id: number;
  /** Without their ids, which nobody asks for here and a message would copy. */
  readonly blocks: Coverage;
  readonly zones: Coverage;
  readonly part: PartNumber;
  readonly negligibleFraction: number;
  /** Of all parts, in shared memory. */
  readonly traces: readonly Trace[];
  /** One number in shared memory: what the asker says once it has looked along its borders. */
  readonly gate: Int32Array;
}

export const Gate = { closed: 0, open: 1, abandoned: 2 } as const;

export type PartAnswer = { readonly id: number } & (
  | { readonly kind: 'looked' }
  | { readonly kind: 'shares'; readonly shares: PartShares }
  /** The part contradicts itself, or the asker gave up. */
  | { readonly kind: 'none' }
);
