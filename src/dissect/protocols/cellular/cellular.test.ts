import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CERTAIN, type Dissector, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES as CHARGING, message as chargingMessage } from "../samples/gtpprime.ts";
import { SAMPLES as GTPV1, message as gtpv1Message } from "../samples/gtpv1.ts";
import { SAMPLES as GTPV2, element as gtpElement, message as gtpv2Message } from "../samples/gtpv2.ts";
import { MODE_COMMAND, SAMPLES as NAS } from "../samples/nas5g.ts";
import { SAMPLES as EPS } from "../samples/naseps.ts";
import { SAMPLES as NGAP, nas, element as ngapElement, pdu, sized } from "../samples/ngap.ts";
import { element, message, SAMPLES as PFCP } from "../samples/pfcp.ts";
import { BEARERS, SAMPLES as S1AP } from "../samples/s1ap.ts";
import type { Exchange } from "../samples/sample.ts";
import { answers, asks, SAMPLES as SBI } from "../samples/sbi.ts";
import { gtpprime } from "./gtpprime.ts";
import { gtpv1 } from "./gtpv1.ts";
import { gtpv2 } from "./gtpv2.ts";
import { nas5g } from "./nas5g.ts";
import { naseps } from "./naseps.ts";
import { ngap } from "./ngap.ts";
import { pfcp } from "./pfcp.ts";
import { s1ap } from "./s1ap.ts";
import { sbi } from "./sbi.ts";

const sample = (samples: readonly Exchange[], ...dissectors: Dissector[]): SeenMessage[] =>
  dissectExchange(samples[0] as Exchange, dissectors);
function play(dissector: Dissector, exchange: Omit<Exchange, "messages" | "name">, ...hexes: string[]): SeenMessage[] {
  const messages = hexes.map((hex) => ({ from: "client" as const, hex }));
  return dissectExchange({ name: "made up", ...exchange, messages }, [dissector]);
}
const ways = (messages: readonly SeenMessage[]): unknown[] =>
  messages.map(({ operation, direction, answers }) => [operation, direction, answers > 0]);
const faults = (messages: readonly SeenMessage[]): string[] =>
  messages.flatMap((seen) => seen.faults.map(({ name }) => name));
const N4 = { over: "udp", port: 8805 } as const;
const GTP = { over: "udp", port: 2123 } as const;

describe("PFCP", () => {
  const messages = sample(PFCP, pfcp);

  test("messages are paired, and refusals told in the standard's words", () => {
    assert.deepEqual(ways(messages), [
      ["association_setup_request", REQUEST, false],
      ["association_setup_response", RESPONSE, true],
      ["session_establishment_request", REQUEST, false],
      ["session_establishment_response", RESPONSE, true],
      ["session_deletion_request", REQUEST, false],
      ["session_deletion_response", RESPONSE, true],
      ["heartbeat_request", REQUEST, false],
      ["heartbeat_response", RESPONSE, true],
      ["session_report_request", REQUEST, false],
    ]);
    assert.equal(messages[5]?.outcome, "session_context_not_found");
  });

  test("who is which function, which device has which address and tunnel", () => {
    assert.deepEqual(
      messages.slice(0, 3).map(({ claims }) => claims.map(({ about, value }) => [about, value])),
      [
        [["sender", "session management function"]],
        [
          ["sender", "user plane function"],
          ["sender", "upf.plant"],
        ],
        [
          [{ ip: "10.60.0.1" }, "user equipment"],
          [{ ip: "10.60.0.1" }, "IMSI 001000000000001"],
          [{ ip: "10.60.0.1" }, "Mobile data network plant"],
          ["sender", "session management function"],
          ["receiver", "user plane function"],
        ],
      ],
    );
    const [, , establishment] = messages;
    assert.deepEqual(establishment?.objects, ["UE 10.60.0.1", "plant"]);
    assert.deepEqual(establishment?.fields.f_teid, ["00000001 192.0.2.3", "00000009 192.0.2.4"]);
    assert.equal(establishment?.fields.imsi, "001000000000001");
    assert.deepEqual([establishment?.fields.pdr_id, establishment?.fields.far_id], [[1], [1]]);
  });

  test("elements that do not fit, and other datagrams", () => {
    assert.deepEqual(faults(play(pfcp, N4, message(1, 1, element(96, "e9000000").replace("0004", "0044")))), [
      "element does not fit",
    ]);
    assert.deepEqual(play(pfcp, N4, "2063 0004 00000100"), []);
    assert.deepEqual(play(pfcp, N4, "40010004 00000100"), []);
  });
});

describe("GTP-C", () => {
  test("version 2 tells subscriber, network and tunnels, also inside bearers", () => {
    const messages = sample(GTPV2, gtpv2);
    assert.deepEqual(ways(messages), [
      ["echo_request", REQUEST, false],
      ["echo_response", RESPONSE, true],
      ["create_session_request", REQUEST, false],
      ["create_session_response", RESPONSE, true],
      ["delete_session_request", REQUEST, false],
      ["delete_session_response", RESPONSE, true],
    ]);
    const { fields } = messages[2] as SeenMessage;
    assert.deepEqual(
      [fields.imsi, fields.mei, fields.apn, fields.rat_type, fields.serving_network],
      ["001000000000001", "3520890000000001", "plant", "EUTRAN", "001-01"],
    );
    assert.deepEqual(fields.f_teid, ["10: 00000011 192.0.2.1", "4: 00000012 192.0.2.2"]);
    assert.deepEqual(messages[3]?.fields.paa, ["10.60.0.1", "2001:db8::1"]);
    assert.equal(messages[5]?.outcome, "cause_64");
    const wrong = gtpv2Message(36, 1, gtpElement(73, "05")).replace("49000100", "49ff0100");
    assert.deepEqual(faults(play(gtpv2, GTP, wrong)), ["element does not fit"]);
  });

  test("the address in the answer is bound to whom the request was for", () => {
    const claims = (samples: readonly Exchange[], dissector: Dissector) =>
      sample(samples, dissector)
        .flatMap((message) => message.claims)
        .filter(({ about }) => typeof about === "object" && about.ip === "10.60.0.1")
        .map(({ attribute, value }) => `${attribute} ${value}`);
    assert.deepEqual(claims(GTPV2, gtpv2), [
      "kind user equipment",
      "serial IMEI 3520890000000001",
      "user IMSI 001000000000001",
      "description Mobile data network plant",
    ]);
    assert.deepEqual(claims(PFCP, pfcp).slice(0, 3), [
      "kind user equipment",
      "user IMSI 001000000000001",
      "description Mobile data network plant",
    ]);
  });

  test("version 1 has elements with and without a length, and headers for extension", () => {
    const messages = sample(GTPV1, gtpv1);
    assert.deepEqual(
      messages.map(({ operation, direction }) => [operation, direction]),
      [
        ["echo_request", REQUEST],
        ["echo_response", RESPONSE],
        ["create_pdp_context_request", REQUEST],
        ["create_pdp_context_response", RESPONSE],
        ["delete_pdp_context_request", REQUEST],
        ["delete_pdp_context_response", RESPONSE],
        ["end_marker", NOTICE],
      ],
    );
    assert.deepEqual(messages[2]?.objects, ["plant"]);
    assert.deepEqual(messages[3]?.objects, ["UE 10.60.0.1"]);
    assert.equal(messages[5]?.outcome, "cause_193");
    assert.deepEqual(faults(play(gtpv1, GTP, gtpv1Message(20, 1, "70ff"))), ["unknown element"]);
    assert.deepEqual(play(gtpv1, GTP, "4001 0004 00000100"), []);
  });
});

describe("NGAP", () => {
  const messages = sample(NGAP, ngap, nas5g);
  const outer = messages.filter(({ protocol }) => protocol === "ngap");

  test("stations and the core name themselves, and answers are paired", () => {
    assert.deepEqual(ways(outer), [
      ["ng_setup", REQUEST, false],
      ["ng_setup", RESPONSE, true],
      ["initial_ue_message", UNDIRECTED, false],
      ["downlink_nas_transport", UNDIRECTED, false],
      ["pdu_session_resource_setup", NOTICE, false],
      ["pdu_session_resource_setup", UNDIRECTED, true],
      ["ng_setup", REQUEST, false],
      ["ng_setup", RESPONSE, true],
    ]);
    assert.deepEqual(
      outer.slice(0, 2).map(({ claims }) => claims.map(({ value }) => value)),
      [
        ["5G base station", "hall-5"],
        ["access and mobility management function", "AMF"],
      ],
    );
    assert.deepEqual(outer[0]?.objects, ["PLMN 001-01"]);
    assert.equal(outer[7]?.outcome, "nas 0");
  });

  test("tunnels of sessions are told, and messages of devices are read inside", () => {
    const tunnel = "00000001 192.0.2.3";
    assert.deepEqual(outer[4]?.fields.uplink_tunnels, [tunnel, tunnel, tunnel]);
    assert.deepEqual(
      messages.filter(({ protocol }) => protocol === "nas5g").map(({ operation }) => operation),
      [
        ...["registration_request", "authentication_request", "downlink_nas_transport"],
        ...["pdu_session_establishment_accept", "configuration_update_command"],
      ],
    );
    const accept = messages.find(({ operation }) => operation === "pdu_session_establishment_accept");
    assert.deepEqual(accept?.objects, ["UE 10.60.0.1"]);
  });

  test("lists of sessions end where they cannot be followed", () => {
    const exchange = { over: "sctp", port: 38_412 } as const;
    const inside = (entries: string): (string | undefined)[] =>
      dissectExchange(
        { ...exchange, name: "made up", messages: [{ from: "server", hex: pdu(0, 26, ngapElement(64, entries)) }] },
        [ngap, nas5g],
      ).flatMap(({ protocol, operation }) => (protocol === "nas5g" ? [operation] : []));
    const message = sized("7e 00 54");
    assert.deepEqual(inside(`01 40 0a ${message} 00 40 0b ${message} 00`), [
      "configuration_update_command",
      "configuration_update_command",
    ]);
    // The first entry is extended.
    assert.deepEqual(inside(`01 c0 0a ${message} 00 40 0b ${message} 00`), ["configuration_update_command"]);
    assert.deepEqual(inside(`ff 40 0a 7f 7e0054`), []);
  });

  test("elements that do not fit, and other messages", () => {
    const exchange = { over: "sctp", port: 38_412 } as const;
    const hex = pdu(0, 46, nas("7e 00 43")).replace("002600", "0026007f").slice(0, -2);
    assert.deepEqual(faults(play(ngap, exchange, hex)), ["element does not fit"]);
    assert.deepEqual(play(ngap, exchange, "00ff00 04 00000000"), []);
  });
});

describe("NAS of 5G", () => {
  const exchange = { over: "inside", carrier: "nas", port: 0 } as const;

  test("what is protected and not ciphered is told with its number; ciphered octets are not taken for a message", () => {
    const [plain] = play(nas5g, exchange, `7e 04 a1a2a3a4 05 7e 00 5e`);
    assert.deepEqual(
      [plain?.operation, plain?.fields.security_header_type, plain?.fields.sequence_number],
      ["security_mode_complete", 4, 5],
    );
    for (const hidden of ["7e 02 42 0101", "7e 00 ff 00", "2e 0a 01 ff"]) {
      const [seen] = play(nas5g, exchange, `7e 02 a1a2a3a4 06 ${hidden}`);
      assert.deepEqual([seen?.operation, seen?.fields.sequence_number], ["protected_message", 6], hidden);
      assert.deepEqual(seen?.faults, []);
    }
  });

  test("messages of mobility and of sessions, one inside the other", () => {
    assert.deepEqual(
      sample(NAS, nas5g).map(({ operation }) => operation),
      [
        ...["registration_request", "identity_request", "identity_response", "security_mode_command"],
        ...["protected_message", "uplink_nas_transport", "pdu_session_establishment_request"],
        ...["downlink_nas_transport", "pdu_session_establishment_accept", "registration_reject"],
      ],
    );
  });

  test("an identity that is not hidden and a null cipher are noted, and no number is told", () => {
    const messages = sample(NAS, nas5g);
    assert.deepEqual(
      messages[0]?.notes.map(({ remark }) => remark),
      [{ kind: "cipher", protocol: "5G NAS", cipher: "SUCI null scheme", weak: true }],
    );
    assert.deepEqual(messages[0]?.fields.identity_type, "SUCI");
    const [command] = play(nas5g, exchange, MODE_COMMAND);
    assert.deepEqual(
      command?.notes.map(({ remark }) => remark),
      [
        { kind: "cipher", protocol: "5G NAS", cipher: "5G-EA0", weak: true },
        { kind: "cipher", protocol: "5G NAS", cipher: "128-5G-IA2", weak: false },
      ],
    );
  });

  test("the device's address, slice and data network are told", () => {
    const accept = sample(NAS, nas5g)[8];
    assert.deepEqual(
      [accept?.fields.pdu_address, accept?.fields.slice, accept?.fields.dnn],
      ["10.60.0.1", "1/010203", "plant"],
    );
    assert.deepEqual(accept?.objects, ["plant", "UE 10.60.0.1"]);
    assert.deepEqual(
      accept?.claims.map(({ value }) => value),
      ["user equipment", "Mobile data network plant, slice 1/010203"],
    );
    assert.equal(sample(NAS, nas5g)[9]?.outcome, "registration_reject");
  });

  test("unknown messages are faults, others are refused", () => {
    assert.deepEqual(faults(play(nas5g, exchange, "7e 00 ff 00")), ["unknown message type"]);
    assert.deepEqual(play(nas5g, exchange, "07 41 71"), []);
  });
});

describe("service-based interface", () => {
  const messages = sample(SBI, sbi);
  const remarks = messages.flatMap(({ notes }) => notes.map(({ remark }) => remark));

  test("what is asked for has its name and act", () => {
    assert.deepEqual(
      messages.map(({ operation, act, outcome }) => `${operation} ${act} ${outcome}`.trim()),
      [
        "nf_register configure",
        "response other",
        "nf_discover identify",
        "response other",
        "generate_authentication_data authenticate",
        "response other",
        "create_sm_context control",
        "response other forbidden",
        "access_token_request authenticate",
      ],
    );
  });

  test("functions are told by their services, their agents and their profiles", () => {
    const claims = messages.flatMap((message) => message.claims);
    const kinds = claims.filter(({ attribute }) => attribute === "kind");
    assert.ok(kinds.some(({ about, value }) => about === "receiver" && value.startsWith("5G UDM (")));
    assert.ok(kinds.some(({ about, value }) => about === "sender" && value === "5G AUSF"));
    assert.ok(
      kinds.some(({ about, value }) => typeof about === "object" && about.ip === "192.0.2.10" && value === "5G UDM"),
    );
  });

  test("keys in clear and requests without a token are remarked, of subscribers only that they are named is told", () => {
    assert.deepEqual(
      remarks.map((remark) =>
        remark.kind === "credential" ? remark.method : remark.kind === "session" ? remark.anonymous : remark.kind,
      ),
      [true, "5G authentication vector", false],
    );
    const text = JSON.stringify(messages.map(({ fields, objects }) => [fields, objects]));
    assert.ok(!text.includes("0000000001"));
    assert.ok(text.includes('"dnn":"plant"') && text.includes('"s_nssai":"1-010203"') && text.includes("{ue}"));
  });

  test("other interfaces and broken bodies are let be", () => {
    const at = { over: "inside", port: 0, carrier: "http" } as const;
    assert.deepEqual(play(sbi, at, asks("GET /orders/v1/list")), []);
    const broken = play(sbi, at, answers("GET /nudm-sdm/v2/imsi-001010000000001/am-data", 200, '{"supi":'));
    assert.equal(broken.length, 1);
    assert.deepEqual(faults(broken), []);
  });
});

describe("S1AP", () => {
  const messages = sample(S1AP, s1ap, naseps);
  const told = (operation: string): Record<string, unknown>[] =>
    messages.filter((seen) => seen.operation === operation).map(({ fields }) => fields);

  test("procedures are paired, and the messages of the device inside are told", () => {
    assert.deepEqual(ways(messages), [
      ["s1_setup", REQUEST, false],
      ["s1_setup", RESPONSE, true],
      ["initial_ue_message", UNDIRECTED, false],
      ["attach_request", REQUEST, false],
      ["pdn_connectivity_request", REQUEST, false],
      ["initial_context_setup", NOTICE, false],
      ["attach_accept", RESPONSE, false],
      ["activate_default_eps_bearer_context_request", RESPONSE, false],
      ["initial_context_setup", UNDIRECTED, true],
      ["ue_context_release_request", UNDIRECTED, false],
      ["s1_setup", REQUEST, false],
      ["s1_setup", RESPONSE, true],
    ]);
    assert.equal(messages.at(-1)?.outcome, "misc 0");
  });

  test("nodes, areas, causes and tunnels of both sides are told", () => {
    const claims = messages.flatMap((message) => message.claims).map(({ attribute, value }) => `${attribute} ${value}`);
    assert.ok(claims.includes("name hall-4") && claims.includes("name mme-1"), claims.join());
    assert.deepEqual(
      told("initial_context_setup").map(({ tunnels }) => tunnels),
      [["00000001 192.0.2.3"], ["00000002 192.0.2.4"]],
    );
    assert.equal(told("initial_ue_message")[0]?.["tai"], "001-01 1");
    assert.equal(told("ue_context_release_request")[0]?.["cause"], "radio_network 20");
    assert.equal(told("activate_default_eps_bearer_context_request")[0]?.["pdn_address"], "10.45.0.2");
  });

  test("messages of NGAP are not taken for those of S1AP, nor the other way round", () => {
    const likeness = (dissector: Dissector, exchange: Exchange | undefined): number => {
      const bytes = bytesOf(exchange?.messages[0]?.hex ?? "");
      const reader = new Reader();
      reader.open(bytes, 0, bytes.length, true);
      return dissector.probe(reader, {} as never);
    };
    assert.deepEqual(
      [likeness(ngap, NGAP[0]), likeness(s1ap, NGAP[0]), likeness(ngap, S1AP[0]), likeness(s1ap, S1AP[0])],
      [CERTAIN, POSSIBLE, POSSIBLE, CERTAIN],
    );
  });

  test("lists that promise more than there is end where the message does", () => {
    const lying = BEARERS.replace(/^(.{6})../, "$17f");
    const seen = play(s1ap, { over: "sctp", port: 36_412 }, pdu(0, 9, lying));
    assert.deepEqual(faults(seen), ["element does not fit"]);
    assert.equal(play(s1ap, { over: "sctp", port: 36_412 }, pdu(0, 99, BEARERS)).length, 0);
  });
});

describe("NAS of 4G", () => {
  const messages = sample(EPS, naseps);
  const weak = messages.flatMap(({ notes }) =>
    notes.flatMap(({ remark }) => (remark.kind === "cipher" && remark.weak ? [remark.cipher] : [])),
  );

  test("messages are told in order, with those inside that nothing hides", () => {
    assert.deepEqual(
      messages.map(({ operation }) => operation),
      [
        ...["attach_request", "pdn_connectivity_request", "identity_request", "identity_response"],
        ...["security_mode_command", "protected_message", "esm_information_request", "esm_information_response"],
        ...["attach_accept", "activate_default_eps_bearer_context_request", "service_request"],
        ...["tracking_area_update_request", "tracking_area_update_reject"],
      ],
    );
  });

  test("subscribers in clear and null algorithms are remarked, and no number is told", () => {
    assert.deepEqual(weak, ["IMSI in clear", "IMSI in clear", "EEA0", "EIA0"]);
    assert.ok(!JSON.stringify(messages).includes("00101000000"));
  });
});

describe("GTP'", () => {
  const messages = sample(CHARGING, gtpprime);

  test("records and their receipts are paired, and what is refused is told", () => {
    assert.deepEqual(ways(messages), [
      ["node_alive_request", REQUEST, false],
      ["node_alive_response", RESPONSE, true],
      ["data_record_transfer_request", REQUEST, false],
      ["data_record_transfer_response", RESPONSE, true],
      ["redirection_request", REQUEST, false],
      ["redirection_response", RESPONSE, true],
      ["echo_request", REQUEST, false],
    ]);
    assert.deepEqual([messages[2]?.fields.records, messages[2]?.fields.format], [2, "BER"]);
    assert.equal(messages[4]?.fields.recommended_node, "192.0.2.8");
    assert.equal(messages[5]?.outcome, "cause_200");
  });

  test("elements that do not fit, and messages of GTP", () => {
    const at = { over: "udp", port: 3386 } as const;
    assert.deepEqual(faults(play(gtpprime, at, chargingMessage(240, 1, "fc 00ff 01"))), ["element does not fit"]);
    assert.deepEqual(faults(play(gtpprime, at, chargingMessage(240, 1, "55 00"))), ["unknown element"]);
    assert.deepEqual(play(gtpprime, at, "32 01 0004 00000000 00000000"), []);
  });
});
