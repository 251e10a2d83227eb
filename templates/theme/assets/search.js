/* The search page: the form, the filters and the results below #qd-search. Everything that comes
   from data is set as text, never as HTML. */
(function (search) {
  "use strict";

  const FILTERS = { region: "地区", unit: "单位", role: "职责", kind: "时限种类", due: "时限", year: "年度", status: "进展", document: "文件" };
  const ROLE_NAMES = { lead: "牵头", responsible: "责任", supporting: "配合" };
  const KIND_NAMES = { by: "截止", year: "全年", ongoing: "长期", none: "未注明" };
  const ORDERS = { "": "相关程度", due: "时限先后", document: "文件次序" };
  const MOST_OPTIONS = 300;
  const PAUSE = 150; /* ms after the last key before searching */
  const SNIPPET = 160;
  const IN_SIGHT = 3; /* tasks that are filled at once where each costs a file: more need a second round trip */
  const DOCUMENTS_IN_SIGHT = 2;
  const LATER = 1500; /* ms after which the others are filled, seen or not */
  const INSTEAD = 5; /* results of another query that are shown */
  const SAMPLES = ["政务公开", "市财政局", "12月底前"];

  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter(Boolean));
    return element;
  }

  /* The text with the words marked; `most` characters of it around the first hit. */
  function marked(text, words, most = Infinity) {
    const spans = search.occurrences(text, words);
    let [from, to] = [0, text.length];
    if (to > most) {
      const first = spans.length ? spans[0][0] : 0;
      from = Math.max(0, Math.min(first - Math.floor(most / 3), to - most));
      to = Math.min(to, Math.max(from + most, spans.length ? spans[0][1] : 0));
      if (/[\udc00-\udfff]/.test(text[from])) from--;
      if (/[\ud800-\udbff]/.test(text[to - 1])) to++;
    }
    const pieces = from ? ["…"] : [];
    let at = from;
    for (const [start, end] of spans) {
      if (start >= to || end <= from) continue;
      pieces.push(text.slice(at, Math.max(start, at)), h("mark", null, text.slice(Math.max(start, at), Math.min(end, to))));
      at = Math.min(end, to);
    }
    if (at < to) pieces.push(text.slice(at, to));
    if (to < text.length) pieces.push("…");
    return pieces;
  }

  const holds = (text, words) => search.occurrences(text, words).length > 0;
  const between = (items, separator) => items.flatMap((item, i) => (i ? [separator, item] : [item]));

  /* Documents that only mention the words come behind the tasks that do. */
  const documentsBehind = (answer) => answer.total > 0 && answer.named === 0;
  const wide = () => matchMedia("(min-width: 60em)").matches;
  const place = (path) => path.split("/").pop();

  function mount(root) {
    const base = root.dataset.root || "../";
    const form = root.querySelector("form") || root.parentNode.querySelector("form") || root.appendChild(makeForm());
    const input = form.querySelector("input[name=q]");
    const status = h("p", { class: "qd-search-status", role: "status", "aria-live": "polite", tabindex: -1 });
    const chosen = h("ul", { class: "qd-search-chosen", "aria-label": "已选的筛选条件", hidden: true });
    const filters = h("details", { class: "qd-search-filters", hidden: true });
    const output = h("div", { class: "qd-search-output" });
    root.append(status, chosen, filters, output);
    const pageTitle = document.title;
    let index = null; /* a promise, once asked for */
    let turn = 0;
    let timer = 0;
    let counted = true; /* whether the filters shown have their counts */

    const href = (path, anchor) => base + encodeURI(search.file(path)) + (anchor ? "#" + encodeURIComponent(anchor) : "");
    const link = (path, ...children) => h("a", { href: href(path) }, ...children);

    function makeForm() {
      return h("form", { class: "qd-find qd-find-large", role: "search", method: "get" },
        h("input", { type: "search", name: "q", "aria-label": "搜索任务、文件、单位", autocomplete: "off", enterkeyhint: "search" }),
        h("button", { type: "submit" }, "搜索"));
    }

    /* What the address asks for. */
    function asked() {
      const parameters = new URLSearchParams(location.search);
      const set = {};
      for (const name of Object.keys(FILTERS)) if (parameters.get(name)) set[name] = parameters.get(name);
      const order = Object.hasOwn(ORDERS, parameters.get("sort") || "") ? parameters.get("sort") || "" : "";
      return { q: parameters.get("q") || "", filters: set, order, page: Math.max(1, parseInt(parameters.get("page"), 10) || 1) };
    }
    function addressOf({ q, filters: set, order = asked().order, page }) {
      const parameters = new URLSearchParams();
      if (q) parameters.set("q", q);
      for (const [name, value] of Object.entries(set)) if (value) parameters.set(name, value);
      if (order) parameters.set("sort", order);
      if (page > 1) parameters.set("page", page);
      const text = parameters.toString();
      return location.pathname + (text ? "?" + text : "");
    }
    /* Typing fills one entry of the history; everything else makes a new one. */
    function go(wanted, typing) {
      const address = addressOf(wanted);
      if (address !== location.pathname + location.search) {
        if (typing && history.state && history.state.typing) history.replaceState({ typing }, "", address);
        else history.pushState({ typing: Boolean(typing) }, "", address);
      }
      return show();
    }

    async function show() {
      const mine = ++turn;
      const wanted = asked();
      document.title = wanted.q ? `${wanted.q} - ${pageTitle}` : pageTitle;
      root.setAttribute("aria-busy", "true");
      try {
        index = index || search.open(base);
        const opened = await index;
        const small = Boolean(opened.manifest.everything);
        /* Open where there is room, but not where counting needs files of its own. */
        if (small && mine === 1 && wide()) filters.open = true;
        const set = wanted.filters;
        const wantCounts = small || filters.open || Object.keys(set).length > 0;
        const size = small ? 50 : 10;
        const answer = await opened.search(wanted.q, set, { wantCounts, order: wanted.order, most: wanted.page * size });
        const pages = Math.max(1, Math.ceil(answer.total / size));
        const page = Math.min(wanted.page, pages);
        const start = (page - 1) * size;
        const shown = answer.tasks.slice(start, start + size);
        const mostDocuments = small ? 20 : 3;
        /* In a large library those in sight come first, the others when they come into sight or a little later. */
        const filled = (numbers, inSight, item) => Promise.all(numbers.map((n, i) =>
          (small || i < inSight ? item(opened, n, answer.words) : laterItem(() => item(opened, n, answer.words)))));
        const behind = documentsBehind(answer);
        const [items, documents] = await Promise.all([
          filled(shown, IN_SIGHT, taskItem),
          filled(page > 1 ? [] : answer.documents.slice(0, mostDocuments), behind ? 0 : DOCUMENTS_IN_SIGHT, documentItem),
        ]);
        if (mine !== turn) return;
        counted = wantCounts;
        render(wanted, answer, { items, documents, page, pages, start });
      } catch (error) {
        if (mine !== turn) return;
        /* A failed opening must not stay: the next try starts anew. */
        index = index && (await index.then(() => index, () => null));
        fail(error);
      } finally {
        if (mine === turn) root.removeAttribute("aria-busy");
      }
    }

    function fail(error) {
      if (!(error instanceof search.Unavailable)) console.error(error);
      const message = error instanceof search.Unavailable ? error.message : "搜索出错了，请刷新页面重试。";
      status.textContent = "";
      output.replaceChildren(h("div", { class: "qd-search-problem", role: "alert" },
        h("p", null, message),
        h("p", null, h("button", { type: "button", onclick: show }, "重试")), indexes()));
    }

    function indexes() {
      return h("p", null, "也可以从目录查找：", ...between([
        link("documents/", "文件"), link("units/", "单位"), link("deadlines/", "时限")], "、"), "。");
    }

    function render(wanted, answer, { items, documents, page, pages, start }) {
      const { total } = answer;
      const nothing = !answer.words.length && !total && !answer.totalDocuments && !Object.keys(wanted.filters).length && !search.parse(wanted.q).fields.length;
      if (nothing) {
        status.textContent = "";
        filters.hidden = chosen.hidden = true;
        output.replaceChildren(welcome());
        return;
      }
      const parts = [`找到 ${total} 条任务`];
      if (answer.totalDocuments) parts.push(`${answer.totalDocuments} 份文件`);
      const range = pages > 1 ? `，第 ${start + 1}—${start + items.length} 条` : "";
      status.textContent = parts.join("、") + range + "。";
      renderChosen(wanted, answer.counts);
      renderFilters(wanted, answer.counts);
      if (!total && !documents.length && !Object.keys(wanted.filters).length) filters.hidden = true;
      const list = h("ol", { class: "qd-search-results", "data-total": total, "data-query": wanted.q, start: start + 1 }, items);
      if (!total && !documents.length && search.fold(wanted.q)) propose(wanted);
      const after = documentsBehind(answer);
      output.replaceChildren(...[
        notes(wanted, answer),
        !after && documentList(documents, answer.totalDocuments),
        total > 1 || wanted.order ? sorter(wanted) : null,
        documents.length && total ? h("h2", null, "任务") : null,
        list,
        after && documentList(documents, answer.totalDocuments),
        total || documents.length ? null : advice(wanted, answer),
        pages > 1 ? pager(wanted, page, pages) : null,
      ].filter(Boolean));
    }

    function sorter(wanted) {
      const select = h("select", { id: "qd-search-sort", onchange: () => go({ q: input.value, filters: wanted.filters, order: select.value, page: 1 }) },
        Object.entries(ORDERS).map(([value, text]) => h("option", { value, selected: value === wanted.order }, text)));
      return h("p", { class: "qd-search-sort" }, h("label", { for: "qd-search-sort" }, "排列"), select);
    }

    /* The first two in sight, so that the tasks are too. */
    function documentList(items, total) {
      if (!items.length) return null;
      const list = (some, attributes) => h("ul", { class: "qd-search-documents", ...attributes }, some);
      const rest = items.slice(DOCUMENTS_IN_SIGHT);
      return h("section", { "aria-label": "找到的文件" }, h("h2", null, "文件"),
        list(items.slice(0, DOCUMENTS_IN_SIGHT), { "data-total-documents": total }),
        rest.length ? h("details", null, h("summary", null, `另有 ${total - DOCUMENTS_IN_SIGHT} 份文件`), list(rest),
          total > items.length ? h("p", null, `只列出前 ${items.length} 份，可以再加一个词缩小范围。`) : null) : null);
    }

    function notes(wanted, answer) {
      const said = [];
      if (answer.byDocument) said.push("任务里没有这些字，文件的标题、文号、机关或清单名称里有。下面是这些文件的任务。");
      const parsed = search.parse(wanted.q);
      if (answer.literal && parsed.words.length) {
        const bare = parsed.words.join(" ");
        said.push(["下面是与您输入的符号也相同的结果。", h("a", { href: addressOf({ q: bare, filters: wanted.filters }) }, `不管符号，只找“${bare}”`), "。"]);
      }
      return said.length ? h("div", { class: "qd-search-notes" }, said.map((one) => h("p", null, ...[one].flat()))) : null;
    }

    function welcome() {
      return h("div", { class: "qd-search-empty" },
        h("p", null, "写下您记得的几个字，半句话也行：任务的内容、单位、时限、文件的标题或文号。几个词用空格隔开，表示都要有；加引号表示连在一起；前面加减号表示不要。"),
        h("p", null, "例如：", ...between(SAMPLES.map((q) => h("a", { href: addressOf({ q, filters: {} }) }, q)), "、"), "。"),
        indexes());
    }

    function advice(wanted, answer) {
      const words = answer.words.map((word) => `“${word}”`).join("");
      const tips = [];
      if (Object.keys(wanted.filters).length) {
        tips.push(h("li", null, h("a", { href: addressOf({ q: wanted.q, filters: {} }) }, "去掉筛选条件"), "再找。"));
      }
      if (answer.words.length > 1) tips.push(h("li", null, "少写一个词。"));
      tips.push(h("li", null, "换一个更短的说法，或者检查有没有错别字。"));
      return h("div", { class: "qd-search-empty" },
        h("p", null, words ? `没有找到${answer.words.length > 1 ? "同时" : ""}含有${words.slice(0, 80)}的任务和文件。` : "没有符合筛选条件的任务。"),
        h("ul", null, tips), indexes());
    }

    /* A place that is filled when it comes into sight, or after a while. */
    function laterItem(make) {
      const item = h("li", { class: "qd-search-later" }, "正在取……");
      let asked = false;
      const fill = async () => {
        if (asked) return;
        asked = true;
        watch.disconnect();
        item.replaceWith(await make());
      };
      const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && fill());
      watch.observe(item);
      setTimeout(fill, LATER);
      return item;
    }

    /* Below the advice: what is meant by the same words, or differs by one character, and is there. */
    async function propose(wanted) {
      const mine = turn;
      try {
        const opened = await index;
        const load = (name) => search[name] || search.script(base, `assets/search-${name}`, opened.manifest.version);
        await Promise.all([load("nearest"), load("instead")]);
        const [other, found] = await search.instead(opened, wanted.q, wanted.filters);
        if (mine !== turn) return;
        const to = (query, text = query) => h("a", { href: addressOf({ q: query, filters: wanted.filters, page: 1 }) }, text);
        const say = (...words) => h("p", { class: "qd-search-nearest", role: "status" }, ...words);
        const links = between(found.map(({ query }) => to(query)), "、");
        let said = links.length ? [say("您要找的是不是：", ...links, "？")] : [];
        if (other) {
          const answer = await opened.search(other, wanted.filters, { wantCounts: false, most: INSTEAD });
          const [tasks, documents] = [answer.tasks.slice(0, INSTEAD), answer.tasks.length ? [] : answer.documents.slice(0, 2)];
          const items = [
            ...(await Promise.all(documents.map((n) => documentItem(opened, n, answer.words)))),
            ...(await Promise.all(tasks.map((n) => taskItem(opened, n, answer.words)))),
          ];
          if (mine !== turn) return;
          const counted = answer.total ? `${answer.total} 条任务` : `${answer.totalDocuments} 份文件`;
          said = [say("改找“", to(other), "”，", to(other, `找到 ${counted}`), items.length < answer.total ? `，先列 ${items.length} 条：` : "："), h("ol", { class: "qd-search-results" }, items)];
        }
        output.querySelector(".qd-search-empty").firstElementChild.after(...said);
      } catch (error) {
        if (!(error instanceof search.Unavailable)) console.error(error);
      }
    }

    async function taskItem(opened, number, words) {
      let found;
      try {
        found = await opened.task(number);
      } catch (error) {
        return h("li", { class: "qd-search-problem" }, error.message);
      }
      const { record, task, id } = found;
      const [anchor, printed, section, text, ...parties] = task;
      const [due, state] = parties.splice(3);
      const [cells, more, others] = search.cellsOf(record, task);
      const [ordinal, ...headings] = record.sections[section];
      if (record.lists.length > 1 && record.lists[ordinal - 1]) headings.unshift(record.lists[ordinal - 1]);
      const path = `documents/${record.id}/`;
      const rows = search.ROLES.map((role, i) => {
        const names = parties[i].map((party) => record.parties[party]);
        const cell = cells[i] || "";
        const across = words.some((word) => holds(cell, [word]) && !names.some(([name]) => holds(name, [word])));
        const value = across || !names.length ? marked(cell, words) : between(
          names.map(([name, slug]) => link(`units/${record.region[0]}/${slug}/`, ...marked(name, words))), "、");
        return [ROLE_NAMES[role], value];
      });
      const [dueText, dueSlug] = record.due[due];
      rows.push(["时限", dueText ? [link(`deadlines/${dueSlug}/`, ...marked(dueText, words))] : []]);
      for (const other of more) if (holds(other, words)) rows.push(["另写明", marked(other, words, SNIPPET)]);
      for (const other of others) if (holds(other, words)) rows.push(["又作", marked(other, words)]);
      if (state && state !== "未报送") rows.push(["进展", state]);
      return h("li", { "data-task": id },
        h("a", { class: "qd-hit", href: href(path, `task-${anchor}`) }, ...marked(text, words, SNIPPET)),
        headings.length ? h("p", { class: "qd-search-section" }, ...between(headings.map((one) => h("span", null, ...marked(one, words))), " › ")) : null,
        h("dl", null, rows.filter(([, value]) => value[0]).flatMap(([name, value]) => [h("dt", null, name), h("dd", null, ...[value].flat())])),
        h("p", { class: "qd-search-source" }, link(path, ...marked(record.title, words)),
          record.number ? h("span", null, ...marked(record.number, words)) : null,
          h("span", null, /^\d+$/.test(printed || anchor) ? `第 ${printed || anchor} 项` : printed || anchor)));
    }

    async function documentItem(opened, ordinal, words) {
      let record;
      try {
        record = await opened.record(opened.starts[ordinal]);
      } catch (error) {
        return h("li", { class: "qd-search-problem" }, error.message);
      }
      const names = [record.title, record.number, ...record.names];
      const missing = words.filter((word) => !names.some((name) => holds(name, [word])));
      const said = missing.length && record.says ? record.says.find((one) => holds(one, missing)) : null;
      const shown = [record.title, record.number];
      const other = record.names.find((name) => words.some((word) => holds(name, [word]) && !shown.some((one) => holds(one, [word]))));
      return h("li", { "data-document": record.id },
        link(`documents/${record.id}/`, ...marked(record.title, words)),
        said && h("p", null, ...marked(said, words, SNIPPET)),
        other && h("p", null, ...marked(other, words)),
        h("p", { class: "qd-search-source" }, record.number ? h("span", null, ...marked(record.number, words)) : null,
          h("span", null, place(record.region[1])), record.date ? h("span", null, record.date) : null));
    }

    /* The filters that are set, each with a way to take it off. */
    function renderChosen(wanted, counts) {
      const set = Object.entries(wanted.filters);
      chosen.hidden = !set.length;
      chosen.replaceChildren(...set.map(([name, value]) => {
        const { [name]: taken, ...rest } = wanted.filters;
        const text = `${FILTERS[name]}：${nameOf(name, value, counts && counts[name])}`;
        return h("li", null, h("a", { href: addressOf({ q: wanted.q, filters: rest }), "aria-label": `去掉筛选 ${text}` },
          h("span", { class: "qd-search-name" }, text), h("span", { "aria-hidden": "true" }, "×")));
      }));
      if (set.length) {
        chosen.append(h("li", null, h("button", { type: "button", onclick: () => go({ q: input.value, filters: {}, page: 1 }).then(land) }, "清除筛选")));
      }
    }

    /* What was clicked is gone: the keyboard goes on from the line that says what was found. */
    const land = () => document.activeElement === document.body && status.focus({ preventScroll: true });

    function renderFilters(wanted, counts) {
      filters.hidden = false;
      const before = document.activeElement && filters.contains(document.activeElement) ? document.activeElement.name : "";
      const set = wanted.filters;
      const many = Object.keys(set).length;
      const fields = Object.entries(FILTERS).map(([name, label]) => {
        const id = `qd-filter-${name}`;
        const select = h("select", { name, id, class: set[name] ? "qd-search-set" : undefined, onchange: () => go({ q: input.value, filters: { ...set, [name]: select.value }, page: 1 }) },
          h("option", { value: "" }, "不限"),
          options(name, counts ? counts[name] : new Map(), set[name]).map(([value, text]) =>
            h("option", { value, selected: value === set[name] }, text)));
        return h("p", null, h("label", { for: id }, label), select);
      });
      filters.replaceChildren(
        h("summary", null, "筛选", many ? h("small", null, `已选 ${many} 项`) : null),
        h("div", { class: "qd-search-fields" }, fields));
      if (before) filters.querySelector(`[name="${before}"]`).focus();
    }

    /* The words for one choice of a filter; `known`: its choices with what is known of each;
       `far`: whether they are of several regions. */
    function nameOf(name, value, known, far = ofSeveral(known)) {
      const entry = known && known.get(value);
      if (name === "due") return search.dueName(value);
      if (name === "kind") return KIND_NAMES[value] || value;
      if (name === "role") return ROLE_NAMES[value] || value;
      if (name === "year") return `${value}年`;
      if (!entry) return value;
      if (name === "region") return place(entry.facts.record.region[1]);
      if (name === "document") return entry.facts.record.title;
      if (name !== "unit") return value;
      return far ? `${entry.unit.name}（${place(entry.unit.region)}）` : entry.unit.name;
    }

    function ofSeveral(known) {
      return new Set(Array.from(known ? known.values() : [], (entry) => entry.facts.region)).size > 1;
    }

    /* [value, text] of the choices of a filter, the chosen one among them even without a hit. */
    function options(name, counts, chosen) {
      const all = Array.from(counts).filter(([value]) => value);
      if (name === "due" || name === "year") all.sort(([a], [b]) => (a < b ? -1 : 1));
      else all.sort(([, a], [, b]) => b.count - a.count);
      const shown = all.slice(0, MOST_OPTIONS).map(([value, entry]) => [value, entry.count]);
      if (chosen && !shown.some(([value]) => value === chosen)) {
        shown.unshift([chosen, counts.has(chosen) ? counts.get(chosen).count : 0]);
      }
      const far = ofSeveral(counts);
      return shown.map(([value, count]) => [value, `${nameOf(name, value, counts, far)}（${count}）`]);
    }

    function pager(wanted, page, pages) {
      const near = new Set([1, page - 1, page, page + 1, pages]);
      const numbers = Array.from(near).filter((n) => n >= 1 && n <= pages).sort((a, b) => a - b);
      const to = (n, text, label) => h("a", { href: addressOf({ ...wanted, page: n }), "aria-label": label, "aria-current": n === page && text === String(n) ? "page" : undefined }, text);
      return h("nav", { class: "qd-search-pages", "aria-label": "结果分页" },
        page > 1 ? to(page - 1, "上一页") : null,
        numbers.map((n, i) => [i && n - numbers[i - 1] > 1 ? "…" : null, to(n, String(n), `第 ${n} 页`)]).flat(),
        page < pages ? to(page + 1, "下一页") : null);
    }

    function typed(event) {
      if (event && event.isComposing) return; /* the input method is still at work */
      clearTimeout(timer);
      timer = setTimeout(() => go({ q: input.value, filters: asked().filters, page: 1 }, true), PAUSE);
    }
    input.addEventListener("input", typed);
    input.addEventListener("compositionend", () => typed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      go({ q: input.value, filters: asked().filters, page: 1 });
    });
    filters.addEventListener("toggle", () => filters.open && !counted && show());
    /* Links that only change the query stay on this page. */
    root.addEventListener("click", (event) => {
      const anchor = event.target.closest("a");
      if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const url = new URL(anchor.href);
      if (url.origin !== location.origin || url.pathname !== location.pathname || !url.search) return;
      event.preventDefault();
      history.pushState({ typing: false }, "", url.pathname + url.search);
      input.value = asked().q;
      const scroll = output.contains(anchor);
      show().then(() => {
        land();
        if (scroll) root.scrollIntoView();
      });
    });
    /* Arrow keys walk from the box through the results. */
    root.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      if (event.isComposing || event.target.tagName === "SELECT") return;
      const stops = [input, ...output.querySelectorAll("[data-document] > a, [data-task] > a")];
      const at = stops.indexOf(document.activeElement);
      const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (at < 0 || !next) return;
      event.preventDefault();
      next.focus();
    });
    window.addEventListener("popstate", () => {
      input.value = asked().q;
      show();
    });

    input.value = asked().q;
    filters.open = Object.keys(asked().filters).length > 0 && wide();
    return show();
  }

  const root = document.getElementById("qd-search");
  if (root) mount(root);
})((window.qingdanSearch = window.qingdanSearch || {}));
