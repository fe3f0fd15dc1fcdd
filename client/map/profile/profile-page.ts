// <zs-profile-page>: one zone in full view, every released indicator of it against the city, by topic; printable, and as CSV.
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Indicator } from '../../api-types.ts';
import { compareNames, formatDate, formatPercent } from '../../i18n/format.ts';
import { followLanguage, localised, t } from '../../i18n/i18n.ts';
import { baseStyles } from '../../shell/base-styles.ts';
import { icon } from '../../shell/icons.ts';
import '../../shell/progress-bar.ts';
import { saveFile } from '../cells-csv.ts';
import { indicatorsOn, type ChartStore } from '../charts/chart-store.ts';
import { tableCsv, type ChartTable } from '../charts/chart-table.ts';
import { KeptValues } from '../charts/kept-values.ts';
import { numbersOf } from '../map-form.ts';
import { changeWithUnit, measureLong, measureShort, titleOf, unitText } from '../measure-text.ts';
import { profileRow, profileSections, type ProfileRow, type ProfileSection } from './profile-rows.ts';
import { profileStyles } from './profile-styles.ts';
import { sparkLine } from './spark-line.ts';

interface FilledSection extends ProfileSection {
  readonly rows: readonly ProfileRow[];
}

/** `zone`: its code. Fires `close`, `open-profile` (code of another zone) and `choose-indicator` (code). */
@customElement('zs-profile-page')
export class ProfilePage extends LitElement {
  @property({ attribute: false }) store: ChartStore | undefined;
  @property({ attribute: false }) revision = 0;
  @property() zone = '';
  @property() cutTitle = '';
  private readonly kept = new KeptValues(this);

  static override styles = [...baseStyles, profileStyles];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    const { store } = this;
    const view = store?.view;
    if (store === undefined || view === undefined) return nothing;
    const zones = view.zones.toSorted((a, b) => compareNames(a.name, b.name));
    const own = view.zones.find(({ zone }) => zone === this.zone);
    const sections = profileSections(indicatorsOn(store));
    const filled = own === undefined ? [] : this.fill(store, sections);
    const all = sections.reduce((sum, { indicators }) => sum + indicators.length, 0);
    const done = all - this.waiting(store, sections);
    const ready = done === all;
    return html`<div class="sheet">
      <div class="bar">
        <button class="button quiet" id="back" @click=${() => this.fire('close')}>${icon('map', 18)}${t('profile.back')}</button>
        <span class="grow"></span>
        <select aria-label=${t('profile.otherZone')} @change=${(event: Event) => this.fire('open-profile', (event.target as HTMLSelectElement).value)}>
          ${own === undefined ? html`<option value="" selected></option>` : nothing}
          ${zones.map(({ zone, name }) => html`<option value=${zone} ?selected=${zone === this.zone}>${name}</option>`)}
        </select>
        <button class="button quiet" aria-disabled=${!ready || own === undefined} @click=${() => ready && own !== undefined && this.saveCsv(filled, own.name)}>${icon('download', 18)}${t('profile.csv')}</button>
        <button class="button quiet" aria-disabled=${!ready} @click=${() => ready && print()}>${icon('printer', 18)}${t('profile.print')}</button>
      </div>
      <article class="paper" aria-busy=${!ready}>
        ${own === undefined
          ? html`<p>${t('profile.noZone')}</p>`
          : html`<h1 tabindex="-1">${own.name}</h1>
              <p class="meta">${[store.geography === undefined ? '' : localised(store.geography.name), this.cutTitle, t('profile.date', { date: formatDate(view.date) })].filter((text) => text !== '').join(' · ')}</p>
              <p class="note">${t('profile.note')}</p>
              ${ready ? nothing : html`<zs-progress active words=${t('profile.loading')} .fraction=${all === 0 ? 0 : done / all}></zs-progress>`}
              ${ready && filled.length === 0 ? html`<p>${t('profile.none')}</p>` : nothing}
              ${filled.map((section) => this.renderSection(section, own.name))}
              ${ready && filled.some(({ rows }) => rows.some(({ value, whole }) => whole.state === 'withheld' && value.state === 'value')) ? html`<p class="note">${t('profile.noCity')}</p>` : nothing}`}
      </article>
    </div>`;
  }

  override firstUpdated(): void {
    // Who came by a key is at the head of the new view.
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  private waiting(store: ChartStore, sections: readonly ProfileSection[]): number {
    return sections.flatMap(({ indicators }) => indicators).filter(({ indicator }) => this.kept.of(store, [indicator]) === undefined).length;
  }

  /** Sections with the rows that are there; empty ones are left out. */
  private fill(store: ChartStore, sections: readonly ProfileSection[]): FilledSection[] {
    const { version, date } = store.view!;
    const rowOf = (indicator: Indicator) => {
      const values = this.kept.of(store, [indicator.indicator])?.[0];
      return values === undefined ? [] : (profileRow(indicator, values, version, date, this.zone) ?? []);
    };
    return sections.map((section) => ({ ...section, rows: section.indicators.flatMap(rowOf) })).filter(({ rows }) => rows.length > 0);
  }

  private renderSection({ catalogue, topic, rows }: FilledSection, name: string) {
    return html`<section>
      <h2>${localised(topic.title)} <small>${localised(catalogue.title)}</small></h2>
      <table>
        <caption class="visually-hidden">${localised(topic.title)}, ${name}</caption>
        <thead>
          <tr>
            <th scope="col" class="c-name">${t('profile.indicator')}</th>
            <th scope="col" class="num c-value">${t('profile.value')}</th>
            <th scope="col" class="num c-city">${t('profile.city')}</th>
            <th scope="col" class="num c-against">${t('profile.against')}</th>
            <th scope="col" class="c-course">${t('profile.course')}</th>
            <th scope="col" class="num c-change">${t('charts.change')}</th>
            <th scope="col" class="num c-rank">${t('profile.rank')}</th>
            <th scope="col">${t('profile.direction')}</th>
          </tr>
        </thead>
        <tbody>${rows.map((row) => this.renderRow(row))}</tbody>
      </table>
    </section>`;
  }

  private renderRow({ indicator, values, value, whole, wholeAtLeast, against, change, since, rank, ranked, course }: ProfileRow) {
    const numbers = numbersOf(values);
    const isCount = indicator.denominator === null;
    const ends = [course[0], course.at(-1)] as const;
    const label = ends[0] === undefined || ends[1] === undefined ? '' : t('profile.courseText', { from: formatDate(ends[0].date), first: measureLong(ends[0].value, numbers), to: formatDate(ends[1].date), last: measureLong(ends[1].value, numbers) });
    return html`<tr data-indicator=${indicator.indicator} data-state=${value.state}>
      <th scope="row"><button class="name-button" @click=${() => this.fire('choose-indicator', indicator.indicator)}>${titleOf(indicator)}</button></th>
      <td class=${value.state === 'value' ? 'num value' : 'num value words'}>${measureLong(value, numbers)}</td>
      <td class="num" data-label=${t('profile.city')}>${whole.state === 'value' ? measureLong(whole, numbers) : wholeAtLeast === null ? measureShort(whole, numbers) : t('map.atLeast', { value: measureLong({ state: 'value', value: wholeAtLeast }, numbers) })}</td>
      <td class="num" data-label=${isCount || against.state !== 'value' ? nothing : t('profile.against')}>${against.state !== 'value' ? '' : isCount ? t('profile.partOfCity', { percent: formatPercent(against.value) }) : html`${changeWithUnit(against.value, numbers)}${need(indicator.direction, against.value, numbers.precision)}`}</td>
      <td class="course">${sparkLine(course.map((one) => one.value), isCount ? [] : course.map((one) => one.whole), label)}</td>
      <td class="num">${change.state === 'value' && since !== undefined ? html`${changeWithUnit(change.value, numbers)}<span class="need">${t('profile.change', { year: since.slice(0, 4) })}</span>` : ''}</td>
      <td class="num" data-label=${rank === undefined ? nothing : t('profile.rank')}>${rank === undefined ? '' : t('profile.rankOf', { rank, of: ranked })}</td>
      <td class="t12 ink2">${t(`charts.direction_${indicator.direction}`)}</td>
    </tr>`;
  }

  private fire(name: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private saveCsv(sections: readonly FilledSection[], name: string): void {
    const { view, geography } = this.store!;
    saveFile(`${this.zone}-${view!.date}-profile.csv`, 'text/csv;charset=utf-8', `\uFEFF${tableCsv(profileTable(sections, { zone: this.zone, name, geography: geography?.geography ?? '', version: view!.version, date: view!.date }))}`);
  }
}

/** "mehr Bedarf", where a direction is declared and the difference is one that is shown. */
function need(direction: Indicator['direction'], difference: number, precision: number) {
  if (direction === 0 || Number(difference.toFixed(precision)) === 0) return nothing;
  return html`<span class="need">${t(direction * difference > 0 ? 'profile.moreNeed' : 'profile.lessNeed')}</span>`;
}

export interface ProfiledZone {
  readonly zone: string;
  readonly name: string;
  readonly geography: string;
  readonly version: number;
  readonly date: string;
}

/** The file of a profile: a row an indicator. */
export function profileTable(sections: readonly FilledSection[], { zone, name, geography, version, date }: ProfiledZone): ChartTable {
  const text = (field: string) => ({ title: field, field });
  const measure = (field: string) => ({ title: field, field, measures: true });
  return {
    caption: name,
    columns: [text('zone'), text('name'), text('geography'), text('version'), text('reference_date'), text('catalogue'), text('topic'), text('indicator'), text('title'), text('unit'), measure('value'), measure('city'), measure('against_city'), measure('change'), text('change_since'), text('rank'), text('ranked_zones'), text('direction'), text('source')],
    rows: sections.flatMap(({ catalogue, topic, rows }) =>
      rows.map(({ indicator, values, value, whole, against, change, since, rank, ranked }) => ({
        zone: -1,
        cells: [
          zone, name, geography, String(version), date, catalogue.catalogue, topic.topic, indicator.indicator, titleOf(indicator), unitText(numbersOf(values)),
          ...[value, whole, against, change].map((one) => ({ measure: one, text: '' })),
          since ?? '', rank === undefined ? '' : String(rank), String(ranked), String(indicator.direction), localised(indicator.source),
        ],
      })),
    ),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-profile-page': ProfilePage;
  }
}
