// Figures of linguistic properties: what their removal costs, probes, and labels.
(function () {
  'use strict';
  const { figures } = window.entrain;
  const { INITIAL, sorted, mean, standardError, largest, grouped, key, finite, round, base, axis, stepAxis, valueAxis, line, baselineLines, label, heat } = figures.tools;

  const tests = (data, choice) => data.tests.filter((t) => t.model === choice.model);

  figures.differences = (data, choice) => {
    const rows = tests(data, choice);
    const steps = sorted(rows.map((r) => r.step));
    const properties = sorted(rows.map((r) => r.property));
    const found = grouped(rows, (r) => key(r.step, r.property));
    const values = (p, s) => (found.get(key(s, p)) || []).map((r) => r.difference);
    return {
      id: 'differences', title: 'What removing a property costs', empty: !rows.length,
      method: 'Initial minus residual r, mean over voxels, participants and layers; bars are one standard error over layers, where there are two or more. Compare with Random, a property that means nothing.',
      option: (theme) => base(theme, {
        xAxis: stepAxis(theme, steps), yAxis: valueAxis(theme, 'Initial − residual mean r'),
        series: properties.flatMap((p, i) => {
          const colour = theme.palette[i % theme.palette.length];
          return [
            line(p, steps.map((s) => mean(values(p, s))), { itemStyle: { color: colour },
              lineStyle: { type: p === 'Random' ? 'dotted' : 'solid' } }),
            { name: p, type: 'custom', itemStyle: { color: colour }, silent: true,
              renderItem: bar, encode: { x: 0, y: [1, 2] },
              data: steps.map((s, at) => [at, mean(values(p, s)), standardError(values(p, s))])
                .filter(([, , error]) => error !== null).map(([at, m, error]) => [at, m - error, m + error]) }];
        }),
      }),
      header: ['model', 'step', 'property', 'mean difference', 'standard error over layers'],
      table: properties.flatMap((p) => steps.map((s) => [choice.model, s, p, mean(values(p, s)), standardError(values(p, s))])),
    };
  };
  function bar(params, api) {
    const low = api.coord([api.value(0), api.value(1)]);
    const high = api.coord([api.value(0), api.value(2)]);
    const style = { stroke: api.visual('color'), fill: null, lineWidth: 1.5 };
    const cap = (p) => ({ type: 'line', shape: { x1: p[0] - 4, y1: p[1], x2: p[0] + 4, y2: p[1] }, style });
    return { type: 'group', children: [cap(low), cap(high),
      { type: 'line', shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style }] };
  }

  figures.significantLayers = (data, choice) => {
    const rows = tests(data, choice).filter((t) => t.step === Number(choice.step));
    const properties = sorted(rows.map((r) => r.property));
    const layers = sorted(rows.map((r) => r.layer));
    const dots = (keep) => rows.filter(keep).map((r) => [layers.indexOf(r.layer), properties.indexOf(r.property), r.difference]);
    const scatter = (name, size, keep, itemStyle) => ({ name, type: 'scatter', symbolSize: size, data: dots(keep), itemStyle });
    return {
      id: 'significant-layers', title: 'Layers that a property carries', empty: !rows.length,
      method: 'A full dot: the difference, whichever way, is significant for every participant by a paired two-tailed t over voxels at p < .05, as published; neighbouring voxels are not independent, so this finds too much. A ring is a test by itself, with or without a dot: the difference, whichever way, holds within every participant over blocks of TRs at q < .05 (Benjamini–Hochberg over all tests).',
      option: (theme) => base(theme, {
        grid: { left: 152, right: 24, top: 44, bottom: 56 },
        tooltip: { trigger: 'item', renderMode: 'richText', confine: true,
          formatter: (p) => `${properties[p.value[1]]}, layer ${layers[p.value[0]]}: difference ${round(p.value[2])}` },
        xAxis: axis(theme, 'Layer', { type: 'category', data: layers.map(String), splitLine: { show: true, lineStyle: { color: theme.grid } } }),
        yAxis: nameAxis(theme, properties),
        series: [
          scatter('not for all, over voxels', 4, (r) => !r.significantForAll),
          scatter('p < .05 for all, over voxels', 12, (r) => r.significantForAll),
          scatter('q < .05 for all, over blocks of TRs', 22, (r) => r.holdsWithinAll,
            { color: 'transparent', borderColor: theme.palette[2], borderWidth: 2.5 })],
      }),
      header: ['model', 'step', 'layer', 'property', 'difference', 'p over participants', 'q', 'significant for all over voxels', 'holds within all over blocks'],
      table: rows.map((r) => [r.model, r.step, r.layer, r.property, r.difference, r.p, r.q, r.significantForAll, r.holdsWithinAll]),
    };
  };

  figures.residualsByLayer = (data, choice) => {
    // The page asks for the variants of what is chosen; a report has those of everything.
    const rows = (data.variants || data.alignment).filter((r) => r.model === choice.model
      && r.step === Number(choice.step) && r.variant !== 'with-word-rate');
    const layers = sorted(rows.flatMap((r) => r.layers.map((l) => l.layer)));
    const variants = sorted(rows.map((r) => r.variant)).filter((v) => v !== INITIAL);
    const random = data.alignment.find((r) => r.model === 'baseline-random' && r.variant === INITIAL);
    const found = new Map(rows.map((r) => [r.variant, new Map(r.layers.map((l) => [l.layer, l.meanR]))]));
    const value = (v, layer) => found.has(v) ? found.get(v).get(layer) ?? null : null;
    const values = (v) => layers.map((l) => value(v, l));
    return {
      id: 'residuals-by-layer', title: 'r per layer without each property', empty: !variants.length,
      method: `Mean r over voxels, folds and participants of ${choice.model || 'the model'} at step ${choice.step}, whole and without each property. “− Tense” is without Tense; “− Random”, dotted, lacks a property that means nothing. The grey line of spaced dots is the baseline of random features, which are of the largest model’s size.`,
      option: (theme) => base(theme, {
        xAxis: axis(theme, 'Layer', { type: 'category', data: layers.map(String) }),
        yAxis: valueAxis(theme, 'Mean r over voxels and folds'),
        series: [line(INITIAL, values(INITIAL), { lineStyle: { width: 3 } }),
          ...variants.map((v) => line(`− ${v}`, values(v), { lineStyle: { type: v === 'Random' ? 'dotted' : 'solid' } }))]
          .concat(random ? baselineLines({ alignment: [random] }, theme, layers.length) : []),
      }),
      header: ['model', 'step', 'variant', 'layer', 'mean r'],
      table: [INITIAL, ...variants].flatMap((v) => layers.map((l) => [choice.model, Number(choice.step), v, l, value(v, l)])),
    };
  };

  /** What a property is called: by its stimulus too, where there are several. */
  function called(rows) {
    const several = new Set(rows.map((r) => r.stimulus)).size > 1;
    return (row, property) => several ? `${row.stimulus}\n${property}` : property;
  }
  const nameAxis = (theme, names) => axis(theme, '', { type: 'category', data: names, axisLabel: label(theme, { width: 136 }) });

  figures.classes = (data) => {
    const name = called(data.classes);
    const found = grouped(data.classes, (c) => name(c, c.property));
    const properties = sorted([...found.keys()]);
    const names = (p) => found.get(p);
    const most = largest(properties.map((p) => names(p).length), 0);
    return {
      id: 'classes', title: 'Class distributions', empty: !properties.length, height: 60 + 34 * properties.length + 60,
      method: 'How many words have each class of every property, as shares of all annotated words of the stimulus. Chance of a probe is the share of its largest class.',
      option: (theme) => base(theme, {
        color: theme.pale,
        legend: { show: false },
        grid: { left: 152, right: 24, top: 16, bottom: 56 },
        tooltip: { trigger: 'item', renderMode: 'richText', confine: true, formatter: (p) => `${p.name}, ${p.data.label2}: ${p.data.words} words` },
        xAxis: valueAxis(theme, 'Share of words', { min: 0, max: 1, scale: false, nameGap: 32 }),
        yAxis: nameAxis(theme, properties),
        series: Array.from({ length: most }, (unused, i) => ({ name: `class ${i + 1}`, type: 'bar', stack: 'all', barWidth: 22,
          label: { show: true, color: '#111', fontSize: 11, overflow: 'truncate', formatter: (p) => p.value > 0.06 ? p.data.label2 : '' },
          data: properties.map((p) => {
            const one = names(p)[i];
            const all = names(p).reduce((a, b) => a + b.words, 0);
            return one ? { value: round(one.words / all, 4), label2: one.name, words: one.words } : { value: 0, label2: '', words: 0 };
          }) })),
      }),
      header: ['stimulus', 'property', 'class', 'words', 'sentences'],
      table: data.classes.map((c) => [c.stimulus, c.property, c.name, c.words, c.sentences]),
    };
  };

  figures.pairs = (data) => {
    const name = called(data.pairs);
    const properties = sorted(data.pairs.flatMap((p) => [name(p, p.first), name(p, p.second)]));
    const cells = data.pairs.flatMap((p) => {
      const [i, j] = [properties.indexOf(name(p, p.first)), properties.indexOf(name(p, p.second))];
      const [low, high] = [Math.min(i, j), Math.max(i, j)];
      return [[low, high, round(p.r, 3)], [high, low, round(p.v, 3)]];
    }).filter((c) => finite(c[2]));
    return {
      id: 'pairs', title: 'How labels go together', empty: !properties.length, height: 120 + 34 * properties.length + 60,
      method: 'Above the diagonal of the picture Pearson’s r of class numbers over words; below it Cramér’s V, of sentences where both properties are theirs, else of words. Properties that go together cannot be told apart by removing one.',
      option: (theme) => heat(theme, properties, properties, cells,
        { x: '', y: '', value: 'r, V', wide: 152, tall: 110, rotate: 40, gap: 90 }, [-1, 1]),
      header: ['stimulus', 'first', 'second', 'Pearson r', 'p of r', 'Cramér V', 'p of V'],
      table: data.pairs.map((p) => [p.stimulus, p.first, p.second, p.r, p.pOfR, p.v, p.pOfV]),
    };
  };

  /** Probe accuracies as a table: a row per property, a column per layer. */
  figures.probes = (data, choice) => {
    const rows = data.probes.filter((p) => p.random || p.model === choice.model && p.step === Number(choice.step));
    const properties = sorted(rows.map((r) => r.property));
    const layers = sorted(rows.filter((r) => !r.random).map((r) => r.layer));
    const cell = (r) => r ? `${r.before.toFixed(3)} | ${r.after.toFixed(3)}${r.removed ? ' ✓' : ''}` : '';
    return {
      id: 'probes', title: 'Probes before | after removal', empty: !rows.length, tableOnly: true, wide: true,
      method: 'Accuracy of a probe of the property on the layer, before and after its removal; ✓: it can be read before (above chance) and not after: below chance, or at chance for cross-fitted removal. Chance is the share of the largest class; “Random” are random vectors, all of the largest model’s size.',
      shown: {
        header: ['Property', 'Chance', ...layers.map((l) => `Layer ${l}`), 'Random'],
        rows: properties.map((p) => {
          const of = rows.filter((r) => r.property === p);
          return [p, of[0].chance.toFixed(3), ...layers.map((l) => cell(of.find((r) => !r.random && r.layer === l))),
            cell(of.find((r) => r.random))];
        }),
      },
      header: ['model', 'step', 'layer', 'property', 'before', 'after', 'chance', 'shuffled', 'removed', 'method'],
      table: rows.map((r) => [r.model, r.step, r.layer, r.property, r.before, r.after, r.chance, r.shuffled, r.removed, r.method]),
    };
  };

  figures.propertyFigures = ['differences', 'significantLayers', 'residualsByLayer', 'probes', 'classes', 'pairs'];
})();
