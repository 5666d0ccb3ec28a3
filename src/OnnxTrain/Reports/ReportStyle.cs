namespace OnnxTrain;

/// <summary>The style of a report: light and dark, narrow and wide, screen and paper. It holds no character that XML escapes.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root { color-scheme: light dark; --paper: #ffffff; --card: #f6f7f9; --ink: #1a1c20; --soft: #55585f; --rule: #d5d8de;
          --heat: #7db4ee; --good: #0a6b45; --bad: #b3202e;
          --s0: #0b62b8; --s1: #b8500b; --s2: #0a7d57; --s3: #a3338f; --s4: #7a6a00; --s5: #c22f3d; --s6: #2f7385; --s7: #5b5b66; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14161a; --card: #1d2026; --ink: #e9eaee; --soft: #a9adb7; --rule: #3a3e47;
          --heat: #2a66b3; --good: #5fd7a8; --bad: #ff8f98;
          --s0: #6cb2ff; --s1: #ffab66; --s2: #5fd7a8; --s3: #f09be0; --s4: #e0cf5a; --s5: #ff8f98; --s6: #7fd0e0; --s7: #b6b6c4; } }
        * { box-sizing: border-box; }
        html { background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif; -webkit-text-size-adjust: 100%; }
        body { max-width: 76rem; margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2rem) 3rem; overflow-wrap: break-word; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 0.75rem; }
        h2 { font-size: 1.25rem; margin: 2.25rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--rule); }
        h3 { font-size: 1rem; margin: 0 0 0.5rem; } dl + h3 { margin-top: 1rem; }
        p { margin: 0.5rem 0; max-width: 75ch; }
        nav ul, .legend { list-style: none; padding: 0; margin: 0.5rem 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
        a { color: var(--s0); }
        a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--s0); outline-offset: 2px; }
        dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.35rem 2rem; margin: 0.75rem 0; }
        dl div { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0.75rem; }
        dt { color: var(--soft); }
        dd { margin: 0; min-width: 0; }
        .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem; align-items: start;
          margin: 1rem 0; }
        figure { margin: 0; padding: 0.9rem; background: var(--card); border: 1px solid var(--rule); border-radius: 0.5rem; min-width: 0; }
        figure.wide { grid-column: 1 / -1; }
        figure.wide svg { max-width: 46rem; margin: 0 auto; }
        figcaption { color: var(--soft); font-size: 0.875rem; margin-top: 0.5rem; }
        svg { display: block; width: 100%; height: auto; font-size: 15px; overflow: visible; }
        svg text { fill: var(--soft); font-family: inherit; }
        svg text.cell { fill: var(--ink); }
        .legend { font-size: 0.875rem; }
        .legend li { display: flex; align-items: center; gap: 0.4rem; min-width: 0; }
        svg.key { width: 1.6rem; flex: none; }
        .grid { stroke: var(--rule); stroke-width: 1; opacity: 0.6; }
        .frame { fill: none; stroke: var(--rule); }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .mark { stroke: var(--soft); stroke-dasharray: 2 3; }
        .chance { stroke: var(--soft); stroke-width: 1.25; stroke-dasharray: 5 4; }
        .point { fill-opacity: 0.55; stroke: none; }
        .bar { fill-opacity: 0.75; stroke: none; }
        .heat { fill: var(--heat); }
        .s0 { stroke: var(--s0); fill: var(--s0); } .s1 { stroke: var(--s1); fill: var(--s1); } .s2 { stroke: var(--s2); fill: var(--s2);
          } .s3 { stroke: var(--s3); fill: var(--s3); }
        .s4 { stroke: var(--s4); fill: var(--s4); } .s5 { stroke: var(--s5); fill: var(--s5); } .s6 { stroke: var(--s6); fill: var(--s6);
          } .s7 { stroke: var(--s7); fill: var(--s7); }
        .line.s1 { stroke-dasharray: 7 4; } .line.s3 { stroke-dasharray: 2 4; } .line.s5 { stroke-dasharray: 9 3 2 3; }
        .line.s7 { stroke-dasharray: 4 2; } .line.s2 { stroke-dasharray: 12 4; } .line.s4 { stroke-dasharray: 12 3 2 3 2 3; }
        .line.s6 { stroke-dasharray: 6 6; }
        .shape { stroke: var(--card) !important; stroke-width: 1; }
        .line { fill: none !important; } .dot, .point, .bar { stroke: none !important; }
        .box { fill: var(--paper); stroke: var(--rule); stroke-width: 1.5; } .box.end { fill: var(--card); stroke: var(--s0); }
        .name { font-weight: 600; }
        .way { fill: none; stroke: var(--soft); stroke-width: 1.5; stroke-linejoin: round; }
        .gallery { list-style: none; padding: 0; margin: 0.75rem 0 1.75rem; display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; }
        .gallery.few { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
        .gallery.few strong, .gallery.few span { display: block; }
        .gallery li { min-width: 0; max-width: 100%; }
        .gallery p { margin: 0.3rem 0 0; font-size: 0.875rem; line-height: 1.35; overflow-wrap: anywhere; max-width: 100%; }
        .gallery strong { font-weight: 600; margin-right: 0.5rem; } .gallery span { color: var(--soft); }
        .thumbs { display: flex; flex-wrap: wrap; gap: 0.25rem; }
        .thumbs img { display: block; max-width: 100%; height: auto; border: 1px solid var(--rule); border-radius: 0.2rem; }
        .thumbs img.small { width: 3rem; image-rendering: pixelated; }
        .scroll { overflow-x: auto; margin: 1rem 0; } .tall { max-height: 34rem; overflow-y: auto; }
        .tall thead th { position: sticky; top: 0; background: var(--paper); }
        table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--soft); padding-bottom: 0.35rem; }
        th, td { text-align: left; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
        tbody th { font-weight: 500; }
        thead th { color: var(--soft); font-weight: 500; white-space: nowrap; }
        .number { text-align: right; white-space: nowrap; }
        .advice { padding-left: 1.2rem; max-width: 75ch; }
        .advice li { margin: 0.4rem 0; }
        .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
        pre { background: var(--card); border: 1px solid var(--rule); border-radius: 0.5rem; padding: 0.75rem; white-space: pre-wrap;
          overflow-wrap: anywhere; font-size: 0.9rem; }
        .whole { white-space: nowrap; }
        #data tbody th { min-width: 6rem; } #data td:nth-child(2) { min-width: 14rem; }
        #data th:last-child, #data td:last-child { text-align: left; white-space: normal; min-width: 15rem; }
        footer { margin-top: 2.5rem; color: var(--soft); font-size: 0.875rem; }
        @media (max-width: 30rem) { dl div { grid-template-columns: 6rem 1fr; gap: 0.5rem; } figure { padding: 0.6rem; } }
        @page { margin: 14mm; }
        @media print {
          :root { color-scheme: light; --paper: #ffffff; --card: #ffffff; --ink: #000000; --soft: #44474d; --rule: #c9ccd2;
            --heat: #9cc6f2; --good: #0a6b45; --bad: #b3202e;
            --s0: #0b62b8; --s1: #b8500b; --s2: #0a7d57; --s3: #a3338f; --s4: #7a6a00; --s5: #c22f3d; --s6: #2f7385; --s7: #5b5b66; }
          html { font-size: 10.5pt; } body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          nav { display: none; } .scroll { overflow: visible; max-height: none; } h2 { break-after: avoid; }
          figure, tr, dl div { break-inside: avoid; } .figures { grid-template-columns: 1fr 1fr; }
          figure.wide svg { max-width: 12cm; }
        }

        """;
}
