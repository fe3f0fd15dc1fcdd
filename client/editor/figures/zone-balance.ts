// Two zones made as even as their blocks allow, by the first figure of the table, or by area where there are no figures.
import type { Operation, Reason } from '../../../core/plan/operations.ts';
import { rebalance } from '../../../core/plan/questions/rebalance.ts';
import type { PlanSession } from '../session/plan-session.ts';

/** The even division is looked for first; where a block is too large for it, a looser one. Parts of the half. */
const BANDS = [0.02, 0.05, 0.1, 0.25] as const;

export type Balance = { readonly operation: Operation } | { readonly reason: Reason | { readonly code: 'NOT_BALANCED'; readonly nearest: number | null } };

/** `seed`: another one may find another division. Looking at 100 trees over two zones of 400 blocks takes some 50 ms. */
export function balanceOf(session: PlanSession, zone: string, other: string, seed: number): Balance {
  const { counts, coverage, state } = session;
  const width = counts.columns.length;
  const weights = width === 0 ? coverage.blockAreaM2 : Float64Array.from({ length: counts.blockCount }, (_, block) => counts.values[block * width]!);
  let reason: Extract<Balance, { reason: unknown }>['reason'] = { code: 'NOT_BALANCED', nearest: null };
  for (const band of BANDS) {
    const found = rebalance(state, zone, other, weights, { band, seed });
    if (found.ok) return { operation: found.operation };
    reason = found.reason;
    if (reason.code !== 'NOT_BALANCED') break;
  }
  return { reason };
}
