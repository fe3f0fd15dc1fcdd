// Layout of the report: a column of numbered steps, tables that scroll sideways in themselves, paper without controls.
import { css } from 'lit';

export const reportStyles = css`
  :host { display: block; }
  .body { max-width: 1180px; margin: 0 auto; padding: 24px; box-sizing: border-box; }
  h1 { font: 600 24px/32px var(--zs-font); }
  h2 { font: 600 18px/24px var(--zs-font); margin: 0 0 8px; }
  .lead { max-width: 760px; margin: 8px 0 16px; color: var(--zs-ink2); }
  .controls { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; padding: 12px 16px; background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); }
  .controls label { display: grid; gap: 4px; font: 500 12px/16px var(--zs-font); color: var(--zs-ink2); min-width: 0; }
  .controls select { min-height: 40px; max-width: 100%; padding: 0 8px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; font: 400 14px/20px var(--zs-font); color: var(--zs-ink); }
  .controls button { min-height: 40px; padding: 0 16px; border: 1px solid var(--zs-accent); border-radius: var(--zs-radius); color: var(--zs-accent); font-weight: 500; background: #fff; }
  .step { margin-top: 24px; padding: 16px; background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); }
  .step > p { max-width: 800px; margin: 0 0 10px; color: var(--zs-ink2); }
  .formula { font: 500 14px/22px var(--zs-font); background: var(--zs-hued); padding: 6px 12px; border-radius: var(--zs-radius); margin: 0 0 12px; display: inline-block; color: var(--zs-ink); }
  .scroll { overflow-x: auto; position: relative; }
  .scroll:focus-visible { outline: 2px solid var(--zs-accent); outline-offset: 2px; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: 5px 10px; border-bottom: 1px solid var(--zs-line); vertical-align: top; text-align: left; }
  th { color: var(--zs-ink2); }
  tbody th { font: 500 14px/20px var(--zs-font); color: var(--zs-ink); white-space: nowrap; }
  .n { text-align: right; white-space: nowrap; }
  tfoot th, tfoot td { border-top: 2px solid var(--zs-line2); font-weight: 500; }
  .two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 24px; align-items: start; }
  .map { width: 100%; max-height: 460px; }
  .bar { position: relative; width: 120px; height: 14px; background: var(--zs-hued); }
  .bar i { position: absolute; top: 0; bottom: 0; background: var(--zs-accent); }
  .bar::after { content: ''; position: absolute; left: 50%; top: -2px; bottom: -2px; border-left: 1px solid var(--zs-ink3); }
  .swatch { display: inline-block; width: 14px; height: 14px; border-radius: 2px; margin-right: 6px; vertical-align: -2px; border: 1px solid var(--zs-line2); box-sizing: border-box; }
  .none { color: var(--zs-ink3); }
  @media (max-width: 899px) {
    .body { padding: 16px; }
    .two { grid-template-columns: minmax(0, 1fr); }
    .controls { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
    .controls label:first-child { grid-column: 1 / -1; }
    .controls select { width: 100%; }
  }
  @media print {
    .controls { display: none; }
    .body { max-width: none; padding: 0; }
    .step { border: 0; padding: 0; }
    .scroll { overflow: visible; }
    table { font-size: 11px; line-height: 15px; }
    tr, figure, .map { break-inside: avoid; }
    h2 { break-after: avoid; }
  }
`;
