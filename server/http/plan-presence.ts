// The route by which a page tells that somebody has a plan open, and works where.
import { z } from 'zod';
import { STAFF } from '../auth/roles.ts';
import { findAccount } from '../db/queries/accounts.ts';
import type { HttpContext } from './context.ts';
import { requirePlan } from './plan-json.ts';
import { route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { TellPresence } from './schemas/plan-together.ts';

/** A page tells every few seconds; somebody's name changes once in years. */
const KEEP_NAME_MS = 60_000;

export function planPresenceRoutes({ workspace }: HttpContext): Route[] {
  const names = new Map<string, { readonly name: string; readonly until: number }>();

  async function nameOf(account: string): Promise<string> {
    const known = names.get(account);
    if (known !== undefined && known.until > Date.now()) return known.name;
    const name = (await findAccount(workspace.db, account))?.name ?? account;
    names.set(account, { name, until: Date.now() + KEEP_NAME_MS });
    return name;
  }

  return [
    route({
      method: 'post',
      path: '/plans/{plan}/presence',
      id: 'tellPresence',
      tag: 'Plans',
      summary: 'Tells everybody who has the plan open where one works: by the event `presence`, for 20 s, and kept nowhere',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      body: TellPresence,
      replies: { 204: { description: 'Told' } },
      handle: async ({ parameters: { plan }, body: { gone, ...where }, caller }) => {
        await requirePlan(workspace, plan);
        const account = caller.account!;
        if (gone) workspace.presences.leave(plan, { account, window: where.window });
        else workspace.presences.here(plan, { account, name: await nameOf(account), ...where });
        return { status: 204 };
      },
    }),
  ];
}
