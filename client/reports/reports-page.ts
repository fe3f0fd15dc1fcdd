// The report of a typology: choices on top, then every step from released numbers to classes, to read, print and take along.
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Geography, Indicators, Typology } from '../api-types.ts';
import { Api, ApiProblem, type ZoneCollection } from '../api.ts';
import { dividedGeographies } from '../divided-geographies.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, localised, t, type TextKey } from '../i18n/i18n.ts';
import { saveFile } from '../map/cells-csv.ts';
import { baseStyles } from '../shell/base-styles.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import { METHODS, placesOf, readChoices, type ReportChoices, type ReportPlace, writeChoices } from './report-choices.ts';
import { typologyCsv } from './report-csv.ts';
import { problemText } from './report-problem.ts';
import { bundleStep, classStep, dynamicsStep, indicatorStep, methodStep, sensitivityStep, standardStep, valueStep } from './report-steps.ts';
import { reportStyles } from './report-styles.ts';

@customElement('zs-reports')
export class ReportsPage extends LitElement {
  static override styles = [...baseStyles, reportStyles];

  @state() private places: readonly ReportPlace[] | undefined;
  @state() private choices: ReportChoices | undefined;
  @state() private typology: Typology | undefined;
  @state() private others: readonly Typology[] = [];
  @state() private shapes: ZoneCollection | undefined;
  @state() private problem: ApiProblem | undefined;
  private geographies: readonly Geography[] = [];
  private names: ReadonlyMap<string, { readonly de: string; readonly en: string }> = new Map();
  private epsg = 0;
  private readonly api = new Api();
  private asked: AbortController | undefined;

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.problem = undefined;
    try {
      const [municipality, geographies, { catalogues }, statistics] = await Promise.all([this.api.municipality(), this.api.geographies(), this.api.json<Indicators>('/indicators'), this.api.statistics()]);
      this.epsg = municipality.epsg;
      this.geographies = dividedGeographies(geographies);
      this.names = new Map(statistics.map(({ statistic, name }) => [statistic, name]));
      this.places = placesOf(catalogues, this.geographies);
      this.choices = readChoices(location.search, this.places);
    } catch (error) {
      this.refuse(error);
      return;
    }
    await this.ask();
  }

  /** The typology that is chosen, then the other methods beside it; an answer that is overtaken is dropped. */
  private async ask(): Promise<void> {
    const { choices } = this;
    if (choices === undefined) return;
    this.asked?.abort();
    const { signal } = (this.asked = new AbortController());
    this.problem = undefined;
    const { catalogue, geography, date, classes, since, bundles } = choices;
    const { version } = this.placeOf(choices)!;
    const get = (method: string, more: Record<string, string | undefined> = {}) =>
      this.api.json<Typology>('/typology', { query: { catalogue, geography, version, date, method, classes, ...more }, signal });
    try {
      const typology = await get(choices.method, { since: since === '' ? undefined : since, bundles: bundles === '' ? undefined : bundles });
      const others = await Promise.all(METHODS.filter((method) => method !== choices.method).map((method) => get(method)));
      const shapes = await this.api.geographyZones(geography, version, this.epsg);
      if (signal.aborted) return;
      Object.assign(this, { typology, others, shapes });
    } catch (error) {
      if (!signal.aborted) this.refuse(error);
    }
  }

  private refuse(error: unknown): void {
    if (!(error instanceof ApiProblem)) throw error;
    this.problem = error;
  }

  private placeOf({ catalogue, geography }: ReportChoices): ReportPlace | undefined {
    return this.places?.find((place) => place.catalogue.catalogue === catalogue && place.geography.geography === geography);
  }

  /** What does not fit the new choice any more is chosen anew. */
  private choose(change: Partial<ReportChoices>): void {
    const next = { ...this.choices!, ...change };
    this.choices = readChoices(writeChoices(next), this.places!)!;
    history.replaceState(null, '', writeChoices(this.choices));
    void this.ask();
  }

  override render() {
    return html`<div class="body">
      <h1>${t('reports.heading')}</h1>
      <p class="lead">${t('reports.lead')}</p>
      ${this.renderProblem()}
      ${this.places === undefined ? html`<zs-progress ?active=${this.problem === undefined} words=${t('reports.loading')}></zs-progress>` : this.choices === undefined ? html`<p>${t('reports.nothingReleased')}</p>` : this.renderControls(this.choices)}
      ${this.typology === undefined ? nothing : this.renderSteps(this.typology)}
    </div>`;
  }

  private renderProblem() {
    if (this.problem === undefined) return nothing;
    const { isOffline } = this.problem;
    return html`<zs-notice kind=${isOffline ? 'offline' : 'danger'} heading=${isOffline ? t('shell.offline') : t('shell.error')} text=${isOffline ? '' : problemText(this.problem)} action-text=${t('shell.retry')} @action=${() => void (this.places === undefined ? this.load() : this.ask())}></zs-notice>`;
  }

  private renderControls(choices: ReportChoices) {
    const place = this.placeOf(choices)!;
    const places = this.places!;
    const catalogues = [...new Map(places.map(({ catalogue }) => [catalogue.catalogue, localised(catalogue.title)]))];
    const geographies = places.filter(({ catalogue }) => catalogue.catalogue === choices.catalogue).map(({ geography }): [string, string] => [geography.geography, localised(geography.name)]);
    const dates = place.dates.toReversed().map((date): [string, string] => [date, formatDate(date)]);
    const coarser = this.geographies.filter(({ geography }) => geography !== choices.geography).map((one): [string, string] => [one.geography, localised(one.name)]);
    return html`<div class="controls" role="group" aria-label=${t('reports.choices')}>
      ${this.renderSelect('catalogue', t('reports.catalogue'), choices.catalogue, catalogues)}
      ${this.renderSelect('geography', t('reports.geography'), choices.geography, geographies)}
      ${this.renderSelect('date', t('reports.date'), choices.date, dates)}
      ${this.renderSelect('method', t('reports.method'), choices.method, METHODS.map((method) => [method, t(`reports.method_${method}` as TextKey)]))}
      ${this.renderSelect('classes', t('reports.number'), String(choices.classes), [2, 3, 4, 5, 6, 7, 8, 9].map((count) => [String(count), String(count)]))}
      ${this.renderSelect('since', t('reports.since'), choices.since, [['', t('reports.none')], ...dates.filter(([date]) => date < choices.date)])}
      ${this.renderSelect('bundles', t('reports.bundles'), choices.bundles, [['', t('reports.none')], ...coarser])}
      <button type="button" id="csv" @click=${() => this.save()}>${t('reports.csv')}</button>
      <button type="button" id="print" @click=${() => window.print()}>${t('reports.print')}</button>
    </div>`;
  }

  private renderSelect(name: keyof ReportChoices, label: string, value: string, options: readonly (readonly [string, string])[]) {
    return html`<label>${label}<select id=${`choose-${name}`} .value=${value} @change=${(event: Event) => this.choose({ [name]: (event.target as HTMLSelectElement).value })}>
      ${options.map(([code, text]) => html`<option value=${code} ?selected=${code === value}>${text}</option>`)}
    </select></label>`;
  }

  private renderSteps(typology: Typology) {
    const names = new Map([...this.names].map(([code, name]) => [code, localised(name)]));
    const place = this.placeOf({ ...this.choices!, catalogue: typology.catalogue, geography: typology.geography });
    const lacking = typology.lacking.map((code) => localised(place?.catalogue.indicators.find(({ indicator }) => indicator === code)?.name ?? { de: code, en: code }));
    const nameOf = (code: string) => localised(this.geographies.find(({ geography }) => geography === code)?.name ?? { de: code, en: code });
    return html`<p class="lead" id="about">${t('reports.about', { name: nameOf(typology.geography), date: formatDate(typology.date), releases: typology.releases.join(', ') })}</p>
      ${indicatorStep(typology, names, lacking)}${valueStep(typology)}${standardStep(typology)}${classStep(typology, this.shapes)}${sensitivityStep(typology)}${methodStep(typology, this.others)}${dynamicsStep(typology)}${bundleStep(typology, nameOf)}`;
  }

  private save(): void {
    if (this.typology === undefined) return;
    saveFile(`typologie-${this.typology.geography}-${this.typology.date}.csv`, 'text/csv;charset=utf-8', typologyCsv(this.typology));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-reports': ReportsPage;
  }
}
