// Releases asked for over the routes, as people would: one that gives four people away, one that gives nobody away, one by who may not approve it.
import { scriptHeaders } from './demo-accounts.ts';

export interface AskedReleases {
  /** Published under a rule set that protects nothing, so that later releases meet what it gives away. */
  readonly earlier: string;
  readonly leaking: string;
  readonly clean: string;
  /** Asked for by `statistik`. */
  readonly own: string;
}

/** `statistics` of the release that gives people away, whose first is the one that does. */
export async function askForReleases(url: string, statistics: readonly string[] = ['residents']): Promise<AskedReleases> {
  const post = async (account: string, path: string, body: object): Promise<{ release: string }> => {
    const headers = { ...(await scriptHeaders(url, account)), 'Content-Type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { release: string };
  };
  const ask = async (account: string, purpose: string, wish: object) => (await post(account, '/releases', { version: 2, purpose, ...wish })).release;
  const areas = { geography: 'sozialraeume', statistics: ['residents'], referenceDates: ['2025-12-31'] };
  const earlier = await ask('planung', 'Sozialräume, früherer Regelsatz', { ...areas, ruleSet: { threshold: 1 } });
  await post('statistik', `/releases/${earlier}/approve`, {});
  return {
    earlier,
    leaking: await ask('planung', 'Sozialraum-Kennzahlen 2025', { ...areas, statistics }),
    clean: await ask('planung', 'Haushalte der Planungsräume', { geography: 'planungsraeume', statistics: ['households'], referenceDates: ['2024-12-31'] }),
    own: await ask('statistik', 'Wahlbezirke 2023', { geography: 'wahlbezirke', statistics: ['under_18'], referenceDates: ['2023-12-31'] }),
  };
}
