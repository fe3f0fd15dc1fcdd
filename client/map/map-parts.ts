// The parts of the map page that only show the store: the same in columns, drawer and sheet.
import { html } from 'lit';
import './charts/chart-panel.ts';
import { siblingOf } from './indicator-choice.ts';
import type { MapStore } from './map-store.ts';
import { whatText } from './map-words.ts';
import './time-dock.ts';
import './topic-list.ts';
import { topicTree } from './topic-tree.ts';
import './zone-profile.ts';
import './zone-table.ts';

export function topicsPart(store: MapStore) {
  return html`<zs-topics
    .tree=${topicTree(store.catalogues, store.indicators)}
    .indicators=${store.indicators}
    .favourites=${store.favourites.list()}
    .courses=${store.courses.known}
    .selected=${store.indicator === undefined ? '' : (siblingOf(store.indicator, 'share', store.indicators) ?? store.indicator).indicator}
    @choose=${(event: CustomEvent<string>) => void store.chooseIndicator(event.detail)}
    @topic-open=${(event: CustomEvent<readonly string[]>) => store.courses.want(event.detail)}
  ></zs-topics>`;
}

export function profilePart(store: MapStore, close: () => void) {
  return html`<zs-profile
    .store=${store}
    .revision=${store.revision}
    .cutTitle=${store.cutTitle}
    @close=${close}
    @open-profile=${(event: CustomEvent<string>) => store.showProfile(event.detail)}
  ></zs-profile>`;
}

/** The ranking is the first of them; each fires `select-zone`. */
export function chartsPart(store: MapStore) {
  return html`<zs-charts
    .store=${store}
    .revision=${store.revision}
    .chart=${store.chart === '' ? 'ranking' : store.chart}
    @chart-change=${(event: CustomEvent<string>) => store.showChart(event.detail === 'ranking' ? '' : event.detail)}
  ></zs-charts>`;
}

/** The whole profile of a zone in place of the map; undefined while none is open. Its code comes with the first one. */
export function profilePagePart(store: MapStore) {
  if (store.profile === undefined || store.view === undefined) return undefined;
  void import('./profile/profile-page.ts');
  return html`<zs-profile-page
    .store=${store}
    .revision=${store.revision}
    .zone=${store.profile}
    .cutTitle=${store.cutTitle}
    @close=${() => store.showProfile(undefined)}
    @open-profile=${(event: CustomEvent<string>) => {
      store.select(store.view?.zones.findIndex(({ zone }) => zone === event.detail) ?? -1);
      store.showProfile(event.detail);
    }}
    @choose-indicator=${(event: CustomEvent<string>) => {
      store.showProfile(undefined);
      void store.chooseIndicator(event.detail);
    }}
  ></zs-profile-page>`;
}

export function tablePart(store: MapStore, select: (zone: number) => void) {
  const { view, swipe } = store;
  return html`<zs-zone-table
    .view=${view}
    .other=${swipe.view !== undefined && swipe.view.version === view?.version ? swipe.view : undefined}
    .passing=${store.passing}
    .what=${view === undefined ? '' : whatText(view, store.form, store.statistics)}
    .geographyName=${store.geographyName}
    .selected=${store.selected}
    @zone-select=${(event: CustomEvent<number>) => select(event.detail)}
  ></zs-zone-table>`;
}

/** `beside`: what stands right of the slider. */
export function dockPart(store: MapStore, compact: boolean, showDate: (date: string) => void, beside: unknown) {
  return html`<zs-time-dock
    ?compact=${compact}
    .dates=${store.dates}
    .date=${store.date}
    .breaks=${store.view?.values.dates.filter((row) => row.break).map(({ date }) => date) ?? []}
    .totals=${store.form.form === 'value' ? (store.view?.values.dates.map(({ whole }) => (whole.state === 'value' ? whole.value : undefined)) ?? []) : []}
    @date-change=${(event: CustomEvent<string>) => showDate(event.detail)}
    >${beside}</zs-time-dock
  >`;
}

