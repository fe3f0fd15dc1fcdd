// A statistics table on its way in: how it was read, its mapping as it is being edited, and what the mapping makes of it. No element.
import type { TableLook as WireLook, SavedTableMapping as WireSaved } from '../api-types.ts';
import { ApiProblem } from '../api-problem.ts';
import type { ReadingRules, TableMapping } from '../../core/tables/table-mapping.ts';
import type { ImportsApi } from './imports-api.ts';
import type { FileIssue } from './model.ts';

export type TableLook = Omit<WireLook, 'proposal'> & { readonly proposal: TableMapping | null };
export type SavedMapping = Omit<WireSaved, 'mapping'> & { readonly mapping: TableMapping };

/** After the last key, so that a word that is being typed is not asked for letter by letter. */
const PAUSE_MS = 350;

export class TableSession {
  look: TableLook | null = null;
  mapping: TableMapping | null = null;
  /** Where the mapping leaves the day to whoever brings the file. */
  referenceDate: string;
  saved: readonly SavedMapping[] = [];
  /** Under which the mapping was saved or taken. */
  name = '';
  /** What was done last with a saved mapping. */
  told: 'saved' | 'taken' | 'deleted' | 'opened' | 'notAMapping' | null = null;
  /** Being read or reckoned; what is shown is older. */
  busy = false;
  problems: readonly FileIssue[] = [];
  reading: ReadingRules = {};

  private codebook: { readonly file: string; readonly text: string } | null = null;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: ImportsApi,
    readonly preview: string,
    day: string,
    private readonly onChange: () => void,
  ) {
    this.referenceDate = day;
  }

  /** Reads the file and takes the proposal. */
  async open(): Promise<void> {
    this.saved = await this.api.savedMappings().catch(() => []);
    await this.readAnew();
  }

  /** The file read again, with another sheet, encoding, decimal sign, header or codebook: a new proposal, since the columns may be others. */
  async readAnew(change: ReadingRules = {}): Promise<void> {
    this.reading = { ...this.reading, ...change };
    const look = await this.ask({ reading: this.reading, ...(this.codebook === null ? {} : { codebook: this.codebook }) });
    if (look === null) return;
    if (look.reading?.titleDay != null) this.referenceDate = look.reading.titleDay;
    if (look.codebook !== null) this.reading = { ...this.reading, codebook: look.codebook };
    if (look.proposal !== null) {
      this.mapping = look.proposal;
      await this.reckon();
    }
    this.onChange();
  }

  async setCodebook(file: File): Promise<void> {
    this.codebook = { file: file.name, text: await file.text() };
    await this.readAnew();
  }

  change(mapping: TableMapping): void {
    this.mapping = mapping;
    this.told = null;
    this.later();
  }

  /** Of no weight for what is shown of the file. */
  setName(name: string): void {
    this.name = name;
    this.told = null;
    this.onChange();
  }

  setDay(day: string): void {
    this.referenceDate = day;
    this.later();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.turn++;
    this.busy = true;
    this.timer = setTimeout(() => void this.reckon().then(this.onChange), PAUSE_MS);
    this.onChange();
  }

  private async reckon(): Promise<void> {
    const { mapping, referenceDate } = this;
    if (mapping !== null) await this.ask({ mapping, ...(/^\d{4}-\d\d-\d\d$/.test(referenceDate) ? { referenceDate } : {}) });
  }

  /** Null for an answer that was overtaken, and for none. */
  private async ask(body: object): Promise<TableLook | null> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.busy = true;
    this.onChange();
    try {
      const look = await this.api.lookAtTable(this.preview, body);
      if (turn !== this.turn) return null;
      this.look = look.reading === null && this.look !== null ? { ...look, reading: null } : look;
      this.problems = look.problems;
      return look;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (turn === this.turn) this.problems = error.issues.length > 0 ? error.issues : [{ problem: error.detail || error.title }];
      return null;
    } finally {
      if (turn === this.turn) this.busy = false;
      this.onChange();
    }
  }

  /** Whether the preview belongs to what is chosen, and nothing is wrong. */
  get isReady(): boolean {
    return !this.busy && this.problems.length === 0 && (this.look?.outcome ?? null) !== null;
  }

  async take(name: string): Promise<void> {
    const found = this.saved.find((saved) => saved.name === name);
    if (found === undefined) return;
    await this.takeMapping(found.mapping);
    this.name = name;
    this.told = 'taken';
    this.onChange();
  }

  private async takeMapping(mapping: TableMapping): Promise<void> {
    this.mapping = mapping;
    this.reading = mapping.reading;
    await this.reckon();
  }

  async save(): Promise<void> {
    await this.changeSaved(() => this.api.saveMapping(this.name.trim(), this.mapping!), 'saved');
  }

  async remove(name: string): Promise<void> {
    await this.changeSaved(() => this.api.deleteMapping(name), 'deleted');
  }

  private async changeSaved(work: () => Promise<unknown>, told: 'saved' | 'deleted'): Promise<void> {
    try {
      await work();
      this.saved = await this.api.savedMappings();
      this.told = told;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problems = error.issues.length > 0 ? error.issues : [{ problem: error.detail || error.title }];
    }
    this.onChange();
  }

  /** A mapping from a file; what is wrong with it the server tells. */
  async openFile(file: File): Promise<void> {
    let read: unknown;
    try {
      read = JSON.parse(await file.text());
    } catch {
      read = null;
    }
    if (typeof read !== 'object' || read === null || (read as { format?: unknown }).format !== 'zuschnitt-table-mapping') this.told = 'notAMapping';
    else {
      await this.takeMapping(read as TableMapping);
      this.name = file.name.replace(/\.json$/i, '');
      this.told = 'opened';
    }
    this.onChange();
  }
}
