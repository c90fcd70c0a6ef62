import type { Exchange } from "./sample.ts";

const LONG_PUBLISH = `30b846000e63616d6572612f312f696d616765${"41".repeat(9000)}`;

/** Connections of every version with every packet type, and defects. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "version 3.1.1: anonymous, subscribe, publish at every quality",
    over: "tcp",
    port: 1883,
    messages: [
      { from: "client", hex: "101200044d5154540402003c000670756d702d37" },
      { from: "server", hex: "20020000" },
      { from: "client", hex: "82220001000d706c616e742f2b2f6c6576656c01000d706c616e742f616c61726d2f2302" },
      { from: "server", hex: "900400010180" },
      { from: "client", hex: "31180011706c616e742f74616e6b312f6c6576656c3431372e35" },
      { from: "server", hex: "321a0011706c616e742f74616e6b312f6c6576656c00073431372e36" },
      { from: "client", hex: "40020007" },
      { from: "client", hex: "34160010706c616e742f74616e6b312f70756d7000086f6e" },
      { from: "server", hex: "50020008" },
      { from: "client", hex: "62020008" },
      { from: "server", hex: "70020008" },
      { from: "client", hex: "a2110009000d706c616e742f616c61726d2f23" },
      { from: "server", hex: "b0020009" },
      { from: "client", hex: "c000" },
      { from: "server", hex: "d000" },
      { from: "client", hex: "e000" },
    ],
  },
  {
    name: "version 3.1: user, password and will, refused",
    over: "tcp",
    port: 1883,
    messages: [
      {
        from: "client",
        hex: "103a00064d514973647003ee000a00056d657465720011706c616e742f6d657465722f73746174650004676f6e65000561646d696e000561646d696e",
      },
      { from: "server", hex: "20020004" },
    ],
  },
  {
    name: "version 5.0: properties, topic alias, Sparkplug birth, authentication, server disconnect",
    over: "tcp",
    port: 1883,
    messages: [
      {
        from: "client",
        hex: "105000044d51545405c6001e161100000e102100142600047369746500056e6f7274680006656467652d310518000000050005737461746500036f6666000465646765000d636f727265637420686f727365",
      },
      {
        from: "server",
        hex: "2038000035120006656467652d3113001422000a240125012700010000280129012a011f000777656c636f6d651a0002722f1c00056f74686572",
      },
      {
        from: "client",
        hex: "3040001a73704276312e302f576f726b732f4e42495254482f4564676531212300010100020000003c0300146170706c69636174696f6e2f70726f746f6275660801",
      },
      { from: "client", hex: "30080000032300010802" },
      {
        from: "client",
        hex: "823900021b0b072600016100016226000961706920746f6b656e000468757368001873704276312e302f576f726b732f4e434d442f45646765312d",
      },
      { from: "server", hex: "900400020001" },
      {
        from: "server",
        hex: "322f001873704276312e302f576f726b732f4e434d442f45646765310003100800087265706c792f746f09000269640803",
      },
      { from: "client", hex: "400d000310091f00066e6f206f6e65" },
      { from: "client", hex: "f01c191a15000b534352414d2d5348412d311600096e2c2c6e3d65646765" },
      { from: "server", hex: "f010180e15000b534352414d2d5348412d31" },
      { from: "client", hex: "a21d000400001873704276312e302f576f726b732f4e434d442f4564676531" },
      { from: "server", hex: "b00400040011" },
      { from: "server", hex: "e0068b0417011900" },
    ],
  },
  {
    name: "a long payload in chunks, and two packets in one segment",
    over: "tcp",
    port: 1883,
    messages: [
      { from: "client", hex: LONG_PUBLISH },
      { from: "client", hex: "c000c000" },
      { from: "server", hex: "d000d000" },
    ],
  },
  {
    name: "the middle of a connection, version 5 told by its properties",
    over: "tcp",
    port: 1883,
    messages: [
      { from: "client", hex: "30080003612f62003432" },
      { from: "server", hex: "300a0003612f630201013433" },
      { from: "server", hex: "d000" },
    ],
  },
  {
    name: "faults: quality 3, wildcard, flags, identifier 0, empty subscription, short",
    over: "tcp",
    port: 1883,
    messages: [
      { from: "client", hex: "101000044d5154540443003c000178000170" },
      { from: "client", hex: "36080003612f62000100" },
      { from: "client", hex: "30060003612f2300" },
      { from: "client", hex: "38060003612f6200" },
      { from: "client", hex: "32070003612f620000" },
      { from: "client", hex: "30020000" },
      { from: "client", hex: "80020000" },
      { from: "client", hex: "f000" },
      { from: "client", hex: "8206000500096162" },
      { from: "server", hex: "900100" },
      { from: "server", hex: "d00100" },
    ],
  },
  {
    name: "values in a flat JSON object",
    over: "tcp",
    port: 1883,
    messages: [
      { from: "client", hex: "101200044d5154540402003c000670756d702d37" },
      { from: "server", hex: "20020000" },
      {
        from: "client",
        hex: "304c000b706c616e742f74616e6b317b226c6576656c223a3431372e352c226f70656e223a747275652c226174223a7b2278223a317d2c22746167223a2261222c227374657073223a2d3365327d",
      },
    ],
  },
];
