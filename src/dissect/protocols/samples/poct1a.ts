import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function header(type: string, control: number): string {
  return `<HDR><HDR.message_type V="${type}"/><HDR.control_id V="${control}"/><HDR.version_id V="POCT1"/><HDR.creation_dttm V="2026-01-01T12:00:00+01:00"/></HDR>`;
}

function message(type: string, control: number, body = ""): string {
  return hexText(`<${type}>${header(type, control)}${body}</${type}>`);
}

function acknowledgment(control: number, acknowledged: number, code = "AA", more = ""): string {
  return message(
    "ACK.R01",
    control,
    `<ACK><ACK.type_cd V="${code}"/><ACK.ack_control_id V="${acknowledged}"/>${more}</ACK>`,
  );
}

const HELLO = `<DEV><DEV.device_id V="00-12-21-00-00-00-00-07"/><DEV.vendor_id V="EXM"/><DEV.model_id V="Gas 7"/><DEV.serial_id V="SN-0007"/><DEV.manufacturer_name V="Example Medical"/><DEV.hw_version V="2"/><DEV.sw_version V="4.2.1"/><DEV.device_name V="ICU blood gas"/><DCP><DCP.application_timeout V="60"/></DCP><DSC><DSC.connection_profile_cd V="SA"/><DSC.topics_supported_cd V="D_EV"/><DSC.directives_supported_cd V="SET_TIME"/></DSC></DEV>`;
const RESULTS = `<SVC><SVC.role_cd V="OBS"/><PT><PT.patient_id V="HIDDEN"/><PT.name V="Hidden Person"/><OBS><OBS.observation_id V="2703-7"/><OBS.value V="72" U="mmHg"/></OBS></PT><OPR><OPR.operator_id V="HIDDEN"/></OPR></SVC>`;

/** A whole visit of an analyzer with its manager, refusals, a long list of patients, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "hello, status, results, directives and the end",
    over: "tcp",
    port: 0,
    messages: [
      { from: "client", hex: hexText('<?xml version="1.0" encoding="utf-8"?>\r\n') + message("HEL.R01", 1, HELLO) },
      { from: "server", hex: acknowledgment(1, 1) },
      {
        from: "client",
        hex: message(
          "DST.R01",
          2,
          '<DST><DST.status_dttm V="2026-01-01T12:00:00+01:00"/><DST.new_observations_qty V="3"/><DST.new_events_qty V="0"/><DST.condition_cd V="R"/></DST>',
        ),
      },
      { from: "server", hex: acknowledgment(2, 2) },
      { from: "server", hex: message("REQ.R01", 3, '<REQ><REQ.request_cd V="ROBS"/></REQ>') },
      { from: "client", hex: message("OBS.R01", 3, RESULTS) },
      { from: "server", hex: acknowledgment(4, 3, "AE", '<ACK.error_detail_cd V="206"/><ACK.note_txt V="Hidden"/>') },
      { from: "client", hex: message("EOT.R01", 4, '<EOT><EOT.topic_cd V="OBS"/></EOT>') },
      { from: "client", hex: message("EVS.R01", 5, '<EVT><EVT.description V="door"/><EVT.severity_cd V="W"/></EVT>') },
      { from: "server", hex: message("DTV.R01", 5, '<DTV><DTV.command_cd V="SET_TIME"/></DTV>') },
      { from: "client", hex: acknowledgment(6, 5) },
      { from: "server", hex: message("DTV.R01", 6, '<DTV><DTV.command_cd V="LOCK"/></DTV>') },
      { from: "server", hex: message("DTV.R02", 7, '<DTV><DTV.command_cd V="EXM_LOAD"/></DTV>') },
      {
        from: "server",
        hex: message("OPL.R01", 8, '<OPR><OPR.operator_id V="HIDDEN"/><ACC><ACC.password_tx V="HIDDEN"/></ACC></OPR>'),
      },
      { from: "client", hex: message("KPA.R01", 7) },
      { from: "client", hex: message("END.R01", 8, '<TRM><TRM.reason_cd V="NRM"/></TRM>') },
    ],
  },
  {
    name: "a long list is read in part",
    over: "tcp",
    port: 0,
    messages: [
      {
        from: "server",
        hex: message("PTL.R01", 9, '<PT><PT.patient_id V="HIDDEN"/></PT>'.repeat(2500)),
      },
      { from: "client", hex: acknowledgment(9, 9) },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 0,
    messages: [
      { from: "client", hex: hexText("<HEL.R01><HDR></HDR></HEL.R01>") },
      { from: "client", hex: hexText('<ZZZ.R01><HDR><HDR.control_id V="1"/></ZZZ.R01>') },
    ],
  },
];
