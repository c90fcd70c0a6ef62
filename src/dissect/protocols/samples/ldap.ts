import { hexText, lengthOf, nameOf } from "./dns-bytes.ts";
import { apRequest, ticket } from "./kerberos.ts";
import type { Exchange } from "./sample.ts";
import { little, NTLM_AUTHENTICATE, NTLM_CHALLENGE, NTLM_NEGOTIATE } from "./smb-bytes.ts";
import { element, identifier, integer, octets } from "./snmp.ts";

/** An LDAPMessage: number, operation, and controls or nothing. */
export function ldapMessage(id: number, operation: string, controls = ""): string {
  return element(0x30, integer(id), operation, controls);
}

/** A bind request; `credentials` is the whole choice behind the name. */
export function bindRequest(name: string, credentials: string, version = 3): string {
  return element(0x60, integer(version), octets(name), credentials);
}

function simple(password: string): string {
  return element(0x80, hexText(password));
}

function sasl(mechanism: string, credentials: string): string {
  return element(0xa3, octets(mechanism), credentials === "" ? "" : element(0x04, credentials));
}

function enumerated(value: number): string {
  return element(0x0a, value.toString(16).padStart(2, "0"));
}

/** A result of an operation by its application tag. */
export function result(tag: number, code: number, more = "", matched = "", message = ""): string {
  return element(0x60 + tag, enumerated(code), octets(matched), octets(message), more);
}

/** A search request. */
export function search(base: string, scope: number, filter: string, attributes: readonly string[]): string {
  return element(
    0x63,
    octets(base),
    enumerated(scope),
    enumerated(0),
    integer(0),
    integer(120),
    "010100",
    filter,
    element(0x30, ...attributes.map(octets)),
  );
}

/** A filter that asks for equality. */
export function equal(attribute: string, value: string): string {
  return element(0xa3, octets(attribute), octets(value));
}

function entry(name: string, attributes: readonly (readonly [string, readonly string[]])[]): string {
  return element(
    0x64,
    octets(name),
    element(
      0x30,
      ...attributes.map(([type, values]) => element(0x30, octets(type), element(0x31, ...values.map(octets)))),
    ),
  );
}

const PRESENT = element(0x87, hexText("objectClass"));
const FOREST = nameOf("example");
// Names point back to the forest's, which stands at offset 24.
const NETLOGON = [
  "1700 0000",
  little(0x1f1fd, 4),
  "33221100554477668899aabbccddeeff",
  FOREST,
  `05${hexText("plant")}c018`,
  `04${hexText("dc-1")}c021`,
  `05${hexText("PLANT")}00`,
  `04${hexText("DC-1")}00`,
  "00",
  `06${hexText("Line-A")}00`,
  `06${hexText("Line-A")}00`,
  "05000000 ffff ffff",
].join("");
const KERBEROS_TOKEN = element(
  0x60,
  identifier("1.2.840.113554.1.2.2"),
  "0100",
  apRequest(ticket("PLANT.EXAMPLE", 18, "ldap", "dc-1.plant.example")),
);
const SIGNED = ldapMessage(9, search("DC=plant,DC=example", 2, PRESENT, ["cn"]));

/** A SASL buffer around a token. */
export function wrapped(token: string): string {
  return `${lengthOf(token, 8)} ${token}`;
}

/** Logins of every kind, searches, the server's own entry, changes, StartTLS, wrapped messages, and the question for a domain controller. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a password in clear, a search with a rich filter, and a close",
    over: "tcp",
    port: 389,
    messages: [
      {
        from: "client",
        hex: ldapMessage(1, bindRequest("CN=svc-hmi,OU=Service,DC=plant,DC=example", simple("Secret-7"))),
      },
      { from: "server", hex: ldapMessage(1, result(1, 0)) },
      {
        from: "client",
        hex: ldapMessage(
          2,
          search(
            "DC=plant,DC=example",
            2,
            element(
              0xa0,
              equal("objectClass", "user"),
              element(0xa2, element(0xa4, octets("cn"), element(0x30, element(0x80, "61"), element(0x82, "7a")))),
              element(
                0xa9,
                element(0x81, hexText("1.2.840.113556.1.4.803")),
                element(0x82, hexText("userAccountControl")),
                element(0x83, "32"),
              ),
              element(0xa1, element(0xa5, octets("badPwdCount"), octets("3")), element(0x87, hexText("mail"))),
            ),
            ["cn", "memberOf"],
          ),
          element(0xa0, element(0x30, octets("1.2.840.113556.1.4.319"), "0101ff", element(0x04, "3005020203e80400"))),
        ),
      },
      {
        from: "server",
        hex:
          ldapMessage(
            2,
            entry("CN=Ann,OU=People,DC=plant,DC=example", [
              ["cn", ["Ann"]],
              ["unicodePwd", ["hidden-1"]],
            ]),
          ) +
          ldapMessage(2, element(0x73, octets("ldap://other.example/DC=other,DC=example"))) +
          ldapMessage(2, result(5, 0)),
      },
      { from: "client", hex: ldapMessage(3, element(0x42)) },
    ],
  },
  {
    name: "nobody, a refused login, and other mechanisms",
    over: "tcp",
    port: 389,
    messages: [
      { from: "client", hex: ldapMessage(1, bindRequest("", simple(""), 2)) },
      { from: "client", hex: ldapMessage(2, bindRequest("cn=admin", simple("wrong"))) },
      { from: "server", hex: ldapMessage(2, result(1, 49, "", "", "invalid credentials")) },
      {
        from: "client",
        hex: ldapMessage(3, bindRequest("", sasl("PLAIN", `00${hexText("hist")}00${hexText("pw-9")}`))),
      },
      {
        from: "client",
        hex: ldapMessage(4, bindRequest("", sasl("DIGEST-MD5", hexText('username="ann",response=5a5a')))),
      },
      { from: "client", hex: ldapMessage(5, bindRequest("", sasl("EXTERNAL", ""))) },
    ],
  },
  {
    name: "NTLM inside a mechanism, and as old Windows does it",
    over: "tcp",
    port: 389,
    messages: [
      { from: "client", hex: ldapMessage(1, bindRequest("", sasl("GSS-SPNEGO", NTLM_NEGOTIATE))) },
      { from: "server", hex: ldapMessage(1, result(1, 14, element(0x87, NTLM_CHALLENGE))) },
      { from: "client", hex: ldapMessage(2, bindRequest("", sasl("GSS-SPNEGO", NTLM_AUTHENTICATE))) },
      { from: "server", hex: ldapMessage(2, result(1, 0)) },
      { from: "client", hex: ldapMessage(3, bindRequest("NTLM", element(0x8a, NTLM_NEGOTIATE))) },
      {
        from: "server",
        hex: ldapMessage(3, element(0x61, enumerated(0), element(0x04, NTLM_CHALLENGE), octets(""))),
      },
    ],
  },
  {
    name: "a ticket, then signed and sealed messages",
    over: "tcp",
    port: 389,
    messages: [
      { from: "client", hex: ldapMessage(7, bindRequest("", sasl("GSSAPI", KERBEROS_TOKEN))) },
      { from: "server", hex: ldapMessage(7, result(1, 0)) },
      { from: "client", hex: wrapped(`0504 04ff 000c 000c 0000000000000001 ${"c7".repeat(12)} ${SIGNED}`) },
      { from: "server", hex: wrapped(`0504 05ff 000c 0000 0000000000000001 ${SIGNED} ${"c7".repeat(12)}`) },
      { from: "client", hex: wrapped(`0504 06ff 0000 001c 0000000000000002 ${"c7".repeat(64)}`) },
      { from: "server", hex: wrapped(`01000000 ${"c7".repeat(12)} ${"5a".repeat(40)}`) },
    ],
  },
  {
    name: "the server's own entry",
    over: "tcp",
    port: 3268,
    messages: [
      { from: "client", hex: ldapMessage(1, search("", 0, PRESENT, [])) },
      {
        from: "server",
        hex: ldapMessage(
          1,
          entry("", [
            ["defaultNamingContext", ["DC=plant,DC=example"]],
            ["dnsHostName", ["dc-1.plant.example"]],
            ["serverName", ["CN=DC-1,CN=Servers,CN=Line-A,CN=Sites,CN=Configuration,DC=plant,DC=example"]],
            ["domainControllerFunctionality", ["7"]],
            ["vendorName", ["Example Works"]],
            ["vendorVersion", ["Example Directory 4.2"]],
            ["supportedSASLMechanisms", ["GSSAPI", "GSS-SPNEGO"]],
          ]),
        ),
      },
    ],
  },
  {
    name: "changes of the directory, a comparison and an abandoned search",
    over: "tcp",
    port: 389,
    messages: [
      {
        from: "client",
        hex: ldapMessage(
          1,
          element(
            0x66,
            octets("CN=Ann,DC=plant,DC=example"),
            element(
              0x30,
              element(0x30, enumerated(2), element(0x30, octets("unicodePwd"), element(0x31, octets("new-1")))),
              element(0x30, enumerated(1), element(0x30, octets("mail"), element(0x31))),
            ),
          ),
        ),
      },
      { from: "server", hex: ldapMessage(1, result(7, 50)) },
      {
        from: "client",
        hex: ldapMessage(
          2,
          element(
            0x68,
            octets("CN=Bo,DC=plant,DC=example"),
            element(0x30, element(0x30, octets("objectClass"), element(0x31, octets("user")))),
          ),
        ),
      },
      { from: "server", hex: ldapMessage(2, result(9, 68)) },
      { from: "client", hex: ldapMessage(3, element(0x4a, hexText("CN=Bo,DC=plant,DC=example"))) },
      {
        from: "client",
        hex: ldapMessage(
          4,
          element(0x6c, octets("CN=Ann,DC=plant,DC=example"), octets("CN=Anna"), "0101ff", element(0x80, "4443")),
        ),
      },
      {
        from: "client",
        hex: ldapMessage(5, element(0x6e, octets("CN=Ann"), element(0x30, octets("cn"), octets("Ann")))),
      },
      { from: "server", hex: ldapMessage(5, result(15, 6)) },
      { from: "client", hex: ldapMessage(6, element(0x50, "05")) },
      {
        from: "client",
        hex: ldapMessage(7, element(0x77, element(0x80, hexText("1.3.6.1.4.1.4203.1.11.1")), element(0x81, "3000"))),
      },
      { from: "server", hex: ldapMessage(7, element(0x79, element(0x80, hexText("1.3.6.1.4.1.4203.1.9.1.4")))) },
      {
        from: "server",
        hex: ldapMessage(0, result(24, 52, element(0x8a, hexText("1.3.6.1.4.1.1466.20036")))),
      },
    ],
  },
  {
    name: "TLS is agreed",
    over: "tcp",
    port: 389,
    messages: [
      { from: "client", hex: ldapMessage(1, element(0x77, element(0x80, hexText("1.3.6.1.4.1.1466.20037")))) },
      { from: "server", hex: ldapMessage(1, result(24, 0, element(0x8a, hexText("1.3.6.1.4.1.1466.20037")))) },
      { from: "client", hex: "16 0301 002d 01 000029 0303" + "11".repeat(32) + "00 0002 1301 01 00" },
      { from: "server", hex: "15 0303 0002 0228" },
    ],
  },
  {
    name: "the question for a domain controller",
    over: "udp",
    port: 389,
    messages: [
      {
        from: "client",
        hex: ldapMessage(
          1,
          search(
            "",
            0,
            element(
              0xa0,
              equal("DnsDomain", "plant.example."),
              equal("Host", "ENG-WS-2"),
              element(0xa3, octets("NtVer"), element(0x04, "16000020")),
            ),
            ["Netlogon"],
          ),
        ),
      },
      {
        from: "server",
        hex:
          ldapMessage(
            1,
            element(
              0x64,
              octets(""),
              element(0x30, element(0x30, octets("Netlogon"), element(0x31, element(0x04, NETLOGON)))),
            ),
          ) + ldapMessage(1, result(5, 0)),
      },
    ],
  },
];
