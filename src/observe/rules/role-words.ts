// Words by which makers, owners and protocols name a kind of device. Facts of the field: order number schemes, product
// families, operating systems and habits of naming. The confidence is that of the word alone; it is multiplied by the
// confidence of the value that holds it.
import type { Attribute } from "../../model/attribute.ts";
import type { Role } from "../../model/role.ts";

/** A word that names a role. */
export interface RoleWord {
  pattern: RegExp;
  role: Role;
  /** 0 to 1. */
  confidence: number;
}

type Row = readonly [RegExp, Role, number];

function words(rows: readonly Row[]): RoleWord[] {
  return rows.map(([pattern, role, confidence]) => ({ pattern, role, confidence }));
}

/** Order numbers and model names: the maker's own scheme says what the thing is. */
const PRODUCTS = words([
  // Siemens order numbers: 6ES7 2xx to 5xx by module group, 6GK by network family.
  [/\b6ES7 ?(21[0-9]|31[0-9]|41[0-9]|51[0-9]|61[0-9])[- ]?\d/i, "plc", 0.95],
  [/\b6ES7 ?(151-[78]|154-8|156-8)/i, "plc", 0.9],
  [/\b6GK7 ?(2|3|4|5)\d\d/i, "plc", 0.7],
  [/\b6ES7 ?1[45]\d[- ]?\d/i, "remote io", 0.8],
  [/\b6ES7 ?(3|4|5)[234]\d[- ]?\d/i, "remote io", 0.4],
  [/\b6GK5 ?[78]\d\d|\bSCALANCE ?W/i, "access point", 0.75],
  [/\b6GK5 ?[0-5]\d\d|\bSCALANCE ?X|\bCSM ?1277/i, "switch", 0.95],
  [/\b6GK5 ?6\d\d|\b6GK5 ?8\d\d|\bSCALANCE ?(S|SC)\d|\bSCALANCE ?M\d/i, "firewall", 0.8],
  [/\b6AV(2|3|6|7|8)\b|\b6AV\d ?\d{3}/i, "hmi", 0.93],
  [/\b6SL3 ?\d|\b6SE[67]\d|\bSINAMICS|\bMICROMASTER/i, "drive", 0.93],
  [/\b7S[ADJKLUT]\d{2}|\b6MD\d{2}|\bSIPROTEC|\bReyrolle|\b7SR\d/i, "ied", 0.93],
  [/\b7KM\d{4}|\bSENTRON PAC/i, "meter", 0.85],
  [/\bSICAM (A8000|AK|TM|BC|CMIC|EMIC)|\bCP-80\d\d\b/i, "rtu", 0.85],
  [/\bSINUMERIK/i, "cnc", 0.9],
  [
    /\bSIMATIC (HMI|Panel)|\bComfort Panel|\bKTP\d{3,4}|\b[TMO]P ?\d{3}[AB]?\b.*(Panel|Basic)|\bTP\d{3,4} Comfort/i,
    "hmi",
    0.85,
  ],
  [/\bIM ?15[1-5]-\d|\bET ?200/i, "remote io", 0.75],
  [
    /\bCPU ?(12|15)1[0-9][A-Z]*\b|\bCPU ?3[0-9]{2}[A-Z]*-\d|\bCPU ?4[0-9]{2}[A-Z]*-\d|\bS7-(1200|1500|300|400)\b|\bCPU ?22\dX?P?\b/i,
    "plc",
    0.9,
  ],
  // Rockwell Automation catalog numbers.
  [/\b(1756-L\d+[A-Z]*S|1755-|1752-L|5069-L\d+[A-Z]*S)|GuardLogix|GuardPLC/i, "safety controller", 0.92],
  [/\b(1756|1768|1769|1789|5069|5380|5580)-L\w+|\b(Control|Compact|Soft|Flex)Logix\b|\bLOGIX5\d{2,3}/i, "plc", 0.94],
  [
    /\b(1747|1785|1761|1762|1763|1764|1766)-[LC]\w+|\bMicroLogix|\bSLC[- ]?5|\bPLC-5|\b2080-L|\bMicro8\d0|\bSLC 5\/0\d/i,
    "plc",
    0.93,
  ],
  [/\b1756-(EN|ENBT|EWEB|CNB|DNB|DH)/i, "plc", 0.6],
  [/\b1761-NET-ENI/i, "gateway", 0.7],
  [
    /\b(1734|1794|1738|1732E?|1790|1791E?S?|1797|1719|5094|5034)-?[A-Z]|\bPOINT I\/?O|\bFLEX I\/?O|\bArmorBlock/i,
    "remote io",
    0.88,
  ],
  [/\bPowerFlex|\bKinetix|\b(2198|2094|2097)-|\b(20[A-G]|22[A-F]|25[A-C])-|\b20-COMM|\b22-COMM/i, "drive", 0.94],
  [/\bPanelView|\b2711[A-Z]*-/i, "hmi", 0.94],
  [/\b1783-|\bStratix/i, "switch", 0.92],
  [/\bPowerMonitor|\b1408-|\b1426-/i, "meter", 0.85],
  // Schneider Electric references.
  [/\bTricon\b|\bTriconex|\bTrident\b|\bTri-GP\b/i, "safety controller", 0.9],
  [/\bBM[XEH]C?RA|\bBMECRA|\bSTB ?N|\bOTB ?1|\b140 ?CRA|\bAdvantys/i, "remote io", 0.85],
  [
    /\bBMX ?P|\bBME ?[PH]|\bTM2[0-9]{2}|\bTM[12]\d\d[CMLS]|\b140 ?CPU|\bTSX ?[PH]?\d|\bTSX ?P|\b171 ?C|\bTWD\w|\bM(340|580|221|241|251|258)\b|\bModicon\b|\bQuantum\b|\bMomentum\b/i,
    "plc",
    0.9,
  ],
  [/\bBMX ?NO|\bBME ?NO|\b140 ?NO[ECR]|\bTSX ?ETY/i, "plc", 0.75],
  [/\bATV ?\d|\bAltivar|\bLXM ?\d|\bLexium/i, "drive", 0.93],
  [/\bMagelis|\bXBT ?[A-Z]|\bHMI ?(GTO|STU|STO|GK|GXU|SCU|DT)|\bHarmony GT/i, "hmi", 0.9],
  [/\bPM[58]\d{3}\b|\bION ?\d{4}|\bPowerLogic|\biEM3\d{3}/i, "meter", 0.88],
  [/\bSCADAPack|\bEasergy T\d|\bT300\b/i, "rtu", 0.9],
  [/\bMiCOM|\bSEPAM|\bEasergy P\d|\bPowerLogic P\d/i, "ied", 0.9],
  [/\bTCSES[MB]|\bConneXium/i, "switch", 0.85],
  [/\bTSX ?ETG|\bEGX ?\d|\bLink ?150|\bCom'?X ?\d/i, "gateway", 0.85],
  // Other makers of controllers.
  [/\b750-8\d\d|\bPFC[12]00\b/i, "plc", 0.88],
  [/\b750-3\d\d/i, "remote io", 0.85],
  [/\bCX[- ]?[1-9]\d{3}\b|\bTwinCAT/i, "plc", 0.8],
  [/\b(EK|BK|BC)\d{4}\b/, "remote io", 0.75],
  [/\bILC ?\d{3}|\bAXC ?F? ?\d{4}|\bPLCnext|\bRFC ?4\d\d/i, "plc", 0.9],
  [/\bX20(c)?CP|\bX90CP|\bX20 ?CPU/i, "plc", 0.9],
  [/\bX20(c)?BC/i, "remote io", 0.85],
  [/\bMELSEC|\bQ\d{2}[A-Z]*CPU|\bQ\d{2}U\w*\b|\bFX[35][A-Z]*|\bR\d{2}(CPU|EN|SF)|\bL\d{2}CPU/i, "plc", 0.85],
  [/\bGOT ?(1000|2000)|\bGT(15|16|21|23|25|27)\d\d/i, "hmi", 0.85],
  [/\b(CJ|CS|CP)[12][A-Z]?[- ]?(CPU|M|H|G|L|E)|\bN[JX]\d{0,3}-\d|\bNX1P|\bSYSMAC/i, "plc", 0.85],
  [/\bRX3i|\bPACSystems|\bIC69[3-8]/i, "plc", 0.9],
  [/\bAC500|\bPM5\d\d\b/i, "plc", 0.85],
  [/\bAC ?800[MFCP]|\bDeltaV|\bExperion|\bC300\b|\bCENTUM|\bPM86\d|\bOvation/i, "dcs controller", 0.85],
  [/\bHC900|\bControlEdge|\bMasterLogic/i, "plc", 0.85],
  [
    /\bUnitronics|\bVision ?\d{3}|\bSamba (OPLC|PLC|SM ?\d{2})|\bSM(35|43|70)-J-|\bDirectLOGIC|\bDL\d{3}\b|\bProductivity ?[123]000|\bBRX\b|\bH2-ECOM/i,
    "plc",
    0.75,
  ],
  [/\bCODESYS (Control|RTE|SP)/i, "plc", 0.75],
  [
    /\bHIMA|\bHIMax|\bHIMatrix|\bPNOZ|\bPSS ?(3|4)000|\bFlexi ?Soft|\bProSafe|\bSafety Manager|\bsafety (controller|plc|system)/i,
    "safety controller",
    0.88,
  ],
  // Power systems.
  [/\bSEL-? ?35\d\d|\bRTAC\b/i, "rtu", 0.85],
  [/\bSEL-? ?27\d\d/i, "switch", 0.85],
  [/\bSEL-? ?7\d\d[A-Z]?\b.*meter|\bSEL-? ?735/i, "meter", 0.85],
  [/\bSEL-? ?\d{3,4}[A-Z]?\b/i, "ied", 0.88],
  [/\bRE[FTLGMDBCXVUQ] ?\d{3}\b|\bRelion/i, "ied", 0.9],
  [/\b(D60|T60|L90|F60|F35|C60|B30|G60|N60|UR Series|Multilin)\b/i, "ied", 0.8],
  [/\b(protection|protective) relay|\bfeeder (terminal|protection)|\bbay control|\bmerging unit/i, "ied", 0.8],
  [
    /\b(D20|D25|D400|D\.20)\b|\bRTU ?5[0-9]{2}|\bC50\b|\bFloBoss|\bROC ?\d{3}|\bControlWave|\bTeleSAFE|\bremote terminal|\boutstation\b|\bRTU\b/i,
    "rtu",
    0.8,
  ],
  [/\bflow computer/i, "rtu", 0.7],
  [/\b(power|energy|electric(ity)?|smart|water|gas|flow) ?meter\b/i, "meter", 0.75],
  // Motion, machines, instruments.
  [
    /\bVLT\b|\bMOVI[A-Z]{3,}|\bACS ?\d{3}|\bACH ?\d{3}|\bACQ ?\d{3}|\bvariable (speed|frequency)|\bfrequency converter|\binverter\b|\bservo drive/i,
    "drive",
    0.8,
  ],
  [
    /\bKR ?C\d|\bIRC5|\bOmniCore|\bR-30i[AB]|\bUR(3|5|10|16|20)e?\b|\brobot controller|\bDX(100|200)|\bYRC1000/i,
    "robot",
    0.85,
  ],
  [/\bHeidenhain|\biTNC|\bTNC ?\d{3}|\bFANUC Series|\bMazatrol|\bCNC\b/i, "cnc", 0.8],
  [
    /\b(flow|pressure|temperature|level|vibration) (transmitter|sensor)|\bbarcode reader|\bvision sensor|\bIO-Link master/i,
    "sensor",
    0.7,
  ],
  [/\bvalve (terminal|island|positioner)/i, "actuator", 0.75],
  // Words for whole classes.
  [/\bprogrammable logic controller|\bprogrammable automation controller|\bPLC\b/i, "plc", 0.75],
  [/\bhuman[- ]machine interface|\boperator (panel|terminal|interface)|\bHMI\b|\btouch panel/i, "hmi", 0.75],
  // Software.
  [
    /\bWinCC|\bCitect|\biFIX\b|\bCIMPLICITY|\bInTouch\b|\bFactoryTalk View|\bzenon\b|\bGENESIS(64|32)|\bIgnition\b|\bSystem Platform|\bGeoSCADA|\bClearSCADA|\bSCADA\b|\bMicroSCADA|\bPcVue|\bWonderware/i,
    "scada server",
    0.7,
  ],
  [
    /\bTIA Portal|\bSTEP ?7\b|\bStudio 5000|\bRSLogix|\bUnity ?Pro|\bControl Expert|\bSoMachine|\bGX ?Works|\bSysmac Studio|\bCX-Programmer|\bPCWorx|\bAutomation Studio|\bengineering (station|workstation)/i,
    "engineering station",
    0.75,
  ],
  [/\bRSLinx/i, "engineering station", 0.45],
  [
    /\bOSIsoft|\bPI Server|\bPI Data Archive|\bProficy Historian|\bhistorian\b|\bAspen InfoPlus|\bInfluxDB/i,
    "historian",
    0.8,
  ],
  [
    /\bKepware|\bKEPServer|\bMatrikon|\bOPC (UA )?server|\bTOP Server|\bUaGateway|\bSoftingOPC|\bdataFEED/i,
    "opc server",
    0.75,
  ],
  // Browsers of address spaces: tools of those who set a plant up.
  [/\bUaExpert|\bOPC UA (Browser|Client GUI)|\bopcua-commander/i, "engineering station", 0.6],
  [/\bmosquitto|\bEMQX?\b|\bHiveMQ|\bRabbitMQ|\bVerneMQ/i, "mqtt broker", 0.8],
  // Gateways and serial servers.
  [
    /\bNPort|\bMGate|\bAnybus|\bUDS-?\d|\bXPort|\bDevice Server|\bserial (server|device)|\bprotocol (gateway|converter)|\bModbus gateway|\bIIoT gateway|\bUC-\d{4}|\bAIG-\d{3}|\bIOT20[2-5]0|\bnetHOST|\bFieldgate|\bPLX\d{2}|\bAcromag/i,
    "gateway",
    0.78,
  ],
  // Network equipment.
  [
    /\bFortiGate|\bFortiOS|\bPAN-OS|\bPA-\d{3,4}|\bAdaptive Security|\bASA ?55|\bFirepower|\bSonicWALL|\bpfSense|\bOPNsense|\bStormshield|\bmGuard|\bTofino|\bEAGLE ?\d|\bCheck ?Point|\bNetScreen|\bSRX\d|\bfirewall\b/i,
    "firewall",
    0.85,
  ],
  [
    /\bEDS-[G\d]|\bRailswitch|\bRS20-|\bRS30-|\bRS40-|\bRSP[ES]?\d|\bMACH ?\d|\bMS4128|\bOCTOPUS|\bSPIDER|\bFL SWITCH|\bRUGGEDCOM RS|\bRS(G|L)?9\d\d|\bRSG2\d|\bLynx|\bIE-SW|\bCatalyst|\bWS-C\d|\bC9[2-5]\d\d|\bIE-?[1-5]000|\bNexus|\bN[579]K-|\bProCurve|\bPowerConnect|\bEX\d{4}|\bGS\d{3}T|\bmanaged (ethernet )?switch|\bethernet switch|\bSG\d{3}-|\bComware|\bAruba (CX|25|29|38)/i,
    "switch",
    0.85,
  ],
  [
    /\bAIR-(CAP|LAP|AP|CT)|\bAironet|\bUAP|\bUniFi (AP|U6)|\bAWK-\d|\bwireless access point|\baccess point\b|\bInstant On AP/i,
    "access point",
    0.8,
  ],
  [
    /\bISR ?\d|\bASR ?\d|\bCISCO ?[12389]\d{3}\b|\bCISCO(18|19|28|29|38|39)\d\d|\bRouterOS|\bRouterBOARD|\bVyOS|\bEdgeRouter|\bCradlepoint|\beWON|\bSecomea|\bSiteManager\b|\bIXON|\bTosibox|\bOnCell|\bRUT\d{3}|\bAirLink|\bEDR-\d|\bInternet Gateway Device|\bInternetGatewayDevice|\bDD-WRT|\bOpenWrt|\bbroadband router|\bwireless router/i,
    "router",
    0.78,
  ],
  // Cameras and the like.
  [/\bnetwork video (recorder|storage)|\bNVR\b|\bDVR\b|\bMilestone XProtect/i, "video recorder", 0.8],
  [
    /\b(IP|network|web|dome|PTZ|security) ?cam(era)?\b|\bIPCAM|\bFLEXIDOME|\bDINION|\bMOBOTIX|\bDS-2[CD]|\bIPC-[A-Z]|\bAXIS [MPQVTF]\d{3,4}|^[MPQ]\d{4}(-[A-Z]+)+$|\bcamera\b|\bWyzeCam|\bDCS-\d{3,4}|\bDNVR?-\d|\bNest ?Cam|\bArlo\b|\bNetworkVideoTransmitter|\bnetwork video transmitter/i,
    "camera",
    0.85,
  ],
  [
    /\bLaserJet|\bOfficeJet|\bDeskJet|\bPIXMA|\bimageRUNNER|\bWorkCentre|\bPhaser\b|\bbizhub|\bECOSYS|\bAficio|\bZebra Z[TD]|\bZTC\b|\bprinter\b|\bMFP\b|\bJetDirect|\b_ipp\b|\b_printer\b|\bHP ETHERNET MULTI/i,
    "printer",
    0.85,
  ],
  [
    /\bIP Phone|\bSIP-?T\d{2}|\bSoundPoint|\bVVX ?\d{3}|\bCP-[78]\d{3}|\bOpenStage|\bsnom ?[A-Z]?\d{3}|\bG(XP|RP)\d{4}|\bOptiPoint|\btelephone\b|\bVoIP phone/i,
    "phone",
    0.85,
  ],
  [
    /\bbadge reader|\bcard reader|\baccess control (panel|reader|unit)|\bLNL-|\bEP[124]502|\bVertX\b|\bBioStation/i,
    "badge reader",
    0.8,
  ],
  // Things of homes and offices.
  [
    /\b(smart|wi-?fi) (plug|outlet|socket|switch)|\bHS1[01][05]|\bKP1\d\d|\bWeMo (Switch|Insight)|\bShelly ?(Plug|1|2)/i,
    "smart plug",
    0.8,
  ],
  [/\bsmart bulb|\bLIFX|\bYeelight|\bLB1\d\d|\bdimmable light|\bWLED\b/i, "light", 0.8],
  [
    /\bSonos|\bZonePlayer|\bHomePod|\bAudioAccessory|\bGoogle Home|\bNest (Mini|Audio)|\bAmazon Echo|\bsmart speaker/i,
    "speaker",
    0.8,
  ],
  [
    /\bRoku|\bChromecast|\bApple ?TV|\bBRAVIA|\bwebOS ?TV|\bSmart ?TV|\bFire ?TV|\bMediaRenderer.*TV|\bTizen.*TV|\bsmart television/i,
    "television",
    0.8,
  ],
  [
    /\bHue Bridge|^BSB00\d|\bPhilips hue|\bSmartThings|\bHome Assistant|\bWink Hub|\bVera(Lite|Edge|Plus)|\bINSTEON|\bsmart hub|\bhome hub|\bTradfri/i,
    "iot hub",
    0.8,
  ],
  [
    /\bRoomba|\bthermostat|\bdishwasher|\bwashing machine|\brefrigerator|\bcoffee|\bkettle|\bvacuum cleaner/i,
    "appliance",
    0.7,
  ],
  // Buildings.
  [
    /\b(JACE|NiagaraAX|Niagara4)|\bsupervisory controller|\bbuilding (controller|automation)|\bBAS-?\d|\bDDC\b|\bMP-?C\b|\bVAV\b|\bAHU\b|\bMS-N[CA]E|\bNAE ?\d|\bBACnet (controller|router)|\bBACsoft|\bDesigo|\bPXC ?\d|\bKMC\b|\bReliable Controls|\bKNX\b/i,
    "building controller",
    0.75,
  ],
  [
    /\bMetasys (server|ADX|ADS)|\bWebCTRL|\bEnterprise Buildings Integrator|\bDesigo CC|\boperator workstation/i,
    "building station",
    0.75,
  ],
  // Medicine.
  [
    /\bIntelliVue|\bCARESCAPE|\bInfinity (Delta|M540|Acute)|\bBeneVision|\bpatient monitor|\bDASH ?\d000|\bbedside monitor/i,
    "patient monitor",
    0.88,
  ],
  [
    /\bAlaris|\bInfusomat|\bPerfusor|\bPlum ?(A\+|360)|\bSigma Spectrum|\bSymbiq|\binfusion pump|\bsyringe pump|\bMedfusion|\bCADD-/i,
    "infusion pump",
    0.88,
  ],
  [/\bPACS\b|\bOrthanc|\bdcm4che|\bDICOM archive/i, "pacs", 0.8],
  [
    /\bSOMATOM|\bMAGNETOM|\bDiscovery CT|\bSIGNA\b|\bAcuson|\bultrasound|\bmodality\b|\bmammograph|\bMRI\b|\bx-ray\b/i,
    "medical imaging",
    0.75,
  ],
  [
    /\bventilator\b|\blaboratory analyzer|\bdialysis|\bdefibrillator|\banesthesia|\bECG\b|\bglucose meter|\bKardia|\bblood pressure/i,
    "medical device",
    0.75,
  ],
  // Mobile networks.
  [/\b(gNB|eNB|gNodeB|eNodeB|RAN node|base station)\b/i, "base station", 0.8],
  [/\buser equipment\b/i, "user equipment", 0.85],
  [/^5G [A-Z][A-Z0-9-]{1,7}\b/, "5g core", 0.8],
  [/\b(AMF|SMF|UPF|MME|SGW|PGW|UDM|AUSF|NRF)\b/, "5g core", 0.7],
  // Servers.
  [/\bdomain controller|\bActive Directory/i, "directory server", 0.75],
  [/\bSQL Server|\bPostgreSQL|\bMySQL|\bMariaDB/i, "database server", 0.7],
  [/\bnetwork attached storage|\bSynology|\bDiskStation|\bQNAP|\bReadyNAS|\bFreeNAS|\bTrueNAS/i, "file server", 0.75],
  [/\bNTP server|\btime server|\bLANTIME|\bSyncServer|\bgrandmaster/i, "time server", 0.8],
  [/\bPostfix|\bExchange Server|\bsendmail|\bExim\b|\bDovecot/i, "mail server", 0.7],
  [/\bNmap|\bNessus|\bOpenVAS|\bmasscan|\bzgrab|\bQualys|\bfriendly-scanner|\bsipvicious/i, "scanner", 0.7],
]);

/** Host names: what owners call a thing; a habit, no proof. */
const NAMES = words([
  [/(^|[^a-z])(plc|cpu)([^a-z]|$)/i, "plc", 0.6],
  [/(^|[^a-z])sis([^a-z]|$)/i, "safety controller", 0.4],
  [/(^|[^a-z])rtu([^a-z]|$)/i, "rtu", 0.6],
  [/(^|[^a-z])(hmi|panel|opstation|op-?ws)([^a-z]|$)/i, "hmi", 0.6],
  [/(^|[^a-z])(scada|fep|wincc|citect)([^a-z]|$)/i, "scada server", 0.6],
  [/(^|[^a-z])(ews|eng|engws|engineering|es-?ws)([^a-z]|$)/i, "engineering station", 0.55],
  [/(^|[^a-z])(hist|historian|phd)([^a-z]|$)/i, "historian", 0.6],
  [/(^|[^a-z])(opc|opcua|kepware)([^a-z]|$)/i, "opc server", 0.5],
  [/(^|[^a-z])(broker|mqtt|mosquitto)([^a-z]|$)/i, "mqtt broker", 0.5],
  [/(^|[^a-z])(gw|gateway)([^a-z]|$)/i, "gateway", 0.45],
  [/(^|[^a-z])(drive|vfd|inverter)([^a-z]|$)/i, "drive", 0.45],
  [/(^|[^a-z])(cam|camera|ipcam)([^a-z]|$)/i, "camera", 0.55],
  [/[a-z]cam(era)?[-_ ]?\d*$/i, "camera", 0.5],
  [/(^|[^a-z])(nvr|dvr)([^a-z]|$)/i, "video recorder", 0.55],
  // Scales of a maker that is known for cameras.
  [/^WL_SC\d/, "medical device", 0.75],
  [/(^|[^a-z])(prn|prt|printer)([^a-z]|$)|^(npi|brn|brw|km|lexmark|canon|epson|ricoh|rnp)[0-9a-f]{6}/i, "printer", 0.6],
  [/(^|[^a-z])(phone|voip)([^a-z]|$)|^sep[0-9a-f]{12}$/i, "phone", 0.55],
  [/(^|[^a-z])(sw|switch)([^a-z]|$)/i, "switch", 0.5],
  [/(^|[^a-z])(fw|firewall|asa)([^a-z]|$)/i, "firewall", 0.5],
  [/(^|[^a-z])(rt|rtr|router)([^a-z]|$)/i, "router", 0.45],
  [/(^|[^a-z])(ap|wlan)([^a-z]|$)/i, "access point", 0.35],
  [/(^|[^a-z])(dc|ad)([^a-z]|$)/i, "directory server", 0.4],
  [/(^|[^a-z])(ns|dns)([^a-z]|$)/i, "name server", 0.4],
  [/(^|[^a-z])(ntp|time)([^a-z]|$)/i, "time server", 0.45],
  [/(^|[^a-z])(nas|fs|fileserver)([^a-z]|$)/i, "file server", 0.5],
  [/(^|[^a-z])(sql|db|database)([^a-z]|$)/i, "database server", 0.5],
  [/(^|[^a-z])(mail|smtp|exchange)([^a-z]|$)/i, "mail server", 0.45],
  [/(^|[^a-z])(www|web)([^a-z]|$)/i, "web server", 0.4],
  [/(^|[^a-z])(jump|bastion|jumphost)([^a-z]|$)/i, "jump host", 0.6],
  [/(^|[^a-z])(srv|server)([^a-z]|$)/i, "server", 0.4],
  [
    /(^|[^a-z])(pc|laptop|notebook|desktop|ws|workstation)([^a-z]|$)|^(desktop|laptop)-[0-9a-z]{7}$|-pc$/i,
    "workstation",
    0.5,
  ],
  [/(^|[^a-z])win(xp|7|8|10|11)([^0-9a-z]|$)/i, "workstation", 0.55],
  [/(^|[^a-z])(iphone|ipad|android|galaxy|pixel)([^a-z]|$)/i, "mobile device", 0.7],
  [/(^|[^a-z])(pacs)([^a-z]|$)/i, "pacs", 0.5],
]);

/** Operating systems: they tell a kind of computer, seldom its purpose. */
const SYSTEMS = words([
  [
    /Windows (Server|NT Server)|Windows 20(00|03|08|12|16|19|22|25)|Windows Server|ESXi|Red Hat Enterprise|SUSE Linux Enterprise/i,
    "server",
    0.55,
  ],
  [/Windows (Embedded|CE|IoT)/i, "hmi", 0.4],
  [/Windows .* or Server/i, "workstation", 0.46],
  [
    /Windows (?!.* or Server)(NT|95|98|5\.[01]\b|XP|Vista|7|8|10|11|2000 Professional)|Windows$|MSFT 5\.0|macOS|Mac OS X/i,
    "workstation",
    0.52,
  ],
  [/Android|\biOS\b|iPhone|iPad|Windows Phone/i, "mobile device", 0.65],
  [/\bIOS(-XE)?\b.*Cisco|Cisco (IOS|NX-OS)/i, "switch", 0.35],
  [/RouterOS/i, "router", 0.75],
  [/FortiOS|PAN-OS|JUNOS.*SRX/i, "firewall", 0.85],
  [/Hirschmann|HiOS|ROS Classic/i, "switch", 0.6],
]);

/** Makers that sell mostly one kind of thing. */
const MAKERS = words([
  [/^(Axis|Hikvision|Dahua|Vivotek|Hanwha|Mobotix|Reolink|Foscam|Arlo|Blink|Wyze.*)$/i, "camera", 0.82],
  [/^(Xerox|Lexmark|Brother|Kyocera|Ricoh|Konica Minolta|Epson)$/i, "printer", 0.8],
  [/^(Polycom|Yealink|Snom|Aastra|Fanvil|Gigaset|Htek|Grandstream.*|Mitel.*)$/i, "phone", 0.82],
  [
    /(^|\/)(HID Global|Suprema|Mercury Security|LenelS2|Salto Systems|dormakaba|PCSC|Paxton Access|Brivo)\b/i,
    "badge reader",
    0.82,
  ],
  [/^Sonos$/i, "speaker", 0.85],
  [/^(Hirschmann|Westermo)$/i, "switch", 0.55],
  [/^(Fortinet|Palo Alto Networks|Check Point|SonicWall)$/i, "firewall", 0.8],
  [/^(Schweitzer Engineering Laboratories)$/i, "ied", 0.55],
  [/^(HIMA|Triconex|Pilz)$/i, "safety controller", 0.55],
  [/^(KUKA)$/i, "robot", 0.6],
  [/^(Danfoss|SEW-Eurodrive)$/i, "drive", 0.5],
  [/^(Unitronics|AutomationDirect)$/i, "plc", 0.5],
  [/^(Kamstrup|Landis\+Gyr|Itron|Iskraemeco|Aclara|EDMI|Diehl Metering|Apator|Zenner)\b/i, "meter", 0.82],
  [/^(LIFX|Yeelight)$/i, "light", 0.82],
  [/^(Roku)$/i, "television", 0.85],
  [/^(Mindray|Dräger)$/i, "medical device", 0.55],
  [/^(Baxter|B\. Braun)$/i, "medical device", 0.5],
  [/^(Withings|Netatmo|SmartLabs)$/i, "sensor", 0.8],
  [/^Signify$/i, "iot hub", 0.5],
  [
    /^(Alerton|Automated Logic|Tridium|Johnson Controls|KMC Controls|Delta Controls|Reliable Controls|Distech Controls|Trane|Loytec|Sauter|Kieback & Peter|Saia.*)$/i,
    "building controller",
    0.5,
  ],
  [/^Ericsson$/i, "base station", 0.35],
]);

/** A protocol's or maker's word for the class of a device. */
const KINDS = words([
  [/^router \(forwards for 1 /i, "router", 0.5],
  [/^router \(forwards/i, "router", 0.95],
  [/router/i, "router", 0.7],
  [/\bbridge\b(?! \()|(?<!(limit|proximity|photoelectric|smart|light) )\bswitch\b/i, "switch", 0.72],
  [/access point/i, "access point", 0.8],
  // Device types that Belkin's WeMo switches announce over SSDP.
  [/^(controllee|insight) \(belkin\)/i, "smart plug", 0.8],
  [/^bridge \(/i, "iot hub", 0.8],
  [/telephone|phone/i, "phone", 0.8],
  // A telephone exchange.
  [/\bPBX\b/, "server", 0.6],
]);

/** Words to seek, and how much of their confidence is left in that attribute. */
export interface WordTable {
  words: readonly RoleWord[];
  weight: number;
}

/** Which words are sought in which attribute. */
export const WORDS_OF: Readonly<Partial<Record<Attribute, readonly WordTable[]>>> = {
  orderNumber: [{ words: PRODUCTS, weight: 1 }],
  model: [{ words: PRODUCTS, weight: 1 }],
  hardware: [{ words: PRODUCTS, weight: 1 }],
  description: [{ words: PRODUCTS, weight: 1 }],
  software: [{ words: PRODUCTS, weight: 1 }],
  kind: [
    { words: KINDS, weight: 1 },
    { words: PRODUCTS, weight: 1 },
  ],
  // Things that nobody named carry their model as a name.
  name: [
    { words: NAMES, weight: 1 },
    { words: PRODUCTS, weight: 0.6 },
  ],
  operatingSystem: [{ words: SYSTEMS, weight: 1 }],
  vendor: [{ words: MAKERS, weight: 1 }],
};

/** How an attribute is called in a sentence. */
export const ATTRIBUTE_WORDS: Readonly<Partial<Record<Attribute, string>>> = {
  orderNumber: "order number",
  model: "model",
  hardware: "hardware",
  description: "description",
  software: "software",
  kind: "kind",
  name: "name",
  operatingSystem: "operating system",
  vendor: "maker",
};
