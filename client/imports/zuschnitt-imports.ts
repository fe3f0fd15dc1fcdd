// <zs-imports>: a file on its way in, as steps on one page beside the map.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Api, ApiProblem, type ReferenceLayer } from '../api.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import type { TownPaths } from '../map-layers/town-paths.ts';
import { hasRole } from '../shell/account.ts';
import '../shell/empty-panel.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import { placeLists, resultOutlines, type PlaceList, type PlaceRow, type ResultOutlines } from './check-lists.ts';
import { failureCsv, saveText } from './failure-csv.ts';
import './import-map.ts';
import { failureWords, refusalWords } from './issue-words.ts';
import type { ShownOutlines } from './layers/outlines-layer.ts';
import { ImportSession, STEPS, type Step } from './import-session.ts';
import { importStyles } from './import-styles.ts';
import { ImportsApi } from './imports-api.ts';
import { KINDS, type DryRun, type ImportKind, type JobStatus } from './model.ts';
import { acceptStep, donePanel } from './panels/accept-step.ts';
import { checkStep, type CheckView } from './panels/check-step.ts';
import { fileStep } from './panels/file-step.ts';
import { historyList } from './panels/history-list.ts';
import { failurePanel, type FailureActions } from './panels/issue-cards.ts';
import { mapCard } from './panels/map-card.ts';
import { mappingStep } from './panels/mapping-step.ts';
import { understoodStep } from './panels/understood-step.ts';
import { stepSummary } from './step-summary.ts';
import { loadSurroundings, loadTown, type Town } from './town.ts';

/** Beside lines between neighbours. */
const MOST_PINS = 60;

@customElement('zs-imports')
export class ImportPage extends LitElement {
  @property() account: string | undefined;
  @state() private town: Town | undefined;
  @state() private surroundings: TownPaths | undefined;
  @state() private layers: readonly ReferenceLayer[] = [];
  @state() private history: readonly JobStatus[] | undefined;
  @state() private problem: ApiProblem | undefined;
  @state() private dragging = false;
  @state() private openList: PlaceList['id'] | undefined;
  @state() private chosen = 0;
  @state() private whole = false;
  @state() private spoken = '';
  private readonly api = new Api();
  private readonly imports = new ImportsApi(this.api);
  readonly session = new ImportSession(this.imports, new Date().toISOString().slice(0, 10), () => this.onSession());
  private lists: { readonly of: DryRun | null; readonly language: string; readonly lists: readonly PlaceList[] } = { of: null, language: '', lists: [] };
  private outlines: ResultOutlines | null = null;
  private shown: ShownOutlines | null = null;
  private shownStep: Step = 'file';
  private shownResult: DryRun | null = null;
  private wasRunning = false;
  /** As the page was opened; the session writes it anew. */
  private readonly address = new URLSearchParams(location.hash.slice(1));

  static override styles = [...baseStyles, ...importStyles];

  constructor() {
    super();
    followLanguage(this);
    const kinds = kindsOfAccount();
    this.session.setKinds(kinds);
    // The desk of data protection leads here with a kind.
    const wanted = kinds.find((kind) => kind === this.address.get('kind'));
    if (wanted !== undefined) this.session.chooseKind(wanted);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    // A kept upload is its sender's alone.
    if (changed.has('account') && this.hasUpdated) this.session.restart();
    if (changed.has('account') || !this.hasUpdated) void this.load();
    const { result } = this.session;
    if (result !== this.shownResult) {
      this.shownResult = result;
      this.openList = undefined;
      this.chosen = 0;
      this.whole = false;
      this.renderRoot.querySelector('zs-import-map')?.fit(true);
    }
    // On a phone the map takes room only where it has something to show.
    this.toggleAttribute('data-file', (this.session.preview?.shapes ?? null) !== null || this.places().length > 0);
  }

  private async load(): Promise<void> {
    this.problem = undefined;
    try {
      const [municipality, geographies, statistics, blockSets] = await Promise.all([this.api.municipality(), this.api.geographies(), this.api.statistics(), this.api.blockSets()]);
      this.session.setKnown({ geographies, statistics, blockSets, accounts: municipality.accounts });
      const id = this.address.get('preview');
      if (this.session.kinds.length > 0) {
        if (id !== null && this.session.preview === null) void this.session.resume(id, this.address.get('kind') ?? undefined);
        void this.loadHistory();
      }
      this.town ??= await loadTown(this.api, municipality, blockSets);
      this.layers = await this.api.referenceLayers();
      this.surroundings = await loadSurroundings(this.api, this.town);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    }
  }

  private async loadHistory(): Promise<void> {
    this.history = await this.imports.jobs().catch(() => []);
  }

  private onSession(): void {
    const { preview, kind, step, running, failure } = this.session;
    const fields = { ...(preview === null || step === 'done' ? {} : { preview: preview.preview }), ...(kind !== undefined && (preview !== null || kind === 'published') && step !== 'done' ? { kind } : {}) };
    const kept = Object.keys(fields).length === 0 ? '' : `#${new URLSearchParams(fields).toString()}`;
    if (kept !== location.hash) history.replaceState(null, '', kept === '' ? location.pathname + location.search : kept);
    this.requestUpdate();
    if (step !== this.shownStep) {
      this.shownStep = step;
      this.chosen = 0;
      this.renderRoot.querySelector('zs-import-map')?.fit(true);
      void this.focusStep(step);
      if (step === 'done' || step === 'file') void this.loadHistory();
      if (step === 'done') void this.renewTown();
    }
    if (failure !== null && running === null) this.spoken = failureWords(failure);
    // What a job found is longer than its bar was: only now is there a page to scroll.
    if (this.wasRunning && running === null) void this.updateComplete.then(() => this.scrollToStep(step));
    this.wasRunning = running !== null;
  }

  /** What was stored is there to be seen. */
  private async renewTown(): Promise<void> {
    if (this.session.kind !== 'blocks' || this.town === undefined) return;
    try {
      const [municipality, blockSets] = await Promise.all([this.api.municipality(), this.api.blockSets()]);
      this.session.setKnown({ ...this.session.known, blockSets });
      this.town = await loadTown(this.api, municipality, blockSets, this.town.origin);
      this.surroundings = await loadSurroundings(this.api, this.town);
    } catch (error) {
      // The import stands; only its picture is the old one.
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  private async focusStep(step: Step): Promise<void> {
    await this.updateComplete;
    const heading = this.renderRoot.querySelector<HTMLElement>(`[data-heading="${step}"]`);
    heading?.focus({ preventScroll: true });
    this.scrollToStep(step);
  }

  private scrollToStep(step: Step): void {
    const heading = this.renderRoot.querySelector<HTMLElement>(`[data-heading="${step}"]`);
    const part = heading?.closest('.step, .done');
    if (part === null || part === undefined) return;
    // Not scrollIntoView, which would move the bar of the page out of sight too.
    const side = this.renderRoot.querySelector<HTMLElement>('.steps-side')!;
    const map = this.renderRoot.querySelector<HTMLElement>('zs-import-map')!;
    const narrow = getComputedStyle(side).overflowY === 'visible';
    const scroller = narrow ? this : side;
    const top = part.getBoundingClientRect().top - scroller.getBoundingClientRect().top - (narrow ? map.offsetHeight : 0) - 12;
    scroller.scrollTop = step === 'file' ? 0 : scroller.scrollTop + top;
  }

  private places(): readonly PlaceList[] {
    const { result } = this.session;
    const { town } = this;
    if (result === null || town === undefined) return [];
    const lang = document.documentElement.lang;
    if (this.lists.of !== result || this.lists.language !== lang) {
      this.outlines = resultOutlines(result, town.origin);
      this.lists = { of: result, language: lang, lists: placeLists(result, this.outlines, { coverage: town.stand?.coverage ?? null, origin: town.origin }, (code) => this.session.nameOf(code)) };
    }
    return this.lists.lists;
  }

  /** Beside changes what became of them, beside findings the file as it is, beside the rest what zones will be drawn with. */
  private shownOutlines(open: PlaceList | undefined): ShownOutlines | null {
    const { outlines } = this;
    if (outlines === null || open?.id === 'findings' || open?.id === 'left') return null;
    const { repaired, source, cells, near } = outlines;
    if (open?.id === 'changes' && repaired !== null) return this.shown?.repaired === repaired ? this.shown : (this.shown = { repaired, source: null, cells: null, near: null });
    if (cells === null && near === null) return null;
    return this.shown?.repaired === null && this.shown.cells === cells && this.shown.near === near ? this.shown : (this.shown = { repaired: null, source, cells, near });
  }

  private choose(row: PlaceRow): void {
    this.chosen = row.number;
    this.spoken = `${row.number}: ${[row.title, ...row.figures].join(', ')}`;
    if (row.mark !== null) this.renderRoot.querySelector('zs-import-map')?.flyTo(row.mark.view);
  }

  private async chooseFromMap(number: number): Promise<void> {
    const row = this.open?.groups.flatMap(({ rows }) => rows).find((candidate) => candidate.number === number);
    if (row === undefined) return;
    this.chosen = number;
    this.spoken = `${row.number}: ${[row.title, ...row.figures].join(', ')}`;
    await this.updateComplete;
    const place = this.renderRoot.querySelector<HTMLElement>(`.place[data-number="${number}"]`);
    const list = place?.closest<HTMLElement>('.places');
    if (place == null || list == null) return;
    const [own, frame] = [place.getBoundingClientRect(), list.getBoundingClientRect()];
    if (own.top < frame.top + 32 || own.bottom > frame.bottom) list.scrollTop += own.top - frame.top - 48;
  }

  private get open(): PlaceList | undefined {
    const lists = this.places();
    return lists.find(({ id }) => id === this.openList) ?? lists[0];
  }

  private get actions(): FailureActions {
    const { session } = this;
    return {
      onReplace: () => session.restart(),
      onSave: () => saveText(`${session.preview?.file ?? 'import'}.csv`, failureCsv(session.failure?.issues ?? [])),
      onRetry: () => (session.step === 'accept' ? void session.accept() : session.step === 'check' ? void session.check() : session.restart()),
    };
  }

  private get checkView(): CheckView {
    return {
      ...this.actions,
      lists: this.places(),
      open: this.open,
      onOpen: (id) => {
        this.openList = id;
        this.chosen = 0;
        this.whole = false;
      },
      layers: this.layers,
      chosen: this.chosen,
      onChoose: (row) => this.choose(row),
      whole: this.whole,
      onWhole: () => (this.whole = true),
      onNext: () => this.session.goTo('accept'),
    };
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'F6') return;
    event.preventDefault();
    const map = this.renderRoot.querySelector('zs-import-map');
    const inMap = (event.target as Node) === map;
    const target = inMap ? this.renderRoot.querySelector<HTMLElement>('.steps-side') : map?.renderRoot.querySelector<HTMLElement>('.map');
    target?.focus();
  }

  override render() {
    const { session, open } = this;
    const showsMarks = (session.step === 'check' || session.step === 'accept') && session.result !== null && session.running === null;
    const all = showsMarks ? (open?.groups.flatMap(({ rows }) => rows.flatMap(({ mark }) => mark ?? [])) ?? []) : [];
    const outlines = showsMarks ? this.shownOutlines(open) : null;
    // Every cell is a change: five hundred pins would hide what they point at, and the lines between neighbours too.
    const isFull = open?.id === 'cells' || (outlines?.near != null && all.length > MOST_PINS);
    const marks = isFull ? all.filter(({ number }) => number === this.chosen) : all;
    const current = session.step === 'done' ? STEPS.length : STEPS.indexOf(session.step);
    return html`
      <div class="steps-side" tabindex="-1" @keydown=${this.onKeyDown}>
        <h1 class="t28">${t('imports.title')}</h1>
        <p class="lead">${t('imports.lead')}</p>
        ${this.renderNotices()}
        ${session.step === 'done' ? donePanel(session) : session.kinds.length > 0 ? html`<ol class="steps">${STEPS.map((step, index) => this.renderStep(step, index, current))}</ol>` : nothing}
        ${(session.step === 'file' || session.step === 'done') && this.history !== undefined ? historyList(this.history) : nothing}
        <p class="visually-hidden" role="status" aria-live="polite">${this.spoken}</p>
      </div>
      <zs-import-map
        .town=${this.town}
        .surroundings=${this.surroundings}
        .shapes=${outlines?.cells == null ? (session.preview?.shapes ?? null) : null}
        .bounds=${session.preview?.bounds ?? null}
        .outlines=${outlines}
        .marks=${marks}
        .chosen=${this.chosen}
        label=${mapWords(session)}
        @keydown=${this.onKeyDown}
        @mark-choose=${(event: CustomEvent<number>) => void this.chooseFromMap(event.detail)}
      >${mapCard(session, this.town, showsMarks ? open : undefined, outlines)}</zs-import-map>
    `;
  }

  private renderNotices(): TemplateResult | typeof nothing {
    if (this.problem !== undefined) {
      const offline = this.problem.isOffline;
      return html`<zs-notice kind=${offline ? 'offline' : 'danger'} heading=${t(offline ? 'shell.offline' : 'shell.error')} text=${offline ? '' : refusalWords(this.problem)} action-text=${t('shell.retry')} @action=${() => void this.load()}></zs-notice>`;
    }
    return this.session.kinds.length > 0 ? nothing : html`<zs-notice kind="warn" heading=${t('imports.noRole')} text=${t('imports.noRoleText')}></zs-notice>`;
  }

  private renderStep(step: (typeof STEPS)[number], index: number, current: number): TemplateResult {
    const { session } = this;
    const state = index < current ? 'done' : index === current ? 'current' : 'next';
    return html`<li class="step" data-state=${state} aria-current=${state === 'current' ? 'step' : nothing}>
      <div class="step-head">
        <span class="step-number" aria-hidden="true">${state === 'done' ? icon('check', 16) : index + 1}</span>
        <div class="step-words">
          <h2 tabindex="-1" data-heading=${step}>${t(`imports.step_${step}`)}</h2>
          ${state === 'done' ? html`<span class="summary">${stepSummary(session, step)}</span>` : nothing}
        </div>
        ${state === 'done' && session.running === null
          ? html`<button class="button link dense" aria-label=${`${t(step === 'file' ? 'imports.otherFile' : 'imports.change')}: ${t(`imports.step_${step}`)}`} @click=${() => (step === 'file' ? session.restart() : session.goTo(step))}>
              ${t(step === 'file' ? 'imports.otherFile' : 'imports.change')}
            </button>`
          : nothing}
      </div>
      ${state === 'current' ? html`<div class="step-body">${this.renderBody(step)}</div>` : nothing}
    </li>`;
  }

  private renderBody(step: (typeof STEPS)[number]): TemplateResult {
    const { session } = this;
    const { failure } = session;
    switch (step) {
      case 'file':
        return html`${failure === null ? nothing : failurePanel(failure, this.actions)}${fileStep(session, { over: this.dragging, onOver: (over) => (this.dragging = over) })}`;
      case 'understood':
        return html`${failure === null ? nothing : failurePanel(failure, this.actions)}${understoodStep(session, () => session.goTo('mapping'))}`;
      case 'mapping':
        return mappingStep(session, () => void session.check());
      case 'check':
        return checkStep(session, this.checkView);
      case 'accept':
        return acceptStep(session, { ...this.actions, onBack: () => session.goTo('check') });
    }
  }
}

/** What appeared elsewhere is entered by who answers for releases as well; all else by editors. */
function kindsOfAccount(): readonly ImportKind[] {
  if (hasRole('editor')) return KINDS;
  return hasRole('dpo') || hasRole('statistics') ? ['published'] : [];
}

const mapWords = ({ preview }: ImportSession) => (preview === null ? t('imports.mapTown') : t('imports.mapFile', { file: preview.file }));

declare global {
  interface HTMLElementTagNameMap {
    'zs-imports': ImportPage;
  }
}
