// The docked table with what belongs to it; on a phone the same in a sheet with tabs.
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { Desk } from '../open-desk.ts';
import { disclosureCard } from './disclosure-card.ts';
import { comparePanel } from '../compare/compare-panel.ts';
import { differencePanel } from './difference-panel.ts';
import { commentStrip, record, recordsPanel } from './records-panel.ts';
import { filesPanel } from '../together/files-panel.ts';
import { issueList, oldIssues } from './issues-card.ts';
import { rememberTour, tourSeen } from '../tour/tour.ts';
import { tableSettings } from './table-settings.ts';
import { zoneTable, type TableView } from './zone-table.ts';

export interface SideView extends TableView {
  tab: 'zones' | 'findings' | 'history' | 'comments';
  /** Last block searched for in vain. */
  missingBlock: string;
  /** The tour is on; null until somebody decided, then it is offered. */
  tour: boolean | null;
  /** Draws a part that a stroke leaves as it is: anew with everything else. */
  still(part: () => unknown): unknown;
}

export function sidePanel(desk: Desk, view: SideView, account: string): TemplateResult {
  return html`<aside class="side" aria-label=${t('editor.zones')} data-region="table">
    ${instead(desk) ?? html`${view.still(() => html`${tourOffer(view)} ${head(desk, view)}`)} ${table(desk, view)} ${differencePanel(desk)} ${view.still(() => html`${recordsPanel(desk, account)} ${commentStrip(desk)}`)}`}
  </aside>`;
}

/** A task of its own takes the panel's place while it lasts. */
function instead(desk: Desk): TemplateResult | null {
  if (desk.comparison.open) return comparePanel(desk);
  return desk.together.filesOpen ? filesPanel(desk) : null;
}

export function sheetPanel(desk: Desk, view: SideView, account: string): TemplateResult {
  const other = instead(desk);
  if (other !== null) return html`<zs-sheet data-region="table">${other}</zs-sheet>`;
  const { newIssues } = desk.controller;
  const found = newIssues.length + desk.watch.differences.length;
  const open = desk.together.threads.filter(({ state }) => state === 'open').length + desk.together.waiting.length;
  const tabs = [
    ['zones', t('editor.zones')],
    ['findings', t('editor.findings')],
    ['history', t('editor.history')],
    ['comments', t('together.comments')],
  ] as const;
  return html`<zs-sheet data-region="table">
    <div slot="head" class="tabs" role="tablist" aria-label=${t('editor.panels')}>
      ${tabs.map(
        ([id, text]) => html`<button
          role="tab"
          id="tab-${id}"
          aria-selected=${view.tab === id}
          aria-controls="tab-panel"
          tabindex=${view.tab === id ? 0 : -1}
          @click=${() => {
            view.tab = id;
            view.refresh();
          }}
          @keydown=${walkTabs}
        >
          ${text}${id === 'findings' && found > 0 ? html`<span class="count">${found}</span>` : nothing}${id === 'comments' && open > 0 ? html`<span class="count quiet">${open}</span>` : nothing}
        </button>`,
      )}
    </div>
    <div id="tab-panel" role="tabpanel" aria-labelledby="tab-${view.tab}" tabindex="0">
      ${view.tab === 'zones' ? html`${view.still(() => html`${tourOffer(view)} ${head(desk, view)}`)}<div class="sheet-table">${table(desk, view)}</div>${differencePanel(desk)}` : nothing}
      ${view.tab === 'findings'
        ? html`<div class="sheet-issues" data-region="findings">${disclosureCard(desk.watch, desk.controller)}${newIssues.length === 0 ? (found === 0 ? html`<p class="ink2">${t('editor.noIssues')}</p>` : nothing) : issueList(desk.controller, newIssues, 20)}${oldIssues(desk.controller, desk.baseTitle)}</div>`
        : nothing}
      ${view.tab === 'history' || view.tab === 'comments' ? record(desk, view.tab, account) : nothing}
    </div>
  </zs-sheet>`;
}

/** One quiet line for who was never here. */
function tourOffer(view: SideView): TemplateResult | typeof nothing {
  if (view.tour !== null || tourSeen()) return nothing;
  const decide = (tour: boolean) => () => {
    rememberTour();
    view.tour = tour;
    view.refresh();
  };
  return html`<div class="tour-offer">
    ${icon('flag', 18)}<span>${t('tour.offer')}</span>
    <button class="button link dense" data-action="tour-start" @click=${decide(true)}>${t('tour.start')}</button>
    <button class="icon-button" aria-label=${t('tour.dismiss')} title=${t('tour.dismiss')} @click=${decide(false)}>${icon('close', 16)}</button>
  </div>`;
}

function walkTabs(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const all = [...(event.currentTarget as HTMLElement).parentElement!.querySelectorAll<HTMLElement>('[role="tab"]')];
  const next = all[(all.indexOf(event.currentTarget as HTMLElement) + step + all.length) % all.length]!;
  next.focus();
  next.click();
  event.preventDefault();
}

function head(desk: Desk, view: SideView): TemplateResult {
  const { controller } = desk;
  const free = controller.totals.unassigned.blocks;
  return html`<div class="side-head">
      <h2 class="t20">${t('editor.zones')}</h2>
      <div class="pair">
        <button class="button link dense" aria-disabled=${free === 0} @click=${() => controller.fly.nextIssue('UNASSIGNED')}>${icon('target')}${t('editor.nextFree')}</button>
        <button
          class="icon-button"
          aria-label=${t('editor.tableSettings')}
          title=${t('editor.tableSettings')}
          aria-expanded=${view.settings}
          @click=${() => {
            view.settings = !view.settings;
            view.refresh();
          }}
        >
          ${icon('table')}
        </button>
      </div>
    </div>
    <div class="find">
      <form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          const id = String(new FormData(event.target as HTMLFormElement).get('block') ?? '').trim();
          view.missingBlock = id === '' || controller.fly.toBlock(id) ? '' : id;
          if (id !== '' && view.missingBlock === '') controller.setKeyboard(true);
          view.refresh();
        }}
      >
        <input class="field" name="block" type="search" autocomplete="off" placeholder=${t('editor.findBlock')} aria-label=${t('editor.findBlock')} aria-describedby="missing-block" />
      </form>
      <span id="missing-block" class="wrong" role="status">${view.missingBlock === '' ? nothing : t('editor.noSuchBlock', { block: view.missingBlock })}</span>
      <button
        class="button quiet dense new"
        aria-expanded=${view.naming}
        @click=${() => {
          view.naming = !view.naming;
          view.refresh();
        }}
      >
        ${icon('plus', 16)}${t('editor.newZone')}
      </button>
    </div>
    ${view.naming ? newZone(desk, view) : nothing}
    ${view.settings
      ? tableSettings(controller, desk.shapes, {
          showStatistics: (codes, date) => void desk.showStatistics(codes, date),
        })
      : nothing}`;
}

function newZone(desk: Desk, view: SideView): TemplateResult {
  const { controller } = desk;
  const count = controller.collected.size;
  return html`<form
    class="new-zone"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
      if (name === '') return;
      view.naming = false;
      controller.createZone(name);
    }}
  >
    <label><span class="t12 ink3">${t('editor.name')}</span><input class="field" name="name" required maxlength="80" autocomplete="off" /></label>
    <button class="button secondary dense">${count === 0 ? t('editor.createEmpty') : t('editor.createWith', { count })}</button>
  </form>`;
}

function table(desk: Desk, view: SideView): TemplateResult {
  const { controller } = desk;
  return html`${desk.countsLoading ? html`<zs-progress active words=${t('editor.loadingCounts')}></zs-progress>` : nothing} <div class="wide-table" tabindex=${desk.shapes.shown.length > 1 || controller.shown.length > 2 ? 0 : -1} role="group" aria-label=${t('editor.zones')}>${zoneTable(controller, desk.shapes, view)}</div>
    ${controller.referenceDate === '' ? nothing : html`<p class="unsized">${t('editor.asOf', { date: formatDate(controller.referenceDate) })}</p>`}`;
}
