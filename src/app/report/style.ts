import { type Html, html } from "./html.ts";

/** How a report looks: on a screen by day and by night, small, and on paper. */
export const STYLE: Html = html`<style>
:root{color-scheme:light dark;--ink:#1d2430;--soft:#566070;--paper:#fff;--tint:#f3f5f8;--rule:#d9dee6;--grid:#e6e9ee;--one:#0072b2;--two:#c04e00;--three:#007a5c;--good:#00704f;--bad:#b3261e;--hit:#7cc0ea;--miss:#f6a76c}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#a3adbd;--paper:#14181f;--tint:#1d232d;--rule:#343c49;--grid:#2a313c;--one:#58b4e8;--two:#f2994a;--three:#4cc9a0;--good:#4cc9a0;--bad:#ff8a80;--hit:#1f6a99;--miss:#a34e14}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"DejaVu Sans",Helvetica,Arial,sans-serif}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem}
a{color:var(--one)}
header,main,footer{max-width:64rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:2.6rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--rule)}
h3{font-size:1rem;margin:1.4rem 0 .4rem}
p{margin:.5rem 0;max-width:46rem}.lead{font-size:1.15rem;line-height:1.45}
.soft,figcaption,caption{color:var(--soft)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;padding:0;margin:1rem 0 0}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15.5rem),1fr));gap:.8rem;padding:0;margin:1.2rem 0;list-style:none}
.cards>li{background:var(--tint);border-radius:.6rem;padding:.8rem 1rem;break-inside:avoid;overflow-wrap:anywhere}
.cards b{display:block;font-size:1.7rem;line-height:1.25;font-weight:600}
.cards span{display:block}
.cards small{display:block;color:var(--soft);font-size:.85rem;line-height:1.35}
.pictures{grid-template-columns:repeat(auto-fill,minmax(13rem,1fr))}
.pictures>li{padding:.6rem .7rem .7rem;font-size:.92rem;line-height:1.35}
.pictures img{display:block;width:100%;aspect-ratio:1;height:auto;object-fit:contain;background:var(--paper);border-radius:.35rem;margin-bottom:.5rem}
.pictures .none{display:grid;place-items:center;aspect-ratio:1;border:1px dashed var(--rule);border-radius:.35rem;margin-bottom:.5rem;color:var(--soft)}
.texts{grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}.texts>li{font-size:.92rem;line-height:1.4}
blockquote{margin:0 0 .6rem;padding-left:.7rem;border-left:3px solid var(--rule)}
.good{color:var(--good)}.bad{color:var(--bad)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,23rem),1fr));gap:1.4rem 2rem;align-items:start}
figure{margin:0;break-inside:avoid;min-width:0}
figure svg{display:block;width:100%;max-width:34rem;height:auto}
.wide svg{max-width:none;min-width:42rem}
figcaption{font-size:.88rem;margin-bottom:.3rem}figcaption b{color:var(--ink)}
.scroll{overflow-x:auto;max-width:100%;margin:.6rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.94rem}
caption{text-align:left;min-width:min(30rem,80vw);font-size:.88rem;padding-bottom:.3rem}
th,td{padding:.28rem .8rem .28rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th{font-weight:600}thead th{color:var(--soft);font-weight:500;vertical-align:bottom}
.number{text-align:right;white-space:nowrap}.line-cell{white-space:nowrap}.wide-cell{min-width:9rem}
code,pre{font:.88rem/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,monospace}
pre{background:var(--tint);padding:.7rem .9rem;border-radius:.5rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0;user-select:all}
td code,th code{overflow-wrap:anywhere}
details{margin:.5rem 0}summary{cursor:pointer;color:var(--one)}
.confusion caption{min-width:0}
.confusion td,.confusion thead th{text-align:center;min-width:3rem;padding:.45rem .5rem}
.confusion td{border:2px solid var(--paper)}
.confusion tbody th{text-align:right;border:0;vertical-align:middle;font-weight:500;padding-right:.7rem}
.confusion .hit{font-weight:600;background:color-mix(in srgb,var(--hit) var(--share),var(--tint))}
.confusion .miss{background:color-mix(in srgb,var(--miss) var(--share),var(--tint))}
.confusion td,.cards>li,pre{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.fill-hit{fill:var(--hit)}.fill-miss{fill:var(--miss)}.fill-tint{fill:var(--tint)}.diagonal{stroke:var(--hit)}
svg text{font:13px system-ui,"DejaVu Sans",Helvetica,Arial,sans-serif;fill:var(--ink)}
.grid{stroke:var(--grid)}.axis{stroke:var(--soft)}.line,.rule{fill:none}.line{stroke-width:2}
.rule{stroke:var(--soft);stroke-dasharray:4 4}
.one{stroke:var(--one)}.two{stroke:var(--two)}.three{stroke:var(--three)}
.fill-one{fill:var(--one)}.fill-two{fill:var(--two)}.fill-three{fill:var(--three)}
footer{margin-top:3rem;padding-bottom:2rem;font-size:.88rem;color:var(--soft)}
:focus-visible{outline:2px solid var(--one);outline-offset:2px}
@media (max-width:34rem){body{font-size:15px}.pictures{grid-template-columns:1fr 1fr}h1{font-size:1.5rem}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--tint:#f3f5f8;--rule:#ccc;--grid:#e6e9ee;--one:#0072b2;--two:#c04e00;--three:#007a5c;--good:#00603f;--bad:#a01010;--hit:#7cc0ea;--miss:#f6a76c}
body{font-size:10.5pt}nav,.skip{display:none}header,main,footer{max-width:none;padding:0}
h2,h3{break-after:avoid}tr{break-inside:avoid}caption{break-after:avoid}tr:nth-child(-n+2){break-before:avoid}.scroll{overflow:visible}table{font-size:.69rem}.figures{grid-template-columns:1fr 1fr;gap:1rem}summary{list-style:none;color:var(--soft)}th,td{padding-right:.45rem}.wide-cell{min-width:6rem}
details::details-content{content-visibility:visible;height:auto;opacity:1}
.screen{display:none}.wide svg{min-width:0}.pictures{grid-template-columns:repeat(4,1fr)}@page{margin:16mm}}
</style>`;
