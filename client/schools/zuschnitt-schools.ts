// <zs-schools>: catchments of schools on map and table: utilisation, classes, ways, who changes school, alternatives, responsible schools.
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Api } from '../api.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import { problemOf, settled, valueOf } from '../loaded.ts';
import { baseStyles } from '../shell/base-styles.ts';
import '../shell/empty-panel.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import { AnnexWork } from './annex-work.ts';
import { JobRun } from './job-run.ts';
import type { CornerMove, CornerStop } from './layers/corner-handles.ts';
import type { HousingSign } from './layers/housing-layer.ts';
import { mapSigns, type MapSigns } from './map-signs.ts';
import type { Catchment, Responsible, SchoolSettings } from './model.ts';
import { alternativesCard } from './panels/alternatives-card.ts';
import './panels/address-search.ts';
import { HousingWork } from './housing-work.ts';
import { housingCard } from './panels/housing-card.ts';
import { mapLegend } from './panels/map-legend.ts';
import { moversCard } from './panels/movers-card.ts';
import { pageNotices } from './panels/notices.ts';
import { schoolCards } from './panels/school-cards.ts';
import { schoolDetail } from './panels/school-detail.ts';
import { schoolsList } from './panels/schools-list.ts';
import { settingsDialog } from './panels/settings-dialog.ts';
import { subBar } from './panels/sub-bar.ts';
import { utilisationTable } from './panels/utilisation-table.ts';
import { weightsDialog } from './panels/weights-dialog.ts';
import { PlanSearch } from './plan-search.ts';
import { ReachWork } from './reach-work.ts';
import { readPlace, writePlace, type SchoolsPlace } from './place.ts';
import { nextRegion } from './regions.ts';
import { SchoolsApi } from './schools-api.ts';
import { SchoolsSession, today } from './schools-session.ts';
import './schools-map.ts';
import { schoolsStyles } from './schools-styles.ts';
import { percentText, schoolYear } from './words/cell-words.ts';
import { classWords } from './words/class-words.ts';

/** What the search above and the legend below cover of the map, CSS pixels. */
const SEARCH_AND_LEGEND = [48, 0, 96, 0] as const;
const NOTHING_COVERED = [0, 0, 0, 0] as const;
/** Beside the tables the map is as wide as search and legend; above them it has room at their side. */
const WIDE = matchMedia('(min-width: 1440px)');
const NARROW = matchMedia('(max-width: 699px)');

@customElement('zs-schools')
export class SchoolsPage extends LitElement {
  /** Zone whose details are open; '' for none. */
  @state() private open = '';
  @state() private dialog: 'weights' | 'settings' | undefined;
  @state() private draft: SchoolSettings | undefined;
  @state() private settingsProblem = '';
  @state() private pin: readonly [number, number] | null = null;
  @state() private spoken = '';
  @state() private allYears = false;
  private readonly api = new Api();
  private readonly schoolsApi = new SchoolsApi(this.api);
  readonly session = new SchoolsSession(this.api, this.schoolsApi, readPlace(location.search), () => this.requestUpdate());
  private readonly search = new PlanSearch(this.schoolsApi, this.session, {
    changed: () => this.requestUpdate(),
    say: (words) => (this.spoken = words),
    taken: (plan) => this.showTaken(plan),
  });
  private readonly housing = new HousingWork(this.schoolsApi, this.session, {
    changed: () => this.requestUpdate(),
    say: (words) => (this.spoken = words),
    kept: (words) => {
      this.spoken = words;
      void this.session.reloadEffects();
    },
  });
  private readonly annex = new AnnexWork(this.schoolsApi, this.session, () => this.requestUpdate());
  private readonly reach = new ReachWork(this.schoolsApi, this.session, () => this.requestUpdate());
  private readonly distances = new JobRun(this.schoolsApi, () => this.requestUpdate());
  private drawn: { key: readonly unknown[]; signs: MapSigns } | undefined;
  private drawnHousing: { key: readonly unknown[]; signs: readonly HousingSign[] } | undefined;
  private readonly redraw = () => this.requestUpdate();
  private readonly onPop = () => void this.session.go(readPlace(location.search));

  static override styles = [...baseStyles, ...schoolsStyles];

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    NARROW.addEventListener('change', this.redraw);
    window.addEventListener('popstate', this.onPop);
    void this.session.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    NARROW.removeEventListener('change', this.redraw);
    window.removeEventListener('popstate', this.onPop);
    this.search.forget();
    this.distances.forget();
  }

  override updated(): void {
    void this.housing.follow();
    void this.reach.follow(this.open);
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog !== null && !dialog.open) dialog.showModal();
  }

  private async go(change: Partial<SchoolsPlace>): Promise<void> {
    const other = change.plan !== undefined && change.plan !== this.session.place.plan;
    if (other) {
      this.search.forget();
      this.open = '';
    }
    const going = this.session.go(change);
    const address = location.pathname + writePlace(this.session.place);
    if (change.plan === undefined) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    await going;
  }

  private chooseZone(zone: string): void {
    void this.go({ zone });
    const row = this.session.catchment;
    this.spoken = row === undefined ? '' : this.sentence(row);
  }

  /** "Auenschule: 116 % im Schuljahr 2030/31, 1 Klasse, noch 1 Kind bis zur 2." */
  private sentence(row: Catchment): string {
    const year = this.session.yearOf(row);
    if (year === undefined) return this.session.nameOf(row.zone);
    return t('schools.spokenSchool', { name: this.session.nameOf(row.zone), value: percentText(year.utilisation), year: schoolYear(year.year), classes: classWords(year.classes) });
  }

  private async toggleDetail(zone: string): Promise<void> {
    this.open = this.open === zone ? '' : zone;
    this.chooseZone(zone);
    await this.updateComplete;
    const title = this.renderRoot.querySelector<HTMLElement>('#detail-title');
    title?.focus({ preventScroll: true });
    if (!NARROW.matches) title?.scrollIntoView({ block: 'nearest' });
  }

  private async closeDetail(): Promise<void> {
    const zone = this.open;
    this.open = '';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-zone="${CSS.escape(zone)}"] .name`)?.focus();
  }

  private async showTaken(plan: string): Promise<void> {
    await this.go({ plan, compare: 'base' });
    this.spoken = t('schools.taken', { name: this.session.plan?.name ?? '' });
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  private async computeDistances(): Promise<void> {
    const job = await this.distances.follow(this.schoolsApi.computeDistances());
    if (job === undefined) return;
    this.spoken = t('schools.distancesDone');
    await this.session.reloadEffects();
  }

  private async openDialog(dialog: 'weights' | 'settings'): Promise<void> {
    this.dialog = dialog;
    if (dialog !== 'settings') return;
    Object.assign(this, { draft: undefined, settingsProblem: '' });
    await this.session.loadSettings();
  }

  private async keepSettings(): Promise<void> {
    if (this.draft === undefined) return;
    const answer = await settled(this.schoolsApi.keepSettings(this.draft));
    if (answer.state === 'ready') {
      this.session.settings = answer;
      Object.assign(this, { draft: undefined, settingsProblem: '', dialog: undefined });
      this.spoken = t('schools.settingsKept');
      await this.session.reloadEffects();
    } else {
      this.settingsProblem = problemOf(answer)?.withIssue ?? '';
      await this.showRefusal();
    }
  }

  /** It stands below a long form, and would be missed by who looks at the button. */
  private async showRefusal(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('.refusal')?.scrollIntoView({ block: 'nearest' });
  }

  private onAddress(event: CustomEvent<{ answer: Responsible; at: readonly [number, number] } | null>): void {
    this.pin = event.detail === null ? null : this.session.toPlane(event.detail.at);
    const school = event.detail?.answer.planned.find((later) => later.plan)?.schools[0] ?? event.detail?.answer.schools[0];
    if (school !== undefined) void this.go({ zone: school.zone });
  }

  /** Made anew only when something that it shows has changed: the map is else drawn again for nothing. */
  private get signs(): MapSigns {
    const { shown, scene, looking, year } = this.session;
    const key = [shown, scene, looking, year, this.session.known, document.documentElement.lang];
    if (this.drawn === undefined || key.some((part, index) => part !== this.drawn!.key[index])) this.drawn = { key, signs: mapSigns(this.session) };
    return this.drawn.signs;
  }

  /** Made anew only when areas or blocks have changed. */
  private get housingSigns(): readonly HousingSign[] {
    const { list, draft, drawing } = this.housing;
    const key = [list, draft?.housing, draft?.name, draft?.corners, draft?.blocks, drawing === null, this.session.town];
    if (this.drawnHousing === undefined || key.some((part, index) => part !== this.drawnHousing!.key[index])) this.drawnHousing = { key, signs: this.housing.signs };
    return this.drawnHousing.signs;
  }

  private drawHousing(): void {
    this.housing.beginDrawing();
    this.spoken = t('schools.housingDrawKeys');
    this.renderRoot.querySelector('zs-schools-map')?.focusMap();
  }

  private async finishDrawing(): Promise<void> {
    if (!this.housing.finish()) return;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#housing-keep')?.focus();
  }

  private async keepHousing(): Promise<void> {
    if (!(await this.housing.keep())) return this.showRefusal();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#housing-new')?.focus();
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'F6') nextRegion(event, this.renderRoot as ShadowRoot);
  }

  override render() {
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.spoken}</div>${this.renderScreen()}${this.renderDialog()}`;
  }

  private renderScreen(): TemplateResult {
    const { session } = this;
    const { known, effects } = session;
    if (known.state === 'failed' || known.state === 'refused') {
      const { problem } = known;
      return html`<div class="page-message"><h1 class="visually-hidden">${t('shell.navSchools')}</h1><zs-notice kind=${problem.isOffline ? 'offline' : 'danger'} heading=${t(problem.isOffline ? 'shell.offline' : 'shell.error')} text=${problem.isOffline ? '' : problem.message} action-text=${t('shell.retry')} @action=${() => void session.load()}></zs-notice></div>`;
    }
    if (known.state !== 'ready') return html`<div class="page-message"><zs-progress active words=${t('schools.loading')}></zs-progress></div>`;
    if (known.value.schools.geography === null || session.schools.length === 0) {
      return html`<div class="page-message"><h1 class="visually-hidden">${t('shell.navSchools')}</h1><zs-empty sign="map" heading=${t('schools.noSchools')} text=${t('schools.noSchoolsText')}>${session.mayPlan ? html`<a class="button primary" href="/imports">${t('schools.toImports')}</a>` : nothing}</zs-empty></div>`;
    }
    return html`<div @keydown=${this.onKeyDown} style="display:contents">
      ${subBar(session, this.schoolsApi, NARROW.matches, { onGo: (change) => void this.go(change), onSettings: () => void this.openDialog('settings'), annex: this.annex })}
      <div class="work">
        <div class="map-side">
          ${NARROW.matches ? nothing : this.renderSearch()}
          <zs-progress ?active=${effects.state === 'loading'} words=${t('schools.computing')}></zs-progress>
          ${this.renderMap()}
          ${mapLegend(session, this.signs.fills, this.reach.sign !== null)}
          ${NARROW.matches && session.shown === undefined ? this.renderSearch() : nothing}
        </div>
        <div class="side">${this.renderSide()}</div>
      </div>
    </div>`;
  }

  private renderSearch(): TemplateResult {
    const { plan } = this.session;
    return html`<zs-address-search .api=${this.schoolsApi} date=${today()} plan=${plan?.plan ?? ''} @address-found=${this.onAddress}></zs-address-search>`;
  }

  private renderMap(): TemplateResult {
    const { session, signs } = this;
    const { plan, year, place } = session;
    return html`<zs-schools-map
      .town=${session.town}
      .surroundings=${session.surroundings}
      .scene=${session.scene}
      .fills=${signs.fills}
      .signs=${signs.signs}
      .arrows=${signs.arrows}
      .pin=${this.pin}
      .housing=${this.housingSigns}
      .reach=${this.reach.sign}
      .drawing=${this.housing.drawing}
      .corners=${this.housing.corners}
      .covered=${WIDE.matches ? SEARCH_AND_LEGEND : NOTHING_COVERED}
      chosen=${place.zone}
      label=${t('schools.mapLabel', { plan: plan?.name ?? t('schools.inForce'), year: year === undefined ? '' : schoolYear(year) })}
      @zone-choose=${(event: CustomEvent<string>) => this.chooseZone(event.detail)}
      @draw-corner=${(event: CustomEvent<readonly [number, number]>) => this.housing.corner(event.detail)}
      @draw-cursor=${(event: CustomEvent<readonly [number, number]>) => this.housing.cursor(event.detail)}
      @draw-back=${() => this.housing.back()}
      @draw-finish=${() => void this.finishDrawing()}
      @draw-stop=${() => this.housing.stopDrawing()}
      @corner-move=${(event: CustomEvent<CornerMove>) => this.housing.moveCorner(event.detail)}
      @corner-left=${() => this.housing.leaveCorner()}
      @corner-undo=${() => this.housing.undo()}
      @corner-stop=${(event: CustomEvent<CornerStop>) => this.housing.stopCorner(event.detail) && this.renderRoot.querySelector<HTMLElement>('#housing-corners')?.focus()}
    ></zs-schools-map>`;
  }

  private renderSide(): TemplateResult {
    const { session } = this;
    const { effects, plan } = session;
    const notices = pageNotices(session, { distances: this.distances.run, refusal: this.search.refusal, onDistances: () => void this.computeDistances(), onStopDistances: () => void this.distances.stop(), onRetry: () => void session.loadCut() });
    if (effects.state === 'refused' || effects.state === 'none') return html`<div class="notices">${notices}</div>${schoolsList(session)}`;
    if (session.shown === undefined) return html`<div class="notices">${notices}</div>`;
    const open = session.shown.catchments.find(({ zone }) => zone === this.open);
    const detail = open === undefined ? nothing : schoolDetail(session, open, this.reach, { onClose: () => void this.closeDetail(), onLimit: (limit) => void this.go({ limit }), onShow: (on) => { this.reach.on = on; this.requestUpdate(); } });
    const actions = {
      onYear: (year: number) => void this.go({ year }),
      onZone: (zone: string) => this.chooseZone(zone),
      onDetail: (zone: string) => void this.toggleDetail(zone),
      onAllYears: (all: boolean) => (this.allYears = all),
      onNumbers: (numbers: 'all' | 'annex') => void this.go({ numbers }),
      onPhase: (phase: Partial<Pick<SchoolsPlace, 'grades' | 'from'>>) => void this.go(phase),
    };
    return html`<div class="notices">${notices}</div>
      ${NARROW.matches ? html`<div>${schoolCards(session, this.open, detail, actions)}</div>` : html`${utilisationTable(session, this.open, this.allYears, actions)}${detail}`}
      ${plan === undefined
        ? nothing
        : html`${moversCard(session)}${alternativesCard(session, this.search.view(plan.name, () => void this.openDialog('weights')))}${housingCard(this.housing, session.mayPlan && plan.state === 'draft', { onDraw: () => this.drawHousing(), onCorners: () => this.renderRoot.querySelector('zs-schools-map')?.focusCorner(0), onKeep: () => void this.keepHousing() })}`}
      ${NARROW.matches ? html`<section class="flat lookup" aria-label=${t('schools.searchAddress')}>${this.renderSearch()}</section>` : nothing}`;
  }

  private renderDialog(): TemplateResult | typeof nothing {
    const { session } = this;
    const closed = (opener: string) => {
      this.dialog = undefined;
      this.renderRoot.querySelector<HTMLElement>(opener)?.focus();
    };
    if (this.dialog === 'weights') {
      return weightsDialog(session, { wish: this.search.currentWish, onWish: (wish) => this.search.setWish(wish), onStart: () => void this.search.start(), onClose: () => closed('#weights-open') });
    }
    if (this.dialog === 'settings') {
      return settingsDialog({
        settings: session.settings,
        draft: this.draft,
        problem: this.settingsProblem,
        mayChange: session.mayPlan,
        catalogue: { geographies: valueOf(session.known)?.geographies ?? [], statistics: session.statistics, found: session.geography === undefined ? '' : localised(session.geography.name) },
        effects: session.shown,
        onDraft: (draft) => Object.assign(this, { draft, settingsProblem: '' }),
        onKeep: () => void this.keepSettings(),
        onClose: () => closed('#settings-open'),
      });
    }
    return nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-schools': SchoolsPage;
  }
}
