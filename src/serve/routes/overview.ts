import { Type } from "typebox";
import { ACTS, type Act, heavierAct } from "../../model/act.ts";
import type { Device, Link, Severity } from "../../model/assessment.ts";
import { At, among, exactly, Id, OfSite, SiteId } from "../forms/common.ts";
import {
  DeviceDetailForm,
  MapForm,
  PointDetailForm,
  PointSummaryForm,
  SlimDeviceForm,
  SlimLinkForm,
  SummaryForm,
} from "../forms/site.ts";
import { openFindings } from "../open-findings.ts";
import { Problem } from "../problem.ts";
import { type Route, route, Streamed } from "../route.ts";
import { jsonOf } from "../tables.ts";
import { headOf } from "./journal.ts";
import { sensorsOf } from "./sources.ts";

const base = "/api/v1/sites/:site";
const Moment = Type.Number({ minimum: 0, maximum: 1e12 });
const OfThing = exactly({ site: SiteId, id: Id });
const DAY = 86_400;
/** Links and points that a device's page shows at once; the lists have the rest. */
const SHOWN = 200;
const NEEDS = 10;

/** A site as a whole, its map, and one device or point with what surrounds it. */
export const overviewRoutes: readonly Route[] = [
  route({
    name: "summary",
    method: "GET",
    path: `${base}/summary`,
    group: "Overview",
    summary: "What is here, what changed on the last day of traffic, what needs a person, and how sensors do.",
    parameters: OfSite,
    query: exactly({ at: At }),
    answer: SummaryForm,
    handle: async ({ context, parameters: { site }, query: { at } }) => {
      const { store, clock } = context.surroundings;
      const { things } = store;
      const one = { limit: 1, at };
      const totals = {
        devices: (await things.list(site, "device", one)).total,
        links: (await things.list(site, "link", { ...one, where: { told: [0] } })).total,
        toldLinks: (await things.list(site, "link", { ...one, where: { told: [1] } })).total,
        points: (await things.list(site, "point", one)).total,
        findings: (await things.list(site, "finding", one)).total,
        blindSpots: (await things.list(site, "blindSpot", one)).total,
      };
      let [protocols, bytes, explained] = [0, 0, 0];
      for await (const share of things.all(site, "protocol", at)) {
        protocols++;
        bytes += share.bytes;
        if (share.state === "dissected") explained += share.bytes;
      }
      const open = await openFindings(store, site, clock(), at);
      const severities = (["critical", "high", "medium", "low"] as const).map((value) => ({
        value,
        count: open.filter(({ severity }) => severity === value).length,
      }));
      const review = await things.list(site, "device", { ...one, where: { needsReview: [1] } });
      const head = await headOf(store, site);
      const to = at ?? head.time;
      return {
        ...totals,
        protocols,
        frames: (await store.captures.list(site)).reduce((sum, { frames }) => sum + frames, 0),
        bytes,
        explained: bytes > 0 ? explained / bytes : 0,
        levels: await things.facets(site, "device", "level", one),
        roles: await things.facets(site, "device", "role", one),
        domains: await things.facets(site, "device", "domain", one),
        severities,
        needReview: review.total,
        needs: open.slice(0, NEEDS),
        openFindings: open.length,
        changes: { from: Math.max(0, to - DAY), to, counts: await countChanges(store.journal, site, to) },
        head,
        sensors: await sensorsOf(context.surroundings, site),
      };
    },
  }),
  route({
    name: "protocolTitles",
    method: "GET",
    path: "/api/v1/protocol-titles",
    group: "Overview",
    summary: "What protocols are called in writing, by their short names.",
    answer: Type.Record(Type.String(), Type.String()),
    handle: async ({ context }) => await Promise.resolve({ ...context.surroundings.protocolTitles }),
  }),
  route({
    name: "mapDevices",
    method: "GET",
    path: `${base}/map/devices`,
    group: "Map",
    summary: "Every device in short, for layouts.",
    parameters: OfSite,
    query: exactly({ at: At }),
    answer: Type.Array(SlimDeviceForm),
    media: "application/json; charset=utf-8",
    handle: async ({ context, parameters, query }) => {
      const devices = context.surroundings.store.things.all(parameters.site, "device", query.at);
      return await Promise.resolve(new Streamed(jsonOf(mapped(devices, slimDevice))));
    },
  }),
  route({
    name: "mapLinks",
    method: "GET",
    path: `${base}/map/links`,
    group: "Map",
    summary: "Every link in short, for layouts.",
    parameters: OfSite,
    query: exactly({ at: At }),
    answer: Type.Array(SlimLinkForm),
    media: "application/json; charset=utf-8",
    handle: async ({ context, parameters, query }) => {
      const links = context.surroundings.store.things.all(parameters.site, "link", query.at);
      return await Promise.resolve(new Streamed(jsonOf(mapped(links, slimLink))));
    },
  }),
  route({
    name: "map",
    method: "GET",
    path: `${base}/map`,
    group: "Map",
    summary: "Devices and links summed up by level and zone, role or domain.",
    parameters: OfSite,
    query: exactly({ at: At, by: Type.Optional(among(["level", "zone", "role", "domain"])) }),
    answer: MapForm,
    handle: async ({ context, parameters: { site }, query: { at, by } }) => {
      const { store, clock } = context.surroundings;
      const nodes = new Map<string, MapNode>();
      const nodeOf = new Map<string, string>();
      for await (const device of store.things.all(site, "device", at)) {
        const { level } = device.level;
        const group = by === undefined || by === "level" ? "" : device[by];
        const id = `${level}/${group}`;
        nodeOf.set(device.id, id);
        const node = nodes.get(id) ?? { id, level, group, devices: 0, roles: new Map(), worst: "", findings: 0 };
        nodes.set(id, node);
        node.devices++;
        node.roles.set(device.role, (node.roles.get(device.role) ?? 0) + 1);
      }
      // Gravest first: the first that touches a node is its worst.
      for (const { severity, devices } of await openFindings(store, site, clock(), at)) {
        for (const id of new Set(devices.map((device) => nodeOf.get(device)))) {
          const node = id === undefined ? undefined : nodes.get(id);
          if (node === undefined) continue;
          if (node.worst === "") node.worst = severity;
          node.findings++;
        }
      }
      const edges = new Map<string, MapEdge>();
      for await (const link of store.things.all(site, "link", at)) {
        const client = nodeOf.get(link.client);
        const server = link.server === "" ? "" : nodeOf.get(link.server);
        if (client === undefined || server === undefined) continue;
        const key = `${client}\n${server}`;
        const edge = edges.get(key) ?? { client, server, act: "other", links: 0, bytes: 0, protocols: new Set() };
        edges.set(key, edge);
        edge.act = heavierAct(edge.act, link.act);
        edge.links++;
        edge.bytes += link.bytes;
        edge.protocols.add(link.protocol);
      }
      return {
        nodes: Array.from(nodes.values(), (node) => ({
          ...node,
          roles: Array.from(node.roles, ([role, count]) => ({ role, count })),
        })),
        edges: Array.from(edges.values(), (edge) => ({ ...edge, protocols: [...edge.protocols].sort() })),
      };
    },
  }),
  route({
    name: "deviceDetail",
    method: "GET",
    path: `${base}/devices/:id/detail`,
    group: "Things",
    summary: "A device with its links, peers, acts, points, findings and history.",
    parameters: OfThing,
    query: exactly({ at: At }),
    answer: DeviceDetailForm,
    handle: async ({ context, parameters: { site, id }, query: { at } }) => {
      const { things, journal } = context.surroundings.store;
      const device = await things.get(site, "device", id, at);
      if (device === undefined) throw new Problem("not-found", "There is no such device.");
      const asked = { device: id, limit: SHOWN, at };
      const links = await things.list(site, "link", asked);
      const points = await things.list(site, "point", asked);
      const peers = peersOf(id, links.rows);
      for (const peer of peers.values()) {
        peer.label = (await things.get(site, "device", peer.device, at))?.label ?? peer.device;
      }
      return {
        device,
        links: links.rows,
        linksTotal: links.total,
        points: points.rows,
        pointsTotal: points.total,
        findings: (await things.list(site, "finding", asked)).rows,
        blindSpots: (await things.list(site, "blindSpot", asked)).rows,
        peers: Array.from(peers.values(), (peer) => ({ ...peer, protocols: [...peer.protocols].sort() })),
        acts: actsOf(id, links.rows),
        history: await journal.search(site, { kinds: ["device"], id, to: at }, 0, 100),
      };
    },
  }),
  route({
    name: "pointDetail",
    method: "GET",
    path: `${base}/points/:id/detail`,
    group: "Points",
    summary: "Values of a process point as they came, the newest `limit`.",
    parameters: OfThing,
    query: exactly({
      from: Type.Optional(Moment),
      to: Type.Optional(Moment),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50_000 })),
    }),
    answer: PointDetailForm,
    handle: async ({ context, parameters: { site, id }, query: { from, to, limit } }) =>
      await context.surroundings.store.points.detail(site, id, from ?? 0, to ?? 1e12, limit ?? 5000),
  }),
  route({
    name: "pointSummaries",
    method: "GET",
    path: `${base}/points/:id/summaries`,
    group: "Points",
    summary: "Values of a process point summed up over stretches of time.",
    parameters: OfThing,
    query: exactly({ from: Type.Optional(Moment), to: Type.Optional(Moment) }),
    answer: Type.Array(PointSummaryForm),
    handle: async ({ context, parameters: { site, id }, query: { from, to } }) =>
      await context.surroundings.store.points.summaries(site, id, from ?? 0, to ?? 1e12),
  }),
];

interface MapNode {
  id: string;
  level: Device["level"]["level"];
  group: string;
  devices: number;
  roles: Map<string, number>;
  worst: Severity | "";
  findings: number;
}

interface MapEdge {
  client: string;
  server: string;
  act: Act;
  links: number;
  bytes: number;
  protocols: Set<string>;
}

interface Peer {
  device: string;
  label: string;
  asClient: number;
  asServer: number;
  bytes: number;
  act: Act;
  protocols: Set<string>;
}

async function countChanges(
  journal: {
    density(
      site: string,
      from: number,
      to: number,
      span: number,
    ): Promise<{ kind: string; what: string; count: number }[]>;
  },
  site: string,
  to: number,
): Promise<{ kind: string; what: string; count: number }[]> {
  const counts = new Map<string, { kind: string; what: string; count: number }>();
  for (const { kind, what, count } of await journal.density(site, Math.max(0, to - DAY), to, DAY)) {
    const sum = counts.get(`${kind} ${what}`) ?? { kind, what, count: 0 };
    counts.set(`${kind} ${what}`, { ...sum, count: sum.count + count });
  }
  return [...counts.values()];
}

function peersOf(id: string, links: readonly Link[]): Map<string, Peer> {
  const peers = new Map<string, Peer>();
  for (const link of links) {
    const other = link.client === id ? link.server : link.client;
    if (other === "" || other === id) continue;
    const peer = peers.get(other) ?? {
      ...{ device: other, label: other, asClient: 0, asServer: 0, bytes: 0 },
      ...{ act: "other" as Act, protocols: new Set<string>() },
    };
    peers.set(other, peer);
    if (link.client === id) peer.asClient++;
    else peer.asServer++;
    peer.bytes += link.bytes;
    peer.act = heavierAct(peer.act, link.act);
    peer.protocols.add(link.protocol);
  }
  return peers;
}

function actsOf(id: string, links: readonly Link[]): { act: Act; does: number; suffers: number }[] {
  return ACTS.map((act) => {
    const same = links.filter((link) => link.act === act);
    return {
      act,
      does: same.filter(({ client }) => client === id).length,
      suffers: same.filter(({ server }) => server === id).length,
    };
  }).filter(({ does, suffers }) => does + suffers > 0);
}

function slimDevice(device: Device): Record<string, unknown> {
  const { id, label, role, level, domain, vendor, model, zone, importance, ips, macs, presence } = device;
  return {
    ...{ id, label, role, level: level.level, needsReview: level.needsReview, domain, vendor, model, zone, importance },
    ...{ address: ips[0] ?? macs[0] ?? "", presence },
  };
}

function slimLink({ id, client, server, protocol, transport, act, bytes, told }: Link): Record<string, unknown> {
  return { id, client, server, protocol, transport, act, bytes, told: told !== undefined };
}

async function* mapped<From, To>(rows: AsyncIterable<From>, map: (row: From) => To): AsyncGenerator<To> {
  for await (const row of rows) yield map(row);
}
