/* Suggestions below every search box: a combobox as the ARIA Authoring Practices describe it. What is
   offered is one small file, fetched when a box is first used; the box itself is a plain form that works
   without. Everything that comes from data is set as text. */
(() => {
  "use strict";

  const MOST = 8;
  const MOST_TASKS = 4;
  const PAUSE = 250; /* ms after the last key before tasks are looked for: that costs files */
  const BEFORE = 12; /* characters shown before the hit */
  const LONGEST = 40;
  const KINDS = { unit: "单位", document: "文件", number: "文号", heading: "标题", task: "任务" };
  const search = (window.qingdanSearch = window.qingdanSearch || {});
  const here = document.currentScript.src;
  const root = here.slice(0, here.lastIndexOf("assets/"));
  const onDisk = location.protocol === "file:";
  let wanted = null; /* a promise of what is offered, once asked for */

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = resolve;
      element.onerror = () => reject(new Error(address));
      document.head.append(element);
    });
  }

  async function bytesOf(name) {
    if (!onDisk) {
      const response = await fetch(`${root}${name}.bin`);
      if (!response.ok) throw new Error(String(response.status));
      return new Uint8Array(await response.arrayBuffer());
    }
    await script(`${root}${name}.js`);
    return search.taken.get(name);
  }

  async function unpacked(name) {
    const bytes = await bytesOf(name);
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes; /* the server has unpacked it */
    const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /* Traditional characters are learnt when some are typed. */
  async function learn() {
    const table = Array.from(new TextDecoder().decode(await unpacked("search/traditional")));
    search.learn(table.slice(0, table.length / 2).map((c, i) => c + table[table.length / 2 + i]).join(""));
  }

  async function load() {
    if (!search.fold) await script(`${root}assets/search-text.js`);
    const found = JSON.parse(new TextDecoder("utf-16le", { fatal: true }).decode(await unpacked("search/suggest")));
    search.learn(found.fold);
    const entry = (kind, text, count, names, latin = []) => ({ kind, text, count, names: names.map(search.fold), latin });
    return [
      ...found.units.map(([name, count, initials, pinyin, ...aliases]) => entry("unit", name, count, [name, ...aliases], [initials, pinyin])),
      ...found.documents.map(([title, , id]) => ({ ...entry("document", title, 0, [title]), url: `documents/${id}/` })),
      ...found.documents.filter(([, number]) => number).map(([, number, id]) => ({ ...entry("number", number, 0, [number]), url: `documents/${id}/` })),
      ...found.headings.map(([text, count]) => entry("heading", text, count, [text])),
    ];
  }

  /* How well an entry fits: 0 is best, 9 not at all. */
  function fit(entry, word, latin) {
    let best = 9;
    for (const name of entry.names) {
      const at = name.indexOf(word);
      if (at >= 0) best = Math.min(best, name === word ? 0 : at ? 2 : 1);
    }
    if (best === 9 && latin) {
      const [initials, pinyin] = entry.latin;
      if (initials === latin || pinyin === latin) return 1;
      if (initials && (initials.startsWith(latin) || pinyin.startsWith(latin))) return 2;
      /* 发改委 stands at the end of 市发改委: a few letters are too little to be found anywhere else */
      if (initials && latin.length > 1 && (initials.endsWith(latin) || pinyin.endsWith(latin))) return 3;
      if (initials && latin.length > 1 && (initials.includes(latin) || (latin.length > 3 && pinyin.includes(latin)))) return 4;
    }
    return best;
  }

  function offered(entries, text) {
    const word = search.fold(text);
    if (!word) return [];
    const latin = /^[a-z']+$/.test(word) ? word.replaceAll("'", "") : "";
    return entries
      .map((entry, i) => [fit(entry, word, latin), -entry.count, i, entry])
      .filter(([how]) => how < 9)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
      .slice(0, MOST)
      .map(([, , , entry]) => entry);
  }

  /* Tasks that hold the words: where nothing else does. */
  let index = null;
  async function tasksWith(text) {
    if (!search.open) await script(`${root}assets/search-index.js`);
    index = index || search.open(root);
    const opened = await index.catch((error) => {
      index = null;
      throw error;
    });
    const { tasks, words } = await opened.search(text, {}, { wantCounts: false, most: MOST_TASKS });
    const found = await Promise.all(tasks.slice(0, MOST_TASKS).map((n) => opened.task(n)));
    return found.map(({ record, task }) => {
      const [span] = search.occurrences(task[3], words);
      const points = Array.from(task[3].slice(span && span[0] > BEFORE ? span[0] - BEFORE : 0));
      const short = points.length > LONGEST ? points.slice(0, LONGEST).join("") + "…" : points.join("");
      return { kind: "task", text: short, count: 0, url: `documents/${record.id}/`, anchor: `task-${task[0]}` };
    });
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function marked(text, word) {
    const spans = search.occurrences(text, [search.fold(word)]);
    if (!spans.length) return [text];
    const [start, end] = spans[0];
    return [text.slice(0, start), element("mark", {}, text.slice(start, end)), text.slice(end)];
  }

  let boxes = 0;
  function attach(input) {
    const id = `qd-suggest-${++boxes}`;
    const list = element("ul", { id, role: "listbox", class: "qd-suggest", "aria-label": "建议" });
    const said = element("span", { class: "qd-hidden", role: "status" });
    const box = element("div", { class: "qd-suggest-box", hidden: "" }, list);
    input.form.append(box, said);
    input.form.classList.add("qd-suggests");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off" })) input.setAttribute(name, value);
    let shown = [];
    let chosen = -1;
    let typed = "";

    function close() {
      box.hidden = true;
      shown = [];
      chosen = -1;
      list.replaceChildren();
      said.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function choose(at) {
      chosen = at;
      Array.from(list.children).forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      if (at < 0) {
        input.removeAttribute("aria-activedescendant");
        input.value = typed;
      } else {
        input.setAttribute("aria-activedescendant", `${id}-${at}`);
        input.value = shown[at].text;
        list.children[at].scrollIntoView({ block: "nearest" });
      }
    }
    function take(entry) {
      close();
      if (entry.url) {
        const path = onDisk ? entry.url.replace(/\/$/, "/index.html") : entry.url;
        location.href = root + encodeURI(path) + (entry.anchor ? `#${encodeURIComponent(entry.anchor)}` : "");
      } else {
        input.value = entry.text;
        input.form.requestSubmit();
      }
    }
    async function open() {
      typed = input.value;
      if (!typed.trim()) return close();
      const stale = () => input.value !== typed || document.activeElement !== input;
      let found;
      try {
        const entries = await (wanted = wanted || load());
        if (search.needsTable(typed)) await learn();
        if (stale()) return undefined;
        found = offered(entries, typed);
      } catch {
        wanted = null; /* without suggestions the box still searches; the next key tries again */
        return close();
      }
      if (!found.length && Array.from(search.fold(typed)).length > 1) {
        close();
        await pause();
        if (stale()) return undefined;
        found = await tasksWith(typed).catch(() => []);
        if (stale()) return undefined;
      }
      close();
      if (!found.length) return undefined;
      shown = found;
      list.replaceChildren(...found.map((entry, i) => {
        const item = element("li", { id: `${id}-${i}`, role: "option", "aria-selected": "false", "data-kind": entry.kind },
          element("span", { class: "qd-suggest-text" }, ...marked(entry.text, typed)),
          element("span", { class: "qd-suggest-kind" }, entry.count ? `${KINDS[entry.kind]} · ${entry.count} 项` : KINDS[entry.kind]));
        /* before the box loses the focus */
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => take(entry));
        return item;
      }));
      box.hidden = false;
      input.setAttribute("aria-expanded", "true");
      said.textContent = `有 ${found.length} 条建议，按上下键选`;
      return undefined;
    }

    input.addEventListener("focus", () => (wanted = wanted || load()).catch(() => (wanted = null)), { once: true });
    input.addEventListener("input", (event) => !event.isComposing && open());
    input.addEventListener("compositionend", open);
    input.addEventListener("blur", close);
    input.form.addEventListener("submit", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape" && shown.length) {
        choose(-1);
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && shown.length) {
        /* one more place than suggestions: the words as they were typed */
        const places = shown.length + 1;
        choose(((chosen + 1 + (event.key === "ArrowDown" ? 1 : places - 1)) % places) - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        take(shown[chosen]);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  search.taken = search.taken || new Map();
  search.take = search.take || ((name, text) => search.taken.set(name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
  document.querySelectorAll("[data-qd-search-key]").forEach(attach);
})();
