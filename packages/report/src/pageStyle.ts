import { fontFamily } from './palette';

/** The page's only style sheet: readable measure, both colour schemes, phones and paper. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#ffffff;--raised:#f5f7f9;--ink:#1a1f24;--muted:#57606a;--line:#dde2e7;--accent:#005f96;--warn:#fff4d6;--warn-line:#b97a00}
@media screen and (prefers-color-scheme:dark){:root{--paper:#161b20;--raised:#1e252b;--ink:#e6eaee;--muted:#a3adb8;--line:#333b43;--accent:#7cc4f0;--warn:#3a2f12;--warn-line:#e69f00}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 ${fontFamily};font-variant-numeric:tabular-nums;overflow-wrap:break-word}
.skip{position:absolute;left:-99em}
.skip:focus{left:16px;top:8px;background:var(--paper);padding:4px 10px;z-index:2}
.page{max-width:1080px;margin:0 auto;padding:48px 24px 72px}
h1{font-size:clamp(1.7rem,1.2rem + 2vw,2.4rem);line-height:1.15;letter-spacing:-.015em;margin:0 0 .35em;text-wrap:balance}
.lede{font-size:1.12rem;color:var(--muted);margin:0 0 1.6em;max-width:42em}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.01em;margin:2.6em 0 .6em;padding-top:.9em;border-top:1px solid var(--line);scroll-margin-top:12px}
h3{font-size:1.05rem;line-height:1.3;margin:0 0 .6em}
p,ul,ol{max-width:44em;margin:0 0 1em}
li{margin:.25em 0}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.banner{background:var(--warn);border-left:4px solid var(--warn-line);padding:12px 16px;margin:0 0 1.8em;font-weight:600;border-radius:2px}
nav{margin:0 0 1em}
nav h2{font-size:.85rem;text-transform:uppercase;letter-spacing:.06em;color:var(--muted);border:0;margin:0 0 .4em;padding:0}
nav ol{margin:0;padding:0;list-style:none;columns:2 16em;column-gap:32px;max-width:none}
nav li{margin:0;padding:.12em 0;break-inside:avoid}
figure{margin:1.8em 0}
.drawing{overflow-x:auto;border:1px solid var(--line);border-radius:4px;background:var(--paper)}
.drawing svg{display:block;max-width:100%;min-width:calc(var(--width,0px)*.75);height:auto;margin:0 auto}
.drawing.narrow{display:none}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:16px;align-items:start}
.side{margin:0 0 .3em;font-weight:600;font-size:.95rem}
figcaption{margin-top:.6em;font-size:.95rem;color:var(--muted);max-width:48em}
figcaption b{color:var(--ink)}
details{margin-top:.5em;font-size:.95rem;color:var(--ink)}
summary{cursor:pointer;color:var(--accent)}
.scroll{overflow-x:auto;margin:1.4em 0}
table{border-collapse:collapse;width:100%;font-size:.94rem;line-height:1.4;overflow-wrap:normal}
caption{caption-side:top;text-align:left;font-weight:600;padding:0 0 .6em}
th,td{padding:7px 14px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1.5px solid var(--ink);vertical-align:bottom;font-weight:600}
tbody th{font-weight:500}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
tbody tr:last-child th,tbody tr:last-child td{border-bottom:1.5px solid var(--ink)}
.cards,.players{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));gap:16px;margin:1.4em 0;align-items:start}
.card{background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:16px 18px}
dl{margin:0;font-size:.94rem;line-height:1.45}
dl div{display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:16px;padding:5px 0;border-top:1px solid var(--line)}
dt{color:var(--muted)}
dd{margin:0;text-align:right;margin-left:auto;overflow-wrap:anywhere}
.card ul{margin:.8em 0 0;padding-left:1.1em;font-size:.94rem;line-height:1.45}
.command{margin:1em 0}
pre{margin:0;background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:10px 14px;font:.88rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace;overflow-x:auto;tab-size:4}
code{font:inherit}
.player{margin:0;border:1px solid var(--line);border-radius:4px;padding:12px 14px}
.player figcaption{margin:0 0 .5em;color:var(--ink)}
.seconds{color:var(--muted);white-space:nowrap}
audio{display:block;width:100%}
footer{margin-top:4em;padding-top:1em;border-top:1px solid var(--line);color:var(--muted);font-size:.9rem}
@media screen and (min-width:1180px){
.with-contents{max-width:1264px;display:grid;grid-template-columns:196px minmax(0,1fr);column-gap:44px}
.with-contents>*{grid-column:2}
.with-contents>nav{grid-column:1;grid-row:1/span 3;align-self:start;position:sticky;top:24px;max-height:calc(100vh - 48px);overflow-y:auto;padding:3px;font-size:.92rem;line-height:1.4}
nav ol{columns:auto}
nav li{padding:.3em 0}
main>section:first-child h2{margin-top:1em}
}
@media screen and (max-width:640px){
.page{padding:28px 16px 48px}
.drawing.wide{display:none}
.drawing.narrow{display:block}
th,td{padding-right:10px}
}
@media print{
:root{color-scheme:light}
@page{margin:16mm 14mm}
body{font-size:10.5pt}
.page{max-width:none;padding:0}
nav,.skip,audio,details:not([open]){display:none}
h2,h3,caption,.side{break-after:avoid}
h2{margin-top:1.6em}
figure,table,tr,.card,.command,.banner{break-inside:avoid}
.drawing,.scroll{overflow:visible}
.drawing{border:0}
.drawing svg{min-width:0;max-height:235mm}
table{font-size:8pt}
.number{white-space:normal}
th,td{padding:4px 6px 4px 0}
.card,pre{background:none}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.players{gap:0 16px;margin:0}
.player{border:0;padding:0}
a{color:inherit;text-decoration:none}
}
`.trim();
