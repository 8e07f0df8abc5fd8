/** The style of the page. Outcomes differ in sign, word and line as well as in colour. */
export const STYLE = `
:root { color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14171c); --card: light-dark(#ffffff, #1d2128); --ink: light-dark(#1c2430, #e7eaf0);
  --soft: light-dark(#52606d, #a9b4c2); --line: light-dark(#d3d9e0, #39424e); --link: light-dark(#0b57c2, #8ab8ff);
  --met: light-dark(#146c2e, #6fd68b); --met-back: light-dark(#e3f5e8, #16331f);
  --denied: light-dark(#a8201a, #ff9b94); --denied-back: light-dark(#fde8e6, #3f1a19);
  --open: light-dark(#8a3b00, #ffb870); --open-back: light-dark(#ffedd9, #40270d); --open-flow: light-dark(#e8923a, #c2762c);
  --unknown: light-dark(#4f5965, #b9c2cd); --unknown-back: light-dark(#eceff2, #2a313a);
  --met-flow: light-dark(#8fcfa2, #2f7a47); --denied-flow: light-dark(#dd6b63, #c4524b); --unknown-flow: light-dark(#aab4bf, #66717e); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
header, main { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .5rem; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem; z-index: 2; }
.about { color: var(--soft); margin: 0 0 1rem; overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; margin: 1rem 0; list-style: none; }
.tiles li { flex: 1 1 8rem; background: var(--card); border: 1px solid var(--line); border-left: .4rem solid var(--soft);
  border-radius: .5rem; padding: .6rem .9rem; }
.tiles b { display: block; font-size: 1.6rem; line-height: 1.2; }
.tiles .met, details.met { border-left-color: var(--met); } .tiles .denied, details.denied { border-left-color: var(--denied); }
.tiles .unknown, details.unknown { border-left-color: var(--unknown); border-left-style: dashed; }
.tiles .open, details.open-beyond { border-left-color: var(--open); } .tiles .open { background: var(--open-back); }
.tiles .none { border-left-color: var(--line); color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; margin: 0; }
.filters { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; padding: .9rem; margin-bottom: .75rem; }
.filters label { display: flex; flex-direction: column; font-size: .85rem; color: var(--soft); gap: .2rem; flex: 1 1 9rem; }
.filters .wide { flex: 3 1 16rem; }
input, select, button { font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--soft); border-radius: .35rem;
  padding: .4rem .55rem; min-height: 2.5rem; width: 100%; }
button { width: auto; cursor: pointer; }
.count { color: var(--soft); margin: .25rem 0 .75rem; }
details { background: var(--card); border: 1px solid var(--line); border-left: .4rem solid var(--line); border-radius: .4rem;
  margin: .4rem 0; overflow-wrap: anywhere; }
summary { cursor: pointer; padding: .5rem .75rem; display: flex; flex-wrap: wrap; gap: .15rem .75rem; align-items: baseline; }
summary::before { content: "▸"; color: var(--soft); } details[open] > summary::before { content: "▾"; }
summary b { font-weight: 600; } summary .need { color: var(--soft); flex: 1 1 18rem; }
details { content-visibility: auto; contain-intrinsic-size: auto 2.6rem; } details[open] { content-visibility: visible; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.lead { font-size: 1.15rem; font-weight: 600; margin: 0 0 .25rem; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin: 0; color: var(--soft); }
b.allow, b.met { color: var(--met); } b.deny, b.denied { color: var(--denied); } b.unknown { color: var(--unknown); }
b.open { color: var(--open); }
.badge.open { color: var(--open); background: var(--open-back); }
.badge.error { color: var(--denied); background: var(--denied-back); }
.badge { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; white-space: nowrap; }
.badge.met { color: var(--met); background: var(--met-back); } .badge.denied { color: var(--denied); background: var(--denied-back); }
.badge.unknown { color: var(--unknown); background: var(--unknown-back); border-style: dashed; }
.body { padding: 0 .9rem .75rem 2rem; } .body p, .body ul, .body dl { margin: .35rem 0; }
.body ul { padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
.scroll, .picture.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  margin: .5rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; font-weight: 600; padding: .6rem .75rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-top: 1px solid var(--line); overflow-wrap: anywhere;
  min-width: 7rem; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
code { font: .88em ui-monospace, Consolas, monospace; }
meter { width: 8rem; max-width: 100%; }
svg { display: block; min-width: 56rem; width: 100%; height: auto; } svg text { font-size: 13px; fill: var(--ink); }
svg .head { fill: var(--soft); font-size: 12px; }
svg .box { fill: var(--page); stroke: var(--soft); } svg .station text { font-weight: 600; }
svg .way { fill: none; stroke: var(--unknown-flow); } svg .way.met { stroke: var(--met-flow); }
svg .way.denied { stroke: var(--denied-flow); }
svg .way.open { stroke: var(--open-flow); }
svg .missed { fill: none; stroke: var(--denied-flow); stroke-width: 1.5; stroke-dasharray: 2 5; }
svg .stop { fill: var(--card); stroke: var(--denied); stroke-width: 2; }
svg .cross { fill: none; stroke: var(--denied); stroke-width: 2.5; }
svg .flow { cursor: pointer; } svg .flow:hover .way { filter: brightness(.85); } .dim .box, .dim path, .dim circle { opacity: .15; }
.chip.dim { background: none; border-style: dotted; }
svg a.met .box { fill: var(--met-back); stroke: var(--met); } svg a.denied .box { fill: var(--denied-back); stroke: var(--denied);
  stroke-width: 2; }
svg a.open .box { fill: var(--open-back); stroke: var(--open); stroke-width: 2; }
svg a.unknown .box { fill: var(--unknown-back); stroke: var(--unknown); stroke-dasharray: 6 4; }
svg a:hover .box, svg a:focus-visible .box { stroke-width: 3; } svg a { cursor: pointer; }
.picture.narrow { display: none; } .lane { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: .75rem;
  margin: .5rem 0; } .lane p { margin: 0 0 .5rem; line-height: 2; }
.lane ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .35rem; }
.chip { display: inline-block; border: 1px solid var(--soft); border-radius: .4rem; padding: 0 .5rem; background: var(--page);
  color: var(--ink); text-decoration: none; line-height: 1.7; overflow-wrap: anywhere; } .chip.station { font-weight: 600; }
.lane li .chip { display: block; } .chip.met { background: var(--met-back); border-color: var(--met); }
.chip.denied { background: var(--denied-back); border: 2px solid var(--denied); }
.chip.open { background: var(--open-back); border: 2px solid var(--open); }
.chip.unknown { background: var(--unknown-back); border: 1px dashed var(--unknown); }
[hidden] { display: none !important; }
@media screen and (max-width: 48rem) { .picture.wide, .legend .wide { display: none; } .picture.narrow { display: block; } }
@media screen and (max-width: 40rem) { table, tbody, tr, td { display: block; } thead { display: none; }
  tr { border-top: 1px solid var(--line); padding: .4rem 0; } td { border: 0; padding: .15rem .75rem; }
  td[data-head]::before { content: attr(data-head); display: block; color: var(--soft); font-size: .85em; } td:empty { display: none; }
}
@media (max-width: 40rem) { header, main { padding: 0 .75rem; } dl { grid-template-columns: 1fr; } dd { padding-left: .75rem; }
  .body { padding-left: 1rem; } }
@media print { :root { color-scheme: light; } .filters, nav, .skip, .count, .script { display: none !important; }
  details::details-content { content-visibility: visible !important; block-size: auto !important; } summary::before { content: ""; }
  details, tr { break-inside: avoid; } thead { display: table-header-group; } body { font-size: 10pt; background: none; }
  h2, h3, thead { break-after: avoid; } .scroll, .picture.wide { overflow: visible; } svg { min-width: 0; }
  th, td { min-width: 3rem; white-space: normal; } th, td:not(:last-child) { overflow-wrap: break-word; }
  tr:has(details), td details { break-inside: auto; }
  .picture.wide { break-inside: avoid; } a { color: inherit; text-decoration: none; }
dd a[href^="https"]::after { content: " " attr(href); } }
`;
