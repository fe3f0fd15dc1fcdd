// A CRS is proposed by where the coordinates would lie, contradicted where they cannot, and never taken for granted.
import { describe, expect, it } from 'vitest';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { judgeCrs, proposalsInWords, type Place } from '../../server/gdal/crs/crs-proposal.ts';
import { told } from '../in-english.ts';

/** A town of 12 x 9 km round Mannheim's castle. */
const TOWN: Place = { name: 'Mannheim', epsg: 25832, bounds: [456_000, 5_476_000, 468_000, 5_485_000] };
const inTown = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 457_000 + 250 * i : 5_477_000 + 150 * i));

function inCrs(epsg: number): Float64Array {
  const transform = transformer(25832, epsg);
  return Float64Array.from(Array.from({ length: inTown.length / 2 }, (_, i) => transform(inTown[2 * i]!, inTown[2 * i + 1]!)).flat());
}

describe('coordinates without a CRS', () => {
  it.each([25832, 25833, 4326, 31466, 31467, 31468, 31469, 4647, 5650, 3035, 3857])('in EPSG:%i are recognised by the town they lie in', (epsg) => {
    const { proposals, confirmed, issues } = judgeCrs(inCrs(epsg), null, TOWN);
    expect(told(proposals[0])).toMatchObject({ crs: `EPSG:${epsg}`, inside: 1, reason: 'all inside Mannheim' });
    expect(confirmed).toBe(false);
    expect(told(issues)).toMatchObject([{ code: 'CRS_MISSING', severity: 'error', accepted: expect.stringMatching(new RegExp(`^--source-crs EPSG:${epsg} \\(all inside Mannheim\\)`)) }]);
  });

  it('get several proposals where no town is known, none of them chosen', () => {
    const { proposals, issues } = judgeCrs(inTown, null, null);
    // Metres of zone 32 would lie in Germany in zone 33 as well.
    expect(proposals.map(({ crs }) => crs).slice(0, 2)).toEqual(['EPSG:25832', 'EPSG:25833']);
    expect(told(issues[0]!.accepted)).toBe('--source-crs EPSG:25832 (all inside Germany) or EPSG:25833');
  });

  it('of Soldner Berlin are proposed in Berlin alone', () => {
    const berlin: Place = { name: 'Berlin', epsg: 25833, bounds: [370_000, 5_799_000, 415_000, 5_837_000] };
    const soldner = transformer(25833, 3068)(392_000, 5_820_000);
    expect(judgeCrs(Float64Array.from(soldner), null, berlin).proposals[0]!.crs).toBe('EPSG:3068');
    expect(judgeCrs(Float64Array.from(soldner), null, TOWN).proposals).toEqual([]);
    // Register EPSG: the datum point's easting and northing are the false ones.
    expect(transformer(3068, 4326)(40_000, 10_000).map((value) => Math.round(value * 1000) / 1000)).toEqual([13.625, 52.417]);
  });

  it('that lie nowhere are told so', () => {
    expect(judgeCrs(Float64Array.from([12, 34, 13, 35]), null, TOWN).issues).toMatchObject([{ code: 'CRS_MISSING', accepted: proposalsInWords([]) }]);
  });
});

describe('a CRS that a file names', () => {
  it('is confirmed where the coordinates lie in the town, or in Germany as long as no town is known', () => {
    expect(judgeCrs(inTown, 25832, TOWN)).toMatchObject({ confirmed: true, issues: [] });
    expect(judgeCrs(inTown, 25832, null)).toMatchObject({ confirmed: true, issues: [] });
  });

  it.each([
    ['metres labelled as degrees', inCrs(25833), 4326, 'CRS_CONTRADICTED', /are no degrees$/, /EPSG:25833 \(all inside Mannheim\)/],
    ['the neighbouring zone', inTown, 25833, 'CRS_CONTRADICTED', /EPSG:25833 .* outside of Mannheim$/, /EPSG:25832/],
    ['an easting with the number of the zone', inCrs(4647), 25832, 'CRS_CONTRADICTED', /EPSG:25832/, /EPSG:4647/],
    ['a Gauss-Krueger zone that is another', inCrs(31466), 31467, 'CRS_CONTRADICTED', /EPSG:31467/, /EPSG:31466/],
    ['the northing first', inTown.map((_, i) => inTown[i ^ 1]!), 25832, 'AXES_SWAPPED', /northing or latitude first.*EPSG:25832/, /easting or longitude first/],
    ['the latitude first', inCrs(4326).map((_, i, all) => all[i ^ 1]!), 4326, 'AXES_SWAPPED', /northing or latitude first/, /easting or longitude first/],
    ['feet', inTown.map((value) => value / 0.3048), 25832, 'UNITS_FEET', /are in feet.*EPSG:25832/, /metres/],
    ['the pole', Float64Array.from([0, 89, 120, 89, -120, 89]), 4326, 'AT_THE_POLE', /at the pole/, /Mannheim/],
    ['a coordinate that is infinite', Float64Array.from([457_000, Infinity]), 25832, 'NOT_FINITE', /is Infinity/, /finite/],
    ['a coordinate that is no number', Float64Array.from([NaN, 5_480_000]), 25832, 'NOT_FINITE', /is NaN/, /finite/],
    ['the other end of Europe', Float64Array.from([-9.1, 38.7]), 4326, 'CRS_ELSEWHERE', /at -9.10 38.70, outside of Mannheim/, /right CRS/],
  ] as const)('is contradicted by %s', (_what, points, named, code, problem, accepted) => {
    const { confirmed, issues } = judgeCrs(points, named, TOWN);
    expect(confirmed).toBe(false);
    expect(issues).toHaveLength(1);
    expect(told(issues[0])).toMatchObject({ code, severity: 'error', problem: expect.stringMatching(problem), accepted: expect.stringMatching(accepted) });
  });

  it('is only remarked on where data lie beside the town, or abroad before any block is stored', () => {
    const haan = Float64Array.from([355_000, 5_673_000]);
    expect(judgeCrs(haan, 25832, TOWN).issues).toMatchObject([{ code: 'CRS_ELSEWHERE', severity: 'warning' }]);
    expect(judgeCrs(Float64Array.from([-71.4, 41.8]), 4269, null).issues).toMatchObject([{ code: 'CRS_ELSEWHERE', severity: 'warning' }]);
  });
});
