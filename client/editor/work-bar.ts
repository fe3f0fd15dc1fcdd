// The editor's part of the app bar: which plan, its state, undo and redo, whether it is saved, what comes next.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { PlanSummary } from '../api.ts';
import { t } from '../i18n/i18n.ts';
import { icon } from '../shell/icons.ts';
import { clockTime } from './clock.ts';
import type { EditorController } from './editor-controller.ts';
import { stateText } from './panels/plan-chooser.ts';
import type { PlanSync } from './session/plan-sync.ts';

export interface WorkBarView {
  readonly municipality: string;
  readonly geography: string;
  readonly plan: Pick<PlanSummary, 'name' | 'state'>;
  readonly controller: EditorController;
  readonly sync: PlanSync;
  /** Others seen on the plan since it was opened. */
  readonly peers: readonly string[];
  readonly comparing: boolean;
  toChooser(): void;
  compare(): void;
  submit(): void;
}

export function workBar(view: WorkBarView): TemplateResult {
  const { controller } = view;
  const { session } = controller;
  return html`<div class="work" data-region="bar">
    <span class="municipality">${view.municipality}</span>
    <span class="crumb-sign">${icon('chevronRight', 16)}</span>
    <button class="crumb link-like" @click=${() => view.toChooser()}>${view.geography}</button>
    <span class="crumb-sign">${icon('chevronRight', 16)}</span>
    <b class="plan-title">${view.plan.name}</b>
    <span class="badge state-badge">${stateText(view.plan.state)}</span>
    ${controller.shown.length === 0 ? nothing : seesWhat(controller)}
    <span class="work-gap"></span>
    <button class="icon-button" data-action="undo" aria-label=${t('editor.undo')} title=${`${t('editor.undo')} (${t('editor.ctrlKey')} Z)`} aria-disabled=${!session.canUndo} @click=${() => controller.undo()}>${icon('undo')}</button>
    <button class="icon-button" data-action="redo" aria-label=${t('editor.redo')} title=${`${t('editor.redo')} (${t('editor.ctrlKey')} ${t('editor.shiftKey')} Z)`} aria-disabled=${!session.canRedo} @click=${() => controller.redo()}>${icon('redo')}</button>
    <span class="saved t12" role="status">${savedWords(view.sync, session.steps.length)}</span>
    ${view.peers.map((name) => html`<span class="peer" title=${name}><span data-initials=${initials(name)}></span><span class="visually-hidden">${t('editor.alsoHere', { name })}</span></span>`)}
    <button class="button quiet compare-button" data-action="compare" aria-pressed=${view.comparing} @click=${() => view.compare()}>${icon('compare', 18)}<span>${t('compare.open')}</span></button>
    <button class="button primary submit" aria-disabled=${view.plan.state !== 'draft' || session.steps.length > 0} @click=${() => view.submit()}>${t('editor.submit')}</button>
  </div>`;
}

/** What stands on this page, in one line: true counts, which is written down, or the copy. */
function seesWhat(controller: EditorController): TemplateResult {
  const copy = controller.approximate.includes(true);
  return html`<span class="t12 ink3 clearance" title=${t(copy ? 'editor.copyVisibleLong' : 'editor.countsVisibleLong')}>${icon(copy ? 'shield' : 'eye', 16)}${t(copy ? 'editor.copyVisible' : 'editor.countsVisible')}</span>`;
}

function savedWords(sync: PlanSync, waiting: number): TemplateResult {
  if (sync.status === 'offline') return html`<span class="offline">${icon('offline', 16)}${t('editor.stepsWait', { count: waiting })}</span>`;
  if (sync.status === 'conflict') return html`<span class="offline">${icon('warning', 16)}${t('editor.twoVersions')}</span>`;
  if (waiting > 0) return html`<span>${t('editor.saving')}</span>`;
  if (sync.savedAt === null) return html`<span>${icon('check', 16)}${t('editor.savedAll')}</span>`;
  return html`<span>${icon('check', 16)}${t('editor.savedAt', { time: clockTime(sync.savedAt) })}</span>`;
}

export function initials(name: string): string {
  const words = name.split(/[\s.-]+/).filter((word) => /^\p{L}/u.test(word));
  return words.length > 1 ? `${words[0]![0]}${words[1]![0]}`.toUpperCase() : name.slice(0, 2).toUpperCase();
}

export const workBarStyles = css`
  .work { display: flex; align-items: center; gap: 10px; width: 100%; min-width: 0; padding-left: 10px; }
  .municipality { color: var(--zs-ink3); padding-left: 10px; border-left: 1px solid var(--zs-line2); line-height: 18px; font-size: 16px; }
  .link-like { color: var(--zs-accent); text-decoration: underline; text-underline-offset: 3px; white-space: nowrap; min-height: 32px; }
  .crumb-sign { color: var(--zs-ink3); }
  .plan-title { font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; min-width: 72px; }
  .clearance { flex: 0 9 auto; min-width: 22px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--zs-ink2); }
  .clearance svg { display: inline-block; vertical-align: -3px; margin-right: 6px; }
  .saved > span { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; color: var(--zs-ink2); }
  .saved .offline { color: var(--zs-warn); font-weight: 500; }
  .work-gap { flex: 1; }
  .work .icon-button[aria-disabled='true'] { color: var(--zs-line2); cursor: not-allowed; }
  .peer { width: 32px; height: 32px; border-radius: 50%; display: grid; place-items: center; font: 600 12px/16px var(--zs-font); color: var(--zs-peer); border: 2px solid var(--zs-peer); background: #f8eefb; }
  .peer [data-initials]::before { content: attr(data-initials); }
  .compare-button[aria-pressed='true'] { background: var(--zs-accent-tint1); color: var(--zs-accent); border-color: var(--zs-accent); }
  @media (max-width: 1279px) {
    .clearance, .municipality { display: none; }
  }
  @media (max-width: 1099px) {
    .crumb, .crumb-sign, .state-badge { display: none; }
  }
  @media (max-width: 1199px) {
    .compare-button { padding: 0; width: 40px; }
    .compare-button span { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  }
  @media (max-width: 699px) {
    .button.compare-button { width: 44px; border-color: transparent; }
    .submit, .saved > span:not(.offline), .work [data-action='redo'] { display: none; }
    /* The notice over the map says the same in full; here the sign is enough, the words stay for who listens. */
    .saved .offline { width: 20px; overflow: hidden; }
    .saved .offline svg { flex: none; margin-right: 8px; }
    .work { gap: 0; }
  }
`;
