// BACnet vendor identifiers as ASHRAE assigns them (ASHRAE 135, clause 23.1; bacnet.org, "Assigned Vendor IDs"), without
// legal forms. The list is long because it is the only thing that I-Am says of a maker.

/** Names in the order of their identifiers from 0 on, each followed by a bar. */
const NAMES = `
ASHRAE|NIST|Trane|Daikin Applied|PolarSoft|Johnson Controls|ABB|Siemens|Delta Controls|Siemens|Schneider Electric|
Schneider Electric|Orion Analysis|Teletrol Systems|Cimetrics|Cornell University|Carrier|Honeywell|Alerton|
Schneider Electric|Hewlett-Packard|Dorsette’s|Siemens|York|Automated Logic|CSI Control Systems International|
Phoenix Controls|Innovex Technologies|KMC Controls|Xn Technologies|Hyundai Information Technology|Tokimec|Simplex|
North Building Technologies|Notifier|Reliable Controls|Tridium|MSA Safety|Silicon Energy|Kieback & Peter|
Anacon Systems|Systems Controls & Instruments|Acuity Brands|Micropower Manufacturing|Matrix Controls|Metalaire|
ESS Engineering|Sphere Systems|Walker Technologies|H I Solutions|MBS|Samson|Badger Meter|Daikin|NARA Controls|
Mammoth|Vertiv|SEMCO|Air Monitor|Triatek|NexLight|Multistack|TSI|Weather-Rite|Dunham-Bush|Rockwell Automation|LCS|
Regulator Australia|Touch-Plate Lighting Controls|Amann|RLE Technologies|Cardkey Systems|Secom|ABB|KNX Association|
Institute of Electrical Installation Engineers of Japan|Nohmi Bosai|Carel|Carrier|Hochiki|Sauter|Panasonic|
Mitsubishi Electric|Mitsubishi Heavy Industries|Xylem|Azbil|Watt Stopper|Aichi Tokei Denki|Activation Technologies|
Saia-Burgess Controls|Hitachi|Trend Control Systems|Mitsubishi Electric|Argus Control Systems|Kyuki|Richards-Zeta|
Scientech R&D|VCI Controls|Toshiba|Mitsubishi Electric|Custom Mechanical Equipment|ClimateMaster|ICP Panel-Tec|
D-Tek Controls|NEC Engineering|Priva|Meidensha|JCI Systems Integration Services|Freedom|Neuberger|eZi Controls|
Leviton|Fujitsu|Vertiv|S. A. Armstrong|Visonet|M&M Systems|Custom Software Engineering|Nittan|Wizcon Systems|
Pacom Systems|Unico|Ebtron|SCADA Engine|Lenze|Eagle Technology|Data Aire|ABB|Transbit Sp. z o. o.|Toshiba Carrier|
Shenzhen Junzhi Hi-Tech|Tokai Soft|Blue Ridge Technologies|Veris Industries|Centaurus Prime|Sand Network Systems|
Regulvar|AFDtek Division of Fastek International|PowerCold Comfort Air Solutions|I Controls|Viconics|Yaskawa|DEOS|
Digitale Mess- und Steuersysteme|Fujitsu General|Project Engineering|Sanyo Electric|Integrated Information Systems|
Temco Controls|Airtek International|Advantech|Titan Products|Regel Partners|National Environmental Product|Unitec|
Kanden Engineering|Messner Gebäudetechnik|Integrated.CH|Price Industries|SE-Elektronic|Rockwell Automation|Enflex|
ASI Controls|SysMik|HSC Regelungstechnik|Smart Temp Australia|Eaton|Duksan Mecasys|Fuji IT|Danfoss|Leader Controls|
ABB|Compas|Mitsubishi Electric|Building Control Integrators|ITG Worldwide (M) Sdn Bhd|Lutron|Cooper-Atkins|Loytec|
ProLon|Mega Controls|Micro Control Systems|Kiyon|Dust Networks|Advanced Building Automation Systems|Hermos|CEZIM|
Softing|Lynxspring|Schneider Electric|Danfoss|Eaton|Matyca|Botech|Noveo|AMEV|Yokogawa|Bosch|Exact Logic|Innotech|
Kandenko|DTF, Daten-Technik Fries|Klimasoft|Toshiba Schneider Inverter|Control Applications|CIMON|Onicon|
Automation Displays|Control Solutions|Remsdaq|NTT Facilities|VIPA|TSC21 Association of Japan|Strato Automation|HRW|
Lighting Control & Design|Mercy Electronic and Electrical Industries|Samsung SDS|Impact Facility Solutions|Aircuity|
Control Techniques|OpenGeneral|WAGO|Franklin Electric|Chloride Power Protection|Computrols|Phoenix Contact|Grundfos|
Ridder Drive Systems|Soft Device SDN BHD|Integrated Control Technology|AIRxpert Systems|Microtrol|Red Lion Controls|
Pro-face|Ennovatis|Serotonin Software|LS Electric|Schneider Electric|S Squared Innovations|Aricent|EtherMetrics|
Industrial Control Communications|Paragon Controls|A. O. Smith|Contemporary Controls|HMS Networks|
Ingenieurgesellschaft N. Hartleb|Heat-Timer|Ingrasys Technology|Costerm Building Automation|Wilo|
Embedia Technologies|Technilog|HR Controls|Lennox|RK-Tec Rauchklappen-Steuerungssysteme|Thermomax|
ELCON Electronic Control|Larmia Control|BACnet Stack project|G4S Security Services|Exor|Cristal Controles|Regin|
Dimension Software|SynapSense|Beijing Nantree Electronic|Camus Hydronics|Kawasaki Heavy Industries|
Critical Environment Technologies|Ilshin IBS|ELESTA Energy Control|KROPMAN Installatietechniek|Baldor Electric|INGA|
GE|Functional Devices|StudioSC|M-System|Yokota|Hitranse Technology|Vigilent|Kele|Belimo|Gentec|
Embedded Science Labs|Parker Hannifin|MaCaPS International|Link4|Romutec Steuer-u. Regelsysteme|Pribusin|
Advantage Controls|Critical Room Control|Legrand|Tongdy Control Technology|ISSARO Integrierte Systemtechnik|
Pro-Dev Industries|DriSteem|Creative Electronic|Swegon|Firvena|Hitachi|Real Time Automation|ITEC Hankyu-Hanshin|
Cyrus E&M Engineering|Badger Meter|Cirrascale|Elesta GmbH Building Automation|Securiton|OSIsoft|
Hanazeder Electronic|Honeywell|Siemens|ETM professional control|Meitav-tec|Janitza|MKS Nordhausen|
De Gier Drive Systems|Cypress Envirosystems|SMARTron|Verari Systems|K-W Electronic Service|
ALFA-SMART Energy Management|Telkonet|Securiton|Cemtrex|Performance Technologies|Xtralis|Trox|
Beijing Hysine Technology|RCK Controls|Distech Controls|Honeywell|S4 Integration Solutions|Schneider Electric|
LHA Systems|GHM engineering Group|Cllimalux|Vaisala|COMPLEX (Beijing) Technology|SCADAmetrics|Powerpeg NSI|
BACnet Interoperability Testing Services|Teco|Plexus Technology|Energy Focus|Powersmiths International|Nichibei|
HKC Technology|Ovation Networks|Setra Systems|AVG Automation|ZXC|Byte Sphere|Generiton|Holter Regelarmaturen|
Bedford Instruments|Standair|WEG|Prolon Control Systems|Inneasoft|ConneXSoft|CEAG Notlichtsysteme|Distech Controls|
Industrial Technology Research Institute|Iconics|IQ Controls s.c.|OJ Electronics|Rolbit|Synapsys Solutions|
ACME Engineering Prod|Zener Electric|Selectronix|Gorbet & Banerjee|IME|Stephen H. Dawson Computer Service|Accutrol|
Schneider Electric|Alpha-Inno Tec|ADMMicro|Greystone Energy Systems|CAP Technologie|KeRo Systems|Domat|Efektronics|
Hekatron Vertriebs|Securiton|Carlo Gavazzi|Chipkin Automation Systems|Savant Systems|Simmtronic Lighting Controls|
Abelko Innovation|Seresco Technologies|IT Watchdogs|Automation Assist Japan|Thermokon|EGauge Systems|
Quantum Automation|Toshiba Lighting & Technology|SPIN Engenharia de Automação Ltda.|
Logistics Systems & Software Services India|Delta Controls Integration Products|Focus Media|LUMEnergi|Kara Systems|
RF Code|Fatek|JANDA Software|Open System Solutions|Intelec Systems|Ecolodgix|Douglas Lighting Controls|iSAtech|
AREAL|Beckhoff|IPAS|KE2 Therm Solutions|Base2Products|DTL Controls|INNCOM International|Metz Connect|
Greentrol Automation|BELIMO Automation|Samsung|Triacta Power Technologies|Globestar Systems|MLB Advanced Media|
SWG Stuckmann Wirtschaftliche Gebäudesysteme|SensorSwitch|Multitek Power|Aquametro|LG|Electronic Theatre Controls|
Mitsubishi Electric|Delta Electronics|Elma Kurtalj|Tyco Fire & Security|Nedap Security Management|ESC Automation|
DSP4YOU|GE Sensing and Inspection Technologies|Embedded Systems SIA|Befega|Baseline|Key2Act|OEMCtrl|
Clarkson Controls|Rogerwell Control System|SCL Elements|Hitachi|Newron System|BEVECO Gebouwautomatisering|
Streamside Solutions|Yellowstone Soft|Oztech Intelligent Systems|Novelan|Flexim Americas|ICP DAS|CARMA Industries|
Log-One|TECO Electric & Machinery|ConnectEx|Turbo DDC Südwest|Quatrosense Environmental|Fifth Light Technology|
Scientific Solutions|Controller Area Network Solutions (M) Sdn Bhd|RESOL – Elektronische Regelungen|RPBUS|
BRS Sistemas Eletronicos|WindowMaster|Sunlux Technologies|Measurlogic|Frimat|Spirax Sarco|Luxtron|Raypak|
Air Monitor|Regler Och Webbteknik Sverige|Intelligent Lighting Controls|Sanyo Electric Industry|
E-Mon Energy Monitoring Products|Digital Control Systems|ATI Airtest Technologies|SCS|HMS|
Shenzhen Universal Intellisys|EK Intellisys Sdn Bhd|SysCom|Firecom|ESA Elektroschaltanlagen Grimma|Kumahira|Hotraco|
SABO Elektronik|Equip’Trans|Temperature Control Specialities Co., Inc|FlowCon International|
ThyssenKrupp Elevator Americas|Abatement Technologies|Continental Control Systems|WISAG Automatisierungstechnik|
EasyIO|EAP-Electric|Hardmeier|Mircom Group of Companies|Quest Controls|Mestek|Pulse Energy|Tachikawa|
University of Nebraska-Lincoln|Redwood Systems|PASStec Industrie-Elektronik|NgEK|t-mac Technologies|
Jireh Energy Tech|Enlighted|El-Piast Sp. Z o.o|NetxAutomation Software|Invertek Drives|Deutschmann Automation|
EMU Electronic|Phaedrus|Sigmatek|Marlin Controls|Circutor|UTC Fire & Security|DENT Instruments|
FHP Manufacturing Company – Bosch Group|General Electric|Inner Range|GLAS Energy Technology|MSR-Electronic-GmbH|
Energy Control Systems|EMT Controls|Daintree|Euro ICC|TE Connectivity Energy|GEZE|NEC|Ho Cheung International|
Sharp Manufacturing Systems|DOT Controls|BeaconMedæs|Midea Commercial Aircon|WattMaster Controls|Kamstrup|
CA Computer Automation|Laars Heating Systems|Hitachi Systems|Fushan AKE Electronic Engineering|
Toshiba International|Starman Systems|Samsung|ISAS-Integrated Switchgear and Systems P/L||Obvius|Marek Guzik|
Vortek Instruments|Universal Lighting Technologies|Myers Power Products|Vector Controls|Crestron Electronics|
A&E Controls|Projektomontaza A.D.|Freeaire Refrigeration|Aqua Cooler|Basic Controls|
GE Measurement and Control Solutions Advanced Sensors|EQUAL Networks|Millennial Net|APLI|
Electro Industries/GaugeTech|SangMyung University|Coppertree Analytics|CoreNetiX|Acutherm|
Dr. Riedel Automatisierungstechnik|Shina System|Iqapertus|PSE Technology|BA Systems|Bticino|Monico|iCue|
tekmar Control Systems|Control Technology|GFAE|BeKa Software|Isoil Industria|Home Systems Consulting|Socomec|
Everex Communications|Ceiec Electric Technology|Atrila|WingTechs|Shenzhen Mek Intellisys|Nestfield|
Swissphone Telecom|Pntech JSC|Horner APG|PVI Industries|Ela-compil|Pegasus Automation International|
Wight Electronic Services|Marcom|Exhausto|Dwyer Instruments|Link|Oppermann Regelgerate|NuAire|Nortec Humidity|
Bigwood Systems|Enbala Power Networks|Inter Energy|ETC|Comelec S.A.R.L|Pythia Technologies|TrendPoint Systems|AWEX|
Eurevia|Kongsberg E-lon|FlaktWoods|E + E Elektronik GES M.B.H.|ARC Informatique|Skidata|WSW Solutions|
Trefon Electronic|Dongseo System|Kanontec Intelligence Technology|EVCO|Accuenergy|SoftDEL|Orion Energy Systems|
Roboticsware|DOMIQ Sp. z o.o.|Solidyne|Elecsys|Conditionaire International|Quebec|Homerun Holdings|Murata Americas|
Comptek|Westco Systems|Advancis Software & Services|Intergrid|Markerr Controls|
Toshiba Elevator and Building Systems|Spectrum Controls|Mkservice|Fox Thermal Instruments|SyxthSense|
DUHA System S R.O.|NIBE|Melink|Fritz-Haber-Institut|MTU Onsite Energy GmbH, Gas Power Systems|Omega Engineering|
Avelon|Ywire Technologies|M.R. Engineering|Lochinvar|Sontay|GRUPA Slawomir Chelminski|Arch Meter|Senva||FM-Tec|
Systems Specialists|SenseAir|AB IndustrieTechnik|Cortland Research|MediaView|VDA Elettronica|CSS|Tek-Air Systems|
ICDT|The Armstrong Monitoring|Dixell|Lead System|ISM EuroCenter|TDIS|Trade FIDES|Knürr GmbH|
Resource Data Management|Abies Technology|UAB Komfovent|MIRAE Electrical Mfg|
HunterDouglas Architectural Projects Scandinavia|RUNPAQ Group|Unicard|IE Technologies|Ruskin Manufacturing|
Calon Associates|Contec|iT|Autani|Christian Fortin|HDL|IPID Sp. Z.O.O|Fuji Electric|View|Samsung|New Lift|
VRT Systems|Motion Control Engineering|Weiss Klimatechnik|Elkon|Eliwell Controls|Japan Computer Technos|
Rational Network ehf|Magnum Energy Solutions|MelRok|VAE Group|LGCNS|Berghof Automationstechnik|Quark Communications|
Sontex|mivune|Panduit|Smart Controls|Compu-Aire|Sierra|ProtoSense Technologies|Eltrac Technologies|
Bektas Invisible Controls|Entelec|Innexiv|Covenant|Davitor|TongFang Technovator|Building Robotics|HSS-MSR UG|
FramTack|B. L. Acoustics|Traxxon Rock Drills|Franke|Wurm|AddENERGIE|Mirle Automation|Ibis Networks|ID-Karta|Anaren|
Span|Bosch|DRC Technology|Shanghai Energy Building Technology|Fraport|Flowgroup|Skytron Energy|
ALTEL Wicha, Golda Sp. J.|Drupal|Axiomatic Technology|Bohnke + Partner|Function1|Optergy|LSI Virticus|Konzeptpark|
NX Lighting Controls|eCurv|Agnosys|Shanghai Sunfull Automation|Kurz Instruments|Cias Elettronica|Multiaqua|BlueBox|
Sensidyne|Viessmann Elektronik|ADFweb.com|Gaylord Industries|Majur|Shanghai Huilin Technology|Exotronic|Safecontrol|
Amatis|Universal Electric|iBACnet||Smartrise Engineering|Miratron|SmartEdge|Mitsubishi Electric|
Triangle Research International Ptd|Produal|Milestone Systems|Trustbridge|Feedback Solutions|IES|ABB|Riptide IO|
Messerschmitt Systems|Dezem Energy Controlling|MechoSystems|evon|CS Lab|8760 Enterprises|Touche Controls|
Ontrol Teknik Malzeme San. ve Tic|Uni Control System Sp. Z o.o.|Weihai Ploumeter|Elcom International|Signify|
AutomationDirect|Paragon Robotics|SMT System & Modules Technology|Radix IoT|CMR Controls|Innovari|ABB|
Gesellschaft fur Gebäudeautomation|RODI Systems|Nextek Power Systems|Creative Lighting|WaterFurnace International|
Mercury Security|Hisense (Shandong) Air-Conditioning|Layered Solutions|Leegood Automatic System|
Shanghai Restar Technology|Reimann Ingenieurbüro|LynTec|HTP|Elkor Technologies|Bentrol|Team-Control|NextDevice|
iSMA CONTROLLI|King I Electronics|Samdav|Next Gen Industries|Entic|ETAP|Moralle Electronics|Leicom|Watts Regulator|
S.C. Orbtronics|Gaussan Technologies|WEBfactory|Ocean Controls|Messana Air-Ray Conditioning|
Hangzhou BATOWN Technology|Reasonable Controls|Servisys|halstrup-walcher|SWG Automation Fuzhou|
KSB Aktiengesellschaft|Hybryd Sp. z o.o.|Helvatron|Oderon Sp. Z.O.O.|mikolab|Exodraft|Hochhuth|
Integrated System Technologies|Shanghai Cellcons Controls|Emme Controls|Field Diagnostic Services|Ges Teknik|
Global Power Products|Option|BV-Control|Sigren Engineering|Shanghai Jaltone Technology|MaxLine Solutions|
Kron Instrumentos Elétricos Ltda|Thermo Matrix|Infinite Automation Systems|Vantage|Elecon Measurements|TBA|Carnes|
Harman Professional|Nenutec Asia Pacific|Gia|Kepware Tehnologies|Temperature Electronics|Packet Power|
Project Haystack|DEOS Controls Americas|Senseware|MST Systemtechnik|Lonix|Gossen Metrawatt|Aviosys International|
Efficient Building Automation|Accutron Instruments|Vermont Energy Control Systems|DCC Dynamics|
B.E.G. Brück Electronic||NGBS Hungary|ILLUM Technology|Delta Controls Germany|S+T Service & Technique|SimpleSoft|
Altair Engineering|EZEN Solution|Fujitec|Terralux|Annicom|Bihl+Wiedemann|Draper|Schüco International|Otis Elevator|
Fidelix|RAM GmbH Mess- und Regeltechnik|WEMS|Ravel Electronics|OmniMagni|Echelon|Intellimeter Canada|Bithouse||
BuildPulse|Shenzhen 1000 Building Automation|AED Engineering|Güntner|KNXlogic|CIM Environmental Group|Flow Control|
Lumen Cache|Ecosystem|Potter Electric Signal|Tyco Fire & Security|Watanabe Electric Industry|Causam Energy|W-tec|
IMI Hydronic Engineering International|ARIGO Software|MSA Safety|Smart Solucoes Ltda – MERCATO|PIATRA Engineering|
ODIN Automation Systems|Belparts|UAB, Salda|Alre-IT Regeltechnik|Ingenieurbüro H. Lertes|Breathing Buildings|eWON|
Cav. Uff. Giacomo Cimberio|PKE Electronics|Allen|Kastle Systems|Logical Electro-Mechanical (EM) Systems|
ppKinetics Instruments|Cathexis Technologies|Sylop sp. Z o.o. sp.k|Brauns Control|Omron|Wildeboer Bauteile|
Shanghai Biens Technologies|Beijing HZHY Technology|Building Clouds|
The University of Sheffield-Department of Electronic and Electri|Fabtronics Australia|SLAT|Software Motor|
Armstrong International|Steril-Aire|Infinique|Arcom|Argo Performance|Dialight|Ideal Technical Solutions|Neurobat|
Neyer Software Consulting|SCADA Technology Development|Demand Logic|GWA Group|Occitaline|NAO Digital|
Shenzhen Chanslink Network Technology|Samsung|Mesa Laboratories|Fischer|OpSys Solutions|Advanced Devices|Condair|
INELCOM Ingenieria Electronica Comercial|GridPoint|ADF Technologies Sdn Bhd|EPM|Lighting Controls|Perix Controls|
AERCO International|KONE|Ziehl-Abegg|Robot|Optigo Networks|Openmotics BVBA|Metropolitan Industries|Huawei|
Digital Lumens|Vanti|Cree Lighting|Richmond Heights SDN BHD|Payne-Sparkman Lighting Mangement|Ashcroft|Jet Controls|
Zumtobel Lighting||Ekon|Molex|Maco Lighting|Axecon|Tensor|Kaseman Environmental Control Equipment|
AB Axis Industries|Netix Controls|Eldridge Products|Micronics|Fortecho Solutions|Sellers Manufacturing|
Rite-Hite Doors|Violet Defense|Simna|Multi-Énergie Best|Mega System Technologies|Rheem|Ing. Punzenberger COPA-DATA|
MEC Electronics|Taco Comfort Solutions|Alexander Maier|Ecorithm|Accurro|ROMTECK Australia|Splash Monitoring|
Light Application|Logical Building Automation|Exilight|Hager Electro|KLIF|HygroMatik|
Daniel Mousseau Programmation & Electronique|Aerionics|M2S Electronique Ltee|Automation Components|
Niobrara Research & Development|Netcom Sicherheitstechnik|Lumel|Great Plains Industries|Domotica Labs|Energy Cloud|
Vomatec|Demma Companies|Valsena|Comsys Bärtsch|bGrid|MDJ Software|Dimonoff|Edomo Systems|Effektiv|SteamOVap|
grandcentrix|Weintek Labs|Intefox|Radius22 Automation|Ringdale|Iwaki America|Bractlet|STULZ Air Technology Systems|
Climate Ready Engineering|Genea Energy Partners|IoTall Chile|IKS|Yodiwo|TITAN electronic|IDEC|Sifri SL|
Thermal Gas Systems|Building Automation Products|Asset Mapping|Smarteh|Datapod|Buildings Alive|Digital Elektronik|
Talent Automação e Tecnologia Ltda|Norposh|Merkur Funksysteme|Faster CZ spol|Eco-Adapt|Energocentrum Plus|amBX UK|
Western Reserve Controls|LayerZero Power Systems|CIC Jan Hřebec|Sigrov|ISYS-Intelligent Systems|Gas Detection|
Kinco Automation|Lars Energy|Flamefast|Royal Service Air Conditioning|Ampio Sp. Z o.o.|Inovonics Wireless|
Nvent Thermal Management|Sinowell Control System|Moxa|Matrix iControl SDN BHD|PurpleSwift|OTIM Technologies|
FlowMate|Degree Controls|Fei Xing (Shanghai) Software Technologies|Berg|Arenz.IT|
Edelstrom Electronic Devices & Designing|Drive Connect|DevelopNow|Poort|VMEIL Information|Rayleigh Instruments||
CODESYS Development|Smartware Technologies Group|Polar Bear Solutions|Codra|Pharos Architectural Controls|EngiNear|
Ad Hoc Electronics|Unified Microsystems|Industrieelektronik Brandenburg|Hartmann|Piscada|KMB systems|
PowerTech Engineering|Telefonbau Arthur Schwabe|Wuxi Fistwelove Technology|Prysm|Steinel|Georg Fischer JRG|
Make Develop SL|Monnit|Mirror Life|Secure Meters|PECO|Cctech|LightFi|Nice|Fiber SenSys|B&D Buchta und Degeorgi|
Ventacity Systems|Hitachi-Johnson Controls Air Conditioning|Sage Metering|Andel|ECOSmart Technologies|S.E.T.|
Protec Fire Detection Spain SL|Agramer UG|Anylink Electronic|Schindler|Jibreel Abdeen Est.|Fluidyne Control Systems|
Prism Systems|Enertiv|Mirasoft|Dualtech IT|Countlogic|Kohler|Chen Sen Controls|Greenheck|Intwine Connect|
Karlborgs Elkontroll|Datakom|Hoga Control|Cool Automation|Inter Search|DABBEL-Automation Intelligence|
Gadgeon Engineering Smartness|Coster Group|Walter Müller|Fluke|Quintex Systems|Senfficient SDN BHD|
Nube iO Operations|DAS Integrator|Crevis|iSquared software|KTG|POK Group|Adiscom|Incusense|75F|Anord Mardix|
HOSCH Gebäudeautomation Neue Produkte|Bosch|Royal Boon Edam International|Clack|Unitex Controls|KTC Göteborg|
Interzon|Isde ING SL|ABM automation building messaging|Kentec Electronics|Emerson|Powerside|SMC Group|
EOS Weather Instruments|Zonex Systems|Generex Systems Computervertriebsgesellschaft|Energy Wall|Thermofin|Sdataway|
Biddle Air Systems|Kessler Ellis Products|Thermoscreens|Modio|Newron Solutions|Unitronics|Trilux|
Kollmorgen Steuerungstechnik|Bosch Rexroth|Alarko Carrier|Verdigris Technologies|
Shanghai SIIC-Longchuang Smartech So|Quinda|Gruner|Bacmove|Psidac|ISICON-Control Automation|Big Ass Fans|
din – Dietmar Nocker Facility Management|Teldio|Mikroklima|Density|ICONAG-Leittechnik|Awair|T&D Engineering|
Sistemas Digitales|Loxone Electronics|ActronAir|Inductive Automation|Thor Engineering|Berner International|
Potsdam Sensors|Kohler Mira|Tecomon|Two Dimensional Instruments|LEFA Technologies|EATON CEAG Notlichtsysteme|
Commbox Tecnologia|IPVideo|Bender|Rhymebus|Axon Systems|Engineered Air|Elipse Software Ltda|
Simatix Building Technologies|W.A. Benjamin Electric|TROX Air Conditioning Components|SC Medical|Elcanic|Obeo|Tapa|
ASE Smart Energy|Performance Services|Veridify Security|CD Innovation|Ben Peoples Industries|UNICOMM Sp. z o.o|
Thing Technologies|Beijing Hailin Control Technology|Digital Realty|Agrowtek|DSP Innovation|STV Electronic|
Elmeasure India|Pineshore Energy|Brasch Environmental Technologies|Lion Controls|Sinux|Avnet|Somfy Activites|Amico|
SageGlass|AuVerte|Agile Connects|Locimation|Envio Systems|Voytech Systems|Davidsmeyer und Paul|
Lusher Engineering Services|CHNT Nanjing Techsel Intelligent|Threetronics|SkyFoundry|HanilProTech|Sensorscall|
Shanghai Jingpu Information Technology|Lichtmanufaktur Berlin|Eco Parking Technologies|
Envision Digital International|Antony Developpement Electronique|i2systems|Thureon International|Pulsafeeder|
MegaChips|TES Controls|Cermate|Grand Valley State University|Symcon|The Chicago Faucet|Geberit|Rex Controls|IVMS|
MNPP Saturn|Regal Beloit|ACS-Air Conditioning Solutions|GBX Technology|Kaiterra|ThinKuan loT Technology|HoCoSto|
Shenzhen AS-AI Technology|RPS|Esmé solutions|IOTech Systems|i-AutoLogic|New Age Micro|Guardian Glass|
Guangzhou Zhaoyu Information Technology|ACE IoT Solutions|Poris Electronics|Terminus Technologies Group|Intech 21|
Accurate Electronics|Fluence Bioengineering|Mun Hean Singapore|Katronic|Suzhou XinAo Information Technology|
Linktekk Technology, JSC.|Stirling Ultracold|UV Partners|ProMinent|Multi-Tech Systems|JUMO|
Qingdao Huarui Technology|Cairn Systemes|NeuroLogic Research|Transition Technologies Advanced Solutions Sp. z o.o|
Xxter|PassiveLogic|EnSmart Controls|Watts Heating and Hot Water Solutions, dba Lync|Troposphaira Technologies LLP|
Network Thermostat|Titanium Intelligent Solutions|Numa Products|WAREMA Renkhoff|Frese|Mapped|
ELEKTRODESIGN ventilatory|AirCare Automation|Antrum|Bao Linh Connect Technology|Virginia Controls|Duosys SDN BHD|
Onsen|Vaughn Thermal|Thermoplastic Engineering Ltd|Wirth Research|SST Automation|
Shanghai Bencol Electronic Technology|AIWAA Systems|Enless Wireless|Ozuno Engineering|Hubbell, The Electric Heater|
Industrial Turnaround Corporation|Wadsworth Control Systems|Services Hilo|iDM Energiesysteme|BeNext|CleanAir.ai|
Revolution Microelectronics|Real-Time Systems|ZedBee Technologies|Winmate Technology Solutions|Senticon|Rossaker|
OPIT Solutions|Hotowell International|Inim Electronics S.R.L. Unipersonale|Airthings ASA|Analog Devices|
AIDirections DMCC|Prima Electro|KLT Control System|Evolution Controls|Bever Innovations|Pelican Wireless Systems|
Control Concepts|Augmatic Technologies|Xiamen Milesight loT|Tianjin Anjie loT Schience and Technology|
Guangzhou S. Energy Electronics Technology|AKVO Atmospheric Water Systems|EmFirst|Iion Systems||SAF Tehnika JSC|
Komfort IQ|CoolTera|Hadron Solutions S.r.l.s||Bitpool|Sonicu|Rishabh Instruments|Thing Warehouse|Innofriends|
Metronic AKP Sp. J.|Techknave|Elsner Elektronik|LEFOO Industrial|Calibration Technologies|Allorado|Verkada|
Wattsense|Emerson|Growlink|Olympia Electronics|Normal Software|ST Engineering Solution JSC|
Industrial Flow Solutions|Ubiqisense|Tiger-Soft|Ecodom|Bilgipro IoT Systems|planspur netdesign|Dolphin Solutions|
Mitsubishi Electric|Ecovena|Gree Electric Appliances Inc of Zhuhai|Conspec Controls|Hikvision|Crystal Peak Security|
PermAlert|Zhejiang Misilin Technology|Dekker Vacuum Technologies|Edwards|Leybold|International Gas Detectors|
Atlas Copco Airpower|Air Sentry|Aelsys|Granby Consulting|Clever Relay|Monico Monitoring|Oqdo|Matrix Comsec|
Resource Solutions|American Gas Safety|S&S Northern|Ulbios Techsens|Bowery Farming|Ryobi|EkkoSense|ClimaCool|
`
  .replaceAll("\n", "")
  .split("|");

/** The maker's name of a vendor identifier; "" when it is not assigned. */
export function vendorName(id: number): string {
  return NAMES[id] ?? "";
}
