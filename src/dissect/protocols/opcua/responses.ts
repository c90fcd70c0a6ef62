// OPC 10000-4 section 5: what responses show beyond their fields.
import { tellCertificate } from "./certificates.ts";
import { readApplication, readEndpoints } from "./identity.ts";
import * as memories from "./memory.ts";
import { skipBytes, skipNodeId, standardId } from "./node-ids.ts";
import type { Reading } from "./requests.ts";
import type { Scene } from "./scene.ts";
import { skipStructure } from "./scene.ts";
import type { Structure } from "./schema.ts";
import { EVENTS, STATUS_CHANGE } from "./services.ts";
import { isBad, statusName } from "./status-codes.ts";
import { structureNamed } from "./structures.ts";
import { readDataValue } from "./values.ts";

/** Encoding ids of notifications. */
const DATA_CHANGE = 811;
const EVENT_LIST = 916;
const STATUS_CHANGED = 820;

function findServers(scene: Scene): void {
  const { reader } = scene;
  const count = reader.i32le();
  // A discovery server tells of others too: then nobody knows which of them it is itself.
  for (let index = 0; index < count && reader.ok; index++) readApplication(scene, count === 1 ? "sender" : undefined);
}

function createSession(scene: Scene): void {
  const { reader, talk } = scene;
  skipNodeId(reader);
  skipNodeId(reader);
  reader.skip(8);
  skipBytes(reader);
  const length = reader.i32le();
  const start = reader.position;
  if (length > 0) reader.skip(length);
  if (!reader.ok) return;
  if (length > 0) tellCertificate(talk, "sender", reader.bytes, start, reader.position, scene.placed);
  readEndpoints(scene);
}

/** Tells a refusal when nothing of what was asked was done. */
function refuseWhenAllBad(scene: Scene, count: number, bad: number, first: number): void {
  if (scene.reader.ok && count > 0 && bad === count) scene.talk.refused(statusName(first));
}

/** An array of results that begin with a status, or are one. */
function results(structure: Structure | undefined): Reading {
  return (scene) => {
    const { reader } = scene;
    const count = reader.i32le();
    let bad = 0;
    let first = 0;
    for (let index = 0; index < count && reader.ok; index++) {
      const start = reader.position;
      const status = reader.u32le();
      if (!isBad(status)) return;
      if (bad++ === 0) first = status;
      if (structure === undefined) continue;
      reader.position = start;
      skipStructure(scene, structure);
    }
    refuseWhenAllBad(scene, count, bad, first);
  };
}

function read(scene: Scene): void {
  const { reader, request } = scene;
  const count = reader.i32le();
  let bad = 0;
  let first = 0;
  for (let index = 0; index < count && reader.ok; index++) {
    const item = request !== undefined && index < request.count ? request.items[index] : undefined;
    const status = readDataValue(scene, item, true);
    if (isBad(status) && bad++ === 0) first = status;
  }
  refuseWhenAllBad(scene, count, bad, first);
}

function registerNodes(scene: Scene): void {
  const { reader, request, talk } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const start = reader.position;
    skipNodeId(reader);
    const item = request !== undefined && index < request.count ? request.items[index] : undefined;
    // From now on the short id stands for the node that it was given for.
    if (item !== undefined && reader.ok) {
      memories.aliasNode(talk.memory, reader.bytes, start, reader.position, item.node);
    }
  }
}

const CREATE_RESULT = structureNamed("MonitoredItemCreateResult");
const createResults = results(CREATE_RESULT);

function createMonitoredItems(scene: Scene): void {
  const { reader, request, talk } = scene;
  const from = reader.position;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const start = reader.position;
    const status = reader.u32le();
    const id = reader.u32le();
    reader.position = start;
    skipStructure(scene, CREATE_RESULT);
    const item = request !== undefined && index < request.count ? request.items[index] : undefined;
    if (item === undefined || request === undefined || !reader.ok || isBad(status)) continue;
    memories.identifyMonitored(talk.memory, request.subscription, item.handle, id);
  }
  if (!reader.ok) return;
  reader.position = from;
  createResults(scene);
}

function publish(scene: Scene): void {
  const { reader } = scene;
  const subscription = reader.u32le();
  const numbers = reader.i32le();
  if (numbers > 0) reader.skip(numbers * 4);
  reader.skip(1);
  readNotifications(scene, subscription);
}

function republish(scene: Scene): void {
  readNotifications(scene, scene.request?.subscription ?? 0);
}

function readNotifications(scene: Scene, subscription: number): void {
  const { reader } = scene;
  reader.skip(12);
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const start = reader.position;
    skipNodeId(reader);
    const type = standardId(reader.bytes, start, reader.position);
    if (reader.u8() !== 1) continue;
    const length = reader.i32le();
    if (length < 0 || length > reader.left()) return;
    const outer = reader.narrow(length);
    if (type === DATA_CHANGE) readDataChanges(scene, subscription);
    else if (type === EVENT_LIST) scene.operation = EVENTS;
    else if (type === STATUS_CHANGED && scene.operation !== EVENTS) scene.operation = STATUS_CHANGE;
    if (!reader.ok) {
      scene.talk.fault("bad notification", 0);
      reader.ok = true;
    }
    reader.widen(outer);
  }
}

function readDataChanges(scene: Scene, subscription: number): void {
  const { reader, talk } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const item = memories.monitoredItem(talk.memory, subscription, reader.u32le());
    readDataValue(scene, item, true);
  }
}

/** Readings by the name of the service's operation. */
export const RESPONSE_READINGS: Readonly<Record<string, Reading>> = {
  find_servers: findServers,
  get_endpoints: readEndpoints,
  create_session: createSession,
  read,
  history_read: results(structureNamed("HistoryReadResult")),
  write: results(undefined),
  history_update: results(structureNamed("HistoryUpdateResult")),
  call: results(structureNamed("CallMethodResult")),
  browse: results(structureNamed("BrowseResult")),
  browse_next: results(structureNamed("BrowseResult")),
  translate_browse_paths_to_node_ids: results(structureNamed("BrowsePathResult")),
  add_nodes: results(structureNamed("AddNodesResult")),
  add_references: results(undefined),
  delete_nodes: results(undefined),
  delete_references: results(undefined),
  register_nodes: registerNodes,
  create_monitored_items: createMonitoredItems,
  modify_monitored_items: results(structureNamed("MonitoredItemModifyResult")),
  set_monitoring_mode: results(undefined),
  delete_monitored_items: results(undefined),
  set_publishing_mode: results(undefined),
  transfer_subscriptions: results(structureNamed("TransferResult")),
  delete_subscriptions: results(undefined),
  publish,
  republish,
};
