// Chromium of the machine, without its calls home.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The whole browser first, which readers have; its headless shell is the same engine and opens pages a little sooner. */
const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'];
const EXECUTABLE = process.env.CHROMIUM ?? CANDIDATES.find((path) => existsSync(path)) ?? CANDIDATES[0]!;

/** The browser, or the reason why there is none. */
export async function launchChromium(): Promise<Browser | { readonly reason: string }> {
  if (!existsSync(EXECUTABLE)) return { reason: `${EXECUTABLE} is not installed` };
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
