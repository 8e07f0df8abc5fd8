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
  const rules = all('details.rule').map((element) => ({ ...entry(element), serves: (element.dataset.serves || '').split(' ') }));
  const pictures = all('section.subnet');
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
    let shown = 0;
    for (const one of requirements) {
      const isKept = names.every((name) => value(name) === '' || one.data[name] === value(name)) &&
        (picked === undefined || picked.way === undefined || one.data.way === picked.way);
      if (isKept) kept.add(one.anchor);
      const isShown = isKept && holds(one, words, port);
      one.element.hidden = !isShown;
      shown += isShown ? 1 : 0;
      if (isShown) ways.add(one.data.way);
    }
    for (const element of drawn) element.classList.toggle('dim', !ways.has(element.dataset.way));
    let shownRules = 0;
    for (const one of rules) {
      const isShown = holds(one, words, port) && (picked === undefined || picked.owner === undefined || one.data.owner === picked.owner) &&
        (!isNarrow || (picked !== undefined && picked.owner !== undefined) || one.serves.some((id) => kept.has(id)));
      one.element.hidden = !isShown;
      shownRules += isShown ? 1 : 0;
    }
    for (const section of pictures) section.hidden = value('subnet') !== '' && section.dataset.subnet !== value('subnet');
    only.hidden = picked === undefined;
    only.textContent = picked === undefined ? '' : 'Picked in the picture: ' + picked.label + ' (take away)';
    count.textContent = shown + ' of ' + requirements.length + ' requirements and ' +
      shownRules + ' of ' + rules.length + ' rules are shown.';
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
    const node = event.target.closest('.picture a, .picture .flow');
    if (node === null) return;
    event.preventDefault();
    const { way, owner, subnet } = node.dataset;
    const box = way === undefined ? node : document.querySelector('.picture a[data-way="' + way + '"]');
    picked = subnet === undefined ? { way, owner, label: box.getAttribute('aria-label') || box.textContent } : undefined;
    if (subnet !== undefined) form.elements.subnet.value = subnet;
    apply();
    const list = document.getElementById(owner === undefined ? 'requirements' : 'rules');
    list.scrollIntoView();
    list.focus();
  });
  window.addEventListener('hashchange', open);
  apply();
  open();
})();
`;
