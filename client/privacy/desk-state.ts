// Which page of the desk is open, as the address keeps it.
export const PAGES = ['release', 'releases', 'request', 'rules', 'published', 'access', 'ledger'] as const;
export type DeskPage = (typeof PAGES)[number];

export interface DeskPlace {
  readonly page: DeskPage;
  readonly release: string | undefined;
}

export function readPlace(hash: string): DeskPlace {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const page = PAGES.find((name) => name === fields.get('page')) ?? 'release';
  return { page, release: fields.get('release') ?? undefined };
}

export function writePlace({ page, release }: DeskPlace): string {
  if (page !== 'release') return `#page=${page}`;
  return release === undefined ? '' : `#release=${encodeURIComponent(release)}`;
}
