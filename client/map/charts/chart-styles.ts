// Styles that every chart's shadow root shares.
import { css } from 'lit';

export const chartStyles = css`
  :host { display: block; min-width: 0; }
  .head { display: flex; align-items: baseline; justify-content: space-between; gap: 0 8px; flex-wrap: wrap; }
  .head h3 span { font-weight: 400; color: var(--zs-ink2); }
  .tools { display: flex; gap: 2px; margin-left: -5px; }
  .tools button { font: 500 12px/16px var(--zs-font); color: var(--zs-accent); padding: 4px 5px; min-height: 24px; border-radius: var(--zs-radius); }
  .tools button:hover { text-decoration: underline; }
  .choices { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; margin: 6px 0 4px; color: var(--zs-ink2); }
  .choices label { display: flex; align-items: center; gap: 8px; min-width: 0; flex: 1; }
  .choices select {
    flex: 1;
    min-width: 0;
    height: 32px;
    padding: 0 28px 0 10px;
    border: 1px solid var(--zs-control);
    border-radius: var(--zs-radius);
    background: #fff url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='16' height='16' fill='none' stroke='%23454b6b' stroke-width='1.75' stroke-linecap='round' stroke-linejoin='round' viewBox='0 0 24 24'%3E%3Cpath d='m6 9 6 6 6-6'/%3E%3C/svg%3E") no-repeat right 8px center;
    appearance: none;
    text-overflow: ellipsis;
  }
  .stage { position: relative; margin-top: 4px; }
  .drawing { position: absolute; inset: 0; overflow: hidden; }
  .drawing svg { display: block; }
  svg text { font-family: var(--zs-font); font-variant-numeric: tabular-nums; }
  .keys { position: absolute; inset: 0; pointer-events: none; border-radius: var(--zs-radius); }
  .keys > div { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .readout { min-height: 20px; font-weight: 500; font-variant-numeric: tabular-nums; }
  .note { color: var(--zs-ink3); font-size: 12px; line-height: 16px; margin-top: 4px; }
  .pick { color: var(--zs-ink2); margin: 2px 0 6px; }
  .pick summary { padding: 4px 0; cursor: pointer; }
  .pick ul { max-height: 220px; overflow-y: auto; border: 1px solid var(--zs-line); border-radius: var(--zs-radius); padding: 4px 10px; }
  .pick label { display: block; padding: 4px 0; color: var(--zs-ink); }
  .pick .from { color: var(--zs-ink3); font-size: 12px; }
  .empty { color: var(--zs-ink2); padding: 8px 0; }
  .wide-table { overflow-x: auto; }
  table { margin-top: 4px; }
  th, td { padding: 3px 8px 3px 0; }
  th:last-child, td:last-child { padding-right: 0; }
  tbody th, td { font-size: 14px; line-height: 20px; border-top: 1px solid var(--zs-line); color: var(--zs-ink); font-weight: 400; text-align: left; vertical-align: top; }
  td.num, th.num { text-align: right; white-space: nowrap; }
  tr[aria-current] > * { background: var(--zs-accent-tint1); color: var(--zs-accent); font-weight: 600; }
  tr.hovered > * { background: var(--zs-hued); }
  th button { text-decoration: underline; text-decoration-color: var(--zs-line2); text-underline-offset: 3px; }
  @media (max-width: 699px) {
    .tools button { min-height: 44px; padding: 4px 8px; }
    .choices select { height: 44px; }
    tbody th button { min-height: 36px; }
  }
  @media print {
    .tools, .choices, .readout { display: none; }
  }
`;
