// What was done, newest first: time, what, who, and whether it was taken back.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Operation } from '../../../core/plan/operations.ts';
import { language, t } from '../../i18n/i18n.ts';
import type { Account, PlanHistoryEvent } from '../../api.ts';
import { icon, type IconName } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';

const SHOWN = 30;

export function historyPanel(controller: EditorController, accounts: readonly Account[], self: string): TemplateResult {
  const waiting = controller.session.steps.toReversed();
  const events = controller.history.toSorted((a, b) => b.version - a.version).slice(0, SHOWN);
  return html`<section class="history" aria-label=${t('editor.history')}>
    <h2>${t('editor.history')}</h2>
    ${waiting.length + events.length === 0 ? html`<p class="ink3">${t('editor.historyEmpty')}</p>` : nothing}
    <ol>
      ${waiting.map(
        (step) => html`<li class="waiting"><span class="time">${t('editor.waits')}</span>${icon(signOf(step.kind, step.operation), 18)}<span class="what">${stepText(step.kind, step.operation, null)}</span></li>`,
      )}
      ${events.map((event) => eventRow(event, accounts, self))}
    </ol>
  </section>`;
}

function eventRow(event: PlanHistoryEvent, accounts: readonly Account[], self: string): TemplateResult {
  const at = new Date(event.at);
  const today = at.toDateString() === new Date().toDateString();
  const format = new Intl.DateTimeFormat(language() === 'de' ? 'de-DE' : 'en-GB', today ? { hour: '2-digit', minute: '2-digit' } : { day: '2-digit', month: '2-digit' });
  const operation = readOperation(event);
  const who = accounts.find(({ account }) => account === event.account)?.name ?? event.account;
  return html`<li class=${event.undone ? 'undone' : ''}>
    <time class="time" datetime=${event.at}>${format.format(at)}</time>${icon(signOf(event.kind, operation), 18)}
    <span class="what">${stepText(event.kind, operation, event)}${event.undone ? html` <span class="ink3">${t('editor.takenBack')}</span>` : nothing}</span>
    ${event.account === self ? nothing : html`<span class="who">${who}</span>`}
  </li>`;
}

/** The history names the operation's fields beside the event's own. */
function readOperation(event: PlanHistoryEvent): Operation | null {
  const operation = event.operation as Operation | undefined | null;
  return operation === undefined ? null : operation;
}

function signOf(kind: string, operation: Operation | null): IconName {
  if (kind === 'undo') return 'undo';
  if (kind === 'redo') return 'redo';
  if (operation === null) return 'check';
  const signs: Readonly<Record<Operation['type'], IconName>> = { assign: 'brush', createZone: 'plus', mergeZones: 'merge', renameZone: 'pencil', lockZone: 'lock' };
  return signs[operation.type];
}

function stepText(kind: string, operation: Operation | null, event: PlanHistoryEvent | null): string {
  if (kind === 'undo') return t('editor.historyUndo');
  if (kind === 'redo') return t('editor.historyRedo');
  if (kind === 'submit') return t('editor.historySubmit');
  if (operation === null) return kind;
  const zoneOf = (zone: string | null | undefined) => (zone === '' || zone === null || zone === undefined ? t('editor.noZone') : zone);
  switch (operation.type) {
    case 'assign': {
      const listed = operation.blocks as readonly string[] | number | undefined;
      const count = typeof listed === 'number' ? listed : (listed?.length ?? Number(event?.blockCount ?? 0));
      const only = Array.isArray(listed) && listed.length === 1 ? (listed[0] as string) : null;
      return only === null
        ? t('editor.historyAssign', { count, zone: zoneOf(operation.zone) })
        : t('editor.historyAssignOne', { block: only, zone: zoneOf(operation.zone) });
    }
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
  .history .undone .what { text-decoration: line-through; text-decoration-color: var(--zs-ink3); }
  .history .undone .what .ink3 { text-decoration: none; display: inline-block; }
  .history .who { color: var(--zs-peer); font-weight: 600; white-space: nowrap; }
  .history .waiting .time { color: var(--zs-warn); font-weight: 500; }
`;
