// For who brings files in: what came in last, what did not, and the way to the next file.
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { stateWords } from '../imports/job-words.ts';
import type { JobStatus } from '../imports/model.ts';

const MOST_ROWS = 3;

/** `jobs` undefined for who may not bring files in. */
export function importSection(jobs: readonly JobStatus[] | undefined): TemplateResult | typeof nothing {
  if (jobs === undefined) return nothing;
  const rows = jobs.filter((job) => job.import !== undefined && !job.import.dryRun).slice(0, MOST_ROWS);
  return html`<section class="side" aria-labelledby="imports">
    <div class="head"><h2 id="imports" class="t20">${t('start.imports')}</h2><a href="/imports">${t('start.newImport')}</a></div>
    ${rows.length === 0
      ? html`<p class="flat calm"><span class="text"><b>${t('imports.historyEmpty')}</b><span>${t('start.noImportsText')}</span></span></p>`
      : html`<ul class="flat">
          ${rows.map(
            ({ import: asked, status, created, finished }) => html`<li class="row small">
              <div class="text"><b>${asked!.file}</b><span>${t(`imports.kind_${asked!.kind}`)} · ${stateWords(status)}</span></div>
              <span class="t12 ink2">${formatDate(finished ?? created)}</span>
            </li>`,
          )}
        </ul>`}
  </section>`;
}
