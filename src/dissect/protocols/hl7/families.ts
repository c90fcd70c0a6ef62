// Which kind of device observes what: LOINC codes of vital signs and IEEE 11073-10101 terms, as observation results name them in
// OBX-3 (IHE Devices, transaction PCD-01). The identifier of an observation says nothing of a patient.

/** What a device is called by what it reports. */
export type Family = "patient monitor" | "infusion pump" | "ventilator" | "laboratory analyzer" | "";

/** LOINC: heart rate, oxygen saturation, respiration, blood pressures, temperature. */
const VITAL_SIGNS = new Set([
  ...["8867-4", "76282-3", "59408-5", "2708-6", "9279-1", "8480-6", "8462-4", "8478-0"],
  ...["76212-0", "76213-8", "76214-6", "8310-5", "8889-8"],
]);

/** Terms of IEEE 11073-10101 by their reference names. */
const TERMS: readonly (readonly [RegExp, Family])[] = [
  [
    /^MDC_DEV_PUMP_|^MDC_(FLOW_FLUID_PUMP|VOL_FLUID_(DELIV|TBI)|RATE_DOSE|DOSE_DRUG|PUMP_|TIME_PD_REMAIN)/,
    "infusion pump",
  ],
  [/^MDC_DEV_SYS_PT_VENT|^MDC_(VENT_|VOL_AWAY_|PRESS_AWAY|VOL_MINUTE_AWAY|CONC_AWAY_O2_INSP)/, "ventilator"],
  [
    /^MDC_DEV_(MON_|ECG_|PULS_OXIM)|^MDC_(ECG_|PULS_OXIM_|PRESS_BLD|PRESS_CUFF|RESP_RATE|TTHOR_RESP)/,
    "patient monitor",
  ],
  [/^MDC_DEV_ANALY_|^MDC_CONC_GLU/, "laboratory analyzer"],
];
/** The same by their numbers, where no name stands beside them: flow of a pump; heart rate, saturation, pulse, respiration. */
const NUMBERS: Readonly<Record<string, Family>> = {
  157784: "infusion pump",
  147842: "patient monitor",
  150456: "patient monitor",
  149530: "patient monitor",
  151562: "patient monitor",
};

/** The kind of device that reports an observation by its code, name and coding system; "" when several do. */
export function familyOf(code: string, name: string, system: string): Family {
  if (system === "LN") return VITAL_SIGNS.has(code) ? "patient monitor" : "";
  if (system !== "MDC") return "";
  for (const [pattern, family] of TERMS) if (pattern.test(name)) return family;
  return NUMBERS[code] ?? "";
}
