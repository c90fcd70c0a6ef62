// Bluetooth security manager: Bluetooth Core 5.4 volume 3 part H sections 2.3.5 (pairing methods), 3.3 to 3.6 (commands).
// Not decoded: values of keys and checks, which are secrets.
import { CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";

const PAIRING_REQUEST = 1;
const PAIRING_RESPONSE = 2;
const PAIRING_FAILED = 5;
const COMMANDS = operationTable("btsmp", [
  [PAIRING_REQUEST, "pairing_request", "authenticate"],
  [PAIRING_RESPONSE, "pairing_response", "authenticate"],
  [3, "pairing_confirm", "authenticate"],
  [4, "pairing_random", "authenticate"],
  [PAIRING_FAILED, "pairing_failed", "authenticate"],
  [6, "encryption_information", "authenticate"],
  [7, "central_identification", "authenticate"],
  [8, "identity_information", "authenticate"],
  [9, "identity_address_information", "authenticate"],
  [10, "signing_information", "authenticate"],
  [11, "security_request", "authenticate"],
  [12, "pairing_public_key", "authenticate"],
  [13, "pairing_dhkey_check", "authenticate"],
  [14, "pairing_keypress_notification", "authenticate"],
]);
/** Length of each command with its code. */
const LENGTHS: readonly number[] = [0, 7, 7, 17, 17, 2, 17, 11, 17, 8, 17, 2, 65, 17, 2];
const ABILITIES: readonly string[] = [
  "DisplayOnly",
  "DisplayYesNo",
  "KeyboardOnly",
  "NoInputNoOutput",
  "KeyboardDisplay",
];
const REASONS: readonly string[] = [
  "",
  "passkey_entry_failed",
  "oob_not_available",
  "authentication_requirements",
  "confirm_value_failed",
  "pairing_not_supported",
  "encryption_key_size",
  "command_not_supported",
  "unspecified_reason",
  "repeated_attempts",
  "invalid_parameters",
  "dhkey_check_failed",
  "numeric_comparison_failed",
];
const NO_INPUT_NO_OUTPUT = 3;
const SAFE_KEY_SIZE = 16;
const KEYS_IN_CLEAR: Readonly<Record<number, string>> = {
  6: "Bluetooth long term key",
  8: "Bluetooth identity key",
  10: "Bluetooth signing key",
};

interface Memory {
  /** What the pairing request offered: abilities, out-of-band data, requirements, key size; -1 without one. */
  offered: [number, number, number, number];
  frame: number;
}

/** Pairing of two Bluetooth devices. */
export const btsmp = dissector<Memory>({
  name: "btsmp",
  aliases: ["smp"],
  title: "Bluetooth security manager",
  standard: "Bluetooth Core 5.4 volume 3 part H",
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: "btl2cap", keys: [6] }],
  remember: () => ({ offered: [-1, 0, 0, 0], frame: 0 }),
  probe: (reader) => (LENGTHS[reader.peek()] === reader.left() && reader.peek() > 0 ? CERTAIN : NO),
  read(reader, talk) {
    const code = reader.u8();
    if (!COMMANDS.has(code)) return REFUSE;
    const fields: Record<string, unknown> | undefined = talk.detailed ? { code } : undefined;
    const { memory } = talk;
    if (code === PAIRING_REQUEST || code === PAIRING_RESPONSE) {
      const ability = reader.u8();
      const outOfBand = reader.u8();
      const requirements = reader.u8();
      const size = reader.u8();
      reader.skip(2);
      if (fields !== undefined)
        Object.assign(fields, {
          io_capability: ABILITIES[ability] ?? "reserved",
          oob: outOfBand !== 0,
          bonding: (requirements & 3) === 1,
          mitm: (requirements & 4) !== 0,
          secure_connections: (requirements & 8) !== 0,
          maximum_key_size: size,
        });
      if (!reader.ok) memory.offered[0] = -1;
      else if (code === PAIRING_REQUEST) {
        memory.offered = [ability, outOfBand, requirements, size];
        memory.frame = talk.frame;
      } else if (memory.offered[0] >= 0) {
        talk.answersFrame(memory.frame);
        noteMethod(talk, memory.offered, ability, outOfBand, requirements, size);
      }
    } else if (code === PAIRING_FAILED) {
      const reason = reader.u8();
      if (reader.ok) talk.refused(REASONS[reason] ?? `reason_${reason}`);
    } else {
      const secret = KEYS_IN_CLEAR[code];
      if (secret !== undefined) talk.note("sender", { kind: "credential", method: secret, exposure: "clear" });
      reader.skipRest();
    }
    reader.skipRest();
    const direction = code === PAIRING_REQUEST ? REQUEST : code === PAIRING_RESPONSE ? RESPONSE : UNDIRECTED;
    talk.emit(COMMANDS.of(code), direction, fields);
    return DONE;
  },
});

/** How the two will make sure of each other (tables 2.6 to 2.8), and whether that keeps a listener out. */
function noteMethod(
  talk: Talk<Memory>,
  offered: readonly [number, number, number, number],
  ability: number,
  outOfBand: number,
  requirements: number,
  size: number,
): void {
  const [otherAbility, otherOutOfBand, otherRequirements, otherSize] = offered;
  const isSecure = (requirements & otherRequirements & 8) !== 0;
  const wantsProof = ((requirements | otherRequirements) & 4) !== 0;
  const hasOutOfBand = isSecure ? outOfBand !== 0 || otherOutOfBand !== 0 : outOfBand !== 0 && otherOutOfBand !== 0;
  let method = "Just Works";
  if (hasOutOfBand) method = "Out of Band";
  else if (wantsProof && ability !== NO_INPUT_NO_OUTPUT && otherAbility !== NO_INPUT_NO_OUTPUT)
    method = methodOf(ability, otherAbility, isSecure);
  const keySize = Math.min(size, otherSize);
  const justWorks = method === "Just Works";
  const family = isSecure ? "LE Secure Connections" : "LE legacy pairing";
  // A listener finds the key of a legacy pairing by trying the million passkeys, or none at all.
  const weak = keySize < SAFE_KEY_SIZE || (!isSecure && !hasOutOfBand);
  talk.note("sender", { kind: "cipher", protocol: "Bluetooth pairing", cipher: `${family}, ${method}`, weak });
  talk.note("sender", { kind: "session", protocol: "Bluetooth pairing", anonymous: justWorks, name: method });
}

function methodOf(one: number, other: number, isSecure: boolean): string {
  const shows = (ability: number): boolean => ability === 0 || ability === 1;
  const compares = (ability: number): boolean => ability === 1 || ability === 4;
  if (isSecure && compares(one) && compares(other)) return "Numeric Comparison";
  return shows(one) && shows(other) ? "Just Works" : "Passkey Entry";
}
