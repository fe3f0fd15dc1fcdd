// The choices between title and classes: geography and cut, form, number or share; beside them star, sheet, picture and files.
import { html, nothing } from 'lit';
import type { Geography } from '../api-model.ts';
import { formatDate } from '../i18n/format.ts';
import { localised, t } from '../i18n/i18n.ts';
import { icon } from '../shell/icons.ts';
import { releasedCuts, siblingOf } from './indicator-choice.ts';
import { geographyText } from './legend-card.ts';
import { FORM_NAMES, PLAIN, type FormName, type MapForm } from './map-form.ts';
import type { MapStore } from './map-store.ts';
import { FORM_TEXTS } from './map-words.ts';

export interface ChoiceActions {
  /** Which of the panels beside is open. */
  readonly panel: string;
  openPanel(panel: 'sheet' | 'share'): void;
}

export function mapChoices(store: MapStore, { panel, openPanel }: ChoiceActions) {
  const { indicator } = store;
  if (indicator === undefined) return nothing;
  const starred = store.favourites.has(indicator.indicator);
  return html`
    <div class="choices">
      <select class="geography" aria-label=${t('map.geography')} @change=${(event: Event) => void store.chooseGeography(valueOf(event))}>
        ${store.geographies.map((geography) => {
          const released = releasedCuts(indicator, geography.geography).length > 0;
          return html`<option value=${geography.geography} ?selected=${geography === store.geography} ?disabled=${!released}>${optionText(geography, store)}${released ? '' : ` (${t('map.notReleased')})`}</option>`;
        })}
      </select>
      <div class="actions">
        <button class="icon-button" aria-pressed=${starred} title=${t('map.favourite')} aria-label=${t('map.favourite')} @click=${() => store.favourites.toggle(indicator.indicator)}>${icon(starred ? 'starFull' : 'star')}</button>
        <button class="icon-button" aria-expanded=${panel === 'sheet'} title=${t('map.sheet')} aria-label=${t('map.sheet')} @click=${() => openPanel('sheet')}>${icon('info')}</button>
        <button class="icon-button" aria-expanded=${panel === 'share'} title=${t('map.share2')} aria-label=${t('map.share2')} @click=${() => openPanel('share')}>${icon('share')}</button>
      </div>
    </div>
    <div class="choices">${formChoice(store)}${cutChoice(store)}</div>
    ${formDetail(store)}
  `;
}

const valueOf = (event: Event) => (event.target as HTMLSelectElement).value;

/** "Stadtteile · 18". */
function optionText(geography: Geography, store: MapStore): string {
  const shown = geography === store.geography ? store.zones.length : geography.versions.at(-1)?.zones;
  return shown === undefined ? localised(geography.name) : geographyText(geography.name, shown);
}

/** One cut for all dates, or of each date its own. */
function cutChoice(store: MapStore) {
  const { geography, indicator, cut } = store;
  const cuts = releasedCuts(indicator!, geography!.geography);
  if (geography!.versions.length < 2) return nothing;
  const choose = (event: Event) => void store.chooseCut(valueOf(event) === 'each' ? 'each' : Number(valueOf(event)));
  return html`<select class="cut" aria-label=${t('map.cut')} @change=${choose}>
    ${geography!.versions
      .toReversed()
      .map(({ version, title }) => html`<option value=${version} ?selected=${cut === version} ?disabled=${!cuts.includes(version)}>${title}${cuts.includes(version) ? '' : ` (${t('map.notReleased')})`}</option>`)}
    <option value="each" ?selected=${cut === 'each'} ?disabled=${cuts.length === 0}>${t('map.cutEach')}</option>
  </select>`;
}

/** Share and number of a statistic, and the forms of the one that is shown. */
function formChoice(store: MapStore) {
  const { indicator, indicators, form } = store;
  const [share, count] = [siblingOf(indicator!, 'share', indicators), siblingOf(indicator!, 'count', indicators)];
  const kinds = share === undefined || count === undefined ? [] : ([['share', t('map.share'), share], ['count', t('map.unitCount'), count]] as const);
  // A count has no rate to divide by the city's.
  const forms = FORM_NAMES.filter((name) => (name !== 'value' || kinds.length === 0) && (name !== 'locationQuotient' || indicator!.denominator !== null));
  const choose = (event: Event) => {
    const kind = kinds.find(([key]) => key === valueOf(event));
    if (kind !== undefined) void store.chooseIndicator(kind[2].indicator, PLAIN);
    else void store.chooseForm(defaultForm(valueOf(event) as FormName, store));
  };
  return html`<select class="form ${form.form === 'value' ? '' : 'long'}" aria-label=${t('map.form')} @change=${choose}>
    ${kinds.map(([key, text, own]) => html`<option value=${key} ?selected=${form.form === 'value' && own === indicator}>${text}</option>`)}
    ${forms.map((name) => html`<option value=${name} ?selected=${name === form.form}>${t(FORM_TEXTS[name])}</option>`)}
  </select>`;
}

function defaultForm(form: FormName, store: MapStore): MapForm {
  if (form === 'change' || form === 'index') return { form, date: store.dates[0] ?? store.date };
  if (form === 'changeOver') return { form, periods: 1 };
  return form === 'movingMean' ? { form, periods: 3 } : { form };
}

/** What a form is reckoned against. */
function formDetail(store: MapStore) {
  const { form, dates } = store;
  if (form.form === 'change' || form.form === 'index') {
    return html`<label class="detail">${t(form.form === 'index' ? 'map.baseDate' : 'map.sinceDate')}
      <select @change=${(event: Event) => void store.chooseForm({ form: form.form, date: valueOf(event) })}>
        ${dates.map((date) => html`<option value=${date} ?selected=${date === form.date}>${formatDate(date)}</option>`)}
      </select>
    </label>`;
  }
  if (form.form !== 'changeOver' && form.form !== 'movingMean') return nothing;
  const most = Math.max(2, dates.length - 1);
  return html`<label class="detail">${t(form.form === 'movingMean' ? 'map.meanPeriods' : 'map.backPeriods')}
    <select @change=${(event: Event) => void store.chooseForm({ form: form.form, periods: Number(valueOf(event)) })}>
      ${Array.from({ length: most }, (_, index) => index + 1).map((count) => html`<option value=${count} ?selected=${count === form.periods}>${count}</option>`)}
    </select>
  </label>`;
}
