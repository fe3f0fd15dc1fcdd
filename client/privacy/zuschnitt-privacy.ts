// <zs-privacy>: the desk of data protection: releases, their findings on map and table, what-if, rules, the ledger, the report.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Api, ApiProblem } from '../api.ts';
import { followLanguage, language, t } from '../i18n/i18n.ts';
import { loadSurroundings, loadTown, type Town } from '../imports/town.ts';
import type { TownPaths } from '../map-layers/town-paths.ts';
import { hasRole } from '../shell/account.ts';
import { baseStyles } from '../shell/base-styles.ts';
import '../shell/empty-panel.ts';
import { icon } from '../shell/icons.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import './desk-map.ts';
import { nextPart } from './desk-keys.ts';
import { DeskScene } from './desk-scene.ts';
import { readPlace, writePlace, type DeskPage } from './desk-state.ts';
import { LedgerLookup } from './ledger-lookup.ts';
import { valueOf } from '../loaded.ts';
import type { DeskRelease, Finding, Protection } from './model.ts';
import { auditReport } from './panels/audit-report.ts';
import { FIRST_ROWS } from './panels/finding-table.ts';
import { ledgerPage, ledgerStrip } from './panels/ledger-panels.ts';
import { accessPage, publishedPage, releasesPage } from './panels/record-pages.ts';
import { releaseDesk, type DeskTab } from './panels/release-desk.ts';
import { groupReleases, releaseList } from './panels/release-list.ts';
import { currentRules, draftRules, rulesPage, ruleSummary, type RuleDraft } from './panels/rules-panels.ts';
import { signatureRule } from './panels/signature-rule.ts';
import { setPaper } from './print-page.ts';
import { PrivacyApi } from './privacy-api.ts';
import { PrivacySession } from './privacy-session.ts';
import './release-request.ts';
import { privacyStyles } from './privacy-styles.ts';
import { certificateWords } from './words/certificate-words.ts';
import { costWords } from './words/proposal-words.ts';
import { refusalWords } from './words/refusal-words.ts';
import { stateWords, titleOf, waitsFor, type Step } from './words/release-words.ts';

const WIDE = matchMedia('(min-width: 1440px)');
const NARROW = matchMedia('(max-width: 1023px)');
/** Who may ask for a release. */
const MAY_ASK: readonly string[] = ['planner', 'editor', 'statistics', 'dpo'];
const STAFF: readonly string[] = ['planner', 'editor', 'statistics', 'dpo', 'admin'];

@customElement('zs-privacy')
export class PrivacyPage extends LitElement {
  @property() account: string | undefined;
  @state() private page: DeskPage = readPlace(location.hash).page;
  /** On a narrow screen: the list, or what was chosen in it. */
  @state() private detail = location.hash !== '';
  @state() private town: Town | undefined;
  @state() private surroundings: TownPaths | undefined;
  @state() private problem: ApiProblem | undefined;
  @state() private tab: DeskTab = 'findings';
  @state() private asking: Step | undefined;
  @state() private reason = '';
  @state() private threshold: number | undefined;
  @state() private protect: Protection | undefined;
  @state() private asTable = false;
  @state() private rows = FIRST_ROWS;
  @state() private draft: RuleDraft | undefined;
  @state() private draftProblem = '';
  @state() private spoken = '';
  private readonly api = new Api();
  private readonly privacyApi = new PrivacyApi(this.api);
  readonly session = new PrivacySession(this.privacyApi, () => this.account, () => this.requestUpdate());
  private readonly lookup = new LedgerLookup(this.session, () => this.requestUpdate(), (words) => (this.spoken = words));
  private readonly scene = new DeskScene(this.api, () => this.requestUpdate());
  private readonly redraw = () => this.requestUpdate();
  private readonly readAddress = () => {
    const place = readPlace(location.hash);
    this.page = place.page;
    this.detail = location.hash !== '';
    if (place.release !== undefined && place.release !== this.session.chosen) void this.session.choose(place.release);
    this.loadPage();
  };
  private readonly beforePrint = () => {
    const { release, names, known } = this.session;
    if (release !== undefined && known !== undefined) setPaper(`${known.municipality.name} · ${t('privacy.reportKind')} · ${t('privacy.inRelease', { number: String(release.number) })} · ${titleOf(release, names)}`);
  };

  static override styles = [...baseStyles, ...privacyStyles];

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const query of [WIDE, NARROW]) query.addEventListener('change', this.redraw);
    window.addEventListener('hashchange', this.readAddress);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const query of [WIDE, NARROW]) query.removeEventListener('change', this.redraw);
    window.removeEventListener('hashchange', this.readAddress);
    this.session.close();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('account')) void this.load();
    this.scene.follow(this.session, this.town, language());
    this.beforePrint();
  }

  private async load(): Promise<void> {
    this.problem = undefined;
    try {
      const [municipality, geographies, statistics, blockSets] = await Promise.all([this.api.municipality(), this.api.geographies(), this.api.statistics(), this.api.blockSets()]);
      const known = { municipality, geographies, statistics };
      this.session.known = known;
      if (!this.isStaff) {
        this.requestUpdate();
        return;
      }
      const opened = this.session.open(known, readPlace(location.hash).release, (release) => waitsFor(release, this.session.who));
      this.town ??= await loadTown(this.api, municipality, blockSets);
      await opened;
      this.loadPage();
      this.surroundings ??= await loadSurroundings(this.api, this.town);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    }
  }

  private get isStaff(): boolean {
    return this.session.who.roles.some((role) => STAFF.includes(role));
  }

  private loadPage(): void {
    if (this.page === 'rules') void this.session.loadSigning();
    if (this.page === 'published') void this.session.loadPublished();
    if (this.page === 'access') void this.session.loadAccessLog();
    if (this.page === 'ledger') void this.session.loadLedger();
  }

  private open(page: DeskPage, release = this.session.chosen): void {
    this.page = page;
    this.detail = true;
    history.pushState(null, '', writePlace({ page, release }));
    this.loadPage();
    void this.focusHeading();
  }

  private chooseRelease(id: string): void {
    if (id !== this.session.chosen) {
      Object.assign(this, { asking: undefined, reason: '', threshold: undefined, protect: undefined, rows: FIRST_ROWS, tab: 'findings' });
      void this.session.choose(id);
    }
    this.open('release', id);
  }

  private back(): void {
    this.detail = false;
    history.pushState(null, '', location.pathname);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.release-row[tabindex="0"]')?.focus());
  }

  private async focusHeading(): Promise<void> {
    await this.updateComplete;
    const desk = this.renderRoot.querySelector<HTMLElement>('.desk');
    if (desk !== null) desk.scrollTop = 0;
    this.renderRoot.querySelector<HTMLElement>('.desk h1')?.focus({ preventScroll: true });
  }

  private chooseFinding(finding: Finding, number: number): void {
    this.session.chooseFinding(finding.id);
    const { names } = this.session;
    const [best] = this.session.proposalsOf(finding.id);
    const repair = best === undefined ? '' : ` ${t('privacy.repair')}: ${this.session.repairWords(best)}, ${costWords(best)}.`;
    this.spoken = `${t('privacy.spokenFinding', { number, words: certificateWords(finding, names), kind: t(finding.kind === 'exact' ? 'privacy.kindExact' : 'privacy.kindSmall') })}${repair}`;
  }

  private async chooseFromMap(number: number): Promise<void> {
    const finding = valueOf(this.session.findings)?.findings[number - 1];
    if (finding === undefined) return;
    if (number > this.rows) this.rows = number;
    this.chooseFinding(finding, number);
    await this.updateComplete;
    this.renderRoot.querySelector(`tr[data-finding="${CSS.escape(finding.id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  private nextFinding(by: number): void {
    const findings = valueOf(this.session.findings)?.findings ?? [];
    const at = findings.findIndex(({ id }) => id === this.session.finding);
    if (findings.length > 0) void this.chooseFromMap(((at + by + findings.length) % findings.length) + 1);
  }

  private async ask(step: Step | undefined): Promise<void> {
    const before = this.asking;
    this.asking = step;
    await this.updateComplete;
    const target = step === undefined ? `[data-step="${before}"]` : step === 'object' || step === 'accept' ? '#reason' : '#question-take';
    this.renderRoot.querySelector<HTMLElement>(target)?.focus();
  }

  private async take(step: Step): Promise<void> {
    const taken = await this.session.take(step, this.reason.trim());
    if (taken) {
      Object.assign(this, { asking: undefined, reason: '' });
      const { release } = this.session;
      if (release !== undefined) this.spoken = `${titleOf(release, this.session.names)}: ${stateWords(release.state)}`;
      void this.focusHeading();
    } else if (this.session.refusal !== undefined) this.spoken = refusalWords(this.session.refusal);
  }

  private async storeRules(): Promise<void> {
    const { draft } = this;
    if (draft === undefined) return;
    const current = currentRules(this.session).find(({ source }) => source === draft.source)?.current;
    const answer = await this.session.addRuleSet(draft.source, draftRules(draft, current?.rules), draft.basis.trim());
    if (answer.state === 'ready') {
      Object.assign(this, { draft: undefined, draftProblem: '' });
      this.spoken = t('privacy.rulesStored', { source: answer.value.source, version: answer.value.version });
    } else if (answer.state === 'failed' || answer.state === 'refused') this.draftProblem = refusalWords(answer.problem);
  }

  private onKeyDown(event: KeyboardEvent): void {
    nextPart(event, this.renderRoot as ShadowRoot);
  }

  /** The new release lies on the desk, its audit running. */
  private async requested({ release, number }: DeskRelease): Promise<void> {
    await this.session.renewList();
    this.spoken = t('privacy.requestSent', { number: String(number) });
    this.chooseRelease(release);
  }

  override render() {
    const { release } = this.session;
    return html`${this.renderScreen()} ${release === undefined ? nothing : auditReport(release, this.session, new Date())}
      <p class="visually-hidden" role="status" aria-live="polite">${this.spoken}</p>`;
  }

  private renderScreen(): TemplateResult {
    const { session, problem } = this;
    const failure = problem ?? (session.releases.state === 'failed' ? session.releases.problem : undefined);
    if (failure !== undefined) {
      return html`<div class="desk page"><zs-notice kind=${failure.isOffline ? 'offline' : 'danger'} heading=${t(failure.isOffline ? 'shell.offline' : 'shell.error')} text=${failure.isOffline ? '' : failure.message} action-text=${t('shell.retry')} @action=${() => void this.load()}></zs-notice></div>`;
    }
    if (session.known !== undefined && !this.isStaff) {
      return html`<div class="desk page"><h1 class="visually-hidden">${t('shell.navPrivacy')}</h1><zs-empty sign="lock" heading=${t('privacy.notForYou')} text=${t('privacy.notForYouText')}><a class="button primary" href="/map">${t('privacy.toMap')}</a></zs-empty></div>`;
    }
    if (valueOf(session.releases) === undefined) return html`<div class="desk page"><zs-progress active words=${t('privacy.loadingReleases')}></zs-progress></div>`;
    const narrow = NARROW.matches;
    return html`${narrow && this.detail ? nothing : this.renderSide()} ${narrow && !this.detail ? nothing : this.renderDesk(narrow)}`;
  }

  private renderSide(): TemplateResult {
    const { session, page } = this;
    const groups = groupReleases(valueOf(session.releases) ?? [], session);
    const entry = (name: DeskPage, words: string) => html`<button aria-current=${page === name && (this.detail || !NARROW.matches) ? 'page' : nothing} data-page=${name} @click=${() => this.open(name)}>${words}${icon('chevronRight', 16)}</button>`;
    return html`<aside class="side" aria-label=${t('privacy.sideLabel')} @keydown=${this.onKeyDown}>
      <div class="side-lists">${MAY_ASK.some((role) => session.who.roles.includes(role)) ? html`<button class="button secondary ask" data-page="request" aria-current=${page === 'request' ? 'page' : nothing} @click=${() => this.open('request')}>${t('privacy.request')}</button>` : nothing}${releaseList(groups, session, (id) => this.chooseRelease(id), () => this.open('releases'))}</div>
      <div class="side-foot">
        <h2>${entry('rules', t('privacy.rules'))}</h2>
        ${ruleSummary(session)}
        <nav aria-label=${t('privacy.recordsLabel')}>${entry('published', t('privacy.publishedBefore'))}${entry('access', t('privacy.accessLog'))}${entry('ledger', t('privacy.ledger'))}</nav>
      </div>
    </aside>`;
  }

  private renderDesk(narrow: boolean): TemplateResult {
    const { page, session } = this;
    const waiting = groupReleases(valueOf(session.releases) ?? [], session).own.length;
    const back = narrow ? html`<button class="back" @click=${() => this.back()}>${icon('chevronRight', 18)}${t('privacy.backToList', { count: waiting })}</button>` : nothing;
    if (page !== 'release') {
      return html`<div class="desk page" @keydown=${this.onKeyDown}>${back}<h1 class="t28" tabindex="-1">${PAGE_TITLES[page]()}</h1>${this.renderPage(page)}</div>`;
    }
    const { release } = session;
    if (release === undefined) {
      return html`<div class="desk page">${back}<h1 class="visually-hidden">${t('shell.navPrivacy')}</h1><zs-empty sign="shield" heading=${t('privacy.noReleases')} text=${t('privacy.noReleasesText')}></zs-empty></div>`;
    }
    return releaseDesk(release, session, {
      back,
      arrangement: narrow ? 'narrow' : WIDE.matches ? 'wide' : 'middle',
      tab: this.tab,
      onTab: (tab) => (this.tab = tab),
      map: this.renderMap(),
      strip: () => ledgerStrip(session, () => this.open('ledger')),
      onKeyDown: (event) => this.onKeyDown(event),
      onRetry: () => void session.choose(release.release),
      onAuditAgain: () => void session.auditAgain(),
      head: { asking: this.asking, reason: this.reason, compact: narrow, onAsk: (step) => void this.ask(step), onReason: (reason) => (this.reason = reason), onTake: (step) => void this.take(step), onPrint: () => window.print() },
      table: { rows: this.rows, onChoose: (finding) => this.chooseFinding(finding, numberOf(session, finding)), onMore: () => (this.rows = Infinity) },
      whatIf: {
        threshold: this.threshold,
        protect: this.protect,
        asTable: this.asTable,
        onThreshold: (threshold) => (this.threshold = threshold),
        onProtect: (protect) => (this.protect = protect),
        onTable: (asTable) => (this.asTable = asTable),
        onLoad: () => void session.loadWhatIf(),
      },
    });
  }

  private renderMap(): TemplateResult {
    const { session, scene } = this;
    const findings = valueOf(session.findings)?.findings ?? [];
    return html`<zs-desk-map
      .town=${this.town}
      .surroundings=${this.surroundings}
      .zones=${scene.zones}
      .terms=${scene.terms}
      .marks=${scene.marks}
      .chosen=${findings.findIndex(({ id }) => id === session.finding) + 1}
      label=${findings.length === 0 ? t('privacy.mapZones') : t('privacy.mapFindings', { count: findings.length })}
      @mark-choose=${(event: CustomEvent<number>) => void this.chooseFromMap(event.detail)}
      @mark-next=${(event: CustomEvent<number>) => this.nextFinding(event.detail)}
    ></zs-desk-map>`;
  }

  private renderPage(page: Exclude<DeskPage, 'release'>): TemplateResult {
    const { session } = this;
    switch (page) {
      case 'releases':
        return releasesPage(session, (id) => this.chooseRelease(id));
      case 'published':
        return publishedPage(session);
      case 'access':
        return accessPage(session);
      case 'ledger':
        return ledgerPage(session, this.lookup);
      case 'request':
        return html`<zs-release-request .known=${session.known} .api=${this.privacyApi} @requested=${(event: CustomEvent<DeskRelease>) => void this.requested(event.detail)}></zs-release-request>`;
      case 'rules':
        return html`${signatureRule(session, hasRole('admin'), (dpo) => void session.setSigning(dpo))}${rulesPage(session, {
          draft: this.draft,
          problem: this.draftProblem,
          mayWrite: session.who.roles.includes('statistics'),
          onProblem: (draftProblem) => (this.draftProblem = draftProblem),
          onDraft: (draft) => Object.assign(this, { draft, draftProblem: '' }),
          onStore: () => void this.storeRules(),
        })}`;
    }
  }
}

const PAGE_TITLES: Readonly<Record<Exclude<DeskPage, 'release'>, () => string>> = {
  releases: () => t('privacy.allReleases'),
  rules: () => t('privacy.rules'),
  published: () => t('privacy.publishedBefore'),
  access: () => t('privacy.accessLog'),
  ledger: () => t('privacy.ledger'),
  request: () => t('privacy.request'),
};

const numberOf = (session: PrivacySession, finding: Finding) => (valueOf(session.findings)?.findings.indexOf(finding) ?? -1) + 1;

declare global {
  interface HTMLElementTagNameMap {
    'zs-privacy': PrivacyPage;
  }
}
