// Comments on a plan: what may be pinned where, who may decide, and what the public sees of them.
import { randomBytes, randomUUID } from 'node:crypto';
import { deleteComment, decideComment, findComment, insertComment, insertWaitingComment, listComments, listCommentSteps, type CommentState, type CommentStep, type PlanComment } from '../../db/queries/plan-comments.ts';
import { findOpenLink, insertPublicLink, newestPublicLink, type PublicLink } from '../../db/queries/public-links.ts';
import type { Workspace } from '../workspace.ts';

/** What somebody wants to say; place in CRS84. */
export interface NewComment {
  readonly text: string;
  readonly zone: string | null;
  readonly at: readonly [longitude: number, latitude: number] | null;
  /** Any comment of the thread. */
  readonly parent: string | null;
}

export type CommentRefusal = { readonly code: 'UNKNOWN_COMMENT' } | { readonly code: 'UNKNOWN_ZONE'; readonly zones: readonly string[] } | { readonly code: 'COMMENTS_WAITING' };

export type CommentResult<T = PlanComment> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: CommentRefusal };

/** Comments of the public that wait for one plan; a flood fills no more than this. */
const MOST_WAITING = 500;

export class PlanComments {
  constructor(private readonly workspace: Workspace) {}

  /** In every state, oldest first. */
  list(plan: string): Promise<readonly PlanComment[]> {
    return listComments(this.workspace.db, this.municipality, plan);
  }

  find(plan: string, comment: string): Promise<PlanComment | null> {
    return findComment(this.workspace.db, this.municipality, plan, comment);
  }

  steps(plan: string): Promise<readonly CommentStep[]> {
    return listCommentSteps(this.workspace.db, this.municipality, plan);
  }

  /** Of an account, seen by everybody at once; on the public page too where it is public. `zones`: codes that the plan has. */
  async add(plan: string, wish: NewComment & { readonly public: boolean }, account: string, zones: ReadonlySet<string>): Promise<CommentResult> {
    const pinned = await this.pin(plan, wish, zones, () => true);
    if (!pinned.ok) return pinned;
    const comment = randomUUID();
    await insertComment(this.workspace.db, this.municipality, plan, { comment, ...pinned.value, account, name: '', public: wish.public, state: 'open' });
    return { ok: true, value: (await this.find(plan, comment))! };
  }

  /** Of the public: waits until somebody shows it. Replies go to what the public sees. */
  async addOfPublic(plan: string, wish: NewComment & { readonly name: string }, zones: ReadonlySet<string>): Promise<CommentResult> {
    const pinned = await this.pin(plan, wish, zones, isShown);
    if (!pinned.ok) return pinned;
    const comment = randomUUID();
    const kept = await insertWaitingComment(this.workspace.db, this.municipality, plan, { comment, ...pinned.value, name: wish.name }, MOST_WAITING);
    if (!kept) return { ok: false, refusal: { code: 'COMMENTS_WAITING' } };
    return { ok: true, value: (await this.find(plan, comment))! };
  }

  /** Shows, hides, closes or opens a comment again and keeps who did; null where it is gone. */
  async decide(plan: string, comment: string, state: Exclude<CommentState, 'waiting'>, account: string): Promise<PlanComment | null> {
    await decideComment(this.workspace.db, this.municipality, plan, comment, state, account, randomUUID());
    return this.find(plan, comment);
  }

  /** Deletes it with its text; who did it is kept, and replies stay in its place. */
  async remove(plan: string, comment: PlanComment, account: string): Promise<void> {
    await this.workspace.db.transaction((tx) => deleteComment(tx, this.municipality, plan, comment, account, randomUUID()));
  }

  /** What stands on the public page: shown comments, and replies whose beginning is shown. */
  async shown(plan: string): Promise<PlanComment[]> {
    const shown = (await this.list(plan)).filter(isShown);
    const ids = new Set(shown.map(({ comment }) => comment));
    return shown.filter(({ parent }) => parent === null || ids.has(parent));
  }

  /** The link as it is, open or closed; null where there never was one. */
  link(plan: string): Promise<PublicLink | null> {
    return newestPublicLink(this.workspace.db, this.municipality, plan);
  }

  openLink(token: string): Promise<PublicLink | null> {
    return findOpenLink(this.workspace.db, this.municipality, token);
  }

  /** Opens or closes the public page. A link that is opened again is the same, so that what was printed goes on to lead there; `renew` makes another. */
  async setLink(plan: string, wish: { readonly open: boolean; readonly renew: boolean; readonly version: number }, account: string): Promise<PublicLink> {
    for (;;) {
      const before = await this.link(plan);
      const token = before === null || wish.renew ? randomBytes(32).toString('hex') : before.token;
      const made = await insertPublicLink(this.workspace.db, this.municipality, { plan, step: (before?.step ?? 0) + 1, token, open: wish.open, shownVersion: wish.version, account });
      if (made !== null) return made;
    }
  }

  private get municipality(): string {
    return this.workspace.municipality.municipality;
  }

  /** The row's place and thread. A reply to a reply belongs to the first comment: threads have one level. */
  private async pin(plan: string, { text, zone, at, parent }: NewComment, zones: ReadonlySet<string>, visible: (comment: PlanComment) => boolean) {
    if (zone !== null && !zones.has(zone)) return { ok: false as const, refusal: { code: 'UNKNOWN_ZONE' as const, zones: [zone] } };
    const answered = parent === null ? null : await this.find(plan, parent);
    if (parent !== null && (answered === null || !visible(answered))) return { ok: false as const, refusal: { code: 'UNKNOWN_COMMENT' as const } };
    const [longitude, latitude] = at ?? [null, null];
    return { ok: true as const, value: { text, zone, longitude, latitude, parent: answered === null ? null : (answered.parent ?? answered.comment) } };
  }
}

/** Whether the public sees it. */
function isShown(comment: PlanComment): boolean {
  return comment.public && (comment.state === 'open' || comment.state === 'done');
}
