// The tools by id; a new tool is added here and in the rail.
import { createBrushTool } from './brush-tool.ts';
import { createClickTool } from './click-tool.ts';
import { createLassoTool } from './lasso-tool.ts';
import { createRectangleTool } from './rectangle-tool.ts';
import type { Tool, ToolId } from './tool.ts';

export function createTools(): Readonly<Record<ToolId, Tool>> {
  return {
    select: createClickTool('select'),
    brush: createBrushTool(),
    rectangle: createRectangleTool(),
    lasso: createLassoTool(),
    merge: createClickTool('merge'),
    lock: createClickTool('lock'),
  };
}
