// The route of the start page: what waits for who is signed in.
import { hasClearance, hasRole, STAFF } from '../auth/roles.ts';
import { inboxOf, type InboxItem, type InboxReader } from '../workspace/inbox.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { Inbox } from './schemas/inbox.ts';

export function inboxRoutes({ workspace, imports }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/inbox',
      id: 'getInbox',
      tag: 'Accounts',
      summary: 'What waits for the caller: comments, plans, releases, failed imports, cuts that end or leave blocks out',
      roles: STAFF,
      replies: { 200: { description: 'Newest first', schema: Inbox } },
      handle: async ({ caller }) => {
        await workspace.releases.refresh();
        const jobs = (await imports.jobs.list(workspace.municipality.municipality)).filter(({ account }) => account === caller.account);
        const reader = { account: caller.account!, has: (...roles: Parameters<InboxReader['has']>) => hasRole(caller, roles), cleared: hasClearance(caller, 'block-counts') };
        return ok({ items: (await inboxOf(workspace, { reader, now: new Date(), jobs })).map(itemJson) });
      },
    }),
  ];
}

function itemJson({ since, plan, ...rest }: InboxItem) {
  return { ...rest, since: since.toISOString(), plan: plan === null ? null : { plan: plan.plan, name: plan.name, geography: plan.geography } };
}
