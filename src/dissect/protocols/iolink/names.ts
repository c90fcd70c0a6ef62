// What is asked of a gateway of IO-Link: services of the ifm IoT Core (its manual "IoT Core, services"), and methods upon
// resources of JSON Integration for IO-Link 1.0.0, section 6.
import { type Operation, operation } from "../../operation.ts";

/** Services of the IoT Core by the last part of an address. */
export const SERVICES: ReadonlyMap<string, Operation> = new Map([
  ["getdata", operation("iolink", "getdata", "read")],
  ["getdatamulti", operation("iolink", "getdatamulti", "read")],
  ["setdata", operation("iolink", "setdata", "write")],
  ["setelementinfo", operation("iolink", "setelementinfo", "configure")],
  ["gettree", operation("iolink", "gettree", "identify")],
  ["getidentity", operation("iolink", "getidentity", "identify")],
  ["querytree", operation("iolink", "querytree", "identify")],
  ["getsubscriberlist", operation("iolink", "getsubscriberlist", "read")],
  ["getsubscriptioninfo", operation("iolink", "getsubscriptioninfo", "read")],
  ["subscribe", operation("iolink", "subscribe", "read")],
  ["unsubscribe", operation("iolink", "unsubscribe", "other")],
  ["iolreadacyclic", operation("iolink", "iolreadacyclic", "read")],
  ["iolwriteacyclic", operation("iolink", "iolwriteacyclic", "configure")],
  ["validation_useconnecteddevice", operation("iolink", "validation_useconnecteddevice", "configure")],
  ["factoryreset", operation("iolink", "factoryreset", "configure")],
  ["reboot", operation("iolink", "reboot", "control")],
  ["signal", operation("iolink", "signal", "control")],
  ["start", operation("iolink", "start", "control")],
  ["stop", operation("iolink", "stop", "control")],
  ["reset", operation("iolink", "reset", "control")],
  ["install", operation("iolink", "install", "program")],
]);
export const EVENT = operation("iolink", "event", "read");
export const OTHER_SERVICE = operation("iolink", "unnamed_service", "other");
export const ANSWER = operation("iolink", "answer", "other");

/** Requests of JSON Integration by method and resource. */
export const RESOURCES: readonly (readonly [method: RegExp, path: RegExp, operation: Operation])[] = [
  [/GET/, /\/(?:identification|capabilities)$/, operation("iolink", "get_identification", "identify")],
  [/GET/, /\/processdata\//, operation("iolink", "get_process_data", "read")],
  [/GET/, /^/, operation("iolink", "get_resource", "read")],
  [/POST/, /\/processdata\/value$/, operation("iolink", "set_process_data", "write")],
  [/POST/, /\/parameters\//, operation("iolink", "set_parameter", "configure")],
  [/POST/, /\/reset$/, operation("iolink", "reset_gateway", "control")],
  [/POST|PUT|PATCH|DELETE/, /^/, operation("iolink", "change_resource", "configure")],
];
