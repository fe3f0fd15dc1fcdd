// Routes of the public page of a plan: read with the link's token, and say something that waits to be shown.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { boundsOf } from '../../core/plan/questions/issues.ts';
import { CommentLimits } from '../auth/comment-limits.ts';
import type { PlanComment } from '../db/queries/plan-comments.ts';
import { transformer } from '../gdal/crs/crs.ts';
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { HttpContext } from './context.ts';
import { toCrs84, zoneGeometry } from './geojson.ts';
import { commentJson, commentProblem, placeOf, zoneCodes } from './plan-comments.ts';
import { requirePlan, zoneSlots } from './plan-json.ts';
import { ok, route, type Route } from './route.ts';
import { AddPublicComment, PublicCommentTaken, PublicPlan } from './schemas/plan-together.ts';

/** Versions of plans whose outlines are kept, so that reading the page costs two statements and no replay. */
const MOST_KEPT = 16;

/** One version of a plan as the public sees it, without its comments. */
interface Shown {
  readonly plan: string;
  readonly zones: ReadonlySet<string>;
  readonly json: Readonly<Record<string, unknown>>;
  /** Whether a place in CRS84 lies within the extent of the blocks. */
  isWithin(at: readonly [number, number]): boolean;
}

const TokenParameter = z.strictObject({ token: z.string().min(1).max(200) });

export function publicPlanRoutes({ workspace, admission }: HttpContext): Route[] {
  const limits = new CommentLimits();
  const kept = new Map<string, Shown>();

  /** What is shown behind an open link. A closed link and one that never was are not told apart. */
  async function requireShown(token: string): Promise<Shown> {
    const link = await workspace.comments.openLink(token);
    if (link === null) throw problem('NOT_FOUND', 'this link leads to no plan, or is closed');
    const key = `${link.plan} ${link.shownVersion}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const open = await workspace.plans.at(link.plan, link.shownVersion);
    // Carried over to later blocks since it was opened: the version that was shown is gone, and the public sees what became of it.
    if (open === null) return shownOf(await requirePlan(workspace, link.plan), workspace);
    const shown = shownOf(open, workspace);
    kept.set(key, shown);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return shown;
  }

  return [
    route({
      method: 'get',
      path: '/public/plans/{token}',
      id: 'getPublicPlan',
      tag: 'Public',
      summary: 'A draft as the public sees it: outlines, names and comments that were shown; no counts, no blocks',
      roles: ['viewer'],
      parameters: TokenParameter,
      replies: { 200: { description: 'The plan', schema: PublicPlan } },
      handle: async ({ parameters: { token } }) => {
        const { plan, json } = await requireShown(token);
        return ok({ ...json, comments: (await workspace.comments.shown(plan)).map((comment) => publicJson(comment, workspace.municipality.name)) });
      },
    }),
    route({
      method: 'post',
      path: '/public/plans/{token}/comments',
      id: 'addPublicComment',
      tag: 'Public',
      summary: 'Says something about a plan; it waits until the office shows it. Ten comments in a quarter of an hour from one address',
      roles: ['viewer'],
      parameters: TokenParameter,
      body: AddPublicComment,
      replies: { 202: { description: 'It waits', schema: PublicCommentTaken } },
      handle: async ({ parameters: { token }, body, request }) => {
        if (admission.isForeign(request)) throw problem('FORBIDDEN', 'a page of another origin may not comment');
        const { plan, zones, isWithin } = await requireShown(token);
        if (body.at !== null && !isWithin(body.at)) {
          throw problem('INVALID_BODY', 'at: lies outside of the plan', { issues: [{ problem: 'lies outside of the plan', field: 'at', accepted: 'longitude and latitude of a place in the municipality' }] });
        }
        const wait = await limits.take(addressOf(request), plan);
        if (wait > 0) throw problem('COMMENTS_EXHAUSTED', `try again in ${wait} s`, { headers: { 'Retry-After': String(wait) } });
        const added = await workspace.comments.addOfPublic(plan, body, zones);
        if (!added.ok) throw commentProblem(added.refusal);
        const { comment } = added.value;
        workspace.notices.tell(plan, { event: 'comment', data: { comment: commentJson(added.value) } });
        return { status: 202, json: { comment, state: 'waiting' } };
      },
    }),
  ];
}

const addressOf = (request: IncomingMessage): string => (request as { ip?: string }).ip ?? request.socket.remoteAddress ?? '';

function shownOf(open: OpenPlan, { municipality, catalogue }: Workspace): Shown {
  const { head, draft } = open;
  const rows = zoneSlots(draft.state.zones);
  const outlines = draft.dissolver.outlines(rows.map(({ slot }) => slot));
  const features = rows.map(({ zone, name }, position) => ({
    type: 'Feature' as const,
    id: zone,
    geometry: toCrs84(zoneGeometry(outlines, position), municipality.epsg),
    properties: { zone, name, position },
  }));
  const geography = catalogue.geographies.find((row) => row.geography === head.geography)!;
  const bounds = boundsOf(draft.state.surface.coverage, draft.state.blockIds.keys());
  const toPlane = transformer(4326, municipality.epsg);
  return {
    plan: head.plan,
    zones: zoneCodes(open),
    json: {
      municipality: municipality.name,
      name: head.name,
      geography: { de: geography.nameDe, en: geography.nameEn },
      validFrom: head.validFrom,
      zones: { type: 'FeatureCollection', features },
    },
    isWithin([longitude, latitude]) {
      const [x, y] = toPlane(longitude, latitude);
      return x >= bounds[0] && y >= bounds[1] && x <= bounds[2] && y <= bounds[3];
    },
  };
}

function publicJson({ comment, text, zone, longitude, latitude, parent, account, name, createdAt, state }: PlanComment, office: string) {
  return {
    comment,
    text,
    zone,
    at: placeOf(longitude, latitude),
    parent,
    // Who in the office wrote is nobody's outside.
    name: account === null ? name : office,
    office: account !== null,
    createdAt: createdAt.toISOString(),
    state,
  };
}
