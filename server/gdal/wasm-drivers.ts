// Every vector driver of gdal3.js 2.8.1 (a test compares): the library tells them only once it has opened itself to all.
export const WASM_DRIVERS: readonly string[] = [
  'PCIDSK', 'PDS4', 'VICAR', 'PDF', 'MBTiles', 'ESRI Shapefile', 'MapInfo File', 'UK .NTF', 'LVBAG', 'OGR_SDTS', 'S57', 'DGN', 'OGR_VRT', 'Memory', 'CSV', 'GML',
  'GPX', 'KML', 'GeoJSON', 'GeoJSONSeq', 'ESRIJSON', 'TopoJSON', 'OGR_GMT', 'GPKG', 'SQLite', 'WAsP', 'OpenFileGDB', 'DXF', 'CAD', 'FlatGeobuf', 'Geoconcept',
  'GeoRSS', 'VFK', 'PGDUMP', 'OSM', 'OGR_PDS', 'EDIGEO', 'SVG', 'Idrisi', 'ODS', 'XLSX', 'SXF', 'Selafin', 'JML', 'VDV', 'MVT', 'MapML', 'GTFS', 'PMTiles',
  'JSONFG', 'TIGER', 'AVCBin', 'AVCE00',
];
