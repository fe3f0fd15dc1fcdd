// What came in before: imports of this account, newest first.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { t, type TextKey } from '../../i18n/i18n.ts';
import { icon, type IconName } from '../../shell/icons.ts';
import { stateWords } from '../job-words.ts';
import type { JobState, JobStatus } from '../model.ts';

const SIGNS: Readonly<Record<JobState, IconName>> = { accepted: 'clock', running: 'clock', successful: 'check', failed: 'warning', dismissed: 'close' };
const MOST_ROWS = 8;

export function historyList(jobs: readonly JobStatus[]): TemplateResult {
  const shown = jobs.filter((job) => job.import !== undefined && !job.import.dryRun).slice(0, MOST_ROWS);
  return html`<section class="history" aria-labelledby="history-title">
    <h2 id="history-title">${t('imports.history')}</h2>
    ${shown.length === 0
      ? html`<zs-empty sign="history" heading=${t('imports.historyEmpty')} text=${t('imports.historyEmptyText')}></zs-empty>`
      : html`<ul>${shown.map(row)}</ul>`}
  </section>`;
}

function row({ status, created, finished, issues, import: asked }: JobStatus): TemplateResult {
  const kind = t(`imports.kind_${asked!.kind}` as TextKey);
  return html`<li class=${status}>
    ${icon(SIGNS[status], 18)}
    <span class="file"><b>${asked!.file}</b><span>${kind} · ${stateWords(status)}${issues === undefined || issues.length === 0 ? nothing : `, ${t('imports.issueCount', { count: issues.length })}`}</span></span>
    <time datetime=${finished ?? created}>${formatDate(finished ?? created)}</time>
  </li>`;
}

export const historyStyles = css`
  .history { margin-top: 24px; padding: 0 4px; }
  .history h2 { font: 600 16px/24px var(--zs-font); margin-bottom: 4px; }
  .history li { display: flex; align-items: center; gap: 12px; padding: 9px 0; border-top: 1px solid var(--zs-line); color: var(--zs-ink2); }
  .history li.successful > svg { color: var(--zs-ok); }
  .history li.failed > svg { color: var(--zs-danger); }
  .history .file { flex: 1; min-width: 0; display: grid; }
  .history .file b { font-weight: 500; color: var(--zs-ink); overflow-wrap: anywhere; }
  .history .file span { font-size: 12px; line-height: 16px; }
  .history time { font-size: 12px; line-height: 16px; font-variant-numeric: tabular-nums; }
`;
