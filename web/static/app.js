// Pages work without this file. With it, they update themselves and forms do
// not load the whole page again.
'use strict';

// Morphing: make what is shown equal to what came, touching only what differs,
// so that focus, scroll position, open popovers and transitions stay.

function morph(shown, wanted) {
  if (shown.nodeName !== wanted.nodeName || (shown.id || '') !== (wanted.id || '')) {
    shown.replaceWith(wanted);
    return;
  }
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.data !== wanted.data) shown.data = wanted.data;
    return;
  }
  morphAttributes(shown, wanted);
  morphChildren(shown, wanted);
}

function morphAttributes(shown, wanted) {
  for (const a of [...shown.attributes]) {
    // What a person has opened stays open.
    if (a.name !== 'open' && !wanted.hasAttribute(a.name)) shown.removeAttribute(a.name);
  }
  for (const a of wanted.attributes) {
    if (shown.getAttribute(a.name) !== a.value) shown.setAttribute(a.name, a.value);
  }
}

function morphChildren(shown, wanted) {
  const byID = new Map();
  for (const child of shown.children) if (child.id) byID.set(child.id, child);
  let here = shown.firstChild;
  for (const next of [...wanted.childNodes]) {
    let same = next.id ? byID.get(next.id) : here;
    if (!next.id) {
      // Something with a name of its own is met by name only.
      while (same && same.id) same = same.nextSibling;
      if (same && same.nodeName !== next.nodeName) same = null;
    }
    if (!same) {
      shown.insertBefore(next, here);
      continue;
    }
    if (same === here) here = here.nextSibling;
    else shown.insertBefore(same, here);
    morph(same, next);
  }
  while (here) {
    const rest = here.nextSibling;
    here.remove();
    here = rest;
  }
}

// Updates: the server sends the moving part of the page whenever it changes.

let source = null;

function connect() {
  disconnect();
  const url = document.getElementById('main')?.dataset.stream;
  if (!url || document.hidden) return;
  source = new EventSource(url);
  source.addEventListener('show', (e) => {
    lost(false);
    show(e.data);
  });
  source.addEventListener('end', () => {
    disconnect();
    delete document.getElementById('main').dataset.stream;
  });
  source.addEventListener('error', () => {
    lost(true);
    // Refused rather than interrupted: the browser has given up, so come back later.
    if (source && source.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
  });
}

function disconnect() {
  source?.close();
  source = null;
}

function lost(is) {
  document.body.classList.toggle('is-lost', is);
}

function show(html) {
  const box = document.createElement('template');
  box.innerHTML = html;
  for (const wanted of [...box.content.children]) {
    const shown = document.getElementById(wanted.id);
    if (!shown) continue;
    if (wanted.dataset.title) document.title = wanted.dataset.title;
    morph(shown, wanted);
  }
}

// A page that nobody sees needs no updates.
document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
window.addEventListener('pagehide', disconnect);
window.addEventListener('pageshow', (e) => e.persisted && connect());

// Forms: send them from here and take over the page they lead to.

document.addEventListener('submit', async (e) => {
  const form = e.target;
  if (form.method !== 'post' || e.defaultPrevented) return;
  e.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  try {
    const body = new URLSearchParams(new FormData(form, e.submitter));
    const answer = await fetch(form.action, { method: 'POST', body });
    await arrive(answer, form);
  } catch {
    lost(true);
  } finally {
    delete form.dataset.busy;
  }
});

async function arrive(answer, form) {
  if (answer.ok && new URL(answer.url).pathname !== location.pathname) {
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!answer.ok) {
    complain(page.querySelector('[data-problem]')?.textContent || answer.statusText);
    return;
  }
  form.closest('[popover]')?.hidePopover();
  document.documentElement.dataset.theme = page.documentElement.dataset.theme;
  for (const id of ['top', 'live']) {
    const [shown, wanted] = [document.getElementById(id), page.getElementById(id)];
    if (shown && wanted) morph(shown, wanted);
  }
  morphAttributes(document.getElementById('main'), page.getElementById('main'));
  connect();
}

// complain shows what went wrong beside what the person was doing.
function complain(text) {
  let box = document.getElementById('complaint');
  if (!box) {
    box = document.createElement('div');
    box.id = 'complaint';
    box.setAttribute('role', 'alert');
    box.popover = 'manual';
    document.body.append(box);
  }
  box.textContent = text;
  box.showPopover();
  clearTimeout(complain.timer);
  complain.timer = setTimeout(() => box.hidePopover(), 8000);
}

connect();
