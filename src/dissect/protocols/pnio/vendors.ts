// PROFINET vendor numbers, as the PROFIBUS and PROFINET organization gives them and device descriptions state them.

const VENDORS: Readonly<Record<number, string>> = {
  2: "Siemens",
  26: "ABB",
  42: "Siemens",
  93: "Pepperl+Fuchs",
  128: "Danfoss",
  131: "SMC",
  176: "Phoenix Contact",
  257: "SICK",
  261: "Kollmorgen",
  262: "Lenze",
  266: "SEW-Eurodrive",
  268: "HMS",
  286: "Hilscher",
  287: "Bosch Rexroth",
  288: "Beckhoff",
  292: "Deutschmann",
  303: "Murrelektronik",
  308: "Weidmüller",
  309: "Euchner",
  310: "ifm",
  311: "Cognex",
  317: "Turck",
  333: "Festo",
  338: "Leuze",
  371: "KEBA",
  403: "Harting",
  409: "KUKA",
  412: "Datalogic",
  421: "Norgren",
  432: "Fronius",
  439: "Fanuc",
  509: "Keyence",
  865: "Universal Robots",
  887: "B&R",
  888: "Balluff",
  944: "ABB",
  2351: "Pilz",
};

/** The maker with a number, "" when it is not in the table. */
export function vendorName(id: number): string {
  return VENDORS[id] ?? "";
}
