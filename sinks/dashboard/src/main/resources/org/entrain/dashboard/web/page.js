// Routes between the views, follows the server's events, and asks only for what the view in sight
// needs.
(function () {
  'use strict';
  const { views } = window.entrain;
  const PAGE = 1000;
  const PAUSE_MS = 1000;
  const MOVES_MS = 5000;
  const MOST_STARTS = 4;
  const paths = {
    alignment: 'api/alignment?variant=initial', significance: 'api/significance?variant=initial', ceilings: 'api/ceilings',
    probes: 'api/properties/probes', classes: 'api/properties/classes', pairs: 'api/properties/pairs',
    checkpoints: 'api/checkpoints', letters: 'api/dead-letters',
  };
  const single = { accounting: 'api/accounting', topics: 'api/topics' };
  const data = {};
  const faults = { stream: '', data: '' };
  let current = null;
  let latest = null;
  let drawing = false;
  let due = false;
  let stale = true;
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

  /** A list by pages of one state of the results: a list that changes meanwhile starts again. */
  async function all(path) {
    for (let start = 0; start < MOST_STARTS; start++) {
      const items = await pages(path);
      if (items) { return items; }
    }
    throw new Error('the results change faster than they can be read');
  }

  async function pages(path) {
    const items = [];
    let state = null;
    for (let total = 1; items.length < total;) {
      const response = await fetch(`${path}${path.includes('?') ? '&' : '?'}offset=${items.length}&limit=${PAGE}`);
      const page = await answer(response);
      const now = response.headers.get('Commits');
      if (items.length && now !== state) { return null; }
      state = now;
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

  /** Draws the view in sight, and fetches before what is stale; at most once a second. */
  async function refresh() {
    if (drawing) { due = true; return; }
    drawing = true;
    due = false;
    const fresh = stale;
    stale = false;
    const view = current;
    try {
      await Promise.all((fresh ? view.needs : []).map(async (need) => {
        data[need] = await (paths[need] ? all(paths[need]) : get(single[need]));
      }));
      if (view.prepare) { await view.prepare(data, all, fresh); }
      if (view === current) {
        view.draw(data);
        document.body.dataset.drawn = view.root.getAttribute('aria-label');
      }
      fault('data', '');
    } catch (error) {
      again();
      fault('data', `Not up to date: ${error.message}`);
    } finally {
      pause = setTimeout(resume, view !== current || due && !stale ? 0 : PAUSE_MS);
    }
  }

  function resume() {
    clearTimeout(pause);
    pause = 0;
    drawing = false;
    if (due) { refresh(); }
  }

  /** Results are new. */
  function again() {
    stale = true;
    refresh();
  }

  /** Something else is to be seen, which nobody should wait for. */
  function changed() {
    due = true;
    if (!drawing || pause) { resume(); }
  }

  // Those who listen to the page hear a text when it changes, so it is left alone until it does.
  const say = (id, text) => {
    const place = document.getElementById(id);
    if (place.textContent !== text) { place.textContent = text; }
  };

  /** What is wrong with the data or the stream, until the next success of the same. */
  function fault(of, text) {
    faults[of] = text;
    say('fault', Object.values(faults).filter(Boolean).join(' '));
  }

  function show() {
    token();
    const name = Object.hasOwn(made, location.hash.slice(1)) ? location.hash.slice(1) : 'stream';
    document.querySelectorAll('nav a').forEach((link) => link.hash === `#${name}`
      ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current'));
    current = made[name];
    document.title = `${current.root.getAttribute('aria-label')} · entrain`;
    document.getElementById('main').replaceChildren(current.root);
    if (latest && current.stream) { current.stream(latest); }
    stale = true;
    changed();
  }

  const api = { get, write, again };
  const made = {
    stream: new views.Stream(changed, api), alignment: new views.Alignment(changed, api), properties: new views.Properties(changed, api),
    topics: new views.Topics(changed, api), checkpoints: new views.Checkpoints(changed, api),
    compare: new views.Compare(changed, api),
  };
  window.addEventListener('hashchange', show);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);

  function told(view) {
    latest = view;
    document.getElementById('dataset').textContent = latest.dataset;
    document.getElementById('simulated').hidden = !latest.simulated;
    document.querySelector('nav a[href="#topics"]').hidden = !latest.live;
    const failed = latest.stages.reduce((a, s) => a + s.failed, 0);
    const left = latest.stages.map((s) => s.secondsLeft).filter((s) => s !== null);
    say('state', !latest.live ? 'Stored results; what is at work is not seen here.' : latest.complete ? `All done${failed ? `, ${failed} failed` : ''}.`
      : `Running${failed ? `, ${failed} failed` : ''}.`);
    say('left', latest.live && !latest.complete && left.length ? `About ${views.duration(Math.max(...left))} left.` : '');
    fault('stream', '');
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
    events.addEventListener('fault', (event) => fault('stream', JSON.parse(event.data)));
    events.addEventListener('error', () => fault('stream', 'The run does not answer; waiting for it.'));
  }
  document.addEventListener('visibilitychange', listen);
  window.addEventListener('pagehide', () => {
    if (events) { events.close(); events = null; }
  });
  window.addEventListener('pageshow', listen);
  setInterval(() => { if (current.moves && !document.hidden) { again(); } }, MOVES_MS);
  show();
})();
