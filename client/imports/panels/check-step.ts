// Step 4: what a dry run found, with the repairs beside it. Nothing is stored here.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { ReferenceLayer } from '../../api.ts';
import { icon } from '../../shell/icons.ts';
import type { PlaceList } from '../check-lists.ts';
import { areaWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import { jobWords } from '../job-words.ts';
import { blocksReport, type BlocksReport, type CountsReport, type DryRun, type PublishedReport, type TableReport, type ZonesReport } from '../model.ts';
import { countNotes, zoneNotes } from './count-notes.ts';
import { stepButton } from './form-parts.ts';
import { failurePanel, type FailureActions } from './issue-cards.ts';
import { lineagePanel } from './lineage-panel.ts';
import { placeList, type PlaceChoice } from './place-list.ts';
import { publishedNotes } from './published-notes.ts';
import { repairFigures, repairPanel } from './repair-panel.ts';
import { tableNotes } from './table-notes.ts';
import { spacePanel, spaceResult } from './space-panel.ts';

export interface CheckView extends PlaceChoice, FailureActions {
  readonly lists: readonly PlaceList[];
  readonly open: PlaceList | undefined;
  readonly onOpen: (id: PlaceList['id']) => void;
  readonly layers: readonly ReferenceLayer[];
  readonly onNext: () => void;
}

export function jobProgress(session: ImportSession): TemplateResult {
  const { status } = session.running!;
  return html`<div class="job">
    <zs-progress
      active
      cancellable
      cancel-after="400"
      words=${jobWords(status)}
      .fraction=${status === null || status.status === 'accepted' ? undefined : status.progress / 100}
      @cancel=${() => void session.cancelJob()}
    ></zs-progress>
  </div>`;
}

export function checkStep(session: ImportSession, view: CheckView): TemplateResult {
  const { running, failure, result } = session;
  if (running?.purpose === 'check') return jobProgress(session);
  const isBlocks = session.kind === 'blocks';
  const again = html`<button class="button primary" @click=${() => void session.check()}>${t('imports.checkAgain')}</button>`;
  if (failure !== null || result === null) {
    return html`${failure === null ? html`<p class="ink2">${t('imports.notChecked')}</p>` : failurePanel(failure, view)}
      ${isBlocks ? html`${repairPanel(session)}${spacePanel(session, view.layers)}` : nothing}
      ${failure === null || isBlocks ? html`<div class="actions">${again}</div>` : nothing}`;
  }
  const blocks = blocksReport(result);
  return html`${verdict(session, result)} ${blocks === null || blocks.repair === null ? nothing : repairFigures(blocks.repair)} ${placeTabs(view)}
    ${session.kind === 'counts' ? countNotes(result.report as unknown as CountsReport, session) : nothing}
    ${session.kind === 'table' ? tableNotes(result.report as unknown as TableReport, session) : nothing}
    ${session.kind === 'published' ? publishedNotes(result.report as unknown as PublishedReport, session) : nothing}
    ${session.kind === 'zones' ? zoneNotes(result.report as unknown as ZonesReport) : nothing}
    ${isBlocks ? html`${repairPanel(session)} ${spacePanel(session, view.layers)} ${blocks === null ? nothing : spaceResult(blocks.empty, result.outlines?.near ?? null)}` : nothing}
    ${blocks === null || blocks.lineage === null ? nothing : lineagePanel(blocks.lineage, session)}
    <div class="actions">
      ${session.isStale
        ? html`${again}<span class="why">${t('imports.stale')}</span>`
        : stepButton(t('imports.toAccept'), blockedWords(result), view.onNext, 'primary', 'to-accept')}
    </div>`;
}

/** Why a checked file cannot be taken over yet; empty where it can. */
export function blockedWords(result: DryRun): string {
  const blocks = blocksReport(result);
  if (blocks === null) return '';
  const open = openFindings(blocks);
  return open === 0 ? '' : t(blocks.repair === null ? 'imports.whyFindings' : 'imports.whyLeft', { count: open });
}

const openFindings = ({ repair, findings }: BlocksReport) => (repair === null ? findings : repair.left).total;

function verdict(session: ImportSession, result: DryRun): TemplateResult {
  const blocked = blockedWords(result) !== '';
  return html`<p class=${blocked ? 'verdict danger' : 'verdict ok'}>${icon(blocked ? 'warning' : 'check')}<span><b>${verdictWords(result, blocked)}</b><span class="ink2">${reportWords(session, result)}</span></span></p>`;
}

function verdictWords(result: DryRun, blocked: boolean): string {
  const blocks = blocksReport(result);
  if (blocks === null) return t('imports.verdictOk');
  if (blocks.repair !== null) return blocked ? t('imports.verdictLeft', { count: blocks.repair.left.total }) : t('imports.verdictRepaired');
  return blocked ? t('imports.verdictFindings', { count: blocks.findings.total }) : t('imports.verdictCoverage');
}

function reportWords({ kind }: ImportSession, { report }: DryRun): string {
  switch (kind) {
    case 'blocks': {
      const { blocks, areaM2, pieces } = report as unknown as BlocksReport;
      return [t('imports.blockCount', { count: blocks }), ...(areaM2 > 0 ? [areaWords(areaM2)] : []), ...(pieces !== null && pieces > 1 ? [t('imports.pieces', { count: pieces })] : [])].join(', ');
    }
    case 'zones': {
      const { zones, blocks, unassignedBlocks } = report as unknown as ZonesReport;
      return t('imports.zonesReport', { zones, blocks: blocks - unassignedBlocks });
    }
    case 'table':
    case 'counts': {
      const { rows, statistics } = report as unknown as CountsReport;
      return `${t('imports.rowCount', { count: rows })}, ${t('imports.statistics', { count: statistics.length })}`;
    }
    case 'published': {
      const { zones, statistics, totals } = report as unknown as PublishedReport;
      return [t('imports.zoneCount', { count: zones }), t('imports.statistics', { count: statistics.length }), t('imports.totalCount', { count: totals })].join(', ');
    }
    default: {
      const count = report.addresses ?? report.features;
      return typeof count === 'number' ? t('imports.featureCount', { count }) : '';
    }
  }
}

/** One list at a time, beside the map that shows its places. */
function placeTabs(view: CheckView): TemplateResult | typeof nothing {
  const { lists, open } = view;
  if (open === undefined) return nothing;
  return html`<div class="tabs" role="tablist" aria-label=${t('imports.lists')} @keydown=${(event: KeyboardEvent) => moveTab(event, view)}>
      ${lists.map(
        ({ id, title, total, tone }) => html`<button
          role="tab"
          id="tab-${id}"
          aria-selected=${id === open.id}
          aria-controls="list-${id}"
          tabindex=${id === open.id ? 0 : -1}
          @click=${() => view.onOpen(id)}
        >${title}<span class="count" data-tone=${tone}>${formatNumber(total)}</span></button>`,
      )}
    </div>
    <div role="tabpanel" id="list-${open.id}" aria-labelledby="tab-${open.id}">${placeList(open, view)}</div>`;
}

function moveTab(event: KeyboardEvent, { lists, open, onOpen }: CheckView): void {
  const at = lists.findIndex(({ id }) => id === open?.id);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: lists.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const { id } = lists[(next + lists.length) % lists.length]!;
  onOpen(id);
  const bar = event.currentTarget as HTMLElement;
  requestAnimationFrame(() => bar.querySelector<HTMLElement>(`#tab-${id}`)?.focus());
}

export const checkStyles = css`
  .job { min-height: 104px; }
  .verdict { display: flex; gap: 10px; padding-bottom: 12px; }
  .verdict > span { display: grid; }
  .verdict b { font: 600 16px/24px var(--zs-font); }
  .verdict svg { margin-top: 2px; }
  .verdict.ok { color: var(--zs-ok); }
  .verdict.danger { color: var(--zs-danger); }
  .tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--zs-line); overflow-x: auto; margin-bottom: 12px; }
  .tabs button { display: inline-flex; gap: 8px; align-items: center; flex: none; min-height: 40px; padding: 6px 10px 4px; color: var(--zs-ink2); font-weight: 500; border-bottom: 3px solid transparent; white-space: nowrap; }
  .tabs [aria-selected='true'] { color: var(--zs-accent); border-color: var(--zs-accent); font-weight: 600; }
  .tabs button:focus-visible { outline-offset: -3px; box-shadow: none; }
  .count { min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px; color: #fff; font: 600 12px/20px var(--zs-font); text-align: center; background: var(--zs-accent); }
  .count[data-tone='finding'] { background: var(--zs-danger); }
  .count[data-tone='note'] { background: var(--zs-warn); }
  [role='tabpanel'] { padding-bottom: 16px; }
  .failure + .choice { margin-top: 16px; }
`;
