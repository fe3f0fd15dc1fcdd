// One file on its way in: what is known of it, what was chosen, where it stands. No element, so that tests need no browser.
import { ApiProblem } from '../api-problem.ts';
import { localised } from '../i18n/i18n.ts';
import { importFields, tableFields } from './import-form.ts';
import type { ImportsApi, PreviewQuery, Upload } from './imports-api.ts';
import { TableSession } from './table-session.ts';
import { firstDraft, missingParts, withSaved, type Known, type MappingDraft, type MissingPart } from './mapping-draft.ts';
import { blocksReport, isOfNumbers, KINDS, type DryRun, type EmptyChoice, type FileIssue, type ImportKind, type JobStatus, type Preview, type RepairChoice } from './model.ts';

export const STEPS = ['file', 'understood', 'mapping', 'check', 'accept'] as const;
export type Step = (typeof STEPS)[number] | 'done';

export interface Failure {
  readonly problem: ApiProblem | null;
  readonly issues: readonly FileIssue[];
}

export interface RunningJob {
  readonly purpose: 'check' | 'import';
  readonly status: JobStatus | null;
}

const KEEP: EmptyChoice = { method: 'keep', distanceM: '30', barriers: [], boundary: 'hull' };
export const FIRST_REPAIR: RepairChoice = { toleranceM: '', overlaps: 'longest-border', gapWidthM: '1' };

export class ImportSession {
  step: Step = 'file';
  kind: ImportKind | undefined;
  /** What the account may bring in. */
  kinds: readonly ImportKind[] = KINDS;
  known: Known = { statistics: [], geographies: [], blockSets: [], accounts: [] };
  upload: { readonly file: string; readonly bytes: number; readonly fraction: number } | null = null;
  preview: Preview | null = null;
  /** What the file itself says of its CRS, whatever was chosen since. */
  fileCrs: Preview['crs'] | null = null;
  /** A preview is being read again with another layer, encoding or CRS. */
  rereading = false;
  /** Chosen by the user; undefined where nothing was chosen. */
  crs: string | undefined;
  draft: MappingDraft | null = null;
  /** Of a statistics table, its own mapping. */
  table: TableSession | null = null;
  savedTaken = false;
  repair: RepairChoice | null = null;
  empty: EmptyChoice = KEEP;
  running: RunningJob | null = null;
  result: DryRun | null = null;
  stored: DryRun | null = null;
  failure: Failure | null = null;
  /** The kept upload of the address is gone. */
  expired = false;

  private readonly api: ImportsApi;
  private readonly onChange: () => void;
  private readonly today: string;
  private transfer: Upload | null = null;
  private abort: AbortController | null = null;
  private query: PreviewQuery = {};
  private kindChosen = false;
  /** Fields of the dry run that `result` belongs to. */
  private checked = '';

  /** `today` as YYYY-MM-DD. */
  constructor(api: ImportsApi, today: string, onChange: () => void) {
    this.api = api;
    this.today = today;
    this.onChange = onChange;
  }

  /** Names to choose from, once they have come; a draft made before them is made anew. */
  setKnown(known: Known): void {
    this.known = known;
    if (this.step === 'understood') this.renewDraft();
    this.onChange();
  }

  /** Kinds that the account may bring in; a single one is chosen at once. */
  setKinds(kinds: readonly ImportKind[]): void {
    this.kinds = kinds;
    this.chooseOnlyKind();
    this.onChange();
  }

  private chooseOnlyKind(): void {
    if (this.kinds.length !== 1) return;
    this.kind = this.kinds[0];
    this.kindChosen = true;
  }

  chooseKind(kind: ImportKind): void {
    this.kind = kind;
    this.kindChosen = true;
    this.forgetCheck();
    if (this.preview !== null) this.renewDraft();
    this.onChange();
  }

  async take(file: File): Promise<void> {
    this.clear();
    this.upload = { file: file.name, bytes: file.size, fraction: 0 };
    this.onChange();
    this.transfer = this.api.upload(file, (fraction) => {
      if (this.upload === null) return;
      this.upload = { ...this.upload, fraction };
      this.onChange();
    });
    await this.guard(async () => this.understand(await this.transfer!.preview));
    this.upload = null;
    this.transfer = null;
    this.onChange();
  }

  cancelUpload(): void {
    this.transfer?.cancel();
  }

  /** Takes up a kept upload again, as the address names it. */
  async resume(id: string, kind: string | undefined): Promise<void> {
    const known = this.kinds.find((candidate) => candidate === kind);
    if (known !== undefined) {
      this.kind = known;
      this.kindChosen = true;
    }
    try {
      this.understand(await this.api.preview(id));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.expired = error.status === 404 || error.status === 410;
      if (!this.expired) this.fail(error);
    }
    this.onChange();
  }

  private understand(preview: Preview): void {
    this.preview = preview;
    this.fileCrs = preview.crs;
    this.failure = null;
    const proposed = this.kinds.find((kind) => kind === preview.kindProposal);
    if (!this.kindChosen && proposed !== undefined) this.kind = proposed;
    this.renewDraft();
    this.step = 'understood';
  }

  private renewDraft(): void {
    if (this.preview === null || this.kind === undefined) return;
    this.draft = firstDraft(this.kind, this.preview, this.known, this.today);
    this.savedTaken = false;
    this.openTable();
  }

  /** The file as a statistics table, or not any more; one that is open already stays as it was edited. */
  private openTable(): void {
    const { preview, kind } = this;
    if (kind !== 'table' || preview === null) this.table = null;
    else if (this.table?.preview !== preview.preview) {
      this.table = new TableSession(this.api, preview.preview, this.draft!.referenceDate, () => {
        if (this.step === 'check' || this.step === 'accept') this.forgetCheck();
        this.onChange();
      });
      void this.table.open();
    }
  }

  /** Reads the kept file again under another layer, encoding or CRS; what was chosen stays chosen when that fails. */
  async reread(change: PreviewQuery): Promise<void> {
    if (this.preview === null) return;
    this.query = { ...this.query, ...change };
    if (change.layer !== undefined) this.query = { layer: change.layer };
    if ('sourceCrs' in change) this.crs = change.sourceCrs;
    else if (change.layer !== undefined) this.crs = undefined;
    this.rereading = true;
    this.forgetCheck();
    this.onChange();
    await this.guard(async () => {
      const columns = this.preview!.columns.map(({ name }) => name).join('\n');
      this.preview = await this.api.preview(this.preview!.preview, this.query);
      if (this.query.sourceCrs === undefined) this.fileCrs = this.preview.crs;
      if (this.preview.columns.map(({ name }) => name).join('\n') !== columns) this.renewDraft();
      this.failure = null;
    });
    this.rereading = false;
    this.onChange();
  }

  /** Geometry needs a CRS: the file's own where its extent fits, else one that the user chose. */
  get crsOpen(): boolean {
    const { preview } = this;
    if (preview === null || preview.geometryType === null || isOfNumbers(this.kind)) return false;
    return this.fileCrs?.confirmed !== true && this.crs === undefined;
  }

  /** Name of a statistic, known or about to be made. */
  nameOf(code: string): string {
    const found = this.known.statistics.find(({ statistic }) => statistic === code);
    if (found !== undefined) return localised(found.name);
    const named = this.table?.mapping?.statistics[code];
    if (named !== undefined) return localised(named);
    const fresh = this.draft?.columns.find(({ take, statistic }) => take && statistic === code);
    return fresh === undefined ? code : localised(fresh);
  }

  get missing(): readonly MissingPart[] {
    return this.preview === null || this.kind === undefined || this.draft === null ? [] : missingParts(this.kind, this.preview, this.draft, this.crs, this.known);
  }

  change(part: Partial<MappingDraft>): void {
    if (this.draft === null) return;
    this.draft = { ...this.draft, ...part };
    this.forgetCheck();
    this.onChange();
  }

  /** Of the points of a table, which a preview cannot place. */
  setPointCrs(crs: string | undefined): void {
    this.crs = crs;
    this.forgetCheck();
    this.onChange();
  }

  takeSaved(): void {
    if (this.draft === null || this.preview?.savedMapping == null) return;
    this.draft = withSaved(this.draft, this.preview.savedMapping.mapping, this.preview, this.known);
    this.savedTaken = true;
    this.forgetCheck();
    this.onChange();
  }

  setRepair(repair: RepairChoice | null): void {
    this.repair = repair;
    this.onChange();
  }

  setEmpty(empty: EmptyChoice): void {
    this.empty = empty;
    this.onChange();
  }

  goTo(step: Step): void {
    this.step = step;
    this.onChange();
  }

  private fields(): Record<string, string> {
    const { kind, preview, draft, known, repair, empty } = this;
    if (kind === 'table') return tableFields(preview!.preview, this.table!);
    return importFields({ kind: kind!, preview: preview!, draft: draft!, known, sourceCrs: this.crs, encoding: this.query.encoding, repair, empty });
  }

  /** Something was chosen that the shown results do not have yet. */
  get isStale(): boolean {
    return this.result !== null && JSON.stringify(this.fields()) !== this.checked;
  }

  async check(): Promise<void> {
    this.step = 'check';
    const fields = this.fields();
    const answer = await this.run('check', { ...fields, dryRun: 'true' });
    if (answer !== null) {
      this.result = answer;
      this.checked = JSON.stringify(fields);
    }
    this.onChange();
  }

  async accept(): Promise<void> {
    const token = this.result === null ? null : blocksReport(this.result)?.accept;
    this.step = 'accept';
    const answer = await this.run('import', { ...this.fields(), ...(typeof token === 'string' ? { accept: token } : {}) });
    if (answer !== null) {
      this.stored = answer;
      this.step = 'done';
    }
    this.onChange();
  }

  /** Null where it failed or was dismissed; then `failure` says why, or nothing was the matter. */
  private async run(purpose: RunningJob['purpose'], fields: Readonly<Record<string, string>>): Promise<DryRun | null> {
    this.failure = null;
    this.running = { purpose, status: null };
    const abort = new AbortController();
    this.abort = abort;
    this.onChange();
    let answer: DryRun | null = null;
    await this.guard(async () => {
      const id = await this.api.start(fields);
      const ended = await this.api.follow(
        id,
        (status) => {
          this.running = { purpose, status };
          this.onChange();
        },
        abort.signal,
      );
      if (ended.status === 'successful') answer = await this.api.results(id);
      else if (ended.status === 'failed') this.failure = { problem: null, issues: ended.issues ?? [] };
    });
    this.running = null;
    this.abort = null;
    return answer;
  }

  /** Ends the job; nothing of it is stored. One that was too late to end shows how it ended. */
  async cancelJob(): Promise<void> {
    const id = this.running?.status?.jobID;
    if (id === undefined) return;
    await this.api.dismiss(id).catch((error: unknown) => {
      if (!(error instanceof ApiProblem)) throw error;
    });
  }

  /** Begins anew with another file; the kept one is dropped. */
  restart(): void {
    const kept = this.preview?.preview;
    if (kept !== undefined && this.step !== 'done') this.api.drop(kept).catch(() => undefined); // it expires by itself
    this.clear();
    this.kind = undefined;
    this.kindChosen = false;
    this.chooseOnlyKind();
    this.onChange();
  }

  private clear(): void {
    this.abort?.abort();
    Object.assign(this, { step: 'file', upload: null, preview: null, fileCrs: null, crs: undefined, draft: null, table: null, savedTaken: false, running: null, stored: null, failure: null, expired: false });
    this.query = {};
    this.repair = null;
    this.empty = KEEP;
    this.forgetCheck();
  }

  private forgetCheck(): void {
    this.result = null;
    this.checked = '';
    this.failure = null;
  }

  private fail(error: ApiProblem): void {
    this.failure = { problem: error, issues: error.issues };
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ApiProblem) this.fail(error);
      else if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
    }
  }
}
