// <zuschnitt-editor>: the plan editor as one element, for our page and for others.
import type { FeatureCollection } from 'geojson';
import { LitElement, html, nothing, render, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { Api, ApiProblem, type Geography, type PlanSummary } from '../api.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { accountOf } from '../shell/account.ts';
import '../shell/app-bar.ts';
import { baseStyles } from '../shell/base-styles.ts';
import '../shell/empty-panel.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import '../shell/sheet.ts';
import { goToAddress } from './address/desk-place.ts';
import { PageAddress } from './address/page-address.ts';
import { Announcer } from './announcer.ts';
import { backgroundCard } from './background/background-card.ts';
import { swipe } from './compare/swipe.ts';
import { attribution, backdropCard } from './base-maps/backdrop-card.ts';
import { DeskEvents, problemDetail, type PlanEventDetails, type PlanEventName } from './desk-events.ts';
import { deskStyles } from './desk-styles.ts';
import { handleDeskKey, handleEverywhere } from './keyboard.ts';
import { loadPlan, type LoadStep } from './load-plan.ts';
import { Desk, type DeskPage } from './open-desk.ts';
import { helpDialog } from './panels/help-dialog.ts';
import { issuesCard } from './panels/issues-card.ts';
import { mapKey } from './panels/map-key.ts';
import { mapOverlay } from './panels/map-overlay.ts';
import './scene/outline-preview.ts';
import { notices } from './panels/notices.ts';
import { optionBar } from './panels/option-bar.ts';
import { geographyName, planChooser } from './panels/plan-chooser.ts';
import { openFailure } from './panels/open-failure.ts';
import { sidePanel, sheetPanel, type SideView } from './panels/side-panel.ts';
import { toolRail, walkRail } from './panels/tool-rail.ts';
import { zoomButtons } from './panels/zoom-buttons.ts';
import { focusNextRegion } from './regions.ts';
import './tour/tour.ts';
import { togetherMarks } from './together/map-marks.ts';
import { workBar } from './work-bar.ts';

/** Refreshes during a stroke. */
const REFRESH_MS = 400;

type Phase =
  | { readonly kind: 'choosing'; readonly plans: readonly PlanSummary[]; readonly geographies: readonly Geography[] }
  | { readonly kind: 'loading'; readonly step: LoadStep | 'plans'; readonly share: number; readonly zones?: FeatureCollection | undefined }
  | { readonly kind: 'open'; readonly desk: Desk }
  | { readonly kind: 'failed'; readonly problem: ApiProblem; readonly plan: string };

/**
 * Attributes: `plan` opens one at once, `base-url` names the server, `page` puts the product's bar on top and keeps plan, view and selection
 * in the address. Events `plan-change`, `plan-stroke`, `plan-select`, `plan-finding`, `plan-saved`, `plan-conflict`, `plan-error`: details in desk-events.ts.
 */
@customElement('zuschnitt-editor')
export class ZuschnittEditor extends LitElement {
  @property() plan = '';
  @property({ attribute: 'base-url' }) server = '';
  @property({ type: Boolean }) page = false;
  @state() private phase: Phase = { kind: 'loading', step: 'plans', share: 0.05 };
  @state() private busy = false;
  @query('.map') private mapElement!: HTMLElement | null;
  @query('.overlay') private overlayElement!: HTMLElement | null;
  @query('dialog') private dialog!: HTMLDialogElement | null;

  private api = new Api();
  private events: DeskEvents | null = null;
  private readonly address = new PageAddress(({ plan }) => this.went(plan));
  private readonly announcer = new Announcer(() => this.requestUpdate());
  /** Grows with each drawing that something else than a frame of the map asked for. */
  private turn = 0;
  private inFrame = false;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly side: SideView = { open: null, settings: false, naming: false, tab: 'zones', missingBlock: '', tour: null, refresh: () => this.requestUpdate(), still: (part) => this.stillPart(part) };
  private readonly narrow = matchMedia('(max-width: 699px)');
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly redraw = () => this.requestUpdate();
  private readonly onLeave = (event: BeforeUnloadEvent) => {
    if (this.desk !== null && this.desk.controller.session.steps.length > 0) event.preventDefault();
  };
  private readonly onRegionKey = (event: KeyboardEvent) => {
    if (event.key !== 'F6' || this.desk === null) return;
    event.preventDefault();
    focusNextRegion(this.renderRoot, event.shiftKey ? -1 : 1);
  };

  static override styles = [...baseStyles, ...deskStyles];

  constructor() {
    super();
    followLanguage(this);
    this.addEventListener('keydown', (event) => this.onKeyDown(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.api = new Api({ baseUrl: this.server });
    this.narrow.addEventListener('change', this.redraw);
    globalThis.addEventListener('keydown', this.onRegionKey);
    globalThis.addEventListener('beforeunload', this.onLeave);
    if (this.page) {
      this.plan = this.address.now.plan || this.plan;
      this.address.connect();
    }
    void (this.plan === '' ? this.choose() : this.open(this.plan));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.narrow.removeEventListener('change', this.redraw);
    globalThis.removeEventListener('keydown', this.onRegionKey);
    globalThis.removeEventListener('beforeunload', this.onLeave);
    this.address.disconnect();
    this.leave();
  }

  /** The open plan, for pages that embed the editor; null before and between. */
  get desk(): Desk | null {
    return this.phase.kind === 'open' ? this.phase.desk : null;
  }

  private get account(): string {
    return accountOf('editor') ?? '';
  }

  private async choose(): Promise<void> {
    this.leave();
    this.phase = { kind: 'loading', step: 'plans', share: 0.3 };
    try {
      const [plans, geographies] = await Promise.all([this.api.plans(), this.api.geographies()]);
      this.phase = { kind: 'choosing', plans, geographies };
    } catch (error) {
      this.fail(error, '');
    }
  }

  private async create(geography: string, name: string): Promise<void> {
    if (this.busy || name === '') return;
    this.busy = true;
    try {
      await this.open((await this.api.createPlan({ geography, name })).plan);
    } catch (error) {
      this.fail(error, '');
    }
    this.busy = false;
  }

  private async open(plan: string): Promise<void> {
    this.leave();
    this.phase = { kind: 'loading', step: 'plan', share: 0.05 };
    // Read before the plan is written to it: a link says more than the plan.
    const wanted = this.address.now;
    this.remember(plan);
    try {
      const [loaded, geographies] = await Promise.all([
        loadPlan(this.api, plan, (step, share, zones) => {
          this.phase = { kind: 'loading', step, share, zones };
        }),
        this.api.geographies(),
      ]);
      const desk = new Desk(this.api, loaded, geographies, this.deskPage());
      this.phase = { kind: 'open', desk };
      await this.updateComplete;
      desk.start(this.mapElement!);
      if (this.page && wanted.plan === plan) goToAddress(desk, wanted);
      this.events = new DeskEvents(desk, (name, detail) => this.emit(name, detail));
      if (!this.page) return;
      this.address.follow(desk);
      desk.controller.map.onMoveEnd(() => this.address.touch());
    } catch (error) {
      this.fail(error, plan);
    }
  }

  private deskPage(): DeskPage {
    const reducedMotion = () => this.still.matches;
    const covered = (): readonly [number, number, number, number] => {
      if (this.narrow.matches) return [72, 8, 64 + 310, 8];
      return this.clientWidth >= 1440 ? [72, 64, 52, 216] : [72, 64, 52, 84];
    };
    const account = () => this.account;
    return {
      paintPanels: () => {
        // What waits to be drawn for another reason is drawn with it.
        this.inFrame = !this.isUpdatePending;
        this.requestUpdate();
        // Within the frame, so that the numbers change with the map and the measure of a stroke has both.
        this.performUpdate();
        this.inFrame = false;
        this.told();
      },
      paintOverlay: () => this.paintOverlay(),
      refresh: () => this.refreshSoon(),
      problem: (problem) => this.emit('error', problemDetail(problem)),
      openPlan: (plan) => void this.open(plan),
      announce: (text) => this.announcer.say(text),
      announceAlso: (text) => this.announcer.add(text),
      get reducedMotion() {
        return reducedMotion();
      },
      get covered() {
        return covered();
      },
      get account() {
        return account();
      },
    };
  }

  /** What comes from the server while the hand draws is shown a little later, and all of it at once: each drawing of all panels costs a third of a frame. */
  private refreshSoon(): void {
    const draws = this.desk !== null && this.desk.controller.session.gesture !== null;
    if (draws) {
      this.refreshTimer ??= setTimeout(this.refreshNow, REFRESH_MS);
      return;
    }
    this.refreshNow();
  }

  private readonly refreshNow = (): void => {
    clearTimeout(this.refreshTimer);
    this.refreshTimer = undefined;
    this.requestUpdate();
    this.told();
  };

  private told(): void {
    this.events?.look();
    this.address.touch();
  }

  private emit<K extends PlanEventName>(name: K, detail: PlanEventDetails[K]): void {
    this.dispatchEvent(new CustomEvent(`plan-${name}`, { detail }));
  }

  private leave(): void {
    this.events?.close();
    this.events = null;
    this.desk?.close();
    this.side.open = null;
    this.side.naming = false;
  }

  private remember(plan: string): void {
    if (this.page) this.address.choose(plan);
  }

  private toPlans(): void {
    this.remember('');
    void this.choose();
  }

  /** Back or forward in the browser. */
  private went(plan: string): void {
    if (plan === '') void this.choose();
    else if (this.desk?.plan.plan !== plan) void this.open(plan);
    else goToAddress(this.desk, this.address.now);
  }

  private fail(error: unknown, plan: string): void {
    if (!(error instanceof ApiProblem)) throw error;
    this.phase = { kind: 'failed', problem: error, plan };
    this.emit('error', problemDetail(error));
  }

  private paintOverlay(): void {
    if (this.desk !== null && this.overlayElement !== null) render(mapOverlay(this.desk.controller, { turn: this.turn, otherLabels: this.desk.comparison.labels, together: togetherMarks(this.desk) }), this.overlayElement);
  }

  /** A part that shows nothing of what a stroke changes: 10 ms of a frame's script at 12,000 blocks were such parts. */
  private stillPart(part: () => unknown): unknown {
    return guard([this.desk, this.turn, this.desk?.controller.revision], part);
  }

  private onKeyDown(event: KeyboardEvent): void {
    const { desk } = this;
    const path = event.composedPath() as Element[];
    if (desk === null || this.dialog?.open === true) return;
    const target = path[0]!;
    const inField = target instanceof HTMLInputElement ? target.type !== 'range' : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
    const onMap = path.includes(this.mapElement!);
    const onRail = path.some((element) => element instanceof HTMLElement && element.dataset.region === 'tools');
    let taken = handleEverywhere(event, desk.controller, inField);
    if (!taken && event.key === '?' && !inField) taken = this.showHelp();
    if (!taken && onRail) taken = walkRail(event);
    if (!taken && (onMap || onRail)) {
      if (onMap) desk.controller.setKeyboard(true);
      taken = handleDeskKey(event, desk.controller, onMap);
    } else if (!taken && event.key === 'Escape' && !inField) taken = desk.controller.cancel();
    if (taken) event.preventDefault();
  }

  private showHelp(): boolean {
    this.dialog?.showModal();
    return true;
  }

  private showTour(on: boolean): void {
    this.side.tour = on;
    if (on) this.side.tab = 'zones';
    else this.mapElement?.focus();
    this.requestUpdate();
  }

  private onMapFocus(): void {
    const { desk } = this;
    if (desk === null || !this.mapElement!.matches(':focus-visible')) return;
    desk.controller.setKeyboard(true);
    desk.controller.fly.focusSomething();
  }

  override render(): TemplateResult {
    const { phase } = this;
    if (!this.inFrame) this.turn++;
    return html`${this.stillPart(() => this.renderBar())}
      ${phase.kind === 'open' ? this.renderDesk(phase.desk) : nothing}
      ${phase.kind === 'choosing'
        ? html`<div class="scroll">${planChooser(phase.plans, phase.geographies, this.busy, { open: (plan) => void this.open(plan), create: (geography, name) => void this.create(geography, name) })}</div>`
        : nothing}
      ${phase.kind === 'loading'
        ? html`<div class="stage">${phase.zones === undefined ? nothing : html`<zs-outline-preview .zones=${phase.zones}></zs-outline-preview>`}<zs-progress class="loading" active words=${t(`editor.loading_${phase.step}`)} .fraction=${phase.share}></zs-progress></div>`
        : nothing}
      ${phase.kind === 'failed'
        ? openFailure(phase.problem, phase.plan, { retry: () => void (phase.plan === '' ? this.choose() : this.open(phase.plan)), toPlans: () => this.toPlans() })
        : nothing}
      <div class="visually-hidden" role="status" aria-live="polite" data-live>${this.announcer.text}</div>`;
  }

  private renderBar(): TemplateResult {
    const { desk } = this;
    const content =
      desk === null
        ? nothing
        : workBar({
            municipality: desk.municipality.name,
            geography: geographyName(desk.geographies, desk.plan.geography),
            plan: desk.plan,
            controller: desk.controller,
            sync: desk.sync,
            peers: desk.together.presence.people.map(({ name }) => name),
            toChooser: () => this.toPlans(),
            comparing: desk.comparison.open,
            compare: () => desk.comparison.toggle(),
            submit: () => void desk.submit(),
          });
    if (!this.page) return html`<div class="plain-bar">${content}</div>`;
    return html`<zs-app-bar page="editor" ?work-bar=${desk !== null} .municipality=${desk?.municipality} @account-change=${() => location.reload()}>
      ${desk === null ? nothing : html`<div slot="work" style="width:100%">${content}</div>`}
    </zs-app-bar>`;
  }

  private renderDesk(desk: Desk): TemplateResult {
    const { controller } = desk;
    return html`<div class="desk">
        <div class="stage">
          <div
            class="map"
            data-region="map"
            tabindex="0"
            role="application"
            aria-label=${t('editor.mapLabel')}
            aria-describedby="map-hint"
            @focus=${this.onMapFocus}
            @pointerdown=${() => controller.setKeyboard(false)}
            @pointerleave=${() => controller.leave()}
          ></div>
          <p id="map-hint" class="visually-hidden">${t('editor.mapHint')}</p>
          <div class="overlay"></div>
          ${this.stillPart(
            () => html`${toolRail(controller)} ${optionBar(controller)} ${swipe(desk.comparison, desk.plan.name)} ${zoomButtons(desk)} ${backgroundCard(desk.background, controller)} ${backdropCard(desk.backdrop)} ${attribution(desk.backdrop)}`,
          )}
          ${this.narrow.matches ? nothing : guard([this.turn, controller.revision, controller.issues], () => issuesCard(controller, desk.watch, desk.baseTitle))}
          ${this.stillPart(
            () => html`${this.narrow.matches ? nothing : mapKey(() => this.showHelp())} ${notices(desk, { branch: () => void desk.branch(t('editor.branchName', { name: desk.plan.name })), refresh: this.redraw })}`,
          )}
        </div>
        ${this.narrow.matches ? sheetPanel(desk, this.side, this.account) : sidePanel(desk, this.side, this.account)}
      </div>
      ${this.stillPart(() => helpDialog(controller, () => this.side.tour !== true && this.mapElement?.focus(), this.redraw, () => this.showTour(true)))}
      <zs-tour ?running=${this.side.tour === true} @tour-end=${() => this.showTour(false)}></zs-tour>`;
  }
}

type EditorEvents = { [K in PlanEventName as `plan-${K}`]: CustomEvent<PlanEventDetails[K]> };

declare global {
  interface HTMLElementEventMap extends EditorEvents {}
  interface HTMLElementTagNameMap {
    'zuschnitt-editor': ZuschnittEditor;
  }
}
