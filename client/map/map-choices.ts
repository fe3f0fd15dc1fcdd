// The choices between title and legend: geography, share or count; beside them file, link and print.
import { html, nothing } from 'lit';
import { t } from '../i18n/i18n.ts';
import { icon } from '../shell/icons.ts';
import { geographyText } from './legend-card.ts';
import type { MapStore } from './map-store.ts';
import type { Offer } from './released-table.ts';

export interface ChoiceActions {
  readonly linkCopied: boolean;
  copyLink(): void;
  saveCsv(): void;
  print(): void;
}

export function mapChoices(store: MapStore, { linkCopied, copyLink, saveCsv, print }: ChoiceActions) {
  const choose = (event: Event) => void store.showOffer(store.offers[Number((event.target as HTMLSelectElement).value)]!);
  return html`
    <div class="choices">
      <select aria-label=${t('map.geography')} @change=${choose}>
        ${store.offers.map((offer, index) => html`<option value=${index} ?selected=${offer === store.offer}>${offerText(offer, store.offers)}</option>`)}
      </select>
      <div class="actions">
        <button class="icon-button" title=${t('map.csv')} aria-label=${t('map.csv')} @click=${saveCsv}>${icon('download')}</button>
        <button class="icon-button" title=${t('map.link')} aria-label=${t('map.link')} @click=${copyLink}>${icon(linkCopied ? 'check' : 'link')}</button>
        <button class="icon-button wide-only" title=${t('map.print')} aria-label=${t('map.print')} @click=${print}>${icon('printer')}</button>
      </div>
    </div>
    ${store.canShare
      ? html`<div class="segments kinds" role="group" aria-label=${t('map.measure')}>
          <button aria-pressed=${store.measure?.kind === 'share'} @click=${() => store.chooseKind('share')}>${t('map.share')}</button>
          <button aria-pressed=${store.measure?.kind === 'count'} @click=${() => store.chooseKind('count')}>${t('map.unitCount')}</button>
        </div>`
      : nothing}
  `;
}

/** "Stadtteile · 18"; where several cuts of it are released, with the cut's title. */
function offerText({ geography, version }: Offer, offers: readonly Offer[]): string {
  const cuts = offers.filter((other) => other.geography === geography).length;
  return `${geographyText(geography.name, version.zones)}${cuts > 1 ? ` (${version.title})` : ''}`;
}
