// Parameters of school planning that cannot be meant, siblings that nobody counted, and papers that have to go on over pages.
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkSettings, defaultSettings } from '../../core/schools/school-settings.ts';
import { estimateSiblings } from '../../core/schools/siblings.ts';
import { paperToHtml } from '../../server/http/papers/paper-html.ts';
import { paperToPdf } from '../../server/http/papers/paper-pdf.ts';
import { addressKey, AddressSearch } from '../../server/workspace/schools/placed-addresses.ts';
import { schoolsByZone } from '../../server/workspace/schools/school-register.ts';

describe('parameters', () => {
  it('to begin with have a source each and no fault', () => {
    const settings = defaultSettings();
    expect(checkSettings(settings)).toEqual([]);
    for (const { source } of Object.values(settings.variants)) expect(source).not.toBe('');
  });

  it('that cannot be meant are named with what would be', () => {
    const housing = { housing: 'n', name: 'Nord', blocks: [], dwellings: -1, ready: 2028, entriesPer100: [], source: '' };
    const settings = { ...defaultSettings(), horizon: 0, housing: [housing, { ...housing, blocks: ['b'], dwellings: 10, entriesPer100: [3], source: 'x' }] };
    expect(checkSettings(settings).map(({ field }) => field)).toEqual(['horizon', 'housing.0.blocks', 'housing.0.dwellings', 'housing.0.entriesPer100', 'housing.0.source', 'housing.1.housing']);
  });
});

describe('siblings that nobody counted', () => {
  it('follow from the size of families, never more than there are children, and are unknown where a count is', () => {
    const estimated = estimateSiblings({ entering: Float64Array.of(10, 10, 0, 10, 10), children: Float64Array.of(30, 20, 5, 100, 7), households: Float64Array.of(15, 20, 5, 5, Number.NaN) }, 0.2);
    expect([...estimated]).toEqual([2, 0, 0, 10, Number.NaN]);
  });
});

describe('schools and zones', () => {
  const school = (code: string, x: number, zones: string[] = []) => ({ school: code, name: code, type: '', address: '', x, y: 0, classesPerYear: null, classSize: null, placesPerYear: 25, zones, opens: null, closes: null });

  it('a school keeps the zone of its name where its block moves; a common catchment has several, a school may serve two', () => {
    const zoneAt = (x: number) => (x < 10 ? 0 : 1);
    const placed = schoolsByZone([school('A', 20), school('X', 1), school('Y', 30, ['A', 'B'])], ['A', 'B'], zoneAt);
    expect(placed.byZone).toEqual([[0, 1, 2], [2]]);
    expect(placed.findings.map(({ code, school: of }) => [code, of])).toEqual([['LIES_IN_OTHER_ZONE', 'A']]);
  });
});

describe('addresses', () => {
  it('are found however people write them', () => {
    expect(addressKey('Goethestr. 5 A')).toBe(addressKey('goethestraße 5a'));
    const address = (street: string, houseNumber: string) => ({ address: street + houseNumber, block: null, street, houseNumber, weight: 1, x: 0, y: 0 });
    const search = new AddressSearch([address('Goethestraße', '5'), address('Goethestraße', '5a'), address('Am Goetheplatz', '1')]);
    expect(search.find('goethestr 5', 5).map(({ houseNumber }) => houseNumber)).toEqual(['5', '5a']);
    expect(search.find('goetheplatz', 5).map(({ street }) => street)).toEqual(['Am Goetheplatz']);
    expect(search.find(' . ', 5)).toEqual([]);
  });
});

describe('papers', () => {
  const rows = Array.from({ length: 200 }, (_, i) => [`Straße ${i} (Süd)`, i]);
  const paper = { title: 'Anlage <1>', language: 'de', lines: ['Größe ≈ 3'], tables: [{ title: 'Liste', notes: [], columns: [{ title: 'Straße', align: 'left' as const, width: 3 }, { title: 'Zahl', align: 'right' as const, width: 1 }], rows }], foot: 'Gartenstadt' };

  it('go on over pages, with the head of the table on each, and every row once', () => {
    const bytes = paperToPdf(paper);
    const raw = bytes.toString('latin1');
    const pages = [...raw.matchAll(/\/Length (\d+)\/Filter\/FlateDecode>>stream\n/g)].map((match) => inflateSync(bytes.subarray(match.index + match[0].length, match.index + match[0].length + Number(match[1]))).toString('latin1'));
    expect(pages.length).toBeGreaterThan(3);
    expect(raw).toContain(`/Count ${pages.length}`);
    for (const page of pages) expect(page).toContain('(Stra\\337e) Tj');
    const all = pages.join('\n');
    for (let i = 0; i < 200; i++) expect(all.split(`(Stra\\337e ${i} \\(S\\374d\\)) Tj`)).toHaveLength(2);
    // Where objects are is where the table of the file says.
    const table = [...raw.slice(raw.indexOf('xref\n')).matchAll(/^(\d{10}) 00000 n/gm)].map(([, at]) => Number(at));
    table.forEach((at, i) => expect(raw.slice(at, at + `${i + 1} 0 obj`.length)).toBe(`${i + 1} 0 obj`));
  });

  it('as pages to print have no markup of their words', () => {
    expect(paperToHtml(paper)).toContain('<h1>Anlage &lt;1&gt;</h1>');
  });
});
