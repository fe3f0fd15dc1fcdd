// The editor by fingers, as the browser's own touch events: one paints only while a tool is on, two move, a tap takes a block. Run by
// editor.test.ts, whose server it shares.
import type { CDPSession } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Running } from './editor-access.ts';
import { newPlan, openEditor, storedBlocks, type OpenEditor } from './editor-page.ts';
import { chooseTool } from './picture-list.ts';
import { eventually } from './eventually.ts';

type Finger = readonly [number, number];

class Fingers {
  private constructor(private readonly session: CDPSession) {}

  static async on({ page }: OpenEditor): Promise<Fingers> {
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
}
