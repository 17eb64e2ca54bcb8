// Opens reports in a real browser and uses them as a reader does.
// node report.mjs CHROMIUM FOLDER: FOLDER holds pages.json, a list of {name, attempts, split, matrix}, and the
// pages. Prints a line for each thing that is wrong; nothing if all is well.
import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {withPage} from './devtools.mjs';

const [chromium, folder, shots] = process.argv.slice(2);
const pages = JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8'));

await withPage(chromium, async (page) => {
  for (const {name, attempts, split, matrix} of pages) {
    const url = pathToFileURL(resolve(folder, name + '.html')).href;
    const expect = async (what, expression, wanted) => {
      const found = await page.run(expression).catch((error) => error.message);
      if (JSON.stringify(found) !== JSON.stringify(wanted)) {
        console.log(`${name}: ${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
      }
    };
    // An attempt's details may come from a file: wait until they are there.
    const settled = `new Promise((done) => {
      const look = () => document.querySelector('.detail .whole, .detail .fault')
        ? done(true) : requestAnimationFrame(look);
      look();
    })`;
    const rows = "document.querySelectorAll('#rows > tr[data-place]').length";
    const shown = (count) => `${rows} === Math.min(200, ${count})`;
    for (const [width, height, mobile, scheme] of [[1280, 900, false, 'light'], [390, 844, true, 'dark']]) {
      await page.size(width, height, mobile);
      await page.scheme(scheme);
      await page.go(url);
      await expect(`no sideways scrolling at ${width}`,
        'document.documentElement.scrollWidth <= innerWidth', true);
      await expect(`the theme at ${width}`, "document.getElementById('theme').textContent",
        scheme === 'dark' ? 'Light' : 'Dark');
      if (shots) await page.shot(join(shots, `${name}-${width}-${scheme}.png`));
    }
    await page.size(1280, 900);
    await expect('landmarks', "['main', 'header', 'footer', '.skip', 'h1']"
      + '.every((one) => document.querySelector(one))', true);
    await expect('every table has headers',
      "[...document.querySelectorAll('table')].every((one) => one.querySelector('th'))", true);
    if (attempts > 0) {
      await expect('the list', shown(attempts), true);
      // A filter by verdict keeps those, and clearing brings all back.
      const verdict = await page.run(`(() => {
        const field = document.getElementById('verdict');
        field.value = field.options[1].value;
        field.dispatchEvent(new Event('change'));
        return field.options[1].textContent;
      })()`);
      await expect('the filter', "[...document.querySelectorAll('#rows .verdict')]"
        + `.every((one) => one.textContent.includes(${JSON.stringify(verdict)}))`, true);
      await page.run("document.getElementById('clear').click()");
      await expect('clearing', shown(attempts), true);
      // Sorting twice by tokens goes down.
      await page.run("for (const _ of [1, 2]) document.querySelector('[data-sort=tokens]').click()");
      await expect('sorting is said', "document.querySelector('th[aria-sort]').ariaSort", 'descending');
      await expect('sorting', `(() => {
        const values = [...document.querySelectorAll('#rows > tr[data-place]')]
          .map((row) => row.cells[7].textContent.replaceAll(',', '')).filter((text) => text)
          .map(Number);
        return values.every((value, place) => place === 0 || value <= values[place - 1]);
      })()`, true);
      // The first attempt opens, and its link leads to it in a fresh page.
      await page.run("document.querySelector('[data-sort=problem]').click()");
      const id = await page.run("document.querySelector('#rows > tr').id");
      await page.run("document.querySelector('#rows > tr a').click()");
      await page.run(settled);
      await expect('an attempt opens', "document.querySelector('.detail .whole') !== null", true);
      await expect('its link is in the address',
        'decodeURIComponent(location.hash.slice(1))', id);
      const last = await page.run(`(() => {
        document.querySelector('[data-sort=problem]').click();
        const row = document.querySelector('#rows > tr');
        return [row.id, row.querySelector('a').getAttribute('href')];
      })()`);
      await page.go(url + last[1]);
      await page.run(settled);
      await page.run('new Promise((done) => requestAnimationFrame(() => done()))');
      await expect('a permanent link opens its attempt',
        "document.querySelector('tr.open + .detail').previousElementSibling.id", last[0]);
      await expect('a permanent link is focused', "document.activeElement.closest('tr')?.id", last[0]);
      await expect('search finds an id', `(() => {
        const field = document.getElementById('search');
        field.value = ${JSON.stringify(last[0])};
        field.dispatchEvent(new Event('input'));
        return [...document.querySelectorAll('#rows > tr[data-place]')].map((row) => row.id)
          .includes(${JSON.stringify(last[0])});
      })()`, true);
      await expect('details are where they should be',
        "document.querySelectorAll('head script[src]').length > 0", split);
    }
    await expect('problems by attempt lead to attempts', `(() => {
      const cells = [...document.querySelectorAll('#matrix .cell')];
      return cells.every((cell) => cell.getAttribute('aria-label').startsWith(
        decodeURIComponent(cell.getAttribute('href').slice(1))));
    })()`, true);
    await expect('problems by attempt', "document.querySelectorAll('#matrix .cell').length",
      matrix);
    for (const complaint of page.complaints()) console.log(`${name}: ${complaint}`);
  }
});
process.exit(0);
