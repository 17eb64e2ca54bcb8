/// The page's script: filters, sorts and pages the list of attempts, and shows attempts whole.
///
/// It has no dependencies, stores nothing, asks nothing of the network but the files of details that
/// stand beside a big page, and puts data into the page as text nodes alone.
enum Script {
  /// The parts of the script, in order; together they are one function.
  static let parts: [StaticString] = [
    "(() => {\n'use strict';\n", text, ScriptFormulas.converter, ScriptFormulas.passages, attempt,
    ScriptList.data, ScriptList.list, "})();",
  ]

  /// The theme, and elements made from text.
  private static let text: StaticString = #"""
    const byId = (id) => document.getElementById(id);
    const read = (id) => JSON.parse(byId(id).textContent);
    const root = document.documentElement;

    // Light and dark: the button overrides the system's choice for this view.
    const theme = byId('theme');
    const dark = () => root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    const nameTheme = () => { theme.textContent = dark() ? 'Light' : 'Dark'; };
    theme.hidden = false;
    theme.addEventListener('click', () => {
      root.dataset.theme = dark() ? 'light' : 'dark';
      nameTheme();
    });
    nameTheme();

    // Elements from text. Characters that would vanish or reorder text get a visible stand-in.
    const invisible = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c' +
      '\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb' +
      '\\u{e0000}-\\u{e007f}]', 'gu');
    const controls = ('NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 ' +
      'NAK SYN ETB CAN EM SUB ESC FS GS RS US').split(' ');
    const put = (parent, text) => {
      let start = 0;
      for (const match of text.matchAll(invisible)) {
        const code = match[0].codePointAt(0);
        const joins = code === 0x200c || code === 0x200d;
        if (joins && match.index > 0 && text.charCodeAt(match.index - 1) >= 0x600) continue;
        parent.append(text.slice(start, match.index));
        const name = 'U+' + code.toString(16).toUpperCase().padStart(4, '0');
        const stand = '\u27e8' + (code === 0x7f ? 'DEL' : controls[code] || name) + '\u27e9';
        const span = make('span', 'ctl');
        span.title = name;
        span.textContent = stand;
        parent.append(span);
        start = match.index + match[0].length;
      }
      parent.append(text.slice(start));
    };
    const make = (name, style, ...parts) => {
      const element = document.createElement(name);
      if (style) element.className = style;
      for (const part of parts) {
        if (typeof part === 'string') put(element, part);
        else if (part) element.append(part);
      }
      return element;
    };
    const passage = (name, style, pieces) => {
      const element = make(name, style);
      for (const piece of pieces) {
        if (typeof piece === 'string') put(element, piece);
        else if ('mark' in piece) element.append(make('mark', '', piece.mark));
        else element.append(make('span', 'gap', '\u2026 ' + piece.gap + ' left out \u2026'));
      }
      return element;
    };
    const block = (title, ...parts) => make('section', 'block', make('h3', '', title), ...parts);
    const folded = (title, open, ...parts) => {
      const element = make('details', '', make('summary', '', title), ...parts);
      element.open = open;
      return element;
    };


    """#

  /// One attempt, whole.
  private static let attempt: StaticString = #"""
    const test = (data, open) => {
      const parts = [];
      const field = (title, node) => parts.push(make('div', 'field', make('h5', '', title), node));
      if (data.input) field('Input', passage('pre', '', data.input));
      if (data.diff) {
        const lines = make('pre', 'diff');
        const words = {'-': 'missing: ', '+': 'surplus: ', ' ': ''};
        for (const [sign, text] of data.diff) {
          const line = make('span', sign === '-' ? 'missing' : sign === '+' ? 'surplus' : 'same');
          if (words[sign]) line.append(make('span', 'quiet', words[sign]));
          put(line, sign + ' ' + text);
          lines.append(line);
        }
        field('Expected (\u2212) and actual (+)', lines);
      }
      if (data.expected) field('Expected', passage('pre', '', data.expected));
      if (data.actual) field('Actual', passage('pre', '', data.actual));
      if (data.where) field('First difference, ' + data.where[0], make('pre', '', data.where[1]));
      if (data.checker) field('Checker', passage('pre', '', data.checker));
      if (data.talk) field('What was said', passage('pre', '', data.talk));
      if (data.errors) field('Standard error', passage('pre', '', data.errors));
      if (data.used) field('Measured', make('p', 'note', data.used));
      const state = data.passed ? 'correct' : 'incorrect';
      const row = make('tr', '',
        make('th', '', data.name),
        make('td', '', make('span', 'verdict ' + state,
          make('span', 'symbol', data.passed ? '\u2713' : '\u2717'), ' ' + data.reason)),
        make('td', 'num', data.time || ''), make('td', 'num', data.memory || ''));
      row.firstChild.scope = 'row';
      const last = make('td', 'remark', make('p', '', data.remark));
      if (parts.length) last.append(folded('input and output', open, ...parts));
      row.append(last);
      return row;
    };
    const table = (titles, rows) => {
      const head = make('tr', '', ...titles.map(([title, style]) => {
        const cell = make('th', style || '', title);
        cell.scope = 'col';
        return cell;
      }));
      return make('div', 'scroll', make('table', 'inner', make('thead', '', head),
        make('tbody', '', ...rows)));
    };
    const tests = (list) => {
      const first = list.findIndex((one) => !one.passed);
      return table([['Test'], ['Outcome'], ['CPU', 'num'], ['Memory', 'num'], ['Remark']],
        list.map((one, place) => test(one, place === first)));
    };
    const whole = (data, prompt, kind) => {
      // In code a dollar sign is a dollar sign.
      const holdsCode = ['function', 'program', 'harness'].includes(kind);
      const replied = (pieces) => holdsCode ? [passage('pre', '', pieces)] : readable(pieces);
      const box = make('div', 'whole');
      if (data.fault) {
        box.append(make('p', 'lead fault', make('b', '', 'Fault, ' + data.fault.kind + ': '),
          data.fault.message, ' (' + data.fault.tries + ')'));
      }
      if (data.remark) box.append(make('p', 'lead', data.remark));
      const pair = make('div', 'pair');
      if (data.extracted) {
        pair.append(block('Extracted', ...answer(data.extracted),
          make('p', 'note', data.found)));
      }
      if (data.expected) pair.append(block('Expected', ...answer(data.expected)));
      if (pair.children.length) box.append(pair);
      if (data.steps) {
        box.append(block('How it was decided',
          make('ol', 'steps', ...data.steps.map((step) => passage('li', '', step)))));
      }
      if (data.criteria) {
        box.append(block('Criteria', table([['Criterion'], ['Points', 'num'], ['Remark']],
          data.criteria.map((one) => make('tr', '', make('td', '', one.title),
            make('td', 'num', one.points), make('td', '', one.remark))))));
      }
      if (data.tests) {
        box.append(block('Tests', make('p', 'note', data.testsNote), tests(data.tests)));
      }
      if (data.diagnostics) {
        box.append(block('Diagnostics', passage('pre', '', data.diagnostics)));
      }
      if (data.reasoning) {
        box.append(folded('Reasoning', false, ...replied(data.reasoning)));
      }
      if (data.completion) box.append(block('Completion', ...replied(data.completion)));
      const asked = block('Prompt');
      if (prompt.system) {
        asked.append(folded('System prompt', false, passage('pre', '', prompt.system)));
      }
      asked.append(...readable(prompt.text));
      if (prompt.images) asked.append(make('p', 'note', 'Images: ' + prompt.images.join(', ')));
      box.append(asked);
      if (data.facts.length) {
        const list = make('dl', 'facts');
        for (const [label, value] of data.facts) {
          list.append(make('div', '', make('dt', '', label), make('dd', '', value)));
        }
        box.append(list);
      }
      return box;
    };

    """#
}
