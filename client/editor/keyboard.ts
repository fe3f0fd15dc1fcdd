// Keys: tools by letter, the walk over the blocks, targets by digit. Letters work only with focus in the map or the tools.
import type { EditorController } from './editor-controller.ts';
import { RADIUS } from './editor-controller.ts';
import type { Direction } from './drawing/neighbour-walk.ts';
import type { ToolId } from './tools/tool.ts';

export const TOOL_KEYS: Readonly<Record<ToolId, string>> = {
  select: 'V',
  brush: 'P',
  rectangle: 'R',
  lasso: 'L',
  side: 'E',
  street: 'W',
  zone: 'U',
  fill: 'F',
  line: 'G',
  split: 'T',
  cut: 'K',
  heal: 'H',
  merge: 'Z',
  balance: 'A',
  lock: 'S',
};

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** Undo and redo, wherever the focus is but in a field with an undo of its own. True where the key was taken. */
export function handleEverywhere(event: KeyboardEvent, controller: EditorController, inField: boolean): boolean {
  if (!(event.ctrlKey || event.metaKey) || inField) return false;
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) controller.undo();
  else if ((key === 'z' && event.shiftKey) || key === 'y') controller.redo();
  else return false;
  return true;
}

/** Keys of the map and of the tool rail. */
export function handleDeskKey(event: KeyboardEvent, controller: EditorController, onMap: boolean): boolean {
  // On a German keyboard the brackets are typed with AltGr, which Windows reports as Ctrl and Alt.
  const bracket = event.key === '[' || event.key === ']';
  const blockLock = event.key === 'Enter' && event.altKey && controller.tool === 'lock';
  if (!bracket && !blockLock && (event.ctrlKey || event.metaKey || event.altKey)) return false;
  if (event.key === 'Escape') return controller.cancel();
  if (controller.lettersOn) {
    const tool = (Object.entries(TOOL_KEYS) as [ToolId, string][]).find(([, letter]) => letter === event.key.toUpperCase());
    if (tool !== undefined) {
      controller.chooseTool(tool[0]);
      return true;
    }
    if (handleLetter(event.key, controller)) return true;
  }
  return onMap && handleMapKey(event, controller);
}

function handleLetter(key: string, controller: EditorController): boolean {
  if (/^[1-9]$/.test(key)) {
    const row = controller.totals.rows[Number(key) - 1];
    if (row === undefined) return false;
    controller.setTarget(row.zone);
    return true;
  }
  switch (key.toLowerCase()) {
    case '[':
      controller.setRadius(controller.radiusM / RADIUS.factor);
      return true;
    case ']':
      controller.setRadius(controller.radiusM * RADIUS.factor);
      return true;
    case 'n':
      controller.fly.nextIssue('UNASSIGNED');
      return true;
    case 'd':
      controller.fly.nextIssue('DETACHED');
      return true;
    case 'b':
      controller.fly.nextFinding();
      return true;
    default:
      return false;
  }
}

function handleMapKey(event: KeyboardEvent, controller: EditorController): boolean {
  const direction = ARROWS[event.key];
  if (direction !== undefined) {
    if (controller.cursor.walksCorners) controller.cursor.walk(direction, event.shiftKey);
    else {
      // A rectangle or a lasso grows with the focus; it must not collect on its way.
      controller.fly.walk(direction, event.shiftKey && controller.activeTool.open !== true);
      controller.cursor.blockFocused();
    }
    return true;
  }
  switch (event.key) {
    case 'Enter':
      enter(event, controller);
      return true;
    case ' ':
      if (controller.lines.choosingSide) controller.lines.flip();
      else if (controller.focused >= 0 && !controller.cursor.walksCorners) controller.toggleCollected(controller.focused);
      return true;
    case 'Backspace':
      return controller.activeTool.back?.(controller.map.tools.host!) === true;
    case '+':
      controller.map.zoom(1.5, !controller.page.reducedMotion);
      return true;
    case '-':
      controller.map.zoom(1 / 1.5, !controller.page.reducedMotion);
      return true;
    default:
      return false;
  }
}

/** Takes what waits for a yes, else does at the crosshair or the focused block what a click would do. */
function enter(event: KeyboardEvent, controller: EditorController): void {
  const { cursor, pending, activeTool } = controller;
  // A line that the pointer began ends with Enter; one that the keyboard draws gets a vertex.
  if (activeTool.open === true && cursor.walksCorners && cursor.at === null) activeTool.end?.(controller.map.tools.host!);
  else if (activeTool.open !== true && pending.waits) pending.accept();
  else if (!cursor.press() && controller.focused >= 0) controller.clickFocused(event.altKey);
}
