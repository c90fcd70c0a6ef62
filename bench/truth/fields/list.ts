import type { FieldMap } from "../field.ts";
import { modbus } from "./modbus.ts";

/** Every protocol whose fields are compared. */
export const FIELD_MAPS: readonly FieldMap[] = [modbus];
