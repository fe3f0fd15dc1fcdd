// A list of the indicators that are released for the shown cut and date, by catalogue.
import { html, type TemplateResult } from 'lit';
import { localised, t } from '../../i18n/i18n.ts';
import { titleOf } from '../measure-text.ts';
import { indicatorsOn, type ChartStore } from './chart-store.ts';

export function indicatorChoice(store: ChartStore, chosen: string | undefined, without: string, choose: (indicator: string) => void, label = t('charts.otherIndicator')): TemplateResult {
  const offered = indicatorsOn(store).filter(({ indicator }) => indicator.indicator !== without);
  const catalogues = [...new Set(offered.map(({ catalogue }) => catalogue))];
  return html`<select aria-label=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
    ${catalogues.map(
      (catalogue) => html`<optgroup label=${localised(catalogue.title)}>
        ${offered.filter((one) => one.catalogue === catalogue).map(({ indicator }) => html`<option value=${indicator.indicator} ?selected=${indicator.indicator === chosen}>${titleOf(indicator)}</option>`)}
      </optgroup>`,
    )}
  </select>`;
}
