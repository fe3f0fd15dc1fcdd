// Routes of comments on plans, for staff: say, answer, close, moderate what the public says, open and close its page.
import { z } from 'zod';
import { hasRole, STAFF, type Role } from '../auth/roles.ts';
import type { PlanComment } from '../db/queries/plan-comments.ts';
import type { PublicLink as StoredLink } from '../db/queries/public-links.ts';
import { problem } from '../problem.ts';
import type { CommentRefusal } from '../workspace/plans/plan-comments.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import type { HttpContext } from './context.ts';
import { requirePlan, requirePlanAt } from './plan-json.ts';
import { refusalToProblem } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { AddComment, Comment, Comments, CommentSteps, DecideComment, OpenToPublic, PublicLink } from './schemas/plan-together.ts';

/** Who decides what the public sees. */
const MODERATES: readonly Role[] = ['planner', 'editor'];

const PlanParameter = z.strictObject({ plan: Code });
const CommentParameter = z.strictObject({ plan: Code, comment: Code });

export function planCommentRoutes({ workspace }: HttpContext): Route[] {
  const tell = (plan: string, comment: PlanComment) => workspace.notices.tell(plan, { event: 'comment', data: { comment: commentJson(comment) } });

  async function requireComment(plan: string, id: string): Promise<PlanComment> {
    await requirePlan(workspace, plan);
    const found = await workspace.comments.find(plan, id);
    if (found === null) throw problem('NOT_FOUND', 'the plan has no comment with this id');
    return found;
  }

  return [
    route({
      method: 'get',
      path: '/plans/{plan}/comments',
      id: 'listPlanComments',
      tag: 'Plans',
      summary: 'Comments on a plan in every state, oldest first',
      roles: STAFF,
      parameters: PlanParameter,
      replies: { 200: { description: 'Comments', schema: Comments } },
      handle: async ({ parameters: { plan } }) => {
        await requirePlan(workspace, plan);
        return ok({ comments: (await workspace.comments.list(plan)).map(commentJson) });
      },
    }),
    route({
      method: 'post',
      path: '/plans/{plan}/comments',
      id: 'addPlanComment',
      tag: 'Plans',
      summary: 'Adds a comment, on a zone, a place or the whole plan, or as a reply; everybody who has the plan open gets the event `comment`',
      roles: STAFF,
      parameters: PlanParameter,
      body: AddComment,
      replies: { 201: { description: 'The comment', schema: Comment } },
      handle: async ({ parameters: { plan }, body, caller }) => {
        const open = await requirePlan(workspace, plan);
        if (body.public && !hasRole(caller, MODERATES)) throw problem('FORBIDDEN', `public: one of the roles ${MODERATES.join(', ')} is needed to write on the public page`);
        const added = await workspace.comments.add(plan, body, caller.account!, zoneCodes(open));
        if (!added.ok) throw commentProblem(added.refusal);
        tell(plan, added.value);
        return { status: 201, json: commentJson(added.value) };
      },
    }),
    route({
      method: 'patch',
      path: '/plans/{plan}/comments/{comment}',
      id: 'decidePlanComment',
      tag: 'Plans',
      summary: 'Marks a comment as done or open again; shows or hides one of the public (planners and editors). Who did it is kept',
      roles: STAFF,
      parameters: CommentParameter,
      body: DecideComment,
      replies: { 200: { description: 'The comment', schema: Comment } },
      handle: async ({ parameters: { plan, comment }, body: { state }, caller }) => {
        const before = await requireComment(plan, comment);
        const moderates = before.account === null || before.state === 'hidden' || state === 'hidden';
        if (moderates && !hasRole(caller, MODERATES)) throw problem('FORBIDDEN', `one of the roles ${MODERATES.join(', ')} is needed to show or hide`);
        const after = await workspace.comments.decide(plan, comment, state, caller.account!);
        if (after === null) throw problem('NOT_FOUND', 'the comment was deleted in the meantime');
        tell(plan, after);
        return ok(commentJson(after));
      },
    }),
    route({
      method: 'delete',
      path: '/plans/{plan}/comments/{comment}',
      id: 'deletePlanComment',
      tag: 'Plans',
      summary: 'Deletes one’s own comment, or as an editor one of the public; replies stay',
      roles: STAFF,
      parameters: CommentParameter,
      replies: { 204: { description: 'Deleted' } },
      handle: async ({ parameters: { plan, comment }, caller }) => {
        const found = await requireComment(plan, comment);
        const may = found.account === null ? hasRole(caller, ['editor']) : found.account === caller.account;
        if (!may) throw problem('FORBIDDEN', 'only the author deletes a comment, and an editor one of the public');
        await workspace.comments.remove(plan, found, caller.account!);
        workspace.notices.tell(plan, { event: 'comment', data: { gone: comment } });
        return { status: 204 };
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}/comment-steps',
      id: 'listPlanCommentSteps',
      tag: 'Plans',
      summary: 'Who showed, hid, closed, opened again and deleted which comment, oldest first; it cannot be changed',
      roles: STAFF,
      parameters: PlanParameter,
      replies: { 200: { description: 'Steps', schema: CommentSteps } },
      handle: async ({ parameters: { plan } }) => {
        await requirePlan(workspace, plan);
        return ok({ steps: (await workspace.comments.steps(plan)).map((step) => ({ ...step, at: step.at.toISOString() })) });
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}/public-comments',
      id: 'getPlanPublicLink',
      tag: 'Plans',
      summary: 'Whether the public page is open, its link, and how many comments wait',
      roles: STAFF,
      parameters: PlanParameter,
      replies: { 200: { description: 'The link', schema: PublicLink } },
      handle: async ({ parameters: { plan } }) => {
        await requirePlan(workspace, plan);
        return ok(linkJson(await workspace.comments.link(plan), await workspace.comments.list(plan)));
      },
    }),
    route({
      method: 'put',
      path: '/plans/{plan}/public-comments',
      id: 'setPlanPublicLink',
      tag: 'Plans',
      summary: 'Opens or closes the public page. The public sees the version that was opened, whatever is drawn since',
      roles: MODERATES,
      parameters: PlanParameter,
      body: OpenToPublic,
      replies: { 200: { description: 'The link', schema: PublicLink } },
      handle: async ({ parameters: { plan }, body, caller }) => {
        const { draft } = await requirePlanAt(workspace, plan, body.version);
        const link = await workspace.comments.setLink(plan, { ...body, version: draft.version }, caller.account!);
        return ok(linkJson(link, await workspace.comments.list(plan)));
      },
    }),
  ];
}

export function zoneCodes({ draft }: OpenPlan): ReadonlySet<string> {
  return new Set(draft.state.zones.flatMap((zone) => zone?.zone ?? []));
}

export function commentProblem(refusal: CommentRefusal) {
  switch (refusal.code) {
    case 'UNKNOWN_ZONE':
      return refusalToProblem(refusal);
    case 'UNKNOWN_COMMENT':
      return problem(refusal.code, 'parent: there is no such comment to answer');
    case 'COMMENTS_WAITING':
      return problem(refusal.code, 'too many comments wait to be read; try again tomorrow', { headers: { 'Retry-After': '86400' } });
  }
}

export function commentJson(row: PlanComment) {
  const { comment, text, zone, longitude, latitude, parent, account, name, createdAt, state, decidedBy, decidedAt } = row;
  return {
    comment,
    text,
    zone,
    at: placeOf(longitude, latitude),
    parent,
    author: { account, name },
    createdAt: createdAt.toISOString(),
    state,
    public: row.public,
    decidedBy,
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

export const placeOf = (longitude: number | null, latitude: number | null) => (longitude === null || latitude === null ? null : [longitude, latitude]);

function linkJson(link: StoredLink | null, all: readonly PlanComment[]) {
  const open = link?.open ?? false;
  return {
    open,
    token: open ? link!.token : null,
    path: open ? `/public/plans/${link!.token}` : null,
    version: open ? link!.shownVersion : null,
    account: link?.account ?? null,
    at: link?.at.toISOString() ?? null,
    waiting: all.filter(({ state }) => state === 'waiting').length,
  };
}
