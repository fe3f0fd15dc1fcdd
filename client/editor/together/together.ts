// What people do together on one plan beside drawing: states secured by name, branches, comments, who is there.
import { ApiProblem, type Api } from '../../api.ts';
import { t } from '../../i18n/i18n.ts';
import type { EditorController } from '../editor-controller.ts';
import { problemText } from '../problem-text.ts';
import { saveBlob } from '../save-file.ts';
import { Presence } from './presence.ts';
import { TogetherApi, type Comment, type CommentNotice, type ExportFormat, type FileReport, type NewComment, type PublicLink, type Snapshot } from './together-api.ts';

export type Record = 'history' | 'comments';
/** What a comment that is being written belongs to. */
export type PinKind = 'zone' | 'place' | 'none';

export interface Draft {
  readonly parent: string | null;
  readonly pin: PinKind;
  readonly zone: string;
  readonly public: boolean;
}

/** A file that was read and may be taken. */
export interface FileTrial {
  readonly name: string;
  readonly format: 'csv' | 'operations';
  readonly base64: string;
  readonly report: FileReport | null;
  readonly problem: ApiProblem | null;
}

const ENDINGS: { readonly [F in ExportFormat]: string } = { csv: 'csv', geojson: 'geojson', gpkg: 'gpkg', operations: 'json' };

/** Bytes of a file; in parts, since a call takes no million arguments. */
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

export class Together {
  readonly api: TogetherApi;
  readonly presence: Presence;
  snapshots: readonly Snapshot[] = [];
  comments: readonly Comment[] = [];
  publicLink: PublicLink | null = null;
  /** Which list is shown below the numbers. */
  shown: Record = 'history';
  /** The form that is open: to secure the state, to branch, or none. */
  naming: 'secure' | 'branch' | null = null;
  /** Version whose row in the history is open. */
  openRow: number | null = null;
  draft: Draft | null = null;
  /** Comments that are done are listed too. */
  doneToo = false;
  /** Thread that the map or the strip points at. */
  selected: string | null = null;
  /** Import and export in place of the numbers. */
  filesOpen = false;
  trial: FileTrial | null = null;
  busy = false;
  problem = '';
  private readonly controller: EditorController;
  private readonly host: Api;
  private readonly onChange: () => void;
  private readonly onSecured: (snapshots: readonly Snapshot[]) => void;
  private readonly listen = (event: string, data: unknown) => {
    if (event === 'comment') this.hearComment(data as CommentNotice);
    if (event === 'snapshot') void this.readSnapshots();
  };

  constructor(api: Api, plan: string, controller: EditorController, definition: string, account: string, onSecured: (snapshots: readonly Snapshot[]) => void, onChange: () => void) {
    this.host = api;
    this.api = new TogetherApi(api, plan);
    this.controller = controller;
    this.onSecured = onSecured;
    this.onChange = onChange;
    this.presence = new Presence(api, this.api, controller, definition, account, onChange);
  }

  start(): void {
    this.host.planNotices.add(this.listen);
    this.presence.start();
    void this.readSnapshots();
    void this.readComments();
  }

  close(): void {
    this.host.planNotices.delete(this.listen);
    this.presence.close();
  }

  /** First comments of threads, newest first: those to answer, and with `doneToo` all. */
  get threads(): readonly Comment[] {
    return this.comments
      .filter(({ parent, state }) => parent === null && (state === 'open' || (this.doneToo && state === 'done')))
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  get waiting(): readonly Comment[] {
    return this.comments.filter(({ state }) => state === 'waiting').toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  repliesTo(comment: string): readonly Comment[] {
    return this.comments.filter(({ parent, state }) => parent === comment && (state === 'open' || state === 'done')).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  show(shown: Record): void {
    this.shown = shown;
    this.onChange();
  }

  set(change: Partial<Pick<Together, 'naming' | 'openRow' | 'draft' | 'doneToo' | 'selected' | 'filesOpen' | 'trial' | 'problem'>>): void {
    Object.assign(this, change);
    this.controller.page.paintOverlay();
    this.onChange();
  }

  // ---- states by name

  async secure(name: string): Promise<void> {
    await this.attempt(async () => {
      await this.api.secure(name);
      this.naming = null;
      await this.readSnapshots();
    });
  }

  /** Back to a state as one step; the plan then comes as an event, like anybody's step. */
  async restore(to: { snapshot: string } | { version: number }): Promise<void> {
    await this.attempt(async () => {
      await this.api.restore(to, this.controller.session.version);
      this.openRow = null;
    });
  }

  // ---- comments

  async send(comment: NewComment): Promise<boolean> {
    return this.attempt(async () => {
      await this.api.comment(comment);
      this.draft = null;
      await this.readComments();
    });
  }

  async decide(comment: string, state: 'open' | 'done' | 'hidden'): Promise<void> {
    await this.attempt(async () => {
      await this.api.decide(comment, state);
      await this.readComments();
    });
  }

  async remove(comment: string): Promise<void> {
    await this.attempt(async () => {
      await this.api.remove(comment);
      await this.readComments();
    });
  }

  async openToPublic(open: boolean): Promise<void> {
    await this.attempt(async () => {
      this.publicLink = await this.api.openToPublic(open);
    });
  }

  /** The public sees the state of now, no longer the one before. */
  async showPublicNow(): Promise<void> {
    await this.attempt(async () => {
      this.publicLink = await this.api.openToPublic(true, this.controller.session.version);
    });
  }

  async readPublicLink(): Promise<void> {
    await this.attempt(async () => {
      this.publicLink = await this.api.publicLink();
    });
  }

  /** Of the server that the plan is on. */
  address(path: string): string {
    return this.host.url(path);
  }

  /** Shows the place of a comment on the map. */
  fly(comment: Comment): void {
    const { fly, map, page } = this.controller;
    this.selected = comment.comment;
    if (comment.at !== null) {
      const [x, y] = this.presence.planeOf(comment.at);
      map.flyTo([x - 150, y - 150, x + 150, y + 150], page.covered, !page.reducedMotion);
    } else if (comment.zone !== null) fly.toZone(comment.zone);
    page.paintOverlay();
    this.onChange();
  }

  // ---- files

  async export(format: ExportFormat, name: string): Promise<void> {
    await this.attempt(async () => saveBlob(`${name}.${ENDINGS[format]}`, await this.api.file(format)));
  }

  /** Reads a file without storing anything and keeps what it would do. */
  async tryFile(file: File): Promise<void> {
    const format = /\.json$/i.test(file.name) ? 'operations' : 'csv';
    const base64 = await base64Of(file);
    this.trial = { name: file.name, format, base64, report: null, problem: null };
    this.busy = true;
    this.onChange();
    try {
      this.trial = { ...this.trial, report: await this.api.readFile({ format, base64, file: file.name, dryRun: true }, this.controller.session.version) };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.trial = { ...this.trial, problem: error };
    }
    this.busy = false;
    this.onChange();
  }

  /** Takes the file as one step. */
  async takeFile(): Promise<void> {
    const { trial } = this;
    if (trial === null) return;
    const { format, base64, name } = trial;
    const done = await this.attempt(async () => {
      await this.api.readFile({ format, base64, file: name, dryRun: false }, this.controller.session.version);
      this.trial = null;
      this.filesOpen = false;
    });
    if (done) this.controller.page.announce(t('together.fileTaken', { name: trial.name }));
  }

  // ---- inside

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.problem = '';
    this.onChange();
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = problemText(error);
      return false;
    } finally {
      this.busy = false;
      this.onChange();
    }
  }

  private async readSnapshots(): Promise<void> {
    try {
      this.snapshots = await this.api.snapshots();
      this.onSecured(this.snapshots);
    } catch (error) {
      // The list stays as it was.
      if (!(error instanceof ApiProblem)) throw error;
    }
    this.onChange();
  }

  private async readComments(): Promise<void> {
    try {
      this.takeComments(await this.api.comments());
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
    }
    this.onChange();
  }

  private hearComment(notice: CommentNotice): void {
    if ('gone' in notice) this.takeComments(this.comments.filter(({ comment }) => comment !== notice.gone));
    else {
      const { comment } = notice;
      this.takeComments([...this.comments.filter((known) => known.comment !== comment.comment), comment]);
    }
    this.onChange();
  }

  private takeComments(comments: readonly Comment[]): void {
    this.comments = comments;
    this.controller.comments = comments
      .filter(({ parent, state }) => parent === null && state === 'open')
      .map(({ comment, text, zone, at, state }) => ({ comment, text, zone, at: at === null ? null : this.presence.planeOf(at), state }));
    this.controller.page.paintOverlay();
  }
}
