// Every way to talk, one line each.
import type { Talk } from "../engine/talk.ts";
import { dnp3 } from "./dnp3.ts";
import { dns } from "./dns.ts";
import { lldp } from "./lldp.ts";
import { modbus } from "./modbus.ts";
import { ntp } from "./ntp.ts";
import { snmp } from "./snmp.ts";

/** The ways to talk that sites can use. */
export const TALKS: readonly Talk[] = [dnp3, dns, lldp, modbus, ntp, snmp];
