// Where a selection comes from beside the hand: a street, a zone of another geography, a hole in the target.
import type { Feature, FeatureCollection } from 'geojson';
import type { BlockLocator } from '../../../core/coverage/locate.ts';
import { enclosedBlocks } from '../../../core/plan/questions/enclosed-blocks.ts';
import { ApiProblem, type Assignment } from '../../api.ts';
import type { EditorController } from '../editor-controller.ts';
import { blocksAlong, lineNear, linesOf, namesOf } from '../tools/street-blocks.ts';
import * as say from '../spoken.ts';

/** Version of a geography on the plan's own blocks. */
export interface OtherVersion {
  readonly geography: string;
  readonly version: number;
  readonly title: string;
}

export class SelectionSources {
  /** Street lines once they are there, null before. */
  streets: readonly Feature[] | null = null;
  /** Names, in order, for who chooses without a pointer. */
  streetNames: readonly string[] = [];
  street = '';
  /** Versions on other blocks have no zones of whole blocks here, and are not offered. */
  readonly versions: readonly OtherVersion[] = [];
  other: Assignment | null = null;
  otherZone = '';
  loading = false;
  problem: ApiProblem | null = null;
  private readonly desk: EditorController;

  constructor(desk: EditorController) {
    this.desk = desk;
    this.versions = desk.ground.versions;
  }

  /** Fetches what the tool needs, the first time it is chosen. */
  async toolChosen(): Promise<void> {
    const { tool } = this.desk;
    if (tool === 'street' && this.streets === null) {
      await this.load(async () => {
        const { features } = await this.desk.ground.streets();
        this.streets = linesOf(features as FeatureCollection['features']);
        this.streetNames = namesOf(this.streets);
      });
    }
    if (tool === 'zone' && this.other === null && this.versions.length > 0) await this.chooseVersion(this.versions[0]!);
  }

  async chooseVersion({ geography, version }: OtherVersion): Promise<void> {
    await this.load(async () => {
      this.other = await this.desk.ground.assignment(geography, version);
      this.otherZone = '';
    });
  }

  /** What a click with the tool takes; nothing for other tools. */
  clicked(block: number, x: number, y: number): boolean {
    switch (this.desk.tool) {
      case 'street': {
        const line = this.streets === null ? null : lineNear(this.streets, x, y, 14 * this.desk.map.resolution);
        if (line !== null) this.takeStreet(String(line.properties?.name ?? ''), [line]);
        else if (this.streets !== null) this.desk.page.announce(say.noStreet());
        return true;
      }
      case 'zone':
        if (block >= 0) this.takeZoneAt(block);
        return true;
      case 'fill':
        if (block >= 0) this.fill(block);
        return true;
      default:
        return false;
    }
  }

  /** Blocks along all lines of a name; a nameless line by itself. */
  takeStreet(name: string, lines?: readonly Feature[]): void {
    const { desk } = this;
    const own = name === '' ? (lines ?? []) : (this.streets ?? []).filter(({ properties }) => properties?.name === name);
    this.street = name;
    this.take(blocksAlong(own, desk.locator as BlockLocator), name === '' ? say.namelessStreet() : name);
  }

  takeZoneAt(block: number): void {
    if (this.other === null) return;
    const zone = this.other.assignment[this.desk.session.surface.baseOf[block]!]!;
    if (zone >= 0) this.takeZone(this.other.zones[zone]!.zone);
  }

  takeZone(zone: string): void {
    const { other, desk } = this;
    const index = other?.zones.findIndex((candidate) => candidate.zone === zone) ?? -1;
    if (other === null || index < 0) return;
    this.otherZone = zone;
    const { baseOf } = desk.session.surface;
    const blocks = Array.from(desk.session.state.assignment.keys()).filter((block) => other.assignment[baseOf[block]!] === index);
    const { name } = other.zones[index]!;
    this.take(blocks, name === zone || name === '' ? zone : `${zone} ${name}`);
  }

  /** Blocks of no zone that hang together with one, or, inside the target, everything that it encloses. */
  fill(block: number): void {
    const { desk } = this;
    const { session } = desk;
    const enclosed = enclosedBlocks(session.state, desk.target);
    if (enclosed.includes(block)) {
      this.take(pieceOf(block, new Set(enclosed), session.neighbours), say.hole());
      return;
    }
    if (session.state.assignment[block] !== -1) {
      desk.page.announce(say.noHole(desk));
      return;
    }
    const free = new Set(Array.from(session.state.assignment.keys()).filter((other) => session.state.assignment[other] === -1));
    this.take(pieceOf(block, free, session.neighbours), say.hole());
  }

  /** All holes of the target at once. */
  fillAll(): void {
    this.take(enclosedBlocks(this.desk.session.state, this.desk.target), say.hole());
  }

  private take(blocks: readonly number[], of: string): void {
    const { desk } = this;
    const free = desk.session.collectable(blocks, desk.target, desk.source);
    if (free.length === 0) {
      desk.page.announce(say.nothingOf(of));
      return;
    }
    // What a hand did not touch block by block is looked at first.
    desk.pending.add(free);
    desk.page.announce(say.selected(desk, of, free));
  }

  private async load(work: () => Promise<void>): Promise<void> {
    this.loading = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    }
    this.loading = false;
    this.desk.schedule();
  }
}

/** The connected piece of a set of blocks that holds one of them. */
function pieceOf(block: number, among: ReadonlySet<number>, { rookStart, rook }: { readonly rookStart: Uint32Array; readonly rook: Uint32Array }): number[] {
  const piece = new Set([block]);
  for (const at of piece) {
    for (let i = rookStart[at]!; i < rookStart[at + 1]!; i++) if (among.has(rook[i]!)) piece.add(rook[i]!);
  }
  return [...piece];
}
