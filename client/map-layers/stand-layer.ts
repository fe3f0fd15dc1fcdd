// The blocks that are stored, quiet: what a file is seen against.
import { CachedCanvasLayer, type PaintFrame } from './cached-canvas-layer.ts';
import { CONTROL, LINE2, WHITE } from '../shell/palette.ts';

const FILL = '#F1F2F6';
/** Metres a pixel; wider out the edges of single blocks would be one grey. */
const EDGES_UP_TO = 14;

export class StandLayer extends CachedCanvasLayer {
  blocks: Path2D | null = null;
  edges: Path2D | null = null;
  border: Path2D | null = null;

  protected override paint(frame: PaintFrame): void {
    const { context } = frame;
    frame.useWorld();
    if (this.blocks !== null) {
      context.fillStyle = FILL;
      context.fill(this.blocks, 'evenodd');
    }
    context.lineJoin = 'round';
    const line = (path: Path2D | null, color: string, width: number) => {
      if (path === null) return;
      context.strokeStyle = color;
      context.lineWidth = frame.px(width);
      context.stroke(path);
    };
    if (frame.resolution < EDGES_UP_TO) line(this.edges, LINE2, frame.resolution < 3 ? 1 : 0.6);
    line(this.border, WHITE, 4);
    line(this.border, CONTROL, 1.6);
  }
}
