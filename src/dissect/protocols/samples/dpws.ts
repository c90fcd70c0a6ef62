import { answered, asked, envelope } from "./http-view.ts";
import type { Exchange } from "./sample.ts";

const PATH = "/0012/services";
const MEDICAL =
  'xmlns:m="http://standards.ieee.org/downloads/11073/11073-10207-2017/message" xmlns:pm="http://standards.ieee.org/downloads/11073/11073-10207-2017/participant" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:a="http://www.w3.org/2005/08/addressing"';
const DEVICES =
  'xmlns:a="http://www.w3.org/2005/08/addressing" xmlns:d="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01"';

function request(body: string, header = "", names = MEDICAL): { from: "client"; hex: string } {
  return { from: "client", hex: asked("POST", PATH, envelope(names, body, header)) };
}

function response(body: string, header = "", names = MEDICAL, status = 200): { from: "server"; hex: string } {
  return { from: "server", hex: answered(status, "POST", PATH, envelope(names, body, header)) };
}

const STATES = [
  '<pm:State xsi:type="pm:NumericMetricState" DescriptorHandle="hr"><pm:MetricValue Value="72"><pm:MetricQuality Validity="Vld"/></pm:MetricValue></pm:State>',
  '<pm:State xsi:type="pm:NumericMetricState" DescriptorHandle="spo2"><pm:MetricValue Value="97.5"><pm:MetricQuality Validity="Qst"/></pm:MetricValue></pm:State>',
  '<pm:State xsi:type="pm:StringMetricState" DescriptorHandle="mode"><pm:MetricValue Value="auto"><pm:MetricQuality Validity="Inv"/></pm:MetricValue></pm:State>',
].join("");

/** The description, subscription and reports, a value set and refused, contexts, plain DPWS, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a client reads a monitor and drives it",
    over: "inside",
    carrier: "http",
    port: 0,
    messages: [
      request("<m:GetMdib/>", "<a:MessageID>urn:uuid:1</a:MessageID>"),
      response(
        `<m:GetMdibResponse MdibVersion="3" SequenceId="urn:uuid:7"><m:Mdib><pm:MdDescription><pm:Mds Handle="mds0"><pm:Type Code="69965"><pm:ConceptDescription Lang="en">multi-parameter monitor</pm:ConceptDescription></pm:Type><pm:ProductionSpecification><pm:SpecType Code="531976"/><pm:ProductionSpec>3.1.4</pm:ProductionSpec></pm:ProductionSpecification><pm:MetaData><pm:Udi><pm:DeviceIdentifier>04012345</pm:DeviceIdentifier></pm:Udi><pm:Manufacturer Lang="en">Example Medical</pm:Manufacturer><pm:ModelName Lang="en">Monitor 9</pm:ModelName><pm:SerialNumber>77-A</pm:SerialNumber></pm:MetaData></pm:Mds></pm:MdDescription><pm:MdState>${STATES}<pm:State xsi:type="pm:PatientContextState" DescriptorHandle="pat"><pm:CoreData><pm:Givenname>HIDDEN</pm:Givenname></pm:CoreData></pm:State><pm:State xsi:type="pm:LocationContextState" DescriptorHandle="loc"><pm:LocationDetail Facility="North" PoC="ICU" Bed="12"/></pm:State></pm:MdState></m:Mdib></m:GetMdibResponse>`,
        "<a:RelatesTo>urn:uuid:1</a:RelatesTo>",
      ),
      request(
        '<e:Subscribe xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing"><e:Filter>http://standards.ieee.org/downloads/11073/11073-20701-2018/StateEventService/EpisodicMetricReport</e:Filter></e:Subscribe>',
      ),
      response("<e:SubscribeResponse/>"),
      {
        from: "server",
        hex: asked(
          "POST",
          "/sink",
          envelope(
            MEDICAL,
            `<m:EpisodicMetricReport MdibVersion="4"><m:ReportPart>${STATES}</m:ReportPart></m:EpisodicMetricReport>`,
          ),
        ),
      },
      {
        from: "server",
        hex: asked(
          "POST",
          "/sink",
          envelope(
            MEDICAL,
            '<m:EpisodicAlertReport><m:ReportPart><m:AlertState xsi:type="pm:AlertConditionState" DescriptorHandle="hr_high" Presence="true"/></m:ReportPart></m:EpisodicAlertReport>',
          ),
        ),
      },
      request(
        "<m:SetValue><m:OperationHandleRef>set_limit</m:OperationHandleRef><m:RequestedNumericValue>120</m:RequestedNumericValue></m:SetValue>",
      ),
      response(
        "<m:SetValueResponse><m:InvocationInfo><m:TransactionId>1</m:TransactionId><m:InvocationState>Fail</m:InvocationState><m:InvocationError>Inv</m:InvocationError></m:InvocationInfo></m:SetValueResponse>",
      ),
      request("<m:Activate><m:OperationHandleRef>start_nibp</m:OperationHandleRef></m:Activate>"),
      response(
        "<m:ActivateResponse><m:InvocationInfo><m:InvocationState>Wait</m:InvocationState></m:InvocationInfo></m:ActivateResponse>",
      ),
      request(
        "",
        "<a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:MessageID>urn:uuid:2</a:MessageID>",
        DEVICES,
      ),
      response("<mex:Metadata/>", "<a:RelatesTo>urn:uuid:2</a:RelatesTo>", DEVICES),
      request("<m:Dance/>"),
      response("<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code></s:Fault>", "", MEDICAL, 500),
    ],
  },
  {
    name: "faults",
    over: "inside",
    carrier: "http",
    port: 0,
    messages: [
      { from: "client", hex: asked("POST", PATH, `<s:Envelope ${MEDICAL}></s:Envelope>`) },
      { from: "server", hex: answered(500, "POST", PATH, envelope(MEDICAL, "<s:Fault/>")) },
    ],
  },
];
