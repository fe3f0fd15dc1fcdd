// Layout of the desk: 296 / flexible / 388 with the ledger across the lower right; what-if in a tab below 1440, one pane below 1024.
import { css } from 'lit';
import { reportStyles } from './panels/audit-report.ts';
import { certificateStyles } from './panels/certificate-card.ts';
import { findingTableStyles } from './panels/finding-table.ts';
import { ledgerStyles } from './panels/ledger-panels.ts';
import { lossChartStyles } from './panels/loss-chart.ts';
import { recordStyles } from './panels/record-pages.ts';
import { releaseHeadStyles } from './panels/release-head.ts';
import { releaseListStyles } from './panels/release-list.ts';
import { rulesStyles } from './panels/rules-panels.ts';
import { whatIfStyles } from './panels/what-if-panel.ts';

const layout = css`
  :host { display: grid; grid-template-columns: 296px minmax(0, 1fr); height: 100%; min-height: 0; background: var(--zs-hued); }
  .side { background: var(--zs-surface); border-right: 1px solid var(--zs-line2); display: flex; flex-direction: column; min-height: 0; }
  .side-lists { flex: 1 1 auto; overflow-y: auto; min-height: 0; }
  .side-lists .ask { margin: 12px 16px 4px; }
  .side-foot { flex: none; border-top: 1px solid var(--zs-line); padding: 10px 16px 12px; max-height: 46%; overflow-y: auto; }
  .side-foot h2 { font: 600 14px/20px var(--zs-font); }
  .side-foot nav { display: grid; margin: 6px -8px -4px; padding-top: 6px; border-top: 1px solid var(--zs-line); }
  .side-foot nav button, .side-foot h2 button { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-height: 32px; padding: 2px 8px; border-radius: var(--zs-radius); color: var(--zs-ink2); font-weight: 500; }
  .side-foot h2 button { width: 100%; padding: 0; color: var(--zs-ink); font: inherit; }
  .side-foot button:hover { color: var(--zs-accent); }
  .side-foot [aria-current] { color: var(--zs-accent); background: var(--zs-accent-tint1); }
  .desk { overflow-y: auto; min-width: 0; padding: 14px 16px 16px 20px; display: grid; gap: 12px; align-content: start; grid-template-columns: minmax(0, 1fr) 372px; }
  .desk-frame { display: flex; flex-direction: column; min-width: 0; min-height: 0; overflow-y: auto; }
  .desk-frame .desk { flex: 1 0 auto; overflow: visible; padding-bottom: 12px; }
  .desk-frame .ledger-strip { flex: none; margin: 0 16px 16px 20px; }
  /* Where there is room the last links stay in sight below what scrolls. */
  @media (min-height: 800px) {
    .desk-frame { overflow: hidden; }
    .desk-frame .desk { flex: 1 1 auto; min-height: 0; overflow-y: auto; }
  }
  .desk.page, .desk.one { grid-template-columns: minmax(0, 1fr); }
  .desk > * { min-width: 0; }
  .main-column { display: grid; gap: 10px; align-content: start; min-width: 0; }
  .side-column { background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); align-self: stretch; }
  .scene { display: grid; grid-template-columns: minmax(0, 1fr) minmax(280px, 1fr); overflow: hidden; min-height: 352px; }
  .scene zs-desk-map { min-height: 352px; }
  .scene > .certificate, .scene > .place { border-left: 1px solid var(--zs-line); }
  .pages-head { display: flex; gap: 12px; align-items: center; }
  .tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--zs-line); overflow-x: auto; }
  .tabs button { display: inline-flex; gap: 8px; align-items: center; flex: none; min-height: 44px; padding: 6px 12px 4px; color: var(--zs-ink2); font-weight: 500; border-bottom: 3px solid transparent; }
  .tabs [aria-selected='true'] { color: var(--zs-accent); border-color: var(--zs-accent); font-weight: 600; }
  .tabs button:focus-visible { outline-offset: -3px; box-shadow: none; }
  .tabs .count { background: var(--zs-danger); }
  .pane { background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); }
  .back { color: var(--zs-accent); font-weight: 600; display: inline-flex; gap: 4px; align-items: center; min-height: 44px; padding-right: 8px; }
  .back svg { transform: rotate(180deg); }
  .failed-audit { padding: 8px 0 0; }

  @media (max-width: 1439px) {
    .links { grid-template-columns: repeat(3, minmax(0, 1fr)); }
    .links .link:nth-child(-n + 2), .links .link:nth-child(3)::before { display: none; }
  }
  @media (max-width: 1023px) {
    :host { display: flex; flex-direction: column; position: relative; }
    .side { border: 0; overflow-y: auto; display: block; flex: 1; }
    .side-lists, .side-foot { overflow: visible; max-height: none; }
    .release-row { min-height: 44px; }
    .past .release-row { min-height: 44px; padding-top: 12px; padding-bottom: 12px; }
    .side-foot nav button, .side-foot h2 button { min-height: 44px; }
    .desk { display: block; flex: 1; padding: 0; background: var(--zs-surface); }
    .desk.page { padding: 0 16px 24px; background: var(--zs-hued); }
    .main-column { display: block; }
    .head { padding: 0 16px 8px; }
    h1.t28 { font: 600 20px/26px var(--zs-font); }
    .question { margin: 0 16px 12px; }
    .scene { display: block; border: 0; border-radius: 0; min-height: 0; }
    .scene zs-desk-map { min-height: 0; height: 200px; border-bottom: 1px solid var(--zs-line); }
    .checked { padding: 12px 16px 0; }
    .top-row { display: flex; justify-content: space-between; padding-right: 8px; }
    .scene > .certificate { border-left: 3px solid var(--zs-danger); }
    .scene > .place { border-left: 0; }
    .findings, .pane, .ledger-strip { border: 0; border-radius: 0; }
    .facts { grid-template-columns: minmax(0, 1fr); }
    .signatures { padding: 0 16px 8px; flex-direction: column; }
    .links { grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .links .link + .link::before { left: 20px; top: -12px; width: 0; height: 8px; border-top: 0; border-left: 2px solid var(--zs-control); }
    .decide { flex: none; background: var(--zs-surface); border-top: 1px solid var(--zs-line2); padding: 10px 16px; display: flex; flex-direction: row-reverse; gap: 8px 12px; align-items: center; justify-content: space-between; }
    .decide .buttons { flex-wrap: nowrap; margin-left: auto; }
    .decide .button { padding: 0 12px; }
    .decide .why { font-size: 12px; line-height: 16px; flex: 1 1 80px; }
    .decide .why svg { display: none; }
    .finding-table thead { display: none; }
    .finding-table, .finding-table tbody, .finding-table tr { display: block; }
    .finding-table tr.finding { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 10px; padding: 10px 16px; border-bottom: 1px solid var(--zs-line); }
    .finding-table .finding th, .finding-table .finding td { border: 0; padding: 0; }
    .finding-table .finding td:first-child { grid-row: span 4; }
    .finding-table .finding td:nth-child(n + 3) { grid-column: 2; color: var(--zs-ink2); text-align: left; font-size: 13px; line-height: 18px; }
    .finding-table .group th { display: block; padding: 5px 16px; }
    .back { padding-left: 16px; }
    .desk.page .back { padding-left: 0; }
    .tabs { padding: 0 8px; position: sticky; top: 0; background: var(--zs-surface); z-index: 5; }
  }
  @media (forced-colors: active) {
    .release-row[aria-current], .finding[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
    .pin, .count { border: 1px solid CanvasText; forced-color-adjust: none; }
    .tabs [aria-selected='true'] { border-color: Highlight; }
    .loss-chart text { fill: CanvasText; }
    .loss-chart .line { stroke: CanvasText; }
  }
`;

export const privacyStyles = [
  releaseHeadStyles,
  certificateStyles,
  findingTableStyles,
  releaseListStyles,
  lossChartStyles,
  whatIfStyles,
  recordStyles,
  ledgerStyles,
  rulesStyles,
  layout,
  reportStyles,
];
