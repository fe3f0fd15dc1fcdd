// Routes of working together on a plan: names of versions, comments, presence, files, the public page.
import type { Api, PlanChange } from '../../api.ts';

export type Place = readonly [number, number];

export interface Snapshot {
  readonly snapshot: string;
  readonly name: string;
  readonly version: number;
  readonly account: string;
  readonly at: string;
  /** False for versions on the blocks of an earlier stand. */
  readonly restorable: boolean;
}

export type CommentState = 'open' | 'done' | 'waiting' | 'hidden';

export interface Comment {
  readonly comment: string;
  readonly text: string;
  readonly zone: string | null;
  /** Longitude and latitude. */
  readonly at: Place | null;
  /** First comment of the thread. */
  readonly parent: string | null;
  /** `account` null: somebody of the public. */
  readonly author: { readonly account: string | null; readonly name: string };
  readonly createdAt: string;
  readonly state: CommentState;
  readonly public: boolean;
}

export type CommentNotice = { readonly comment: Comment } | { readonly gone: string };

export interface NewComment {
  readonly text: string;
  readonly zone?: string | null;
  readonly at?: Place | null;
  readonly parent?: string | null;
  readonly public?: boolean;
}

export type PresenceNotice =
  | { readonly account: string; readonly name: string; readonly window: string; readonly at: Place | null; readonly zone: string | null; readonly tool: string | null }
  | { readonly account: string; readonly window: string; readonly gone: true };

export interface PublicLink {
  readonly open: boolean;
  readonly token: string | null;
  /** Version that the public sees. */
  readonly version: number | null;
  readonly waiting: number;
}

export type ExportFormat = 'csv' | 'geojson' | 'gpkg' | 'operations';

/** What a file would do, or did. */
export interface FileReport {
  readonly rows: number;
  /** Blocks that change their zone. */
  readonly moved: number;
  readonly unknown: readonly { readonly row: number; readonly block: string }[];
  readonly duplicate: readonly { readonly row: number; readonly block: string }[];
  /** Blocks of the plan that the file does not name. */
  readonly missing: number;
  readonly createdZones: readonly string[];
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
  readFile = (file: { format: 'csv' | 'operations'; text: string; dryRun: boolean }, version: number): Promise<FileReport> => this.api.json(`${this.path}/file`, { method: 'POST', body: file, ifMatch: version });
}
