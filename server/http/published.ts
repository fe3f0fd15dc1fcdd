// Routes of what appeared elsewhere before: what was entered, and where to look as long as nothing was.
import { STAFF } from '../auth/roles.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { Published } from './schemas/published.ts';

/** Places where German municipalities have printed small-area totals. */
const SUGGESTED = [
  {
    kind: 'yearbook',
    title: { de: 'Statistisches Jahrbuch', en: 'Statistical yearbook' },
    where: { de: 'Einwohner und Haushalte nach Stadtteilen, gedruckt und als PDF', en: 'Residents and households by district, in print and as PDF' },
  },
  {
    kind: 'open-data',
    title: { de: 'Open-Data-Portal', en: 'Open data portal' },
    where: { de: 'Tabellen und Kartendienste der Stadt und des Landes', en: 'Tables and map services of the city and the state' },
  },
  {
    kind: 'federal-agency',
    title: { de: 'Tabellen der Bundesagentur für Arbeit', en: 'Tables of the Federal Employment Agency' },
    where: { de: 'Arbeitslose und Bedarfsgemeinschaften unterhalb der Gemeinde', en: 'Unemployed people and benefit units below the municipality' },
  },
  {
    kind: 'council',
    title: { de: 'Ratsvorlagen und Sozialberichte', en: 'Council papers and social reports' },
    where: { de: 'Anlagen mit Zahlen nach Sozialräumen, Schulbezirken, Wahlbezirken', en: 'Annexes with numbers by planning area, school district or polling district' },
  },
] as const;

export function publishedRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/published',
      id: 'listPublished',
      tag: 'Releases',
      summary: 'What appeared elsewhere before and is counted by every audit; entered by imports of kind published',
      roles: STAFF,
      replies: { 200: { description: 'Publications in the order of entry', schema: Published } },
      handle: async () => {
        await workspace.releases.refresh();
        const published = workspace.releases.published.map(({ blockSet: _blockSet, enteredAt, ...row }) => ({ ...row, enteredAt: enteredAt.toISOString() }));
        return ok({ published, suggested: published.length === 0 ? SUGGESTED : [] });
      },
    }),
  ];
}
