// `catchments`: what a cut of school catchments means for every school and year, and a better one.
import { basename } from 'node:path';
import { z } from 'zod';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { type Coverage, UNASSIGNED } from '../../core/coverage/coverage.ts';
import { interiorPoints } from '../../core/coverage/interior-point.ts';
import { createBlockLocator } from '../../core/coverage/locate.ts';
import { joinPairs, nearPairs } from '../../core/coverage/near-adjacency.ts';
import { createAccessLocator } from '../../core/network/access-points.ts';
import type { StreetGraph } from '../../core/network/street-graph.ts';
import { walkingDistances } from '../../core/network/walking-distances.ts';
import { inEnglish } from '../../core/refusals/say.ts';
import type { CatchmentInput } from '../../core/schools/effects.ts';
import { measurePlan } from '../../core/schools/optimise/measures.ts';
import { CatchmentSearch } from '../../core/schools/optimise/optimise.ts';
import type { Measures, OptimiseInput } from '../../core/schools/optimise/optimise-input.ts';
import { InputError } from '../gdal/input-error.ts';
import { numberColumn } from '../gdal/read-numbers.ts';
import { requireColumn } from '../gdal/read-table.ts';
import { requireOutput, writeTable } from '../gdal/write-table.ts';
import { blockFields, column, columns, file, otherCrs } from './inputs/fields.ts';
import { type BlockSource, readBlocks, requireUnique } from './inputs/read-blocks.ts';
import { readNetwork } from './inputs/read-network.ts';
import { readSchools, type SchoolSource } from './inputs/read-schools.ts';
import { zonesOfTable } from './inputs/read-zones.ts';
import { requireCoverage } from './inputs/require-coverage.ts';
import { catchmentTable } from './outputs/catchment-table.ts';
import type { Process, ProcessContext } from './process.ts';

const input = z.strictObject({
  ...blockFields,
  schools: file('schools: points of any vector file, or a table with --schools-x and --schools-y'),
  schoolId: column('column that names each school'),
  schoolZone: column('column of --schools with the zone that a school belongs to, for catchments of several schools (default: its own id)').optional(),
  schoolsX: column('column of the easting or longitude, where --schools is a table (default: --x)').optional(),
  schoolsY: column('column of the northing or latitude (default: --y)').optional(),
  schoolsCrs: otherCrs('CRS of --schools, where the file names none or a wrong one (default for a table: --source-crs)').optional(),
  pupils: columns('columns of the block file with the children who enter, one a year; they may be no whole numbers'),
  capacity: columns('column of --schools with the places a year, or one column for each of --pupils; empty where it is not known'),
  decimal: z.enum([',', '.']).optional().meta({ description: 'decimal sign of the numbers, where it does not follow from them' }),
  assignment: file('table with the columns block and zone').optional(),
  nearest: z.boolean().optional().meta({ description: 'every block to its nearest school' }),
  network: file('streets to walk on: lines of any vector file, OpenStreetMap files too; without it distances are straight lines').optional(),
  networkCrs: otherCrs('CRS of --network, where the file names none or a wrong one').optional(),
  maxDistance: z.number().positive().default(2000).meta({ description: 'metres beyond which a way to school is too far', placeholder: 'M' }),
  near: z.number().positive().optional().meta({ description: 'for --optimise: blocks within M metres are neighbours, where streets or water lie between', placeholder: 'M' }),
  optimise: z.boolean().optional().meta({ description: 'search a better assignment from the given one; the table and the summary are of the new one' }),
  maxMoved: z.number().min(0).max(1).default(0.15).meta({ description: 'for --optimise: share of the children that may change school', placeholder: 'SHARE' }),
  rounds: z.int().min(1).max(1000).default(8).meta({ description: 'for --optimise: rounds of the search; more take longer and find a little more', placeholder: 'N' }),
  seed: z.int().min(0).default(1).meta({ description: 'for --optimise: the same seed gives the same assignment', placeholder: 'N' }),
  saveAssignment: z.string().min(1).optional().meta({ description: 'file for the new assignment (or that of --nearest) with the columns block and zone: .csv', placeholder: 'F.csv' }),
});

type Options = z.infer<typeof input>;

/** Something about the data that a planner should look at; nothing of it is left out of the sums. */
interface Finding {
  readonly code: 'SCHOOL_OUTSIDE' | 'SCHOOL_IN_ANOTHER_ZONE' | 'SAME_PLACE' | 'NO_PLACES' | 'PLACES_UNKNOWN' | 'PUPILS_UNKNOWN' | 'NO_ZONE' | 'NO_BLOCKS' | 'NETWORK_ISLANDS' | 'FAR_FROM_NETWORK' | 'NO_WAY' | 'YEARS_MISSING';
  readonly detail: string;
  readonly school?: string;
}

/** Farther than this from the network a place is told; it is joined all the same. */
const FAR_M = 200;

export const catchments: Process<typeof input> = {
  id: 'catchments',
  title: { de: 'Schulbezirke prüfen und verbessern', en: 'Check and improve school catchments' },
  description: {
    de: 'Rechnet je Schule und Jahr Kinder, Plätze, Auslastung und Schulwege; mit --optimise entsteht ein besserer Zuschnitt.',
    en: 'Reckons pupils, places, utilisation and ways to school for every school and year; with --optimise a better assignment is searched, each zone in one piece. The summary is JSON, the table a row a school and year (--format csv, or --out F). Ways go from the inside of each block along --network, or in a straight line.',
  },
  produces: 'both',
  givesTable: () => true,
  input,
  examples: [
    'catchments --blocks blocks.gpkg --block-id block --schools schools.geojson --school-id id --pupils p2026,p2027 --capacity places --nearest --network streets.gpkg --format csv',
    'catchments --blocks blocks.gpkg --block-id block --schools schools.csv --school-id id --schools-x x --schools-y y --schools-crs EPSG:25832 --pupils p2030 --capacity places --assignment today.csv --optimise --save-assignment better.csv --out better.gpkg',
  ],
  async run(options, context) {
    requireOneWay(options);
    if (options.saveAssignment !== undefined) await requireOutput(options.saveAssignment, ['.csv']);
    context.progress(0, 'reading the blocks');
    const source = await readBlocks(options);
    requireUnique(source.table, options.blockId, source.ids);
    if (source.epsg === null) throw new InputError({ file: source.file, problem: 'has no places, so nobody knows the ways to school', accepted: 'polygons, or --x COL --y COL --source-crs EPSG:n' });
    const coverage = source.rings === null ? null : requireCoverage(source.rings, source.table, options.blockId, source.epsg, (message) => context.note(message)).coverage;
    if (options.optimise === true && coverage === null) throw new InputError({ file: source.file, option: 'optimise', problem: 'points have no neighbours', accepted: 'polygons, or points with --cell M' });
    const findings: Finding[] = [];
    const children = readChildren(options, source, findings);
    context.progress(0.2, 'reading the schools');
    const schools = await readSchools(schoolInput(options), options.pupils.length, source.epsg);
    const zones = [...new Set(schools.zones)];
    const points = coverage === null ? source.points! : interiorPoints(coverage);
    context.progress(0.3, options.network === undefined ? 'measuring' : 'reading the streets');
    const graph = options.network === undefined ? null : await readNetwork(options.network, options.networkCrs, source.epsg);
    context.signal.throwIfAborted();
    const metres = graph === null ? straight(schools.xy, points) : walked(graph, schools, points, source, findings);
    const effects: CatchmentInput = {
      blockCount: source.ids.length,
      zoneCount: zones.length,
      years: options.pupils.map((_, y) => y),
      children,
      schools: zones.map((zone) => [...schools.zones.keys()].filter((school) => schools.zones[school] === zone)),
      places: schools.places,
      metres,
      limitM: options.maxDistance,
      classRule: null,
    };
    const given = options.nearest === true ? nearestZones(effects) : await assignmentOf(options, source, schools, zones);
    lookAtSchools(options, schools, findings);
    const schoolBlock = blocksOfSchools(schools, coverage, source, given, zones, findings);
    const optimised = options.optimise === true ? await optimise(options, effects, coverage!, given, schoolBlock, context) : null;
    const assignment = optimised?.best ?? given;
    lookAtZones(source, effects, assignment, zones, findings);
    const table = catchmentTable(effects, assignment, zones, options.pupils, coverage, source.epsg);
    if (options.saveAssignment !== undefined) {
      await writeTable({ columns: ['block', 'zone'], rows: source.ids.map((id, block) => [id, zones[assignment[block]!] ?? '']) }, options.saveAssignment, '.csv');
    }
    for (const { detail } of findings) context.note(detail);
    return { result: table, report: () => summary(), findings: false };

    function summary(): unknown {
      const measures = measurePlan({ effects, neighbours: neighboursOf(options, coverage, effects.blockCount), assignment: given }, assignment);
      // The cost is the search's; alone it says nothing.
      const { cost: _cost, ...plain } = told(measures);
      return {
        crs: `EPSG:${source.epsg}`,
        blocks: source.ids.length,
        schools: schools.ids.length,
        zones: zones.length,
        years: options.pupils,
        distances: graph === null ? 'straight lines' : 'along the network',
        maxDistanceM: options.maxDistance,
        ...(graph === null ? {} : { network: { nodes: graph.nodeCount, edges: graph.edgeCount, pieces: graph.pieceM.length, lengthM: Math.round(graph.pieceM.reduce((sum, m) => sum + m, 0)) } }),
        pupils: options.pupils.map((_, y) => Number(children.reduce((sum, count, i) => (i % options.pupils.length === y ? sum + count : sum), 0).toFixed(6))),
        ...plain,
        rows: table.rows.map((row) => Object.fromEntries(table.columns.map((name, i) => [name, row[i]!]))),
        findings,
        ...(optimised === null ? {} : { optimised: optimised.report, assignment: source.ids.map((id, block) => ({ block: id, zone: zones[assignment[block]!] ?? '' })) }),
      };
    }
  },
};

function requireOneWay(options: Options): void {
  if ((options.assignment === undefined) === (options.nearest !== true)) {
    throw new InputError({ option: options.assignment === undefined ? 'assignment' : 'nearest', problem: options.assignment === undefined ? 'no zones are given' : 'zones are given twice', accepted: 'one of --assignment F.csv, --nearest' });
  }
  if (options.networkCrs !== undefined && options.network === undefined) throw new InputError({ option: 'network', problem: 'is needed with --network-crs', accepted: 'a file of lines' });
  if (options.near !== undefined && options.optimise !== true) throw new InputError({ option: 'optimise', problem: 'is needed with --near', accepted: '--optimise --near M' });
  const twice = options.pupils.find((name, i) => options.pupils.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError({ option: 'pupils', problem: `"${twice}" is named twice`, accepted: 'each column once' });
}

function schoolInput(options: Options) {
  return { ...options, schoolsX: options.schoolsX ?? options.x, schoolsY: options.schoolsY ?? options.y, schoolsCrs: options.schoolsCrs ?? (options.schoolsX === undefined && options.x === undefined ? undefined : options.sourceCrs) };
}

/** Block × year; an empty field counts nobody and is told. */
function readChildren({ pupils, decimal }: Options, { table, ids }: BlockSource, findings: Finding[]): Float64Array {
  const children = new Float64Array(ids.length * pupils.length);
  const accepted = 'a number from 0, or empty where it is not known';
  pupils.forEach((name, y) => {
    const at = requireColumn(table, name);
    const reader = numberColumn(table, at, accepted, { decimal });
    let unknown = 0;
    for (let block = 0; block < ids.length; block++) {
      const value = reader.read(block);
      if (value !== null && typeof value !== 'number') throw new InputError({ ...value, accepted: inEnglish(value.accepted ?? '').replaceAll('mapping.', '--') });
      if (value !== null && value < 0) throw new InputError({ file: table.file, row: table.rowNumber(block), field: name, problem: `${value} children`, accepted });
      if (value === null) unknown++;
      children[block * pupils.length + y] = value ?? 0;
    }
    if (unknown > 0) findings.push({ code: 'PUPILS_UNKNOWN', detail: `${unknown} of ${ids.length} blocks have no value of ${name}: their children are not known and not counted` });
  });
  // A cohort that is left out looks like a year without change.
  const years = pupils.map((name) => Number(/(?:^|\D)((?:19|20)\d{2})$/.exec(name)?.[1] ?? NaN));
  if (years.length > 1 && years.every((year) => year > 0)) {
    const missing = Array.from({ length: Math.max(...years) - Math.min(...years) }, (_, i) => Math.min(...years) + i).filter((year) => !years.includes(year));
    if (missing.length > 0) findings.push({ code: 'YEARS_MISSING', detail: `between the years of --pupils ${missing.length === 1 ? 'is a gap' : 'are gaps'}: ${missing.join(', ')}` });
  }
  return children;
}

function straight(from: Float64Array, to: Float64Array): Float32Array {
  const count = to.length / 2;
  return Float32Array.from({ length: (from.length / 2) * count }, (_, i) => {
    const [school, block] = [Math.floor(i / count), i % count];
    const metres = Math.hypot(from[2 * school]! - to[2 * block]!, from[2 * school + 1]! - to[2 * block + 1]!);
    return Number.isNaN(metres) ? Infinity : metres;
  });
}

/** Everybody is joined to the largest connected piece, since from an island of the network nobody gets anywhere. */
function walked(graph: StreetGraph, schools: SchoolSource, points: Float64Array, source: BlockSource, findings: Finding[]): Float32Array {
  const locate = createAccessLocator(graph);
  const [from, to] = [locate(schools.xy), locate(points)];
  if (graph.pieceM.length > 1) {
    const rest = graph.pieceM.slice(1).reduce((sum, m) => sum + m, 0);
    findings.push({ code: 'NETWORK_ISLANDS', detail: `${graph.pieceM.length - 1} pieces of the network (${Math.round(rest)} m of ways) hang together with nothing else: ways begin and end at the largest piece` });
  }
  from.offM.forEach((off, school) => {
    if (off > FAR_M) findings.push({ code: 'FAR_FROM_NETWORK', school: schools.ids[school]!, detail: `school "${schools.ids[school]}" is ${Math.round(off)} m from the nearest way, which counts as walked` });
  });
  const far = source.ids.filter((_, block) => to.offM[block]! > FAR_M && to.offM[block]! < Infinity);
  if (far.length > 0) findings.push({ code: 'FAR_FROM_NETWORK', detail: `${far.length} blocks are more than ${FAR_M} m from the nearest way, which counts as walked (at most ${Math.round(Math.max(...Array.from(to.offM).filter(Number.isFinite)))} m): ${firstFive(far)}` });
  return walkingDistances(graph, from, to, Infinity).metres;
}

/** Nearest school's zone; of equally near ones the first in the file. Blocks that no way leads from are in none. */
function nearestZones({ blockCount, metres, schools }: CatchmentInput): Int32Array {
  return Int32Array.from({ length: blockCount }, (_, block) => {
    let [best, least, first] = [UNASSIGNED, Infinity, Infinity];
    schools.forEach((list, zone) => {
      for (const school of list) {
        const way = metres[school * blockCount + block]!;
        if (way < least || (way === least && way < Infinity && school < first)) [best, least, first] = [zone, way, school];
      }
    });
    return best;
  });
}

async function assignmentOf(options: Options, source: BlockSource, schools: SchoolSource, zones: readonly string[]): Promise<Int32Array> {
  const read = await zonesOfTable(options.assignment!, source, options.blockId);
  const position = new Map(zones.map((zone, i) => [zone, i]));
  const stray = read.zones.find((zone) => !position.has(zone));
  if (stray !== undefined) {
    throw new InputError({ file: basename(options.assignment!), field: 'zone', problem: `no school of ${schools.file} belongs to zone "${stray}"`, accepted: `one of ${firstFive(zones)}` });
  }
  return read.assignment.map((zone) => (zone < 0 ? UNASSIGNED : position.get(read.zones[zone]!)!));
}

function lookAtSchools({ capacity, pupils }: Options, { ids, xy, places }: SchoolSource, findings: Finding[]): void {
  const at = new Map<string, string>();
  ids.forEach((id, school) => {
    const place = `${xy[2 * school]} ${xy[2 * school + 1]}`;
    const other = at.get(place);
    if (other !== undefined) findings.push({ code: 'SAME_PLACE', school: id, detail: `schools "${other}" and "${id}" stand in the same place: no block is nearer to one of them` });
    else at.set(place, id);
    const own = places.subarray(school * pupils.length, (school + 1) * pupils.length);
    if (own.some(Number.isNaN)) findings.push({ code: 'PLACES_UNKNOWN', school: id, detail: `school "${id}" has no value of ${capacity.join(', ')}: its utilisation is not known` });
    else if (own.includes(0)) findings.push({ code: 'NO_PLACES', school: id, detail: `school "${id}" has 0 places: its utilisation is not defined` });
  });
}

function blocksOfSchools({ ids, xy, zones: own }: SchoolSource, coverage: Coverage | null, source: BlockSource, assignment: Int32Array, zones: readonly string[], findings: Finding[]): Int32Array {
  if (coverage === null) return new Int32Array(ids.length).fill(-1);
  const locator = createBlockLocator(coverage);
  return Int32Array.from(ids, (id, school) => {
    const block = locator.at(xy[2 * school]!, xy[2 * school + 1]!);
    if (block < 0) findings.push({ code: 'SCHOOL_OUTSIDE', school: id, detail: `school "${id}" stands in no block` });
    else if (zones[assignment[block]!] !== own[school]) {
      const zone = assignment[block] === UNASSIGNED ? 'no zone' : `zone "${zones[assignment[block]!]}"`;
      findings.push({ code: 'SCHOOL_IN_ANOTHER_ZONE', school: id, detail: `school "${id}" stands in block "${source.ids[block]}", which is in ${zone}` });
    }
    return block;
  });
}

function lookAtZones(source: BlockSource, { blockCount, metres, schools, children, years }: CatchmentInput, assignment: Int32Array, zones: readonly string[], findings: Finding[]): void {
  const width = years.length;
  const lived = (block: number) => children.subarray(block * width, (block + 1) * width).some((count) => count > 0);
  const none = source.ids.filter((_, block) => assignment[block] === UNASSIGNED);
  if (none.length > 0) findings.push({ code: 'NO_ZONE', detail: `${none.length} of ${blockCount} blocks are in no zone: row "": ${firstFive(none)}` });
  const astray = source.ids.filter((_, block) => assignment[block] !== UNASSIGNED && lived(block) && schools[assignment[block]!]!.every((school) => metres[school * blockCount + block] === Infinity));
  if (astray.length > 0) findings.push({ code: 'NO_WAY', detail: `from ${astray.length} blocks no way leads to their school: pupils_unknown: ${firstFive(astray)}` });
  zones.forEach((zone, i) => {
    if (!assignment.includes(i)) findings.push({ code: 'NO_BLOCKS', school: zone, detail: `zone "${zone}" has no block` });
  });
}

function neighboursOf({ near }: Options, coverage: Coverage | null, blockCount: number): OptimiseInput['neighbours'] {
  if (coverage === null) return { blockCount, rookStart: new Uint32Array(blockCount + 1), rook: new Uint32Array(0), rookLengthM: new Float64Array(0) };
  const touching = adjacency(coverage);
  return near === undefined ? touching : joinPairs(touching, nearPairs(coverage, near));
}

/** Proposals between two looks at the signal: about a tenth of a second. */
const SLICE = 50_000;

async function optimise(options: Options, effects: CatchmentInput, coverage: Coverage, assignment: Int32Array, schoolBlock: Int32Array, context: ProcessContext): Promise<{ readonly best: Int32Array; readonly report: unknown }> {
  const perimeter = new Float64Array(coverage.blockCount);
  coverage.halfPart.forEach((part, half) => {
    if (part >= 0) perimeter[coverage.partBlock[part]!]! += coverage.arcLengthM[half >> 1]!;
  });
  const search = new CatchmentSearch({
    effects,
    neighbours: neighboursOf(options, coverage, effects.blockCount),
    assignment,
    schoolBlock,
    blockAreaM2: coverage.blockAreaM2,
    blockPerimeterM: perimeter,
    maxMovedShare: options.maxMoved,
    seed: options.seed,
  });
  while (search.rounds < options.rounds) {
    search.run(SLICE);
    context.progress(0.4 + (0.5 * search.rounds) / options.rounds, `searching, round ${search.rounds + 1} of ${options.rounds}`);
    // Lets a signal come in.
    await new Promise(setImmediate);
    context.signal.throwIfAborted();
  }
  return {
    best: search.best.slice(),
    report: {
      seed: options.seed,
      rounds: search.rounds,
      proposals: search.iterations,
      maxMovedShare: options.maxMoved,
      before: told(search.measures(assignment)),
      after: told(search.measures(search.best)),
      alternatives: search.front().map(({ id, stance, front, measures }) => ({ id, stance, front, ...told(measures) })),
    },
  };
}

/** Measures with the digits that mean something. */
function told(measures: Measures): Record<string, unknown> {
  const round = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));
  return {
    overCapacity: round(measures.overCapacity, 3),
    underCapacity: round(measures.underCapacity, 3),
    schoolsOver: measures.overZones,
    schoolsUnder: measures.underZones,
    highestUtilisation: round(measures.highest, 6),
    lowestUtilisation: round(measures.lowest, 6),
    distanceMean: round(measures.meanM, 3),
    pupilsBeyond: round(measures.beyond, 3),
    pupilsUnknown: round(measures.unknown, 3),
    pupilsUnassigned: round(measures.unassigned, 3),
    movedShare: round(measures.movedShare, 6),
    extraPieces: measures.extraPieces,
    cost: round(measures.cost, 9),
  };
}

function firstFive(names: readonly string[]): string {
  return names.slice(0, 5).map((name) => `"${name}"`).join(', ') + (names.length > 5 ? ' …' : '');
}
