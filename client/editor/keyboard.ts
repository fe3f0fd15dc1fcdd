// Keys: tools by letter, the walk over the blocks, targets by digit. Letters work only with focus in the map or the tools.
import type { EditorController } from './editor-controller.ts';
import { RADIUS } from './editor-controller.ts';
import type { Direction } from './neighbour-walk.ts';
import type { ToolId } from './tools/tool.ts';

export const TOOL_KEYS: Readonly<Partial<Record<ToolId, string>>> = { select: 'V', brush: 'P', rectangle: 'R', lasso: 'L', merge: 'Z', lock: 'S' };

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
  if (!bracket && (event.ctrlKey || event.metaKey || event.altKey)) return false;
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
    controller.fly.walk(direction, event.shiftKey);
    return true;
  }
  switch (event.key) {
    case 'Enter':
      if (controller.collected.size > 0) controller.commitCollected();
      else if (controller.focused >= 0) controller.assignBlocks([controller.focused]);
      return true;
    case ' ':
      if (controller.focused >= 0) controller.toggleCollected(controller.focused);
      return true;
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
