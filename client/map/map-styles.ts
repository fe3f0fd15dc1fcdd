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
    .choices + .choices { margin-top: 8px; }
    .choices select.form, .choices select.cut { font-weight: 500; }
    .choices select.form { flex: 0 1 118px; }
    .choices select.form.long { flex: 1 1 50%; }
    .choices select.cut { padding: 0 24px 0 10px; background-position: right 6px center; }
    .layer { display: flex; align-items: center; gap: 10px; min-height: 40px; color: var(--zs-ink2); }
    .layer input { width: 18px; height: 18px; accent-color: var(--zs-accent); margin: 0; }
    .layer.reach { justify-content: space-between; }
    .layer select { height: 36px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; padding: 0 8px; }
    .layer-hint { color: var(--zs-ink3); font-size: 12px; line-height: 16px; margin-top: 6px; }
    .detail { display: flex; align-items: center; justify-content: space-between; gap: 8px; margin-top: 8px; color: var(--zs-ink2); }
    .detail select, .side-choice select { height: 36px; border: 1px solid var(--zs-line2); border-radius: var(--zs-radius); background: #fff; padding: 0 8px; color: var(--zs-ink2); min-width: 0; }
    .tools { display: flex; gap: 0; margin-top: 8px; margin-left: -10px; }
    .actions { display: flex; margin-right: -8px; }
    .actions .icon-button { width: 36px; }
    .actions [aria-pressed='true'] { background: none; }
    .kinds { margin-top: 10px; display: flex; }
    .kinds button { flex: 1; justify-content: center; }
    .view { left: 352px; top: 12px; display: inline-flex; padding: 4px; gap: 2px; }
    .view button { display: inline-flex; align-items: center; gap: 8px; height: 32px; padding: 0 12px; border-radius: var(--zs-radius); color: var(--zs-ink2); font-weight: 500; }
    .view button:hover { background: var(--zs-hued); }
    .view button[aria-pressed='true'] { background: var(--zs-accent-tint1); color: var(--zs-accent); font-weight: 600; }
    .view .tool { border-left: 1px solid var(--zs-line); border-radius: 0 var(--zs-radius) var(--zs-radius) 0; }
    .view .tool[aria-expanded='true'], .tools .tool[aria-expanded='true'] { background: var(--zs-accent-tint1); color: var(--zs-accent); }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--zs-warn); }
    .compare { flex: none; margin-left: 12px; margin-right: -12px; }
    .strip .compare { margin: 0; }
    .compare[aria-pressed='true'] { background: var(--zs-accent-tint1); border-color: var(--zs-accent); color: var(--zs-accent); }
    .beside { position: absolute; z-index: 7; left: 352px; top: 64px; width: 348px; max-height: calc(100% - 64px - 100px); }
    .banner { position: absolute; z-index: 4; left: 352px; top: 64px; display: flex; align-items: center; gap: 8px; padding: 6px 6px 6px 12px; background: var(--zs-warn-tint); color: var(--zs-warn); border: 1px solid #e0b77a; border-radius: var(--zs-radius-panel); font-weight: 500; }
    .banner button { min-height: 28px; padding: 0 8px; font-weight: 600; text-decoration: underline; text-underline-offset: 3px; }
    .beside ~ .banner { display: none; }
    .side-tag { position: absolute; z-index: 4; top: 64px; padding: 6px 12px; font-variant-numeric: tabular-nums; max-width: 220px; }
    .side-tag b, .side-tag span { display: block; }
    .side-tag.first { left: 352px; }
    .side-tag.second { right: 468px; text-align: right; }
    .banner ~ .side-tag, .beside ~ .side-tag.first { top: 112px; }
    .other-side { padding: 10px 16px 14px; border-bottom: 1px solid var(--zs-line); }
    .side-head { display: flex; align-items: center; justify-content: space-between; margin-right: -8px; }
    .side-choice { display: flex; gap: 8px; margin-bottom: 8px; }
    .side-choice select:first-child { flex: 1; }
    .other-float { position: absolute; z-index: 4; right: 68px; top: 112px; width: 300px; max-height: calc(100% - 112px - 100px); overflow-y: auto; }
    zs-swipe-handle { bottom: 0; }
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
    :host([data-layout='medium']) :is(.beside, .banner, .side-tag.first) { left: 340px; }
    :host([data-layout='medium']) .side-tag.second { right: 68px; }
    :host([data-layout='medium']) .right { z-index: 6; width: min(376px, calc(100% - 352px)); }

    .strip { left: 8px; right: 8px; top: 8px; padding: 10px 12px; max-height: calc(100% - 110px); overflow-y: auto; z-index: 13; }
    :host([data-layout='narrow']) .dock { left: 8px; right: 8px; bottom: calc(min(310px, 48%) + 8px); height: 56px; }
    :host([data-layout='narrow']) .messages { left: 8px; right: 8px; top: 128px; }
    :host([data-layout='narrow']) .beside { left: 0; right: 0; top: 0; bottom: 0; width: auto; max-height: none; z-index: 14; border-radius: 0; }
    :host([data-layout='narrow']) .banner { left: 8px; right: 8px; top: auto; bottom: calc(min(310px, 48%) + 72px); }
    :host([data-layout='narrow']) .banner span { flex: 1; }
    :host([data-layout='narrow']) .banner button { min-height: 44px; }
    :host([data-layout='narrow']) .side-tag { top: auto; bottom: calc(min(310px, 48%) + 72px); max-width: 45%; }
    :host([data-layout='narrow']) .side-tag.first { left: 8px; }
    :host([data-layout='narrow']) .side-tag.second { right: 8px; }
    .strip .other-side { padding: 4px 0 8px; border: 0; }
    .tools { justify-content: flex-start; flex-wrap: wrap; }
    .tools button { display: inline-flex; align-items: center; gap: 6px; min-height: 44px; padding: 0 10px; border-radius: var(--zs-radius); color: var(--zs-ink2); font-weight: 500; }
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
    :host([data-layout='paper']) :is(.search, .view, .actions, .kinds, .choices, .detail, .dock, .messages, .tooltip, .beside, zs-topics) { display: none; }
    @media print {
      :host([data-profile]) { height: auto; overflow: visible; background: #fff; }
      :host([data-profile]) .root { position: static; }
      .search, .view, .actions, .kinds, .choices, .messages { display: none; }
      .panel { box-shadow: none; border: 1px solid var(--zs-line); }
    }
  `,
];
