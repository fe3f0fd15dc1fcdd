// What an import is refused for: said by code where it is found, and in words of both languages on the page.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { failureWords, issueWords, refusalWords } from '../../client/imports/issue-words.ts';
import de from '../../client/i18n/de.json';
import en from '../../client/i18n/en.json';
import { setLanguage } from '../../client/i18n/i18n.ts';
import { REASONS } from '../../core/refusals/reasons.ts';
import { inEnglish, say, type Reason } from '../../core/refusals/say.ts';
import { toIssue } from '../../server/http/refusals.ts';

const placesOf = (text: string) => text.match(/\{\w+\}/g) ?? [];

describe('reasons', () => {
  it('have words in both languages, of the same parts', () => {
    expect(Object.keys(de.refusals).toSorted()).toEqual(Object.keys(REASONS).toSorted());
    expect(en.refusals).toEqual(REASONS);
    // The German may leave out what only names an option of the command line, and fills nothing that the server does not give.
    const unfilled = Object.entries(de.refusals).filter(([reason, text]) => placesOf(text).some((place) => !REASONS[reason as Reason].includes(place)));
    expect(unfilled).toEqual([]);
  });

  it('are what every reader of files and every import says, and never English alone', () => {
    const folders = ['server/gdal', 'server/imports', 'core/tables'];
    const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name)));
    // Writers of files and readers of rasters serve processes alone, whose user is at a command line.
    const ofImports = files.filter((file) => !/write-table|read-raster/.test(file));
    const english = ofImports.flatMap((file) => readFileSync(file, 'utf8').match(/\b(problem|accepted): ['"`].*/g)?.map((line) => `${file}: ${line}`) ?? []);
    expect(english).toEqual([]);
  });
});

describe('refusals of an import on a German page', () => {
  const german = (problem: ReturnType<typeof say>) => issueWords(toIssue({ problem })).problem;

  it.each([
    [say('NO_ROWS'), 'Die Datei hat keine Zeilen'],
    [say('SEVERAL_LAYERS', { count: 3 }), 'Die Datei hat 3 Ebenen'],
    [say('CRS_UNKNOWN', { crs: 'EPSG:99999' }), 'Das Bezugssystem „EPSG:99999“ ist nicht bekannt'],
    [say('TOO_MANY_COLUMNS', { count: 1_000_000 }), 'Die Tabelle hat 1.000.000 Spalten'],
    [say('NO_COUNT', { value: '1.5' }), '„1.5“ ist keine Anzahl'],
    [say('DECIMAL_OPEN', { value: '1.234', a: 1.234, b: 1234 }), '„1.234“ kann 1,234 oder 1.234 sein'],
    [say('BLOCKS_OVERLAP', { a: 'a', b: 'b', areaM2: 0.0025 }), 'Blöcke „a“ und „b“ überlappen um 25,0\u00A0cm²'],
    [say('BLOCKS_STORED_FROM', { day: '2026-01-01' }), 'Blöcke ab 01.01.2026 sind schon gespeichert'],
    [say('ZONES_CUT_INTO', { block: 'b1', shares: [say('SHARE_OF_ZONE', { zone: 'A', percent: 62.5 }), say('SHARE_OF_NONE', { percent: 37.5 })] }), 'Gebiete zerschneiden Block „b1“: A 62,5 %, kein Gebiet 37,5 %'],
  ])('%o', (said, text) => {
    expect(german(said)).toEqual({ text, lang: 'de' });
  });

  it('one line for screen readers keeps file and value, and says row, column and what would do', () => {
    const issue = toIssue({ file: 'zahlen.csv', row: 4, field: 'einwohner', problem: say('NEGATIVE_COUNT', { value: '-3' }), accepted: say('TAKE_COUNT', { most: 2147483647 }) });
    expect(failureWords({ problem: null, issues: [issue] })).toBe('zahlen.csv, Zeile 4, Spalte einwohner: „-3“ ist negativ. Erlaubt: ganze Zahl ab 0, leer für unbekannt');
    expect(failureWords({ problem: null, issues: [] })).toBe('Auf dem Server ist etwas schiefgegangen. Gespeichert wurde nichts.');
    expect(refusalWords({ status: 413 })).toBe('Die Datei ist zu groß.');
  });

  it('a code of the kind gives the heading, and the reason what was found', () => {
    expect(issueWords(toIssue({ code: 'TOTAL_ROW', problem: say('TOTAL_ROW', { value: 'Insgesamt' }), accepted: say('TAKE_WITHOUT_TOTAL') }))).toEqual({
      problem: { text: 'Summenzeile: sie zählt alle ein zweites Mal', lang: 'de' },
      detail: { text: '„Insgesamt“ ist die Summe anderer Zeilen und würde alle ein zweites Mal zählen', lang: 'de' },
      accepted: { text: 'die Tabelle ohne ihre Summenzeile, oder als Statistiktabelle einlesen, die Summen vergleicht und auslässt', lang: 'de' },
    });
  });

  it('what a newer server says by a code that this page does not know is told in English, under a German heading', () => {
    expect(issueWords({ problem: 'something new', reason: 'SOMETHING_NEW', params: {} })).toMatchObject({ problem: { text: 'Eine Angabe passt nicht', lang: 'de' }, detail: { text: 'something new', lang: 'en' } });
  });
});

describe('the same on an English page and for programs', () => {
  // The language is kept in the document.
  beforeAll(() => void vi.stubGlobal('document', { documentElement: { lang: 'de' } }));
  afterEach(() => setLanguage('de'));
  afterAll(() => void vi.unstubAllGlobals());

  it('are the words of the catalogue', () => {
    const said = say('CRS_OUTSIDE', { epsg: '25833', name: 'UTM 33N', x: '1', y: '2', longitude: '15.0', latitude: '0.0', place: say('GERMANY') });
    const text = 'the file says EPSG:25833 (UTM 33N), which puts 1 2 at 15.0 0.0, outside of Germany';
    expect(inEnglish(said)).toBe(text);
    expect(toIssue({ problem: said })).toMatchObject({ problem: text, reason: 'CRS_OUTSIDE', params: { place: { reason: 'GERMANY' } } });
    setLanguage('en');
    expect(issueWords(toIssue({ problem: said }))).toMatchObject({ problem: { text, lang: 'en' }, detail: null });
  });
});
