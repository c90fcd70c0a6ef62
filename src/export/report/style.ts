/** SHA-256 of STYLE in base64, for the report's content security policy; a test holds the two together. */
export const STYLE_HASH = "i0vVgk5NfcW9X/YvO0kUSclI7eKnVKV6JgK60jVjCKU=";

/** The whole style of the report: the console's tokens, light and dark, and paper. */
export const STYLE = `
:root{color-scheme:light;--bg:#E8EAEC;--surface:#F6F7F8;--raise:#FFF;--sunk:#EEF0F2;--band:#D9DEE3;--ink:#1A1F24;--ink2:#454D56;--ink3:#5F6872;--line:#D5D9DD;--line2:#B4BBC2;--ctl:#858E97;--accent:#1A5C9C;--crit:#B3261E;--high:#8F4E00;--high-fill:#E08A00;--med:#6A5A00;--proven:#256B4B;--read:#7C8690;--write:#58626D;--program:#1A1F24;--crit-tint:#FBEAE8;--high-tint:#FCF1DF;--accent-tint:#E1ECF7;--on-crit:#FFF;--sans:"IBM Plex Sans",-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;--narrow:"IBM Plex Sans Condensed","Roboto Condensed",var(--sans);--mono:"IBM Plex Mono",ui-monospace,"SF Mono",Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--bg:#101316;--surface:#171B1F;--raise:#1D2227;--sunk:#14181B;--band:#2B333A;--ink:#E5E9EC;--ink2:#B7BFC7;--ink3:#929CA6;--line:#2A3037;--line2:#46505A;--ctl:#6E7985;--accent:#82B8EC;--crit:#FF7D6E;--high:#F2B353;--high-fill:#F2B353;--med:#DCCB62;--proven:#74C7A0;--read:#737E89;--write:#98A3AE;--program:#D5DBE0;--crit-tint:#381C19;--high-tint:#33270F;--accent-tint:#1B2E40;--on-crit:#1D2227}}
*{box-sizing:border-box}
html{scroll-padding-top:60px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:13px/18px var(--sans);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
h1,h2,h3,h4,p,dl,dd,ul{margin:0}
h1{font-size:20px;line-height:26px;font-weight:600}
h2{font-size:15px;line-height:20px;font-weight:600;margin:0 0 8px}
h3{font-size:13px;line-height:18px;font-weight:600}
h4{font-size:13px;line-height:18px;font-weight:600;margin:14px 0 4px;padding-bottom:4px;border-bottom:1px solid var(--line)}
.note{font-weight:400;font-size:12px;color:var(--ink3)}
.soft{color:var(--ink3)}.mono{font-family:var(--mono);font-size:12px}.nowrap,.time{white-space:nowrap}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.symbols{position:absolute}
.skip{position:absolute;left:-999px}.skip:focus{left:12px;top:12px;z-index:3;background:var(--raise);padding:8px 12px}
header.top{display:flex;gap:12px;align-items:center;min-height:48px;padding:0 20px;background:var(--surface);border-bottom:1px solid var(--line)}
.logo{width:20px;height:22px;flex:none}.logo path{fill:none;stroke:var(--ink);stroke-width:1.8}
.brand{font-weight:600;font-size:15px}.top .right{margin-left:auto;font-size:12px;color:var(--ink2);text-align:right}
nav.sections{position:sticky;top:0;z-index:2;display:flex;gap:2px;flex-wrap:wrap;padding:0 16px;background:var(--surface);border-bottom:1px solid var(--line)}
nav.sections a{color:var(--ink2);padding:9px 10px;font-size:12px;line-height:16px;font-weight:500}
nav.sections a:hover{color:var(--ink);text-decoration:none;box-shadow:inset 0 -2px var(--line2)}
nav.sections a:focus-visible{outline-offset:-3px}
main{max-width:1320px;margin:0 auto;padding:20px}
section{margin:0 0 24px}
.lead{margin:0 0 14px}.lead p{color:var(--ink2);margin-top:4px;max-width:100ch}
.card{background:var(--raise);border:1px solid var(--line2);border-radius:6px}.card>.finding:first-child{border-radius:5px 5px 0 0}.card>.finding:last-child{border-radius:0 0 5px 5px}
.padded{padding:12px 14px}.empty{padding:14px;color:var(--ink2)}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 340px;gap:14px;align-items:start}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));margin-bottom:24px}
.numbers div{padding:10px 14px;border-right:1px solid var(--line);display:flex;gap:10px;align-items:center}
.numbers div:last-child{border-right:0}.numbers b{font-size:20px;line-height:26px;font-weight:500;white-space:nowrap}.numbers span{font-size:12px;line-height:16px;font-weight:500}.numbers small{display:block;font-size:11px;line-height:14px;font-weight:400;color:var(--ink3)}
.banner{display:flex;gap:10px;border:1px solid var(--high);background:var(--high-tint);border-radius:6px;padding:10px 14px;margin-bottom:14px}
.mark{width:14px;height:14px;vertical-align:-2px;margin-right:5px;flex:none}
.crit-fill{fill:var(--crit)}.on-fill{fill:var(--on-crit)}.high-fill{fill:var(--high-fill);stroke:var(--high);stroke-width:1.2;stroke-linejoin:round}.med-line{fill:none;stroke:var(--med);stroke-width:2;stroke-linejoin:round}.low-line{fill:none;stroke:var(--ink3);stroke-width:1.8}
.level{display:inline-block;min-width:24px;padding:0 5px;border:1px solid var(--ctl);border-radius:3px;background:var(--surface);font:600 11px/16px var(--narrow);text-align:center;color:var(--ink);white-space:nowrap}
.levels{white-space:nowrap}.levels .level+.level{margin-left:3px}
.review{display:inline-block;border:1px dashed var(--ctl);border-radius:3px;padding:0 4px;font-size:11px;line-height:15px;color:var(--ink2)}
.finding{display:grid;grid-template-columns:22px minmax(0,1fr) auto;gap:4px 10px;padding:12px 14px;border-bottom:1px solid var(--line)}
.finding:last-child{border-bottom:0}.finding.critical{background:var(--crit-tint)}
.finding-mark .mark{width:17px;height:17px;margin:1px 0 0}.finding-number{display:block;font-size:11px;line-height:14px;width:17px;text-align:center;color:var(--ink2)}
.finding.critical h3{color:var(--crit)}.finding.high h3{color:var(--high)}.finding.medium h3{color:var(--med)}
.finding .detail{color:var(--ink2)}.finding .facts{margin-top:4px;display:flex;flex-wrap:wrap;gap:2px 20px}.facts b{font-weight:500}
.finding-side{text-align:right;font-size:12px;line-height:17px;color:var(--ink2);white-space:nowrap}
.finding .soft,.critical .soft{color:var(--ink2)}
details>summary{cursor:pointer;border-radius:3px}
.finding details{margin-top:4px}.finding details>summary{color:var(--accent);font-size:12px;line-height:24px;width:fit-content}
.pairs{display:grid;grid-template-columns:120px minmax(0,1fr);gap:5px 14px;font-size:12px;line-height:17px;padding:4px 0}
.pairs dt{color:var(--ink2)}.plain{list-style:none;padding:0;margin:0}.plain li{padding:2px 0}.line{display:block}
.tag{display:inline-block;border:1px solid var(--ctl);border-radius:3px;padding:0 5px;font-size:11px;line-height:15px;font-weight:500;margin-right:4px;background:var(--raise);white-space:nowrap}
.tag-not{border-color:var(--crit);color:var(--crit)}.tag-safe{color:var(--ink)}.tag-room{border-style:dashed;color:var(--ink)}
.where{font-family:var(--mono);font-size:11.5px;color:var(--ink2)}
.places{padding:6px 0}.place{display:grid;grid-template-columns:44px 96px minmax(0,1fr) 36px 20px;gap:8px;align-items:center;padding:3px 14px;font-size:12px}
.place.idmz{border-top:2px solid var(--ink);border-bottom:2px solid var(--ink);margin:3px 0;padding:4px 14px}.place svg.count{width:100%;height:9px;display:block}.count rect{fill:var(--line2)}.place .amount{text-align:right;font-weight:500}
.chip{display:inline-flex;gap:5px;align-items:center;border:1px solid var(--line2);border-radius:3px;background:var(--raise);padding:0 6px;min-height:24px;font:11px/14px var(--narrow);color:var(--ink);list-style:none;max-width:100%}.chip>b,.chip>svg{flex:none}
.chip::-webkit-details-marker{display:none}.chip:hover{border-color:var(--ctl)}.chip b{font-weight:600}
.ev{display:inline-block;max-width:100%;vertical-align:middle}.ev[open]>p{font-size:11.5px;line-height:16px;color:var(--ink2);padding:3px 0}
.bars{width:14px;height:11px;flex:none}.bar-on{fill:var(--ink2)}.bar-off{fill:var(--line2)}
.act{width:28px;height:12px;vertical-align:-2px;flex:none}
.l-other,.l-read,.l-write,.l-program{fill:none}.l-other{stroke:var(--read);stroke-width:1.3;stroke-dasharray:2 3}.l-read{stroke:var(--read);stroke-width:1.3}.l-write{stroke:var(--write);stroke-width:2.4}.l-program{stroke:var(--program);stroke-width:1.4}
.t-read{fill:none;stroke:var(--read);stroke-width:1.3}.t-write{fill:var(--write)}.t-program{fill:var(--program)}
.scroll{overflow-x:auto;position:relative}.paper{display:none}
.map-card{overflow:hidden}.map-card .scroll{background:var(--bg);padding:8px;border-radius:6px 6px 0 0}.map{display:block;margin:0 auto;max-width:none;font-family:var(--narrow)}
.map text{fill:var(--ink)}.box{fill:var(--surface);stroke:var(--line2)}.box.side{stroke-dasharray:4 3}.hatch{stroke:var(--line2);stroke-width:1.2}
.lane-number{font-size:17px;font-weight:600}.map .lane-name,.map .lane-count{font-size:11px;fill:var(--ink2)}.box-name{font-size:12px;font-weight:600}.map .box-count{font-size:12px;text-anchor:end;fill:var(--ink2)}
.wall{stroke:var(--ink);stroke-width:3}.tile{fill:var(--raise);stroke:var(--line2)}.tile-critical{stroke:var(--crit);stroke-width:2}.tile-high{stroke:var(--high);stroke-width:1.6}
.map .tile-name{font-size:12px;font-weight:500}.map .tile-text{font-size:10.5px;fill:var(--ink2)}.icon{color:var(--ink2)}.i{fill:none;stroke:var(--ink2);stroke-width:1.1;stroke-linejoin:round;stroke-linecap:round}
.map a:hover .tile{stroke:var(--accent)}.map a:focus-visible{outline:none}.map a:focus-visible .tile,.map a:focus-visible .badge{stroke:var(--accent);stroke-width:3}
.outer{stroke:var(--program);stroke-width:4.6}.inner{fill:none;stroke:var(--surface);stroke-width:1.8}.halo{fill:none;stroke:var(--bg);stroke-width:5.4}.halo.wide{stroke-width:7.4}
.crossing{stroke:var(--write);stroke-width:2.6}.label-ground{fill:var(--bg)}.label-ground.inside{fill:var(--surface)}.map .label{font-size:10.5px;text-anchor:middle;fill:var(--ink2)}
.t-other{fill:none;stroke:var(--read);stroke-width:1.3}path.v-critical{stroke:var(--crit)}path.v-high{stroke:var(--high)}.t-write.v-critical,.t-program.v-critical{fill:var(--crit);stroke:none}.t-write.v-high,.t-program.v-high{fill:var(--high);stroke:none}
.badge{stroke:var(--bg);stroke-width:2}rect.v-critical{fill:var(--crit)}rect.v-high{fill:var(--high)}.map .badge-text{font-size:11px;font-weight:600;text-anchor:middle;fill:var(--on-crit)}
.legend,.left-out{display:flex;flex-wrap:wrap;gap:4px 18px;padding:8px 14px;font-size:12px;color:var(--ink2);border-top:1px solid var(--line)}.legend span{display:inline-flex;gap:6px;align-items:center}
.key-wall{width:22px;height:3px;background:var(--ink)}.key-crossing{width:3px;height:9px;background:var(--write)}.key-hatch,.hatched::before{background:repeating-linear-gradient(45deg,transparent 0 4px,var(--line2) 4px 5px)}.key-hatch{width:18px;height:12px;border:1px solid var(--line2)}
.hatched::before{content:"";display:inline-block;width:12px;height:10px;margin-right:4px;border:1px solid var(--line2);vertical-align:-1px}
table{border-collapse:collapse;width:100%;font:12px/16px var(--narrow)}
th,td{text-align:left;vertical-align:top;padding:5px 10px;border-bottom:1px solid var(--line);overflow-wrap:break-word}
tbody th{font-weight:500}tbody tr:last-child>*{border-bottom:0}
thead th{font-size:11px;line-height:14px;font-weight:500;color:var(--ink2);white-space:nowrap;background:var(--raise)}
.number{text-align:right;white-space:nowrap}tr.critical{background:var(--crit-tint)}.roomy td:last-child,.roomy .chip{white-space:nowrap}.roomy td,.roomy th{padding:8px 12px}.roomy b{font-weight:500}
.dense .slot,.device .slot{display:inline-block;width:21px}td .bars{vertical-align:-1px;margin-right:3px}
th button{all:unset;cursor:pointer;font:inherit;color:inherit;line-height:24px;padding-right:12px}th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
.filters th{padding-top:0;background:var(--sunk)}.filters input,.find input{width:100%;min-width:48px;height:24px;border:1px solid var(--ctl);border-radius:4px;background:var(--raise);color:var(--ink);padding:0 6px;font:12px var(--narrow)}
.counted{padding:6px 14px;font-size:12px;color:var(--ink2)}
.inline>summary{text-decoration:underline dotted;text-underline-offset:3px}
button.plain-button{border:1px solid var(--ctl);border-radius:4px;background:var(--raise);color:var(--ink);font:12px/16px var(--sans);padding:4px 10px;cursor:pointer}
.device{margin-bottom:6px;content-visibility:auto;contain-intrinsic-size:auto 34px}.device>summary{padding:7px 12px}.device-name{font-weight:600;font-size:13px}.device-kind{color:var(--ink2)}
.device[open]{content-visibility:visible}.device-body{padding:2px 14px 14px;border-top:1px solid var(--line)}.device-body>p{margin-top:8px}.device-body a+.mark{margin-left:12px}
.device-columns{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:0 28px}
.value{display:grid;grid-template-columns:90px minmax(0,1fr) auto;gap:2px 10px;align-items:center;padding:4px 0;border-bottom:1px solid var(--line);font-size:12.5px}.value-name{color:var(--ink3);font-size:12px}.value-text b{font-weight:500}.value .ev{justify-self:end;max-width:230px}.value-why{font-size:12px}
.value .ev[open]{grid-column:1/-1;justify-self:stretch;max-width:none}
.losers{margin-left:90px;padding-left:10px;border-left:2px solid var(--line2)}.value.loser{grid-template-columns:minmax(0,1fr) auto;border-bottom:0}.loser .value-text{color:var(--ink2)}.loser .value-why{grid-column:1/-1}
.term{display:grid;grid-template-columns:minmax(0,1fr) 100px 36px 92px;gap:8px;align-items:center;padding:3px 0;border-bottom:1px solid var(--line);font-size:12px;line-height:16px}.losers .term{border-bottom:0}.term-bar{width:100px;height:12px}.term-axis{stroke:var(--line2)}.term-plus{fill:var(--write)}.term-minus{fill:none;stroke:var(--write)}.term-points{text-align:right;font-weight:600}.term>:last-child{justify-self:end;font-size:11px}.term .ev[open]{grid-column:1/-1}
.part>summary{line-height:24px;font-size:12.5px}.part{padding-left:2px}
.share{display:block;width:100%;height:20px;margin-top:6px;border:1px solid var(--line2)}.share-ground{fill:var(--raise)}.share-known{fill:var(--read)}
.capture{padding:12px 14px;border-bottom:1px solid var(--line)}.capture:last-child{border-bottom:0}.hash{overflow-wrap:anywhere}.faults li{border-left:3px solid var(--high);padding-left:8px;margin:6px 0}
.reading{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:8px 24px}.reading p{color:var(--ink2)}.reading h3{margin-bottom:2px}
footer{max-width:1320px;margin:0 auto;padding:0 20px 24px;font-size:12px;color:var(--ink2)}
@media (max-width:1000px){.columns,.device-columns{grid-template-columns:minmax(0,1fr)}}
@media (max-width:640px){main{padding:12px}.finding{grid-template-columns:22px minmax(0,1fr)}.finding-side{grid-column:2;text-align:left}.pairs{grid-template-columns:minmax(0,1fr)}.value{grid-template-columns:70px minmax(0,1fr)}.value .ev{grid-column:2;justify-self:start}.value-why{grid-column:2}.loser .value-why{grid-column:1/-1}.losers{margin-left:20px}nav.sections{position:static}header.top{flex-wrap:wrap;padding:8px 12px}.top .right{margin-left:0;text-align:left}}
@media (forced-colors:active){.crit-fill{fill:CanvasText}.on-fill{fill:Canvas}.high-fill{fill:CanvasText;stroke:CanvasText}.med-line,.low-line,.l-read,.l-write,.l-other,.outer{stroke:CanvasText}.t-write,.t-program{fill:CanvasText}}
@page{size:A4;margin:14mm 12mm 16mm;@bottom-left{content:"Bulkhead site assessment";font:8pt sans-serif;color:#5F6872}@bottom-right{content:counter(page) " of " counter(pages);font:8pt sans-serif;color:#5F6872}}
@page wide{size:A4 landscape}
@media print{:root{--bg:#FFF;--surface:#FFF;--sunk:#FFF}body{font-size:9.5pt;line-height:13pt;background:#FFF;print-color-adjust:exact;-webkit-print-color-adjust:exact}nav.sections,.filters,.counted,.plain-button,.skip,.find{display:none!important}main{max-width:none;padding:0}header.top{padding:0 0 4mm;border:0}.wide{page:wide}section{margin-bottom:6mm}.card{border-color:#B4BBC2}
.columns{grid-template-columns:minmax(0,1fr)}.finding,.capture,.place,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}thead{display:table-header-group}.scroll{overflow:visible}.map{width:100%;height:auto;max-height:165mm}.map-card .scroll{padding:2mm}
table{font-size:8pt;line-height:10.5pt}th,td{padding:2pt 4pt}.number,.time,.nowrap{white-space:normal}.device{content-visibility:visible}details.device:not([open]){display:none}.device>summary{list-style:none}.term .chip,.value .chip{border-color:#D5D9DD;min-height:0}.chip{padding:0 3pt}.paper{display:inline}a{color:inherit}.numbers{grid-template-columns:repeat(5,1fr)}.numbers b{font-size:13pt}.numbers div{flex-direction:column;align-items:flex-start;gap:0;overflow-wrap:normal;padding:4pt 6pt}.inline>summary{text-decoration:none;list-style:none}.device-columns{grid-template-columns:minmax(0,1fr)}
details[data-paper]::details-content{content-visibility:visible;display:block;block-size:auto}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
