/**
 * What the page does: it hides what a filter leaves out, and opens what a link leads to. It reads attributes that were written with
 * the page, writes text alone, and loads nothing. The page can be read without it.
 */
export const SCRIPT = `
'use strict';
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = document.getElementById('filters');
  const count = document.getElementById('count');
  const only = document.getElementById('only');
  // The summary has the name that links end with, because a browser gives it the focus by itself.
  const entry = (element) => ({ element, anchor: element.firstElementChild.id, text: element.textContent.toLowerCase(),
    data: element.dataset,
    ports: (element.dataset.ports || '').split(',').filter((one) => one !== '').map((one) => one.split('-').map(Number)) });
  const requirements = all('details.requirement').map(entry);
  const openings = all('details.opening').map(entry);
  const rules = all('details.rule').map((element) => ({ ...entry(element), serves: (element.dataset.serves || '').split(' ') }));
  const pictures = all('section.subnet');
  const listOf = (text) => (text === undefined ? undefined : text.split('\\n'));
  const drawn = all('.picture [data-way]');
  let picked;
  const holds = ({ text, ports }, words, port) => words.every((word) => text.includes(word)) &&
    (port === '' || ports.some(([first, last = first]) => first <= Number(port) && Number(port) <= last));
  const apply = () => {
    const value = (name) => form.elements[name].value.trim();
    const words = value('words').toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const port = value('port');
    const names = ['subnet', 'section', 'kind', 'outcome'];
    const isNarrow = picked !== undefined || names.some((name) => value(name) !== '');
    const kept = new Set();
    const ways = new Set();
    // What is open has no scenario and no kind of endpoint, so a filter for one leaves it out.
    const filtered = (entries) => {
      let shown = 0;
      for (const one of entries) {
        const isKept = names.every((name) => value(name) === '' || one.data[name] === value(name)) &&
          (picked === undefined || picked.way === undefined || one.data.way === picked.way) &&
          (picked === undefined || picked.subnets === undefined || picked.subnets.includes(one.data.subnet));
        if (isKept) kept.add(one.anchor);
        const isShown = isKept && holds(one, words, port);
        one.element.hidden = !isShown;
        shown += isShown ? 1 : 0;
        if (isShown) ways.add(one.data.way);
      }
      return shown;
    };
    const shown = filtered(requirements);
    const shownOpenings = filtered(openings);
    for (const element of drawn) element.classList.toggle('dim', !element.dataset.way.split(' ').some((way) => ways.has(way)));
    let shownRules = 0;
    for (const one of rules) {
      const isOfPicked = picked !== undefined && picked.owners !== undefined;
      const isShown = holds(one, words, port) && (!isOfPicked || picked.owners.includes(one.data.owner)) &&
        (!isNarrow || isOfPicked || one.serves.some((id) => kept.has(id)));
      one.element.hidden = !isShown;
      shownRules += isShown ? 1 : 0;
    }
    for (const section of pictures) {
      section.hidden = value('subnet') !== '' && !listOf(section.dataset.subnet).includes(value('subnet'));
    }
    only.hidden = picked === undefined;
    only.textContent = picked === undefined ? '' : 'Picked in the picture: ' + picked.label + ' (take away)';
    count.textContent = shown + ' of ' + requirements.length + ' requirements and ' +
      shownRules + ' of ' + rules.length + ' rules are shown' +
      (openings.length === 0 ? '.' : ', and ' + shownOpenings + ' of ' + openings.length + ' that are open and not asked for.');
  };
  const showAll = () => { form.reset(); picked = undefined; apply(); };
  const open = () => {
    const target = location.hash === '' ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null || target.tagName !== 'SUMMARY') return;
    if (target.parentElement.hidden) showAll();
    target.parentElement.open = true;
    target.scrollIntoView();
    target.focus();
  };
  all('.script').forEach((element) => { element.hidden = false; });
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => { event.preventDefault(); });
  document.getElementById('all').addEventListener('click', showAll);
  only.addEventListener('click', () => { picked = undefined; apply(); form.elements.words.focus(); });
  document.addEventListener('click', (event) => {
    const node = event.target.closest('.picture a, .picture .flow, .subnets a');
    if (node === null) return;
    event.preventDefault();
    const { way } = node.dataset;
    const [owners, subnets] = [listOf(node.dataset.owner), listOf(node.dataset.subnet)];
    const box = way === undefined ? node : document.querySelector('.picture a[data-way="' + way + '"]');
    const isOne = subnets !== undefined && subnets.length === 1;
    const label = box.getAttribute('aria-label') || box.textContent;
    picked = isOne ? undefined : { way, owners, subnets, label };
    if (isOne) form.elements.subnet.value = subnets[0];
    apply();
    const isOpening = openings.some((one) => one.data.way === way);
    const list = document.getElementById(isOpening ? 'open' : owners === undefined ? 'requirements' : 'rules');
    list.scrollIntoView();
    list.focus();
  });
  window.addEventListener('hashchange', open);
  apply();
  open();
})();
`;
