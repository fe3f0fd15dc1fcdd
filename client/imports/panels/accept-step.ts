// Step 5: one button that says what it accepts; then what was stored and where to go on.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { areaWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import { OWN_ZONES } from '../mapping-draft.ts';
import { blocksReport, isOfNumbers, type BlocksReport, type CountsReport, type DryRun, type PublishedReport, type TableReport, type ZonesReport } from '../model.ts';
import { jobProgress } from './check-step.ts';
import { failurePanel, type FailureActions } from './issue-cards.ts';

export function acceptStep(session: ImportSession, actions: FailureActions & { readonly onBack: () => void }): TemplateResult {
  const { running, failure, result } = session;
  if (running?.purpose === 'import') return jobProgress(session);
  if (result === null) return html`${nothing}`;
  return html`${failure === null ? nothing : failurePanel(failure, actions)}
    <ul class="accepting">${acceptedParts(session, result).map((part) => html`<li>${icon('check', 18)}<span>${part}</span></li>`)}</ul>
    <div class="actions">
      <button class="button primary" id="accept" @click=${() => void session.accept()}>${acceptWords(result)}</button>
      <button class="button quiet" @click=${actions.onBack}>${t('imports.backToCheck')}</button>
    </div>`;
}

/** "312 Änderungen annehmen und 3.014 Blöcke übernehmen". */
export function acceptWords(result: DryRun): string {
  const changes = blocksReport(result)?.repair?.changes.total ?? 0;
  const take = takenWords(result.kind, result.report);
  return changes === 0 ? t('imports.acceptTake', { what: take }) : t('imports.acceptChanges', { changes: t('imports.changesCount', { count: changes }), what: take });
}

function takenWords(kind: string, report: DryRun['report']): string {
  if (kind === 'blocks') return t('imports.blockCount', { count: (report as unknown as BlocksReport).blocks });
  if (kind === 'zones') return t('imports.zoneCount', { count: (report as unknown as ZonesReport).zones });
  if (kind === 'counts' || kind === 'table') return t('imports.rowCount', { count: (report as unknown as CountsReport).rows });
  if (kind === 'published') return t('imports.totalCount', { count: (report as unknown as PublishedReport).totals });
  const count = report.addresses ?? report.features;
  return t('imports.featureCount', { count: typeof count === 'number' ? count : 0 });
}

/** Everything that the button accepts, in words. */
function acceptedParts(session: ImportSession, result: DryRun): string[] {
  const { draft, kind } = session;
  const { report } = result;
  const { repair = null, lineage = null } = blocksReport(result) ?? {};
  const parts: string[] = [];
  if (kind === 'blocks' || kind === 'zones') parts.push(t('imports.takesFrom', { what: takenWords(result.kind, report), date: formatDate(draft!.validFrom) }));
  if (kind === 'counts') {
    const codes = (report as unknown as CountsReport).statistics;
    const names = codes.map((code) => session.nameOf(code));
    parts.push(t('imports.takesCounts', { statistics: names.slice(0, 6).join(', ') + (names.length > 6 ? ' …' : ''), date: formatDate(draft!.referenceDate) }));
  }
  if (kind === 'table') {
    for (const { date, statistics } of (report as unknown as TableReport).dates) {
      const names = statistics.map((code) => session.nameOf(code));
      parts.push(t('imports.takesCounts', { statistics: names.slice(0, 6).join(', ') + (names.length > 6 ? ' …' : ''), date: formatDate(date) }));
    }
  }
  if (kind === 'published') {
    const names = (report as unknown as PublishedReport).statistics.map((code) => session.nameOf(code));
    const geography = session.known.geographies.find((candidate) => candidate.geography === draft!.geography);
    parts.push(t('imports.takesPublished', { title: draft!.title, source: draft!.source, date: formatDate(draft!.publishedOn) }));
    parts.push(
      t('imports.takesTotals', {
        statistics: names.slice(0, 6).join(', ') + (names.length > 6 ? ' …' : ''),
        geography: draft!.geography === OWN_ZONES || geography === undefined ? t('imports.ownZones') : localised(geography.name),
        date: formatDate(draft!.referenceDate),
      }),
    );
    parts.push(t('imports.takesForGood'));
  }
  if (repair !== null && repair.changes.total > 0) {
    parts.push(t('imports.takesChanges', { changes: t('imports.changesCount', { count: repair.changes.total }), area: areaWords(repair.areaAfterM2 - repair.areaBeforeM2) }));
  }
  if (lineage !== null) {
    const open = [...lineage.versions.map(({ unassigned, ambiguous }) => unassigned.length + ambiguous.length), ...lineage.plans.map(({ notCarried }) => notCarried.length)].reduce((sum, count) => sum + count, 0);
    parts.push(open === 0 ? t('imports.takesLineage') : t('imports.takesLineageOpen', { count: open }));
  }
  if ((kind === 'counts' || kind === 'table') && (report as unknown as CountsReport).missingBlocks > 0) parts.push(t('imports.takesMissing', { count: (report as unknown as CountsReport).missingBlocks }));
  if (kind === 'zones' && (report as unknown as ZonesReport).unassignedBlocks > 0) parts.push(t('imports.takesUnassigned', { count: (report as unknown as ZonesReport).unassignedBlocks }));
  if (kind === 'zones' && (report as unknown as ZonesReport).cutBlocks > 0) parts.push(t('imports.takesCut', { count: (report as unknown as ZonesReport).cutBlocks }));
  if (parts.length === 0) parts.push(t('imports.takesPlain', { what: takenWords(result.kind, report) }));
  return parts;
}

export function donePanel(session: ImportSession): TemplateResult {
  const { kind, draft } = session;
  const stored = session.stored!;
  const next = kind === 'published' ? { href: '/privacy#page=published', text: t('imports.toPrivacy') } : kind === 'addresses' || kind === 'schools' || kind === 'network' ? { href: '/map', text: t('imports.toMap') } : { href: '/editor', text: t('imports.toEditor') };
  const date = kind === 'blocks' || kind === 'zones' ? t('imports.from', { date: formatDate(draft!.validFrom) }) : kind === 'table' ? t('imports.tableDates', { count: (stored.report as unknown as TableReport).dates.length }) : isOfNumbers(kind) ? t('imports.asOf', { date: formatDate(draft!.referenceDate) }) : '';
  return html`<section class="done" aria-labelledby="done-title">
    ${icon('check', 28)}
    <div>
      <h2 id="done-title" class="t20" tabindex="-1" data-heading="done">${t('imports.doneTitle')}</h2>
      <p>${[takenWords(stored.kind, stored.report), date].filter((part) => part !== '').join(', ')}</p>
      <p class="t12 ink2">${session.preview!.file}</p>
      <div class="actions">
        <a class="button primary" href=${next.href}>${next.text}</a>
        <button class="button quiet" @click=${() => session.restart()}>${t('imports.another')}</button>
      </div>
    </div>
  </section>`;
}

export const acceptStyles = css`
  .accepting li { display: flex; gap: 8px; padding: 4px 0; }
  .accepting svg { color: var(--zs-ok); margin-top: 1px; }
  .failure + .accepting { margin-top: 16px; }
  .done { display: flex; gap: 14px; padding: 20px; background: var(--zs-ok-tint); border: 1px solid #9ad3bf; border-radius: var(--zs-radius-panel); margin: 16px 0; }
  .done > svg { color: var(--zs-ok); }
  .done .actions { margin-top: 12px; }
`;
