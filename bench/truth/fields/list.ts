import type { FieldMap } from "../field.ts";
import { cotp } from "./cotp.ts";
import { dnp3 } from "./dnp3.ts";
import { modbus } from "./modbus.ts";
import { s7comm } from "./s7comm.ts";

/** Every protocol whose fields are compared. */
export const FIELD_MAPS: readonly FieldMap[] = [modbus, dnp3, cotp, s7comm];
