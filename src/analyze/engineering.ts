import type { Link, LinkOperation } from "../model/assessment.ts";
import type { SiteView } from "./view.ts";

// Control operations that change whether a controller runs or listens, as the standards' names call them.
const RUN_STATE =
  /(^|_)(stop|start|run|restart|reset|reboot|halt|mode|hold|p_program|modu|inse|dele|garb|listen_only_mode|reinitialize_device|device_communication_control|communications_option|memory_reset|initialize_memory|firmware)(_|$)/;

// Programs that are carried as files or blocks.
const PROGRAM_TRANSFER = /(^|_)(upload|download)(_|$)/;

/** A link as seen from commands: the one who gives them as its client, also where a server gives them. */
export function towardsCommanded(link: Link, view: SiteView): Link {
  if (link.server === "" || view.traits(link.protocol)?.serverCommands !== true) return link;
  return {
    ...link,
    client: link.server,
    clientAddress: link.serverAddress,
    server: link.client,
    serverAddress: link.clientAddress,
    bytesToServer: link.bytes - link.bytesToServer,
  };
}

/** The operation's name without its protocol. */
export function nameOf(operation: LinkOperation): string {
  return operation.operation.slice(operation.operation.indexOf(":") + 1);
}

/** Whether an operation belongs to a protocol that commands machines, buildings or medical devices. */
export function isControlProtocol(operation: LinkOperation, view: SiteView): boolean {
  const world = view.traits(operation.operation)?.world;
  return world === "ot" || world === "building" || world === "iomt";
}

/** Whether an operation is engineering: it handles programs or firmware, or changes whether the controller runs. */
export function isEngineering(operation: LinkOperation, view: SiteView): boolean {
  if (!isControlProtocol(operation, view)) return false;
  if (operation.act === "program") return true;
  if (operation.act === "file") return PROGRAM_TRANSFER.test(nameOf(operation));
  return (operation.act === "control" || operation.act === "configure") && RUN_STATE.test(nameOf(operation));
}
