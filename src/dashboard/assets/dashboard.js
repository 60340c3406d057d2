'use strict';

// Refreshes what is marked `data-live` from the page's own address while it is looked at. Nodes are changed in place,
// not replaced, so that focus, scroll positions, selected text and opened details stay as they are.
(() => {
  const EVERY = 2000;
  const SLOWEST = 30000;
  const TIMEOUT = 10000;
  const KEPT = 'dashboard-live';

  const button = document.getElementById('live');
  if (!button) return;

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
  }

  function change(node, next) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      if (node.data !== next.data) node.data = next.data;
      return;
    }
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
      else child.remove();
    }
    let place = node.firstChild;
    for (const wanted of [...next.childNodes]) {
      const kept = wanted.id ? known.get(wanted.id) : place;
      if (kept && kept.nodeName === wanted.nodeName && (wanted.id || !kept.id)) {
        if (kept === place) place = place.nextSibling;
        else node.insertBefore(kept, place);
        change(kept, wanted);
      } else {
        node.insertBefore(document.importNode(wanted, true), place);
      }
    }
    while (place) {
      const rest = place;
      place = place.nextSibling;
      rest.remove();
    }
  }

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
