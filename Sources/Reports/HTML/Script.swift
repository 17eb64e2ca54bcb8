/// The page's script: filters, sorts and pages the table of attempts, and shows attempts whole.
///
/// It has no dependencies, stores nothing, asks nothing of the network, and puts data into the page
/// as text nodes alone.
enum Script {
  /// Runs before the page is shown: with a script the table is built page by page, so that thousands
  /// of rows are never laid out.
  static let early: StaticString = "document.documentElement.classList.add('js');"

  static let main: StaticString = #"""
    (() => {
    'use strict';
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

    // One attempt, whole.
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
    const whole = (data) => {
      const prompt = read('prompt-' + data.prompt);
      const box = make('div', 'whole');
      if (data.fault) {
        box.append(make('p', 'lead fault', make('b', '', 'Fault, ' + data.fault.kind + ': '),
          data.fault.message, ' (' + data.fault.tries + ')'));
      }
      if (data.remark) box.append(make('p', 'lead', data.remark));
      const pair = make('div', 'pair');
      if (data.extracted) {
        pair.append(block('Extracted', passage('pre', '', data.extracted),
          make('p', 'note', data.found)));
      }
      if (data.expected) pair.append(block('Expected', passage('pre', '', data.expected)));
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
        box.append(folded('Reasoning', false, passage('pre', '', data.reasoning)));
      }
      if (data.completion) box.append(block('Completion', passage('pre', '', data.completion)));
      const asked = block('Prompt');
      if (prompt.system) {
        asked.append(folded('System prompt', false, passage('pre', '', prompt.system)));
      }
      asked.append(passage('pre', '', prompt.text));
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

    // The table: rows are the page's own, taken out and put back a page at a time.
    const body = byId('rows');
    if (!body) return;
    const index = read('index');
    const rows = Array.from(body.rows);
    const places = new Map(rows.map((row, place) => [row.id, place]));
    const perPage = 200;
    const columns = {kind: 0, verdict: 1, reason: 2, points: 3, tokens: 4, latency: 5, tries: 6};
    const filters = {search: '', verdict: '', reason: '', kind: '', tag: '', difficulty: ''};
    const opened = new Map();
    const texts = [];
    let sort = {key: 'problem', down: false};
    let shown = rows.map((_, place) => place);
    let page = 0;

    // What is searched: the row, remarks and tags, and the texts of prompt and completion.
    const words = (pieces) => (pieces || [])
      .map((piece) => typeof piece === 'string' ? piece : piece.mark || '').join('');
    const text = (place) => {
      if (texts[place] === undefined) {
        const data = read('attempt-' + place);
        texts[place] = [rows[place].id, rows[place].textContent, index[place][9],
          words(data.completion), words(data.reasoning), words(data.diagnostics),
          words(read('prompt-' + data.prompt).text)].join('\n').toLowerCase();
      }
      return texts[place];
    };
    const kept = (place) => {
      const row = index[place];
      return (!filters.verdict || String(row[1]) === filters.verdict)
        && (!filters.reason || row[2] === filters.reason)
        && (!filters.kind || row[0] === filters.kind)
        && (!filters.tag || row[7].includes(filters.tag))
        && (!filters.difficulty || row[8] === filters.difficulty)
        && (!filters.search || text(place).includes(filters.search));
    };
    const select = () => {
      shown = [];
      for (let place = 0; place < rows.length; place += 1) if (kept(place)) shown.push(place);
      const column = columns[sort.key];
      const sign = sort.down ? -1 : 1;
      shown.sort((one, other) => {
        if (column === undefined) return sign * (one - other);
        const a = index[one][column];
        const b = index[other][column];
        if (a === b) return one - other;
        if (a === null) return 1;
        if (b === null) return -1;
        return sign * (a < b ? -1 : 1);
      });
    };
    const draw = () => {
      const pages = Math.max(1, Math.ceil(shown.length / perPage));
      page = Math.min(page, pages - 1);
      const start = page * perPage;
      const part = shown.slice(start, start + perPage);
      const parts = [];
      for (const place of part) {
        parts.push(rows[place]);
        if (opened.has(place)) parts.push(opened.get(place));
      }
      if (!part.length) {
        const none = make('td', 'none', 'No attempt matches.');
        none.colSpan = 10;
        parts.push(make('tr', '', none));
      }
      body.replaceChildren(...parts);
      body.classList.add('live');
      byId('count').textContent = shown.length === 0 ? 'none of ' + rows.length
        : (start + 1) + '\u2013' + (start + part.length) + ' of ' + shown.length
          + (shown.length < rows.length ? ' (' + rows.length + ' in all)' : '');
      byId('pages').hidden = pages === 1;
      byId('page').textContent = 'page ' + (page + 1) + ' of ' + pages;
      byId('back').disabled = page === 0;
      byId('next').disabled = page === pages - 1;
    };
    const refresh = () => { page = 0; select(); draw(); };

    const link = (place) => rows[place].querySelector('a');
    const open = (place) => {
      if (opened.has(place)) return;
      const cell = make('td', '', whole(read('attempt-' + place)));
      cell.colSpan = 10;
      const row = make('tr', 'detail', cell);
      row.id = 'detail-' + place;
      opened.set(place, row);
      rows[place].classList.add('open');
      link(place).setAttribute('aria-expanded', 'true');
      link(place).setAttribute('aria-controls', row.id);
      if (rows[place].isConnected) rows[place].after(row);
    };
    const close = (place) => {
      opened.get(place).remove();
      opened.delete(place);
      rows[place].classList.remove('open');
      link(place).setAttribute('aria-expanded', 'false');
    };
    for (const row of rows) row.querySelector('a').setAttribute('aria-expanded', 'false');
    body.addEventListener('click', (event) => {
      const row = event.target.closest('tr');
      if (!row || !places.has(row.id)) return;
      const onLink = event.target.closest('a');
      if (onLink && (event.ctrlKey || event.metaKey || event.shiftKey || event.button)) return;
      if (!onLink && String(getSelection())) return;
      event.preventDefault();
      const place = places.get(row.id);
      if (opened.has(place)) {
        close(place);
      } else {
        open(place);
        history.replaceState(null, '', link(place).getAttribute('href'));
      }
    });

    // Permanent links: #problem/attempt shows that attempt, whatever is filtered.
    const clear = () => {
      for (const key of Object.keys(filters)) {
        filters[key] = '';
        if (byId(key)) byId(key).value = '';
      }
    };
    const follow = () => {
      let id = location.hash.slice(1);
      try { id = decodeURIComponent(id); } catch { return; }
      const place = places.get(id);
      if (place === undefined) return;
      if (!shown.includes(place)) { clear(); select(); }
      page = Math.floor(shown.indexOf(place) / perPage);
      open(place);
      draw();
      rows[place].scrollIntoView({block: 'start'});
      link(place).focus({preventScroll: true});
    };

    for (const key of Object.keys(filters)) {
      const field = byId(key);
      if (!field) continue;
      field.addEventListener(key === 'search' ? 'input' : 'change', () => {
        filters[key] = key === 'search' ? field.value.trim().toLowerCase() : field.value;
        refresh();
      });
    }
    for (const button of document.querySelectorAll('button[data-verdict]')) {
      button.addEventListener('click', () => {
        filters.verdict = byId('verdict').value = button.dataset.verdict;
        refresh();
        byId('attempts').scrollIntoView();
      });
    }
    for (const button of document.querySelectorAll('button[data-sort]')) {
      button.addEventListener('click', () => {
        const key = button.dataset.sort;
        sort = {key, down: sort.key === key && !sort.down};
        for (const other of document.querySelectorAll('button[data-sort]')) {
          const cell = other.closest('th');
          if (other === button) {
            cell.setAttribute('aria-sort', sort.down ? 'descending' : 'ascending');
          } else {
            cell.removeAttribute('aria-sort');
          }
        }
        refresh();
      });
    }
    byId('clear').addEventListener('click', () => { clear(); refresh(); });
    const turn = (step) => {
      page += step;
      draw();
      byId('attempts').scrollIntoView();
    };
    byId('back').addEventListener('click', () => turn(-1));
    byId('next').addEventListener('click', () => turn(1));
    addEventListener('hashchange', follow);
    draw();
    follow();
    })();
    """#
}
