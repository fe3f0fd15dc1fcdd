// Who acts on a page, chosen in the app bar and remembered. Until accounts exist this names, it does not prove.

const STORAGE_KEY = 'zuschnitt.account';
const PUBLIC = '';

export type Page = 'start' | 'map' | 'editor' | 'imports' | 'privacy';

/** Editor and imports have no public side: without a choice they work as the planning office, every other page as the public. */
const DEFAULTS: Readonly<Record<Page, string | undefined>> = { start: undefined, map: undefined, editor: 'planung', imports: 'planung', privacy: 'dsb' };

export function accountOf(page: Page): string | undefined {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(STORAGE_KEY);
  } catch {
    // Storage switched off: the page's default then always holds.
  }
  return stored === null || stored === PUBLIC ? DEFAULTS[page] : stored;
}

/** Remembers `account` (undefined: the public) for all pages. */
export function chooseAccount(account: string | undefined): void {
  try {
    localStorage.setItem(STORAGE_KEY, account ?? PUBLIC);
  } catch {
    // as above
  }
}
