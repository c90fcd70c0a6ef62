// Service types of DNS-SD: the IANA "Service Name and Transport Protocol Port Number Registry", RFC 6763 section 7.
import type { Role } from "../../../model/role.ts";

/** What offering a service type tells of a device. */
export interface ServiceMeaning {
  /** In words, for people. */
  title: string;
  /** The role it hints at, if it does. */
  role?: Role;
}

/** Service types by name with protocol, lower case. */
export const SERVICES: ReadonlyMap<string, ServiceMeaning> = new Map<string, ServiceMeaning>([
  ["_http._tcp", { title: "web pages" }],
  ["_https._tcp", { title: "web pages over TLS" }],
  ["_ipp._tcp", { title: "printing (IPP)", role: "printer" }],
  ["_ipps._tcp", { title: "printing (IPP over TLS)", role: "printer" }],
  ["_printer._tcp", { title: "printing (LPD)", role: "printer" }],
  ["_pdl-datastream._tcp", { title: "printing (raw)", role: "printer" }],
  ["_scanner._tcp", { title: "scanning" }],
  ["_uscan._tcp", { title: "scanning (eSCL)" }],
  ["_airplay._tcp", { title: "AirPlay" }],
  ["_raop._tcp", { title: "AirPlay audio" }],
  ["_appletv-v2._tcp", { title: "Apple TV", role: "television" }],
  ["_companion-link._tcp", { title: "Apple companion link" }],
  ["_apple-mobdev2._tcp", { title: "Apple mobile device", role: "mobile device" }],
  ["_homekit._tcp", { title: "HomeKit" }],
  ["_hap._tcp", { title: "HomeKit accessory" }],
  ["_hap._udp", { title: "HomeKit accessory" }],
  ["_matter._tcp", { title: "Matter device" }],
  ["_matterc._udp", { title: "Matter device in commissioning" }],
  ["_meshcop._udp", { title: "Thread border router", role: "iot hub" }],
  ["_hue._tcp", { title: "Philips Hue bridge", role: "iot hub" }],
  ["_googlecast._tcp", { title: "Google Cast" }],
  ["_androidtvremote2._tcp", { title: "Android TV remote", role: "television" }],
  ["_spotify-connect._tcp", { title: "Spotify Connect", role: "speaker" }],
  ["_sonos._tcp", { title: "Sonos", role: "speaker" }],
  ["_axis-video._tcp", { title: "Axis camera", role: "camera" }],
  ["_rtsp._tcp", { title: "video streams (RTSP)" }],
  ["_dcp._tcp", { title: "D-Link control protocol" }],
  ["_dhnap._tcp", { title: "D-Link HNAP" }],
  ["_smb._tcp", { title: "file shares (SMB)" }],
  ["_afpovertcp._tcp", { title: "file shares (AFP)" }],
  ["_nfs._tcp", { title: "file shares (NFS)" }],
  ["_adisk._tcp", { title: "Time Machine disk", role: "file server" }],
  ["_ssh._tcp", { title: "remote shell (SSH)" }],
  ["_sftp-ssh._tcp", { title: "file transfer (SFTP)" }],
  ["_telnet._tcp", { title: "remote shell (Telnet)" }],
  ["_ftp._tcp", { title: "file transfer (FTP)" }],
  ["_rfb._tcp", { title: "remote desktop (VNC)" }],
  ["_workstation._tcp", { title: "workstation", role: "workstation" }],
  ["_device-info._tcp", { title: "device information" }],
  ["_mqtt._tcp", { title: "MQTT broker", role: "mqtt broker" }],
  ["_secure-mqtt._tcp", { title: "MQTT broker over TLS", role: "mqtt broker" }],
  ["_opcua-tcp._tcp", { title: "OPC UA", role: "opc server" }],
  ["_opcua-tls._tcp", { title: "OPC UA over TLS", role: "opc server" }],
  ["_modbus._tcp", { title: "Modbus" }],
  ["_coap._udp", { title: "CoAP" }],
  ["_esphomelib._tcp", { title: "ESPHome node" }],
  ["_home-assistant._tcp", { title: "Home Assistant", role: "iot hub" }],
  ["_sip._udp", { title: "telephony (SIP)" }],
  ["_sip._tcp", { title: "telephony (SIP)" }],
  ["_ntp._udp", { title: "time (NTP)" }],
  ["_ldap._tcp", { title: "directory (LDAP)" }],
  ["_dicom._tcp", { title: "medical images (DICOM)", role: "medical imaging" }],
  ["_acr-nema._tcp", { title: "medical images (DICOM)", role: "medical imaging" }],
  ["_nmos-node._tcp", { title: "broadcast media node" }],
]);
