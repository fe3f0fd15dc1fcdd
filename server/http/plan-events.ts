// The event stream of a plan: everybody who has it open sees each step, without a hole after a lost connection.
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { STAFF } from '../auth/roles.ts';
import type { PlanNotice } from '../workspace/plans/plan-notices.ts';
import type { HttpContext } from './context.ts';
import { eventJson, requirePlan } from './plan-json.ts';
import { route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { CommentNotice, PresenceData, Snapshot } from './schemas/plan-together.ts';
import { PlanEventData } from './schemas/plans.ts';

/** A comment line every 15 s: proxies close connections that are silent for 30 to 60 s. */
const HEARTBEAT_MS = 15_000;

export function planEventRoutes({ workspace }: HttpContext, openStreams: Set<ServerResponse>): Route[] {
  return [
    route({
      method: 'get',
      path: '/plans/{plan}/events',
      id: 'streamPlanEvents',
      tag: 'Plans',
      summary: 'Server-sent events: `operation` for each step (id: its version), `reset` where the plan is to be read again; without an id `presence`, `comment` and `snapshot`',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      headers: { 'Last-Event-ID': { description: 'Version after which events are sent; only new ones without it', required: false } },
      replies: { 200: { description: 'text/event-stream; each data line is JSON', mediaType: 'text/event-stream', schema: z.union([PlanEventData, PresenceData, CommentNotice, Snapshot]) } },
      handle: async ({ parameters: { plan }, request }) => {
        const { draft: first } = await requirePlan(workspace, plan);
        const header = request.headers['last-event-id'];
        const asked = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : first.version;
        return {
          stream(response) {
            let sent = asked;
            let turn: Promise<void> = Promise.resolve();
            response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
            response.write('retry: 2000\n\n');
            const catchUp = async (): Promise<void> => {
              const open = await workspace.plans.find(plan);
              if (open === null || response.writableEnded) return;
              const { draft } = open;
              if (sent > draft.version) {
                // Somebody remembers a version that this plan never had (another data folder behind the same address).
                sent = draft.version;
                response.write(`event: reset\nid: ${sent}\ndata: {"version":${sent}}\n\n`);
              }
              // What was before the plan was carried over names blocks that it has no more: the rebase says all.
              const rebased = draft.changes.findLastIndex(({ event }) => event.kind === 'rebase');
              sent = Math.max(sent, rebased);
              for (const change of draft.changes.slice(sent)) {
                sent = change.event.version;
                response.write(`event: operation\nid: ${sent}\ndata: ${JSON.stringify(eventJson(change))}\n\n`);
              }
            };
            const wake = (): void => {
              turn = turn.then(catchUp, catchUp);
            };
            const stop = workspace.plans.listen(plan, wake);
            // Without an id: what is told beside the steps does not count as one when a reader comes back.
            const note = ({ event, data }: PlanNotice): void => void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
            const stopNotes = workspace.notices.listen(plan, note);
            for (const who of workspace.presences.present(plan)) note({ event: 'presence', data: who });
            const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
            openStreams.add(response);
            response.on('close', () => {
              clearInterval(heartbeat);
              stop();
              stopNotes();
              openStreams.delete(response);
            });
            wake();
          },
        };
      },
    }),
  ];
}
