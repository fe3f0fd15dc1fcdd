// Chromium of the machine, without its calls home.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

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
