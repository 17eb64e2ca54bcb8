/// The page's styles: system fonts, one accent, and verdicts told apart by hue, lightness and symbol.
///
/// Text colours keep a contrast of at least 4.5 to the page and to cards in both themes; the hues
/// follow Okabe and Ito's palette for colour-blind readers.
enum Stylesheet {
  /// The parts of the style sheet, in order.
  static let parts: [StaticString] = [
    ":root{", light, "}\n@media (prefers-color-scheme:dark){:root:not([data-theme=light]){", dark,
    "}}\n:root[data-theme=dark]{", dark, "}\n", page, figures, attempts, narrow,
  ]

  private static let light: StaticString = """
    color-scheme:light;
    --paper:#fbfaf7;--card:#fff;--sunk:#f4f2ec;--ink:#1d2026;--soft:#565c67;--line:#e3e0d8;
    --accent:#2b4c9b;--band:#c9d5f0;--mark:#ffeaa0;--mark-ink:#1d2026;
    --correct:#00735a;--partial:#8a6000;--incorrect:#b03a06;--undecided:#7a4795;
    --unanswered:#5d646f;--fault:#a3124b;--plus:#fbe3d6;--minus:#d9efe7;
    """

  private static let dark: StaticString = """
    color-scheme:dark;
    --paper:#14161a;--card:#1b1e23;--sunk:#22262c;--ink:#e8e6e1;--soft:#a6acb7;--line:#343941;
    --accent:#9db5f5;--band:#34467a;--mark:#6a5410;--mark-ink:#fff6d8;
    --correct:#4cc4a4;--partial:#e3b545;--incorrect:#f39064;--undecided:#cba0e6;
    --unanswered:#a9b0bb;--fault:#f786ae;--plus:#4a2a1b;--minus:#173b32;
    """

  private static let page: StaticString = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
    body{margin:0;background:var(--paper);color:var(--ink);
      font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
      font-variant-numeric:tabular-nums lining-nums}
    .page{max-width:76rem;margin:0 auto;padding:0 1.5rem 4rem}
    h1,h2{font-family:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4","Noto Serif",
      "Liberation Serif",Georgia,serif;font-weight:600;letter-spacing:-.01em;text-wrap:balance}
    h1{font-size:clamp(1.6rem,1.2rem + 1.6vw,2.25rem);line-height:1.15;margin:.1rem 0 .2rem;
      overflow-wrap:anywhere}
    h2{font-size:1.3rem;line-height:1.25;margin:0 0 .75rem}
    h3,h5,.label{font-size:.75rem;font-weight:600;letter-spacing:.05em;text-transform:uppercase;
      color:var(--soft);margin:0 0 .35rem}
    a{color:var(--accent);text-underline-offset:.15em}
    button,select,input{font:inherit;color:inherit}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:2}
    .quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
      white-space:nowrap}
    header.top{display:flex;gap:1rem;justify-content:space-between;align-items:start;
      padding:1.75rem 0 1.25rem}
    header.top p{margin:0;color:var(--soft);overflow-wrap:anywhere}
    header.top .label{color:var(--accent)}
    #theme,.tool{border:1px solid var(--line);background:var(--card);border-radius:6px;
      padding:.3rem .8rem;cursor:pointer}
    #theme:hover,.tool:hover:enabled{border-color:var(--accent)}
    .tool:disabled{color:var(--soft);cursor:default}
    .notice{margin:1.25rem 0 0;padding:.7rem 1rem;border-left:4px solid var(--fault);
      background:var(--card);border-radius:0 6px 6px 0}
    .notice b{color:var(--fault)}
    section.part{margin-top:3rem}
    .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.4rem 1.6rem}
    footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);
      font-size:.875rem}

    """

  private static let figures: StaticString = """
    .hero{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:1.25rem;align-items:start}
    .big{font-family:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4","Noto Serif",
      "Liberation Serif",Georgia,serif;font-size:clamp(3.25rem,2rem + 6vw,5rem);line-height:1;
      font-weight:600;letter-spacing:-.03em;margin:0}
    .big small{font-size:.5em;font-weight:400;color:var(--soft);letter-spacing:0;margin-left:.08em}
    .hero .what{margin:.35rem 0 0;font-size:1.05rem}
    .hero .what span{color:var(--soft)}
    .axis{position:relative;height:2.6rem;margin:1.1rem .3rem 0}
    .axis .rail,.spark .rail{position:absolute;left:0;right:0;height:1px;background:var(--line)}
    .axis .rail{top:.75rem}
    .axis .band{position:absolute;top:.4rem;height:.7rem;border-radius:.35rem;background:var(--band);
      left:calc(var(--lo)*1%);width:max(2px,calc((var(--hi) - var(--lo))*1%))}
    .axis .dot{position:absolute;top:.15rem;width:4px;height:1.2rem;margin-left:-2px;border-radius:2px;
      background:var(--accent);left:calc(var(--v)*1%)}
    .axis .tick{position:absolute;top:1.35rem;font-size:.75rem;color:var(--soft);
      transform:translateX(-50%)}
    .axis .tick:first-of-type{transform:none}.axis .tick:last-of-type{transform:translateX(-100%)}
    .asides{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.9rem 1.5rem;
      margin:1.1rem 0 0}
    .asides div{border-top:1px solid var(--line);padding-top:.5rem}
    .asides dt{color:var(--soft);font-size:.875rem}
    .asides dd{margin:0;font-weight:600}
    .asides dd span{font-weight:400;color:var(--soft);font-size:.875rem;display:block}
    .worth{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1rem;
      margin:1.1rem 0 0;padding-top:.8rem;border-top:1px solid var(--line);font-size:.875rem}
    .worth dt{color:var(--soft)}.worth dd{margin:0}
    .verdicts{margin-top:1.4rem}
    .bar{display:flex;gap:2px;height:1.5rem;border-radius:5px;overflow:hidden;background:var(--sunk)}
    .bar i{min-width:3px;flex-basis:0;font-style:normal;font-size:.8rem;line-height:1.5rem;
      text-align:center;overflow:hidden;color:var(--card);background:var(--hue)}
    .bar i.undecided{background:repeating-linear-gradient(90deg,var(--hue) 0 6px,
      color-mix(in srgb,var(--hue) 78%,var(--card)) 6px 9px)}
    .bar i.fault{background:repeating-linear-gradient(135deg,var(--hue) 0 5px,
      color-mix(in srgb,var(--hue) 78%,var(--card)) 5px 9px)}
    .legend{display:flex;flex-wrap:wrap;gap:.3rem 1.25rem;margin:.6rem 0 0;padding:0;list-style:none}
    .legend button{border:0;background:none;padding:0;cursor:pointer}
    .legend button:hover{text-decoration:underline}
    .correct{--hue:var(--correct)}.partial{--hue:var(--partial)}.incorrect{--hue:var(--incorrect)}
    .undecided{--hue:var(--undecided)}.unanswered{--hue:var(--unanswered)}.fault{--hue:var(--fault)}
    .verdict{white-space:nowrap}
    .symbol{display:inline-block;width:1.15em;text-align:center;font-weight:700;color:var(--hue)}
    .source dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.28rem 1rem;margin:0;
      font-size:.875rem}
    .source dt{color:var(--soft)}
    .source dd{margin:0;overflow-wrap:anywhere}
    .source dd.cut{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    .tables{columns:2;column-gap:2.5rem;margin-top:3rem}
    .tables section{break-inside:avoid;padding-bottom:2.25rem}
    .tables details{margin-top:.5rem}
    .tables summary{cursor:pointer;color:var(--accent);width:fit-content}
    table{border-collapse:collapse;width:100%}
    th,td{text-align:left;vertical-align:baseline;padding:.42rem .6rem .42rem 0;
      border-bottom:1px solid var(--line)}
    thead th{font-size:.75rem;font-weight:600;color:var(--soft);border-bottom-color:var(--soft);
      white-space:nowrap;vertical-align:bottom}
    tbody th{font-weight:400;overflow-wrap:break-word}
    .tables tbody th{min-width:5.5rem}
    .num{text-align:right;white-space:nowrap}
    th:last-child,td:last-child{padding-right:0}
    .scroll{overflow-x:auto;max-width:100%}
    .value{font-weight:600}
    .range{color:var(--soft);font-size:.875rem;white-space:nowrap}
    .spark{width:26%;min-width:5rem;padding-left:.4rem}
    .spark div{position:relative;height:1rem;top:.12rem}
    .spark .rail{top:.5rem}
    .spark .band{position:absolute;top:.3rem;height:.42rem;border-radius:.21rem;background:var(--band);
      left:calc(var(--lo)*1%);width:max(2px,calc((var(--hi) - var(--lo))*1%))}
    .spark .dot{position:absolute;top:.1rem;width:3px;height:.82rem;margin-left:-1.5px;
      border-radius:1.5px;background:var(--accent);left:calc(var(--v)*1%)}
    .length{width:45%}
    .length div{height:.65rem;border-radius:2px;background:var(--hue,var(--accent));
      width:max(2px,calc(var(--v)*1%))}
    .note{color:var(--soft);font-size:.875rem;margin:.35rem 0 0}
    .histogram{margin:0 0 1.2rem}
    .histogram figcaption{font-size:.875rem;margin-bottom:.3rem}
    .histogram .bars{display:flex;align-items:flex-end;gap:1px;height:4.5rem;
      border-bottom:1px solid var(--soft)}
    .histogram i{flex:1 1 0;background:var(--accent);height:calc(var(--v)*1%);min-height:0}
    .histogram .ends{display:flex;justify-content:space-between;font-size:.75rem;color:var(--soft)}
    .curve{margin:0 0 .8rem}
    .curve svg{display:block;width:100%;height:auto;max-width:34rem}
    .curve text{font-size:11px;fill:var(--soft)}
    .curve line{stroke:var(--line)}
    .curve polyline{fill:none;stroke:var(--hue);stroke-width:2}
    .curve circle{fill:var(--hue)}
    .curve .pass{--hue:var(--correct)}.curve .majority{--hue:var(--accent)}
    .curve .all{--hue:var(--incorrect)}
    .curve .pass text,.curve .majority text,.curve .all text{fill:var(--hue);font-weight:600}
    #matrix{width:auto;font-size:.875rem;margin:.6rem 0}
    #matrix th,#matrix td{padding:.12rem .3rem .12rem 0;border:0}
    #matrix tbody th{max-width:24rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;
      padding-right:1rem}
    #matrix .num{padding-right:.9rem}
    .cell{display:block;width:1.5rem;height:1.5rem;line-height:1.5rem;border-radius:3px;
      text-align:center;text-decoration:none;background:var(--hue);color:var(--card);font-size:.8rem}

    """

  private static let attempts: StaticString = """
    .filters{display:flex;flex-wrap:wrap;gap:.6rem .8rem;align-items:end;margin:0 0 .9rem}
    .filters label{display:grid;gap:.15rem;font-size:.75rem;color:var(--soft)}
    .filters label.grow{flex:1 1 14rem}
    .filters input,.filters select{background:var(--card);border:1px solid var(--line);
      border-radius:6px;padding:.38rem .6rem;font-size:.95rem;color:var(--ink);max-width:100%;
      min-height:2.3rem}
    .filters select{max-width:12rem}
    .pager{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;color:var(--soft);
      font-size:.875rem;min-height:2.3rem}
    .pager span[id=pages]{display:flex;gap:.5rem;align-items:center}
    .pager span[hidden]{display:none}
    #list{font-size:.9rem;table-layout:fixed}
    #list thead th button{border:0;background:none;padding:0;font-weight:600;cursor:pointer}
    #list thead th button:hover{color:var(--accent)}
    #list thead th[aria-sort] button{color:var(--accent)}
    #list thead th[aria-sort=ascending] button::after{content:" ↑"}
    #list thead th[aria-sort=descending] button::after{content:" ↓"}
    #list>tbody>tr>td{overflow:hidden;text-overflow:ellipsis}
    #list tbody tr[id]:not(.detail){cursor:pointer}
    #list tbody tr[id]:not(.detail):hover,#list tr.open{background:var(--sunk)}
    #list>tbody>tr>td:first-child,#list>thead th:first-child{padding-left:.5rem}
    #list>tbody>tr>td:last-child,#list>thead th:last-child{padding-right:.5rem}
    #list .c-points{padding-right:1.2rem}
    .c-problem{width:19%}.c-kind{width:4.9rem}.c-verdict{width:8.2rem}.c-reason{width:8.6rem}
    .c-num{width:4rem}.c-wide{width:5rem}.c-num.c-tries{width:3.4rem}.c-num.c-points{width:4.6rem}
    .problem a{display:inline-block;max-width:100%;overflow-wrap:anywhere;text-decoration:none;font-weight:600}
    .problem a:hover{text-decoration:underline}
    .problem a span{font-weight:400;color:var(--soft)}
    .problem a::before{content:"▸";display:inline-block;width:1em;color:var(--soft);
      font-weight:400}
    .open .problem a::before{content:"▾"}
    .problem small{display:block;color:var(--soft);padding-left:0;white-space:nowrap;overflow:hidden;
      text-overflow:ellipsis}
    .problem small{padding-left:1em}
    code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",
      "Liberation Mono",monospace;font-size:.85em}
    #list td code{white-space:nowrap;unicode-bidi:isolate}
    td.none{padding:2rem 0;text-align:center;color:var(--soft)}
    #list>tbody>tr.detail>td{padding:0 0 1.5rem;white-space:normal}
    .whole{background:var(--card);border:1px solid var(--line);border-top:0;
      border-radius:0 0 10px 10px;padding:1.2rem 1.4rem;display:grid;gap:1.2rem;
      grid-template-columns:minmax(0,1fr);font-size:.95rem}
    .whole .lead{font-size:1.05rem;margin:0;overflow-wrap:anywhere}
    .whole .lead.fault b{color:var(--fault)}
    .whole h3{margin-bottom:.4rem}
    .pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1.2rem}
    .pair .block:only-child{grid-column:1/-1}
    pre{margin:0;background:var(--sunk);border-radius:6px;padding:.7rem .9rem;white-space:pre-wrap;
      overflow-wrap:anywhere;line-height:1.5;max-height:34rem;overflow:auto;unicode-bidi:isolate;
      tab-size:4}
    pre.prose{font:inherit;line-height:1.65}
    math{font-size:1.1em}
    math[display=block]{margin:.3em 0}
    math .boxed{border:1px solid currentColor;padding:.2em .35em}
    math .bold{font-weight:700}
    math .cases mtd,math .aligned mtd{text-align:left}
    math .aligned mtd:nth-child(odd){text-align:right}
    .typeset{margin:.5rem 0 0;overflow-x:auto}
    .typeset math{display:inline math}
    .block{position:relative}
    .switch{position:absolute;top:0;right:0;border:0;background:none;padding:0;color:var(--accent);
      font-size:.8rem;cursor:pointer}
    .switch:hover{text-decoration:underline}
    mark{background:var(--mark);color:var(--mark-ink);border-radius:2px;padding:.05em 0;
      box-decoration-break:clone;-webkit-box-decoration-break:clone}
    .ctl{color:var(--fault);font-size:.85em}
    mark .ctl{color:inherit;text-decoration:underline dotted}
    .gap{display:block;color:var(--soft);font-style:italic;margin:.4em 0}
    .steps{margin:0;padding-left:1.6rem}
    .steps li{overflow-wrap:anywhere;margin:.15rem 0}
    .whole details{margin:0 0 .6rem}
    .whole summary{cursor:pointer;color:var(--accent);width:fit-content;margin-bottom:.35rem}
    .inner{font-size:.9rem}
    .inner td,.inner th{vertical-align:top}
    .inner .remark{width:55%}
    .inner .remark p{margin:0 0 .3rem;overflow-wrap:anywhere}
    .inner .remark details{margin:0}
    .field{margin:.3rem 0 .7rem}
    .diff>span{display:block;min-height:1lh}
    .diff .missing{background:var(--minus)}.diff .surplus{background:var(--plus)}
    .whole .facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:0;font-size:.875rem;
      border-top:1px solid var(--line);padding-top:.9rem}
    .whole .facts dt{color:var(--soft)}.whole .facts dd{margin:0;overflow-wrap:anywhere}

    """

  private static let narrow: StaticString = """
    @media (max-width:60rem){
      .hero{grid-template-columns:minmax(0,1fr)}
      .tables{columns:auto}
      #list .c-num:not(.c-points),#list .c-expected,#list .c-kind{display:none}
      .c-problem{width:32%}
    }
    @media (max-width:40rem){
      .page{padding:0 1rem 3rem}
      header.top{padding:1.1rem 0 1rem}
      .card{padding:1.1rem}
      .asides{grid-template-columns:repeat(2,minmax(0,1fr));gap:.7rem 1rem}
      .tables table{font-size:.84rem}
      .tables th:not(:last-child),.tables td:not(:last-child){padding-right:.4rem}
      .tables .spark{display:none}
      .tables thead th{white-space:normal;font-size:.66rem}
      .tables tbody th{min-width:4.6rem;overflow-wrap:anywhere}
      .tables .range{font-size:.76rem}
      .filters label{flex:1 1 8rem}
      .filters select{max-width:none}
      #list,#list>tbody{display:block}
      #list>thead{display:none}
      #list>tbody>tr{display:grid;grid-template-columns:minmax(0,1fr) 8.4rem;gap:0 .8rem;
        padding:.55rem .25rem;border-bottom:1px solid var(--line)}
      #list>tbody>tr>td{border:0;padding:0}
      #list>tbody>tr>td:first-child{padding:0;grid-row:span 2}
      #list .c-extracted,#list .c-points{display:none}
      #list .c-reason{color:var(--soft);padding-left:1.45em;font-size:.85rem}
      #list>tbody>tr.detail{display:block;padding:0}
      .pair{grid-template-columns:minmax(0,1fr)}
      .whole{padding:.9rem 0;border:0;border-radius:0;background:none}
      .inner thead{display:none}
      .inner tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 .8rem;padding:.5rem 0;
        border-bottom:1px solid var(--line)}
      .inner td,.inner th{border:0;padding:.1rem 0}
      .inner td:last-child{grid-column:1/-1;width:auto}
    }
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:auto}}
    @media print{
      #theme,.filters,.pager,.skip{display:none}
      .card,.whole{break-inside:avoid}
      pre{max-height:none}
    }

    """
}
