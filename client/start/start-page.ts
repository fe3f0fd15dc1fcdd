// <zs-start>: search, what has been released, drafts for who may see them, and the geographies as cards.
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FeatureCollection } from 'geojson';
import { Api, ApiProblem, type Geography, type GeographyVersion, type Indicators, type Municipality, type PlanSummary, type Release } from '../api.ts';
import { dividedGeographies } from '../divided-geographies.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, language, localised, t } from '../i18n/i18n.ts';
import type { SearchEntry } from '../map/search-box.ts';
import '../map/search-box.ts';
import { ImportsApi } from '../imports/imports-api.ts';
import type { JobStatus } from '../imports/model.ts';
import type { FoundAddress } from '../schools/model.ts';
import { hasRole, session } from '../shell/account.ts';
import { baseStyles } from '../shell/base-styles.ts';
import '../shell/empty-panel.ts';
import { icon } from '../shell/icons.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import { draftSection, geographyStatus } from './draft-section.ts';
import { importSection } from './import-section.ts';
import { inboxSection, type InboxItem } from './inbox-section.ts';
import { mapLink, planLink } from './links.ts';
import { alternate, period, releasedTopics, topicLink, type Topic } from './released-topics.ts';
import { startStyles } from './start-styles.ts';
import './town-picture.ts';
import './zone-preview.ts';

/** Rows of a list; the map has them all. */
const MOST_ROWS = 5;
/** Names of examples under the search that fit side by side. */
const SHORT_NAME = 28;
/** Below what waits for somebody. */
const FEW_ROWS = 3;
/** The hand rests: a request for every letter would be answered out of order. */
const REST_MS = 180;
const LEAST_LETTERS = 3;
/** A block and its neighbours on the map that an address opens. */
const ADDRESS_METRES_A_PIXEL = 1;

@customElement('zs-start')
export class StartPage extends LitElement {
  @property() account: string | undefined;
  @state() private municipality: Municipality | undefined;
  @state() private geographies: readonly Geography[] = [];
  @state() private topics: readonly Topic[] = [];
  @state() private releases: readonly Release[] = [];
  /** Undefined for who may not see drafts. */
  @state() private plans: readonly PlanSummary[] | undefined;
  /** Undefined for who may not bring files in. */
  @state() private imports: readonly JobStatus[] | undefined;
  /** Undefined for the public, for whom nothing waits. */
  @state() private inbox: readonly InboxItem[] | undefined;
  @state() private addresses: readonly SearchEntry[] = [];
  @state() private problem: ApiProblem | undefined;
  @state() private loading = true;
  @state() private zones = new Map<string, FeatureCollection>();
  @state() private layers: Readonly<Record<string, FeatureCollection>> = {};
  private readonly api = new Api();

  static override styles = [...baseStyles, startStyles];

  constructor() {
    super();
    followLanguage(this);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('account') || !this.hasUpdated) void this.load();
  }

  private async load(): Promise<void> {
    this.loading = true;
    this.problem = undefined;
    try {
      const [municipality, all, indicators, releases] = await Promise.all([
        this.api.municipality(),
        this.api.geographies(),
        this.api.json<Indicators>('/indicators'),
        this.api.releases(),
      ]);
      const geographies = dividedGeographies(all);
      Object.assign(this, { municipality, geographies, topics: releasedTopics(indicators.catalogues, geographies), releases: releases.filter(({ state }) => state === 'published') });
      this.inbox = this.account === undefined ? undefined : (await this.api.json<{ items: InboxItem[] }>('/inbox').catch(() => undefined))?.items;
      this.plans = this.account === undefined ? undefined : await this.api.plans().catch(() => undefined);
      const mayImport = hasRole('editor');
      this.imports = mayImport ? await new ImportsApi(this.api).jobs().catch(() => undefined) : undefined;
      void this.loadPictures(municipality.epsg);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    } finally {
      this.loading = false;
    }
  }

  /** Pictures come after the words; one that fails leaves its card without. */
  private async loadPictures(epsg: number): Promise<void> {
    const offered = new Set((await this.api.referenceLayers().catch(() => [])).map(({ layer }) => layer));
    const layer = async (name: string) => {
      const features = offered.has(name) ? await this.api.referenceLayer(name, epsg).catch(() => undefined) : undefined;
      if (features !== undefined) this.layers = { ...this.layers, [name]: features };
    };
    const preview = async ({ geography, versions }: Geography) => {
      const version = currentVersion(versions);
      const zones = version === undefined ? undefined : await this.api.geographyZones(geography, version.version, epsg).catch(() => undefined);
      if (zones !== undefined) this.zones = new Map(this.zones).set(geography, zones);
    };
    await Promise.all([layer('water'), ...this.geographies.map(preview)]);
    await Promise.all(['streets', 'rail', 'buildings'].map(layer));
  }

  private entries(): SearchEntry[] {
    return [
      ...this.topics.map((topic) => ({ id: topicLink(topic), group: t('start.indicators'), text: localised(topic.indicator.name), detail: localised(topic.geography.name) })),
      ...this.geographies.flatMap((geography) =>
        (this.zones.get(geography.geography)?.features ?? []).map((zone) => ({
          id: mapLink({ geography: geography.geography, zone: String(zone.properties?.zone) }),
          group: t('start.zones'),
          text: String(zone.properties?.name),
          detail: localised(geography.name),
        })),
      ),
      ...(this.plans ?? []).map((plan) => ({ id: planLink(plan), group: t('start.plans'), text: plan.name, detail: '' })),
      ...this.addresses,
    ];
  }

  private asked: AbortController | undefined;

  /** Addresses are asked for as they are typed: a city has 100,000. */
  private async onQuery({ detail: text }: CustomEvent<string>): Promise<void> {
    this.asked?.abort();
    if (text.length < LEAST_LETTERS) {
      this.addresses = [];
      return;
    }
    const asked = (this.asked = new AbortController());
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    if (asked.signal.aborted) return;
    const found = await this.api.json<{ addresses: FoundAddress[] }>('/addresses', { query: { q: text }, signal: asked.signal }).catch(() => undefined);
    if (asked.signal.aborted || this.municipality === undefined) return;
    // For who searches an address only: it would double the page.
    const { default: proj4 } = await import('proj4');
    const toPlane = proj4(this.municipality.proj4);
    this.addresses = (found?.addresses ?? []).map(({ street, houseNumber, at }) => {
      const [x, y] = toPlane.forward([...at]) as [number, number];
      return { id: mapLink({ place: [x, y, ADDRESS_METRES_A_PIXEL] }), group: t('start.addresses'), text: `${street} ${houseNumber}`, detail: '', found: true };
    });
  }

  override render() {
    if (this.problem !== undefined) {
      return html`<div class="body"><zs-notice
        kind=${this.problem.isOffline ? 'offline' : 'danger'}
        heading=${this.problem.isOffline ? t('shell.offline') : t('shell.error')}
        text=${this.problem.isOffline ? '' : this.problem.message}
        action-text=${t('shell.retry')}
        @action=${() => void this.load()}
      ></zs-notice></div>`;
    }
    return html`${this.renderHero()}
      <div class="body">
        <zs-progress ?active=${this.loading && this.municipality === undefined} words=${t('start.loading')}></zs-progress>
        ${this.municipality === undefined ? nothing : html`<div class="columns"><div>${inboxSection(this.inbox, (geography) => this.nameOf(geography))}${this.renderTopics()}</div>${this.renderSide()}</div>${this.renderGeographies()}${this.renderNews()}`}
      </div>`;
  }

  private renderHero() {
    const today = new Intl.DateTimeFormat(language() === 'de' ? 'de-DE' : 'en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    const topics = alternate(this.topics, ({ theme }) => theme)
      .filter((topic, index, all) => all.findIndex((other) => other.indicator.indicator === topic.indicator.indicator) === index)
      .filter(({ indicator }) => localised(indicator.name).length <= SHORT_NAME)
      .slice(0, 3);
    return html`<section class="hero">
      <div class="words">
        <p class="t12 ink2">${today.format(new Date())}</p>
        <h1 class="t28">${this.municipality === undefined ? t('shell.product') : this.heading(this.municipality)}</h1>
        <zs-search
          label=${t('start.search')}
          .entries=${this.entries()}
          @query=${(event: CustomEvent<string>) => void this.onQuery(event)}
          @choose=${(event: CustomEvent<string>) => location.assign(event.detail)}
        ></zs-search>
        ${topics.length === 0
          ? nothing
          : html`<p class="recent"><span class="ink3">${t('start.shown')}</span>
              ${topics.map((topic) => html`<a href=${topicLink(topic)}>${localised(topic.indicator.name)}</a>`)}</p>`}
      </div>
      <zs-town-picture
        .bounds=${this.municipality?.bounds}
        .zones=${this.zones.get(this.geographies[0]?.geography ?? '')}
        .water=${this.layers.water}
        .streets=${this.layers.streets}
        .rail=${this.layers.rail}
        .buildings=${this.layers.buildings}
      ></zs-town-picture>
    </section>`;
  }

  private heading({ name }: Municipality): string {
    const who = session()?.name;
    return who == null ? t('start.title', { name }) : t(greetingAt(new Date().getHours()), { name: who });
  }

  private renderTopics() {
    const { topics } = this;
    return html`<section class="maps" aria-labelledby="maps">
      <div class="head"><h2 id="maps" class="t20">${t('start.maps')}</h2><a href="/map">${t('start.allMaps')}</a></div>
      ${topics.length === 0
        ? html`<zs-empty class="flat" sign="map" heading=${t('map.nothingReleased')} text=${t('start.nothingReleasedText')}></zs-empty>`
        : html`<ul class="flat">
            ${alternate(topics, ({ theme }) => theme).slice(0, this.inbox === undefined ? MOST_ROWS : FEW_ROWS).map(
              (topic) => html`<li class="row">
                <span class="sign">${icon('map')}</span>
                <div class="text">
                  <b>${localised(topic.indicator.name)}</b>
                  <span>${localised(topic.geography.name)} · ${period(topic.dates)}</span>
                </div>
                <a class="button secondary" href=${topicLink(topic)} aria-label=${`${t('start.open')}: ${localised(topic.indicator.name)}, ${localised(topic.geography.name)}`}>${t('start.open')}</a>
              </li>`,
            )}
          </ul>`}
    </section>`;
  }

  private renderSide() {
    const { plans } = this;
    if (plans === undefined) return this.renderReleases();
    return html`<div>${draftSection(plans, (geography) => this.nameOf(geography))}${importSection(this.imports)}${this.inbox === undefined ? nothing : this.renderReleases()}</div>`;
  }

  private renderReleases() {
    const releases = [...this.releases].sort((a, b) => (b.decidedAt ?? '').localeCompare(a.decidedAt ?? '')).slice(0, MOST_ROWS);
    return html`<section class="side" aria-labelledby="releases">
      <div class="head"><h2 id="releases" class="t20">${t('start.releases')}</h2></div>
      ${releases.length === 0
        ? html`<zs-empty class="flat" sign="shield" heading=${t('map.nothingReleased')}></zs-empty>`
        : html`<ul class="flat">
            ${releases.map(
              (release) => html`<li class="row small">
                <div class="text">
                  <b><a href=${mapLink({ geography: release.geography, version: release.version, indicator: `count-${release.statistics[0]}` })}>${t('map.release', { number: String(release.number ?? release.release) })}</a></b>
                  <span>${this.nameOf(release.geography)} · ${t('start.statistics', { count: release.statistics.length })}, ${t('start.dates', { count: release.referenceDates.length })}</span>
                </div>
                <span class="t12 ink2">${release.decidedAt === null ? '' : formatDate(release.decidedAt)}</span>
              </li>`,
            )}
          </ul>`}
    </section>`;
  }

  private nameOf(geography: string): string {
    const found = this.geographies.find((candidate) => candidate.geography === geography);
    return found === undefined ? geography : localised(found.name);
  }

  private renderGeographies() {
    return html`<section aria-labelledby="geographies">
      <div class="head"><h2 id="geographies" class="t20">${t('start.geographies')}</h2></div>
      <ul class="cards">
        ${this.geographies.map((geography) => {
          const version = currentVersion(geography.versions);
          if (version === undefined) return nothing;
          const released = this.releases.some((release) => release.geography === geography.geography);
          return html`<li class="flat card">
            <zs-zone-preview .bounds=${this.municipality?.bounds} .zones=${this.zones.get(geography.geography)} .water=${this.layers.water}></zs-zone-preview>
            <div class="card-text">
              <div class="card-head"><b>${localised(geography.name)}</b><span class="ink3 num">${version.zones}</span></div>
              <p class="t12 ink2">${version.title} · ${t('start.validFrom', { date: formatDate(version.validFrom) })}</p>
              ${released
                ? html`<a href=${mapLink({ geography: geography.geography })}>${icon('map', 16)}${t('start.toMap')}</a>`
                : html`<span class="none">${icon('clock', 16)}${t('start.notReleased')}</span>`}
              ${this.plans === undefined ? nothing : geographyStatus(geography.geography, this.plans)}
            </div>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  private renderNews() {
    const versions = this.geographies
      .flatMap((geography) => geography.versions.map((version) => ({ geography, version })))
      .sort((a, b) => b.version.validFrom.localeCompare(a.version.validFrom))
      .slice(0, 3);
    if (versions.length === 0) return nothing;
    return html`<p class="news"><b>${t('start.newest')}</b>
      ${versions.map(({ geography, version }) => html`<span>${formatDate(version.validFrom)} <strong>${localised(geography.name)}</strong> ${version.title}</span>`)}
    </p>`;
  }
}

/** The version that holds now: the last that has begun; else the first to come. */
function currentVersion(versions: readonly GeographyVersion[]): GeographyVersion | undefined {
  const today = new Date().toISOString().slice(0, 10);
  const sorted = [...versions].sort((a, b) => a.validFrom.localeCompare(b.validFrom));
  return sorted.findLast(({ validFrom }) => validFrom <= today) ?? sorted[0];
}

const greetingAt = (hour: number) => (hour < 11 ? 'start.morning' : hour < 18 ? 'start.day' : 'start.evening') as 'start.day';

declare global {
  interface HTMLElementTagNameMap {
    'zs-start': StartPage;
  }
}
