/// The part of the page's script that is about the list of attempts.
enum ScriptList {
  /// The data of the page, and of the files beside it.
  static let data: StaticString = #"""
    const body = byId('rows');
    if (!body) return;
    const {reasons, starts, folder} = read('layout');
    const problems = read('problems').map(([id, title, kind, tags, difficulty, expected]) =>
      ({id, title, kind, tags, difficulty, expected}));
    const rows = read('index');
    const outcomes = read('outcomes');
    const P = 0, NUMBER = 1, OUTCOME = 2, REASON = 3, POINTS = 4, TOKENS = 5, LATENCY = 6, TRIES = 7,
      EXTRACTED = 8, EXPECTED = 9, REMARK = 10;
    const idOf = (place) => problems[rows[place][P]].id + '/' + rows[place][NUMBER];
    const linkOf = (place) => '#' + idOf(place).split('/').map(encodeURIComponent).join('/');

    // Details stand in parts: in the page, or in files beside it that are loaded when needed.
    const parts = [];
    const awaited = new Map();
    window.assayPart = (number, data) => awaited.get(number)(data);
    const load = (number) => new Promise((resolve, reject) => {
      const file = folder + '/' + number + '.js';
      const script = make('script', '');
      awaited.set(number, resolve);
      script.src = file;
      script.onerror = () => {
        parts[number] = undefined;
        script.remove();
        reject(new Error('The file ' + file + ' belongs to this page and cannot be read.'));
      };
      document.head.append(script);
    });
    const part = (number) => {
      parts[number] ||= folder ? load(number) : read('part-' + number);
      return parts[number];
    };
    const partOf = (place) => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= place) low = middle; else high = middle - 1;
      }
      return low;
    };
    const detail = (number, data, place) => {
      const attempt = data.attempts[place - starts[number]];
      return [attempt, data.prompts[attempt.prompt]];
    };

    // Figures, as the rest of the page writes them.
    const count = (value) => value === null ? '' : value.toLocaleString('en-US');
    const short = (value) => value === null ? '' : String(Math.round(value * 100) / 100);
    const time = (ms) => {
      if (ms === null) return '';
      if (ms < 999.5) return ms.toFixed(ms < 9.95 ? 1 : 0) + ' ms';
      if (ms < 59950) return (ms / 1000).toFixed(1) + ' s';
      if (ms < 3599500) {
        const seconds = Math.round(ms / 1000);
        return Math.floor(seconds / 60) + ' min ' + seconds % 60 + ' s';
      }
      const minutes = Math.round(ms / 60000);
      return Math.floor(minutes / 60) + ' h ' + minutes % 60 + ' min';
    };


    """#

  /// Filters, sorting, pages, permanent links.
  static let list: StaticString = #"""
    const perPage = 200;
    const sorted = {kind: (row) => problems[row[P]].kind, verdict: (row) => row[OUTCOME],
      reason: (row) => reasons[row[REASON]][0], points: (row) => row[POINTS],
      tokens: (row) => row[TOKENS], latency: (row) => row[LATENCY], tries: (row) => row[TRIES]};
    const filters = {search: '', verdict: '', reason: '', kind: '', tag: '', difficulty: ''};
    const opened = new Map();
    const drawn = new Map();
    const texts = [];
    let sort = {key: 'problem', down: false};
    let shown = rows.map((_, place) => place);
    let page = 0;

    // What is searched: the row, remarks and tags, and where they are in the page the texts.
    const words = (pieces) => (pieces || [])
      .map((piece) => typeof piece === 'string' ? piece : piece.mark || '').join('');
    const text = (place) => {
      if (texts[place] === undefined) {
        const row = rows[place];
        const problem = problems[row[P]];
        const found = [idOf(place), problem.title || '', ...problem.tags, reasons[row[REASON]][1],
          outcomes[row[OUTCOME]][0], row[EXTRACTED] || '', row[EXPECTED] || problem.expected,
          row[REMARK]];
        if (!folder) {
          const number = partOf(place);
          const [data, prompt] = detail(number, part(number), place);
          found.push(words(data.completion), words(data.reasoning), words(data.diagnostics),
            words(prompt.text));
        }
        texts[place] = found.join('\n').toLowerCase();
      }
      return texts[place];
    };
    const kept = (place) => {
      const row = rows[place];
      const problem = problems[row[P]];
      return (!filters.verdict || String(row[OUTCOME]) === filters.verdict)
        && (!filters.reason || reasons[row[REASON]][0] === filters.reason)
        && (!filters.kind || problem.kind === filters.kind)
        && (!filters.tag || problem.tags.includes(filters.tag))
        && (!filters.difficulty || problem.difficulty === filters.difficulty)
        && (!filters.search || text(place).includes(filters.search));
    };
    const select = () => {
      shown = [];
      for (let place = 0; place < rows.length; place += 1) if (kept(place)) shown.push(place);
      const value = sorted[sort.key];
      const sign = sort.down ? -1 : 1;
      shown.sort((one, other) => {
        if (value === undefined) return sign * (one - other);
        const a = value(rows[one]);
        const b = value(rows[other]);
        if (a === b) return one - other;
        if (a === null) return 1;
        if (b === null) return -1;
        return sign * (a < b ? -1 : 1);
      });
    };
    const row = (place) => {
      const data = rows[place];
      const problem = problems[data[P]];
      const [outcome, symbol] = outcomes[data[OUTCOME]];
      const link = make('a', '', problem.id, make('span', '', '/' + data[NUMBER]));
      link.href = linkOf(place);
      link.setAttribute('aria-expanded', String(opened.has(place)));
      if (opened.has(place)) link.setAttribute('aria-controls', 'detail-' + place);
      const sign = make('span', 'symbol', symbol);
      sign.setAttribute('aria-hidden', 'true');
      const code = (style, words) => make('td', style, words ? make('code', '', words) : null);
      const element = make('tr', opened.has(place) ? 'open' : '',
        make('td', 'problem', link, problem.title ? make('small', '', problem.title) : null),
        make('td', 'c-kind', problem.kind || ''),
        make('td', '', make('span', 'verdict ' + outcome, sign, ' ' + outcome)),
        make('td', 'c-reason', reasons[data[REASON]][1]),
        make('td', 'num c-num c-points', short(data[POINTS])),
        code('c-extracted', data[EXTRACTED]),
        code('c-expected', data[EXPECTED] === null ? problem.expected : data[EXPECTED]),
        make('td', 'num c-num', count(data[TOKENS])), make('td', 'num c-num', time(data[LATENCY])),
        make('td', 'num c-num', count(data[TRIES])));
      element.id = idOf(place);
      element.dataset.place = place;
      return element;
    };
    const draw = () => {
      const pages = Math.max(1, Math.ceil(shown.length / perPage));
      page = Math.min(page, pages - 1);
      const start = page * perPage;
      const visible = shown.slice(start, start + perPage);
      const elements = [];
      drawn.clear();
      for (const place of visible) {
        drawn.set(place, row(place));
        elements.push(drawn.get(place));
        if (opened.has(place)) elements.push(opened.get(place));
      }
      if (!visible.length) {
        const none = make('td', 'none', 'No attempt matches.');
        none.colSpan = 10;
        elements.push(make('tr', '', none));
      }
      body.replaceChildren(...elements);
      byId('count').textContent = shown.length === 0 ? 'none of ' + count(rows.length)
        : count(start + 1) + '\u2013' + count(start + visible.length) + ' of ' + count(shown.length)
          + (shown.length < rows.length ? ' (' + count(rows.length) + ' in all)' : '');
      byId('pages').hidden = pages === 1;
      byId('page').textContent = 'page ' + (page + 1) + ' of ' + pages;
      byId('back').disabled = page === 0;
      byId('next').disabled = page === pages - 1;
    };
    const refresh = () => { page = 0; select(); draw(); };

    const linkIn = (place) => drawn.get(place).querySelector('a');
    const open = async (place) => {
      if (opened.has(place)) return;
      const cell = make('td', '', make('p', 'note', folder ? 'Reading the file\u2026' : ''));
      cell.colSpan = 10;
      const element = make('tr', 'detail', cell);
      element.id = 'detail-' + place;
      opened.set(place, element);
      if (drawn.has(place)) {
        drawn.get(place).classList.add('open');
        linkIn(place).setAttribute('aria-expanded', 'true');
        linkIn(place).setAttribute('aria-controls', element.id);
        drawn.get(place).after(element);
      }
      const number = partOf(place);
      try {
        cell.replaceChildren(whole(...detail(number, folder ? await part(number) : part(number),
          place), problems[rows[place][P]].kind));
      } catch (error) {
        cell.replaceChildren(make('p', 'lead fault', error.message));
      }
    };
    const close = (place) => {
      opened.get(place).remove();
      opened.delete(place);
      drawn.get(place).classList.remove('open');
      linkIn(place).setAttribute('aria-expanded', 'false');
    };
    body.addEventListener('click', (event) => {
      const element = event.target.closest('tr');
      if (!element || element.dataset.place === undefined) return;
      const onLink = event.target.closest('a');
      if (onLink && (event.ctrlKey || event.metaKey || event.shiftKey || event.button)) return;
      if (!onLink && String(getSelection())) return;
      event.preventDefault();
      const place = Number(element.dataset.place);
      if (opened.has(place)) {
        close(place);
      } else {
        open(place);
        history.replaceState(null, '', linkOf(place));
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
      if (!id.includes('/')) return;
      const place = rows.findIndex((_, place) => idOf(place) === id);
      if (place < 0) return;
      if (!shown.includes(place)) { clear(); select(); }
      page = Math.floor(shown.indexOf(place) / perPage);
      open(place);
      draw();
      drawn.get(place).scrollIntoView({block: 'start'});
      linkIn(place).focus({preventScroll: true});
    };

    for (const key of Object.keys(filters)) {
      const field = byId(key);
      if (!field) continue;
      field.addEventListener(key === 'search' ? 'input' : 'change', () => {
        filters[key] = key === 'search' ? field.value.trim().toLowerCase() : field.value;
        refresh();
      });
    }
    if (folder) byId('search').placeholder = 'ids, answers, remarks';
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
    // Problems by attempt, the hardest first.
    const matrix = byId('matrix');
    const drawMatrix = (limit) => {
      const lines = new Map();
      rows.forEach((data, place) => {
        if (!lines.has(data[P])) lines.set(data[P], []);
        lines.get(data[P]).push(place);
      });
      const is = (outcome) => (place) => outcomes[rows[place][OUTCOME]][0] === outcome;
      // Faults are in no rate; a problem with nothing else stands last.
      const share = (places) => {
        const graded = places.length - places.filter(is('fault')).length;
        return graded ? places.filter(is('correct')).length / graded : Infinity;
      };
      const order = [...lines].map(([problem, places]) => [share(places), problem, places])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      const cell = (place) => {
        const [outcome, symbol] = outcomes[rows[place][OUTCOME]];
        const link = make('a', 'cell ' + outcome, symbol);
        link.href = linkOf(place);
        link.title = idOf(place) + ': ' + outcome;
        link.setAttribute('aria-label', link.title);
        return make('td', '', link);
      };
      const line = ([correct, problem, places]) => {
        const name = make('th', '', problems[problem].id);
        name.scope = 'row';
        const rate = correct === Infinity ? '\u2013' : Math.round(correct * 100) + '%';
        return make('tr', '', name, make('td', 'num', rate), ...places.map(cell));
      };
      const width = order.reduce((most, [, , places]) => Math.max(most, places.length), 0);
      const titles = ['Problem', 'Correct', ...Array.from({length: width}, (_, n) => String(n + 1))];
      matrix.replaceChildren(
        make('thead', '', make('tr', '', ...titles.map((title) => {
          const cell = make('th', title === 'Correct' ? 'num' : '', title);
          cell.scope = 'col';
          return cell;
        }))),
        make('tbody', '', ...order.slice(0, limit).map(line)));
      byId('matrix-all').hidden = order.length <= limit;
    };
    if (matrix) {
      drawMatrix(40);
      byId('matrix-all').addEventListener('click', () => drawMatrix(Infinity));
    }

    addEventListener('hashchange', follow);
    // The browser looks for the fragment itself when the page is loaded, and takes the focus away.
    addEventListener('load', () => requestAnimationFrame(follow));
    draw();

    """#
}
