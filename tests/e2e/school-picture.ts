// The page of schools as it is pictured: a draft in which blocks of four schools go over, a school chosen, alternatives, the annex.
import type { Page } from 'playwright-core';
import { openPage } from './browser.ts';
import type { PictureScene } from './picture-list.ts';
import { catchmentPlan } from './school-plan.ts';

const HANDOVERS = [
  { from: 'G5', to: 'G2', blocks: 24 },
  { from: 'G5', to: 'G4', blocks: 14 },
  { from: 'G6', to: 'G7', blocks: 12 },
  { from: 'G1', to: 'G2', blocks: 5 },
];

const plans = new Map<string, Promise<string>>();

/** Opens the page on the draft, which is made once a server, and waits until map and table stand. */
export async function openSchools({ browser, url, size }: PictureScene, query = '', as = 'planung'): Promise<Page> {
  const plan = plans.get(url) ?? catchmentPlan(url, 'Nicht über die Bahn', HANDOVERS);
  plans.set(url, plan);
  const { page } = await openPage(browser, `${url}/schools${as === 'public' ? '' : `?plan=${await plan}${query}`}`, { ...size, as });
  await page.locator('zs-schools').locator('.utilisation, .school-cards, .schools-list').first().waitFor();
  return page;
}
