import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfigurationProblem, checkConfiguration, isLoopback, readAddress } from "./configuration.ts";

function problemsOf(text: string): readonly string[] {
  try {
    checkConfiguration(text, "/etc/bulkhead/bulkhead.yaml");
  } catch (error) {
    assert.ok(error instanceof ConfigurationProblem);
    return error.problems;
  }
  return [];
}

describe("the configuration", () => {
  test("an empty file stands for one site on this machine", () => {
    const configuration = checkConfiguration("", "/etc/bulkhead/bulkhead.yaml");
    assert.deepEqual(configuration.listen, { host: "127.0.0.1", port: 8410 });
    assert.equal(configuration.secure, false);
    assert.equal(configuration.folder, "/etc/bulkhead/bulkhead-data");
    assert.deepEqual(configuration.sites, [{ id: "site", name: "Site", interfaces: [], directories: [] }]);
  });

  test("everything can be said", () => {
    const configuration = checkConfiguration(
      `
folder: /var/lib/bulkhead
listen: 0.0.0.0:443
names: [bulkhead.plant.example]
tls: { certificate: cert.pem, key: /keys/key.pem }
sites:
  north: { name: Plant North, interfaces: [ens1], directories: [drop] }
  south: {}
keep: { changes: 90d, values: 7d, summaries: 365d, audit: 730d, database: 2GB, packets: 500MB }
backup: { every: 12h, keep: 14 }
upload: 1GB
fingerprints: [packs]
sign-in:
  issuer: https://login.example.org
  client: bulkhead
  secret-file: secret
  claim: roles
  roles: { administrator: ot-admins, viewer: [everyone, guests] }
`,
      "/etc/bulkhead/bulkhead.yaml",
    );
    assert.deepEqual(configuration, {
      folder: "/var/lib/bulkhead",
      listen: { host: "0.0.0.0", port: 443 },
      names: ["bulkhead.plant.example"],
      certificate: { certificate: "/etc/bulkhead/cert.pem", key: "/keys/key.pem" },
      secure: true,
      sites: [
        { id: "north", name: "Plant North", interfaces: ["ens1"], directories: ["/etc/bulkhead/drop"] },
        { id: "south", name: "south", interfaces: [], directories: [] },
      ],
      backups: { every: 12 * 3600, keep: 14 },
      limits: {
        journalAge: 90 * 86400,
        detailAge: 7 * 86400,
        summaryAge: 365 * 86400,
        auditAge: 730 * 86400,
        databaseSize: 2e9,
      },
      packets: 5e8,
      upload: 1e9,
      fingerprints: ["/etc/bulkhead/packs"],
      signIn: {
        issuer: "https://login.example.org",
        client: "bulkhead",
        secretFile: "/etc/bulkhead/secret",
        claim: "roles",
        roles: { viewer: ["everyone", "guests"], analyst: [], operator: [], administrator: ["ot-admins"] },
      },
    });
  });

  test("every problem is told at once, with its place and a remedy", () => {
    const problems = problemsOf(`
listen: everywhere
colour: blue
keep: { changes: forever, database: 5 }
sites:
  North Plant: { interfaces: [ens1] }
  south: { interfaces: [ens1] }
sign-in: { issuer: ftp://x }
`);
    const places = problems.map((problem) => problem.split(":")[0]);
    assert.deepEqual(places.sort(), [
      "keep.changes",
      "keep.database",
      "listen",
      "sign-in.client",
      "sign-in.issuer",
      "sites.North Plant",
      "sites.south",
      "the file.colour",
    ]);
    assert.ok(
      problems.every((problem) => /; |known are/.test(problem)),
      problems.join("\n"),
    );
  });

  test("TLS cannot be off where others can listen", () => {
    assert.equal(problemsOf("listen: 10.0.0.1:8410\ntls: off").length, 1);
    assert.deepEqual(problemsOf("listen: 127.0.0.1:8410\ntls: off"), []);
    assert.equal(checkConfiguration("listen: 10.0.0.1:8410", "x").secure, true);
  });

  test("hostile files end in words", () => {
    assert.equal(problemsOf("a: &a [b]\nc: [*a, *a, *a]").length > 0, true);
    assert.equal(problemsOf("{").length > 0, true);
    assert.equal(problemsOf("- 1").length > 0, true);
    assert.equal(problemsOf("sites: 5").length > 0, true);
  });

  test("addresses", () => {
    assert.deepEqual(readAddress("[::1]:80"), { host: "::1", port: 80 });
    assert.equal(readAddress("host"), undefined);
    assert.equal(readAddress("host:70000"), undefined);
    assert.ok(isLoopback("127.3.2.1") && isLoopback("::1") && !isLoopback("10.0.0.1"));
  });
});
