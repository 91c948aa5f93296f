// Draws a figure as a card: chart, data, downloads. Names come from users: text goes into the page
// as text alone.
(function () {
  'use strict';
  const charts = {};

  charts.element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === 'text') { made.textContent = value; } else if (key.startsWith('on')) {
        made.addEventListener(key.slice(2), value);
      } else if (value !== null && value !== undefined && value !== false) { made.setAttribute(key, value); }
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  const element = charts.element;

  charts.theme = () => {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(name).trim();
    const sequential = ['#fde725', '#7ad151', '#22a884', '#2a788e', '#414487', '#440154'];
    const mix = (a, b, t) => '#' + [1, 3, 5].map((i) => Math.round(parseInt(a.slice(i, i + 2), 16) * (1 - t)
      + parseInt(b.slice(i, i + 2), 16) * t).toString(16).padStart(2, '0')).join('');
    return {
      text: get('--text'), muted: get('--muted'), grid: get('--line'), background: get('--surface'),
      font: 'system-ui, sans-serif',
      // Okabe and Ito's colours, which people with any colour vision can tell apart.
      palette: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', get('--text'), '#8a6d00', '#7570b3', '#b0413e'],
      pale: ['#9ecae9', '#f6b48f', '#9fd9c3', '#eac6db', '#f6dca0', '#cfd8e3', '#d9cbe8', '#e3d9a8'],
      diverging: ['#0072b2', '#9ecae9', '#f7f7f7', '#f6b48f', '#d55e00'],
      sequential: ['#f3f0d8', '#b9d38b', '#5fb08f', '#56a0bd'],
      ramp: (count) => Array.from({ length: Math.max(1, count) }, (unused, i) => {
        const place = count < 2 ? 2 : 1 + (i / (count - 1)) * (sequential.length - 2);
        const low = Math.min(sequential.length - 2, Math.floor(place));
        return mix(sequential[low], sequential[low + 1], place - low);
      }),
    };
  };

  /** CSV by RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe. */
  charts.csv = (header, rows) => [header, ...rows].map((row) => row.map((value) => {
    if (value === null || value === undefined) { return ''; }
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(',')).join('\r\n') + '\r\n';

  charts.save = (name, type, content) => {
    const url = URL.createObjectURL(new Blob([content], { type }));
    const link = element('a', { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  charts.table = (header, rows, caption) => element('table', {},
    element('caption', { class: 'hidden-text', text: caption }),
    element('thead', {}, element('tr', {}, ...header.map((name) => element('th', { scope: 'col', text: name })))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((value, i) => {
      const text = typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(4) : String(value ?? '–');
      return i === 0 ? element('th', { scope: 'row', text }) : element('td', { text });
    })))));

  /** A card that figures are drawn into again and again. */
  charts.Card = class {
    constructor(id) {
      this.id = id;
      this.title = element('h3', {});
      this.method = element('p', { class: 'method' });
      this.plot = element('div', { class: 'plot', role: 'img' });
      this.empty = element('p', { class: 'empty', text: 'Nothing yet.' });
      this.data = element('div', { class: 'data', tabindex: '0', role: 'region' });
      this.details = element('details', {}, element('summary', { text: 'Data' }), this.data);
      this.buttons = ['CSV', 'SVG', 'PNG'].map((kind) => element('button', {
        type: 'button', class: 'small', text: kind, onclick: () => this.download(kind) }));
      this.root = element('article', { class: 'card', id: `figure-${id}`, 'aria-label': id },
        element('header', {}, this.title, element('div', { class: 'buttons' }, ...this.buttons)),
        this.plot, this.empty, this.method, this.details);
      this.details.addEventListener('toggle', () => this.fill());
      this.height = 0;
    }

    draw(figure) {
      this.figure = figure;
      this.title.textContent = figure.title;
      this.method.textContent = figure.method;
      this.root.setAttribute('aria-label', figure.title);
      this.data.setAttribute('aria-label', `Data of ${figure.title}`);
      this.root.classList.toggle('wide', Boolean(figure.wide));
      this.plot.hidden = figure.empty || Boolean(figure.tableOnly);
      this.empty.hidden = !figure.empty;
      this.details.hidden = figure.empty;
      this.buttons.forEach((button, i) => {
        button.hidden = figure.empty || i > 0 && Boolean(figure.tableOnly);
        button.setAttribute('aria-label', `${button.textContent} of ${figure.title}`);
      });
      if (figure.tableOnly) {
        if (this.shown) { this.shown.remove(); this.shown = null; }
        if (!figure.empty) {
          this.shown = element('div', { class: 'data open', tabindex: '0', role: 'region', 'aria-label': figure.title },
            charts.table(figure.shown.header, figure.shown.rows, figure.title));
          this.plot.after(this.shown);
        }
      } else if (!figure.empty) {
        this.render();
      }
      this.fill();
    }

    /** The chart's option; ECharts would describe the picture by itself, at length. */
    option(theme) {
      const description = `${this.figure.title}. ${this.figure.method} The numbers are under “Data”.`;
      return Object.assign({ aria: { enabled: true, label: { description } } }, this.figure.option(theme));
    }

    render() {
      const height = this.figure.height || 340;
      if (height !== this.height) {
        this.plot.style.height = `${height}px`;
        this.height = height;
        if (this.chart) { this.chart.resize(); }
      }
      if (!this.plot.clientWidth) { return; }
      if (!this.chart) {
        this.chart = window.echarts.init(this.plot);
        new ResizeObserver(() => this.chart.resize()).observe(this.plot);
      }
      this.chart.setOption(this.option(charts.theme()), { notMerge: true });
    }

    fill() {
      if (this.details.open && this.figure && !this.figure.empty) {
        const most = 500;
        const table = charts.table(this.figure.header, this.figure.table.slice(0, most), this.figure.title);
        this.data.replaceChildren(table);
        if (this.figure.table.length > most) {
          this.data.append(element('p', { text: `The first ${most} of ${this.figure.table.length} rows; the CSV has all.` }));
        }
      }
    }

    download(kind) {
      const name = `entrain-${this.figure.id}.${kind.toLowerCase()}`;
      if (kind === 'CSV') {
        charts.save(name, 'text/csv', charts.csv(this.figure.header, this.figure.table));
        return;
      }
      const theme = charts.theme();
      const option = Object.assign({ backgroundColor: theme.background,
        title: { text: this.figure.title, left: 'center', bottom: 2, textStyle: { fontSize: 12, fontWeight: 'normal', color: theme.text } } },
      this.option(theme));
      const size = { width: 900, height: Math.max(480, this.figure.height || 0) };
      if (kind === 'SVG') {
        const chart = window.echarts.init(null, null, Object.assign({ renderer: 'svg', ssr: true }, size));
        chart.setOption(option);
        charts.save(name, 'image/svg+xml', chart.renderToSVGString());
        chart.dispose();
        return;
      }
      const place = element('div', { style: `position:absolute;left:-9999px;width:${size.width}px;height:${size.height}px` });
      document.body.append(place);
      const chart = window.echarts.init(place, null, Object.assign({ devicePixelRatio: 2 }, size));
      chart.setOption(option);
      place.querySelector('canvas').toBlob((blob) => {
        charts.save(name, 'image/png', blob);
        chart.dispose();
        place.remove();
      });
    }
  };

  /** A labelled choice of one of several values, which keeps what was chosen. */
  charts.Choice = class {
    constructor(id, label, changed) {
      this.chosen = false;
      this.select = element('select', { id: `choice-${id}`, onchange: () => { this.chosen = true; changed(); } });
      this.root = element('label', { class: 'choice', for: `choice-${id}` }, `${label} `, this.select);
    }

    /** The usual value, where there is one, is followed until somebody has chosen. */
    offer(values, usual) {
      const before = this.select.value;
      const texts = values.map(String);
      charts.options(this.select, texts);
      this.chosen = this.chosen && texts.includes(before);
      if (!this.chosen && usual !== undefined) { this.select.value = String(usual); }
      this.root.hidden = texts.length < 2;
      return this.select.value;
    }
  };

  /** Fills a select when its texts have changed; what was selected stays so, or else the first is. */
  charts.options = (select, texts) => {
    if (texts.join('\n') === [...select.options].map((o) => o.value).join('\n')) { return; }
    const before = select.value;
    select.replaceChildren(...texts.map((text) => element('option', { value: text, text })));
    if (texts.includes(before)) { select.value = before; }
  };
  window.entrain = Object.assign(window.entrain || {}, { charts });
})();
