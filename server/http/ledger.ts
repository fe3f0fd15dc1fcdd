// Routes of the ledger: its entries, and whether they are those that were written.
import { z } from 'zod';
import { STAFF } from '../auth/roles.ts';
import { FIRST_HASH } from '../workspace/releases/ledger-chain.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { LedgerCheck, LedgerSchema } from './schemas/ledger.ts';

const Head = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits, as printed on an audit or an approval');

export function ledgerRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/ledger',
      id: 'getLedger',
      tag: 'Releases',
      summary: 'Every step of every release, chained by SHA-256; no counts',
      roles: STAFF,
      replies: { 200: { description: 'Entries, oldest first', schema: LedgerSchema } },
      handle: async () => {
        const entries = await workspace.releases.ledger();
        return ok({ head: entries.at(-1)?.hash ?? FIRST_HASH, entries: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })) });
      },
    }),
    route({
      method: 'get',
      path: '/ledger/verify',
      id: 'verifyLedger',
      tag: 'Releases',
      summary: 'Follows the chain; with the head of an audit also whether that head is in it, so that a cut tail or a recomputed chain is found',
      roles: STAFF,
      query: z.strictObject({ head: Head.optional() }),
      replies: { 200: { description: 'What was found', schema: LedgerCheck } },
      handle: async ({ query }) => ok(await workspace.releases.verifyLedger(query.head)),
    }),
  ];
}
