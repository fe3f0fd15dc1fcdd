// What was done, newest first: time, what, who, whether it was taken back; states with a name between; and the way back to each.
import { css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { PlanHistoryEvent } from '../../api.ts';
import { language, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { clockTime, shortDate } from '../clock.ts';
import { focusLater } from '../focus-later.ts';
import { eventText, signOf, stepText } from '../history-words.ts';
import type { Desk } from '../open-desk.ts';
import type { Snapshot } from '../together/together-api.ts';

/** What a person looks through; the file of operations has all of them. */
const SHOWN = 60;

/** Drawn again only when a step, an event or a name came: a stroke redraws the panels sixty times a second. */
export function historyPanel(desk: Desk, self: string): unknown {
  const { controller, together } = desk;
  const { steps } = controller.session;
  return guard([controller.history, steps, steps.length, together.snapshots, together.openRow, together.naming, together.busy, controller.readOnly, desk.accounts, self, language()], () => historyList(desk, self));
}

function historyList(desk: Desk, self: string): TemplateResult {
  const { controller, together } = desk;
  const waiting = controller.session.steps.toReversed();
  const events = controller.history.toSorted((a, b) => b.version - a.version).slice(0, SHOWN);
  const oldest = events.at(-1)?.version ?? 0;
  const rows = [
    ...events.map((event) => ({ version: event.version, order: 0, row: eventRow(desk, event, self) })),
    // A name belongs above the step that made its version.
    ...together.snapshots.filter(({ version }) => version >= oldest || events.length < SHOWN).map((snapshot) => ({ version: snapshot.version, order: 1, row: snapshotRow(desk, snapshot, self) })),
  ].toSorted((a, b) => b.version - a.version || b.order - a.order);
  return html`<div class="history-actions">
      <button class="button link dense" data-action="secure" aria-expanded=${together.naming === 'secure'} @click=${() => together.set({ naming: together.naming === 'secure' ? null : 'secure' })}>${icon('flag', 16)}${t('together.secure')}</button>
      <button class="button link dense" data-action="branch" aria-expanded=${together.naming === 'branch'} @click=${() => together.set({ naming: together.naming === 'branch' ? null : 'branch' })}>${icon('split', 16)}${t('together.branch')}</button>
      <button class="button link dense" data-action="files" @click=${(event: Event) => void focusLater(event.currentTarget, together.set({ filesOpen: true, trial: null, problem: '' }), '#files-title')}>${icon('file', 16)}${t('together.files')}</button>
    </div>
    ${together.naming === null ? nothing : nameForm(desk, together.naming)}
    ${waiting.length + rows.length === 0 ? html`<p class="ink3">${t('editor.historyEmpty')}</p>` : nothing}
    <ol>
      ${waiting.map(
        (step) => html`<li class="waiting"><span class="time">${t('editor.waits')}</span>${icon(signOf(step.kind, step.operation?.type), 18)}<span class="what">${stepText(step)}</span></li>`,
      )}
      ${rows.map(({ row }) => row)}
    </ol>`;
}

function nameForm(desk: Desk, kind: 'secure' | 'branch'): TemplateResult {
  const { together, plan } = desk;
  const branch = kind === 'branch';
  return html`<form
    class="name-form"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
      if (name === '' || together.busy) return;
      if (branch) void desk.branch(name);
      else void focusLater(event.target, together.secure(name), '[data-action="secure"]');
    }}
  >
    <label><span class="t12 ink3">${t(branch ? 'together.branchName' : 'together.stateName')}</span><input class="field" name="name" required maxlength="120" autocomplete="off" .value=${branch ? t('editor.branchName', { name: plan.name }) : ''} /></label>
    <button class="button secondary dense" aria-disabled=${together.busy}>${t(branch ? 'together.branch' : 'together.secure')}</button>
    <p class="t12 ink3">${t(branch ? 'together.branchHint' : 'together.secureHint')}</p>
  </form>`;
}

function timeOf(iso: string): TemplateResult {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return html`<time class="time" datetime=${iso}>${(today ? clockTime : shortDate)(at)}</time>`;
}

function whoElse(desk: Desk, account: string, self: string): TemplateResult | typeof nothing {
  return account === self ? nothing : html`<span class="who">${desk.nameOf(account)}</span>`;
}

function eventRow(desk: Desk, event: PlanHistoryEvent, self: string): TemplateResult {
  const open = desk.together.openRow === event.version;
  return html`<li class="event ${event.undone ? 'undone' : ''} ${open ? 'open' : ''}">
    <button class="event-row" aria-expanded=${open} @click=${() => desk.together.set({ openRow: open ? null : event.version })}>
      ${timeOf(event.at)}${icon(signOf(event.kind, event.operation?.type), 18)}
      <span class="what"><span class="done-text">${eventText(event)}</span>${event.undone ? html` <span class="ink3">${t('editor.takenBack')}</span>` : nothing}</span>
      ${whoElse(desk, event.account, self)}${icon(open ? 'chevronUp' : 'chevronDown', 14)}
    </button>
    ${open ? versionActions(desk, event.version, { version: event.version }, event.kind !== 'rebase') : nothing}
  </li>`;
}

function snapshotRow(desk: Desk, snapshot: Snapshot, self: string): TemplateResult {
  const { snapshot: id, name, version, account, at, restorable } = snapshot;
  // Rows of names are told apart from those of steps by their sign.
  const key = -version - 1;
  const open = desk.together.openRow === key;
  return html`<li class="event named ${open ? 'open' : ''}">
    <div class="event-line">
      <button class="event-row" aria-expanded=${open} @click=${() => desk.together.set({ openRow: open ? null : key })}>
        ${timeOf(at)}${icon('flag', 18)}<span class="what">${t('together.stateNamed', { name })}</span>${whoElse(desk, account, self)}
      </button>
      <button class="button link dense" @click=${() => void desk.comparison.choose(`snapshot:${id}`)}>${t('compare.open')}</button>
    </div>
    ${open ? versionActions(desk, version, { snapshot: id }, restorable) : nothing}
  </li>`;
}

function versionActions(desk: Desk, version: number, to: { snapshot: string } | { version: number }, restorable: boolean): TemplateResult {
  const { controller, together, comparison } = desk;
  const waits = controller.session.steps.length > 0;
  return html`<div class="version-actions">
    <button class="button quiet dense" data-action="restore" aria-disabled=${controller.readOnly || waits || together.busy || !restorable} @click=${(event: Event) => { if (!controller.readOnly && !waits && !together.busy && restorable) void focusLater(event.currentTarget, together.restore(to), '.event-row'); }}>${icon('history', 16)}${t('together.goBack')}</button>
    ${'version' in to ? html`<button class="button quiet dense" @click=${() => void comparison.chooseVersion(version)}>${icon('compare', 16)}${t('compare.open')}</button>` : nothing}
    <button class="button quiet dense" @click=${() => void desk.branch(t('editor.branchName', { name: desk.plan.name }), version)}>${icon('split', 16)}${t('together.branchHere')}</button>
    ${restorable ? nothing : html`<p class="t12 ink3">${t('together.otherBlocks')}</p>`}
  </div>`;
}

export const historyStyles = css`
  .history { padding: 4px 0 16px; }
  .history-actions { display: flex; gap: 4px 14px; padding: 6px 16px; flex-wrap: wrap; }
  .history-actions .button { padding: 0; gap: 6px; }
  .history p { padding: 0 16px 4px; }
  .name-form { display: flex; flex-wrap: wrap; gap: 6px 8px; padding: 2px 16px 10px; align-items: end; }
  .name-form label { flex: 1 1 180px; display: grid; gap: 2px; }
  .name-form p { flex: 1 1 100%; padding: 0 !important; }
  .history li { min-height: 34px; color: var(--zs-ink2); }
  .history li.waiting, .event-row { display: flex; align-items: center; gap: 12px; min-height: 34px; padding: 0 16px; width: 100%; }
  .event-row > svg:last-child { color: var(--zs-control); }
  .event-row:hover { background: var(--zs-hued); }
  .event-row:focus-visible { outline-offset: -3px; }
  .event-line { display: flex; align-items: center; }
  .event-line .event-row { flex: 1; min-width: 0; padding-right: 4px; }
  .event-line .button { margin-right: 10px; }
  .history li.open { background: var(--zs-hued); }
  .history li:first-child { background: var(--zs-accent-tint1); box-shadow: inset 3px 0 var(--zs-accent); color: var(--zs-ink); }
  .history .named .what { font-weight: 500; color: var(--zs-ink); }
  .history .time { font-size: 12px; line-height: 16px; color: var(--zs-ink3); min-width: 36px; font-variant-numeric: tabular-nums; }
  .history .what { flex: 1; min-width: 0; text-align: left; }
  .history .undone .done-text { text-decoration: line-through; text-decoration-color: var(--zs-ink3); }
  .history .who { color: var(--zs-peer); font-weight: 600; white-space: nowrap; max-width: 130px; overflow: hidden; text-overflow: ellipsis; }
  .history .waiting .time { color: var(--zs-warn); font-weight: 500; }
  .version-actions { display: flex; flex-wrap: wrap; gap: 6px; padding: 4px 16px 10px 64px; }
  .version-actions .button { gap: 6px; padding: 0 10px; font-size: 13px; }
  @media (max-width: 699px) {
    .history li.waiting, .event-row { min-height: 44px; }
    .version-actions { padding-left: 16px; }
  }
`;
