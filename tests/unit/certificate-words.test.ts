// Certificates in words: anyone can do the addition by hand, in either language, and sees where each number was published.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../../client/i18n/i18n.ts';
import type { Finding, Term } from '../../client/privacy/model.ts';
import { additionWords, addsUp, certificateWords, publishedWords, restWords, type Names } from '../../client/privacy/words/certificate-words.ts';
import { singular } from '../../client/privacy/words/singular.ts';

const GEOGRAPHIES: Readonly<Record<string, { de: string; en: string }>> = {
  stadtteile: { de: 'Stadtteile', en: 'Districts' },
  sozialraeume: { de: 'Sozialräume', en: 'Social areas' },
};
const names: Names = {
  geography: (id) => GEOGRAPHIES[id],
  statistic: (id) => (id === 'residents' ? { name: { de: 'Einwohner', en: 'Residents' }, unit: 'persons' } : undefined),
};
const term = (sign: 1 | -1, geography: string | null, zone: string, value: number, times = 1): Term => ({
  sign,
  times,
  geography,
  version: geography === null ? null : 2,
  zone,
  name: '',
  value,
  from: { kind: 'release', id: 'r1', number: 1, title: 'release 1' },
});
const finding = (terms: readonly Term[], rest: Partial<Finding> = {}): Finding => ({
  id: 'f', statistic: 'residents', complementOf: null, referenceDate: '2025-12-31', kind: 'exact', count: 4, lower: 4, upper: 4, already: false, dividedBy: 1, terms, zones: [], blocks: [], ...rest,
});
const TOWN = [term(-1, 'sozialraeume', '3', 5033), term(1, 'stadtteile', '12', 3605), term(1, 'stadtteile', '14', 1432)];

describe('certificates in words', () => {
  // The language is kept in the document.
  beforeAll(() => void vi.stubGlobal('document', { documentElement: { lang: 'de' } }));
  afterEach(() => setLanguage('de'));
  afterAll(() => void vi.unstubAllGlobals());

  it('pluses first, numbers of zones without leading zeros, the rest with its unit', () => {
    setLanguage('de');
    expect(certificateWords(finding(TOWN), names)).toBe('Stadtteil 12 + Stadtteil 14 − Sozialraum 3 = 4\u00A0Personen');
    expect(additionWords(finding([term(1, 'stadtteile', '05', 9)]), names)).toBe('Stadtteil 5');
  });

  it('one person is one person, and bounds stand for what is not known exactly', () => {
    setLanguage('de');
    expect(restWords(finding(TOWN, { count: 1 }), names)).toBe('1\u00A0Person');
    expect(restWords(finding(TOWN, { kind: 'small', count: null, lower: 0, upper: 3 }), names)).toBe('0 bis 3\u00A0Personen');
  });

  it('in English too', () => {
    setLanguage('en');
    expect(certificateWords(finding(TOWN), names)).toBe('District 12 + District 14 − Social area 3 = 4\u00A0people');
  });

  it('what is counted twice is divided, and a publication with zones of its own needs no geography', () => {
    setLanguage('de');
    const twice = finding([term(1, 'stadtteile', '1', 10, 2), term(-1, null, 'Nord', 12)], { dividedBy: 2 });
    expect(additionWords(twice, names)).toBe('(2\u00A0·\u00A0Stadtteil 1 − Nord) : 2');
    expect(addsUp({ ...twice, count: 4 })).toBe(true);
  });

  it('a sum that does not add up is told, and bounds are no sum', () => {
    expect(addsUp(finding(TOWN))).toBe(true);
    expect(addsUp(finding(TOWN, { count: 5 }))).toBe(false);
    expect(addsUp(finding(TOWN, { count: null }))).toBeUndefined();
  });

  it('names the release or the title of what was printed', () => {
    setLanguage('de');
    expect(publishedWords(TOWN[0]!)).toBe('Freigabe 1');
    expect(publishedWords({ ...TOWN[0]!, from: { kind: 'published', id: 'p', number: null, title: 'Statistisches Jahrbuch 2025' } })).toBe('Statistisches Jahrbuch 2025');
  });
});

describe('one zone of many', () => {
  it.each([
    ['Stadtteile', 'Stadtteil'], ['Sozialräume', 'Sozialraum'], ['Räume', 'Raum'], ['Grundschulbezirke', 'Grundschulbezirk'], ['Stadtviertel', 'Stadtviertel'],
    ['Gemeinden', 'Gemeinde'], ['Statistische Einheiten', 'Statistische Einheit'], ['Statistische Bezirke', 'Statistischer Bezirk'], ['Statistische Gebiete', 'Statistisches Gebiet'], ['Innenstadt', 'Innenstadt'],
  ])('%s -> %s', (many, one) => expect(singular(many, 'de')).toBe(one));
  it.each([['Districts', 'District'], ['Primary school catchments', 'Primary school catchment'], ['Counties', 'County']])('%s -> %s', (many, one) => expect(singular(many, 'en')).toBe(one));
});
