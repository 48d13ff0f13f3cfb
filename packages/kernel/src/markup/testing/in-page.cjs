// Runs inside the browser, as text handed to every frame before any script of its own. In the page
// itself it leaves one function, `tryAll`; in each frame below it puts traps where a payload that
// runs would have to step. `__report` and `__allowed` are given by browser.ts.
(() => {
  // Not `eval`: the driver hands over by it what was reported.
  const calls = [
    ...['alert', 'confirm', 'prompt', 'print', 'open', 'fetch', 'postMessage', 'close'],
    ...['XMLHttpRequest', 'WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'Image', 'Audio'],
    ...['RTCPeerConnection', 'Notification', 'importScripts', 'setTimeout', 'setInterval'],
  ];
  const trap = () => {
    const hit = (what) => window.__report(what);
    for (const name of calls) window[name] = () => hit(name);
    navigator.sendBeacon = () => hit('sendBeacon');
    Object.defineProperty(window, '__hit', {
      set: (_value) => {
        hit('__hit');
      },
    });
    for (const name of ['cookie', 'domain', 'write', 'writeln']) {
      const value = () => hit(`document.${name}`);
      Object.defineProperty(document, name, name.startsWith('write') ? { value } : { get: value });
    }
  };
  if (window !== window.top) return trap();

  /** Elements that a window may hand text to; the payload is their inner HTML. */
  const parents = [
    ...['div', 'p', 'a', 'button', 'form', 'select', 'option', 'textarea', 'title', 'style'],
    ...['noscript', 'xmp', 'iframe', 'table', 'tbody', 'tr', 'td', 'caption', 'details', 'dialog'],
    ...['template', 'ruby', 'li', 'h1', 'svg', 'math'],
  ];
  /** Places inside foreign content, where the parser changes its mind. */
  const wrapped = [
    ['<svg>', '</svg>'],
    ['<svg><style>', '</style></svg>'],
    ['<svg><foreignObject>', '</foreignObject></svg>'],
    ['<svg><desc>', '</desc></svg>'],
    ['<math>', '</math>'],
    ['<math><mtext>', '</mtext></math>'],
    ['<math><annotation-xml encoding="text/html">', '</annotation-xml></math>'],
    ['<table><tr><td>', '</td></tr></table>'],
    ['<table>', '</table>'],
    ['<select><option>', '</option></select>'],
    ['<form><math><mtext></form><form><mglyph><style>', '</style></mglyph></form></mtext></math>'],
    ['<noscript>', '</noscript>'],
    ['<b><p><i>', '</b></p></i>'],
  ];
  const namespaces = {
    svg: 'http://www.w3.org/2000/svg',
    math: 'http://www.w3.org/1998/Math/MathML',
  };

  const make = (inside, name) =>
    inside.createElementNS(namespaces[name] ?? 'http://www.w3.org/1999/xhtml', name);

  /** Each way into a document: the element that holds what came of it, and what is the way's own. */
  function* ways(inside, html) {
    const none = new Set();
    for (const name of parents) {
      const element = make(inside, name);
      element.innerHTML = html;
      yield [element, none];
    }
    for (const [before, after] of wrapped) {
      const element = make(inside, 'div');
      element.innerHTML = `${before}${html}${after}`;
      const names = [...before.matchAll(/<([\w-]+)/g)].map(([, name]) => name);
      yield [element, new Set([...names, 'annotation-xml encoding=text/html'])];
    }
    // Serialised and parsed again, three times: what mutates does so now.
    const mutated = make(inside, 'div');
    mutated.innerHTML = html;
    for (let round = 0; round < 3; round += 1) {
      const markup = mutated.innerHTML;
      mutated.innerHTML = markup;
    }
    yield [mutated, none];
    const fragment = make(inside, 'div');
    fragment.append(inside.createRange().createContextualFragment(html));
    yield [fragment, none];
    const cloned = make(inside, 'div');
    const template = make(inside, 'template');
    template.innerHTML = html;
    cloned.append(inside.importNode(template.content, true));
    yield [cloned, none];
    const shadow = make(inside, 'div');
    shadow.setHTMLUnsafe(html);
    yield [shadow, none];
    const parsed = make(inside, 'div');
    const other = new DOMParser().parseFromString(html, 'text/html');
    parsed.append(...inside.importNode(other.body, true).childNodes);
    yield [parsed, none];
  }

  const elementsOf = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      element,
      ...(element.content instanceof DocumentFragment ? elementsOf(element.content) : []),
      ...(element.shadowRoot ? elementsOf(element.shadowRoot) : []),
    ]);

  const safeAddress = (value) =>
    value.startsWith('#note/') ||
    ['http:', 'https:', 'mailto:'].includes(URL.parse(value)?.protocol);
  const values = {
    href: safeAddress,
    rel: (value) => value === 'noopener noreferrer nofollow',
    class: (value) => /^[a-z0-9 +#_-]+$/.test(value),
    type: (value) => value === 'checkbox',
    start: (value) => /^\d+$/.test(value),
    disabled: (value) => value === '',
    checked: (value) => value === '',
  };

  /** What stands in a tree beyond the allowlist and beyond `own`, the elements of the way in. */
  function oddities(root, own) {
    const odd = [];
    for (const element of elementsOf(root)) {
      const name = element.localName;
      const allowed = Object.hasOwn(__allowed, name) ? __allowed[name].split(' ') : null;
      if (allowed === null && !own.has(name)) odd.push(`element ${name}`);
      for (const { name: attribute, value } of element.attributes) {
        if (own.has(`${name} ${attribute}=${value}`)) continue;
        if (!allowed?.includes(attribute)) odd.push(`${name} with ${attribute}`);
        else if (values[attribute]?.(value) !== true) odd.push(`${attribute} ${value}`);
      }
      if (name === 'input' && !element.hasAttribute('disabled')) odd.push('input can be used');
    }
    return odd;
  }

  /** A link that may be there leads away when it is clicked; every other one does what it does. */
  function stay(event) {
    const link = event.composedPath().find(({ localName }) => localName === 'a');
    if (link !== undefined && safeAddress(link.getAttribute('href') ?? '')) event.preventDefault();
  }

  const attempt = (act) => {
    try {
      act();
    } catch {
      // What a payload breaks is not what is looked for.
    }
  };

  /** The pointer comes, presses and goes; and whatever an attribute listens to happens. */
  function touch(inside) {
    const hover = ['pointerover', 'mouseover', 'mouseenter', 'mousemove', 'mouseout'];
    for (const element of elementsOf(inside)) {
      const attributes = element.getAttributeNames();
      // What carries nothing listens to nothing, and leads nowhere.
      if (attributes.length === 0) continue;
      const listened = attributes.filter((name) => /^on/i.test(name));
      for (const name of [...hover, ...listened.map((each) => each.slice(2).toLowerCase())]) {
        const event = () => new Event(name, { bubbles: true, cancelable: true });
        attempt(() => element.dispatchEvent(event()));
        // Some that stand at the body belong to the window.
        if (element === inside.body) attempt(() => inside.defaultView.dispatchEvent(event()));
      }
      const click = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true });
      attempt(() => element.dispatchEvent(click));
    }
  }

  function tryOne(frame, html) {
    const inside = frame.contentDocument;
    if (inside === null) return ['the frame left'];
    frame.contentWindow.addEventListener('click', stay, true);
    const odd = new Set();
    // As it was parsed: a whole document, and what a srcdoc holds.
    const around = new Set(['html', 'head', 'body', 'meta', 'meta charset=utf-8']);
    for (const found of oddities(inside, around)) odd.add(`document: ${found}`);
    for (const element of elementsOf(inside)) attempt(() => element.focus?.());
    attempt(() => {
      for (const [root, own] of ways(inside, html)) {
        (inside.body ?? inside.documentElement).append(root);
        for (const found of oddities(root, own)) odd.add(`${root.localName}: ${found}`);
      }
    });
    touch(inside);
    return [...odd];
  }

  const once = (target, name) =>
    new Promise((done) => target.addEventListener(name, done, { once: true }));

  /** Loads each text into a frame of its own, tries every way in, and says what stands there. */
  window.tryAll = async (cases) => {
    const frames = cases.map(({ html }, at) => {
      const frame = document.createElement('iframe');
      frame.name = `case ${at}`;
      frame.srcdoc = `<!doctype html><meta charset=utf-8><body>${html}`;
      return frame;
    });
    // A payload may keep its own frame from ever being loaded; the page is not kept by it.
    const patience = new Promise((done) => setTimeout(done, 2_000));
    const loaded = Promise.race([
      Promise.all(frames.map((frame) => once(frame, 'load'))),
      patience,
    ]);
    document.body.append(...frames);
    await loaded;
    const found = frames.map((frame, at) => tryOne(frame, cases[at].html));
    // What was asked for is answered in order, so this comes after whatever a payload asked for.
    for (let round = 0; round < 2; round += 1) {
      const last = document.createElement('img');
      const answered = once(last, 'error');
      last.src = `/last-${round}`;
      await answered;
    }
    return found;
  };
})();
