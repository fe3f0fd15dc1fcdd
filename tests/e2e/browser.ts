// Chromium for tests of pages: the machine's own, without calls home; a missing one skips with the reason, or fails where CI=true.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { packageRoot } from '../../server/package-root.ts';
import { accountOfPage, signIn } from './demo-accounts.ts';

/** The shell is the same engine without the windows and pages of a desktop's browser, which cost a third of a test's time. */
const CANDIDATES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM, ...CANDIDATES].find((path) => path !== undefined && existsSync(path));
}

/** Why pages cannot be tested here, or null. Throws where CI=true, since CI has to have a browser. */
export function chromiumMissing(): string | null {
  if (chromiumPath() !== undefined) return null;
  const reason = 'Chromium is not installed (CHROMIUM names another place)';
  if (process.env.CI === 'true') throw new Error(`CI=true and ${reason}`);
  return reason;
}

export function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(chromiumMissing()!);
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Playwright waits for ever on a browser that does not answer (seen once, at a load of 26); what is left ends with this process. */
export async function closeBrowser(browser: Browser | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, 30_000)));
  await Promise.race([browser?.close(), patience]);
  clearTimeout(timer);
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Account that is signed in; without one the page's own: planning for the editor, nobody for what is public. */
  readonly as?: string;
}

/** A page, and everything that went wrong or went elsewhere on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts and of the console. */
  readonly errors: string[];
  /** Addresses asked for on other hosts than the page's own. */
  readonly foreign: string[];
}

/** German, device pixel ratio 1, without motion unless asked: pictures are alike on every machine. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<WatchedPage> {
  const { width = 1440, height = 900, reducedMotion = 'reduce' } = options;
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1, locale: 'de-DE', reducedMotion });
  await signIn(context, url, options.as ?? accountOfPage(url));
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const own = new URL(url).host;
  page.on('request', (request) => {
    const target = new URL(request.url());
    if (target.protocol.startsWith('http') && target.host !== own) foreign.push(request.url());
  });
  await page.goto(url);
  return { page, errors, foreign };
}

/** WCAG 2.1 A and AA by axe-core; one line a violation. Shadow roots are walked too. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  // By the debugger, not as a script tag, which the page's own policy refuses.
  await page.evaluate(readFileSync(axe, 'utf8'));
  return page.evaluate(async () => {
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
    }
    const { axe: checker } = globalThis as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Violation[] }> } };
    const { violations } = await checker.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.flat().join(' ')} (${failureSummary ?? ''})`).join('; ')}`);
  });
}

/** Keeps a picture in tests/e2e/output, which is not in the repository, for people to look at; in CI, where nobody does, it takes none. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env.CI === 'true') return;
  const folder = join(packageRoot(), 'tests/e2e/output');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
