// The demo municipality Gartenstadt from its seeds: always the same, nothing read, nothing downloaded.
import { placeBuildings } from './buildings.ts';
import { numberHouses } from './addresses.ts';
import { placeSite, type LandUse } from './land-use.ts';
import { LAYOUTS, planCells } from './layout.ts';
import { buildMesh, type Mesh } from './mesh.ts';
import { PLANNING_AREAS, SOCIAL_AREAS } from './places.ts';
import { countSets, lineageOf, populate, type CellCounts } from './population.ts';
import { apportion } from './random.ts';
import { makeStands, type CellStand, type CellStands } from './stands.ts';
import { COLUMNS, STATISTICS } from './statistics.ts';
import { layStreets } from './streets.ts';
import { drawSurroundings } from './surroundings.ts';
import type { BlockStand, Geography, GeographyVersion, LayerSeeds, Scale, School, Town } from './town.ts';
import { placeZones, type CellCut, type CellZones } from './zones.ts';

export const SEEDS: LayerSeeds = {
  plan: 20271, landUse: 20272, zones: 20273, stands: 20274, population: 20275,
  streets: 20276, schools: 20277, buildings: 20278, addresses: 20279,
};

export interface TownOptions {
  readonly scale: Scale;
  /** Replaces single layers' seeds. */
  readonly seeds?: Partial<LayerSeeds>;
}

/** What each layer makes, by name; a layer reads only what stands before it in LAYERS and its own seed, and is made when asked for. */
export function makeLayers(options: TownOptions) {
  const { scale } = options;
  const seeds = { ...SEEDS, ...options.seeds };
  const layout = LAYOUTS[scale];
  const plan = once(() => buildMesh(layout, planCells(layout, seeds.plan)));
  const landUse = once(() => placeSite(layout, plan(), seeds.landUse));
  const zones = once(() => placeZones(scale, layout, plan(), landUse(), seeds.zones));
  const stands = once(() => makeStands(scale, plan(), landUse(), zones(), seeds.stands));
  const population = once(() => populate(scale, layout, plan(), zones(), stands(), seeds.population));
  const streets = once(() => layStreets(layout, plan(), landUse(), stands(), seeds.streets));
  const schools = once(() => openSchools(scale, plan(), zones(), population(), seeds.schools));
  const buildings = once(() => placeBuildings(scale, layout, plan(), stands().use, landUse().inside, streets(), seeds.buildings));
  const addresses = once(() => numberHouses(scale, buildings(), streets(), stands(), seeds.addresses));
  return { plan, landUse, zones, stands, population, streets, schools, buildings, addresses };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/**
 * Gartenstadt as a town (30,000 residents, about 1,200 blocks, 6,000 addresses; under a second) or as a city (320,000
 * residents, about 12,000 blocks, 40,000 addresses, 60,000 street edges, 80 schools, 41,000 pupils; a few seconds).
 */
export function generateTown(options: TownOptions): Town {
  const { scale } = options;
  const made = makeLayers(options);
  const [mesh, site, zones, stands] = [made.plan(), made.landUse(), made.zones(), made.stands()];
  const [counts, streets, schools, buildings, addresses] = [made.population(), made.streets(), made.schools(), made.buildings(), made.addresses()];
  const blockStands = [
    blockStand(1, '2015-01-01', '2020-01-01', stands.stand2015, stands.use),
    blockStand(2, '2020-01-01', null, stands.stand2020, stands.use),
  ] as const;
  const { stationSliver, eastSliver, pollingSlivers, threeWay } = zones.planted;
  const blockId = (cell: number) => stands.stand2020.ids[stands.stand2020.blockOf[cell]!]!;
  return {
    scale,
    municipality: '09990001',
    name: 'Gartenstadt',
    epsg: 25832,
    blockStands,
    lineage: lineageOf(stands, counts),
    geographies: geographiesOf(zones, stands),
    statistics: STATISTICS,
    counts: countSets(zones, stands, counts),
    addresses,
    network: streets.network,
    schools,
    layers: drawSurroundings({ scale, layout: LAYOUTS[scale], mesh, site, stand: blockStands[1], streets, buildings, schools, addresses }),
    planted: {
      stationSliver: blockId(stationSliver),
      eastSliver: blockId(eastSliver),
      pollingSlivers: [blockId(pollingSlivers[0]), blockId(pollingSlivers[1])],
      threeWay: blockId(threeWay),
    },
  };
}

function blockStand(blockSet: number, validFrom: string, validTo: string | null, stand: CellStand, use: readonly LandUse[]): BlockStand {
  return { blockSet, validFrom, validTo, rings: stand.rings, landUse: stand.groups.map((cells) => use[cells[0]!]!) };
}

function geographiesOf(zones: CellZones, stands: CellStands): Geography[] {
  const geography = (
    id: string,
    de: string,
    en: string,
    parent: string | null,
    key: keyof CellCut | null,
    list: readonly { readonly zone: string; readonly name: string }[],
    titles: readonly [string, string] = ['Gebietsstand 2015', 'Gebietsstand 2020'],
  ): Geography => {
    const version = (number: number, validFrom: string, validTo: string | null, stand: CellStand, cut: CellCut): GeographyVersion => ({
      version: number,
      title: titles[number - 1]!,
      validFrom,
      validTo,
      blockSet: number,
      zones: list,
      assignment: Int32Array.from(stand.groups, (cells) => (key === null ? 0 : cut[key][cells[0]!]!)),
    });
    return {
      geography: id,
      name: { de, en },
      parent,
      versions: [
        version(1, '2015-01-01', '2020-01-01', stands.stand2015, zones.cut2015),
        version(2, '2020-01-01', null, stands.stand2020, zones.cut2020),
      ],
    };
  };
  const quarters = zones.quarters.map(({ code, name }) => ({ zone: code, name }));
  const bundles = (list: readonly { readonly code: string; readonly name: string }[]) => list.map(({ code, name }) => ({ zone: code, name }));
  return [
    geography('stadtteile', 'Stadtteile', 'Districts', null, 'quarter', quarters),
    geography('sozialraeume', 'Sozialräume', 'Social areas', 'planungsraeume', 'socialArea', bundles(SOCIAL_AREAS)),
    geography('planungsraeume', 'Planungsräume', 'Planning areas', null, 'planningArea', bundles(PLANNING_AREAS)),
    geography('grundschulbezirke', 'Grundschulbezirke', 'Primary school catchments', null, 'catchment', bundles(zones.schools), ['Satzung 2015', 'Satzung 2020']),
    geography('wahlbezirke', 'Wahlbezirke', 'Polling districts', null, 'pollingDistrict', quarters.map(({ zone, name }) => ({ zone: `W${zone}`, name: `Wahlbezirk ${zone} ${name}` }))),
    geography('gesamtstadt', 'Gesamtstadt', 'Whole town', null, null, [{ zone: '0', name: 'Gartenstadt' }]),
  ];
}

const CITY_PUPILS = 41_000;

/** Pupils are the children of the catchment at the newest date: 6 to 9 in the town's primary schools, 6 to 17 in the city's. */
function openSchools(scale: Scale, mesh: Mesh, zones: CellZones, counts: CellCounts, seed: number): School[] {
  const newest = counts.byYear.at(-1)!;
  const ages = COLUMNS.flatMap((column, i) => {
    const age = /^age_(\d\d)$/.exec(column)?.[1];
    return age !== undefined && Number(age) >= 6 && Number(age) <= (scale === 'town' ? 9 : 17) ? [i] : [];
  });
  const children = zones.schools.map(() => 0);
  zones.cut2020.catchment.forEach((zone, cell) => {
    if (zone >= 0) for (const column of ages) children[zone]! += newest[cell * COLUMNS.length + column]!;
  });
  const pupils = scale === 'town' ? children : apportion(CITY_PUPILS, children);
  return zones.schools.map(({ code, name, cell }, i) => {
    const [x, y] = mesh.cells[cell]!.centre;
    // Classes of 25; some schools are full, some have room.
    const capacity = 25 * Math.ceil((pupils[i]! * (0.93 + 0.03 * ((seed + 3 * i) % 8))) / 25);
    return { school: code, name, x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100, capacity, pupils: pupils[i]! };
  });
}
