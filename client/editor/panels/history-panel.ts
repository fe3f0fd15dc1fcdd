// What was done, newest first: time, what, who, and whether it was taken back.
import { css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Operation } from '../../../core/plan/operations.ts';
import { language, t } from '../../i18n/i18n.ts';
import { clockTime, shortDate } from '../clock.ts';
import type { Account, PlanHistoryEvent } from '../../api.ts';
import { icon, type IconName } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';
import type { Step } from '../plan-steps.ts';

const SHOWN = 30;

/** Drawn again only when a step or an event came: a stroke redraws the panels sixty times a second. */
export function historyPanel(controller: EditorController, accounts: readonly Account[], self: string): unknown {
  return guard([controller.history, controller.session.steps, controller.session.steps.length, accounts, self, language()], () => historyList(controller, accounts, self));
}

function historyList(controller: EditorController, accounts: readonly Account[], self: string): TemplateResult {
  const waiting = controller.session.steps.toReversed();
  const events = controller.history.toSorted((a, b) => b.version - a.version).slice(0, SHOWN);
  return html`<section class="history" aria-label=${t('editor.history')}>
    <h2>${t('editor.history')}</h2>
    ${waiting.length + events.length === 0 ? html`<p class="ink3">${t('editor.historyEmpty')}</p>` : nothing}
    <ol>
      ${waiting.map(
        (step) => html`<li class="waiting"><span class="time">${t('editor.waits')}</span>${icon(signOf(step.kind, step.operation?.type), 18)}<span class="what">${stepText(step)}</span></li>`,
      )}
      ${events.map((event) => eventRow(event, accounts, self))}
    </ol>
  </section>`;
}

function eventRow(event: PlanHistoryEvent, accounts: readonly Account[], self: string): TemplateResult {
  const at = new Date(event.at);
  const today = at.toDateString() === new Date().toDateString();
  const format = today ? clockTime : shortDate;
  const who = accounts.find(({ account }) => account === event.account)?.name ?? event.account;
  return html`<li class=${event.undone ? 'undone' : ''}>
    <time class="time" datetime=${event.at}>${format(at)}</time>${icon(signOf(event.kind, event.operation?.type), 18)}
    <span class="what"><span class="done-text">${eventText(event)}</span>${event.undone ? html` <span class="ink3">${t('editor.takenBack')}</span>` : nothing}</span>
    ${event.account === self ? nothing : html`<span class="who">${who}</span>`}
  </li>`;
}

function signOf(kind: string, type: Operation['type'] | undefined): IconName {
  if (kind === 'undo') return 'undo';
  if (kind === 'redo') return 'redo';
  if (type === undefined) return 'check';
  const signs: Readonly<Record<Operation['type'], IconName>> = { assign: 'brush', createZone: 'plus', mergeZones: 'merge', renameZone: 'pencil', lockZone: 'lock' };
  return signs[type];
}

const zoneOr = (zone: string) => (zone === '' ? t('editor.noZone') : zone);

function eventText(event: PlanHistoryEvent): string {
  const { kind, operation, moves, blocks } = event;
  if (kind === 'undo') return t('editor.historyUndo');
  if (kind === 'redo') return t('editor.historyRedo');
  if (kind !== 'operation' || operation === null) return t(`editor.history_${kind as 'submit'}`);
  if (operation.type !== 'assign') return operationText(operation as Operation);
  const to = zoneOr(operation.zone ?? '');
  // From several zones: the sources would be longer than the line.
  return moves.length === 1
    ? t('editor.historyAssignFrom', { count: blocks, from: zoneOr(moves[0]!.from), zone: to })
    : t('editor.historyAssign', { count: blocks, zone: to });
}

function stepText({ kind, operation }: Step): string {
  if (kind === 'undo') return t('editor.historyUndo');
  if (kind === 'redo') return t('editor.historyRedo');
  return operationText(operation!);
}

function operationText(operation: Operation): string {
  switch (operation.type) {
    case 'assign':
      return t('editor.historyAssign', { count: operation.blocks.length, zone: zoneOr(operation.zone) });
    case 'createZone':
      return t('editor.historyCreate', { zone: `${operation.zone} ${operation.name}` });
    case 'mergeZones':
      return t('editor.historyMerge', { zone: operation.zones.join(', '), into: operation.into });
    case 'renameZone':
      return t('editor.historyRename', { zone: operation.zone, name: operation.name });
    case 'lockZone':
      return t(operation.locked ? 'editor.historyLock' : 'editor.historyUnlock', { zone: operation.zone });
  }
}

export const historyStyles = css`
  .history { padding: 14px 0 16px; border-top: 1px solid var(--zs-line); }
  .history h2, .history p { padding: 0 16px 4px; }
  .history li { display: flex; align-items: center; gap: 12px; min-height: 34px; padding: 0 16px; color: var(--zs-ink2); }
  .history li:first-child { background: var(--zs-accent-tint1); box-shadow: inset 3px 0 var(--zs-accent); color: var(--zs-ink); }
  .history .time { font-size: 12px; line-height: 16px; color: var(--zs-ink3); min-width: 36px; font-variant-numeric: tabular-nums; }
  .history .what { flex: 1; min-width: 0; }
  .history .undone .done-text { text-decoration: line-through; text-decoration-color: var(--zs-ink3); }
  .history .who { color: var(--zs-peer); font-weight: 600; white-space: nowrap; }
  .history .waiting .time { color: var(--zs-warn); font-weight: 500; }
`;
