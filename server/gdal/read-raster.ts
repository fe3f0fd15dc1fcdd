// One band of a GeoTIFF, as much of it as is asked for.
import { basename } from 'node:path';
import { fromFile, type GeoTIFFImage } from 'geotiff';
import type { RasterWindow } from '../../core/raster/pixel-coverage.ts';
import { crsDefinition } from './crs/crs.ts';
import { InputError } from './input-error.ts';
import { fileProblem } from './formats/read-csv.ts';

export interface Raster {
  readonly file: string;
  /** EPSG number; null where the file names none that is known. */
  readonly epsg: number | null;
  /** The pixels that bounds (minX minY maxX maxY in the raster's CRS) touch; null where they touch none. */
  read(bounds: readonly [number, number, number, number]): Promise<RasterWindow | null>;
}

/** 400 MB as float64; what is asked for is the surroundings of the blocks that zones cut. */
const MOST_PIXELS = 50_000_000;

/** Opens a GeoTIFF; throws InputError for what is none, is turned, or has no such band. Bands count from 1. */
export async function openRaster(path: string, band = 1): Promise<Raster> {
  const file = basename(path);
  const image = await openImage(path, file);
  const accepted = 'a GeoTIFF with north up';
  if (band > image.getSamplesPerPixel()) throw new InputError({ file, option: 'band', problem: `there is no band ${band}`, accepted: `1 to ${image.getSamplesPerPixel()}` });
  const [originX, originY, pixelX, pixelY] = placeOf(image, file, accepted);
  const nodata = image.getGDALNoData() ?? NaN;
  const [columns, rows] = [image.getWidth(), image.getHeight()];
  const { ProjectedCSTypeGeoKey: projected, GeographicTypeGeoKey: geographic } = (image.getGeoKeys() ?? {}) as Record<string, number | undefined>;
  const epsg = projected ?? geographic ?? null;
  return {
    file,
    epsg: epsg === null || crsDefinition(epsg) === null ? null : epsg,
    async read([minX, minY, maxX, maxY]) {
      const left = Math.max(0, Math.floor((minX - originX) / pixelX));
      const right = Math.min(columns, Math.ceil((maxX - originX) / pixelX));
      const top = Math.max(0, Math.floor((originY - maxY) / pixelY));
      const bottom = Math.min(rows, Math.ceil((originY - minY) / pixelY));
      if (!(left < right) || !(top < bottom)) return null;
      const [width, height] = [right - left, bottom - top];
      if (width * height > MOST_PIXELS) throw new InputError({ file, problem: `${width} x ${height} pixels lie under the blocks`, accepted: `at most ${MOST_PIXELS}: a coarser raster` });
      const [read] = (await image.readRasters({ window: [left, top, right, bottom], samples: [band - 1] })) as unknown as [ArrayLike<number>];
      const values = Float64Array.from(read!, (value) => (value === nodata || value === Math.fround(nodata) ? NaN : value));
      return { width, height, originX: originX + left * pixelX, originY: originY - top * pixelY, pixelX, pixelY, values };
    },
  };
}

async function openImage(path: string, file: string): Promise<GeoTIFFImage> {
  try {
    return await (await fromFile(path)).getImage();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code !== undefined;
    throw new InputError({ file, problem: missing ? fileProblem(error) : 'cannot be read as a GeoTIFF', accepted: 'a GeoTIFF' });
  }
}

function placeOf(image: GeoTIFFImage, file: string, accepted: string): [number, number, number, number] {
  const turned = (image.fileDirectory as { getValue?(name: string): ArrayLike<number> | undefined }).getValue?.('ModelTransformation');
  if (turned !== undefined && (turned[1] !== 0 || turned[4] !== 0)) throw new InputError({ file, problem: 'is turned', accepted });
  try {
    const [x, y] = image.getOrigin() as [number, number];
    const [pixelX, pixelY] = image.getResolution() as [number, number];
    if (pixelX > 0 && pixelY < 0) return [x, y, pixelX, -pixelY];
  } catch {
    throw new InputError({ file, problem: 'names no place for its pixels', accepted });
  }
  throw new InputError({ file, problem: 'has not north up', accepted });
}
