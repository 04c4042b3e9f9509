extension ReportPage {
    /// How pages look: ink on paper, blue for what is right and vermilion for what is not.
    ///
    /// Heat is laid under the text thin enough for the text to keep its contrast (at least 4.5 to 1) in both schemes.
    static let style: Markup = """
        :root {
          --paper: #fbfaf6; --card: #ffffff; --ink: #1b1d22; --soft: #5a5f6b; --line: #dcd9d0;
          --right: 52 104 220; --wrong: 222 82 38; --right-text: #1f4fc0; --wrong-text: #a93a10; --turn: invert(1);
          color-scheme: light dark;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #121419; --card: #1a1d24; --ink: #e9ebf0; --soft: #a3a9b7; --line: #333844;
            --right: 70 120 235; --wrong: 214 76 32; --right-text: #8fb2ff; --wrong-text: #ff9a70; --turn: none;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0 auto; max-width: 74rem; padding: 2rem clamp(1rem, 4vw, 3rem) 3rem;
          background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Apple SD Gothic Neo", sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
        }
        .kind { margin: 0; color: var(--soft); font-size: .8rem; letter-spacing: .12em; text-transform: uppercase; }
        h1 { margin: .2rem 0 0; font-size: clamp(1.4rem, 5vw, 2rem); line-height: 1.2; font-weight: 650; }
        h1 small { color: var(--soft); font-size: 1em; font-weight: 400; }
        h2 { text-wrap: balance; margin: 0 0 .25rem; font-size: 1.15rem; font-weight: 650; }
        .figure { margin: 1.2rem 0 0; font-size: clamp(3.4rem, 16vw, 6.5rem); line-height: 1; font-weight: 250;
          letter-spacing: -.03em; color: var(--right-text); }
        .figure small { font-size: .45em; font-weight: 400; letter-spacing: 0; }
        .explanation { margin: .5rem 0 0; font-size: 1.05rem; }
        .note { margin: 1rem 0 0; padding: .6rem .9rem; border-left: 3px solid rgb(var(--wrong)); background: var(--card); }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
          gap: .9rem 2rem; margin: 1.8rem 0 0; padding: 1.2rem 0; border: solid var(--line); border-width: 1px 0; }
        .facts dt { color: var(--soft); font-size: .8rem; }
        .facts dd { margin: 0; }
        .facts div:last-child { grid-column: 1 / -1; }
        .facts div:last-child dd { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .9rem; }
        main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 31rem), 1fr));
          gap: 2.8rem clamp(2rem, 4vw, 3.5rem); margin-top: 2.4rem; align-items: start; }
        @media (min-width: 70rem) { main { grid-template-columns: 5fr 6fr; } }
        section { min-width: 0; }
        section.full { grid-column: 1 / -1; }
        section > p { margin: 0 0 1rem; color: var(--soft); max-width: 44rem; }
        .scroll { overflow-x: auto; }
        .scroll:focus-visible { outline: 2px solid rgb(var(--right)); outline-offset: 3px; }
        table { border-collapse: collapse; font-size: .9rem; overflow-wrap: normal; }
        caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .5rem; }
        th { font-weight: 600; }
        .rows { width: 100%; }
        .rows th, .rows td { padding: .34rem .4rem; text-align: right; border-bottom: 1px solid var(--line);
          white-space: nowrap; }
        .rows thead th { color: var(--soft); font-weight: 500; vertical-align: bottom; white-space: normal; }
        .rows th:first-child, .rows .text { text-align: left; }
        .rows svg { display: block; width: 5rem; height: 1rem; }
        .confusion { border-spacing: 2px; border-collapse: separate; }
        .confusion.few { width: 100%; table-layout: fixed; }
        .confusion td, .confusion th { height: 2.15rem; min-width: 1.7rem; padding: 0 .15rem; text-align: center;
          border-radius: 3px; font-size: clamp(.62rem, 2.3vw, .86rem); }
        .confusion th { color: var(--soft); }
        .confusion td { background: rgb(var(--wrong) / calc(var(--heat, 0) * .72)); }
        .confusion td.right { background: rgb(var(--right) / calc(.12 + var(--heat, 0) * .4)); font-weight: 600; }
        .confusion td.none { color: var(--soft); }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.2rem, 1fr)); gap: .9rem;
          list-style: none; margin: 0; padding: 0; }
        .gallery li { padding: .7rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px;
          break-inside: avoid; }
        .gallery .pair { margin: 0 0 .4rem; font-weight: 600; }
        .gallery .index { float: right; color: var(--soft); font-weight: 400; font-size: .78rem; line-height: 1.9; }
        img { image-rendering: pixelated; filter: var(--turn); }
        .gallery img { display: block; width: 100%; height: auto; border-radius: 2px; }
        .gallery dl { display: grid; grid-template-columns: auto 1fr auto; gap: .15rem .45rem; margin: .55rem 0 0;
          font-size: .8rem; align-items: center; }
        .gallery dt, .gallery dd { margin: 0; }
        .gallery dl > div { display: contents; }
        .bar { height: .5rem; background: rgb(var(--right) / calc(.12)); border-radius: 2px; overflow: hidden; }
        .bar i { display: block; height: 100%; background: var(--soft); }
        .is-true .bar i { background: rgb(var(--right)); } .is-true dt { color: var(--right-text); font-weight: 700; }
        .is-read .bar i { background: rgb(var(--wrong)); } .is-read dt { color: var(--wrong-text); font-weight: 700; }
        .key { display: inline-block; width: .8em; height: .8em; border-radius: 2px; vertical-align: -.05em; }
        .key.more { background: rgb(var(--right) / .25); box-shadow: inset 0 0 0 1px rgb(var(--right) / .5); }
        .key.right { background: rgb(var(--right)); } .key.wrong { background: rgb(var(--wrong)); }
        .chart { display: block; width: 100%; max-width: 34rem; height: auto; }
        .chart-frame .chart { max-width: none; }
        .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem 3rem;
          align-items: start; }
        .chart-frame { min-width: 46rem; } .chart image { image-rendering: pixelated; filter: var(--turn); }
        .rows small { color: var(--soft); font-weight: 400; }
        svg text { fill: currentColor; font-family: inherit; }
        footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft);
          font-size: .85rem; }
        footer p { margin: 0; }
        @media (max-width: 36rem) {
          .wide { display: none; }
          .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .8rem 1.2rem; }
          .rows th, .rows td { padding: .34rem .3rem; }
          .confusion { border-spacing: 1px; }
          .confusion td, .confusion th { min-width: 0; height: 1.9rem; padding: 0; }
          .gallery { grid-template-columns: repeat(2, 1fr); gap: .6rem; }
        }
        @media print {
          :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --right: 52 104 220;
            --wrong: 222 82 38; --right-text: #1f4fc0; --wrong-text: #a93a10; --turn: invert(1); }
          body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          main { display: block; } section { margin-bottom: 1.6rem; }
          .figure { font-size: 3rem; margin-top: .6rem; } .facts { margin-top: 1rem; padding: .8rem 0; gap: .5rem 2rem; }
          .confusion td, .confusion th { height: 1.5rem; } .confusion.few { break-inside: avoid; max-width: 26rem; }
          .beside { grid-template-columns: 1fr 1fr; gap: 1.5rem; } section > p { break-after: avoid; break-inside: avoid; }
          tr, svg, .facts div, h2 { break-inside: avoid; } h2 { break-after: avoid; }
          .gallery { grid-template-columns: repeat(6, 1fr); gap: .4rem; } .gallery li { padding: .35rem; }
          .scroll { overflow: visible; } .chart-frame { min-width: 0; }
        }
        """
}
