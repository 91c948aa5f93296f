// Draws a report from the data that stands in it.
(function () {
  'use strict';
  const { charts, views } = window.entrain;
  const element = charts.element;
  const data = JSON.parse(document.getElementById('data').textContent);
  const facts = data.facts;
  const about = ['dataset', 'preset', 'stimulus', 'annotations', 'recordings.simulated', 'shown by'];
  const panel = (title, table) => [element('h2', { text: title }), element('div', { class: 'panel' }, table)];
  const named = (names, caption) => charts.table(['Name', 'Value'], names.map((name) => [name, facts[name]]), caption);

  const alignment = new views.Alignment(() => alignment.draw(data));
  const properties = new views.Properties(() => properties.draw(data));
  const checkpoints = new views.CheckpointTable();
  const accounting = new views.AccountingTable();
  const hasProperties = data.tests.length + data.probes.length + data.classes.length > 0;

  document.title = `${facts.dataset || 'entrain'} · report`;
  document.getElementById('main').append(...[
    element('h1', { text: `entrain: ${facts.dataset || 'report'}` }),
    element('p', { text: facts['recordings.simulated'] === 'true' ? 'The recordings are SIMULATED.' : null }),
    alignment.root,
    hasProperties ? properties.root : null,
    ...panel('Checkpoints', checkpoints.root),
    ...panel('Accounting', accounting.root),
    element('h2', { text: 'Penalties at an end of the grid' }),
    element('details', { class: 'panel' },
      element('summary', { text: `${data.warnings.length} fits have more than 5 % of their voxels there` }),
      charts.table(['Model', 'Step', 'Layer', 'Variant', 'Participant', 'At the smallest', 'At the largest'],
        data.warnings.map((w) => [w.model, w.step, w.layer, w.variant, w.participant, w.lowShare, w.highShare]), 'Warnings')),
    ...panel('The run', named(about.filter((name) => name in facts), 'The run')),
    ...panel('Settings', named(Object.keys(facts).filter((name) => !about.includes(name)).sort(), 'Settings')),
  ].filter(Boolean));
  alignment.draw(data);
  if (hasProperties) { properties.draw(data); }
  checkpoints.draw(data);
  accounting.draw(data);
  document.body.dataset.drawn = 'report';
})();
