import { ascii, ber, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a TSDU that carries a PDU in presentation context 3. */
export function data(...pdus: string[]): string {
  return `01000100 ${ber("61", ...pdus.map((pdu) => ber("30", "020103", ber("a0", pdu))))}`;
}

/** Digits of a confirmed request or answer; `service` as digits of its whole element. */
export function confirmed(tag: "a0" | "a1", invokeId: number, service: string): string {
  return ber(tag, ber("02", wide(invokeId, 2)), service);
}

/** Digits of a name in a domain, as ObjectName. */
export function inDomain(domain: string, item: string): string {
  return ber("a1", ber("1a", ascii(domain)), ber("1a", ascii(item)));
}

/** Digits of VariableAccessSpecification with variables by name. */
export function variables(...names: string[]): string {
  return ber("a0", ...names.map((name) => ber("30", ber("a0", name))));
}

/** Lengths of the session layer: one octet, or 255 and two (X.225 section 8.2.5). */
function sized(identifier: string, contents: string): string {
  const digits = contents.replace(/\s+/g, "");
  const length = digits.length / 2;
  return `${identifier}${length < 255 ? wide(length, 1) : `ff${wide(length, 2)}`}${digits}`;
}

/** Digits of a session PDU with user data. */
function session(identifier: string, userData: string): string {
  return sized(identifier, `05061301001601 02 14020002 33020001 34020001 ${sized("c1", userData)}`);
}

function presentation(selectors: string, association: string): string {
  const pdv = ber("61", ber("30", "020101", ber("a0", association)));
  return ber("31", ber("a0", "800101"), ber("a2", selectors, pdv));
}

/** Digits of an association request with the MMS PDU inside; `more` stands before the user information. */
export function associate(more = ""): string {
  const initiate = ber(
    "a8",
    ber("80", "00fde8"),
    ber("81", "0a"),
    ber("82", "0a"),
    ber("83", "05"),
    ber("a4", ber("80", "01"), ber("81", "05f100"), ber("82", "03ee1c00000408000079ef18")),
  );
  const request = ber(
    "60",
    ber("a1", ber("06", "28ca220203")),
    ber("a2", ber("06", "2987670117")),
    ber("a3", ber("02", "17")),
    more,
    ber("be", ber("28", "020103", ber("a0", initiate))),
  );
  return session("0d", presentation(`${ber("81", "00000001")}${ber("82", "00000001")}`, request));
}

/** Digits of the answer; `result` 0 accepts. */
export function associated(result = 0): string {
  const initiate = ber(
    "a9",
    ber("80", "00fde8"),
    ber("81", "05"),
    ber("82", "05"),
    ber("83", "05"),
    ber("a4", ber("80", "01"), ber("81", "05f100"), ber("82", "03ee1c00000408000079ef18")),
  );
  const answer = ber(
    "61",
    ber("a1", ber("06", "28ca220203")),
    ber("a2", ber("02", wide(result, 1))),
    ber("a3", ber("a1", ber("02", "00"))),
    result === 0 ? ber("be", ber("28", "020103", ber("a0", initiate))) : "",
  );
  return session("0e", presentation(ber("83", "00000001"), answer));
}

export const GOOD_QUALITY = ber("84", "03 0000");
export const TIME = ber("91", "65000000 800000 2a");
export const float = (digits: string): string => ber("87", `08${digits}`);
export const text = (value: string): string => ber("8a", ascii(value));

/** A report of the first and third member of a data set. */
export const REPORT = ber(
  "a3",
  ber(
    "a0",
    ber("a1", ber("80", ascii("RPT"))),
    ber(
      "a0",
      text("rptTrip"),
      ber("84", "06 7a00"),
      ber("86", "07"),
      ber("8c", "0123456713a4"),
      text("BAY7LD0/LLN0$dsTrip"),
      ber("83", "00"),
      ber("84", "05 a0"),
      ber("a2", float("42c80000"), GOOD_QUALITY, TIME),
      ber("a2", ber("83", "01"), GOOD_QUALITY, TIME),
      ber("84", "02 40"),
      ber("84", "02 40"),
    ),
  ),
);

const TOTAL_POWER = inDomain("BAY7LD0", "MMXU1$MX$TotW$mag$f");
const OPERATE = inDomain("BAY7LD0", "CSWI1$CO$Pos$Oper");
const COMMAND = ber(
  "a2",
  ber("83", "01"),
  ber("a2", ber("85", "03"), ber("89", "00")),
  ber("86", "01"),
  TIME,
  ber("83", "00"),
  ber("84", "06 00"),
);

function read(invokeId: number, name: string): string {
  return data(confirmed("a0", invokeId, ber("a4", ber("a1", variables(name)))));
}

function answer(invokeId: number, value: string): string {
  return data(confirmed("a1", invokeId, ber("a4", ber("a1", value))));
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "association, identity, reading and operating a breaker",
    ...{ over: "inside", carrier: "cotp", port: 1 },
    messages: [
      { from: "client", hex: associate() },
      { from: "server", hex: associated() },
      { from: "client", hex: data(confirmed("a0", 1, "8200")) },
      {
        from: "server",
        hex: data(
          confirmed(
            "a1",
            1,
            ber("a2", ber("80", ascii("Example")), ber("81", ascii("REL 7")), ber("82", ascii("2.1.4"))),
          ),
        ),
      },
      {
        from: "client",
        hex: data(confirmed("a0", 2, ber("a1", ber("a0", ber("80", "00")), ber("a1", ber("81", ascii("BAY7LD0")))))),
      },
      {
        from: "server",
        hex: data(
          confirmed(
            "a1",
            2,
            ber("a1", ber("a0", ber("1a", ascii("LLN0")), ber("1a", ascii("MMXU1"))), ber("81", "00")),
          ),
        ),
      },
      { from: "client", hex: data(confirmed("a0", 3, ber("a4", ber("a1", variables(TOTAL_POWER))))) },
      { from: "server", hex: data(confirmed("a1", 3, ber("a4", ber("a1", float("42c80000"))))) },
      { from: "client", hex: data(confirmed("a0", 4, ber("a5", variables(OPERATE), ber("a0", COMMAND)))) },
      { from: "server", hex: data(confirmed("a1", 4, ber("a5", "8100"))) },
      { from: "server", hex: data(REPORT) },
      { from: "client", hex: data(confirmed("a0", 5, "9f4a0101")) },
      { from: "server", hex: data(ber("a2", ber("80", "05"), ber("a2", ber("a0", ber("8b", "06"))))) },
      { from: "client", hex: data("8b00") },
      { from: "server", hex: data("8c00") },
    ],
  },
  {
    name: "lists and files",
    ...{ over: "inside", carrier: "cotp", port: 1 },
    messages: [
      { from: "client", hex: data(confirmed("a0", 1, ber("ac", inDomain("BAY7LD0", "LLN0$dsTrip")))) },
      {
        from: "server",
        hex: data(
          confirmed(
            "a1",
            1,
            ber(
              "ac",
              ber("80", "00"),
              ber(
                "a1",
                ...["MMXU1$MX$TotW", "XCBR1$ST$Pos", "PTOC1$ST$Op"].map((item) =>
                  ber("30", ber("a0", inDomain("BAY7LD0", item))),
                ),
              ),
            ),
          ),
        ),
      },
      { from: "server", hex: data(REPORT) },
      {
        from: "client",
        hex: data(confirmed("a0", 2, ber("bf48", ber("a0", ber("19", ascii("COMTRADE/7.dat"))), ber("81", "00")))),
      },
      { from: "server", hex: data(confirmed("a1", 2, ber("bf48", ber("80", "01"), ber("a1", ber("80", "1000"))))) },
      { from: "client", hex: data(confirmed("a0", 3, "9f490101")) },
      { from: "server", hex: data(confirmed("a1", 3, ber("bf49", ber("80", "00112233"), ber("81", "00")))) },
      { from: "client", hex: data(confirmed("a0", 4, ber("bf4d", ber("a0", ber("19", ascii("COMTRADE")))))) },
      {
        from: "server",
        hex: data(
          confirmed(
            "a1",
            4,
            ber(
              "bf4d",
              ber("a0", ber("30", ber("30", ber("a0", ber("19", ascii("7.dat"))), ber("a1", ber("80", "1000"))))),
              ber("81", "00"),
            ),
          ),
        ),
      },
      {
        from: "client",
        hex: data(confirmed("a0", 5, ber("a4", ber("a1", variables(inDomain("BAY7LD0", "LPHD1$DC$PhyNam")))))),
      },
      {
        from: "server",
        hex: data(
          confirmed(
            "a1",
            5,
            ber("a4", ber("a1", ber("a2", text("Example"), text("C"), text("3.2"), text("SN-0042"), text("REL 7")))),
          ),
        ),
      },
      { from: "server", hex: data(ber("a4", ber("80", "05"), ber("81", "01"))) },
    ],
  },
  {
    name: "control centers exchange data by ICCP",
    ...{ over: "inside", carrier: "cotp", port: 1 },
    messages: [
      { from: "client", hex: associate() },
      { from: "server", hex: associated() },
      { from: "client", hex: read(1, ber("80", ascii("TASE2_Version"))) },
      { from: "server", hex: answer(1, ber("a2", ber("85", "07d0"), ber("85", "08"))) },
      { from: "client", hex: read(2, ber("80", ascii("Supported_Features"))) },
      { from: "server", hex: answer(2, ber("84", "04c8f0")) },
      { from: "client", hex: read(3, inDomain("ICC1", "Bilateral_Table_ID")) },
      { from: "server", hex: answer(3, text("BLT-7")) },
      { from: "client", hex: read(4, inDomain("ICC1", "Next_DSTransfer_Set")) },
      { from: "server", hex: answer(4, ber("a2", ber("86", "00"), text("ICC1"), text("Set_1"))) },
      {
        from: "client",
        hex: data(confirmed("a0", 5, ber("a5", variables(inDomain("ICC1", "Set_1")), ber("a0", ber("83", "01"))))),
      },
      { from: "server", hex: data(confirmed("a1", 5, ber("a5", "8100"))) },
      { from: "client", hex: read(6, inDomain("ICC1", "BRK1_SBO")) },
      { from: "server", hex: answer(6, ber("85", "01")) },
      {
        from: "client",
        hex: data(confirmed("a0", 7, ber("a5", variables(inDomain("ICC1", "BRK1")), ber("a0", ber("85", "01"))))),
      },
      { from: "server", hex: data(confirmed("a1", 7, ber("a5", "8100"))) },
      {
        from: "server",
        hex: data(
          ber(
            "a3",
            ber(
              "a0",
              variables(ber("80", ascii("Transfer_Set_Name")), inDomain("ICC1", "Line1_MW")),
              ber("a0", text("Set_1"), ber("a2", float("42c80000"), ber("84", "0300"))),
            ),
          ),
        ),
      },
    ],
  },
];
