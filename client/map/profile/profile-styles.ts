// Styles of the profile page: a sheet of paper on the screen, the same on paper.
import { css } from 'lit';

export const profileStyles = css`
  :host { display: block; position: absolute; inset: 0; overflow-y: auto; background: var(--zs-hued); z-index: 12; }
  .sheet { max-width: 1120px; margin: 0 auto; padding: 16px 24px 48px; }
  .bar { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; margin-bottom: 12px; }
  .bar .grow { flex: 1; }
  .bar select {
    height: 40px;
    min-width: 0;
    max-width: 100%;
    padding: 0 32px 0 12px;
    border: 1px solid var(--zs-control);
    border-radius: var(--zs-radius);
    background: #fff url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='16' height='16' fill='none' stroke='%23454b6b' stroke-width='1.75' stroke-linecap='round' stroke-linejoin='round' viewBox='0 0 24 24'%3E%3Cpath d='m6 9 6 6 6-6'/%3E%3C/svg%3E") no-repeat right 10px center;
    appearance: none;
  }
  .paper { background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); padding: 20px 24px 24px; }
  h1 { font: 600 28px/34px var(--zs-font); letter-spacing: -0.01em; }
  .meta { color: var(--zs-ink2); margin-top: 2px; }
  .note { color: var(--zs-ink3); font-size: 12px; line-height: 16px; margin-top: 8px; max-width: 76ch; }
  h2 { margin: 24px 0 0; }
  h2 small { font: 400 14px/20px var(--zs-font); color: var(--zs-ink3); margin-left: 6px; }
  table { font-variant-numeric: tabular-nums; table-layout: fixed; }
  th, td { padding: 6px 12px 6px 0; text-align: left; vertical-align: middle; }
  th:last-child, td:last-child { padding-right: 0; }
  thead th { color: var(--zs-ink3); border-bottom: 1px solid var(--zs-line2); }
  tbody th { font: 500 14px/20px var(--zs-font); color: var(--zs-ink); hyphens: auto; }
  tbody tr + tr > * { border-top: 1px solid var(--zs-line); }
  .num { text-align: right; white-space: nowrap; }
  td.value { font-weight: 600; font-size: 16px; }
  td.words { font-weight: 400; font-size: 14px; color: var(--zs-ink2); }
  /* It has the focus when the page opens, and is nothing to press. */
  h1:focus-visible { outline: none; box-shadow: none; }
  .c-name { width: 23%; } .c-value { width: 12%; } .c-city { width: 11%; } .c-against { width: 13%; } .c-course { width: 118px; } .c-change { width: 11%; } .c-rank { width: 7.5%; }
  .need { display: block; font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
  .spark { display: block; }
  tr:hover > * { background: var(--zs-hued); }
  .name-button { text-align: left; color: var(--zs-accent); font-weight: 500; text-decoration: underline; text-decoration-color: transparent; text-underline-offset: 3px; }
  .name-button:hover { text-decoration-color: currentcolor; }
  @media (max-width: 899px) {
    .sheet { padding: 12px 12px 48px; }
    .paper { padding: 16px; }
    table, tbody, tr, td, tbody th { display: block; }
    thead { display: none; }
    tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 10px 0; }
    tbody tr + tr { border-top: 1px solid var(--zs-line); }
    tbody tr + tr > * { border: 0; }
    tbody th, td { padding: 0; width: auto !important; }
    tbody th { grid-column: 1 / -1; }
    td.num { text-align: left; }
    td:empty { display: none; }
    td.value { font-size: 20px; line-height: 28px; }
    td[data-label]::before { content: attr(data-label) ' '; color: var(--zs-ink3); font-size: 12px; }
    td.course { grid-column: 2; grid-row: 2 / span 2; }
    .name-button { min-height: 32px; }
  }
  @media print {
    :host { position: static; overflow: visible; background: #fff; }
    .bar { display: none; }
    .sheet { max-width: none; padding: 0; }
    .paper { border: 0; padding: 0; }
    tr { break-inside: avoid; }
    h2 { break-after: avoid; margin-top: 12px; }
    thead { display: table-header-group; }
    th, td { padding-top: 3px; padding-bottom: 3px; }
    .name-button { color: inherit; }
  }
`;
