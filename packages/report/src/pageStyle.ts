import { fontFamily } from './palette';

/** The page's only style sheet: readable measure, both colour schemes, phones and paper. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#ffffff;--raised:#f5f7f9;--ink:#1a1f24;--muted:#57606a;--line:#dde2e7;--accent:#005f96;--warn:#fff4d6;--warn-line:#b97a00}
@media screen and (prefers-color-scheme:dark){:root{--paper:#161b20;--raised:#1e252b;--ink:#e6eaee;--muted:#a3adb8;--line:#333b43;--accent:#7cc4f0;--warn:#3a2f12;--warn-line:#e69f00}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 ${fontFamily};font-variant-numeric:tabular-nums}
.skip{position:absolute;left:-99em}
.skip:focus{left:16px;top:8px;background:var(--paper);padding:4px 10px;z-index:2}
.page{max-width:1080px;margin:0 auto;padding:48px 24px 72px}
h1{font-size:clamp(1.7rem,1.2rem + 2vw,2.4rem);line-height:1.15;letter-spacing:-.015em;margin:0 0 .35em;text-wrap:balance}
.lede{font-size:1.12rem;color:var(--muted);margin:0 0 1.6em;max-width:42em}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.01em;margin:2.6em 0 .6em;padding-top:.9em;border-top:1px solid var(--line);scroll-margin-top:12px}
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
.drawing svg{display:block;max-width:100%;height:auto;margin:0 auto}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:16px;align-items:start}
.pair .side{margin:0 0 .3em;font-weight:600;font-size:.95rem}
figcaption{margin-top:.6em;font-size:.95rem;color:var(--muted);max-width:48em}
figcaption b{color:var(--ink)}
details{margin-top:.5em;font-size:.95rem}
summary{cursor:pointer;color:var(--accent)}
.scroll{overflow-x:auto;margin:1.4em 0}
table{border-collapse:collapse;width:100%;font-size:.94rem;line-height:1.4}
caption{caption-side:top;text-align:left;font-weight:600;padding:0 0 .6em}
th,td{padding:7px 14px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1.5px solid var(--ink);vertical-align:bottom;font-weight:600}
tbody th{font-weight:500}
.number{text-align:right;white-space:nowrap}
tbody tr:last-child th,tbody tr:last-child td{border-bottom:1.5px solid var(--ink)}
footer{margin-top:4em;padding-top:1em;border-top:1px solid var(--line);color:var(--muted);font-size:.9rem}
@media (max-width:640px){.page{padding:28px 16px 48px}.drawing svg{max-width:none;width:520px}.drawing svg[width="960"]{width:700px}th,td{padding-right:10px}}
@media print{
:root{color-scheme:light}
@page{margin:18mm 16mm}
body{font-size:10.5pt}
.page{max-width:none;padding:0}
nav,.skip{display:none}
h2{break-after:avoid;margin-top:1.6em}
figure,table,.banner{break-inside:avoid}
.drawing{overflow:visible;border:0}
a{color:inherit;text-decoration:none}
}
`.trim();
