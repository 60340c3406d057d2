'use strict';

// Refreshes what is marked `data-live` from the page's own address while it is looked at. Nodes are changed in place,
// not replaced, so that focus, scroll positions, selected text and opened details stay as they are.
(() => {
  const EVERY = 2000;
  const SLOWEST = 30000;
  const TIMEOUT = 10000;
  const KEPT = 'dashboard-live';

  const button = document.getElementById('live');

  let live = recall() !== 'off';
  let failures = 0;
  let timer = 0;
  let busy = false;

  function recall() {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null; // storage may be forbidden: the switch then lasts as long as the page
    }
  }

  function remember(value) {
    try {
      localStorage.setItem(KEPT, value);
    } catch {
      // as above
    }
  }

  function show() {
    const lost = live && failures > 0;
    button.textContent = lost ? button.dataset.lost : live ? button.dataset.on : button.dataset.off;
    button.classList.toggle('lost', lost);
    button.setAttribute('aria-pressed', String(live));
  }

  function plan() {
    clearTimeout(timer);
    if (live && !document.hidden) timer = setTimeout(refresh, Math.min(EVERY * 2 ** failures, SLOWEST));
  }

  async function refresh() {
    if (busy) return;
    busy = true;
    try {
      const response = await fetch(location.href, {
        headers: { Accept: 'text/html' },
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT),
      });
      // A redirect leads to the sign-in: it is over, and what the page shows is not to stay there.
      if (response.redirected) {
        location.reload();
        return;
      }
      if (!response.ok) throw new Error(String(response.status));
      const html = await response.text();
      if (live) apply(new DOMParser().parseFromString(html, 'text/html'));
      failures = 0;
    } catch {
      failures += 1;
    } finally {
      busy = false;
    }
    show();
    plan();
  }

  function apply(fresh) {
    document.title = fresh.title;
    for (const part of document.querySelectorAll('[data-live]')) {
      const next = fresh.getElementById(part.id);
      if (next) change(part, next);
    }
    tellChanges();
    showPicked();
  }

  // Rows that changed, or left the list, while somebody was reading say so for a few refreshes: a row under the pointer is
  // not pulled away. What is ticked, pointed at or focused stays longer.
  const TOLD = 3;
  const changed = new Map();

  const isRow = (node) => node.nodeName === 'TR' && node.dataset.seen !== undefined;
  const isGone = (node) => isRow(node) && node.classList.contains('gone');
  const isHeld = (row) => row.matches(':hover, :focus-within');

  function leave(row) {
    for (const box of row.querySelectorAll('input[type=checkbox]')) {
      box.checked = false;
      box.disabled = true;
    }
    row.classList.add('gone');
    changed.set(row.id, TOLD);
  }

  function tellChanges() {
    const list = document.getElementById('selection');
    for (const [id, left] of changed) {
      const row = document.getElementById(id);
      if (!row || !list || (left <= 0 && !isHeld(row))) {
        changed.delete(id);
        if (row && isGone(row)) row.remove();
        continue;
      }
      changed.set(id, left - 1);
      row.classList.add('changed');
      const cell = row.cells[0];
      if (cell.querySelector('.note')) continue;
      const note = document.createElement('div');
      note.className = 'note';
      note.textContent = list.dataset.changed;
      cell.append(note);
    }
  }

  function change(node, next) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      if (node.data !== next.data) node.data = next.data;
      return;
    }
    if (isRow(node) && node.dataset.seen !== next.dataset.seen) changed.set(node.id, TOLD);
    changeAttributes(node, next);
    changeChildren(node, next);
  }

  function changeAttributes(node, next) {
    for (const { name } of [...node.attributes]) {
      if (!next.hasAttribute(name) && !isReaders(node, name)) node.removeAttribute(name);
    }
    for (const { name, value } of next.attributes) {
      if (node.getAttribute(name) !== value && !isReaders(node, name)) node.setAttribute(name, value);
    }
  }

  // What the reader, not the server, decides.
  function isReaders(node, name) {
    return name === 'open' && node.nodeName === 'DETAILS';
  }

  // An element with an id is found again wherever it moved; the others are matched by their place. What is gone goes
  // first, so that what stays need not move: an element loses its focus when it is moved.
  function changeChildren(node, next) {
    const wantedIds = new Set([...next.children].map((child) => child.id));
    const known = new Map();
    for (const child of [...node.children]) {
      if (!child.id) continue;
      if (wantedIds.has(child.id)) known.set(child.id, child);
      else if (!isRow(child)) child.remove();
      else if (!isGone(child)) leave(child);
    }
    let place = present(node.firstChild);
    for (const wanted of [...next.childNodes]) {
      const kept = wanted.id ? known.get(wanted.id) : place;
      if (kept && kept.nodeName === wanted.nodeName && (wanted.id || !kept.id)) {
        if (kept === place) place = present(place.nextSibling);
        else node.insertBefore(kept, place);
        change(kept, wanted);
      } else {
        node.insertBefore(document.importNode(wanted, true), place);
      }
    }
    while (place) {
      const rest = place;
      place = present(place.nextSibling);
      rest.remove();
    }
  }

  /** From `node` on, the first that has not left the list. */
  function present(node) {
    while (node && isGone(node)) node = node.nextSibling;
    return node;
  }

  // What is ticked in a list. Without a script one ticks as well; only the count and "all on this page" are missing.
  const boxes = () => [...document.querySelectorAll('#selection input[name=job]:not(:disabled)')];

  function showPicked() {
    const all = document.querySelector('[data-pick-all]');
    if (!all) return;
    const some = boxes();
    const picked = some.filter((box) => box.checked).length;
    const page = document.querySelector('[data-pick-page]');
    page.checked = some.length > 0 && picked === some.length;
    page.indeterminate = picked > 0 && picked < some.length;
    page.parentElement.hidden = false;
    const output = document.getElementById('picked');
    output.textContent = `${output.dataset.words}: ${picked}`;
    output.hidden = all.checked || picked === 0;
    for (const button of document.querySelectorAll('#selection button[name=do]')) {
      button.disabled = !all.checked && picked === 0;
    }
  }

  document.addEventListener('change', ({ target }) => {
    if (!target.closest('#selection')) return;
    if (target.matches('[data-pick-page]')) for (const box of boxes()) box.checked = target.checked;
    showPicked();
  });

  showPicked();
  // A page that does not change has no switch.
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    live = !live;
    failures = 0;
    remember(live ? 'on' : 'off');
    show();
    plan();
    if (live) void refresh();
  });
  document.addEventListener('visibilitychange', () => {
    plan();
    if (!document.hidden && live) void refresh();
  });
  show();
  plan();
})();
