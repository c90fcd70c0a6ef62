// What requests tell of a charging station: OCPP 1.6 section 6.7 and 7.43 (meter values), OCPP 2.0.1 part 2 section 1.14.
import { type JsonObject, objectOf, textMember } from "../../json.ts";
import { pointSpace } from "../../points.ts";
import type { Talk } from "../../talk.ts";
import { withoutSecrets } from "../http/secrets.ts";
import { tellTarget } from "../http/tell.ts";

const METER = pointSpace("ocpp", "", "number", "connector");
const METHOD = "OCPP boot notification";
const USUAL_MEASURAND = "Energy.Active.Import.Register";
const MOST_VALUES = 64;
const LONGEST = 128;
/** Keys whose value is the password of the station (OCPP 1.6 security whitepaper section 3.3, OCPP 2.0.1 part 2 appendix 3). */
const PASSWORD = /^(?:AuthorizationKey|BasicAuthPassword)$/;
/** Members that hold the number of a driver's card. */
const TOKENS = ["idTag", "idToken"];

/** Claims who made the station. Cards of its modem are not told: they name a subscriber. */
export function tellBoot(talk: Talk, payload: JsonObject): void {
  const station = objectOf(payload["chargingStation"]);
  const told = (old: string, name: string): string =>
    (station === undefined ? textMember(payload, old) : textMember(station, name)).slice(0, LONGEST);
  talk.claim("sender", "vendor", told("chargePointVendor", "vendorName"), 0.95, METHOD);
  talk.claim("sender", "model", told("chargePointModel", "model"), 0.95, METHOD);
  const serial = told("chargePointSerialNumber", "serialNumber") || told("chargeBoxSerialNumber", "serialNumber");
  talk.claim("sender", "serial", serial, 0.95, METHOD);
  talk.claim("sender", "firmware", told("firmwareVersion", "firmwareVersion"), 0.95, METHOD);
  talk.claim("sender", "kind", "charging station", 0.9, METHOD);
}

/** Remarks what opens or changes a station: cards of drivers, passwords, files with credentials; nothing of them is kept. */
export function tellSecrets(talk: Talk, action: string, payload: JsonObject): void {
  if (TOKENS.some((name) => payload[name] !== undefined))
    talk.note("sender", { kind: "credential", method: "OCPP token of a driver", exposure: "clear" });
  const changes = action === "SetVariables" ? payload["setVariableData"] : undefined;
  const names = Array.isArray(changes)
    ? changes.slice(0, MOST_VALUES).map((entry) => textMember(objectOf(objectOf(entry)?.["variable"]) ?? {}, "name"))
    : action === "ChangeConfiguration"
      ? [textMember(payload, "key")]
      : [];
  for (const name of names) {
    if (name !== "") talk.object(name.slice(0, LONGEST));
    if (PASSWORD.test(name))
      talk.note("sender", { kind: "credential", method: "OCPP password of a station", exposure: "clear" });
  }
  const place =
    textMember(payload, "location") ||
    textMember(objectOf(payload["firmware"]) ?? {}, "location") ||
    textMember(objectOf(payload["log"]) ?? {}, "remoteLocation");
  if (place === "") return;
  tellTarget(talk, place, "OCPP");
  talk.object(withoutSecrets(place).slice(0, LONGEST));
}

/** Tells the values of a station's meters; answers whether there were any. */
export function tellMeters(talk: Talk, payload: JsonObject): boolean {
  const rows = payload["meterValue"] ?? payload["transactionData"];
  const evse = objectOf(payload["evse"]);
  const place = payload["connectorId"] ?? payload["evseId"] ?? evse?.["id"];
  const connector = typeof place === "number" && Number.isInteger(place) && place >= 0 && place < 65_536 ? place : 0;
  let told = 0;
  for (const row of Array.isArray(rows) ? rows.slice(0, MOST_VALUES) : []) {
    const values = objectOf(row)?.["sampledValue"];
    for (const entry of Array.isArray(values) ? values : []) {
      const sampled = objectOf(entry);
      if (sampled === undefined || told >= MOST_VALUES) continue;
      const value = sampled["value"];
      const number =
        typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
      const measurand = textMember(sampled, "measurand") || USUAL_MEASURAND;
      const phase = textMember(sampled, "phase");
      const name = phase === "" ? measurand : `${measurand}.${phase}`;
      talk.sample(METER, connector, name.slice(0, LONGEST), -1, number);
      told++;
    }
  }
  return told > 0;
}
