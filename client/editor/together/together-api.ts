// Routes of working together on a plan: names of versions, comments, presence, files, the public page.
import type {
  Api,
  Place,
  PlanChange,
  PlanComment as Comment,
  PlanFileReport as FileReport,
  PlanPublicLink as PublicLink,
  PlanSnapshot as Snapshot,
} from '../../api.ts';

export type { CommentState, Place, PlanComment as Comment, PlanCommentNotice as CommentNotice, PlanFileReport as FileReport, PlanPresence as PresenceNotice, PlanPublicLink as PublicLink, PlanSnapshot as Snapshot } from '../../api.ts';

export interface NewComment {
  readonly text: string;
  readonly zone?: string | null;
  readonly at?: Place | null;
  readonly parent?: string | null;
  readonly public?: boolean;
}

export type ExportFormat = 'csv' | 'geojson' | 'gpkg' | 'operations';

export type FileRow = FileReport['unknown'][number] | FileReport['duplicate'][number];

/** A file as it is sent: its bytes, so that the server tells its encoding. */
export interface SentFile {
  readonly format: 'csv' | 'operations';
  readonly base64: string;
  readonly file: string;
  readonly dryRun: boolean;
}

export class TogetherApi {
  private readonly api: Api;
  private readonly path: string;

  constructor(api: Api, plan: string) {
    this.api = api;
    this.path = `/plans/${encodeURIComponent(plan)}`;
  }

  snapshots = async (): Promise<readonly Snapshot[]> => (await this.api.json<{ snapshots: Snapshot[] }>(`${this.path}/snapshots`)).snapshots;
  secure = (name: string): Promise<unknown> => this.api.json(`${this.path}/snapshots`, { method: 'POST', body: { name } });
  /** One step of the plan, which can be undone. */
  restore = (to: { snapshot: string } | { version: number }, version: number): Promise<PlanChange> => this.api.json(`${this.path}/restore`, { method: 'POST', body: to, ifMatch: version });

  comments = async (): Promise<readonly Comment[]> => (await this.api.json<{ comments: Comment[] }>(`${this.path}/comments`)).comments;
  comment = (comment: NewComment): Promise<unknown> => this.api.request(`${this.path}/comments`, { method: 'POST', body: comment });
  decide = (comment: string, state: 'open' | 'done' | 'hidden'): Promise<unknown> => this.api.request(`${this.path}/comments/${encodeURIComponent(comment)}`, { method: 'PATCH', body: { state } });
  remove = (comment: string): Promise<unknown> => this.api.request(`${this.path}/comments/${encodeURIComponent(comment)}`, { method: 'DELETE' });

  publicLink = (): Promise<PublicLink> => this.api.json(`${this.path}/public-comments`);
  openToPublic = (open: boolean, version?: number): Promise<PublicLink> => this.api.json(`${this.path}/public-comments`, { method: 'PUT', body: { open, ...(version === undefined ? {} : { version }) } });

  tellPresence = (where: { window: string; at: Place | null; zone: string | null; tool: string | null; gone?: boolean }): Promise<unknown> => this.api.request(`${this.path}/presence`, { method: 'POST', body: where });

  file = async (format: ExportFormat): Promise<Blob> => (await this.api.request(`${this.path}/file`, { query: { format } })).blob();
  /** With `dryRun` nothing is stored. */
  readFile = (file: SentFile, version: number): Promise<FileReport> => this.api.json(`${this.path}/file`, { method: 'POST', body: file, ifMatch: version });
}
