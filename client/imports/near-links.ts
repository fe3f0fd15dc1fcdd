// Blocks that a dry run would join across empty space, and those that a barrier keeps apart: a line a pair.
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { TiledPath } from '../map-layers/tiled-path.ts';
import type { NearLines, NearPicture } from './model.ts';

const DECIMETRE = 0.1;

export class NearLinks {
  readonly distanceM: number;
  /** How many there are, and how many of them are drawn. */
  readonly joined: Pick<NearLines, 'total' | 'drawn'>;
  readonly cut: Pick<NearLines, 'total' | 'drawn'>;
  readonly joinedPath: TiledPath;
  readonly cutPath: TiledPath;

  constructor({ distanceM, origin, joined, cut }: NearPicture, world: WorldOrigin) {
    this.distanceM = distanceM;
    this.joined = joined;
    this.cut = cut;
    this.joinedPath = pathOf(joined.lines, origin, world);
    this.cutPath = pathOf(cut.lines, origin, world);
  }
}

function pathOf(lines: readonly number[], [left, bottom]: readonly [number, number], world: WorldOrigin): TiledPath {
  const at = (line: number) => {
    const [x, y, dx, dy] = lines.slice(4 * line, 4 * line + 4).map((steps) => steps * DECIMETRE) as [number, number, number, number];
    return [left + x, bottom + y, left + x + dx, bottom + y + dy] as const;
  };
  const path = new TiledPath(world, (drawn, line) => {
    const [ax, ay, bx, by] = at(line);
    drawn.moveTo(ax - world[0], ay - world[1]);
    drawn.lineTo(bx - world[0], by - world[1]);
  });
  for (let line = 0; line < lines.length / 4; line++) {
    const [ax, ay, bx, by] = at(line);
    path.later(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), line);
  }
  return path;
}
