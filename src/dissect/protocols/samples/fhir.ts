import { answered, asked } from "./http-view.ts";
import type { Exchange } from "./sample.ts";

const JSON_TYPE = "application/fhir+json; charset=utf-8";
const PATH = "/fhir/r4";

function request(
  method: string,
  path: string,
  body = "",
  scheme = "",
  type = JSON_TYPE,
): { from: "client"; hex: string } {
  return { from: "client", hex: asked(method, PATH + path, body, type, scheme) };
}

function response(
  status: number,
  method: string,
  path: string,
  body: object | string,
): { from: "server"; hex: string } {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { from: "server", hex: answered(status, method, PATH + path, text, JSON_TYPE) };
}

const DEVICE = {
  resourceType: "Device",
  id: "pump-7",
  manufacturer: "Example Medical",
  serialNumber: "SN-0007",
  modelNumber: "P7",
  deviceName: [
    { name: "Infuser 7", type: "model-name" },
    { name: "ICU pump", type: "user-friendly-name" },
  ],
  type: { coding: [{ code: "182722004", display: "Infusion pump" }] },
  version: [{ type: { text: "firmware" }, value: "4.2" }, { value: "9" }],
  patient: { reference: "Patient/HIDDEN" },
};

/** Every interaction, a server that tells what it is, devices, patients to anybody, a refusal, XML, and a cut body. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a client works with a server of records",
    over: "inside",
    carrier: "http",
    port: 0,
    messages: [
      request("GET", "/metadata"),
      response(200, "GET", "/metadata", {
        resourceType: "CapabilityStatement",
        fhirVersion: "4.0.1",
        software: { name: "Example FHIR", version: "2.3" },
        implementation: { description: "Ward server" },
      }),
      request("GET", "/Device/pump-7", "", "Bearer"),
      response(200, "GET", "/Device/pump-7", DEVICE),
      request("GET", "/Patient/HIDDEN"),
      response(200, "GET", "/Patient/HIDDEN", { resourceType: "Patient", id: "HIDDEN", name: [{ family: "Hidden" }] }),
      request("GET", "/Observation"),
      response(200, "GET", "/Observation", {
        resourceType: "Bundle",
        type: "searchset",
        entry: [{ resource: { resourceType: "Observation", valueQuantity: { value: 77 } } }, { resource: DEVICE }],
      }),
      request("PUT", "/Observation/HIDDEN", JSON.stringify({ resourceType: "Observation", id: "HIDDEN" }), "Bearer"),
      response(422, "PUT", "/Observation/HIDDEN", {
        resourceType: "OperationOutcome",
        issue: [{ severity: "error", code: "business-rule", diagnostics: "Hidden" }],
      }),
      request("POST", "/MedicationRequest", JSON.stringify({ resourceType: "MedicationRequest" })),
      request("POST", "/Patient/_search", "", "", "application/x-www-form-urlencoded"),
      request("POST", "", JSON.stringify({ resourceType: "Bundle", type: "transaction", entry: [] })),
      request("PATCH", "/Patient/HIDDEN"),
      request("DELETE", "/Patient/HIDDEN"),
      request("GET", "/Patient/HIDDEN/_history"),
      request("GET", "/Patient/HIDDEN/_history/2"),
      request("GET", "/Patient/HIDDEN/$everything"),
      response(404, "GET", "/Patient/HIDDEN/$everything", ""),
      {
        from: "client",
        hex: asked(
          "POST",
          `${PATH}/Patient`,
          '<Patient a="1" xmlns="http://hl7.org/fhir"><id value="HIDDEN"/></Patient>',
          "application/fhir+xml",
        ),
      },
      response(
        200,
        "GET",
        "/Condition",
        '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"HIDD',
      ),
    ],
  },
];
