// Routes between the views, follows the server's events, and asks only for what the view in sight
// needs.
(function () {
  'use strict';
  const { views } = window.entrain;
  const PAGE = 1000;
  const PAUSE_MS = 1000;
  const paths = {
    alignment: 'api/alignment', significance: 'api/significance', ceilings: 'api/ceilings',
    tests: 'api/properties/tests', probes: 'api/properties/probes', classes: 'api/properties/classes', pairs: 'api/properties/pairs',
    checkpoints: 'api/checkpoints', letters: 'api/dead-letters',
  };
  const single = { accounting: 'api/accounting', topics: 'api/topics' };
  const data = {};
  let current = null;
  let latest = null;
  let drawing = false;
  let due = false;
  let pause = 0;

  /** The token stands behind the #, which browsers keep to themselves. */
  function token() {
    const given = /token=([0-9a-f]+)/.exec(location.hash);
    if (given) {
      sessionStorage.setItem('entrain-token', given[1]);
      history.replaceState(null, '', '#stream');
    }
    return sessionStorage.getItem('entrain-token') || '';
  }

  async function answer(response) {
    const body = await response.json().catch(() => ({ error: `the server answered ${response.status}` }));
    if (!response.ok) { throw new Error(body.error || `the server answered ${response.status}`); }
    return body;
  }
  const get = async (path) => answer(await fetch(path));

  async function all(path) {
    const items = [];
    for (let total = 1; items.length < total;) {
      const response = await fetch(`${path}${path.includes('?') ? '&' : '?'}offset=${items.length}&limit=${PAGE}`);
      const page = await answer(response);
      total = Number(response.headers.get('Total-Count'));
      if (!page.length) { break; }
      items.push(...page);
    }
    return items;
  }

  async function write(path, body, message) {
    message.className = 'message';
    try {
      const done = await answer(await fetch(path, { method: 'POST', body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', 'Entrain-Token': token() } }));
      message.textContent = done.done;
      return true;
    } catch (error) {
      message.textContent = error.message;
      message.classList.add('bad');
      return false;
    }
  }

  /** Fetches and draws what the view in sight needs; at most once a second, but a new view at once. */
  async function refresh() {
    if (drawing) { due = true; return; }
    drawing = true;
    due = false;
    const view = current;
    try {
      await Promise.all(view.needs.map(async (need) => {
        data[need] = await (paths[need] ? all(paths[need]) : get(single[need]));
      }));
      if (view.prepare) { await view.prepare(data, all); }
      if (view === current) {
        view.draw(data);
        document.body.dataset.drawn = view.root.getAttribute('aria-label');
      }
    } catch (error) {
      due = true;
      say(`Not up to date: ${error.message}`);
    } finally {
      pause = setTimeout(resume, view === current ? PAUSE_MS : 0);
    }
  }

  function resume() {
    clearTimeout(pause);
    pause = 0;
    drawing = false;
    if (due) { refresh(); }
  }

  const say = (text) => {
    const state = document.getElementById('state');
    if (state.textContent !== text) { state.textContent = text; }
  };

  function show() {
    token();
    const name = location.hash.slice(1) in made ? location.hash.slice(1) : 'stream';
    document.querySelectorAll('nav a').forEach((link) => link.hash === `#${name}`
      ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current'));
    current = made[name];
    document.title = `${current.root.getAttribute('aria-label')} · entrain`;
    document.getElementById('main').replaceChildren(current.root);
    if (latest && current.stream) { current.stream(latest); }
    due = true;
    if (!drawing || pause) { resume(); }
  }

  const again = () => { if (current) { refresh(); } };
  const api = { get, write, again };
  const made = {
    stream: new views.Stream(again, api), alignment: new views.Alignment(again, api), properties: new views.Properties(again, api),
    topics: new views.Topics(again, api), checkpoints: new views.Checkpoints(again, api),
    compare: new views.Compare(again, api),
  };
  window.addEventListener('hashchange', show);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);

  function told(view) {
    latest = view;
    document.getElementById('dataset').textContent = latest.dataset;
    document.getElementById('simulated').hidden = !latest.simulated;
    document.querySelector('nav a[href="#topics"]').hidden = !latest.live;
    const failed = latest.stages.reduce((a, s) => a + s.failed, 0);
    const left = latest.stages.map((s) => s.secondsLeft).filter((s) => s !== null);
    say(!latest.live ? 'Results of a run; nothing runs here.' : latest.complete ? `All done${failed ? `, ${failed} failed` : ''}.`
      : `Running${left.length ? `, about ${views.duration(Math.max(...left))} left` : ''}${failed ? `, ${failed} failed` : ''}.`);
    if (current && current.stream) { current.stream(latest); }
  }

  // Browsers allow six connections to a server: pages out of sight must not keep theirs.
  let events = null;
  function listen() {
    const wanted = !document.hidden;
    if (wanted === Boolean(events)) { return; }
    if (!wanted) {
      events.close();
      events = null;
      return;
    }
    events = new EventSource('api/events');
    events.addEventListener('stream', (event) => told(JSON.parse(event.data)));
    events.addEventListener('results', again);
    events.addEventListener('error', () => say('The run does not answer; waiting for it.'));
  }
  document.addEventListener('visibilitychange', listen);
  window.addEventListener('pagehide', () => {
    if (events) { events.close(); events = null; }
  });
  window.addEventListener('pageshow', listen);
  show();
})();
