// One line of the history: which sign, and what was done, in the chosen language.
import type { Operation } from '../../core/plan/operations.ts';
import type { PlanHistoryEvent } from '../api.ts';
import { t, type TextKey } from '../i18n/i18n.ts';
import type { IconName } from '../shell/icons.ts';
import type { Step } from './session/plan-steps.ts';

const SIGNS: Readonly<Record<Operation['type'], IconName>> = {
  assign: 'brush',
  reassign: 'brush',
  createZone: 'plus',
  mergeZones: 'merge',
  renameZone: 'pencil',
  renumberZone: 'pencil',
  lockZone: 'lock',
  lockBlocks: 'lock',
  splitBlock: 'split',
  splitZone: 'split',
  moveBoundary: 'line',
  healBlock: 'merge',
  restoreState: 'history',
};

export function signOf(kind: string, type: string | undefined): IconName {
  if (kind === 'undo') return 'undo';
  if (kind === 'redo') return 'redo';
  return type === undefined ? 'check' : (SIGNS[type as Operation['type']] ?? 'check');
}

const zoneOr = (zone: string | null | undefined) => (zone === '' || zone === null || zone === undefined ? t('editor.noZone') : zone);

/** What an answer of the history says of an operation; lists of blocks come as their number. */
type Told = { readonly [K in 'zone' | 'name' | 'into' | 'to' | 'newZone' | 'block']?: string | null } & {
  readonly type: string;
  readonly zones?: readonly unknown[] | undefined;
  readonly blocks?: readonly unknown[] | number | undefined;
  readonly locked?: boolean | undefined;
};

export function eventText(event: PlanHistoryEvent): string {
  const { kind, moves, blocks } = event;
  const operation = event.operation as Told | null;
  if (kind === 'undo') return t('editor.historyUndo');
  if (kind === 'redo') return t('editor.historyRedo');
  if (kind !== 'operation' || operation === null) return t(`editor.history_${kind as 'submit'}`);
  if (operation.type !== 'assign') return operationText(operation, blocks);
  const to = zoneOr(operation.zone);
  // From several zones: the sources would be longer than the line.
  return moves.length === 1
    ? t('editor.historyAssignFrom', { count: blocks, from: zoneOr(moves[0]!.from), zone: to })
    : t('editor.historyAssign', { count: blocks, zone: to });
}

export function stepText({ kind, operation }: Step): string {
  if (kind === 'undo') return t('editor.historyUndo');
  if (kind === 'redo') return t('editor.historyRedo');
  return operationText(operation! as Told, 0);
}

const numberOf = (blocks: Told['blocks'], moved: number): number => (typeof blocks === 'number' ? blocks : blocks === undefined ? moved : blocks.length);

function operationText(operation: Told, moved: number): string {
  const { zone, name, into, to, newZone, block, zones = [], blocks, locked } = operation;
  const codes = zones.filter((code) => typeof code === 'string');
  const plain = (key: TextKey, params: Readonly<Record<string, string | number>> = {}) => t(key, params);
  switch (operation.type as Operation['type']) {
    case 'assign':
      return plain('editor.historyAssign', { count: numberOf(blocks, moved), zone: zoneOr(zone) });
    case 'reassign':
      return plain('editor.historyReassign', { count: moved });
    case 'createZone':
      return plain('editor.historyCreate', { zone: `${zone} ${name ?? ''}`.trim() });
    case 'mergeZones':
      return plain('editor.historyMerge', { zone: codes.join(', '), into: zoneOr(into) });
    case 'renameZone':
      return plain('editor.historyRename', { zone: zoneOr(zone), name: name ?? '' });
    case 'renumberZone':
      return plain('editor.historyRenumber', { zone: zoneOr(zone), to: to ?? '' });
    case 'lockZone':
      return plain(locked === true ? 'editor.historyLock' : 'editor.historyUnlock', { zone: zoneOr(zone) });
    case 'lockBlocks':
      return plain(locked === true ? 'editor.historyLockBlocks' : 'editor.historyUnlockBlocks', { count: numberOf(blocks, moved) });
    case 'splitBlock':
      return plain('editor.historySplitBlock', { block: block ?? '' });
    case 'splitZone':
      return plain('editor.historySplitZone', { zone: zoneOr(zone), to: newZone ?? '' });
    case 'moveBoundary':
      return plain('editor.historyBoundary', { zones: codes.join(' | ') });
    case 'healBlock':
      return plain('editor.historyHeal', { block: block ?? '' });
    case 'restoreState':
      return plain('editor.historyRestore');
  }
  return plain('editor.history_operation');
}
