// Configuration files that the stock KomMonitor web client asks for when it starts.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { transformer } from '../../gdal/crs/crs.ts';
import type { PublishedSet } from '../../workspace/kommonitor/published-set.ts';
import type { HttpContext } from '../context.ts';
import { route, type Reply, type Route } from '../route.ts';
import type { BaseMap } from '../schemas/base-maps.ts';
import { KomMonitorAnyQuery } from '../schemas/kommonitor.ts';
import { COMMON, freshReply, list, setOf } from './answers.ts';

const CONFIG = '/kommonitor/config';

/** There is no Keycloak, but the client makes an adapter before it asks whether it is wanted; these are never reached. */
const NO_KEYCLOAK = { url: 'http://localhost/no-keycloak/', realm: 'kommonitor', clientId: 'kommonitor-web-client' };

/** Parts of the page that anybody may open: those that need KomMonitor's other servers are left to a role that nobody has. */
const CONTROLS = [
  ...['indicatorConfig', 'poi', 'filter', 'measureOfValueClassification', 'balance', 'diagrams', 'radarDiagram', 'regressionDiagram'].map((id) => ({ id, roles: [] as string[] })),
  ...['dataImport', 'reachability', 'processing'].map((id) => ({ id, roles: ['not-offered-here'] })),
];

export function configRoutes(context: HttpContext): Route[] {
  const own = { tag: COMMON.tag, roles: COMMON.roles, method: 'get', query: KomMonitorAnyQuery } as const;
  /** As the reader wrote it; only this server's own names come this far. */
  const originOf = ({ headers }: IncomingMessage) => `${context.admission.secure ? 'https' : 'http'}://${headers.host}`;

  return [
    route({
      ...own,
      path: `${CONFIG}/config-storage-server.json`,
      id: 'getKomMonitorConfigAddresses',
      summary: 'Where the web client finds its four files of configuration',
      replies: list(z.record(z.string(), z.url()), 'Addresses'),
      handle: ({ request }) => {
        const at = (file: string) => `${originOf(request)}${CONFIG}/${file}`;
        return freshReply({
          targetUrlToConfigStorageServer_appConfig: at('app-config.js'),
          targetUrlToConfigStorageServer_keycloakConfig: at('keycloak-config.json'),
          targetUrlToConfigStorageServer_controlsConfig: at('controls-config.json'),
          targetUrlToConfigStorageServer_filterConfig: at('filter-config.json'),
        });
      },
    }),
    route({
      ...own,
      path: `${CONFIG}/app-config.js`,
      id: 'getKomMonitorAppConfig',
      summary: 'The web client’s settings as a script: this server for data, no Keycloak, the municipality’s base maps and no others',
      replies: { 200: { description: 'A script that sets window.__env', mediaType: 'text/javascript' } },
      handle: async ({ request }): Promise<Reply> => {
        const settings = settingsOf(await setOf(context), `${originOf(request)}/kommonitor/`, await centre(context), context.baseMaps.all);
        const lines = [
          'window.__env = window.__env || {};',
          ...Object.entries(settings).map(([name, value]) => `window.__env.${name} = ${inScript(value)};`),
          // Released clients use this variable without declaring it when Keycloak is off, and show a blank page without it.
          `window.keycloakConfig_forDirectInit = ${inScript(NO_KEYCLOAK)};`,
        ];
        return { status: 200, bytes: `${lines.join('\n')}\n`, mediaType: 'text/javascript; charset=utf-8', headers: { 'Access-Control-Allow-Origin': '*' } };
      },
    }),
    route({
      ...own,
      path: `${CONFIG}/keycloak-config.json`,
      id: 'getKomMonitorKeycloakConfig',
      summary: 'An adapter that is never used',
      replies: list(z.looseObject({}), 'Settings of an adapter'),
      handle: () => freshReply({ realm: NO_KEYCLOAK.realm, 'auth-server-url': NO_KEYCLOAK.url, 'ssl-required': 'external', resource: NO_KEYCLOAK.clientId, 'public-client': true, 'confidential-port': 0 }),
    }),
    route({
      ...own,
      path: `${CONFIG}/controls-config.json`,
      id: 'getKomMonitorControlsConfig',
      summary: 'Which parts of the page are shown to whom',
      replies: list(z.array(z.strictObject({ id: z.string(), roles: z.array(z.string()) })), 'Parts of the page'),
      handle: () => freshReply(CONTROLS),
    }),
    route({
      ...own,
      path: `${CONFIG}/filter-config.json`,
      id: 'getKomMonitorFilterConfig',
      summary: 'Views that hold a part of all indicators: none',
      replies: list(z.array(z.unknown()).max(0), 'An empty list'),
      handle: () => freshReply([]),
    }),
  ];
}

function settingsOf(set: PublishedSet, apiUrl: string, [longitude, latitude]: readonly [number, number], baseMaps: readonly BaseMap[]): Readonly<Record<string, unknown>> {
  // The first level of the first indicator, so that the first picture has something in it.
  const [first] = set.indicators;
  return {
    appTitle: `${set.workspace.municipality.name}: freigegebene Zahlen`,
    enableDebug: false,
    enableKeycloakSecurity: false,
    encryption: { enabled: false, password: '', ivLength_byte: 16 },
    isAdvancedMode: true,
    showAdvancedModeSwitch: false,
    FEATURE_ID_PROPERTY_NAME: 'ID',
    FEATURE_NAME_PROPERTY_NAME: 'NAME',
    VALID_START_DATE_PROPERTY_NAME: 'validStartDate',
    VALID_END_DATE_PROPERTY_NAME: 'validEndDate',
    indicatorDatePrefix: 'DATE_',
    apiUrl,
    basePath: 'management',
    simplifyGeometriesParameterName: 'simplifyGeometries',
    simplifyGeometriesOptions: [
      { label: 'nein', value: 'original' },
      { label: 'schwach', value: 'weak' },
      { label: 'mittel', value: 'medium' },
      { label: 'stark', value: 'strong' },
    ],
    simplifyGeometries: 'weak',
    numberOfDecimals: 2,
    initialLatitude: latitude,
    initialLongitude: longitude,
    initialZoomLevel: 12,
    ...ZOOM,
    baseLayers: [...baseMaps.flatMap(baseLayerOf), BLANK],
    initialIndicatorId: first?.indicatorId ?? '',
    initialSpatialUnitName: first?.geographies.at(-1)!.of.name ?? '',
    useTransparencyOnIndicator: true,
    useOutlierDetectionOnIndicator: false,
    classifyZeroSeparately: true,
    classifyUsingWholeTimeseries: false,
    wmsDatasets: [],
    wfsDatasets: [],
  };
}

const ZOOM = { minZoomLevel: 5, maxZoomLevel: 18 };

/** The client starts with the first layer of its list, so that there has to be one: a transparent pixel as every tile asks nobody. */
const BLANK = {
  name: 'Ohne Grundkarte',
  url: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  layerType: 'TILE_LAYER',
  layerName_WMS: '',
  attribution_html: '',
  ...ZOOM,
};

/** What KomMonitor's map can show of a base map: tiles in Web Mercator and WMS. */
function baseLayerOf({ title, type, url, layer = '', epsg = 3857, attribution, attributionUrl }: BaseMap): readonly Readonly<Record<string, unknown>>[] {
  if (type === 'wmts' || (type === 'xyz' && (epsg !== 3857 || url.includes('{-y}')))) return [];
  const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const attribution_html = attributionUrl === undefined ? html(attribution) : `<a href="${html(attributionUrl)}">${html(attribution)}</a>`;
  return [{ name: title.de, url, layerType: type === 'xyz' ? 'TILE_LAYER' : 'WMS', layerName_WMS: layer, attribution_html, ...ZOOM }];
}

/** Middle of the blocks in degrees; of nothing, the middle of Germany. */
async function centre({ workspace }: HttpContext): Promise<readonly [number, number]> {
  const newest = workspace.newestBlockSet();
  if (newest === null) return [10.45, 51.16];
  const { blockBounds } = (await workspace.surface(newest)).coverage;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < blockBounds.length; i += 4) {
    if (!(blockBounds[i]! <= blockBounds[i + 2]!)) continue;
    minX = Math.min(minX, blockBounds[i]!);
    minY = Math.min(minY, blockBounds[i + 1]!);
    maxX = Math.max(maxX, blockBounds[i + 2]!);
    maxY = Math.max(maxY, blockBounds[i + 3]!);
  }
  if (minX > maxX) return [10.45, 51.16];
  const [longitude, latitude] = transformer(workspace.municipality.epsg, 4326)((minX + maxX) / 2, (minY + maxY) / 2);
  return [Math.round(longitude! * 1e5) / 1e5, Math.round(latitude! * 1e5) / 1e5];
}

/** JSON that may stand in a script anywhere, in a page too. */
function inScript(value: unknown): string {
  const escaped: Readonly<Record<string, string>> = { '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };
  return JSON.stringify(value).replaceAll(/[<\u2028\u2029]/g, (sign) => escaped[sign]!);
}
