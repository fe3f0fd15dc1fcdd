// A page of somebody else's with a map of its own, in Web Mercator, that takes in a plan and a released statistic of Zuschnitt.
import Feature from 'ol/Feature.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import Attribution from 'ol/control/Attribution.js';
import ScaleLine from 'ol/control/ScaleLine.js';
import Zoom from 'ol/control/Zoom.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import { getCenter } from 'ol/extent.js';
import { transformExtent } from 'ol/proj.js';
import Projection from 'ol/proj/Projection.js';
import VectorSource from 'ol/source/Vector.js';
import { BoundaryEditor } from 'zuschnitt/boundary-editor.js';
import { ReleasedZonesLayer } from 'zuschnitt/openlayers.js';

/** The path that this site hands on to Zuschnitt; Zuschnitt's own server has the example under its own address. */
const zuschnitt = location.pathname.startsWith('/examples/') ? '' : '/zuschnitt';
const read = async (path) => (await fetch(zuschnitt + path)).json();
const element = (id) => document.getElementById(id);
const told = (text) => (element('told').value = text);

const municipality = await read('/municipality');
const extent = transformExtent(municipality.bboxCrs84, 'EPSG:4326', 'EPSG:3857');
const rivers = new VectorLayer({
  source: new VectorSource({ url: `${zuschnitt}/reference-layers/water`, format: new GeoJSON() }),
  style: { 'fill-color': '#9cc3e6', 'stroke-color': '#5b8db8', 'stroke-width': 1 },
});
const townHall = new VectorLayer({
  source: new VectorSource({ features: [new Feature(new Point([(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2]))] }),
  style: { 'circle-radius': 7, 'circle-fill-color': '#b00', 'circle-stroke-color': '#fff', 'circle-stroke-width': 2 },
});
const map = new OlMap({
  target: 'map',
  layers: [rivers, townHall],
  controls: [new Zoom(), new ScaleLine(), new Attribution()],
  view: new View({ projection: 'EPSG:3857', center: [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2], zoom: 13 }),
});

const { plans = [] } = await read('/plans').catch(() => ({}));
for (const { plan, name } of plans) element('plan').append(new Option(name, plan));

let editor = null;
let released = null;

async function open(plan, permalink = '') {
  editor = new BoundaryEditor({ map, baseUrl: zuschnitt, plan, tools: ['select', 'brush', 'lasso'] });
  editor.on('stroke', ({ operation }) => told(operation === null ? 'zurückgenommen' : `Schritt: ${operation.type}`));
  editor.on('saved', ({ version }) => told(`gespeichert, Fassung ${version}`));
  editor.on('select', () => (element('link').href = `#${editor.permalink()}`));
  editor.on('error', ({ code }) => told(`Fehler: ${code}`));
  try {
    await editor.ready;
    if (permalink !== '') editor.restore(permalink);
    element('link').href = `#${editor.permalink()}`;
    element('close').disabled = false;
    element('open').disabled = true;
  } catch (error) {
    editor.destroy();
    editor = null;
    told(error.status === 403 || error.status === 401 ? 'Bitte zuerst in Zuschnitt anmelden.' : error.message);
  }
}

element('open').addEventListener('click', () => {
  if (element('plan').value !== '') void open(element('plan').value);
});
element('close').addEventListener('click', () => {
  editor?.destroy();
  editor = null;
  element('close').disabled = true;
  element('open').disabled = false;
});
element('released').addEventListener('click', async () => {
  if (released !== null) {
    map.removeLayer(released);
    released = null;
    return;
  }
  released = new ReleasedZonesLayer({ baseUrl: zuschnitt, geography: 'stadtteile', statistic: 'sgb2_under_15' });
  map.addLayer(released);
  await released.ready;
  told(`freigegeben bis ${released.dates.at(-1)}`);
});

if (location.hash.length > 1) {
  const permalink = location.hash.slice(1);
  element('plan').value = new URLSearchParams(permalink).get('plan');
  void open(element('plan').value, permalink);
}

/** The same plan on a map in the projection of the blocks themselves, which is drawn without any transformation. */
async function inPlane(plan) {
  editor?.destroy();
  map.setView(new View({ projection: new Projection({ code: `EPSG:${municipality.epsg}`, units: 'm' }), center: getCenter(municipality.bounds), resolution: 8 }));
  await open(plan);
}

/** For people who try it in the browser's console. */
globalThis.example = {
  map,
  inPlane,
  get editor() {
    return editor;
  },
  get released() {
    return released;
  },
};
