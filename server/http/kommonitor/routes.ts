// KomMonitor's interface for reading, from published releases, and the configuration of its web client.
import type { HttpContext } from '../context.ts';
import type { Route } from '../route.ts';
import { configRoutes } from './config.ts';
import { georesourceRoutes } from './georesources.ts';
import { indicatorRoutes } from './indicators.ts';
import { spatialUnitRoutes } from './spatial-units.ts';
import { topicRoutes } from './topics.ts';

export function komMonitorRoutes(context: HttpContext): Route[] {
  return [...topicRoutes(context), ...spatialUnitRoutes(context), ...indicatorRoutes(context), ...georesourceRoutes(context), ...configRoutes(context)];
}
