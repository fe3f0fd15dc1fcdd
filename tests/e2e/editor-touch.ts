// The editor by fingers, as the browser's own touch events: one paints only while a tool is on, two move, a tap takes a block. Run by
// editor.test.ts, whose server it shares.
import type { CDPSession, Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Running } from './editor-access.ts';
import { innerBlock, newPlan, openEditor, operate, storedBlocks, type OpenEditor } from './editor-page.ts';
import { acrossZone, cutsShown, nearTo, onPage, piecesOf, roundBlock, streetIn, throughBlock } from './editor-drawing-page.ts';
import { chooseTool } from './picture-list.ts';
import { eventually } from './eventually.ts';

type Finger = readonly [number, number];

export class Fingers {
  private constructor(private readonly session: CDPSession) {}

  static async on({ page }: Pick<OpenEditor, 'page'>): Promise<Fingers> {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
    return new Fingers(session);
  }

  /** Each finger goes through its places at the same time. */
  async drag(...ways: readonly (readonly Finger[])[]): Promise<void> {
    for (let step = 0; step < ways[0]!.length; step++) {
      const touchPoints = ways.map((way, id) => ({ x: way[step]![0], y: way[step]![1], id }));
      await this.session.send('Input.dispatchTouchEvent', { type: step === 0 ? 'touchStart' : 'touchMove', touchPoints });
    }
    await this.session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  tap({ x, y }: { readonly x: number; readonly y: number }): Promise<void> {
    return this.drag([[x, y]]);
  }

  /** A button or a tool, in its middle. */
  async press(button: Locator): Promise<void> {
    await button.scrollIntoViewIfNeeded();
    const box = (await button.boundingBox())!;
    await this.tap({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }
}

const lookOf = ({ page }: OpenEditor) =>
  page.evaluate(() => {
    const { map } = (document.querySelector('zuschnitt-editor') as unknown as { desk: { controller: { map: { center: number[]; resolution: number } } } }).desk.controller;
    return { center: [...map.center], resolution: map.resolution };
  });

export function testTouch(running: () => Running): void {
  it('one finger paints with a tool and moves the map without, two fingers always move it, a tap takes a block', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Finger');
    const desk = await openEditor(browser, server.url, plan, { width: 375, height: 812 });
    const fingers = await Fingers.on(desk);
    const [block] = await desk.borderBlocks('4', '1');
    const at = async (id: string): Promise<Finger> => {
      const { x, y } = await desk.pixelOf(id);
      return [x, y];
    };
    const [x, y] = await at(block!);

    // Two fingers with the brush on: the map moves and zooms, nothing is painted.
    const before = await lookOf(desk);
    await fingers.drag([[x - 30, y], [x - 35, y + 8], [x - 50, y + 30], [x - 60, y + 40]], [[x + 30, y], [x + 35, y + 8], [x + 50, y + 30], [x + 60, y + 40]]);
    await desk.page.waitForTimeout(600);
    const moved = await lookOf(desk);
    expect(moved.resolution).toBeLessThan(before.resolution);
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(0);
    await eventually(() => desk.zoneOf(block!)).toBe('4');

    // One finger with the brush on paints, and the map stays.
    const [px, py] = await at(block!);
    await fingers.drag([[px, py], [px + 2, py + 1], [px + 4, py + 2]]);
    await eventually(() => desk.zoneOf(block!)).toBe('1');
    await desk.saved();
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(1);
    await eventually(async () => (await lookOf(desk)).center).toEqual(moved.center);

    // One finger with select moves the map and changes nothing; a tap takes the block under it.
    await chooseTool(desk.page, 'select');
    const [sx, sy] = await at(block!);
    await fingers.drag([[sx, sy], [sx - 6, sy + 6], [sx - 24, sy + 24], [sx - 40, sy + 40], [sx - 40, sy + 40]]);
    await desk.page.waitForTimeout(600);
    await eventually(async () => (await lookOf(desk)).center).not.toEqual(moved.center);
    await eventually(async () => (await storedBlocks(server.url, plan)).version).toBe(1);
    const [other] = (await desk.borderBlocks('4', '1')).filter((id) => id !== block);
    const tap = await at(other!);
    await fingers.drag([tap]);
    await expect.poll(() => desk.zoneOf(other!)).toBe('1');
    expect(desk.errors).toEqual([]);
  });

  it('every tool by fingers alone, on a tablet', async () => {
    const { server, browser } = running();
    const plan = await newPlan(server.url, 'Alle Werkzeuge mit Fingern');
    const desk = await openEditor(browser, server.url, plan, { width: 1180, height: 820 });
    const { page } = desk;
    const fingers = await Fingers.on(desk);
    const strip = page.locator('.strip');
    const rows = () => page.locator('tr[data-zone]').count();
    const take = async (tool: string) => {
      await fingers.press(page.locator(`[data-tool="${tool}"]`));
      await eventually(() => page.locator(`[data-tool="${tool}"]`).getAttribute('aria-pressed')).toBe('true');
    };
    const act = (action: string) => fingers.press(page.locator(`[data-action="${action}"]`));
    const undo = async () => {
      await desk.saved();
      await act('undo');
    };
    /** Taps the corners of a line one after the other and ends it by its button. */
    const draw = async (places: readonly (readonly [number, number])[]) => {
      for (const place of await onPage(desk, places)) await fingers.tap(place);
      await act('line-end');
    };
    const whole = await rows();

    // Tools that take blocks: by a drag round them, by a tap, and as what lies on one side of a line.
    const [first, second] = await desk.borderBlocks('4', '1');
    const corners = async (block: string, reach: number): Promise<Finger[]> => {
      const { x, y } = await desk.pixelOf(block);
      return [[x - reach, y - reach], [x + reach, y - reach], [x + reach, y + reach], [x - reach, y + reach]];
    };
    await take('rectangle');
    const [from, , to] = await corners(first!, 5);
    await fingers.drag([from!, [from![0] + 5, from![1] + 5], to!]);
    await eventually(() => desk.zoneOf(first!)).toBe('1');
    await take('lasso');
    await fingers.drag(await corners(second!, 6));
    await eventually(() => desk.zoneOf(second!)).toBe('1');
    await undo();
    await eventually(() => desk.zoneOf(second!)).toBe('4');
    await undo();
    await eventually(() => desk.zoneOf(first!)).toBe('4');
    const { block, corners: round } = await roundBlock(desk, '4', '1');
    await nearTo(desk, block);
    await take('side');
    await draw([round[0]!, round.at(-1)!]);
    await fingers.tap(await desk.pixelOf(block));
    await act('commit');
    await eventually(() => desk.zoneOf(block)).toBe('1');
    await undo();
    await eventually(() => desk.zoneOf(block)).toBe('4');
    await take('zone');
    await eventually(() => page.locator('select[name="other-zone"] option').count()).toBeGreaterThan(2);
    await fingers.tap(await desk.pixelOf(block));
    await strip.waitFor();
    await act('discard');
    await eventually(() => strip.count()).toBe(0);
    await fingers.press(page.getByRole('button', { name: 'Ganze Stadt' }));
    await take('street');
    await page.locator('select[name="street"]').waitFor();
    const [street] = await onPage(desk, [await streetIn(desk, '4')]);
    await fingers.tap(street!);
    await eventually(() => strip.innerText()).toMatch(/\d+ Bl/);
    await act('discard');
    const hole = await innerBlock(desk, '1');
    await desk.saved();
    await operate(server.url, plan, { type: 'assign', blocks: [hole], zone: '2' });
    await eventually(() => desk.zoneOf(hole)).toBe('2');
    await nearTo(desk, hole);
    await take('fill');
    await fingers.tap(await desk.pixelOf(hole));
    await eventually(() => strip.innerText()).toContain('1 Block');
    await act('commit');
    await eventually(() => desk.zoneOf(hole)).toBe('1');

    // Tools that draw lines, and what heals a cut.
    await nearTo(desk, block);
    await take('line');
    await draw(round);
    await eventually(() => desk.zoneOf(block)).toBe('1');
    await undo();
    await eventually(() => desk.zoneOf(block)).toBe('4');
    await take('cut');
    await draw(await throughBlock(desk, block));
    await eventually(() => cutsShown(desk)).toBe(1);
    await take('heal');
    const [piece] = await piecesOf(desk, block);
    await fingers.tap(await desk.pixelOf(piece!));
    await eventually(() => cutsShown(desk)).toBe(0);
    await fingers.press(page.getByRole('button', { name: 'Ganze Stadt' }));
    await take('split');
    await draw(await acrossZone(desk, '1'));
    await eventually(rows).toBe(whole + 1);
    await undo();
    await eventually(rows).toBe(whole);

    // Tools that take zones.
    await take('balance');
    await fingers.tap(await desk.pixelOf(first!));
    await eventually(() => strip.innerText()).toContain('Vorschlag');
    await act('discard');
    await take('lock');
    await fingers.tap(await desk.pixelOf(first!));
    await eventually(() => page.getByRole('button', { name: '4 West entsperren' }).count()).toBeGreaterThan(0);
    await fingers.tap(await desk.pixelOf(first!));
    await eventually(() => page.getByRole('button', { name: '4 West entsperren' }).count()).toBe(0);
    await take('merge');
    await fingers.tap(await desk.pixelOf(first!));
    await eventually(rows).toBe(whole - 1);
    await eventually(() => desk.zoneOf(first!)).toBe('1');
    await desk.saved();
    expect(desk.errors).toEqual([]);
  });
}
