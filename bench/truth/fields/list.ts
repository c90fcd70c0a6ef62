import type { FieldMap } from "../field.ts";
import { bacnet } from "./bacnet.ts";
import { cip } from "./cip.ts";
import { cipio } from "./cipio.ts";
import { cotp } from "./cotp.ts";
import { dnp3 } from "./dnp3.ts";
import { enip } from "./enip.ts";
import { modbus } from "./modbus.ts";
import { mqtt } from "./mqtt.ts";
import { pccc } from "./pccc.ts";
import { s7comm } from "./s7comm.ts";

/** Every protocol whose fields are compared. */
export const FIELD_MAPS: readonly FieldMap[] = [modbus, dnp3, cotp, s7comm, enip, cip, pccc, cipio, bacnet, mqtt];
