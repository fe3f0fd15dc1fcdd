// What the server tells in English about a file, as the German page says it.
import { describe, expect, it } from 'vitest';
import { issueWords, refusalWords } from '../../client/imports/issue-words.ts';

describe('refusals of an import on a German page', () => {
  it.each([
    ['the file has no rows', 'Die Datei hat keine Zeilen'],
    ['has 3 layers', 'Die Datei hat 3 Ebenen'],
    ['CRS "EPSG:99999" is not known', 'Bezugssystem EPSG:99999 ist nicht bekannt'],
    ['EPSG:99999 is not known', 'Bezugssystem 99999 ist nicht bekannt'],
    ['the archive has more than 1000 entries', 'Das Archiv hat zu viele Einträge (1000)'],
    ['is no Shapefile: it does not begin as one', 'ist kein Shapefile: der Anfang der Datei ist ein anderer'],
    ['zones cut 12 of 340 blocks: a, b, c', 'Gebiete zerschneiden 12 von 340 Blöcken'],
    ['counts need blocks, and there are none', 'Zuerst werden Blöcke gebraucht: es sind noch keine gespeichert'],
  ])('"%s"', (problem, german) => {
    expect(issueWords({ problem }).problem).toEqual({ text: german, lang: 'de' });
  });

  it('one in a line keeps file and value, and says row, column and what would do', () => {
    expect(refusalWords('zahlen.csv, row 4, field einwohner: "-3" is a negative count; accepted: a whole number from 0 to 9007199254740991')).toBe(
      'zahlen.csv, Zeile 4, Spalte einwohner: „-3“ ist negativ. Erlaubt: ganze Zahl ab 0, leer für unbekannt',
    );
    expect(refusalWords('blocks.zip: the archive would unpack to more than 2 GB')).toBe('blocks.zip: Das Archiv wäre ausgepackt größer als 2 GB');
  });

  it('the row of a total says what is wrong with it by its code, and what to do', () => {
    expect(issueWords({ code: 'TOTAL_ROW', problem: '"Insgesamt" is the sum of other rows', accepted: 'the table without its total, or kind table, which compares totals and leaves them out' })).toEqual({
      problem: { text: 'Summenzeile: sie zählt alle ein zweites Mal', lang: 'de' },
      detail: { text: '"Insgesamt" is the sum of other rows', lang: 'en' },
      accepted: { text: 'die Tabelle ohne ihre Summenzeile, oder als Statistiktabelle einlesen, die Summen vergleicht und auslässt', lang: 'de' },
    });
  });

  it('what has no German stays as it was told, marked as English', () => {
    expect(issueWords({ problem: 'something new' }).problem).toEqual({ text: 'something new', lang: 'en' });
  });
});
