// Small files that importers stumble over: wrong geometry, odd names, foreign encodings. README.md in nasty/ lists them.

type Ring = readonly (readonly [number, number])[];

const X = 480_000;
const Y = 5_540_000;
const EPSG = 'urn:ogc:def:crs:EPSG::25832';

/** A square of 100 m in column and row of a grid, moved by `shift` metres east; closed ring. */
function square(column: number, row: number, shift = 0, size = 100): Ring {
  const [x, y] = [X + 100 * column + shift, Y + 100 * row];
  return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]];
}

const feature = (properties: Readonly<Record<string, unknown>>, ...rings: readonly Ring[]) => ({
  type: 'Feature', properties, geometry: rings.length === 0 ? null : { type: 'Polygon', coordinates: rings },
});

function collection(features: readonly unknown[], crs: string | null = EPSG): Uint8Array {
  const named = crs === null ? {} : { crs: { type: 'name', properties: { name: crs } } };
  return utf8(`${JSON.stringify({ type: 'FeatureCollection', ...named, features })}\n`);
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Windows-1252 for the characters used here: Latin-1 plus the euro sign. */
function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => (character === '€' ? 0x80 : character.codePointAt(0)!));
}

const four = (properties: (i: number) => Readonly<Record<string, unknown>>) =>
  Array.from({ length: 4 }, (_, i) => feature(properties(i), square(i % 2, Math.floor(i / 2))));
const LEADING_ZEROS = ['007', '07', '7', '0010'];

/** Every file by name with its bytes. */
export function nastyFiles(): ReadonlyMap<string, Uint8Array> {
  const bowTie: Ring = [[X, Y], [X + 100, Y + 100], [X + 100, Y], [X, Y + 130], [X, Y]];
  return new Map([
    ['good.geojson', collection(four((i) => ({ block: `b${i + 1}`, residents: 10 * (i + 1) })))],
    ['bow-tie.geojson', collection([feature({ block: 'b1' }, bowTie), feature({ block: 'b2' }, square(1, 0, 50))])],
    ['overlap.geojson', collection([feature({ block: 'b1' }, square(0, 0)), feature({ block: 'b2' }, square(1, 0, -40))])],
    ['covered-twice.geojson', collection([feature({ block: 'b1' }, square(0, 0)), feature({ block: 'b2' }, square(0, 0))])],
    // The hole is 10 m long and 0.5 m wide: narrower than the gap width of 1 m.
    ['gap.geojson', collection([
      feature({ block: 'b1' }, square(0, 0), [[X + 40, Y + 40], [X + 50, Y + 40], [X + 50, Y + 40.5], [X + 40, Y + 40.5], [X + 40, Y + 40]]),
      feature({ block: 'b2' }, square(1, 0)),
    ])],
    // A corner of b2 and b3 lies on the edge of b1, which has no vertex there.
    ['missing-vertex.geojson', collection([feature({ block: 'b1' }, square(0, 0)), feature({ block: 'b2' }, square(1, 0, 0, 50)),
      feature({ block: 'b3' }, [[X + 100, Y + 50], [X + 150, Y + 50], [X + 150, Y + 100], [X + 100, Y + 100], [X + 100, Y + 50]])])],
    ['duplicate-id.geojson', collection([feature({ block: 'b1' }, square(0, 0)), feature({ block: 'b1' }, square(1, 0))])],
    ['no-id.geojson', collection([feature({ block: 'b1' }, square(0, 0)), feature({ block: null }, square(1, 0)), feature({ block: '' }, square(0, 1))])],
    ['no-geometry.geojson', collection([feature({ block: 'b1' }, square(0, 0)), feature({ block: 'b2' })])],
    ['spike.geojson', collection([feature({ block: 'b1' }, [[X, Y], [X + 100, Y], [X + 100, Y + 100], [X + 100, Y + 180], [X + 100, Y + 100], [X, Y + 100], [X, Y]])])],
    // Projected coordinates without a CRS: RFC 7946 would take them for degrees.
    ['no-crs.geojson', collection(four((i) => ({ block: `b${i + 1}` })), null)],
    ['no-features.geojson', collection([])],
    ['empty.geojson', new Uint8Array(0)],
    ['truncated.geojson', collection(four((i) => ({ block: `b${i + 1}` }))).slice(0, 300)],
    ['names.geojson', collection([
      feature({ block: 'Bögen "Süd"', name: "Müller's Gäßchen; Ost, 2. Teil" }, square(0, 0)),
      feature({ block: "Quotes' \\ \\' \"", name: 'Straße\nmit Umbruch' }, square(1, 0)),
      feature({ block: 'Leer zeichen.Punkt', name: '' }, square(0, 1)),
      feature({ block: 'ﬁ — “Œuvre” 漢字', name: '<b>&amp;</b>' }, square(1, 1)),
    ])],
    ['leading-zeros.geojson', collection(four((i) => ({ block: LEADING_ZEROS[i]! })))],
    ['leading-zeros.csv', utf8(`block,residents\n${LEADING_ZEROS.map((id, i) => `${id},${i + 1}`).join('\n')}\n`)],
    ['german.csv', windows1252('Block;Straße;Einwohner;Miete in €\r\nb1;Mühlgäßchen;1.250;8,75\r\nb2;"Große Straße; hinten";0;10,00\r\nb3;Öhringer Weg;;7,5\r\n')],
    ['bom-crlf.csv', Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('block,residents\r\nb1,10\r\n"b2",20\r\n\r\nb3,30\r\n')])],
    ['utf16.csv', Uint8Array.from([0xff, 0xfe, ...[...'block\tresidents\r\nb1\t10\r\nb2\t20\r\n'].flatMap((c) => [c.codePointAt(0)! & 255, c.codePointAt(0)! >> 8])])],
    ['tabs.csv', utf8('block\tresidents\nb1\t10\nb2\t20')],
    ['short-row.csv', utf8('block,residents,households\nb1,10,5\nb2,20\nb3,30,15\n')],
    ['open-quote.csv', utf8('block,name\nb1,"never closed\nb2,x\n')],
    ['twice-the-column.csv', utf8('block,residents,residents\nb1,10,11\n')],
    ['negative.csv', utf8('block,residents\nb1,10\nb2,-3\n')],
    ['not-a-number.csv', utf8('block,residents\nb1,10\nb2,many\nb3,1e3\nb4,2.5\n')],
    ['unknown-block.csv', utf8('block,residents\nb1,10\nb9,20\n')],
    ['block-twice.csv', utf8('block,residents\nb1,10\nb2,20\nb1,30\n')],
    ['header-only.csv', utf8('block,residents\n')],
    ['empty.csv', new Uint8Array(0)],
  ]);
}
