// The tools by id; a new tool is added here, in the rail and among the keys.
import { createBrushTool } from './brush-tool.ts';
import { createClickTool } from './click-tool.ts';
import { createLassoTool } from './lasso-tool.ts';
import { createLineTool } from './line-tool.ts';
import { createRectangleTool } from './rectangle-tool.ts';
import type { LineToolId, Tool, ToolId } from './tool.ts';

export function createTools(): Readonly<Record<ToolId, Tool>> {
  return {
    select: createClickTool('select'),
    brush: createBrushTool(),
    rectangle: createRectangleTool(),
    lasso: createLassoTool(),
    side: createLineTool('side'),
    street: createClickTool('street'),
    zone: createClickTool('zone'),
    fill: createClickTool('fill'),
    line: createLineTool('line'),
    split: createLineTool('split'),
    cut: createLineTool('cut'),
    heal: createClickTool('heal'),
    merge: createClickTool('merge'),
    balance: createClickTool('balance'),
    lock: createClickTool('lock'),
  };
}

const LINE_TOOLS: ReadonlySet<ToolId> = new Set<LineToolId>(['side', 'line', 'split', 'cut']);

export const isLineTool = (tool: ToolId): tool is LineToolId => LINE_TOOLS.has(tool);
/** Tools of several corners: by keyboard a crosshair sets them. */
export const hasCorners = (tool: ToolId): boolean => isLineTool(tool) || tool === 'rectangle' || tool === 'lasso';
/** Tools that give blocks to the target, so that target, source and collecting matter to them. */
export const takesBlocks = (tool: ToolId): boolean => ['select', 'brush', 'rectangle', 'lasso', 'side', 'street', 'zone', 'fill'].includes(tool);
