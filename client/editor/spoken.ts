// Sentences for the live region and the notices, in the chosen language.
import type { PlanIssue } from '../../core/plan/questions/issues.ts';
import type { Operation, Reason } from '../../core/plan/operations.ts';
import { formatNumber } from '../i18n/format.ts';
import { localised, t } from '../i18n/i18n.ts';
import type { Statistic } from '../api.ts';
import { spokenAbout } from './figures/approximate.ts';
import type { SideChoice } from './drawing/drawn-lines.ts';
import type { EditorController } from './editor-controller.ts';
import type { LinePreview } from './drawing/line-preview.ts';
import type { PlanEvent } from './session/plan-messages.ts';

export function zoneName(controller: EditorController, zone: string): string {
  if (zone === '') return t('editor.noZone');
  const slot = controller.session.slotOf(zone);
  const name = slot === null ? '' : (controller.session.zoneAt(slot)?.name ?? '');
  return name === '' || name === zone ? zone : `${zone} ${name}`;
}

const nameOf = (statistic: Statistic): string => localised(statistic.name).replace(/ mit Hauptwohnung$/, '');

/** "plus 137" and "minus 4": signs are often left out when read aloud. */
function signedWords(value: number): string {
  return value < 0 ? t('editor.spokenMinus', { value: formatNumber(-value) }) : t('editor.spokenPlus', { value: formatNumber(value) });
}

/** "Mitte 6.039 Einwohner, plus 137." of the first statistic shown. */
function standing(controller: EditorController, zone: string): string {
  const row = controller.totals.rows.find((candidate) => candidate.zone === zone);
  const figure = row?.figures[0];
  const statistic = controller.statistics.find(({ statistic: code }) => code === controller.shown[0]);
  if (row === undefined || figure === undefined || statistic === undefined) return '';
  const params = { zone: row.name || row.zone, value: spokenAbout(controller.isApproximate(0), formatNumber(figure.value)), statistic: nameOf(statistic) };
  return figure.delta === null || figure.delta === 0
    ? t('editor.spokenStanding', params)
    : t('editor.spokenStandingDelta', { ...params, delta: signedWords(figure.delta) });
}

function findings(controller: EditorController): string {
  const count = controller.newIssues.length;
  return count === 0 ? '' : t('editor.spokenIssues', { count });
}

const sentences = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' ');

export function moved(controller: EditorController, blocks: readonly number[], zone: string, locked: number): string {
  const closed = locked === 0 ? '' : t('editor.spokenLockedBlocks', { count: locked });
  if (blocks.length === 0) return closed;
  const what =
    blocks.length === 1
      ? t('editor.spokenBlockMoved', { block: controller.session.coverage.ids[blocks[0]!]!, zone: zoneName(controller, zone) })
      : t('editor.spokenBlocksMoved', { count: blocks.length, zone: zoneName(controller, zone) });
  return sentences(what, standing(controller, zone), findings(controller), closed);
}

export function block(controller: EditorController, position: number): string {
  const { session } = controller;
  const zone = session.zoneAt(session.state.assignment[position]!)?.zone ?? '';
  const parts = [t('editor.spokenBlock', { block: session.coverage.ids[position]!, zone: zoneName(controller, zone) })];
  const width = session.counts.columns.length;
  const statistic = controller.statistics.find(({ statistic: code }) => code === controller.shown[0]);
  if (width > 0 && statistic !== undefined && session.counts.known[position * width] === 1) {
    parts.push(`${spokenAbout(controller.isApproximate(0), formatNumber(session.counts.values[position * width]!))} ${nameOf(statistic)}.`);
  }
  if (controller.collected.has(position)) parts.push(t('editor.spokenIsCollected'));
  return parts.join(' ');
}

export function collected(controller: EditorController, position: number): string {
  const params = { block: controller.session.coverage.ids[position]!, count: controller.collected.size };
  return controller.collected.has(position) ? t('editor.spokenCollected', params) : t('editor.spokenUncollected', params);
}

export const readOnly = (): string => t('editor.problemNotDraft');

/** What somebody else did. */
export function foreign(name: string, event: PlanEvent, controller: EditorController): string {
  const { operation } = event;
  if (operation?.type !== 'assign') return t('editor.spokenForeign', { name });
  return t('editor.spokenForeignMoved', { name, count: operation.blocks.length, zone: zoneName(controller, operation.zone) });
}

export const created = (zone: string, name: string): string => t('editor.spokenCreated', { zone: `${zone} ${name}` });
export const merged = (zone: string, into: string, controller: EditorController): string =>
  t('editor.spokenMerged', { zone, into: zoneName(controller, into) });
export const locked = (zone: string, name: string, on: boolean): string =>
  t(on ? 'editor.spokenLocked' : 'editor.spokenUnlocked', { zone: `${zone} ${name}` });
export const renumbered = (zone: string, to: string, controller: EditorController): string => t('editor.spokenRenumbered', { zone, to: zoneName(controller, to) });
export const blockLocked = (block: string, on: boolean): string => t(on ? 'editor.spokenBlockLocked' : 'editor.spokenBlockUnlocked', { block });
export const notCut = (block: string): string => t('editor.spokenNotCut', { block });
export const healed = (block: string): string => t('editor.spokenHealed', { block });
export const accepted = (): string => t('editor.spokenAccepted');
export const notBalanced = (): string => t('editor.balanceNone');
export const alreadyBalanced = (): string => t('editor.balanceAlready');
export const noBorder = (): string => t('editor.lineNoBorder');
export const nothingBeside = (): string => t('editor.lineNothingBeside');
export const noStreet = (): string => t('editor.noStreetHere');
export const namelessStreet = (): string => t('editor.namelessStreet');
export const hole = (): string => t('editor.hole');
export const noHole = (controller: EditorController): string => t('editor.noHole', { zone: zoneName(controller, controller.target) });
export const nothingOf = (of: string): string => t('editor.nothingOf', { of });
/** Name of the zone that a line parts off, until it is renamed. */
export const partName = (controller: EditorController, zone: string, part: string): string =>
  t('editor.partName', { name: nameOfZone(controller, zone), zone: part }).slice(0, 80);

function nameOfZone(controller: EditorController, zone: string): string {
  const slot = controller.session.slotOf(zone);
  return (slot === null ? null : controller.session.zoneAt(slot))?.name ?? zone;
}

export function selected(controller: EditorController, of: string, blocks: readonly number[]): string {
  return t('editor.spokenSelected', { of, count: blocks.length, zone: zoneName(controller, controller.target) });
}

export function sideChosen(controller: EditorController, choice: SideChoice): string {
  const from = choice.from.map((zone) => zoneName(controller, zone)).join(', ');
  return t('editor.spokenSide', { count: choice[choice.side].length, from, zone: zoneName(controller, controller.target) });
}

export function proposed(controller: EditorController, zone: string, other: string): string {
  return sentences(t('editor.spokenProposed', { zone: zoneName(controller, zone), other: zoneName(controller, other) }), standing(controller, zone), standing(controller, other));
}

/** Where the crosshair stands: between which zones, and what a vertex there would do. */
export function crosshair(controller: EditorController, x: number, y: number): string {
  const around = controller.locator.within(x, y, 0.5).map((block) => controller.session.zoneAt(controller.session.state.assignment[block]!)?.zone ?? '');
  const zones = [...new Set(around)].map((zone) => zoneName(controller, zone));
  return zones.length === 0 ? t('editor.spokenOutside') : t(zones.length === 1 ? 'editor.spokenCorner' : 'editor.spokenBorder', { zones: zones.join(' | ') });
}

/** What a line did: moves in both directions, and the blocks it cut. */
export function drawn(controller: EditorController, operation: Operation, preview: LinePreview | null): string {
  const flows = (preview?.flows ?? []).map(({ from, to, blocks }) => t('editor.spokenFlow', { count: blocks, from: zoneName(controller, from), to: zoneName(controller, to) }));
  const cuts = (preview?.cuts ?? 0) === 0 ? '' : t('editor.spokenCuts', { count: preview!.cuts });
  const zones = operation.type === 'moveBoundary' ? operation.zones.map((zone) => standing(controller, zone)) : [];
  return sentences(...flows, cuts, ...zones);
}

export const repaired = (): string => t('editor.spokenRepaired');
export const undone = (controller: EditorController): string => sentences(t('editor.spokenUndone'), findings(controller));
export const redone = (controller: EditorController): string => sentences(t('editor.spokenRedone'), findings(controller));

/** Short, with the zone's number: the map and the list have little room. `full` adds its name, for reading aloud. */
export function issueText(issue: PlanIssue, controller: EditorController, full = false): string {
  const count = issue.where.blocks.length;
  if (issue.code === 'DETACHED') {
    const zone = issue.where.zone ?? '';
    return t('editor.detachedFrom', { zone: full ? zoneName(controller, zone) : zone, count });
  }
  if (issue.code === 'UNASSIGNED') return t('editor.unassignedPiece', { count });
  return t('editor.emptyZone', { zone: zoneName(controller, issue.where.zone ?? '') });
}

export const issue = (found: PlanIssue, controller: EditorController): string => `${issueText(found, controller, true)}.`;

export function noIssue(code: PlanIssue['code'] | null): string {
  if (code === 'DETACHED') return t('editor.noDetached');
  return code === 'UNASSIGNED' ? t('editor.noUnassigned') : t('editor.noIssues');
}

export function refused(reason: Reason | { readonly code: 'OVERTAKEN' }, controller: EditorController): string {
  switch (reason.code) {
    case 'ZONE_LOCKED':
      return t('editor.refusedLocked', { zone: reason.zones.map((zone) => zoneName(controller, zone)).join(', ') });
    case 'UNKNOWN_ZONE':
      return t('editor.refusedUnknownZone', { zone: reason.zones.join(', ') });
    case 'ZONE_EXISTS':
      return t('editor.refusedZoneExists', { zone: reason.zones.join(', ') });
    case 'OVERTAKEN':
      return t('editor.refusedOvertaken');
    case 'BLOCK_LOCKED':
      return t('editor.refusedBlockLocked', { count: reason.blocks.length, block: reason.blocks[0] ?? '' });
    case 'LINE_TOO_SHORT':
      return t('editor.refusedLineShort');
    case 'LINE_CROSSES_ITSELF':
      return t('editor.refusedLineCrosses');
    case 'LINE_OUTSIDE':
      return t(reason.blocks === undefined ? 'editor.refusedLineOutside' : 'editor.refusedLineNotThrough');
    case 'ENTERS_TWICE':
      return t('editor.refusedEntersTwice', { block: reason.blocks[0] ?? '' });
    case 'TOO_SMALL':
      return t('editor.refusedTooSmall', { block: reason.blocks[0] ?? '' });
    case 'LINE_TOUCHES_NOT_BORDER':
      return t('editor.refusedNotBorder', { zones: reason.zones.map((zone) => zoneName(controller, zone)).join(' | ') });
    case 'NOT_NEIGHBOURS':
      return t('editor.refusedNotNeighbours', { zones: reason.zones.map((zone) => zoneName(controller, zone)).join(', ') });
    case 'SPLIT_LEAVES_NOTHING':
      return t('editor.refusedSplitsNothing', { zone: zoneName(controller, reason.zones[0] ?? '') });
    case 'BORDER_UNCHANGED':
      return t('editor.refusedBorderUnchanged');
    case 'NOT_CUT':
      return t('editor.spokenNotCut', { block: reason.blocks[0] ?? '' });
    case 'SEVERAL_ZONES':
      return t('editor.refusedSeveralZones', { block: reason.blocks[0] ?? '', zones: reason.zones.map((zone) => zoneName(controller, zone)).join(', ') });
    case 'UNKNOWN_BLOCK':
    case 'REPEATED_BLOCK':
    case 'EMPTY_ZONE_CODE':
    case 'NOTHING_TO_MERGE':
    case 'CUTS_DO_NOT_FIT':
      return t('editor.refusedOther');
  }
}
