// Layout of the editor: map with panels over it, the docked table; on a phone map, sheet and tool bar.
import { css } from 'lit';
import { backdropStyles } from './base-maps/backdrop-card.ts';
import { backgroundStyles } from './background/background-card.ts';
import { compareStyles } from './compare/compare-panel.ts';
import { swipeStyles } from './compare/swipe.ts';
import { actionStyles } from './panels/zone-actions.ts';
import { chipStyles } from './panels/zone-chip.ts';
import { chooserStyles } from './panels/plan-chooser.ts';
import { differenceStyles } from './panels/difference-panel.ts';
import { disclosureStyles } from './panels/disclosure-card.ts';
import { figureStyles } from './panels/figure-cell.ts';
import { helpStyles } from './panels/help-dialog.ts';
import { historyStyles } from './panels/history-panel.ts';
import { issueStyles } from './panels/issues-card.ts';
import { keyStyles } from './panels/map-key.ts';
import { optionStyles } from './panels/option-bar.ts';
import { overlayStyles } from './panels/map-overlay.ts';
import { railStyles } from './panels/tool-rail.ts';
import { settingsStyles } from './panels/table-settings.ts';
import { recordStyles } from './panels/records-panel.ts';
import { tableStyles } from './panels/zone-table.ts';
import { commentStyles } from './together/comments-panel.ts';
import { fileStyles } from './together/files-panel.ts';
import { markStyles } from './together/map-marks.ts';
import { workBarStyles } from './work-bar.ts';

const layout = css`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; position: relative; background: var(--zs-hued); }
  .plain-bar { height: 56px; display: flex; align-items: center; padding: 0 16px 0 0; background: #fff; border-bottom: 1px solid var(--zs-line); flex: none; }
  .desk { flex: 1 1 auto; min-height: 0; display: flex; position: relative; }
  .stage { position: relative; flex: 1 1 auto; min-width: 0; background: var(--zs-fields); overflow: hidden; }
  .map { position: absolute; inset: 0; outline-offset: -4px; }
  .map:focus-visible { box-shadow: inset 0 0 0 6px #fff; border-radius: 0; }
  .side { width: 468px; flex: none; background: #fff; border-left: 1px solid var(--zs-line2); overflow-y: auto; }
  .side-head { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 12px 10px 8px 16px; }
  .side-head .pair { display: flex; align-items: center; gap: 4px; }
  .button.link[aria-disabled='true'] { background: none; color: var(--zs-ink3); }
  .find { display: flex; gap: 6px; padding: 0 16px 10px; align-items: center; }
  .find .field { height: 32px; width: 130px; padding: 0 8px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); }
  .find .wrong { color: var(--zs-danger); font-size: 12px; line-height: 16px; }
  .find .new { margin-left: auto; }
  .new-zone { display: flex; gap: 8px; padding: 0 16px 12px; align-items: end; }
  .new-zone label { flex: 1; display: grid; gap: 2px; }
  .new-zone .field { height: 32px; padding: 0 8px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); }
  .zoom { position: absolute; right: 12px; top: 72px; display: flex; flex-direction: column; overflow: hidden; z-index: 5; }
  .zoom button { width: 40px; height: 40px; display: grid; place-items: center; color: var(--zs-ink2); border-radius: 0; }
  .zoom button:hover { background: var(--zs-hued); }
  .zoom button + button { border-top: 1px solid var(--zs-line); }
  .zoom button:focus-visible { outline-offset: -3px; }
  .notices { position: absolute; top: 72px; left: 216px; width: min(560px, calc(100% - 290px)); display: grid; gap: 8px; z-index: 7; }
  .conflict { padding: 12px 16px; }
  .conflict .choices { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 10px; }
  .loading { position: absolute; left: 50%; top: 40%; width: min(420px, calc(100% - 32px)); transform: translateX(-50%); z-index: 8; }
  .center { flex: 1; display: grid; place-items: center; }
  .scroll { flex: 1; overflow: auto; }
  .side zs-progress { display: block; padding: 0 12px; }
  .tabs { display: flex; gap: 4px; padding: 0 8px; border-bottom: 1px solid var(--zs-line); }
  .tabs button { padding: 10px 12px 8px; color: var(--zs-ink2); font-weight: 500; border-bottom: 3px solid transparent; margin-bottom: -1px; min-height: 44px; display: inline-flex; gap: 8px; align-items: center; }
  .tabs [aria-selected='true'] { color: var(--zs-accent); border-color: var(--zs-accent); font-weight: 600; }
  .count { min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px; background: var(--zs-warn); color: #fff; font: 600 12px/20px var(--zs-font); text-align: center; }
  .sheet-issues { padding: 12px 16px; }
  .tour-offer { display: flex; align-items: center; gap: 8px; padding: 4px 6px 4px 16px; background: var(--zs-accent-tint1); color: var(--zs-accent); border-bottom: 1px solid var(--zs-line); }
  .tour-offer span { flex: 1; color: var(--zs-ink); }
  .tour-offer .icon-button { width: 32px; height: 32px; }
  .wide-table { overflow-x: auto; }
  .zoom .behind[aria-pressed='true'] { color: var(--zs-accent); background: var(--zs-accent-tint1); }
  .sheet-table { overflow-x: auto; position: relative; }
  .unsized { font-size: 12px; line-height: 16px; color: var(--zs-ink3); padding: 0 16px 10px; }
  @media (max-width: 1439px) {
    .side { width: 400px; }
    .notices { left: 80px; width: min(560px, calc(100% - 150px)); }
  }
  @media (max-width: 1023px) {
    .side { width: 340px; }
  }
  @media (max-width: 699px) {
    .notices { left: 8px; top: 72px; width: calc(100% - 16px); z-index: 15; }
    .zoom { top: 76px; }
    .zoom button { width: 44px; height: 44px; }
    .desk zs-sheet { bottom: 64px; }
    .desk zs-sheet[height='full'] { height: calc(100% - 72px); }
    .side-head { flex-wrap: wrap; }
    /* The button says it too, and the first rows of the table stay in sight. */
    .tour-offer span { display: none; }
    .tour-offer .button { margin-right: auto; }
    .tabs { overflow-x: auto; }
    .tabs button { flex: none; }
  }
  /* Where the sheet would cover the last of five buttons: two beside each other. */
  @media (max-width: 699px) and (max-height: 719px) {
    .zoom { display: grid; grid-template-columns: auto auto; }
    .zoom button + button { border-top: 0; }
    .zoom button:nth-child(n + 3) { border-top: 1px solid var(--zs-line); }
    .zoom button:nth-child(even) { border-left: 1px solid var(--zs-line); }
  }
  /* 320 px: what a page of 1,280 px is at 400 per cent. */
  @media (max-width: 359px) {
    .tabs { gap: 0; padding: 0 2px; }
    .tabs button { padding: 10px 7px 8px; gap: 4px; }
    .options .radius-option input { width: 56px; }
  }
`;

/** Where the system sets the colours, backgrounds say nothing: borders and outlines do. Chips and legends are data and keep theirs. */
const forced = css`
  @media (forced-colors: active) {
    .panel, .label-box, .card, .flag, .side { border: 1px solid CanvasText; }
    [aria-pressed='true'], [aria-selected='true'], [role='switch'][aria-checked='true'] { outline: 2px solid Highlight; outline-offset: -2px; }
    [aria-disabled='true'] { color: GrayText; }
    :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    .chip { forced-color-adjust: none; }
  }
`;

export const deskStyles = [
  layout,
  chipStyles,
  railStyles,
  optionStyles,
  overlayStyles,
  tableStyles,
  figureStyles,
  actionStyles,
  settingsStyles,
  differenceStyles,
  historyStyles,
  issueStyles,
  disclosureStyles,
  keyStyles,
  chooserStyles,
  helpStyles,
  workBarStyles,
  backgroundStyles,
  backdropStyles,
  compareStyles,
  swipeStyles,
  recordStyles,
  commentStyles,
  fileStyles,
  markStyles,
  forced,
];
