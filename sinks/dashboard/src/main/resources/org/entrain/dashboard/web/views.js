// The views of the page. Each has: root, needs (which data it draws) and draw(data). One that lets
// people choose data has prepare, what follows the stream has stream(view), and what changes
// without new results has moves.
(function () {
  'use strict';
  const { figures, charts } = window.entrain;
  const element = charts.element;
  const views = {};
  const number = (value) => Number(value).toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });

  const duration = (seconds) => seconds < 60 ? `${Math.ceil(seconds)} s`
    : seconds < 3600 ? `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')} min`
      : `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds % 3600 / 60)).padStart(2, '0')} h`;
  views.duration = duration;

  const bytes = (value) => value === null ? '–' : value < 1e6 ? `${number(value / 1e3)} kB`
    : value < 1e9 ? `${number(value / 1e6)} MB` : `${number(value / 1e9)} GB`;

  class Stream {
    constructor() {
      this.needs = ['accounting'];
      this.stages = new Map();
      this.flow = element('ul', { class: 'flow', 'aria-label': 'Stages in the order of the stream' });
      this.word = element('p', { class: 'reading', hidden: '' });
      this.work = element('div', { class: 'panel' });
      this.letters = element('p', {});
      this.account = new AccountingTable();
      this.root = element('section', { 'aria-label': 'Stream' },
        element('h2', { text: 'Stream' }), this.flow, this.word, this.letters,
        element('h2', { text: 'Workers' }), this.work,
        element('h2', { text: 'Accounting' }), element('div', { class: 'panel' }, this.account.root));
    }

    stream(view) {
      const known = this.stages.size;
      view.stages.forEach((stage) => this.stage(stage));
      // One that is new may stand between others.
      if (this.stages.size > known) {
        this.flow.replaceChildren(...view.stages.map((stage) => this.stages.get(stage.name))
          .flatMap((card, place) => place > 0 ? [card.arrow, card.item] : [card.item]));
      }
      this.word.hidden = !view.reading;
      if (view.reading) {
        const w = view.reading;
        this.word.replaceChildren(element('span', { class: 'before', text: `… ${w.before} ` }), element('strong', { text: w.text }),
          element('span', { class: 'before', text: `  word ${number(w.index + 1)} of ${number(w.words)}, run ${w.run + 1}, TR ${number(w.tr)} of ${number(w.trs)}` }));
      }
      const dead = Object.entries(view.deadLetters || {});
      this.letters.hidden = !view.deadLetters;
      this.letters.textContent = dead.length ? `Dead letters: ${dead.map(([t, n]) => `${n} in ${t}`).join(', ')}` : 'No dead letters.';
      this.work.replaceChildren(view.work.length
        ? charts.table(['Stage', 'Work', 'Part', 'Done', 'Rate', 'Left'], view.work.map((w) => [w.stage, w.name, w.part,
          w.expected ? `${number(w.done)} of ${number(w.expected)}` : number(w.done),
          w.rate > 0 ? `${number(w.rate)}/s` : '–', w.secondsLeft >= 0 ? duration(w.secondsLeft) : '–']), 'What workers do right now')
        : element('p', { text: !view.live ? 'What is at work is not seen here.' : view.complete ? 'All is done; workers wait.' : 'Nothing under way at this moment.' }));
    }

    stage(stage) {
      let card = this.stages.get(stage.name);
      if (!card) {
        card = { count: element('p', { class: 'count' }), bar: element('progress', { max: '1', 'aria-label': `${stage.name} done` }),
          rate: element('p', {}), lag: element('p', {}), failed: element('p', { class: 'failed' }) };
        card.arrow = element('li', { class: 'arrow', 'aria-hidden': 'true' });
        card.item = element('li', { class: 'stage' }, element('h3', { text: stage.name }), card.count, card.bar, card.rate, card.lag, card.failed);
        this.stages.set(stage.name, card);
      }
      card.count.textContent = `${number(stage.done)} / ${stage.expected ? number(stage.expected) : '?'}`;
      card.bar.value = stage.expected ? Math.min(1, stage.done / stage.expected) : 0;
      card.rate.textContent = [stage.unit, stage.rate === null ? null : `${number(stage.rate)}/s`,
        stage.secondsLeft === null ? null : `${duration(stage.secondsLeft)} left`, stage.note || null].filter(Boolean).join(' · ');
      card.lag.textContent = stage.lag === null ? '' : `lag ${number(stage.lag)}`;
      card.lag.hidden = stage.lag === null;
      card.failed.hidden = !stage.failed;
      card.failed.textContent = stage.failed ? `${number(stage.failed)} failed` : '';
      card.arrow.classList.toggle('moving', stage.rate !== null && stage.rate > 0);
    }

    draw(data) { this.account.draw(data); }
  }

  class AccountingTable {
    constructor() { this.root = element('div', {}); }

    draw(data) {
      const a = data.accounting;
      const some = (count, what) => (count ? ` + ${number(count)} ${what}` : '');
      this.root.replaceChildren(charts.table(['What', 'In', 'Became'], [
        ['Units', number(a.units.announced), `${number(a.units.scored)} scored + ${number(a.units.failed)} failed + ${number(a.units.open)} open${some(a.units.paused, 'paused')}${some(a.units.cancelled, 'cancelled')}`],
        ['Words over all units', number(a.words.in), `${number(a.words.embedded)} embedded + ${number(a.words.skipped)} skipped + ${number(a.words.failed)} failed + ${number(a.words.open)} open`],
        ['TRs', number(a.trs.in), `${number(a.trs.kept)} kept + ${number(a.trs.trimmed)} trimmed`],
        ...a.failures.slice(0, 50).map((f) => [`Failed: ${f.stage}`, `${f.name} ${f.part}`, f.cause]),
      ], 'What came in and what became of it'));
    }
  }

  /** Figures with the choices that they share. */
  class Figures {
    constructor(title, names, needs, choices) {
      this.needs = needs;
      this.names = names;
      this.choices = choices;
      this.asked = {};
      this.cards = names.map((name) => new charts.Card(name));
      this.root = element('section', { 'aria-label': title }, element('h2', { text: title }),
        element('div', { class: 'choices' }, ...Object.values(choices).map((c) => c.root)),
        element('div', { class: 'cards' }, ...this.cards.map((card) => card.root)));
    }

    /** Lists that depend on what is chosen, by name: where they are; null for none. */
    asks() { return {}; }

    /** Asks for them when something else was chosen, or for all of them when results are new. */
    async prepare(data, all, fresh) {
      await Promise.all(Object.entries(this.asks(this.choose(data))).map(async ([name, path]) => {
        if (fresh || this.asked[name] !== path) {
          data[name] = path ? await all(path) : [];
          this.asked[name] = path;
        }
      }));
    }

    draw(data) {
      const choice = this.choose(data);
      this.names.forEach((name, i) => this.cards[i].draw(figures[name](data, choice)));
    }
  }

  class Alignment extends Figures {
    constructor(changed) {
      super('Alignment', figures.alignmentFigures, ['alignment', 'significance', 'ceilings'], {
        model: new charts.Choice('alignment-model', 'Model', changed),
        participant: new charts.Choice('alignment-participant', 'Participant', changed),
        layer: new charts.Choice('alignment-layer', 'Layer of the distribution', changed),
      });
    }

    asks({ model, layer, participant }) {
      const query = new URLSearchParams({ variant: figures.usual, model, layer });
      if (participant && participant !== figures.all) { query.set('participant', participant); }
      return { distributions: model && layer ? `api/distributions?${query}` : null };
    }

    choose(data) {
      const model = this.choices.model.offer(figures.models(data));
      const people = figures.participants(data);
      const layers = figures.sorted(figures.rows(data).filter((r) => r.model === model).flatMap((r) => r.layers.map((l) => l.layer)));
      return {
        model,
        participant: this.choices.participant.offer(people.length > 1 ? [figures.all, ...people] : people),
        layer: this.choices.layer.offer(layers, layers[layers.length - 1]),
      };
    }
  }

  class Properties extends Figures {
    constructor(changed) {
      super('Properties', figures.propertyFigures, ['alignment', 'probes', 'classes', 'pairs'], {
        model: new charts.Choice('properties-model', 'Model', changed),
        step: new charts.Choice('properties-step', 'Step', changed),
      });
    }

    asks({ model, step }) {
      return {
        variants: model ? `api/alignment?${new URLSearchParams({ model, step })}` : null,
        tests: model ? `api/properties/tests?${new URLSearchParams({ model })}` : null,
      };
    }

    choose(data) {
      const model = this.choices.model.offer(figures.models(data));
      const steps = figures.steps(data, model);
      return { model, step: this.choices.step.offer(steps, steps[steps.length - 1]) };
    }
  }

  class Topics {
    constructor(changed, api) {
      this.needs = ['topics', 'letters'];
      this.moves = true;
      this.api = api;
      this.table = element('div', { class: 'panel' });
      this.letters = element('div', { class: 'panel' });
      this.records = element('div', { class: 'panel', 'aria-live': 'polite', hidden: '' });
      this.topic = element('select', { id: 'topic' });
      this.offset = element('input', { id: 'offset', inputmode: 'numeric', size: '10', placeholder: 'newest' });
      this.partition = element('input', { id: 'partition', inputmode: 'numeric', size: '6', placeholder: 'all' });
      this.message = element('p', { class: 'message', role: 'status' });
      this.root = element('section', { 'aria-label': 'Topics' }, element('h2', { text: 'Topics' }), this.table,
        element('h2', { text: 'Dead letters' }), this.message, this.letters,
        element('h2', { text: 'Records' }),
        element('form', { onsubmit: (event) => { event.preventDefault(); this.browse(); } },
          element('label', { for: 'topic' }, 'Topic ', this.topic),
          element('label', { for: 'partition' }, 'Partition ', this.partition),
          element('label', { for: 'offset' }, 'From offset ', this.offset),
          element('button', { type: 'submit', text: 'Show records' })), this.records);
    }

    draw(data) {
      this.table.replaceChildren(charts.table(['Topic', 'Key', 'Partitions', 'Offsets', 'On disk', 'Rate', 'Dead letters', 'Consumers (lag)'],
        data.topics.map((t) => [t.name, t.key, t.partitions, number(t.records), bytes(t.bytes), t.rate === null ? '–' : `${number(t.rate)}/s`,
          t.letters, t.consumers.map((c) => `${c.group} (${number(c.lag)})`).join(', ')]), 'Topics'),
      element('p', { text: 'Offsets, rate and lag count places in the log; ends of transactions and compacted records have places too.' }));
      charts.options(this.topic, data.topics.flatMap((t) => [t.name, ...(t.letters ? [t.deadLetters] : [])]));
      // A table that is built anew loses the focus.
      const letters = JSON.stringify(data.letters);
      if (letters !== this.shown) {
        this.shown = letters;
        this.drawLetters(data);
      }
    }

    drawLetters(data) {
      const body = data.letters.map((l) => element('tr', {}, element('th', { scope: 'row', text: l.origin }),
        element('td', { text: l.stage || '–' }), element('td', { text: l.cause || '–' }), element('td', { text: l.record.key || '–' }),
        element('td', {}, l.state !== 'waiting' ? l.state : element('button', { type: 'button', class: 'small', text: 'Re-drive',
          'aria-label': `Re-drive ${l.origin}`, onclick: () => this.redrive(l) }))));
      this.letters.replaceChildren(data.letters.length ? element('table', {}, element('caption', { class: 'hidden-text', text: 'Dead letters' }),
        element('thead', {}, element('tr', {}, ...['Stood at', 'Stage', 'Cause', 'Key', ''].map((h) => h
          ? element('th', { scope: 'col', text: h }) : element('td', {})))),
        element('tbody', {}, ...body)) : element('p', { text: 'None.' }));
    }

    async redrive(letter) {
      const yes = await ask(`Take the record back to ${letter.origin}?`,
        'It is read again as if it had just arrived. If it still cannot be used, it becomes a dead letter again.', 'Re-drive');
      if (yes) {
        await this.api.write('api/dead-letters/redrive', { topic: letter.topic, offset: letter.offset }, this.message);
        this.api.again();
      }
    }

    async browse() {
      this.records.hidden = false;
      const query = new URLSearchParams();
      if (this.offset.value.trim()) { query.set('offset', this.offset.value.trim()); }
      if (this.partition.value.trim()) { query.set('partition', this.partition.value.trim()); }
      try {
        const found = await this.api.get(`api/topics/${encodeURIComponent(this.topic.value)}/records?${query}`);
        this.records.replaceChildren(...(found.length ? found.map((r) => element('details', {},
          element('summary', { text: `partition ${r.partition}, offset ${r.offset} · ${new Date(r.time).toISOString()} · ${r.key ?? 'no key'} · ${number(r.bytes)} bytes${r.fault ? ` · ${r.fault}` : ''}` }),
          element('pre', { text: JSON.stringify(r.value, null, 1) }),
          Object.keys(r.headers).length ? element('pre', { text: JSON.stringify(r.headers, null, 1) }) : null))
          : [element('p', { text: 'No records there.' })]));
      } catch (error) {
        this.records.replaceChildren(element('p', { class: 'message bad', text: error.message }));
      }
    }
  }

  class Checkpoints {
    constructor(changed, api) {
      this.needs = ['checkpoints', 'accounting'];
      this.table = new CheckpointTable();
      this.path = element('input', { id: 'path', size: '48', placeholder: '[NAME=]folder', required: '' });
      this.message = element('p', { class: 'message', role: 'status' });
      this.root = element('section', { 'aria-label': 'Checkpoints' }, element('h2', { text: 'Checkpoints' }),
        element('div', { class: 'panel' }, this.table.root),
        element('h2', { text: 'Add checkpoints' }),
        this.form = element('form', { onsubmit: async (event) => {
          event.preventDefault();
          if (await api.write('api/checkpoints', { path: this.path.value.trim() }, this.message)) { this.path.value = ''; }
          api.again();
        } }, element('label', { for: 'path' }, 'Folder on the machine of the run ', this.path), element('button', { type: 'submit', text: 'Add' })),
        this.message);
    }

    stream(view) { this.form.hidden = !view.live; }

    draw(data) { this.table.draw(data); }
  }

  const state = (checkpoint) => checkpoint.cause ? `failed: ${checkpoint.cause}` : !checkpoint.unit ? 'announced'
    : checkpoint.fits ? `${number(checkpoint.fits)} ${checkpoint.fits === 1 ? 'fit' : 'fits'} stored` : 'no fits yet';

  class CheckpointTable {
    constructor() { this.root = element('div', {}); }

    draw(data) {
      const twins = new Map();
      data.accounting.duplicates.forEach((d) => d.names.forEach((n) => twins.set(n, d.names.filter((o) => o !== n))));
      this.root.replaceChildren(charts.table(['Checkpoint', 'State', 'Architecture', 'Hidden states', 'Size', 'Same weights as', 'Fingerprint', 'Location'],
        data.checkpoints.map((c) => [`${c.model}@${c.step}`, state(c),
          c.architecture, c.layers, c.hiddenSize, (twins.get(`${c.model}@${c.step}`) || []).join(', '), c.fingerprint.slice(0, 16), c.location]), 'Checkpoints'));
    }
  }

  class Compare {
    constructor(changed, api) {
      this.needs = [];
      this.api = api;
      this.state = element('input', { id: 'state-folder', size: '48', placeholder: 'state folder of another run', required: '' });
      this.message = element('p', { class: 'message', role: 'status' });
      this.found = element('div', {});
      this.card = new charts.Card('compare');
      this.variant = new charts.Choice('compare-variant', 'Variant', changed);
      this.root = element('section', { 'aria-label': 'Compare' }, element('h2', { text: 'Compare with another run' }),
        element('form', { onsubmit: (event) => { event.preventDefault(); this.compare(); } },
          element('label', { for: 'state-folder' }, 'State folder on the machine of the run ', this.state),
          element('button', { type: 'submit', text: 'Compare' })), this.message, this.found);
    }

    async compare() {
      this.message.className = 'message';
      this.message.textContent = 'Reading …';
      try {
        const found = await this.api.get(`api/compare?state=${encodeURIComponent(this.state.value.trim())}`);
        this.message.textContent = `This run is A, ${this.state.value.trim()} is B.`;
        this.show(found);
      } catch (error) {
        this.message.textContent = error.message;
        this.message.classList.add('bad');
      }
    }

    show(found) {
      const settings = found.settings.length
        ? charts.table(['Setting', 'A', 'B'], found.settings.map((s) => [s.name, s.first, s.second]), 'Settings that differ')
        : element('p', { text: 'Settings and data are the same.' });
      const weights = found.weights.length
        ? charts.table(['Other weights', 'A', 'B'], found.weights.map((w) => [w.name, w.first, w.second]), 'Other weights') : null;
      this.found.replaceChildren(element('h2', { text: 'What differs' }), element('div', { class: 'panel' }, settings, weights ?? ''),
        element('h2', { text: 'Scores' }), element('div', { class: 'choices' }, this.variant.root), this.card.root);
      this.compared = found;
      this.draw();
    }

    draw() {
      if (this.compared) {
        const variants = figures.variants(this.compared);
        const usual = variants.includes(figures.usual) ? figures.usual : variants[0];
        this.card.draw(figures.comparison(this.compared, { variant: this.variant.offer(variants, usual) }));
      }
    }
  }

  function ask(question, more, yes) {
    return new Promise((resolve) => {
      const close = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
      const dialog = element('dialog', { 'aria-labelledby': 'question', oncancel: () => close(false) },
        element('h2', { id: 'question', text: question }), element('p', { text: more }),
        element('div', { class: 'buttons' }, element('button', { type: 'button', class: 'danger', id: 'yes', text: yes, onclick: () => close(true) }),
          element('button', { type: 'button', text: 'Cancel', onclick: () => close(false) })));
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  Object.assign(views, { Stream, Alignment, Properties, Topics, Checkpoints, Compare, AccountingTable, CheckpointTable });
  window.entrain.views = views;
})();
