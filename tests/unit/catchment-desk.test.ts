// Figures of catchments come from a worker thread that keeps what it was sent: byte for byte as they are reckoned in one go, whatever was asked before.
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSettings, HAZARDS } from '../../core/schools/school-settings.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { answerCatchments, type CatchmentBasis } from '../../server/workspace/schools/catchment-basis.ts';
import { CatchmentDesk } from '../../server/workspace/schools/catchment-desk.ts';
import { catchmentsJson } from '../../server/workspace/schools/catchment-json.ts';
import { rulesOfLand } from '../../server/workspace/schools/land-rules.ts';
import type { KnownWalks } from '../../server/workspace/schools/school-desk.ts';
import type { School } from '../../server/workspace/schools/school-register.ts';

const BLOCKS = 120;
const AGES = ['age_00', 'age_01', 'age_02', 'age_03', 'age_04', 'age_05', 'age_06'];
const MIX = ['sgb2_under_15', 'under_15'];
const random = seededRandom(9);
const up = (to: number) => Math.floor(random() * to);
const ids = Array.from({ length: BLOCKS }, (_, i) => `b${i}`);
const ground = { ids, baseOf: Int32Array.from(ids, (_, i) => i) };
const zones = ['A', 'B', 'C'].map((zone) => ({ zone, name: `Schule ${zone}` }));
const settings = { ...defaultSettings(rulesOfLand('nw')), mix: [MIX[0]!] };
const schools = zones.map(({ zone, name }, i): School => ({ school: zone, name, type: 'Grundschule', address: '', x: i, y: 0, classesPerYear: null, classSize: null, placesPerYear: 60, zones: [], opens: null, closes: null }));

/** Children of ages 0 to 6, one of them not counted where `without` says so. */
function countsWithout(without: string | null) {
  const columns = [...AGES, ...MIX, 'unasked'].filter((column) => column !== without);
  const table = createCountTable(columns, BLOCKS);
  for (let block = 0; block < BLOCKS; block++) columns.forEach((_, column) => setCount(table, block, column, random() < 0.02 ? null : up(6)));
  return { referenceDate: '2025-12-31', columns: [...AGES, ...MIX].map((statistic) => ({ statistic, approximate: false, table: statistic === without ? null : table })) };
}

const walksOf = (): KnownWalks => ({
  blockSet: 1,
  madeAt: new Date('2026-01-02T03:04:05Z'),
  report: { findings: [] },
  metres: new Map(schools.map(({ school }) => [school, Float32Array.from(ids, () => up(4000))])),
  crossings: new Map(schools.map(({ school }) => [school, Uint8Array.from({ length: HAZARDS.length * BLOCKS }, () => up(2))])),
});

const cut = () => ({ zones, assignment: Int32Array.from(ids, () => up(4) - 1) });

const first: CatchmentBasis = {
  head: { plan: 'p', version: 1, geography: 'g', exact: true, variant: 'medium', grades: 1, from: null, referenceDate: '2025-12-31', compareTitle: 'Satzung', limitM: 2000, walksMadeAt: '2026-01-02T03:04:05.000Z', threshold: 5 },
  ground, now: cut(), before: cut(), addresses: Int32Array.from(ids, () => up(9)), view: countsWithout(null), settings, walks: walksOf(), schools,
  schoolPositions: Int32Array.from(schools, (_, i) => 10 * i), housing: new Map(), mix: [{ statistic: MIX[0]!, name: { de: 'a', en: 'b' }, population: MIX[1]! }], today: '2026-11-26', registerFindings: [], groundFindings: [],
};

describe('the worker for figures of catchments', () => {
  const desk = new CatchmentDesk();
  afterAll(() => desk.close());

  async function same(basis: CatchmentBasis): Promise<string> {
    const texts: string[] = [];
    for (const numbers of ['all', 'annex'] as const) {
      const text = Buffer.from(await desk.answer(basis, numbers)).toString();
      expect(text).toBe(JSON.stringify(catchmentsJson(answerCatchments(basis), numbers)));
      texts.push(text);
    }
    return texts[0]!;
  }

  it('answers a plan and its next strokes, other counts, variants, parameters and walks', async () => {
    const text = await same(first);
    expect(JSON.parse(text).moves.length).toBeGreaterThan(0);
    const others: CatchmentBasis[] = [
      { ...first, now: cut() },
      { ...first, head: { ...first.head, variant: 'high' } },
      { ...first, settings: { ...settings, horizon: 4 } },
      { ...first, view: countsWithout(null) },
      { ...first, walks: walksOf() },
      { ...first, walks: null },
      { ...first, view: null, head: { ...first.head, referenceDate: null } },
      { ...first, before: first.now },
      { ...first, head: { ...first.head, grades: 4 } },
      { ...first, head: { ...first.head, grades: 4, from: 2028 } },
      { ...first, head: { ...first.head, from: 2028 } },
    ];
    const told = [text];
    for (const basis of others) told.push(await same(basis));
    expect(new Set(told).size).toBe(told.length);
    expect(await same(first)).toBe(text);
  });

  it('tells of a year of age that is not counted', async () => {
    const { findings } = JSON.parse(await same({ ...first, view: countsWithout('age_02') }));
    expect(findings).toContainEqual({ code: 'COHORT_GAP', detail: 'children aged 2 are not counted; entries of 2029 and 2030 are too low by them' });
  });

  it('is sent again what it had to give up for others', async () => {
    await desk.close();
    const before = await same(first);
    for (let i = 0; i < 14; i++) await same({ ...first, view: countsWithout(null), walks: walksOf(), settings: { ...settings }, ground: { ...ground, ids: [...ids] } });
    expect(await same(first)).toBe(before);
  });

  it('answers questions that are asked at once each with its own', async () => {
    const many = Array.from({ length: 6 }, (_, i) => ({ ...first, now: cut(), ...(i % 2 === 0 ? {} : { view: countsWithout(null) }) }));
    const texts = await Promise.all(many.map((basis) => desk.answer(basis, 'all')));
    texts.forEach((text, i) => expect(Buffer.from(text).toString()).toBe(JSON.stringify(catchmentsJson(answerCatchments(many[i]!), 'all'))));
  });

  it('rejects what it cannot reckon, and answers the next question', async () => {
    const broken = { ...first, now: { zones, assignment: null as unknown as Int32Array } };
    await expect(desk.answer(broken, 'all')).rejects.toThrow(/assignment|null/);
    await same(first);
  });

  it('rejects questions that are open when it is stopped, and begins anew with the next', async () => {
    const open = desk.answer(first, 'all');
    const rejected = expect(open).rejects.toThrow('was stopped');
    await desk.close();
    await rejected;
    await same(first);
  });
});
