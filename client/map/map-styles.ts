// Where the parts of <zuschnitt-map> stand: three columns and a dock, two with a drawer, or strip, map and sheet.
import { css } from 'lit';
import { baseStyles } from '../shell/base-styles.ts';
import { swatchStyles } from './swatch.ts';

export const mapStyles = [
  ...baseStyles,
  swatchStyles,
  css`
    :host { display: block; position: relative; min-height: 480px; height: 100%; overflow: hidden; background: var(--zs-fields); }
    .root { position: absolute; inset: 0; }
    zs-map-stage { position: absolute; inset: 0; }
    .left, .right, .dock, .view, .source, .table, .strip { position: absolute; z-index: 3; }
    .left { left: 12px; top: 12px; bottom: 12px; width: 324px; display: flex; flex-direction: column; overflow: hidden; }
    .search { padding: 12px 12px 0; z-index: 2; }
    .left .scroll { flex: 1; min-height: 0; overflow-y: auto; }
    /* With room the topics scroll by themselves, so that title and legend always stand beside the map. */
    @media (min-height: 760px) {
      .left .scroll { display: flex; flex-direction: column; overflow: hidden; }
      .left zs-topics { flex: 1 1 auto; min-height: 0; overflow-y: auto; }
    }
    .legend { flex: none; padding: 14px 16px 14px; border-bottom: 1px solid var(--zs-line); }
    .choices { display: flex; align-items: center; justify-content: space-between; gap: 8px; margin-top: 12px; }
    .choices select {
      flex: 1;
      min-width: 0;
      height: 36px;
      padding: 0 30px 0 12px;
      border: 1px solid var(--zs-line2);
      border-radius: var(--zs-radius);
      background: #fff url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='16' height='16' fill='none' stroke='%23454b6b' stroke-width='1.75' stroke-linecap='round' stroke-linejoin='round' viewBox='0 0 24 24'%3E%3Cpath d='m6 9 6 6 6-6'/%3E%3C/svg%3E") no-repeat right 10px center;
      appearance: none;
      color: var(--zs-ink2);
      font-weight: 600;
      text-overflow: ellipsis;
    }
    .actions { display: flex; margin-right: -8px; }
    .kinds { margin-top: 10px; display: flex; }
    .kinds button { flex: 1; justify-content: center; }
    .view { left: 352px; top: 12px; display: inline-flex; padding: 4px; gap: 2px; }
    .view button { display: inline-flex; align-items: center; gap: 8px; height: 32px; padding: 0 12px; border-radius: var(--zs-radius); color: var(--zs-ink2); font-weight: 500; }
    .view button:hover { background: var(--zs-hued); }
    .view button[aria-pressed='true'] { background: var(--zs-accent-tint1); color: var(--zs-accent); font-weight: 600; }
    .right { right: 12px; top: 12px; bottom: 12px; width: 376px; overflow-y: auto; }
    .dock { left: 352px; right: 400px; bottom: 12px; height: 76px; }
    .source {
      left: 352px;
      bottom: 94px;
      max-width: calc(100% - 352px - 400px - 150px);
      padding: 1px 6px;
      font-size: 12px;
      line-height: 16px;
      color: var(--zs-ink2);
      background: rgb(255 255 255 / 0.82);
      border-radius: 2px;
    }
    .table { left: 352px; right: 400px; top: 64px; bottom: 116px; overflow: auto; }
    .drawer-close { position: absolute; right: 8px; top: 8px; z-index: 1; }
    .messages { position: absolute; z-index: 10; left: 352px; right: 400px; top: 72px; display: flex; justify-content: center; pointer-events: none; }
    .messages > * { pointer-events: auto; width: min(440px, 100%); }
    .tooltip { position: absolute; z-index: 8; padding: 10px 12px; max-width: 230px; border: 1px solid var(--zs-line2); pointer-events: none; }
    .tooltip b { display: flex; align-items: center; gap: 8px; font-weight: 600; }
    .tooltip span { font-variant-numeric: tabular-nums; }
    .left:focus, .right:focus, .dock:focus, .table:focus, .strip:focus { outline-offset: -3px; }

    :host([data-layout='medium']) .left { width: 316px; }
    :host([data-layout='medium']) .view,
    :host([data-layout='medium']) .source { left: 340px; }
    :host([data-layout='medium']) .source { max-width: calc(100% - 340px - 150px); }
    :host([data-layout='medium']) .table,
    :host([data-layout='medium']) .dock,
    :host([data-layout='medium']) .messages { left: 340px; right: 12px; }
    :host([data-layout='medium']) .right { z-index: 6; width: min(376px, calc(100% - 352px)); }

    .strip { left: 8px; right: 8px; top: 8px; padding: 10px 12px; max-height: calc(100% - 110px); overflow-y: auto; z-index: 6; }
    :host([data-layout='narrow']) .dock { left: 8px; right: 8px; bottom: calc(min(310px, 48%) + 8px); height: 56px; }
    :host([data-layout='narrow']) .messages { left: 8px; right: 8px; top: 128px; }
    :host([data-layout='narrow']) .wide-only { display: none; }
    :host([data-layout='narrow']) .choices select { height: 44px; }
    .tabs { display: flex; gap: 0; border-bottom: 1px solid var(--zs-line); padding: 0 4px; flex: none; overflow-x: auto; }
    .tabs button { flex: none; min-height: 44px; padding: 8px 11px 5px; color: var(--zs-ink2); font-weight: 500; border-bottom: 3px solid transparent; white-space: nowrap; }
    .tabs [aria-selected='true'] { color: var(--zs-accent); border-color: var(--zs-accent); font-weight: 600; }
    .tabs button:focus-visible { outline-offset: -4px; box-shadow: none; }
    .hint { padding: 16px 16px 0; color: var(--zs-ink2); }
    .sheet-search { padding: 12px 16px; }
    .sheet-source { padding: 8px 16px 16px; font-size: 12px; line-height: 16px; color: var(--zs-ink3); }

    /* On paper: A4 across less its margins is 1,047 px wide and 718 high. */
    :host([data-layout='paper']) { width: 1040px; height: auto; overflow: visible; background: #fff; flex: none; }
    :host([data-layout='paper']) .root { position: relative; inset: auto; }
    :host([data-layout='paper']) .left { position: absolute; left: 0; top: 0; bottom: auto; width: 300px; box-shadow: none; }
    :host([data-layout='paper']) zs-map-stage { position: relative; inset: auto; display: block; margin-left: 312px; width: 728px; height: 690px; break-after: page; }
    :host([data-layout='paper']) .source { left: 312px; top: 694px; bottom: auto; max-width: 728px; }
    :host([data-layout='paper']) .right { position: relative; inset: auto; width: 480px; margin-top: 24px; box-shadow: none; overflow: visible; }
    :host([data-layout='paper']) :is(.search, .view, .actions, .kinds, .choices, .dock, .messages, .tooltip, zs-topics) { display: none; }
    @media print {
      .search, .view, .actions, .kinds, .choices, .messages { display: none; }
      .panel { box-shadow: none; border: 1px solid var(--zs-line); }
    }
  `,
];
