// Names and places of Gartenstadt: Stadtteile, Sozialräume, Planungsräume, schools. Shares of the radius, north up.

export interface Quarter {
  readonly code: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Head start in shares of the radius: a larger quarter begins earlier. */
  readonly start: number;
  /** Share of children under 15 in SGB II, in per cent: the social gradient that the figures follow. */
  readonly hardship: number;
  /** Residents per block against the town's habit at that distance. */
  readonly density: number;
}

const quarter = (code: string, name: string, x: number, y: number, hardship: number, density = 1, start = 0): Quarter => ({
  code, name, x, y, hardship, density, start,
});

/** The 18 Stadtteile of the town. */
export const QUARTERS: readonly Quarter[] = [
  quarter('01', 'Altstadt', 0.02, -0.02, 13.8, 0.95),
  quarter('02', 'Neustadt', 0.03, 0.34, 9.6, 1.1),
  quarter('03', 'Nordend', -0.15, 0.7, 4.6, 1.35),
  quarter('04', 'Lindenhof', -0.43, 0.78, 5.6, 1.7, 0.06),
  quarter('05', 'Uferpark', 0.12, 0.6, 4.2, 1.5, 0.1),
  quarter('06', 'Rosenau', -0.76, 0.34, 5.2, 1.2),
  quarter('07', 'Weststadt', -0.42, 0.22, 11.9, 1.15),
  quarter('08', 'Wasserturm', -0.78, -0.06, 15.7, 1.1),
  quarter('09', 'Kirchberg', 0.6, 0.7, 0, 0.6),
  quarter('10', 'Werder', 0.55, 0.33, 7.4),
  quarter('11', 'Ostfeld', 0.8, 0.02, 10.3, 1.4),
  quarter('12', 'Bahnhofsviertel', -0.34, -0.19, 23.4, 1.35),
  quarter('13', 'Hafen', 0.44, -0.08, 12, 0.12),
  quarter('14', 'Gleisdreieck', -0.14, -0.44, 19.2, 1.2),
  quarter('15', 'Südhang', -0.55, -0.5, 6.3, 1.25),
  quarter('16', 'Ziegelei', 0.12, -0.62, 9, 0.14),
  quarter('17', 'Mühlau', -0.14, -0.8, 5, 0.22),
  quarter('18', 'Auwiesen', 0.56, -0.42, 8.8, 1.5),
];

/** Twenty more Stadtteile that only the city has, in a ring round the town's eighteen. */
export const CITY_QUARTERS: readonly Quarter[] = [
  quarter('19', 'Birkenau', -0.02, 0.92, 4.4), quarter('20', 'Heidegrund', -0.36, 0.86, 6.1), quarter('21', 'Tannenbusch', -0.62, 0.7, 8.9),
  quarter('22', 'Steinbruch', -0.85, 0.45, 14.2), quarter('23', 'Wolfsgarten', -0.92, 0.12, 7.7), quarter('24', 'Galgenberg', -0.92, -0.22, 17.4),
  quarter('25', 'Rodeland', -0.78, -0.52, 9.1), quarter('26', 'Sonnenhalde', -0.55, -0.76, 3.2), quarter('27', 'Teichwiesen', -0.25, -0.9, 5.8),
  quarter('28', 'Grünau', 0.06, -0.92, 11.6), quarter('29', 'Fuhrpark', 0.28, -0.78, 16.3, 0.4), quarter('30', 'Schleuse', 0.52, -0.8, 12.7),
  quarter('31', 'Krähenwald', 0.78, -0.6, 4.9, 0.7), quarter('32', 'Holzhof', 0.92, -0.3, 13.1, 0.8), quarter('33', 'Ostheim', 0.94, 0.05, 10.8),
  quarter('34', 'Kalkofen', 0.9, 0.36, 9.4), quarter('35', 'Weinberg', 0.74, 0.62, 2.1, 0.8), quarter('36', 'Hirschgraben', 0.5, 0.86, 5.5),
  quarter('37', 'Neuland', 0.28, 0.9, 18.2, 1.3), quarter('38', 'Eichholz', 0.12, 0.78, 6.6),
];

/** How far the town's eighteen shrink toward the middle of the city. */
export const CITY_SHRINK = 0.66;

export function quartersOf(scale: 'town' | 'city'): readonly Quarter[] {
  if (scale === 'town') return QUARTERS;
  return [...QUARTERS.map((q) => ({ ...q, x: q.x * CITY_SHRINK, y: q.y * CITY_SHRINK })), ...CITY_QUARTERS];
}

export interface Bundle {
  readonly code: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** The seven Sozialräume as bundles of Stadtteile; the planted slivers are moved afterwards. */
export const SOCIAL_AREAS: readonly Bundle[] = [
  { code: '1', name: 'Mitte', members: ['01', '02'] },
  { code: '2', name: 'Nord', members: ['03', '04', '05', '19', '20', '37', '38'] },
  { code: '3', name: 'Bahnhof', members: ['12', '14'] },
  { code: '4', name: 'West', members: ['06', '07', '08', '21', '22', '23', '24'] },
  { code: '5', name: 'Süd', members: ['15', '16', '17', '25', '26', '27', '28'] },
  { code: '6', name: 'Ost', members: ['09', '10', '11', '33', '34', '35', '36'] },
  { code: '7', name: 'Auen', members: ['13', '18', '29', '30', '31', '32'] },
];

/** The three Planungsräume as bundles of Sozialräume. */
export const PLANNING_AREAS: readonly Bundle[] = [
  { code: 'A', name: 'Zentrum', members: ['1', '3'] },
  { code: 'B', name: 'Nord und West', members: ['2', '4', '5'] },
  { code: 'C', name: 'Östlich der Lauter', members: ['6', '7'] },
];

/** The seven Grundschulen of the town; `mixed` ones serve Mitte and Weststadt together (see planted-cases.ts). */
export const SCHOOLS = [
  { code: 'G1', name: 'Altstadtschule', x: 0.04, y: 0.1, inner: true },
  { code: 'G2', name: 'Lindenschule', x: -0.34, y: 0.18, inner: true },
  { code: 'G3', name: 'Nordendschule', x: -0.18, y: 0.68, inner: false },
  { code: 'G4', name: 'Wasserturmschule', x: -0.74, y: 0.02, inner: false },
  { code: 'G5', name: 'Bahnhofschule', x: -0.3, y: -0.28, inner: false },
  { code: 'G6', name: 'Werderschule', x: 0.58, y: 0.3, inner: false },
  { code: 'G7', name: 'Auenschule', x: 0.54, y: -0.36, inner: false },
] as const;
