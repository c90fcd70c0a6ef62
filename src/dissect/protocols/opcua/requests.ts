// OPC 10000-4 section 5: what requests show beyond their fields, and what is kept of them for their answers.

import { heavierAct } from "../../../model/act.ts";
import type { Operation } from "../../operation.ts";
import { tellCertificate } from "./certificates.ts";
import { claimHost, readApplication, readRegisteredServer } from "./identity.ts";
import * as memories from "./memory.ts";
import { skipBytes, skipNodeId, standardId } from "./node-ids.ts";
import type { Scene } from "./scene.ts";
import { readNode, shortText, skipArray, skipStrings, skipStructure, skipText } from "./scene.ts";
import * as schema from "./schema.ts";
import { ACTIVATE_ANONYMOUS, methodOperation } from "./services.ts";
import { structureNamed } from "./structures.ts";
import { firstOfRange, readDataValue } from "./values.ts";

/** Reads what follows the request header. */
export type Reading = (scene: Scene) => void;

const LONGEST_NAME = 256;
const SIGNED_CERTIFICATE = structureNamed("SignedSoftwareCertificate");
const VIEW = structureNamed("ViewDescription");

/** Encoding ids of user identity tokens (OPC 10000-4 section 7.40). */
const ANONYMOUS = 321;
const USER_NAME = 324;
const X509 = 327;
const ISSUED = 940;

function namesServer(scene: Scene): void {
  const start = scene.reader.position;
  const url = shortText(scene.reader);
  if (!scene.reader.ok || url === "") return;
  scene.talk.object(url);
  claimHost(scene, "receiver", url, 0.4, start);
}

function createSession(scene: Scene): void {
  const { reader, talk } = scene;
  readApplication(scene, "sender");
  skipText(reader);
  namesServer(scene);
  const name = shortText(reader, LONGEST_NAME);
  skipBytes(reader);
  const length = reader.i32le();
  const start = reader.position;
  if (length > 0) reader.skip(length);
  if (!reader.ok) return;
  talk.memory.sessionName = name;
  if (length > 0) tellCertificate(talk, "sender", reader.bytes, start, reader.position, scene.placed);
}

function activateSession(scene: Scene): void {
  const { reader, talk } = scene;
  skipText(reader);
  skipBytes(reader);
  skipArray(scene, SIGNED_CERTIFICATE);
  skipStrings(reader);
  const start = reader.position;
  skipNodeId(reader);
  const type = standardId(reader.bytes, start, reader.position);
  const hasBody = reader.u8() === 1;
  if (hasBody) reader.skip(4);
  if (!reader.ok) return;
  const name = talk.memory.sessionName;
  // A null token stands for an anonymous user.
  const anonymous = type === ANONYMOUS || type === 0;
  talk.note("sender", { kind: "session", protocol: "OPC UA", anonymous, ...(name === "" ? {} : { name }) });
  if (anonymous) scene.operation = ACTIVATE_ANONYMOUS;
  if (!hasBody || anonymous) return;
  skipText(reader);
  if (type === USER_NAME) noteUser(scene);
  else if (type === ISSUED) noteIssued(scene);
  else if (type === X509) {
    const length = reader.i32le();
    const from = reader.position;
    if (length > 0) reader.skip(length);
    if (!reader.ok || length <= 0) return;
    // The certificate is the user's and no device's, so its names claim nothing.
    talk.note("sender", { kind: "credential", method: "OPC UA user certificate", exposure: "encrypted" });
    if (from > reader.end) return;
  }
}

function noteUser(scene: Scene): void {
  const { reader, talk } = scene;
  const user = shortText(reader, LONGEST_NAME);
  const length = reader.i32le();
  if (length > 0) reader.skip(length);
  const algorithm = shortText(reader);
  if (!reader.ok) return;
  talk.note("sender", {
    kind: "credential",
    method: length > 0 ? "OPC UA password" : "OPC UA user name",
    ...(user === "" ? {} : { user }),
    exposure: algorithm === "" ? "clear" : "encrypted",
  });
}

function noteIssued(scene: Scene): void {
  const { reader, talk } = scene;
  skipBytes(reader);
  const algorithm = shortText(reader);
  if (!reader.ok) return;
  talk.note("sender", {
    kind: "credential",
    method: "OPC UA issued token",
    exposure: algorithm === "" ? "clear" : "encrypted",
  });
}

/** Reads an array whose elements begin with a NodeId and tells each; `rest` reads the remainder of an element. */
function eachNode(scene: Scene, rest: (scene: Scene, node: memories.Node) => void): void {
  const { reader } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const node = readNode(scene);
    if (node === undefined) return;
    rest(scene, node);
    if (reader.ok) scene.talk.object(node.text);
  }
}

function remember(scene: Scene, node: memories.Node, attribute: number, first: number, handle: number): void {
  const { request, reader } = scene;
  if (request !== undefined && reader.ok) {
    memories.addItem(scene.talk.memory, request, node, attribute, first, handle);
  }
}

function read(scene: Scene): void {
  scene.reader.skip(12);
  eachNode(scene, readReadValueId);
}

function readReadValueId(scene: Scene, node: memories.Node): void {
  const { reader } = scene;
  const attribute = reader.u32le();
  const first = firstOfRange(reader);
  reader.skip(2);
  skipText(reader);
  remember(scene, node, attribute, first, 0);
}

const written: memories.Item = {
  node: { bytes: new Uint8Array(0), text: "", standard: 0 },
  attribute: 0,
  first: 0,
  handle: 0,
};

function write(scene: Scene): void {
  eachNode(scene, (_, node) => {
    written.node = node;
    written.attribute = scene.reader.u32le();
    written.first = firstOfRange(scene.reader);
    readDataValue(scene, written, false);
  });
}

function historyRead(scene: Scene): void {
  const { reader } = scene;
  scene.decoder.value(schema.EXTENSION_OBJECT);
  reader.skip(5);
  eachNode(scene, () => {
    skipText(reader);
    reader.skip(2);
    skipText(reader);
    skipBytes(reader);
  });
}

/** Each kind of details begins with the node, but for one that has structures first. */
function historyUpdate(scene: Scene): void {
  const { reader, talk } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    skipNodeId(reader);
    if (reader.u8() === 0) continue;
    const outer = reader.narrow(reader.i32le());
    const node = readNode(scene);
    if (node !== undefined) talk.object(node.text);
    reader.widen(outer);
  }
}

function call(scene: Scene): void {
  const { reader, talk } = scene;
  const count = reader.i32le();
  let told: Operation | undefined;
  for (let index = 0; index < count && reader.ok; index++) {
    skipNodeId(reader);
    const method = readNode(scene);
    if (method === undefined) return;
    const values = reader.i32le();
    for (let value = 0; value < values && reader.ok; value++) scene.decoder.value(schema.VARIANT);
    if (!reader.ok) return;
    talk.object(method.text);
    const operation = methodOperation(method.standard) ?? scene.operation;
    told = told === undefined || heavierAct(told.act, operation.act) === operation.act ? operation : told;
  }
  if (told !== undefined) scene.operation = told;
}

function browse(scene: Scene): void {
  const { reader } = scene;
  skipStructure(scene, VIEW);
  reader.skip(4);
  eachNode(scene, () => {
    reader.skip(4);
    skipNodeId(reader);
    reader.skip(9);
  });
}

function nodesOnly(scene: Scene): void {
  eachNode(scene, (_, node) => remember(scene, node, schema.VALUE_ATTRIBUTE, 0, 0));
}

const ADD_NODES_ITEM = structureNamed("AddNodesItem");
const DELETE_NODES_ITEM = structureNamed("DeleteNodesItem");

function addNodes(scene: Scene): void {
  const { reader } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const start = reader.position;
    const parent = readNode(scene);
    skipNodeId(reader);
    const added = readNode(scene);
    reader.position = start;
    skipStructure(scene, ADD_NODES_ITEM);
    // A server chooses the id where none is asked for.
    const told = added === undefined || (added.standard === 0 && added.text === "i=0") ? parent : added;
    if (reader.ok && told !== undefined) scene.talk.object(told.text);
  }
}

function deleteNodes(scene: Scene): void {
  const { reader } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const start = reader.position;
    const node = readNode(scene);
    reader.position = start;
    skipStructure(scene, DELETE_NODES_ITEM);
    if (reader.ok && node !== undefined) scene.talk.object(node.text);
  }
}

function createMonitoredItems(scene: Scene): void {
  const { reader, talk, request } = scene;
  const subscription = reader.u32le();
  reader.skip(4);
  if (request !== undefined) request.subscription = subscription;
  eachNode(scene, (_, node) => {
    const attribute = reader.u32le();
    const first = firstOfRange(reader);
    reader.skip(2);
    skipText(reader);
    reader.skip(4);
    const handle = reader.u32le();
    reader.skip(8);
    scene.decoder.value(schema.EXTENSION_OBJECT);
    reader.skip(5);
    remember(scene, node, attribute, first, handle);
    if (reader.ok) memories.monitor(talk.memory, subscription, { node, attribute, first, handle });
  });
}

function modifyMonitoredItems(scene: Scene): void {
  const { reader, talk } = scene;
  const subscription = reader.u32le();
  reader.skip(4);
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const id = reader.u32le();
    const handle = reader.u32le();
    reader.skip(8);
    scene.decoder.value(schema.EXTENSION_OBJECT);
    reader.skip(5);
    if (reader.ok) memories.renameMonitored(talk.memory, subscription, id, handle);
  }
}

function deleteMonitoredItems(scene: Scene): void {
  const { reader, talk } = scene;
  const subscription = reader.u32le();
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const id = reader.u32le();
    if (reader.ok) memories.forgetMonitored(talk.memory, subscription, id);
  }
}

function deleteSubscriptions(scene: Scene): void {
  const { reader, talk } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    const subscription = reader.u32le();
    if (reader.ok) memories.forgetSubscription(talk.memory, subscription);
  }
}

function republish(scene: Scene): void {
  const subscription = scene.reader.u32le();
  if (scene.request !== undefined) scene.request.subscription = subscription;
}

/** Readings by the name of the service's operation. */
export const REQUEST_READINGS: Readonly<Record<string, Reading>> = {
  find_servers: namesServer,
  get_endpoints: namesServer,
  register_server: readRegisteredServer,
  register_server2: readRegisteredServer,
  create_session: createSession,
  activate_session: activateSession,
  read,
  write,
  history_read: historyRead,
  history_update: historyUpdate,
  call,
  browse,
  register_nodes: nodesOnly,
  add_nodes: addNodes,
  delete_nodes: deleteNodes,
  create_monitored_items: createMonitoredItems,
  modify_monitored_items: modifyMonitoredItems,
  delete_monitored_items: deleteMonitoredItems,
  delete_subscriptions: deleteSubscriptions,
  republish,
};
