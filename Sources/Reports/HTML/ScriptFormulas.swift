/// The part of the page's script that typesets formulas.
///
/// TeX between `$`, `$$`, `\(` and `\[` becomes MathML, of which browsers know the Core subset
/// (W3C, MathML Core). What the converter does not know stays as it was written, and so does
/// everything that holds invisible characters: a reader never sees less than the text.
enum ScriptFormulas {
  /// Where formulas are in a text, and how passages show them.
  static let passages: StaticString = #"""
    // Beginnings, longest first, with what ends them.
    const delimiters = [['$$', '$$', true], ['\\[', '\\]', true], ['\\(', '\\)', false],
      ['$', '$', false]];
    const environments = /^\\begin\{((?:align|equation|gather|multline)\*?)\}/;
    const longestFormula = 2000;

    // Formulas of a text, [start, end, TeX, whether it is displayed]; none in code.
    const formulasOf = (text) => {
      const found = [];
      const sign = /[$\\`]/g;
      const code = /```[^]*?(?:```|$)|`[^`\n]*`/y;
      let at = 0;
      while (at < text.length) {
        sign.lastIndex = at;
        const next = sign.exec(text);
        if (!next) break;
        at = next.index;
        code.lastIndex = at;
        const skipped = text[at] === '`' && code.exec(text);
        if (skipped) { at += skipped[0].length; continue; }
        const here = text.slice(at, at + longestFormula);
        const environment = environments.exec(here);
        let open = '';
        let end = -1;
        let display = true;
        if (environment) {
          const close = '\\end{' + environment[1] + '}';
          end = here.indexOf(close) + close.length;
          if (end < close.length) end = -1;
        } else {
          const pair = delimiters.find(([begin]) => here.startsWith(begin));
          if (pair) {
            open = pair[0];
            display = pair[2];
            const close = here.indexOf(pair[1], open.length);
            if (close > open.length) end = close + pair[1].length;
            const inner = here.slice(open.length, close);
            // A price is no formula, and an empty line ends one.
            if (open === '$' && (/^\s|\s$|\n/.test(inner) || /\d/.test(here[end] || '')
              || (at > 0 && /[\\\w]/.test(text[at - 1])))) end = -1;
            if (/\n\s*\n/.test(inner)) end = -1;
          }
        }
        if (end < 0) { at += open.length || 1; continue; }
        const tex = here.slice(open.length, end - open.length);
        found.push([at, at + end, tex, display]);
        at += end;
      }
      return found;
    };

    // Passages with their formulas typeset; nothing if there are none.
    const typeset = (name, style, pieces) => {
      const element = make(name, style);
      let any = false;
      const segment = (parts) => {
        const text = parts.map(([part]) => part).join('');
        const marks = [];
        let length = 0;
        for (const [part, marked] of parts) {
          if (marked) marks.push([length, length + part.length]);
          length += part.length;
        }
        const plain = (start, end) => {
          let at = start;
          for (const [from, to] of marks) {
            if (to <= at || from >= end) continue;
            put(element, text.slice(at, Math.max(at, from)));
            element.append(make('mark', '', text.slice(Math.max(at, from), Math.min(to, end))));
            at = Math.min(to, end);
          }
          put(element, text.slice(at, end));
        };
        let at = 0;
        for (const [start, end, tex, display] of formulasOf(text)) {
          const math = formula(tex, display);
          if (!math) continue;
          any = true;
          plain(at, start);
          const marked = marks.some(([from, to]) => from < end && to > start);
          element.append(marked ? make('mark', '', math) : math);
          // A displayed formula ends its line itself.
          at = display && text[end] === '\n' ? end + 1 : end;
        }
        plain(at, text.length);
      };
      let parts = [];
      for (const piece of pieces) {
        if (typeof piece === 'string') parts.push([piece, false]);
        else if ('mark' in piece) parts.push([piece.mark, true]);
        else {
          segment(parts);
          parts = [];
          element.append(make('span', 'gap', '\u2026 ' + piece.gap + ' left out \u2026'));
        }
      }
      segment(parts);
      return any ? element : null;
    };
    // A passage, with a switch between formulas and their source where there are any.
    const readable = (pieces) => {
      const source = passage('pre', '', pieces);
      const shown = typeset('pre', 'prose', pieces);
      if (!shown) return [source];
      source.hidden = true;
      const button = make('button', 'switch', 'Show source');
      button.type = 'button';
      button.addEventListener('click', () => {
        source.hidden = !source.hidden;
        shown.hidden = !source.hidden;
        button.textContent = source.hidden ? 'Show source' : 'Show formulas';
      });
      return [button, shown, source];
    };
    // An answer as it stands and, should it be one formula, typeset below.
    const answer = (pieces) => {
      const parts = [passage('pre', '', pieces)];
      const tex = pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0].trim() : '';
      const bare = tex.replace(/^\$+|\$+$/g, '');
      if (/\\[a-zA-Z]{2}|[\^_]/.test(bare) && bare.length <= longestFormula) {
        const math = formula(bare, true);
        if (math) parts.push(make('p', 'typeset', math));
      }
      return parts;
    };

    """#

  /// TeX to MathML.
  static let converter: StaticString = #"""
    const mathML = 'http://www.w3.org/1998/Math/MathML';
    const node = (name, attributes, ...parts) => {
      const element = document.createElementNS(mathML, name);
      for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
      element.append(...parts);
      return element;
    };
    const pairs = (text) => new Map(text.trim().split(/\s+/).map((pair) => pair.split(':')));
    const letters = pairs('alpha:\u03b1 beta:\u03b2 gamma:\u03b3 delta:\u03b4 epsilon:\u03f5 ' +
      'varepsilon:\u03b5 zeta:\u03b6 eta:\u03b7 theta:\u03b8 vartheta:\u03d1 iota:\u03b9 ' +
      'kappa:\u03ba lambda:\u03bb mu:\u03bc nu:\u03bd xi:\u03be pi:\u03c0 rho:\u03c1 ' +
      'varrho:\u03f1 sigma:\u03c3 tau:\u03c4 upsilon:\u03c5 phi:\u03d5 varphi:\u03c6 chi:\u03c7 ' +
      'psi:\u03c8 omega:\u03c9 Gamma:\u0393 Delta:\u0394 Theta:\u0398 Lambda:\u039b Xi:\u039e ' +
      'Pi:\u03a0 Sigma:\u03a3 Upsilon:\u03a5 Phi:\u03a6 Psi:\u03a8 Omega:\u03a9 ell:\u2113 ' +
      'infty:\u221e emptyset:\u2205 varnothing:\u2205 partial:\u2202 nabla:\u2207 hbar:\u210f ' +
      'imath:\u0131 jmath:\u0237 Re:\u211c Im:\u2111 aleph:\u2135 degree:\u00b0 angle:\u2220 ' +
      'triangle:\u25b3 square:\u25a1 Box:\u25a1 blacksquare:\u25a0 top:\u22a4 bot:\u22a5 ' +
      'forall:\u2200 exists:\u2203 neg:\u00ac lnot:\u00ac dots:\u2026 ldots:\u2026 cdots:\u22ef dotsb:\u22ef dotsm:\u22ef dotsc:\u2026 bigtriangleup:\u25b3 ' +
      'vdots:\u22ee ddots:\u22f1 pounds:\u00a3 checkmark:\u2713 circ:\u2218');
    const signs = pairs('times:\u00d7 div:\u00f7 cdot:\u22c5 pm:\u00b1 mp:\u2213 ast:\u2217 ' +
      'star:\u22c6 bullet:\u2022 oplus:\u2295 otimes:\u2297 cup:\u222a cap:\u2229 ' +
      'setminus:\u2216 backslash:\\ wedge:\u2227 land:\u2227 vee:\u2228 lor:\u2228 ' +
      'le:\u2264 leq:\u2264 leqslant:\u2264 ge:\u2265 geq:\u2265 geqslant:\u2265 ne:\u2260 ' +
      'neq:\u2260 ll:\u226a gg:\u226b equiv:\u2261 approx:\u2248 cong:\u2245 sim:\u223c ' +
      'simeq:\u2243 propto:\u221d in:\u2208 notin:\u2209 ni:\u220b subset:\u2282 ' +
      'subseteq:\u2286 supset:\u2283 supseteq:\u2287 subsetneq:\u228a mid:\u2223 nmid:\u2224 ' +
      'parallel:\u2225 perp:\u22a5 to:\u2192 rightarrow:\u2192 longrightarrow:\u27f6 ' +
      'leftarrow:\u2190 gets:\u2190 leftrightarrow:\u2194 Rightarrow:\u21d2 implies:\u27f9 ' +
      'Longrightarrow:\u27f9 Leftarrow:\u21d0 Leftrightarrow:\u21d4 iff:\u27fa mapsto:\u21a6 ' +
      'uparrow:\u2191 downarrow:\u2193 therefore:\u2234 because:\u2235 lt:< gt:> ' +
      'langle:\u27e8 rangle:\u27e9 lfloor:\u230a rfloor:\u230b lceil:\u2308 rceil:\u2309 ' +
      'lvert:| rvert:| vert:| lVert:\u2016 rVert:\u2016 Vert:\u2016 lbrace:{ rbrace:} ' +
      'lbrack:[ rbrack:] prime:\u2032 models:\u22a8 vdash:\u22a2 bmod:mod').set('colon', ':');
    const large = pairs('sum:\u2211 prod:\u220f coprod:\u2210 int:\u222b iint:\u222c ' +
      'iiint:\u222d oint:\u222e bigcup:\u22c3 bigcap:\u22c2 bigoplus:\u2a01 bigwedge:\u22c0 ' +
      'bigvee:\u22c1');
    const functions = new Set(('arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd ' +
      'hom inf ker lcm lg lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh')
      .split(' '));
    const limits = new Set('lim liminf limsup max min sup inf det gcd Pr'.split(' '));
    const accents = pairs('bar:\u00af overline:\u00af hat:^ widehat:^ tilde:~ widetilde:~ ' +
      'vec:\u2192 overrightarrow:\u2192 overleftarrow:\u2190 dot:\u02d9 ddot:\u00a8 ' +
      'overbrace:\u23de');
    const boards = pairs('A:\ud835\udd38 B:\ud835\udd39 C:\u2102 D:\ud835\udd3b E:\ud835\udd3c ' +
      'F:\ud835\udd3d G:\ud835\udd3e H:\u210d K:\ud835\udd42 N:\u2115 P:\u2119 Q:\u211a R:\u211d ' +
      'S:\ud835\udd4a T:\ud835\udd4b Z:\u2124');
    const spaces = pairs(',:0.17em ;:0.28em !:0em quad:1em qquad:2em enspace:0.5em ' +
      'thinspace:0.17em').set(':', '0.22em');
    const fences = pairs('pmatrix:() bmatrix:[] vmatrix:|| Vmatrix:\u2016\u2016 ' +
      'Bmatrix:{} matrix:  smallmatrix:');
    const ignored = new Set(('displaystyle textstyle scriptstyle limits nolimits big Big bigg Bigg ' +
      'bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm nonumber notag hline ' +
      'rm bf it cal').split(' '));
    const named = /\\(text|textrm|textbf|textit|textnormal|mbox|hbox|mathrm|mathbf|mathit|mathsf|mathtt|boldsymbol|bm|operatorname\*?|label|tag)\s*\{([^{}]*)\}/y;
    const token = /\\[a-zA-Z]+|\\[^]|\d+(?:\.\d+)?|\.\d+|[^\s]/yu;

    const tokensOf = (tex) => {
      const tokens = [];
      let at = 0;
      while (at < tex.length) {
        if (/\s/.test(tex[at])) { at += 1; continue; }
        named.lastIndex = at;
        token.lastIndex = at;
        const words = named.exec(tex);
        const match = words || token.exec(tex);
        tokens.push(words ? {name: words[1], text: words[2]} : match[0]);
        at += match[0].length;
      }
      return tokens;
    };

    class Converter {
      constructor(tex, display) {
        this.tokens = tokensOf(tex);
        if (this.tokens.length > 1500) throw new Error('too long');
        this.at = 0;
        this.depth = 0;
        this.display = display;
      }
      peek() { return this.tokens[this.at]; }
      next() {
        if (this.at >= this.tokens.length) throw new Error('an end');
        return this.tokens[this.at++];
      }
      expect(wanted) { if (this.next() !== wanted) throw new Error('no ' + wanted); }
      // Everything up to one of the ends, which is not taken.
      row(...ends) {
        this.depth += 1;
        if (this.depth > 40) throw new Error('too deep');
        const parts = [];
        while (this.at < this.tokens.length && !ends.includes(this.peek())) {
          const sign = this.peek();
          if (sign === '\\choose' || sign === '\\over') return this.stacked(parts, sign, ends);
          parts.push(this.term());
        }
        if (ends.length && this.at >= this.tokens.length) throw new Error('an end');
        this.depth -= 1;
        return parts.length === 1 ? parts[0] : node('mrow', {}, ...parts);
      }
      // {a \choose b} and {a \over b}: all before the sign above all that follows.
      stacked(parts, sign, ends) {
        this.next();
        const above = node('mrow', {}, ...parts);
        const below = this.row(...ends);
        this.depth -= 1;
        if (sign === '\\over') return node('mfrac', {}, above, below);
        return node('mrow', {}, node('mo', {}, '('),
          node('mfrac', {linethickness: '0'}, above, below), node('mo', {}, ')'));
      }
      argument() {
        if (this.peek() !== '{') {
          // \frac12 has two arguments of a digit each.
          const one = this.peek();
          if (typeof one === 'string' && /^\d\d/.test(one)) {
            this.tokens[this.at] = one.slice(1);
            return node('mn', {}, one[0]);
          }
          return this.atom();
        }
        this.next();
        const inside = this.row('}');
        this.next();
        return inside;
      }
      // An atom with what stands at its corners.
      term() {
        const start = this.peek();
        const base = this.atom();
        let below = null;
        let above = null;
        for (;;) {
          const sign = this.peek();
          if (sign === '^' && !above) {
            this.next();
            above = this.argument();
            if (above.textContent === '\u2218') above = node('mo', {}, '\u00b0');
          } else if (sign === '_' && !below) {
            this.next();
            below = this.argument();
          } else if (sign === "'" && !above) {
            let primes = '';
            while (this.peek() === "'") { this.next(); primes += '\u2032'; }
            above = node('mo', {}, primes);
          } else if (sign === '\\limits' || sign === '\\nolimits') {
            this.next();
          } else break;
        }
        if (!below && !above) return base;
        const name = typeof start === 'string' ? start.slice(1) : '';
        const under = limits.has(name) || (this.display && large.has(name) && !/int/.test(name));
        if (below && above) return node(under ? 'munderover' : 'msubsup', {}, base, below, above);
        if (below) return node(under ? 'munder' : 'msub', {}, base, below);
        return node(under ? 'mover' : 'msup', {}, base, above);
      }
      fence() {
        const sign = this.next();
        if (sign === '.') return '';
        if (typeof sign !== 'string') throw new Error('no fence');
        if (sign[0] !== '\\') return sign;
        const name = sign.slice(1);
        if (name === '{' || name === '}') return name;
        if (name === '|') return '\u2016';
        if (!signs.has(name)) throw new Error('no fence');
        return signs.get(name);
      }
      table(name) {
        const rows = [[]];
        const end = ['&', '\\\\', '\\end'];
        if (name === 'array') { this.expect('{'); while (this.next() !== '}') {} }
        for (;;) {
          rows[rows.length - 1].push(node('mtd', {}, this.row(...end)));
          const stop = this.next();
          if (stop === '\\\\') rows.push([]);
          if (stop === '\\end') break;
        }
        this.expect('{');
        let ended = '';
        while (this.peek() !== '}') ended += this.next();
        this.next();
        if (ended !== name) throw new Error('another end');
        const aligned = /^(align|split|gather)/.test(name);
        const body = node('mtable', aligned ? {displaystyle: 'true', class: 'aligned'}
          : name === 'cases' ? {class: 'cases'} : {}, ...rows.filter((row) =>
          row.length > 1 || row[0].textContent).map((row) => node('mtr', {}, ...row)));
        const [open, close] = name === 'cases' ? ['{', '']
          : [...(fences.get(name.replace('*', '')) || '').padEnd(2).slice(0, 2)]
            .map((sign) => sign.trim());
        if (!open && !close) return body;
        const sign = (text) => text ? [node('mo', {stretchy: 'true', fence: 'true'}, text)] : [];
        return node('mrow', {}, ...sign(open), body, ...sign(close));
      }
      atom() {
        const one = this.next();
        if (typeof one !== 'string') return this.words(one);
        if (one === '{') {
          const inside = this.row('}');
          this.next();
          return inside;
        }
        if (/^[\d.]+$/.test(one) && one !== '.') return node('mn', {}, one);
        if (one[0] === '\\') return this.command(one.slice(1));
        if (/[\p{L}\u221e]/u.test(one)) return node('mi', {}, one);
        if (one === '}' || one === '^' || one === '_' || one === '&' || one === '#' || one === '$') {
          throw new Error('astray');
        }
        if (one === '~') return node('mspace', {width: '0.33em'});
        if (one === '(' || one === ')' || one === '[' || one === ']' || one === '|') {
          return node('mo', {stretchy: 'false'}, one);
        }
        return node('mo', {}, one === '-' ? '\u2212' : one === '*' ? '\u2217' : one);
      }
      words({name, text}) {
        if (name === 'label') return node('mrow', {});
        if (name === 'tag') return node('mtext', {}, '\u2003(' + text + ')');
        if (/^(math|bold|bm|operator)/.test(name)) {
          if (/[\\^_$&]/.test(text)) throw new Error('more than letters');
          const style = /bf|bold|bm/.test(name) ? 'bold' : name === 'mathit' ? '' : 'upright';
          return node('mi', style ? {class: style, mathvariant: 'normal'} : {}, text.trim());
        }
        if (/[\\$]/.test(text.replace(/\\[ %$&,]/g, ''))) throw new Error('more than text');
        const shown = text.replace(/\\([ %$&,])/g, '$1').replace(/^\s|\s$/g, '\u00a0');
        return node('mtext', /bf/.test(name) ? {class: 'bold'} : {}, shown);
      }
      command(name) {
        if (letters.has(name)) return node('mi', {}, letters.get(name));
        if (signs.has(name)) {
          const narrow = /^(l|r)(angle|floor|ceil|vert|Vert|brac)/.test(name);
          return node('mo', narrow ? {stretchy: 'false'} : {}, signs.get(name));
        }
        if (large.has(name)) return node('mo', {largeop: 'true'}, large.get(name));
        if (functions.has(name)) {
          return node('mrow', {}, node('mi', {}, name.replace(/^lim(?=.)/, 'lim\u2009')),
            node('mo', {}, '\u2061'));
        }
        if (spaces.has(name)) return node('mspace', {width: spaces.get(name)});
        if (/^\s?$/.test(name)) return node('mspace', {width: '0.33em'});
        if (/^[%$&#_]$/.test(name)) return node('mtext', {}, name);
        if (name === '{' || name === '}') return node('mo', {stretchy: 'false'}, name);
        if (name === '|') return node('mo', {stretchy: 'false'}, '\u2016');
        if (name === '\\') return node('mspace', {linebreak: 'newline', width: '1em'});
        if (ignored.has(name)) return node('mrow', {});
        if (/^[dtc]?frac$/.test(name)) {
          const above = this.argument();
          return node('mfrac', {}, above, this.argument());
        }
        if (/^[dt]?binom$/.test(name)) {
          const above = this.argument();
          return node('mrow', {}, node('mo', {}, '('),
            node('mfrac', {linethickness: '0'}, above, this.argument()), node('mo', {}, ')'));
        }
        if (name === 'sqrt') {
          if (this.peek() !== '[') return node('msqrt', {}, this.argument());
          this.next();
          const degree = this.row(']');
          this.next();
          return node('mroot', {}, this.argument(), degree);
        }
        if (name === 'boxed' || name === 'fbox') {
          return node('mrow', {class: 'boxed'}, this.argument());
        }
        if (name === 'mathbb' || name === 'Bbb') {
          const inside = this.argument().textContent;
          if (!boards.has(inside)) throw new Error('no such letter');
          return node('mi', {}, boards.get(inside));
        }
        if (name === 'mathcal' || name === 'mathfrak' || name === 'mathscr') return this.argument();
        if (/^(bold|mathbf|boldsymbol|mathrm)$/.test(name)) return this.argument();
        if (/^[hv]?phantom$/.test(name)) return node('mphantom', {}, this.argument());
        if (name === 'hspace') { this.argument(); return node('mspace', {width: '1em'}); }
        if (name === 'underline' || name === 'underbrace') {
          const stands = name === 'underline' ? '_' : '\u23df';
          return node('munder', {accentunder: 'true'}, this.argument(),
            node('mo', {stretchy: 'true'}, stands));
        }
        if (accents.has(name)) {
          return node('mover', {accent: 'true'}, this.argument(),
            node('mo', {stretchy: String(/over|wide/.test(name))}, accents.get(name)));
        }
        if (name === 'overset' || name === 'stackrel') {
          const above = this.argument();
          return node('mover', {}, this.argument(), above);
        }
        if (name === 'underset') {
          const below = this.argument();
          return node('munder', {}, this.argument(), below);
        }
        if (name === 'pmod' || name === 'mod') {
          const inside = this.argument();
          const word = node('mtext', {}, 'mod\u00a0');
          return name === 'mod' ? node('mrow', {}, node('mspace', {width: '1em'}), word, inside)
            : node('mrow', {}, node('mspace', {width: '1em'}), node('mo', {}, '('), word, inside,
              node('mo', {}, ')'));
        }
        if (name === 'not') {
          const inside = this.atom();
          if (inside.localName !== 'mo') throw new Error('no relation');
          return node('mo', {}, inside.textContent + '\u0338');
        }
        if (name === 'left') {
          const open = this.fence();
          const inside = this.row('\\right');
          this.next();
          const close = this.fence();
          const sign = (text) => text ? [node('mo', {stretchy: 'true', fence: 'true'}, text)] : [];
          return node('mrow', {}, ...sign(open), inside, ...sign(close));
        }
        if (name === 'middle') return node('mo', {stretchy: 'true'}, this.fence());
        if (name === 'begin') {
          this.expect('{');
          let kind = '';
          while (this.peek() !== '}') {
            kind += this.next();
            if (kind.length > 20) throw new Error('no environment');
          }
          this.next();
          if (!fences.has(kind) && !/^(array|cases|aligned|split|gathered|(align|gather|equation|multline)\*?)$/
            .test(kind)) {
            throw new Error('unknown environment');
          }
          return this.table(kind);
        }
        throw new Error('unknown: ' + name);
      }
    }

    // A formula as MathML, or null if it holds anything that is not known here.
    const formula = (tex, display) => {
      invisible.lastIndex = 0;
      if (invisible.test(tex)) return null;
      try {
        const converter = new Converter(tex, display);
        const inside = converter.row();
        if (!inside.textContent.trim()) return null;
        const math = node('math', display ? {display: 'block'} : {}, inside);
        math.setAttribute('title', tex.trim());
        return math;
      } catch { return null; }
    };

    """#
}
