// Figures as pure functions: from results to a chart's option, the table behind it, and two
// sentences on how it comes about. The page and the report draw the same ones.
(function () {
  'use strict';
  const figures = {};
  const INITIAL = 'initial';
  // Lines are told apart by more than their colour.
  const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond', 'pin', 'arrow'];

  const sorted = (values) => [...new Set(values)].sort((a, b) =>
    typeof a === 'number' ? a - b : String(a).localeCompare(String(b)));
  const mean = (values) => values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
  /** Standard error of the mean; null with fewer than two values. */
  const standardError = (values) => {
    const m = mean(values);
    return values.length > 1
      ? Math.sqrt(values.reduce((a, b) => a + (b - m) * (b - m), 0) / (values.length - 1) / values.length) : null;
  };
  const smallest = (values, start) => values.reduce((a, b) => Math.min(a, b), start);
  const largest = (values, start) => values.reduce((a, b) => Math.max(a, b), start);
  /** Rows by key, so that no cell of a figure has to look through all rows. */
  const grouped = (rows, keyOf) => rows.reduce((found, row) => {
    const place = keyOf(row);
    const same = found.get(place);
    if (same) { same.push(row); } else { found.set(place, [row]); }
    return found;
  }, new Map());
  // Numbers stand first, so that no name can be taken for another key.
  const key = (...parts) => parts.join(' ');
  const finite = (value) => typeof value === 'number' && Number.isFinite(value);
  const round = (value, digits = 4) => finite(value) ? Number(value.toFixed(digits)) : null;
  const best = (row) => row.layers.reduce((a, b) => !a || b.meanR > a.meanR ? b : a, null);
  const bestOf = (row, participant) => row.layers.reduce((a, b) =>
    !(participant in b.byParticipant) ? a
      : !a || b.byParticipant[participant] > a.byParticipant[participant] ? b : a, null);

  // No participant can be called so: names have no blanks.
  const ALL = 'all participants';
  const MEAN = 'mean';
  /** Rows of persons: the average participant is none, unless it stands alone. */
  const persons = (rows) => {
    const some = rows.filter((r) => r.participant !== MEAN);
    return some.length ? some : rows;
  };

  figures.all = ALL;
  figures.sorted = sorted;
  figures.rows = (data) => data.alignment.filter((r) => r.variant === INITIAL && !r.baseline);
  figures.models = (data) => sorted(figures.rows(data).map((r) => r.model));
  figures.variants = (found) => sorted(found.scores.map((s) => s.variant));
  figures.usual = INITIAL;
  figures.steps = (data, model) => sorted(
    figures.rows(data).filter((r) => !model || r.model === model).map((r) => r.step));
  figures.participants = (data) => sorted(data.alignment.filter((r) => r.variant === INITIAL)
    .flatMap((r) => r.layers.flatMap((l) => Object.keys(l.byParticipant))));

  function base(theme, more) {
    const option = {
      animation: false,
      color: theme.palette,
      textStyle: { color: theme.text, fontFamily: theme.font },
      grid: { left: 72, right: 24, top: 44, bottom: 56 },
      legend: { top: 4, textStyle: { color: theme.text }, pageTextStyle: { color: theme.text },
        pageIconColor: theme.text, pageIconInactiveColor: theme.grid },
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true,
        valueFormatter: (v) => finite(v) ? String(round(v)) : '–' },
    };
    Object.assign(option, more);
    (option.series || []).filter((one) => one.type === 'line' && !one.symbol && !one.unlisted).forEach((one, i) => {
      one.symbol = SYMBOLS[i % SYMBOLS.length];
    });
    const names = [...new Set((option.series || []).filter((one) => !one.unlisted).map((one) => one.name))];
    if (option.legend.show !== false) {
      option.legend.data = names;
      const rows = 1 + Math.floor(names.join('       ').length / 70);
      if (rows > 3) { option.legend.type = 'scroll'; }
      option.grid.top = rows > 3 ? 44 : 22 + 22 * rows;
    }
    return option;
  }
  function axis(theme, name, more) {
    return Object.assign({
      name, nameLocation: 'middle', nameGap: 34, nameTextStyle: { color: theme.text },
      axisLine: { show: true, lineStyle: { color: theme.muted } },
      axisLabel: { color: theme.text, hideOverlap: true },
      splitLine: { lineStyle: { color: theme.grid } },
    }, more);
  }
  const stepAxis = (theme, steps) => axis(theme, 'Training step', { type: 'category', data: steps.map(String) });
  const valueAxis = (theme, name, more) =>
    axis(theme, name, Object.assign({ type: 'value', scale: true, nameGap: 52 }, more));
  const line = (name, values, more) => Object.assign(
    { name, type: 'line', data: values.map((v) => round(v, 6)), symbolSize: 7, connectNulls: true }, more);
  /** Finds a model's row at a step. */
  const finder = (rows) => {
    const found = grouped(rows, (r) => key(r.step, r.model));
    return (model, step, of) => { const same = found.get(key(step, model)); return same ? of(same[0]) : null; };
  };

  function byStep(data, name, series) {
    const models = figures.models(data);
    const steps = figures.steps(data);
    return {
      empty: !steps.length, steps, models,
      option: (theme) => base(theme, {
        xAxis: stepAxis(theme, steps), yAxis: valueAxis(theme, name), series: series(models, steps, theme),
      }),
    };
  }

  const baselineLines = (data, theme, count) => data.alignment
    .filter((r) => r.baseline && r.variant === INITIAL && r.layers.length).map((r) =>
      line(r.model.replace('-', ' '), Array(count).fill(best(r).meanR), {
        symbol: 'none', color: theme.muted, lineStyle: { type: r.kind === 'RANDOM' ? [2, 6] : 'dotted', width: 2 } }));

  figures.meanByStep = (data) => {
    const rows = figures.rows(data);
    const at = finder(rows);
    const people = figures.participants(data);
    const figure = byStep(data, 'Mean r over voxels and folds', (models, steps, theme) => models.flatMap((m, i) => {
      const colour = theme.palette[i % theme.palette.length];
      const each = people.length < 2 ? [] : people.map((p) => line(`${m}, ${p}`,
        steps.map((s) => at(m, s, (r) => r.chosen[p] ? r.chosen[p].r : null)),
        { unlisted: true, lineStyle: { width: 1, opacity: 0.35 }, itemStyle: { color: colour, opacity: 0.35 }, symbol: 'none' }));
      return [
        line(`${m}, chosen layers`, steps.map((s) => at(m, s, (r) => r.chosenR)),
          { lineStyle: { width: 3 }, itemStyle: { color: colour } }),
        line(`${m}, best layer on test rows`, steps.map((s) => at(m, s, (r) => best(r) && best(r).meanR)),
          { lineStyle: { type: 'dashed' }, itemStyle: { color: colour }, symbol: 'emptyDiamond' }),
        ...each];
    }).concat(baselineLines(data, theme, steps.length)));
    return Object.assign(figure, {
      id: 'mean-by-step', title: 'Brain score by training step',
      method: 'Each participant’s layer is chosen in every outer fold by the inner folds, which see no test rows; r is the mean over voxels, folds and participants; thin lines are each participant’s chosen layers. The dashed line is one layer, the best in the mean over participants on the test rows themselves, which is optimistic. Every participant’s own best layer stands in the data.',
      header: ['model', 'step', 'participant', 'r of chosen layers', 'best layer on test rows', 'r of best layer'],
      table: rows.flatMap((r) => [
        [r.model, r.step, ALL, r.chosenR, best(r) && best(r).layer, best(r) && best(r).meanR],
        ...people.map((p) => [p, bestOf(r, p)]).filter(([, layer]) => layer).map(([p, layer]) => [r.model, r.step, p,
          r.chosen[p] ? r.chosen[p].r : null, layer.layer, layer.byParticipant[p]])]),
    });
  };

  figures.meanOverLayers = (data) => {
    const rows = figures.rows(data);
    const at = finder(rows);
    const value = (r) => mean(r.layers.map((l) => l.meanR));
    const figure = byStep(data, 'Mean r over layers, voxels and folds', (models, steps, theme) =>
      models.map((m) => line(m, steps.map((s) => at(m, s, value))))
        .concat(baselineLines(data, theme, steps.length)));
    return Object.assign(figure, {
      id: 'mean-over-layers', title: 'Brain score averaged over layers',
      method: 'Mean r over all scored layers, participants, voxels and folds. No layer is chosen, so nothing here has seen the test rows.',
      header: ['model', 'step', 'layers', 'mean r'],
      table: rows.map((r) => [r.model, r.step, r.layers.length, value(r)]),
    });
  };

  figures.perplexity = (data) => {
    const rows = figures.rows(data).filter((r) => finite(r.perplexity));
    const steps = sorted(rows.map((r) => r.step));
    const models = sorted(rows.map((r) => r.model));
    const at = finder(rows);
    return {
      id: 'perplexity', title: 'Perplexity by training step', empty: !rows.length,
      method: 'exp of minus the mean log-probability of every token of the story after the first C, each given the C tokens before it; C is the context of the run. Lower is better; the axis is logarithmic.',
      option: (theme) => base(theme, {
        xAxis: stepAxis(theme, steps), yAxis: valueAxis(theme, 'Perplexity (log)', { type: 'log' }),
        series: models.map((m) => line(m, steps.map((s) => at(m, s, (r) => r.perplexity)))),
      }),
      header: ['model', 'step', 'perplexity'],
      table: rows.map((r) => [r.model, r.step, r.perplexity]),
    };
  };

  const MOST_LABELS = 20;
  const label = (theme, more) => Object.assign({ color: theme.text, interval: 0, lineHeight: 14, overflow: 'truncate' }, more);
  const interval = (values) => values.length > MOST_LABELS ? 'auto' : 0;
  const heightOf = (rows) => Math.max(340, 90 + 18 * rows.length);

  function heat(theme, x, y, cells, names, range, digits = 2) {
    return base(theme, {
      legend: { show: false },
      grid: { left: names.wide || 72, right: 96, top: 16, bottom: names.tall || 56 },
      tooltip: { trigger: 'item', renderMode: 'richText', confine: true,
        formatter: (p) => `${names.x} ${x[p.value[0]]}, ${names.y} ${y[p.value[1]]}: ${round(p.value[2])}` },
      xAxis: axis(theme, names.x, { type: 'category', data: x.map(String), splitArea: { show: false }, nameGap: names.gap || 34,
        axisLabel: label(theme, { interval: interval(x), rotate: names.rotate || 0, width: 110 }) }),
      yAxis: axis(theme, names.y, { type: 'category', data: y.map(String), nameGap: names.yGap || 40,
        axisLabel: label(theme, { interval: interval(y), width: (names.wide || 72) - 16 }) }),
      visualMap: { min: range[0], max: range[1], calculable: true, orient: 'vertical', right: 0, top: 'middle',
        text: [names.value, ''], textStyle: { color: theme.text }, inRange: { color: theme.diverging },
        precision: 2 },
      series: [{ type: 'heatmap', data: cells,
        label: { show: cells.length <= 160 && x.length <= MOST_LABELS, color: '#111', fontSize: 11,
          formatter: (p) => finite(p.value[2]) ? p.value[2].toFixed(digits) : '' } }],
    });
  }
  const around = (values) => {
    const most = largest(values.filter(finite).map(Math.abs), 0.01);
    return [-round(most, 3), round(most, 3)];
  };

  figures.layersBySteps = (data, choice) => {
    const rows = figures.rows(data).filter((r) => r.model === choice.model);
    const steps = sorted(rows.map((r) => r.step));
    const layers = sorted(rows.flatMap((r) => r.layers.map((l) => l.layer)));
    const pooled = !choice.participant || choice.participant === ALL;
    const value = (l) => pooled ? l.meanR : l.byParticipant[choice.participant];
    const cells = rows.flatMap((r) => r.layers.map((l) =>
      [steps.indexOf(r.step), layers.indexOf(l.layer), round(value(l), 6)])).filter((c) => finite(c[2]));
    return {
      id: 'layers-by-steps', title: 'Layers × training steps', empty: !cells.length, height: heightOf(layers),
      method: `Mean r over voxels${pooled ? ', folds and participants' : ' and folds'} of every layer of ${choice.model || 'the model'}${pooled ? '' : `, for participant ${choice.participant}`}. Layer 0 is the output of the embedding, before the first block.`,
      option: (theme) => heat(theme, steps, layers, cells,
        { x: 'Training step', y: 'Layer', value: 'r' }, around(cells.map((c) => c[2]))),
      header: ['model', 'step', 'layer', 'participant', 'r'],
      table: rows.flatMap((r) => r.layers.map((l) => [r.model, r.step, l.layer, choice.participant || ALL, value(l)])),
    };
  };

  figures.bestLayers = (data, choice) => {
    const rows = figures.rows(data).filter((r) => r.model === choice.model);
    const steps = sorted(rows.map((r) => r.step));
    const people = figures.participants(data);
    const found = rows.flatMap((row) => people.map((person) => ({ row, person, layer: bestOf(row, person) }))).filter((f) => f.layer);
    const cells = found.map((f) => [steps.indexOf(f.row.step), people.indexOf(f.person), f.layer.layer]);
    const most = largest(cells.map((c) => c[2]), 1);
    return {
      id: 'best-layers', title: 'Best layer per participant and step', empty: !cells.length, height: heightOf(people),
      method: `The layer of ${choice.model || 'the model'} with the largest mean r on the test rows, the lower one on a tie. The choice of the inner folds, which is the one to report, stands beside it in the data.`,
      option: (theme) => {
        const option = heat(theme, steps, people, cells,
          { x: 'Training step', y: 'Participant', value: 'Layer', wide: 96, yGap: 64 }, [0, most], 0);
        option.visualMap.inRange = { color: theme.sequential };
        option.visualMap.precision = 0;
        return option;
      },
      header: ['model', 'step', 'participant', 'best layer on test rows', 'layers chosen by the inner folds'],
      table: found.map(({ row, person, layer }) => [row.model, row.step, person,
        layer.layer, row.chosen[person] ? row.chosen[person].layers.join(' ') : null]),
    };
  };

  figures.significantShare = (data, choice) => {
    const rows = data.significance.filter((s) => s.variant === INITIAL && s.model === choice.model);
    const steps = sorted(rows.map((r) => r.step));
    const layers = sorted(rows.map((r) => r.layer));
    const found = grouped(rows, (r) => key(r.step, r.layer));
    return {
      id: 'significant-share', title: 'Share of voxels above chance', empty: !rows.length,
      method: 'Share of a layer’s voxels whose r is above chance at q < .05: p by permuting blocks of test rows, Benjamini–Hochberg over all voxels and fits of a participant. Mean over participants.',
      option: (theme) => base(theme, {
        color: theme.ramp(layers.length),
        xAxis: stepAxis(theme, steps),
        yAxis: valueAxis(theme, 'Share of voxels with q < .05', { min: 0, scale: false }),
        series: layers.map((l) => line(`layer ${l}`, steps.map((s) =>
          mean(persons(found.get(key(s, l)) || []).map((r) => r.share))))),
      }),
      header: ['model', 'step', 'layer', 'participant', 'share'],
      table: rows.map((r) => [r.model, r.step, r.layer, r.participant, r.share]),
    };
  };

  const BINS = 100;
  figures.distribution = (data, choice) => {
    const pooled = !choice.participant || choice.participant === ALL;
    const those = (data.distributions || []).filter((d) => d.model === choice.model && d.layer === Number(choice.layer)
      && (pooled || d.participant === choice.participant));
    const rows = pooled ? persons(those) : those;
    const steps = sorted(rows.map((r) => r.step));
    const found = grouped(rows, (r) => r.step);
    const of = (s) => found.get(s).reduce((sum, r) => sum.map((n, i) => n + r.voxels[i]), Array(BINS).fill(0));
    const counts = steps.map(of);
    const used = counts.reduce((all, one) => all.map((n, i) => n + one[i]), Array(BINS).fill(0));
    // A few dozen regions are seen better in wider bins.
    const width = largest(counts.map((one) => one.reduce((a, b) => a + b, 0)), 0) < 200 ? 5 : 1;
    const [first, last] = [Math.max(0, Math.floor(used.findIndex((n) => n > 0) / width) * width - width),
      Math.min(BINS, used.findLastIndex((n) => n > 0) + 1 + width)];
    const from = (bin) => Number((-1 + bin * 0.02).toFixed(2));
    const bins = Array.from({ length: Math.max(0, Math.ceil((last - first) / width)) }, (unused, i) => first + i * width);
    return {
      id: 'distribution', title: `Distribution of r over voxels, layer ${choice.layer}`, empty: !rows.length,
      method: `How many voxels of ${pooled ? 'all participants together' : choice.participant} reach which r (mean over folds), in bins of ${(width * 0.02).toFixed(2)}. A shift of the whole distribution says more than its best voxels.`,
      option: (theme) => base(theme, {
        color: theme.ramp(steps.length),
        xAxis: axis(theme, 'r (mean over folds)', { type: 'category', data: bins.map((b) => from(b).toFixed(2)) }),
        yAxis: valueAxis(theme, 'Voxels', { min: 0, scale: false }),
        series: steps.map((s, i) => line(`step ${s}`, bins.map((b) => counts[i].slice(b, b + width).reduce((a, n) => a + n, 0)), { step: 'middle', symbol: 'none' })),
      }),
      header: ['model', 'step', 'layer', 'participant', 'r from', 'voxels'],
      table: rows.flatMap((r) => r.voxels.map((n, b) => [r.model, r.step, r.layer, r.participant, from(b), n]).filter((row) => row[5])),
    };
  };

  figures.ceilings = (data) => ({
    id: 'ceilings', title: 'Noise ceilings', empty: !data.ceilings.length, tableOnly: true,
    method: 'r of each participant’s voxels with the mean of the others’ (or of repeats), mean over voxels. It stands beside the scores and is never multiplied into them.',
    shown: { header: ['Participant', 'Against', 'Recordings in the mean', 'Mean r'],
      rows: data.ceilings.map((c) => [c.participant, c.kind.toLowerCase(), c.others, finite(c.mean) ? c.mean.toFixed(4) : '–']) },
    header: ['stimulus', 'participant', 'kind', 'others', 'mean r'],
    table: data.ceilings.map((c) => [c.stimulus, c.participant, c.kind, c.others, c.mean]),
  });

  figures.comparison = (found, choice) => {
    const scores = found.scores.filter((s) => s.variant === choice.variant);
    const models = grouped(scores.filter((s) => finite(s.first) && finite(s.second)), (s) => s.model);
    const named = sorted([...models.keys()]);
    const values = [...models.values()].flat().flatMap((s) => [s.first, s.second]);
    return {
      id: 'comparison', title: `Mean r of every fit of ${choice.variant}: A and B`, empty: !named.length, height: 460,
      method: 'A point is one layer of one checkpoint against one participant, r averaged over voxels and folds. Points above the diagonal predict better in B.',
      option: (theme) => {
        const [low, high] = [Math.floor(smallest(values, 1) * 20) / 20, Math.ceil(largest(values, -1) * 20) / 20];
        const fit = (s) => `${s.model}@${s.step}, layer ${s.layer}, ${s.participant}: ${round(s.first)} and ${round(s.second)}`;
        return base(theme, {
          tooltip: { trigger: 'item', renderMode: 'richText', confine: true, formatter: (p) => fit(models.get(p.seriesName)[p.dataIndex]) },
          xAxis: valueAxis(theme, 'Mean r in A', { min: low, max: high, nameGap: 34 }),
          yAxis: valueAxis(theme, 'Mean r in B', { min: low, max: high }),
          series: [...named.map((m) => ({ name: m, type: 'scatter', symbolSize: 8, large: true,
            data: models.get(m).map((s) => [round(s.first, 6), round(s.second, 6)]) })),
          { name: 'equal', unlisted: true, type: 'line', symbol: 'none', silent: true, data: [[low, low], [high, high]],
            lineStyle: { type: 'dotted', color: theme.muted } }],
        });
      },
      header: ['model', 'step', 'variant', 'layer', 'participant', 'r in A', 'r in B', 'B - A'],
      table: scores.map((s) => [s.model, s.step, s.variant, s.layer, s.participant, s.first, s.second,
        finite(s.first) && finite(s.second) ? s.second - s.first : null]),
    };
  };

  figures.alignmentFigures = ['meanByStep', 'perplexity', 'meanOverLayers', 'layersBySteps', 'bestLayers', 'distribution', 'significantShare', 'ceilings'];
  /** What the figures of other files are made with. */
  figures.tools = { INITIAL, sorted, mean, standardError, largest, grouped, key, finite, round, base, axis, stepAxis, valueAxis, line, baselineLines, label, heat };
  window.entrain = Object.assign(window.entrain || {}, { figures });
})();
