// What a page's process holds, by Chromium's and by Linux's own account.
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession } from 'playwright-core';

export interface PageMemory {
  /** Objects of JavaScript after collection. */
  readonly heapMiB: number;
  /** What the largest renderer process has resident, its share of pages that it has in common with others; NaN without Linux' /proc. */
  readonly processMiB: number;
}

/** One page is open: its process is the renderer that holds most. */
export async function pageMemory(browser: Browser, session: CDPSession): Promise<PageMemory> {
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const ofBrowser = await browser.newBrowserCDPSession();
  const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
  await ofBrowser.detach();
  const resident = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMiB(id));
  return { heapMiB: usedSize / 2 ** 20, processMiB: resident.length === 0 ? NaN : Math.max(...resident) };
}

function residentMiB(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024;
  } catch {
    return NaN;
  }
}
