// A headless Chromium driven by its DevTools protocol over a pipe; nothing but Node is needed.
// Source: https://chromedevtools.github.io/devtools-protocol/
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Starts a browser and gives `use` its one page; whatever happens, the browser ends. */
export async function withPage(executable, use) {
  const profile = mkdtempSync(join(tmpdir(), 'assay-browser-'));
  const child = spawn(executable, ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
    '--no-first-run', '--user-data-dir=' + profile, '--remote-debugging-pipe', 'about:blank'],
    {stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']});
  try {
    return await use(await connect(child));
  } finally {
    await new Promise((done) => { child.once('exit', done); child.kill('SIGKILL'); });
    rmSync(profile, {recursive: true, force: true, maxRetries: 10});
  }
}

async function connect(child) {
  const awaited = new Map();
  const listeners = new Set();
  const events = [];
  let number = 0;
  let rest = Buffer.alloc(0);
  const receive = (message) => {
    if (message.id) {
      const [resolve, reject] = awaited.get(message.id);
      awaited.delete(message.id);
      if (message.error) reject(new Error(JSON.stringify(message.error)));
      else resolve(message.result);
    } else {
      events.push(message);
      for (const listener of listeners) listener(message);
    }
  };
  child.stdio[4].on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      receive(JSON.parse(rest.subarray(0, end).toString()));
      rest = rest.subarray(end + 1);
    }
  });
  child.once('exit', () => {
    for (const [, reject] of awaited.values()) reject(new Error('the browser ended'));
  });
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    number += 1;
    awaited.set(number, [resolve, reject]);
    child.stdio[3].write(JSON.stringify({id: number, method, params, sessionId}) + '\0');
  });
  const {targetId} = await send('Target.createTarget', {url: 'about:blank'});
  const {sessionId} = await send('Target.attachToTarget', {targetId, flatten: true});
  const ask = (method, params) => send(method, params, sessionId);
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await ask(domain + '.enable');
  const visit = async (url) => {
    const loaded = new Promise((resolve) => {
      const listener = (event) => {
        if (event.method !== 'Page.loadEventFired') return;
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
    });
    await ask('Page.navigate', {url});
    await loaded;
  };
  return {
    size: (width, height, mobile = false) => ask('Emulation.setDeviceMetricsOverride',
      {width, height, deviceScaleFactor: 1, mobile}),
    scheme: (value) => ask('Emulation.setEmulatedMedia',
      {features: [{name: 'prefers-color-scheme', value}]}),
    async go(url) {
      // Away first: a change of the fragment alone would load nothing.
      await visit('about:blank');
      events.length = 0;
      await visit(url);
    },
    async run(expression) {
      const {result, exceptionDetails} = await ask('Runtime.evaluate',
        {expression, returnByValue: true, awaitPromise: true});
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    async shot(file) {
      const {data} = await ask('Page.captureScreenshot', {format: 'png'});
      writeFileSync(file, Buffer.from(data, 'base64'));
    },
    /** What went wrong on the page, and whatever it asked for that is not a file. */
    complaints: () => events.flatMap(({method, params}) => {
      if (method === 'Runtime.exceptionThrown') return [JSON.stringify(params.exceptionDetails)];
      if (method === 'Runtime.consoleAPICalled' && params.type === 'error') return ['console.error'];
      if (method === 'Log.entryAdded' && params.entry.level === 'error') return [params.entry.text];
      if (method === 'Network.requestWillBeSent' && !/^(file|data|about):/.test(params.request.url)) {
        return ['asked for ' + params.request.url];
      }
      return [];
    }),
  };
}
