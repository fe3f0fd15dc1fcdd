// A plan as a file: out in four forms, in as an assignment or a list of operations, with a report before anything is stored.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { focusLater } from '../focus-later.ts';
import type { Desk } from '../open-desk.ts';
import { problemText } from '../problem-text.ts';
import { fileName, saveFile } from '../save-file.ts';
import type { ExportFormat, FileReport, FileRow } from './together-api.ts';
import type { FileTrial } from './together.ts';

const FORMATS: readonly ExportFormat[] = ['csv', 'geojson', 'gpkg', 'operations'];
/** Ids listed on the page; the saved list has all. */
const SHOWN = 8;

export function filesPanel(desk: Desk): TemplateResult {
  const { together, controller, plan } = desk;
  const { trial } = together;
  return html`<section class="files" aria-labelledby="files-title">
    <div class="side-head">
      <h2 class="t20" id="files-title" tabindex="-1">${t('together.files')}</h2>
      <button class="button quiet dense" data-action="files-close" @click=${(event: Event) => void focusLater(event.currentTarget, together.set({ filesOpen: false, trial: null, problem: '' }), '[data-action="files"]')}>${icon('close', 16)}${t('shell.close')}</button>
    </div>
    <h3>${t('together.export')}</h3>
    <ul class="exports">
      ${FORMATS.map(
        (format) => html`<li><button class="export" data-format=${format} @click=${() => void together.export(format, fileName(plan.name))}>${icon('download', 18)}<span><b>${t(`together.format_${format}`)}</b><span class="t12 ink3">${t(`together.formatText_${format}`)}</span></span></button></li>`,
      )}
    </ul>
    ${controller.session.steps.length > 0 ? html`<p class="t12 ink3">${t('together.exportWaits', { count: controller.session.steps.length })}</p>` : nothing}
    <h3>${t('together.import')}</h3>
    ${controller.readOnly
      ? html`<p class="ink3">${t('editor.problemNotDraft')}</p>`
      : html`<label class="file-choice"
            ><span>${t('together.importHint')}</span><span class="button secondary dense">${icon('upload', 16)}${t('together.chooseFile')}</span
            ><input
              class="visually-hidden"
              type="file"
              accept=".csv,.txt,.json"
              aria-label=${t('together.chooseFile')}
              @change=${(event: Event) => {
                const input = event.target as HTMLInputElement;
                const [file] = input.files ?? [];
                if (file !== undefined) void together.tryFile(file);
                // The same file again, mended, is a new choice.
                input.value = '';
              }}
          /></label>
          ${together.busy && trial?.report == null ? html`<zs-progress active words=${t('together.checking')}></zs-progress>` : nothing} ${trial === null ? nothing : trialReport(desk, trial, plan.name)}`}
    ${together.problem === '' ? nothing : html`<p class="record-problem" role="alert">${icon('warning', 16)}${together.problem}</p>`}
  </section>`;
}

function trialReport(desk: Desk, trial: FileTrial, planName: string): TemplateResult | typeof nothing {
  const { together } = desk;
  if (trial.problem !== null) {
    return html`<div class="trial" role="alert">
      <p class="trial-bad">${icon('warning', 18)}${t('together.notRead', { name: trial.name })}</p>
      <p>${problemText(trial.problem)}</p>
      ${trial.problem.issues.length === 0 ? nothing : html`<ul class="trial-list">${trial.problem.issues.slice(0, SHOWN).map(({ row, problem, accepted }) => html`<li>${row == null ? nothing : html`${t('together.row', { row: String(row) })}: `}${problem}${accepted == null || accepted === '' ? nothing : html` <span class="ink3">${accepted}</span>`}</li>`)}</ul>`}
    </div>`;
  }
  const { report } = trial;
  if (report === null) return nothing;
  const clean = report.unknownRows + report.duplicateRows + report.lockedRows === 0;
  return html`<div class="trial" role="status">
    <p class=${clean ? 'trial-good' : 'trial-bad'}>${icon(clean ? 'check' : 'warning', 18)}${t(clean ? 'together.fits' : 'together.fitsNot', { name: trial.name })}</p>
    <dl class="trial-keys">
      ${figure(report.rows, t('together.rows', { count: report.rows }))} ${figure(report.moved, t('together.wouldMove', { count: report.moved }))} ${figure(report.missing, t('together.missingIds', { count: report.missing }))}
    </dl>
    ${report.createdZones.length === 0 ? nothing : html`<p>${t('together.newZones', { zones: report.createdZones.join(', ') })}</p>`} ${idList(t('together.unknownIds', { count: report.unknownRows }), report.unknown, report.unknownRows)} ${idList(t('together.duplicateIds', { count: report.duplicateRows }), report.duplicate, report.duplicateRows)} ${idList(t('together.lockedIds', { count: report.lockedRows }), report.locked, report.lockedRows)}
    ${report.missing === 0 ? nothing : html`<p class="t12 ink3">${t('together.missingStay')}</p>`}
    <div class="pair">
      <button class="button primary dense" data-action="take-file" aria-disabled=${together.busy || report.moved + report.createdZones.length === 0} @click=${(event: Event) => { if (!together.busy && report.moved + report.createdZones.length > 0) void focusLater(event.currentTarget, together.takeFile(), '[data-action="files"]'); }}>${t(clean ? 'together.takeFile' : 'together.takeRest')}</button>
      ${clean ? nothing : html`<button class="button quiet dense" @click=${() => saveFile(`${fileName(planName, t('together.listName'))}.csv`, 'text/csv;charset=utf-8', listCsv(report))}>${icon('download', 16)}${t('together.saveList')}</button>`}
      <button class="button quiet dense" @click=${() => together.set({ trial: null, problem: '' })}>${t('editor.discard')}</button>
    </div>
  </div>`;
}

const figure = (value: number, words: string) => html`<div><dd class="key">${formatNumber(value)}</dd><dt>${words}</dt></div>`;

function idList(title: string, ids: readonly FileRow[], all: number): TemplateResult | typeof nothing {
  if (ids.length === 0) return nothing;
  return html`<h4>${title}</h4>
    <table class="trial-ids">
      <thead><tr><th scope="col">${t('together.rowHead')}</th><th scope="col">${t('together.blockHead')}</th></tr></thead>
      <tbody>${ids.slice(0, SHOWN).map(({ row, block }) => html`<tr><td>${formatNumber(row)}</td><td>„${block}“</td></tr>`)}</tbody>
    </table>
    ${all > SHOWN ? html`<p class="t12 ink3">${t('together.moreIds', { count: all - SHOWN })}</p>` : nothing}`;
}

function listCsv({ unknown, duplicate, locked }: FileReport): string {
  const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = (problem: string, list: readonly FileRow[]) => list.map(({ row, block }) => `${row},${quoted(block)},${problem}\r\n`);
  return ['row,block,problem\r\n', ...rows('unknown', unknown), ...rows('duplicate', duplicate), ...rows('locked', locked)].join('');
}

export const fileStyles = css`
  .files { padding-bottom: 24px; }
  .files > :not(.side-head) { margin-left: 16px; margin-right: 16px; }
  .files h3 { font: 600 14px/20px var(--zs-font); margin-top: 14px; margin-bottom: 4px; }
  .files h4 { font: 600 14px/20px var(--zs-font); margin: 8px 0 2px; }
  .exports { border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); }
  .exports li + li { border-top: 1px solid var(--zs-line); }
  .export { display: flex; width: 100%; align-items: center; gap: 12px; min-height: 52px; padding: 6px 12px; text-decoration: none; color: var(--zs-ink); }
  .export:hover { background: var(--zs-accent-tint1); }
  .export svg { color: var(--zs-accent); }
  .export b { display: block; font-weight: 500; }
  .file-choice { display: grid; gap: 8px; padding: 12px; border: 1px dashed var(--zs-control); border-radius: var(--zs-radius-panel); color: var(--zs-ink2); }
  .file-choice { justify-items: start; cursor: pointer; position: relative; }
  .file-choice:focus-within .button { outline: 3px solid var(--zs-ink); outline-offset: 2px; }
  .trial { display: grid; gap: 6px; margin-top: 12px; padding: 12px; border: 1px solid var(--zs-line2); border-radius: var(--zs-radius-panel); }
  .trial-good, .trial-bad { display: flex; align-items: center; gap: 8px; font-weight: 600; }
  .trial-good { color: var(--zs-ok); }
  .trial-bad { color: var(--zs-danger); }
  .trial-keys { display: flex; gap: 24px; margin: 0; flex-wrap: wrap; }
  .trial-keys > div { display: flex; flex-direction: column; }
  .trial-keys dt { order: 2; font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
  .trial-ids { width: auto; font-variant-numeric: tabular-nums; }
  .trial-ids td, .trial-ids th { padding: 2px 16px 2px 0; }
  .trial .pair { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 4px; }
`;
