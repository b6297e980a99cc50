// Draws the page's charts. All numbers come from the JSON in the element "charts"; nothing is loaded.
(() => {
  'use strict';
  const page = JSON.parse(document.getElementById('charts').textContent);
  const state = {split: 'test', axis: 'step', hidden: new Set()};
  const views = new Map();

  function curves(name) {
    const key = state.split + '-' + name;
    const at = state.axis === 'step' ? 0 : 1;
    const spec = structuredClone(page.curves.views[key + '-' + state.axis]);
    const log = spec.encoding.x.scale.type === 'log';
    const shown = x => !log || x > 0;
    page.curves.arms.forEach(arm => {
      if (state.hidden.has(arm.name)) return;
      arm.means[key].filter(p => shown(p[at])).forEach(p => spec.datasets.means.push(
        {arm: arm.label, color: arm.color, dash: arm.dash, x: p[at], mean: p[2], low: p[3], high: p[4]}));
    });
    page.curves.runs.forEach(run => {
      const arm = page.curves.arms[run.arm];
      if (state.hidden.has(arm.name)) return;
      run[state.axis].forEach((x, i) => {
        if (shown(x) && run[key][i] !== null) {
          spec.datasets.runs.push({run: arm.name + ' ' + run.seed, color: arm.color, x: x, y: run[key][i]});
        }
      });
    });
    return spec;
  }

  function draw(element) {
    const name = element.dataset.chart;
    const spec = name in page.charts ? page.charts[name] : curves(name.replace('-curves', ''));
    const options = {
      ast: true, actions: false, renderer: 'svg', defaultStyle: false, config: page.theme,
      tooltip: {disableDefaultStyle: true},
      loader: {http: {credentials: 'omit'}, load: () => Promise.reject(new Error('nothing is loaded'))},
    };
    return vegaEmbed(element, spec, options).then(result => {
      const old = views.get(element);
      if (old) old.finalize();
      views.set(element, result);
      element.dataset.drawn = 'yes';
    }, error => {
      element.dataset.drawn = 'failed';
      element.textContent = 'This picture could not be drawn: ' + error.message
        + ' The table below it holds the same numbers.';
      console.error(error);
    });
  }

  const all = () => Array.from(document.querySelectorAll('[data-chart]'));
  const redraw = () => Promise.all(all().filter(e => !(e.dataset.chart in page.charts)).map(draw));

  document.querySelectorAll('[data-choice]').forEach(button => button.addEventListener('click', () => {
    const choice = button.dataset.choice;
    state[choice] = button.value;
    document.querySelectorAll('[data-choice="' + choice + '"]').forEach(other =>
      other.setAttribute('aria-pressed', String(other === button)));
    redraw();
  }));
  document.querySelectorAll('[data-arm]').forEach(button => button.addEventListener('click', () => {
    const shown = button.getAttribute('aria-pressed') === 'true';
    button.setAttribute('aria-pressed', String(!shown));
    if (shown) state.hidden.add(button.dataset.arm); else state.hidden.delete(button.dataset.arm);
    redraw();
  }));
  window.addEventListener('beforeprint', () =>
    document.querySelectorAll('details').forEach(details => { details.open = true; }));

  Promise.all(all().map(draw)).then(() => { document.documentElement.dataset.charts = 'drawn'; });
})();
