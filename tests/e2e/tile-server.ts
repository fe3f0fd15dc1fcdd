// A small map service for tests: XYZ, WMS and WMTS with its capabilities in the plane of the town and in Web Mercator, and a list of
// what was asked for.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';

export interface TileServer {
  readonly url: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** Colours of the four answers, so that a picture tells which service was drawn. */
export const TILE_COLOURS = { xyz: [255, 0, 160], wms: [0, 160, 80], plane: [255, 120, 0], mercator: [0, 90, 255] } as const;

/** `plane`: whether the capabilities offer tiles in EPSG:25832 beside those in EPSG:3857. */
export async function startTileServer(): Promise<TileServer> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url!;
    asked.push(path);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (path.startsWith('/capabilities')) {
      response.setHeader('Content-Type', 'application/xml');
      response.end(capabilities(`http://${request.headers.host}`, !path.includes('mercator-only')));
      return;
    }
    response.setHeader('Content-Type', 'image/png');
    response.end(png(path.startsWith('/xyz') ? TILE_COLOURS.xyz : path.startsWith('/wms') ? TILE_COLOURS.wms : path.includes('utm32') ? TILE_COLOURS.plane : TILE_COLOURS.mercator));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function capabilities(url: string, plane: boolean): string {
  const matrices = (set: string, epsg: number, corner: string, first: number, levels: number) => `<TileMatrixSet><ows:Identifier>${set}</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::${epsg}</ows:SupportedCRS>
${Array.from({ length: levels }, (_, level) => `<TileMatrix><ows:Identifier>${level}</ows:Identifier><ScaleDenominator>${first / 2 ** level}</ScaleDenominator><TopLeftCorner>${corner}</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>${2 ** level}</MatrixWidth><MatrixHeight>${2 ** level}</MatrixHeight></TileMatrix>`).join('')}</TileMatrixSet>`;
  const link = (set: string) => `<TileMatrixSetLink><TileMatrixSet>${set}</TileMatrixSet></TileMatrixSetLink>`;
  return `<?xml version="1.0"?><Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0"><Contents>
<Layer><ows:Title>Karte</ows:Title><ows:Identifier>karte</ows:Identifier><Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style><Format>image/png</Format>${plane ? link('utm32') : ''}${link('mercator')}
<ResourceURL format="image/png" resourceType="tile" template="${url}/wmts/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"/></Layer>
${plane ? matrices('utm32', 25832, '-46133.17 6301219.54', 17_060_000, 16) : ''}${matrices('mercator', 3857, '-20037508.342789244 20037508.342789244', 559_082_264.03, 19)}</Contents></Capabilities>`;
}

const CRC = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** One colour, 256 pixels wide and high. */
function png(colour: readonly number[]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    let sum = 0xffffffff;
    for (const byte of body) sum = CRC[(sum ^ byte) & 255]! ^ (sum >>> 8);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE((sum ^ 0xffffffff) >>> 0);
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.from([0, 0, 1, 0, 0, 0, 1, 0, 8, 2, 0, 0, 0]);
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: 256 }, () => Buffer.from(colour))]);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: 256 }, () => row)))), chunk('IEND', Buffer.alloc(0))]);
}
