// The parts of the map page that only show the store: the same in columns, drawer and sheet.
import { html } from 'lit';
import type { MapStore } from './map-store.ts';
import './ranking-list.ts';
import './time-dock.ts';
import './topic-list.ts';
import './zone-profile.ts';
import './zone-table.ts';

export function topicsPart(store: MapStore) {
  return html`<zs-topics
    .statistics=${store.offer?.statistics ?? []}
    .table=${store.table}
    .selected=${store.measure?.statistic.statistic ?? ''}
    @choose=${(event: CustomEvent<string>) => store.chooseStatistic(event.detail)}
  ></zs-topics>`;
}

export function profilePart(store: MapStore, close: () => void) {
  return html`<zs-profile
    .table=${store.table}
    .measure=${store.measure}
    .classification=${store.classification}
    .date=${store.date}
    .zone=${store.selected}
    .geographyName=${store.geographyName}
    .populationName=${store.populationName}
    .versionTitle=${store.offer?.version.title ?? ''}
    @close=${close}
  ></zs-profile>`;
}

export function rankingPart(store: MapStore, select: (zone: number) => void) {
  return html`<zs-ranking
    .table=${store.table}
    .measure=${store.measure}
    .classification=${store.classification}
    .date=${store.date}
    .selected=${store.selected}
    .hovered=${store.hovered}
    @zone-select=${(event: CustomEvent<number>) => select(event.detail)}
    @zone-hover=${(event: CustomEvent<number>) => store.hover(event.detail)}
  ></zs-ranking>`;
}

export function tablePart(store: MapStore, select: (zone: number) => void) {
  return html`<zs-zone-table
    .table=${store.table}
    .measure=${store.measure}
    .classification=${store.classification}
    .date=${store.date}
    .geographyName=${store.geographyName}
    .populationName=${store.populationName}
    .selected=${store.selected}
    @zone-select=${(event: CustomEvent<number>) => select(event.detail)}
  ></zs-zone-table>`;
}

export function dockPart(store: MapStore, compact: boolean, showDate: (date: string) => void) {
  return html`<zs-time-dock
    ?compact=${compact}
    .dates=${store.dates}
    .date=${store.date}
    .totals=${store.totals}
    @date-change=${(event: CustomEvent<string>) => showDate(event.detail)}
  ></zs-time-dock>`;
}
