// Layout of the page: steps left, map right; on small screens the map is a strip that stays on top.
import { css } from 'lit';
import { acceptStyles } from './panels/accept-step.ts';
import { checkStyles } from './panels/check-step.ts';
import { countStyles } from './panels/count-notes.ts';
import { crsStyles } from './panels/crs-choice.ts';
import { fileStyles } from './panels/file-step.ts';
import { formStyles } from './panels/form-parts.ts';
import { historyStyles } from './panels/history-list.ts';
import { issueStyles } from './panels/issue-cards.ts';
import { lineageStyles } from './panels/lineage-panel.ts';
import { mappingStyles } from './panels/mapping-step.ts';
import { placeStyles } from './panels/place-list.ts';
import { publishedStyles } from './panels/published-fields.ts';
import { repairStyles } from './panels/repair-panel.ts';
import { spaceStyles } from './panels/space-panel.ts';
import { statisticStyles } from './panels/statistic-rows.ts';
import { tableEditorStyles } from './panels/table-editor.ts';
import { tableNoteStyles } from './panels/table-notes.ts';
import { tableOutcomeStyles } from './panels/table-outcome.ts';
import { tableRuleStyles } from './panels/table-rules.ts';
import { tableSavedStyles } from './panels/table-saved.ts';
import { tableSignStyles } from './panels/table-signs.ts';
import { tableUnderstoodStyles } from './panels/table-understood.ts';
import { understoodStyles } from './panels/understood-step.ts';

const layout = css`
  :host { display: grid; grid-template-columns: minmax(0, 632px) minmax(0, 1fr); height: 100%; min-height: 0; background: var(--zs-hued); }
  .steps-side { overflow-y: auto; padding: 20px 24px 32px; min-width: 0; }
  .steps-side:focus { outline: none; }
  zs-import-map { border-left: 1px solid var(--zs-line2); }
  .lead { color: var(--zs-ink2); margin: 2px 0 16px; max-width: 60ch; }
  .step { background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); }
  .step + .step { margin-top: 8px; }
  .step[data-state='next'] { background: transparent; border-color: transparent; border-radius: 0; }
  .step-head { display: flex; align-items: center; gap: 12px; padding: 10px 16px; min-height: 52px; }
  .step[data-state='next'] .step-head { min-height: 40px; padding: 4px 16px; }
  .step-number { width: 26px; height: 26px; border-radius: 50%; display: grid; place-items: center; flex: none; font: 600 13px/16px var(--zs-font); border: 1.5px solid var(--zs-control); color: var(--zs-ink2); }
  .step[data-state='current'] .step-number { background: var(--zs-accent); border-color: var(--zs-accent); color: #fff; }
  .step[data-state='done'] .step-number { background: var(--zs-accent-tint1); border-color: var(--zs-accent); color: var(--zs-accent); }
  .step-words { flex: 1; min-width: 0; display: grid; }
  .step-words h2 { font: 600 16px/24px var(--zs-font); }
  .step-words h2:focus { outline: none; }
  .step[data-state='next'] h2 { font: 500 14px/20px var(--zs-font); color: var(--zs-ink2); }
  .step-words .summary { color: var(--zs-ink2); font-size: 13px; line-height: 18px; overflow-wrap: anywhere; }
  .step-body { padding: 6px 16px 18px; }
  .map-card { padding: 10px 14px; max-width: 380px; }
  .map-card b { font-weight: 600; display: block; overflow-wrap: anywhere; }
  .key { display: flex; flex-wrap: wrap; gap: 4px 14px; margin-top: 6px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .key span { display: inline-flex; align-items: center; gap: 6px; }
  .swatch { width: 22px; height: 14px; border-radius: 2px; flex: none; }
  .swatch.file { background: #d8e1f4; border: 1.5px solid var(--zs-accent); }
  .swatch.stand { background: #f1f2f6; border: 1.5px solid var(--zs-control); }
  .swatch.finding { background: repeating-linear-gradient(-45deg, var(--zs-danger) 0 2px, #fff 2px 5px); border: 1.5px solid var(--zs-danger); }
  .swatch.change { background: repeating-linear-gradient(45deg, var(--zs-accent) 0 1.6px, #fff 1.6px 5px); border: 1.5px solid var(--zs-accent); }
  .swatch.note { background: #e3d5bf; border: 1.5px solid var(--zs-warn); }
  .swatch.change-overlap { background: repeating-linear-gradient(45deg, var(--zs-accent) 0 1.6px, #dbe2f1 1.6px 5px); }
  .swatch.change-gap { background: #9bacd8; }
  .swatch.change-moved { height: 4px; border-radius: 2px; background: var(--zs-accent); }
  .swatch.change-emptied { background: repeating-linear-gradient(45deg, var(--zs-accent) 0 1.6px, #fff 1.6px 5px); outline: 1.5px dashed var(--zs-ink); outline-offset: -1.5px; }
  .swatch.after { height: 0; border-top: 2px solid var(--zs-accent); border-radius: 0; }
  .swatch.source { background: #d2daee; border: 1px solid #8497cd; }
  .swatch.cell { height: 0; border-top: 1.6px solid var(--zs-ink); border-radius: 0; }
  .swatch.near { height: 0; border-top: 3px solid var(--zs-accent); border-radius: 0; }
  .swatch.near-cut { height: 0; border-top: 3px dotted var(--zs-danger); border-radius: 0; }
  .swatch.before { height: 0; border-top: 2px dashed var(--zs-ink); border-radius: 0; }
  @media (max-width: 1199px) {
    :host { grid-template-columns: minmax(0, 1fr) minmax(0, 380px); }
  }
  @media (max-width: 899px) {
    :host { display: flex; flex-direction: column; overflow-y: auto; position: relative; }
    .steps-side { overflow: visible; padding: 12px 12px 24px; }
    zs-import-map { border: 0; border-bottom: 1px solid var(--zs-line2); height: 210px; flex: none; order: -1; position: sticky; top: 0; z-index: 5; display: none; }
    :host([data-file]) zs-import-map { display: block; }
    .step-head { padding: 8px 12px; }
    .step[data-state='next'] .step-head { padding: 4px 12px; }
    .step-body { padding: 4px 12px 16px; }
    .step-words h2 { scroll-margin-top: 230px; }
    .map-card { padding: 6px 10px; font-size: 12px; line-height: 16px; }
    .key { display: none; }
    h1.t28 { font: 600 24px/30px var(--zs-font); }
    .facts dd, .radio-text b { overflow-wrap: anywhere; }
  }
`;

export const importStyles = [
  formStyles,
  fileStyles,
  issueStyles,
  understoodStyles,
  crsStyles,
  mappingStyles,
  statisticStyles,
  publishedStyles,
  placeStyles,
  repairStyles,
  spaceStyles,
  lineageStyles,
  countStyles,
  checkStyles,
  acceptStyles,
  tableUnderstoodStyles,
  tableEditorStyles,
  tableRuleStyles,
  tableSignStyles,
  tableOutcomeStyles,
  tableSavedStyles,
  tableNoteStyles,
  historyStyles,
  layout,
];
