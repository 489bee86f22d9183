/** Colours by what they are for, light and dark; a test holds each text colour to 4.5:1 against the page. */
export const COLOURS = {
  light: {
    page: '#ffffff',
    text: '#14181f',
    soft: '#565f6b',
    line: '#e2e6ea',
    accent: '#1b5a8a',
    bar: '#4a8abb',
    pale: '#b5d0e4',
    warn: '#8a4a00',
    good: '#1d6a3a',
    band: '#14181f',
  },
  dark: {
    page: '#12161b',
    text: '#e8ecf0',
    soft: '#a2adb8',
    line: '#2a323b',
    accent: '#7db8e8',
    bar: '#3f7fb0',
    pale: '#365f7d',
    warn: '#f0b25c',
    good: '#7fcf9a',
    band: '#f4f6f8',
  },
} as const;

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([key, value]) => `--${key}:${value}`)
    .join(';');

/** The one style block of the page. System fonts, one accent colour, figures of one width; no address in it. */
export const STYLE = `
:root{color-scheme:light dark;${variables(COLOURS.light)}}
@media (prefers-color-scheme:dark){:root{${variables(COLOURS.dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;padding:0 1.25rem;max-width:74rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums}
h1,h2,h3{line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:clamp(1.9rem,1.4rem + 2.2vw,2.9rem);letter-spacing:-.02em;margin:.2rem 0 .6rem;font-weight:650}
h2{font-size:1.15rem;margin:0 0 .35rem;font-weight:650}
h3{font-size:1rem;margin:2rem 0 .5rem;font-weight:650}
p{margin:0 0 .8rem;max-width:44rem;overflow-wrap:anywhere}
a{color:inherit;text-decoration-color:var(--pale);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
:target{scroll-margin-top:1rem}
tr:target,.formula:target{background:color-mix(in srgb,var(--pale) 35%,transparent)}
em{font-style:normal;font-weight:600}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.masthead{padding:3.5rem 0 1.2rem}
.kicker{margin:0;color:var(--accent);font-size:.8rem;font-weight:650;letter-spacing:.09em;text-transform:uppercase}
.description{font-size:1.15rem;color:var(--text)}
.facts,.fine,.absent,footer{color:var(--soft);font-size:.875rem}
.changed{border-left:3px solid var(--warn);padding-left:.8rem}
section>div>.scroll+p,figure+p,dl+p{margin-top:1rem}
figure+.scroll{margin-top:1.8rem}
.absent{border-left:3px solid var(--line);padding-left:.8rem}
nav{border-top:1px solid var(--line);border-bottom:1px solid var(--line);font-size:.875rem}
nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;list-style:none;margin:0;padding:.7rem 0}
nav a{color:var(--soft);text-decoration:none}
nav a:hover{color:var(--accent);text-decoration:underline}
section{padding:2.6rem 0;border-bottom:1px solid var(--line)}
section>header p{color:var(--soft);font-size:.925rem;margin-bottom:1.4rem}
section>div{min-width:0}
.headline{font-size:clamp(1.4rem,1.1rem + 1.5vw,2.05rem);line-height:1.25;letter-spacing:-.012em;font-weight:600;max-width:36rem;text-wrap:balance;margin-bottom:1rem}
.keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1.2rem 1.6rem;margin:1.8rem 0 .5rem}
.keys>div{border-top:2px solid var(--text);padding-top:.5rem;min-width:0;max-width:15rem}
.keys dt{font-size:.85rem;color:var(--soft)}
.keys dd{margin:0;font-size:1.55rem;font-weight:600;letter-spacing:-.01em}
.keys dd span{display:block;font-size:.8rem;font-weight:400;color:var(--soft);letter-spacing:0}
figure{margin:2.2rem 0 0}
section>div>figure:first-child{margin-top:0}
figcaption{margin-bottom:1rem;max-width:44rem;overflow-wrap:anywhere}
figcaption strong{display:block;font-weight:650}
figcaption span{display:block;color:var(--soft);font-size:.875rem}
.plot{padding-left:3.1rem}
svg{display:block;overflow:visible}
svg text{font-size:14px;fill:var(--text)}
svg .note{fill:var(--soft);font-size:12.5px}
svg .value{text-anchor:end}
svg .axis,svg .tag{font-size:12px;fill:var(--soft)}
svg .tag{fill:var(--text)}
svg .halo{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
svg .mid{text-anchor:middle}
svg .end{text-anchor:end}
svg .bar{fill:var(--bar)}
svg .soft{fill:var(--pale)}
svg .frame{fill:none;stroke:var(--bar);stroke-width:1.25}
svg .grid{stroke:var(--line)}
svg .mark{stroke:var(--soft);stroke-dasharray:1 3}
svg .base{stroke:var(--soft)}
svg .whisker{stroke:var(--band);stroke-width:1.5}
svg .limit{stroke:var(--warn);stroke-width:1.5;stroke-dasharray:5 4}
details{margin-top:.9rem}
summary{cursor:pointer;color:var(--soft);font-size:.875rem;width:fit-content}
summary:hover{color:var(--accent)}
#assumptions summary,#method summary{color:var(--text);font-size:1rem;font-weight:600}
.scroll{overflow-x:auto;margin:.4rem 0 0}
table{border-collapse:collapse;font-size:.9rem;min-width:min(100%,22rem)}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{text-align:left;vertical-align:top;padding:.38rem .9rem .38rem 0;border-bottom:1px solid var(--line);white-space:nowrap;font-weight:400}
th:last-child,td:last-child{padding-right:.2rem}
thead th{color:var(--soft);font-size:.8rem;border-bottom-color:var(--soft);vertical-align:bottom}
th.n,td.n{text-align:right}
.sum>*{font-weight:650;border-bottom:0;border-top:1px solid var(--soft)}
.words{display:block;white-space:normal;min-width:11rem;max-width:24rem;overflow-wrap:anywhere}
.depth1{padding-left:1rem}.depth2{padding-left:2rem}.depth3{padding-left:3rem}.depth4{padding-left:4rem}.depth5{padding-left:5rem}
.verdict{font-weight:600}
.met{color:var(--good)}.missed{color:var(--warn)}.unknown{color:var(--soft)}
.met::before{content:"\\2713  "}.missed::before{content:"\\25B2  "}
.notes{color:var(--soft);font-size:.875rem;margin:1.1rem 0 0;padding-left:2rem;max-width:44rem}
.notes li{overflow-wrap:anywhere}
.notes li::marker{content:"[" counter(list-item) "]  "}
ul.fine{padding-left:1.1rem;overflow-wrap:anywhere}
.formulas{margin:.6rem 0 0;font-size:.875rem}
.formula{padding:.6rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.formula dt{font-weight:600}
.formula dd{margin:.2rem 0 0}
.formula ul{margin:.3rem 0 0;padding-left:1.1rem;color:var(--soft)}
footer{padding:1.4rem 0 3rem}
@media (min-width:62rem){
section{display:grid;grid-template-columns:13.5rem minmax(0,1fr);gap:0 3rem}
section>header p{margin:0}
}
@media (max-width:34rem){
.masthead{padding-top:1.8rem}
section{padding:2rem 0}
svg .note,svg .thin{display:none}
svg text{font-size:13px}
.keys dd{font-size:1.3rem}
.scroll{margin-right:-1.25rem}
table{font-size:.85rem}
thead th:first-child,tbody th{position:sticky;left:0;background:var(--page)}
tbody th{white-space:normal;min-width:7.5rem;padding-right:.6rem;box-shadow:inset 0 -1px var(--line)}
}
@media (forced-colors:active){
svg text{fill:CanvasText}
svg .bar,svg .soft{fill:Highlight}
svg .whisker,svg .limit,svg .base{stroke:CanvasText}
}
@media print{
@page{margin:15mm 14mm}
:root{color-scheme:light;${variables(COLOURS.light)}}
html{font-size:9.5pt}
body{max-width:none;padding:0;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,details:not([open]){display:none}
details[open]>summary{list-style:none}
.masthead{padding:0 0 .6rem}
section{display:block;padding:1.1rem 0}
section>header p{margin-bottom:.7rem}
h2,h3,summary,figcaption,section>header,thead,p:has(+figure){break-after:avoid}
tbody tr:first-child,tbody tr.sum{break-before:avoid}
figure,tr,.keys,.formula{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible;margin:0}
a{text-decoration:none}
table{font-size:8pt;width:100%}
td,th{white-space:normal;overflow-wrap:anywhere;padding-right:.5rem}
.n{white-space:nowrap}
svg text{font-size:11px}
svg .note,svg .axis,svg .tag{font-size:10px}
}
`;
